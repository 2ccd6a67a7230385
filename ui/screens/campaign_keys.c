#include "screens/campaign_keys.h"

#include <string.h>

#include "base/i18n.h"
#include "base/when.h"
#include "report/ledger.h"
#include "screens/acts.h"
#include "screens/badge.h"
#include "screens/campaign_chart.h"
#include "screens/campaign_screen.h"

enum {
    DO_USERS = 1,
    DO_EXPLAIN,
    DO_CHART,
    DO_LEDGER,
    DO_LOG,
    DO_DIFFERENCE,
    DO_WORDS,
    DO_EDIT,
    DO_ACTIVATE,
    DO_STOP,
    DO_RESUME,
    DO_CLONE,
    DO_PUBLISH,
    DO_ARCHIVE,
    DO_UNARCHIVE,
    DO_DELETE,
    DO_EXPORT,
    DO_COPY,
    DO_UNDO,
};

static struct act_subject subject_of(struct view *view)
{
    const struct campaign_screen *state = view->state;
    const struct campaign_row *row = state->row.items;
    return (struct act_subject){
            .id = state->id, .status = status_stored(row->status), .pending = row->pending};
}

static bool refuse(struct view *view, enum lifecycle_verb verb, struct buf *why)
{
    const struct act_subject subject = subject_of(view);
    const char *words;
    if (acts_allow(verb, &subject, 1, &words))
        return false;
    buf_add_text(why, words);
    return true;
}

static bool refuse_stop(struct view *view, struct buf *why)
{
    return refuse(view, VERB_STOP, why);
}

static bool refuse_resume(struct view *view, struct buf *why)
{
    return refuse(view, VERB_RESUME, why);
}

static bool refuse_archive(struct view *view, struct buf *why)
{
    return refuse(view, VERB_ARCHIVE, why);
}

static bool refuse_unarchive(struct view *view, struct buf *why)
{
    return refuse(view, VERB_UNARCHIVE, why);
}

static bool refuse_delete(struct view *view, struct buf *why)
{
    return refuse(view, VERB_DELETE, why);
}

static bool refuse_difference(struct view *view, struct buf *why)
{
    const struct campaign_screen *state = view->state;
    if (state->row.items[0].version > 1)
        return false;
    buf_add_text(why, _("There is one version only: nothing to compare it with."));
    return true;
}

/* After an act: a deleted draft has no screen any more. */
static void acted(void *context)
{
    struct campaign_screen *state = context;
    struct view *view = state->screen.view;
    struct error err = {0};
    struct campaign_list rows = {0};
    const struct campaigns_query query = {.status = -1, .id = state->id};
    int status = campaigns_list(world_of(view->app)->store, &query, &rows, &err);
    campaign_list_release(&rows);
    if (status != 0 && err.code == ERROR_REFUSED)
        app_close(view->app, view);
    else
        list_screen_reload(state);
}

static void act(struct view *view, enum lifecycle_verb verb)
{
    const struct act_subject subject = subject_of(view);
    acts_ask(view->app, verb, &subject, 1, acted, view->state);
}

static void open_ledger(struct view *view, const char *id)
{
    app_open(view->app, &ledger_view,
            &(struct ledger_query){
                    .campaign = id, .outcome = -1, .since_ms = WHEN_NONE, .until_ms = WHEN_NEVER});
}

static void open_log(struct view *view, const char *id)
{
    app_open(view->app, &changelog_view,
            &(struct log_query){.object = OBJECT_CAMPAIGN,
                    .id = id,
                    .since_ms = WHEN_NONE,
                    .until_ms = WHEN_NEVER});
}

static void open_chart(struct view *view, char *id)
{
    app_open(view->app, &campaign_chart_view, id);
}

static void lifecycle_action(struct view *view, int action)
{
    struct campaign_screen *state = view->state;
    switch (action) {
    case DO_ACTIVATE:
        app_open(view->app, &review_view, &(struct review_request){.id = state->id});
        break;
    case DO_STOP: act(view, VERB_STOP); break;
    case DO_RESUME: act(view, VERB_RESUME); break;
    case DO_CLONE: acts_clone(view->app, state->id, acted, state); break;
    case DO_PUBLISH: acts_publish(view->app, state->id, acted, state); break;
    case DO_ARCHIVE: act(view, VERB_ARCHIVE); break;
    case DO_UNARCHIVE: act(view, VERB_UNARCHIVE); break;
    case DO_DELETE: act(view, VERB_DELETE); break;
    case DO_EXPORT: acts_export(view->app, state->id); break;
    case DO_COPY: app_copy(view->app, state->id, _("the id")); break;
    default:
        if (acts_undo(view->app))
            acted(state);
        break;
    }
}

void campaign_action(struct view *view, int action)
{
    struct campaign_screen *state = view->state;
    switch (action) {
    case DO_USERS: campaign_open_users(view); break;
    case DO_EXPLAIN: campaign_explain(view); break;
    case DO_CHART: open_chart(view, state->id); break;
    case DO_LEDGER: open_ledger(view, state->id); break;
    case DO_LOG: open_log(view, state->id); break;
    case DO_DIFFERENCE:
        app_open(view->app, &diff_view, &(struct diff_request){.id = state->id});
        break;
    case DO_WORDS: campaign_in_words(view); break;
    case DO_EDIT:
        app_open(view->app, &wizard_view, &(struct wizard_request){.id = state->id});
        break;
    default: lifecycle_action(view, action); break;
    }
}

static const struct keybind binds[] = {
        {DO_USERS, {CODE_ENTER}, N_("users"), N_("The users behind the selected figure"),
                campaign_refuse_users},
        {DO_EXPLAIN, {'i'}, N_("explain"), N_("What the selected figure is and how it adds up"),
                campaign_refuse_explain},
        {DO_CHART, {'o'}, N_("over time"), N_("A chart by hour or day, with what was changed"),
                NULL},
        {DO_LEDGER, {'m'}, N_("messages"), N_("All entries: who got what, who waits"), NULL},
        {DO_EDIT, {'e'}, N_("edit"), N_("Edit the campaign step by step"), NULL},
        {DO_ACTIVATE, {'a'}, N_("activate"), N_("What is wrong with it; from there activate it"),
                NULL},
        {DO_STOP, {'x'}, N_("stop"), N_("Stop: nothing more is sent, what waits is cancelled"),
                refuse_stop},
        {DO_RESUME, {'r'}, N_("resume"), N_("Make a stopped campaign live again, from now on"),
                refuse_resume},
        {DO_LOG, {'H'}, N_("changelog"), N_("Who changed it, when, and how"), NULL},
        {DO_DIFFERENCE, {'D'}, NULL, N_("What the last save changed, and any two versions"),
                refuse_difference},
        {DO_WORDS, {'v'}, N_("in words"), N_("The whole campaign in plain words"), NULL},
        {DO_UNDO, {'u'}, NULL, N_("Take the last archiving or deletion back"), acts_refuse_undo},
        {DO_CLONE, {'c'}, NULL, N_("Make a draft like it"), NULL},
        {DO_PUBLISH, {'p'}, NULL, N_("Publish a follow-up and its source in the right order"),
                NULL},
        {DO_ARCHIVE, {'z'}, NULL, N_("Archive what is no longer used"), refuse_archive},
        {DO_UNARCHIVE, {'Z'}, NULL, N_("Take it out of the archive"), refuse_unarchive},
        {DO_DELETE, {'d', CODE_DELETE}, NULL, N_("Delete a draft"), refuse_delete},
        {DO_EXPORT, {'w'}, NULL, N_("Write the document to a file"), NULL},
        {DO_COPY, {'y'}, NULL, N_("Copy the id to your clipboard"), NULL},
};

const struct keymap campaign_keymap = KEYMAP(N_("Campaign"), binds);
