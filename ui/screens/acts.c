#include "screens/acts.h"

#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "widgets/dialog.h"

/* What was asked, kept until the dialog answers. */
struct question {
    enum lifecycle_verb verb;
    char **ids;
    size_t count;
    void (*done)(void *context);
    void *context;
};

struct undo {
    enum lifecycle_verb verb;
    struct act_list acts;
};

static const struct {
    const char *text; /* what it means */
    const char *button;
} questions[VERB_COUNT] = {
        [VERB_STOP] =
                {N_("Nothing more is sent. It can be resumed, but what was missed meanwhile is not "
                    "sent later."),
                        N_("Stop")},
        [VERB_RESUME] =
                {N_("It is live again from now on. What happened while it was stopped does not "
                    "count."),
                        N_("Resume")},
        [VERB_ARCHIVE] = {N_("It leaves the list of what is in use; u takes this back."),
                N_("Archive")},
        [VERB_UNARCHIVE] = {N_("It comes back as it was, stopped."), N_("Take out")},
        [VERB_DELETE] = {N_("Its versions go with it; u takes this back until you leave."),
                N_("Delete")},
};

static void question_free(struct question *question)
{
    for (size_t i = 0; i < question->count; i++)
        mem_free(question->ids[i]);
    mem_free(question->ids);
    mem_free(question);
}

void undo_free(struct undo *undo)
{
    if (undo == NULL)
        return;
    act_list_release(&undo->acts);
    mem_free(undo);
}

static bool can_be_undone(enum lifecycle_verb verb)
{
    return verb == VERB_ARCHIVE || verb == VERB_UNARCHIVE || verb == VERB_DELETE;
}

/* One sentence in the message line; more than one refusal needs a dialog to be read. */
static void tell(struct app *app, const struct act_list *acts)
{
    struct buf text = {0};
    size_t refused = 0;
    for (size_t i = 0; i < acts->count; i++) {
        refused += !acts->items[i].done;
        buf_add_format(&text, "%s%s", i > 0 ? "\n" : "", acts->items[i].sentence);
    }
    if (acts->count == 1)
        app_message(app, refused > 0 ? STYLE_ERROR : STYLE_GOOD, buf_text(&text));
    else if (refused > 0)
        dialog_message(app, _("Not all of them"), buf_text(&text));
    else
        app_message_format(app, STYLE_GOOD,
                count_text("%zu campaign done", "%zu campaigns done", acts->count), acts->count);
    buf_release(&text);
}

static void act(struct app *app, const struct question *question)
{
    struct world *world = world_of(app);
    const struct act_request request = {.actor = &world->actor, .at_ms = app_now(app)};
    struct undo *undo = mem_new(sizeof *undo);
    struct error err = {0};
    undo->verb = question->verb;
    if (lifecycle_act(world->store, question->verb, (const char *const *)question->ids,
                question->count, &request, &undo->acts, &err) != 0)
        app_message_error(app, &err);
    else
        tell(app, &undo->acts);
    if (can_be_undone(question->verb)) {
        undo_free(world->undo);
        world->undo = undo;
    } else {
        undo_free(undo);
    }
    if (question->done != NULL)
        question->done(question->context);
}

static void answered(struct view *view, void *context, int answer)
{
    struct question *question = context;
    if (answer == DIALOG_YES)
        act(view->app, question);
    question_free(question);
}

/* Formats must be literals, so this is no table. */
static void add_title(struct buf *out, const struct question *question)
{
    const char *id = question->ids[0];
    size_t count = question->count;
    if (count == 1)
        switch (question->verb) {
        case VERB_STOP: buf_add_format(out, _("Stop %s?"), id); break;
        case VERB_RESUME: buf_add_format(out, _("Resume %s?"), id); break;
        case VERB_ARCHIVE: buf_add_format(out, _("Archive %s?"), id); break;
        case VERB_UNARCHIVE: buf_add_format(out, _("Take %s out of the archive?"), id); break;
        default: buf_add_format(out, _("Delete the draft %s?"), id); break;
        }
    else
        switch (question->verb) {
        case VERB_STOP: buf_add_format(out, _("Stop %zu campaigns?"), count); break;
        case VERB_RESUME: buf_add_format(out, _("Resume %zu campaigns?"), count); break;
        case VERB_ARCHIVE: buf_add_format(out, _("Archive %zu campaigns?"), count); break;
        case VERB_UNARCHIVE:
            buf_add_format(out, _("Take %zu campaigns out of the archive?"), count);
            break;
        default: buf_add_format(out, _("Delete %zu drafts?"), count); break;
        }
}

static void ask(struct app *app, struct question *question, int64_t pending)
{
    struct buf title = {0}, text = {0};
    add_title(&title, question);
    if (pending > 0) {
        buf_add_format(&text,
                count_text("%lld waiting message will be cancelled for good.",
                        "%lld waiting messages will be cancelled for good.", pending),
                (long long)pending);
        buf_add_char(&text, '\n');
    }
    buf_add_text(&text, i18n_text(questions[question->verb].text));
    dialog_confirm(app, &(struct dialog){.title = buf_text(&title),
                                .text = buf_text(&text),
                                .yes = i18n_text(questions[question->verb].button),
                                .done = answered,
                                .context = question});
    buf_release(&title);
    buf_release(&text);
}

bool acts_allow(enum lifecycle_verb verb, const struct act_subject *subjects, size_t count,
        const char **why)
{
    *why = _("Choose a campaign first.");
    for (size_t i = 0; i < count; i++)
        if (lifecycle_allows(verb, subjects[i].status, why))
            return true;
    return false;
}

void acts_ask(struct app *app, enum lifecycle_verb verb, const struct act_subject *subjects,
        size_t count, void (*done)(void *context), void *context)
{
    struct question *question = mem_new(sizeof *question);
    int64_t pending = 0;
    question->verb = verb;
    question->done = done;
    question->context = context;
    question->ids = mem_array(count > 0 ? count : 1, sizeof *question->ids);
    for (size_t i = 0; i < count; i++) {
        const char *why;
        if (!lifecycle_allows(verb, subjects[i].status, &why))
            continue;
        question->ids[question->count++] = mem_string(subjects[i].id);
        pending += subjects[i].pending;
    }
    if (question->count == 0) {
        question_free(question);
    } else if (verb == VERB_UNARCHIVE) {
        act(app, question);
        question_free(question);
    } else {
        ask(app, question, verb == VERB_STOP || verb == VERB_ARCHIVE ? pending : 0);
    }
}

bool acts_refuse_undo(struct view *view, struct buf *why)
{
    if (world_of(view->app)->undo != NULL)
        return false;
    buf_add_text(why, _("Nothing to take back: u undoes archiving and deleting a draft."));
    return true;
}

bool acts_undo(struct app *app)
{
    struct world *world = world_of(app);
    const struct act_request request = {.actor = &world->actor, .at_ms = app_now(app)};
    struct act_list taken = {0};
    struct undo *undo = world->undo;
    struct error err = {0};
    if (undo == NULL) {
        app_message(app, STYLE_WARNING,
                _("Nothing to take back: u undoes archiving and deleting a draft."));
        return false;
    }
    taken.items = mem_array(undo->acts.count + 1, sizeof *taken.items);
    for (size_t i = 0; i < undo->acts.count; i++) {
        if (!undo->acts.items[i].done)
            continue;
        if (lifecycle_undo(world->store, undo->verb, &undo->acts.items[i], &request,
                    &taken.items[taken.count], &err) != 0) {
            app_message_error(app, &err);
            break;
        }
        taken.count++;
    }
    if (taken.count > 0)
        tell(app, &taken);
    act_list_release(&taken);
    world->undo = NULL;
    undo_free(undo);
    return true;
}
