/* The start screen: all campaigns with what moves. */
#include "screens/world.h"

#include <string.h>

#include "base/alloc.h"
#include "base/draw.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/when.h"
#include "base/zone.h"
#include "report/campaigns.h"
#include "screens/acts.h"
#include "screens/badge.h"
#include "screens/list_screen.h"
#include "widgets/chart.h"

struct campaigns {
    struct list_screen screen;
    struct campaign_list rows;
};

enum column {
    COLUMN_TITLE,
    COLUMN_NEW,
    COLUMN_STATUS,
    COLUMN_AUDIENCE,
    COLUMN_WAITING,
    COLUMN_SENT_DAY,
    COLUMN_SENT_WEEK,
    COLUMN_HOURS,
    COLUMN_VIEWS_DAY,
    COLUMN_VIEWS_WEEK,
    COLUMN_DAYS,
    COLUMN_UPDATED,
    COLUMN_ID,
};

static const struct list_column columns[] = {
        [COLUMN_TITLE] = {.title = N_("Title"), .width = 18, .grow = 1},
        [COLUMN_NEW] = {.title = N_("New"), .width = 4, .align = LIST_RIGHT},
        [COLUMN_STATUS] = {.title = N_("Status"), .width = 11},
        [COLUMN_AUDIENCE] = {.title = N_("Audience"),
                .width = 9,
                .align = LIST_RIGHT,
                .priority = 1},
        [COLUMN_WAITING] = {.title = N_("Waiting"), .width = 8, .align = LIST_RIGHT, .priority = 2},
        [COLUMN_SENT_DAY] = {.title = N_("Sent 24h"),
                .width = 8,
                .align = LIST_RIGHT,
                .priority = 3},
        [COLUMN_SENT_WEEK] = {.title = N_("Sent 7d"),
                .width = 8,
                .align = LIST_RIGHT,
                .priority = 4},
        [COLUMN_HOURS] = {.title = N_("Sent by hour, 24h"), .width = ACTIVITY_HOURS, .priority = 5},
        [COLUMN_VIEWS_DAY] = {.title = N_("Seen 24h"),
                .width = 8,
                .align = LIST_RIGHT,
                .priority = 6},
        [COLUMN_VIEWS_WEEK] = {.title = N_("Seen 7d"),
                .width = 8,
                .align = LIST_RIGHT,
                .priority = 7},
        [COLUMN_DAYS] = {.title = N_("Days"), .width = ACTIVITY_DAYS, .priority = 8},
        [COLUMN_UPDATED] = {.title = N_("Changed"), .width = 24, .priority = 9},
        [COLUMN_ID] = {.title = N_("Id"), .width = 20, .priority = 10},
};

enum {
    DO_OPEN = 1,
    DO_NEW,
    DO_EDIT,
    DO_REVIEW,
    DO_STOP,
    DO_RESUME,
    DO_CLONE,
    DO_PUBLISH,
    DO_ARCHIVE,
    DO_UNARCHIVE,
    DO_DELETE,
    DO_EXPORT,
    DO_IMPORT,
    DO_COPY,
    DO_UNDO,
};

static size_t rows_count(void *context)
{
    const struct campaigns *state = context;
    return state->rows.count;
}

static void add_count(struct buf *out, int64_t count, const char *unknown)
{
    if (count < 0)
        buf_add_text(out, unknown);
    else
        text_add_number(out, count);
}

static void rows_cell(void *context, size_t number, size_t column, struct list_cell *cell)
{
    const struct campaigns *state = context;
    const struct campaign_row *row = &state->rows.items[number];
    switch ((enum column)column) {
    case COLUMN_TITLE:
        buf_add_text(&cell->text, row->title[0] != '\0' ? row->title : row->id);
        break;
    case COLUMN_NEW:
        if (row->changes > 0)
            buf_add_format(&cell->text, "+%lld", (long long)row->changes);
        break;
    case COLUMN_STATUS:
        buf_add_text(&cell->text, status_badge(row->status));
        cell->style = status_style(row->status);
        cell->badge = true;
        break;
    case COLUMN_AUDIENCE: add_count(&cell->text, row->audience, "..."); break;
    case COLUMN_WAITING: text_add_number(&cell->text, row->pending); break;
    case COLUMN_SENT_DAY: text_add_number(&cell->text, row->sends.day); break;
    case COLUMN_SENT_WEEK: text_add_number(&cell->text, row->sends.week); break;
    case COLUMN_HOURS:
        sparkline_add(&cell->text, row->sends.hours, ACTIVITY_HOURS);
        cell->style = STYLE_CHART;
        break;
    case COLUMN_VIEWS_DAY:
        add_count(&cell->text, row->impressions < 0 ? -1 : row->views.day, "-");
        break;
    case COLUMN_VIEWS_WEEK:
        add_count(&cell->text, row->impressions < 0 ? -1 : row->views.week, "-");
        break;
    case COLUMN_DAYS:
        sparkline_add(&cell->text, row->sends.days, ACTIVITY_DAYS);
        cell->style = STYLE_CHART;
        break;
    case COLUMN_UPDATED:
        add_instant(&cell->text, row->updated_ms, ZONE_NONE);
        buf_add_format(&cell->text, " %s", row->updated_by);
        break;
    case COLUMN_ID: buf_add_text(&cell->text, row->id); break;
    }
}

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int rows_compare(void *context, size_t a, size_t b, size_t column)
{
    const struct campaigns *state = context;
    const struct campaign_row *x = &state->rows.items[a], *y = &state->rows.items[b];
    switch ((enum column)column) {
    case COLUMN_TITLE: return text_compare_folded(x->title, y->title);
    case COLUMN_NEW: return compare_numbers(x->changes, y->changes);
    case COLUMN_STATUS: return compare_numbers(x->status, y->status);
    case COLUMN_AUDIENCE: return compare_numbers(x->audience, y->audience);
    case COLUMN_WAITING: return compare_numbers(x->pending, y->pending);
    case COLUMN_SENT_DAY:
    case COLUMN_HOURS: return compare_numbers(x->sends.day, y->sends.day);
    case COLUMN_SENT_WEEK:
    case COLUMN_DAYS: return compare_numbers(x->sends.week, y->sends.week);
    case COLUMN_VIEWS_DAY: return compare_numbers(x->views.day, y->views.day);
    case COLUMN_VIEWS_WEEK: return compare_numbers(x->views.week, y->views.week);
    case COLUMN_UPDATED: return compare_numbers(x->updated_ms, y->updated_ms);
    case COLUMN_ID: return strcmp(x->id, y->id);
    }
    return 0;
}

static bool rows_match(void *context, size_t number, const char *filter)
{
    const struct campaigns *state = context;
    const struct campaign_row *row = &state->rows.items[number];
    if (text_contains_folded(row->title, filter) || text_contains_folded(row->id, filter) ||
            text_contains_folded(status_badge(row->status), filter) ||
            text_contains_folded(channel_words(row->channel), filter))
        return true;
    for (size_t i = 0; i < row->tag_count; i++)
        if (text_contains_folded(row->tags[i], filter))
            return true;
    return false;
}

static uint64_t rows_identity(void *context, size_t number)
{
    const struct campaigns *state = context;
    const char *id = state->rows.items[number].id;
    return hash_fast(id, strlen(id));
}

static void rows_words(void *context, size_t number, struct buf *out)
{
    const struct campaigns *state = context;
    const struct campaign_row *row = &state->rows.items[number];
    if (row->trigger_words != NULL && row->trigger_words[0] != '\0')
        buf_add_format(
                out, _("%s, when somebody %s"), channel_words(row->channel), row->trigger_words);
    else
        buf_add_format(out, _("%s, no trigger yet"), channel_words(row->channel));
}

static const struct list_type list_type = {
        .columns = columns,
        .column_count = ARRAY_COUNT(columns),
        .empty = N_("No campaigns yet. Press n to write the first one."),
        .marks = true,
        .words_rows = 2,
        .count = rows_count,
        .cell = rows_cell,
        .words = rows_words,
        .identity = rows_identity,
        .compare = rows_compare,
        .match = rows_match,
};

static int campaigns_load(struct view *view, struct error *err)
{
    struct campaigns *state = view->state;
    struct world *world = world_of(view->app);
    const struct campaigns_query query = {.status = -1, .person = world->actor.by, .figures = true};
    struct campaign_list rows = {0};
    if (campaigns_list(world->store, &query, &rows, err) != 0)
        return -1;
    campaign_list_release(&state->rows);
    state->rows = rows;
    return 0;
}

static int campaigns_open(struct view *view, void *argument, struct error *err)
{
    (void)argument;
    return list_screen_start(
            view, mem_new(sizeof(struct campaigns)), &list_type, campaigns_load, err);
}

static void campaigns_close(struct view *view)
{
    struct campaigns *state = view->state;
    list_screen_release(&state->screen);
    campaign_list_release(&state->rows);
    mem_free(state);
}

static void campaigns_title(struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, _("Campaigns"));
}

static const struct campaign_row *selected(struct view *view)
{
    struct campaigns *state = view->state;
    int64_t row = list_screen_selected(view);
    return row >= 0 ? &state->rows.items[row] : NULL;
}

static size_t subjects(struct view *view, struct act_subject out[ACTS_MAX])
{
    struct campaigns *state = view->state;
    size_t rows[ACTS_MAX];
    size_t count = list_chosen(&state->screen.list, rows, ACTS_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct campaign_row *row = &state->rows.items[rows[i]];
        out[i] = (struct act_subject){
                .id = row->id, .status = status_stored(row->status), .pending = row->pending};
    }
    return count;
}

static bool refuse(struct view *view, enum lifecycle_verb verb, struct buf *why)
{
    struct act_subject chosen[ACTS_MAX];
    const char *words;
    if (acts_allow(verb, chosen, subjects(view, chosen), &words))
        return false;
    buf_add_text(why, words);
    return true;
}

static bool refuse_none(struct view *view, struct buf *why)
{
    if (selected(view) != NULL)
        return false;
    buf_add_text(why, _("There is no campaign here; n writes the first one."));
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

static void act(struct view *view, enum lifecycle_verb verb)
{
    struct act_subject chosen[ACTS_MAX];
    acts_ask(view->app, verb, chosen, subjects(view, chosen), list_screen_reload, view->state);
}

static void campaigns_action(struct view *view, int action)
{
    const struct campaign_row *row = selected(view);
    const char *id = row != NULL ? row->id : "";
    struct campaigns *state = view->state;
    switch (action) {
    case DO_OPEN: app_open(view->app, &campaign_view, (void *)(uintptr_t)id); break;
    case DO_NEW: app_open(view->app, &wizard_view, &(struct wizard_request){0}); break;
    case DO_EDIT: app_open(view->app, &wizard_view, &(struct wizard_request){.id = id}); break;
    case DO_REVIEW: app_open(view->app, &review_view, &(struct review_request){.id = id}); break;
    case DO_STOP: act(view, VERB_STOP); break;
    case DO_RESUME: act(view, VERB_RESUME); break;
    case DO_CLONE: acts_clone(view->app, id, list_screen_reload, state); break;
    case DO_PUBLISH: acts_publish(view->app, id, list_screen_reload, state); break;
    case DO_ARCHIVE: act(view, VERB_ARCHIVE); break;
    case DO_UNARCHIVE: act(view, VERB_UNARCHIVE); break;
    case DO_DELETE: act(view, VERB_DELETE); break;
    case DO_EXPORT: acts_export(view->app, id); break;
    case DO_IMPORT: acts_import(view->app, list_screen_reload, state); break;
    case DO_COPY: app_copy(view->app, id, _("the id")); break;
    case DO_UNDO:
        if (acts_undo(view->app))
            list_screen_reload(state);
        break;
    default: break;
    }
}

static const struct keybind binds[] = {
        {DO_OPEN, {CODE_ENTER}, N_("open"), N_("Open the campaign: figures, ledger, changelog"),
                refuse_none},
        {DO_NEW, {'n'}, N_("new"), N_("Write a new campaign, step by step"), NULL},
        {DO_EDIT, {'e'}, N_("edit"), N_("Edit the campaign, step by step"), refuse_none},
        {DO_REVIEW, {'a'}, N_("activate"), N_("What is wrong with it; from there activate it"),
                refuse_none},
        {DO_CLONE, {'c'}, N_("clone"), N_("Make a draft like it"), refuse_none},
        {DO_STOP, {'x'}, N_("stop"), N_("Stop: nothing more is sent, what waits is cancelled"),
                refuse_stop},
        {DO_RESUME, {'r'}, N_("resume"), N_("Make a stopped campaign live again, from now on"),
                refuse_resume},
        {DO_UNDO, {'u'}, N_("undo"), N_("Take the last archiving or deletion back"),
                acts_refuse_undo},
        {DO_PUBLISH, {'p'}, NULL, N_("Publish a follow-up and its source in the right order"),
                refuse_none},
        {DO_ARCHIVE, {'z'}, NULL, N_("Archive what is no longer used"), refuse_archive},
        {DO_UNARCHIVE, {'Z'}, NULL, N_("Take it out of the archive"), refuse_unarchive},
        {DO_DELETE, {'d', CODE_DELETE}, NULL, N_("Delete a draft"), refuse_delete},
        {DO_EXPORT, {'w'}, NULL, N_("Write the document to a file"), refuse_none},
        {DO_IMPORT, {'i'}, NULL, N_("Read a document from a file"), NULL},
        {DO_COPY, {'y'}, NULL, N_("Copy the id to your clipboard"), refuse_none},
};

static const struct keymap keymap = KEYMAP(N_("Campaigns"), binds);

const struct view_type campaigns_view = {
        .name = "campaigns",
        .help = N_(
                "All campaigns. Audience is how many users are in it as last counted, waiting how "
                "many messages are on their way; sent and seen count up to the engine clock at "
                "the top right. '+2' under New: two changes since you last looked."),
        .keymap = &keymap,
        .open = campaigns_open,
        .close = campaigns_close,
        .title = campaigns_title,
        .action = campaigns_action,
        LIST_SCREEN_FUNCTIONS,
};
