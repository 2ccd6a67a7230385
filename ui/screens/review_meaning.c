/* The screen before the act: what an edit changes, or who will be reached; then the question. */
#include "actions/save.h"
#include "base/alloc.h"
#include "base/app.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/when.h"
#include "report/reach.h"
#include "screens/review.h"
#include "screens/review_rows.h"
#include "screens/world.h"
#include "store/store.h"
#include "widgets/dialog.h"
#include "widgets/textview.h"

struct meaning {
    struct review *review;
    bool activate;
    bool known;  /* the figures are there */
    bool acting; /* it is being done: the screen waits */
    struct job *job;
    struct textview text;
    char *numbers; /* for the question */
};

struct meaning_work {
    const struct world *world;
    struct campaign *campaign;
    int64_t base;
    bool activate;
    bool failed;
    struct error err;
    struct job *job;
    struct reach reach;
    struct save_answer answer;
};

static int step(void *context, int64_t done, int64_t total)
{
    const struct meaning_work *work = context;
    job_progress(work->job, (uint64_t)done, (uint64_t)total);
    return job_cancelled(work->job);
}

static void meaning_run(struct job *job, void *data)
{
    struct meaning_work *work = data;
    struct scan scan = {.step = step, .context = work};
    struct save_request save = {
            .actor = &work->world->actor, .at_ms = WHEN_NONE, .base = work->base};
    work->job = job;
    work->failed = true;
    struct store *store = world_open_store(work->world, &work->err);
    if (!store)
        return;
    if (save_campaign_preview(store, work->campaign, &save, &work->answer, &work->err) == 0 &&
            reach_count(store, work->campaign, WHEN_NONE, &scan, &work->reach, &work->err) == 0)
        work->failed = false;
    store_close(store);
}

static void add_figure(struct meaning *meaning, int64_t count, const char *what)
{
    struct buf number = {0};
    struct buf cell = {0};
    text_add_number(&number, count);
    buf_add_format(&cell, "%12s  ", buf_text(&number));
    textview_begin(&meaning->text, 14);
    textview_span(&meaning->text, STYLE_STRONG, buf_text(&cell));
    textview_span(&meaning->text, STYLE_TEXT, what);
    buf_release(&number);
    buf_release(&cell);
}

static void add_reach(struct meaning *meaning, const struct meaning_work *work)
{
    const struct reach *reach = &work->reach;
    textview_add(&meaning->text, STYLE_STRONG, 0, _("Who will be reached"));
    add_figure(meaning, reach->audience, _("users are in the audience now"));
    add_figure(meaning, reach->reachable, _("of them can be reached"));
    if (reach->no_identity)
        add_figure(meaning, reach->no_identity, _("have no address for this channel"));
    if (reach->unsubscribed)
        add_figure(meaning, reach->unsubscribed, _("have unsubscribed"));
    if (work->campaign->control_percent)
        add_figure(meaning, reach->held_out, _("are held out in the control group"));
    if (reach->zone_matters)
        add_figure(meaning, reach->zone_unknown,
                _("have no known time zone: for them the company's counts"));
    add_figure(meaning, reach->users, _("users are known in all"));
    if (!meaning->activate)
        return;
    textview_add(&meaning->text, STYLE_TEXT, 0, "");
    textview_add(&meaning->text, STYLE_STRONG, 0, _("The first messages"));
    textview_add(&meaning->text, STYLE_TEXT, 0, reach->first_words ? reach->first_words : "");
}

static void add_changes(struct meaning *meaning, const struct save_answer *answer)
{
    textview_add(&meaning->text, STYLE_STRONG, 0, _("What the edit changes"));
    for (size_t i = 0; i < answer->changes.count; i++)
        textview_add(&meaning->text, STYLE_TEXT, 2, answer->changes.items[i].words);
    if (!answer->changes.count)
        textview_add(&meaning->text, STYLE_DIM, 2, _("Nothing: it is the same as it was."));
    textview_add(&meaning->text, STYLE_TEXT, 0, "");
    textview_add(&meaning->text, STYLE_STRONG, 0, _("Who waits"));
    add_figure(meaning, answer->waiting, _("entries wait for their message"));
    if (answer->waiting)
        textview_add(&meaning->text, STYLE_TEXT, 0,
                _("They keep the time at which they are due. Whether and what they get is decided "
                  "then, by the new version."));
    textview_add(&meaning->text, STYLE_TEXT, 0, "");
}

static void add_activation_numbers(const struct reach *reach, struct buf *text)
{
    struct buf audience = {0};
    text_add_number(&audience, reach->audience);
    buf_add_format(text,
            count_text("%s user is in the audience now.", "%s users are in the audience now.",
                    reach->audience),
            buf_text(&audience));
    if (reach->first_words)
        buf_add_format(text, "\n%s.", reach->first_words);
    buf_release(&audience);
}

static void add_edit_numbers(int64_t waiting, struct buf *text)
{
    if (!waiting)
        buf_add_text(text, _("Nobody waits now. The edit counts from the next event on."));
    else
        buf_add_format(text,
                count_text("%lld entry waits and keeps its due. The edit counts from the next "
                           "event on.",
                        "%lld entries wait and keep their due. The edit counts from the next "
                        "event on.",
                        waiting),
                (long long)waiting);
}

static void keep_numbers(struct meaning *meaning, const struct meaning_work *work)
{
    struct buf text = {0};
    if (meaning->activate)
        add_activation_numbers(&work->reach, &text);
    else
        add_edit_numbers(work->answer.waiting, &text);
    meaning->numbers = buf_take(&text);
}

static void meaning_done(struct view *view, struct job *job, void *data)
{
    struct meaning *meaning = view->state;
    const struct meaning_work *work = data;
    struct review *review = meaning->review;
    (void)job;
    meaning->job = NULL;
    app_redraw(view->app);
    if (work->failed) {
        app_close(view->app, view);
        app_message_error(view->app, &work->err);
        return;
    }
    if (work->answer.outcome == SAVED_CONFLICT || work->answer.outcome == SAVED_REFUSED) {
        app_close(view->app, view);
        if (work->answer.outcome == SAVED_CONFLICT)
            conflict_open(review, &work->answer);
        else
            review_tell_refused(review, _("This cannot be saved"), work->answer.sentence,
                    &work->answer.findings);
        return;
    }
    if (!meaning->activate)
        add_changes(meaning, &work->answer);
    add_reach(meaning, work);
    keep_numbers(meaning, work);
    meaning->known = true;
}

static void meaning_free(void *data)
{
    struct meaning_work *work = data;
    campaign_free(work->campaign);
    reach_release(&work->reach);
    save_answer_release(&work->answer);
    mem_free(work);
}

static const struct job_type meaning_job = {meaning_run, meaning_done, meaning_free};

struct meaning_request {
    struct review *review;
    bool activate;
};

static int meaning_open(struct view *view, void *argument, struct error *err)
{
    const struct meaning_request *request = argument;
    struct meaning *meaning = mem_new(sizeof *meaning);
    struct meaning_work *work;
    struct campaign *whole = draft_whole(request->review->draft, err);
    view->state = meaning;
    meaning->review = request->review;
    meaning->activate = request->activate;
    if (!whole)
        return -1;
    work = mem_new(sizeof *work);
    work->world = request->review->world;
    work->campaign = whole;
    work->base = request->review->draft->base_version;
    work->activate = request->activate;
    meaning->job = job_start(view->app, view, &meaning_job, work);
    return 0;
}

static void meaning_close(struct view *view)
{
    struct meaning *meaning = view->state;
    textview_release(&meaning->text);
    mem_free(meaning->numbers);
    mem_free(meaning);
}

static void meaning_title(struct view *view, struct buf *out)
{
    const struct meaning *meaning = view->state;
    buf_add_text(out, meaning->activate ? _("Activate") : _("Save the edit"));
}

static void meaning_draw(struct view *view, struct area area)
{
    struct meaning *meaning = view->state;
    int percent = meaning->job ? job_percent(meaning->job) : -1;
    struct area inner = area_inset(area, 1, 2);
    if (meaning->known)
        textview_draw(&meaning->text, inner);
    else if (percent > 0)
        draw_format(inner, 0, 0, STYLE_TEXT, _("Counting who will be reached ... %d %%"), percent);
    else
        draw_text(inner, 0, 0, STYLE_TEXT, _("Counting who will be reached ..."));
}

static void answered(struct view *view, void *context, int answer)
{
    struct meaning *meaning = context;
    if (answer != DIALOG_YES)
        return;
    app_message(view->app, STYLE_TEXT, _("Saving ..."));
    meaning->acting = true;
    review_start_act(meaning->review, view, meaning->activate);
}

enum { MEANING_GO = 1 };

static void meaning_action(struct view *view, int action)
{
    struct meaning *meaning = view->state;
    const char *id = meaning->review->draft->campaign->id;
    char *title = meaning->activate ? mem_format(_("Activate %s?"), id)
                                    : mem_format(_("Save the edit of %s, which is live?"), id);
    struct dialog dialog = {.title = title,
            .text = meaning->numbers,
            .yes = meaning->activate ? _("Activate") : _("Save"),
            .context = meaning,
            .done = answered};
    if (action == MEANING_GO && meaning->activate)
        dialog_confirm_id(view->app, &dialog, id);
    else if (action == MEANING_GO)
        dialog_confirm(view->app, &dialog);
    mem_free(title);
}

static bool refuse_go(struct view *view, struct buf *why)
{
    const struct meaning *meaning = view->state;
    if (meaning->known && !meaning->acting)
        return false;
    buf_add_text(why, meaning->acting ? _("It is being saved: one moment")
                                      : _("The users are still being counted: one moment, or Esc"));
    return true;
}

static bool meaning_key(struct view *view, const struct key *key)
{
    struct meaning *meaning = view->state;
    return textview_key(&meaning->text, key);
}

static bool meaning_typing(struct view *view)
{
    const struct meaning *meaning = view->state;
    return textview_typing(&meaning->text);
}

static bool meaning_back(struct view *view)
{
    struct meaning *meaning = view->state;
    if (meaning->acting)
        app_message(view->app, STYLE_TEXT, _("It is being saved: one moment"));
    return meaning->acting || textview_back(&meaning->text);
}

static void meaning_tick(struct view *view, int64_t now_ms)
{
    const struct meaning *meaning = view->state;
    (void)now_ms;
    if (meaning->job)
        app_redraw(view->app);
}

static const struct keybind binds[] = {
        {MEANING_GO, {CODE_ENTER, 'a', 's'}, N_("go on"), N_("Go on to the last question"),
                refuse_go},
};
static const struct keymap keymap = KEYMAP(N_("Before it counts"), binds);

static const struct view_type meaning_view = {
        .name = "meaning",
        .help = N_("What follows: who is reached and when, and what an edit changes. Nothing has "
                   "happened yet; Esc goes back."),
        .keymap = &keymap,
        .layers = {&textview_keymap},
        .open = meaning_open,
        .close = meaning_close,
        .title = meaning_title,
        .draw = meaning_draw,
        .key = meaning_key,
        .typing = meaning_typing,
        .back = meaning_back,
        .action = meaning_action,
        .tick = meaning_tick,
};

void review_open_meaning(struct review *review, bool activate)
{
    struct meaning_request request = {.review = review, .activate = activate};
    app_open(review->view->app, &meaning_view, &request);
}
