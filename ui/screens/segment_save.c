/* From the working copy of a segment to a version: questions first, then the act in a job, since
 * somebody else may hold the engine. */
#include <string.h>

#include "actions/save.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/when.h"
#include "screens/segment_screen.h"
#include "screens/world.h"
#include "store/store.h"
#include "widgets/dialog.h"

enum { NAMES_MAX = 6 };

struct save_work {
    const struct world *world;
    struct segment *segment;
    int64_t base;
    int64_t at_ms;
    struct save_answer answer;
    struct error err;
    int status;
};

static void save_run(struct job *job, void *data)
{
    struct save_work *work = data;
    const struct save_request request = {
            .actor = &work->world->actor, .at_ms = work->at_ms, .base = work->base};
    struct store *store = world_open_store(work->world, &work->err);
    (void)job;
    work->status = -1;
    if (store != NULL)
        work->status = save_segment(store, work->segment, &request, &work->answer, &work->err);
    store_close(store);
}

static void start_save(struct segment_screen *screen);

enum { CONFLICT_MINE, CONFLICT_THEIRS, CONFLICT_EDIT };

static void conflict_answered(struct view *view, void *context, int answer)
{
    struct segment_screen *screen = context;
    struct error err = {0};
    (void)view;
    if (answer != CONFLICT_MINE && answer != CONFLICT_THEIRS)
        return;
    if (segment_draft_rebase(&screen->draft, &err) != 0) {
        app_message_error(screen->view->app, &err);
        return;
    }
    if (answer == CONFLICT_MINE) {
        start_save(screen);
        return;
    }
    segment_draft_reset(&screen->draft);
    segment_screen_fill(screen);
    if (segment_draft_keep(&screen->draft, &err) != 0)
        app_message_error(screen->view->app, &err);
}

static void add_changes(struct buf *out, const char *title, const struct change_list *changes)
{
    buf_add_format(out, "%s\n", title);
    for (size_t i = 0; i < changes->count; i++)
        buf_add_format(out, "- %s\n", changes->items[i].words);
    if (changes->count == 0)
        buf_add_format(out, "- %s\n", _("nothing"));
}

static void ask_conflict(struct segment_screen *screen, const struct save_answer *answer)
{
    struct choices choices = {0};
    struct buf text = {0};
    add_changes(&text, _("They changed:"), &answer->theirs);
    add_changes(&text, _("You changed:"), &answer->changes);
    choices_add(&choices, "mine", _("Save mine over it; theirs stays in the changelog"), NULL);
    choices_add(&choices, "theirs", _("Take theirs, and drop what I changed"), NULL);
    choices_add(&choices, "edit", _("Go on editing, save nothing yet"), NULL);
    dialog_choose(screen->view->app,
            &(struct dialog){.title = _("Somebody else saved it meanwhile"),
                    .text = buf_text(&text),
                    .done = conflict_answered,
                    .context = screen},
            &choices);
    choices_release(&choices);
    buf_release(&text);
}

static void tell_refused(struct segment_screen *screen, const struct save_answer *answer)
{
    struct buf text = {0};
    buf_add_text(&text, answer->sentence != NULL ? answer->sentence : "");
    for (size_t i = 0; i < answer->findings.count; i++)
        buf_add_format(&text, "\n%s", answer->findings.items[i].message);
    dialog_message(screen->view->app, _("Not saved"), buf_text(&text));
    buf_release(&text);
}

static void save_done(struct view *view, struct job *job, void *data)
{
    struct segment_screen *screen = view->state;
    struct save_work *work = data;
    struct app *app = view->app;
    struct error err = {0};
    (void)job;
    screen->saving = NULL;
    if (work->status != 0) {
        app_message_error(app, &work->err);
    } else if (work->answer.outcome == SAVED_CONFLICT) {
        ask_conflict(screen, &work->answer);
    } else if (!save_is_done(&work->answer)) {
        tell_refused(screen, &work->answer);
    } else {
        segment_draft_drop(&screen->draft, &err);
        app_close(app, view);
        app_message(app, STYLE_GOOD, work->answer.sentence);
    }
    app_redraw(app);
}

static void save_free(void *data)
{
    struct save_work *work = data;
    segment_free(work->segment);
    save_answer_release(&work->answer);
    mem_free(work);
}

static const struct job_type save_job = {save_run, save_done, save_free};

static void start_save(struct segment_screen *screen)
{
    struct save_work *work = mem_new(sizeof *work);
    work->world = screen->world;
    work->segment = segment_copy(screen->draft.segment);
    work->base = screen->draft.base_version;
    work->at_ms = app_now(screen->view->app);
    screen->saving = job_start(screen->view->app, screen->view, &save_job, work);
}

static void live_answered(struct view *view, void *context, int answer)
{
    (void)view;
    if (answer == DIALOG_YES)
        start_save(context);
}

static size_t live_uses(const struct segment_screen *screen, struct buf *names)
{
    size_t count = 0;
    for (size_t i = 0; i < screen->use_count; i++) {
        if (screen->uses[i].by_segment || screen->uses[i].status != STATUS_LIVE)
            continue;
        if (count < NAMES_MAX)
            buf_add_format(names, "%s%s", count > 0 ? ", " : "", screen->uses[i].id);
        count++;
    }
    if (count > NAMES_MAX)
        buf_add_text(names, ", ...");
    return count;
}

static void add_sizes(const struct segment_screen *screen, struct buf *out)
{
    struct buf before = {0}, after = {0};
    const struct filter_tree *tree = &screen->tree;
    if (screen->size_before >= 0 && tree->size_count > 0) {
        text_add_number(&before, screen->size_before);
        text_add_number(&after, tree->sizes[0]);
        buf_add_char(out, '\n');
        buf_add_format(out, _("It had %s users when last counted, and has %s with this filter."),
                buf_text(&before), buf_text(&after));
    }
    buf_release(&before);
    buf_release(&after);
}

static void ask_live(struct segment_screen *screen, size_t count, const struct buf *names)
{
    struct buf text = {0};
    buf_add_format(&text,
            count_text(
                    "%zu live campaign asks this segment who is in its audience: %s. From now on "
                    "it asks the new filter.",
                    "%zu live campaigns ask this segment who is in their audience: %s. From now "
                    "on they ask the new filter.",
                    count),
            count, buf_text(names));
    add_sizes(screen, &text);
    dialog_confirm(screen->view->app,
            &(struct dialog){.title = _("Change the audience of live campaigns?"),
                    .text = buf_text(&text),
                    .yes = _("Save it"),
                    .done = live_answered,
                    .context = screen});
    buf_release(&text);
}

void segment_screen_save(struct segment_screen *screen)
{
    struct error err = {0};
    struct buf names = {0};
    if (!form_check(&screen->form)) {
        screen->in_tree = false;
        return;
    }
    if (!segment_draft_is_whole(&screen->draft, &err)) {
        app_message_error(screen->view->app, &err);
        return;
    }
    size_t count = live_uses(screen, &names);
    if (count > 0 && segment_draft_filter_is_changed(&screen->draft))
        ask_live(screen, count, &names);
    else
        start_save(screen);
    buf_release(&names);
}
