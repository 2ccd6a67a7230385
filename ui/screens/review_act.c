/* From the review to a version, and to a live campaign: in a job, since somebody else may hold the
 * engine. */
#include <string.h>

#include "actions/lifecycle.h"
#include "actions/save.h"
#include "base/alloc.h"
#include "base/app.h"
#include "base/i18n.h"
#include "base/when.h"
#include "screens/badge.h"
#include "screens/review.h"
#include "screens/review_rows.h"
#include "screens/world.h"
#include "store/store.h"
#include "widgets/dialog.h"

/* Saving, and activating behind it. */
struct act_work {
    struct review *review; /* for the thread of the interface alone */
    struct view *asker;    /* closed behind it; NULL: none */
    const struct world *world;
    struct campaign *campaign;
    int64_t base;
    bool activate;
    bool failed;
    struct error err;
    struct save_answer answer;
    struct act_list acts;
};

static void act_run(struct job *job, void *data)
{
    struct act_work *work = data;
    struct save_request save = {
            .actor = &work->world->actor, .at_ms = WHEN_NONE, .base = work->base};
    struct act_request act = {.actor = &work->world->actor, .at_ms = WHEN_NONE};
    const char *id = work->campaign->id;
    (void)job;
    work->failed = true;
    struct store *store = world_open_store(work->world, &work->err);
    if (!store)
        return;
    if (save_campaign(store, work->campaign, &save, &work->answer, &work->err) == 0)
        work->failed = false;
    if (!work->failed && work->activate && save_is_done(&work->answer) &&
            lifecycle_act(store, VERB_ACTIVATE, &id, 1, &act, &work->acts, &work->err) < 0)
        work->failed = true;
    store_close(store);
}

void review_finish(struct review *review, const char *id, uint32_t version, const char *sentence)
{
    struct error err = {0};
    draft_saved(review->draft, id, version, &err);
    review->done(review->context, sentence);
}

void review_tell_refused(struct review *review, const char *title, const char *sentence,
        const struct finding_list *findings)
{
    struct buf text = {0};
    buf_add_text(&text, sentence ? sentence : "");
    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i].severity == SEVERITY_ERROR)
            buf_add_format(&text, "\n%s", findings->items[i].message);
    dialog_message(review->view->app, title, buf_text(&text));
    buf_release(&text);
}

static void act_done(struct view *view, struct job *job, void *data)
{
    struct act_work *work = data;
    struct review *review = work->review;
    const struct save_answer *answer = &work->answer;
    const struct act_result *act = work->acts.count ? &work->acts.items[0] : NULL;
    (void)job;
    review->job = NULL;
    review->acting = false;
    if (work->asker)
        app_close(view->app, work->asker);
    if (work->failed)
        app_message_error(view->app, &work->err);
    else if (answer->outcome == SAVED_CONFLICT)
        conflict_open(review, answer);
    else if (!save_is_done(answer))
        review_tell_refused(review, _("Not saved"), answer->sentence, &answer->findings);
    else if (act && !act->done)
        review_tell_refused(review, _("Saved, but not activated"), act->sentence, &act->findings);
    else
        review_finish(review, answer->id, answer->version, act ? act->sentence : answer->sentence);
}

static void act_free(void *data)
{
    struct act_work *work = data;
    campaign_free(work->campaign);
    save_answer_release(&work->answer);
    act_list_release(&work->acts);
    mem_free(work);
}

static const struct job_type act_job = {act_run, act_done, act_free};

void review_start_act(struct review *review, struct view *asker, bool activate)
{
    struct error err;
    struct campaign *whole = draft_whole(review->draft, &err);
    if (!whole) {
        app_message_format(review->view->app, STYLE_WARNING,
                _("Not saved as a version yet, but kept as your working copy: %s"), err.text);
        return;
    }
    struct act_work *work = mem_new(sizeof *work);
    job_cancel(review->job);
    work->review = review;
    work->world = review->world;
    work->campaign = whole;
    work->base = review->draft->base_version;
    work->activate = activate;
    work->asker = asker;
    review->acting = true;
    review->job = job_start(review->view->app, review->view, &act_job, work);
}

void review_activate(struct review *review)
{
    review_open_meaning(review, true);
}

void review_save(struct review *review)
{
    struct buf why = {0};
    bool live = status_stored(review->draft->status) == STATUS_LIVE;
    if (review->acting)
        return;
    if (live && review_is_held(review, &why))
        app_message(review->view->app, STYLE_WARNING, buf_text(&why));
    else if (live)
        review_open_meaning(review, false);
    else
        review_start_act(review, NULL, false);
    buf_release(&why);
}
