#include "report/changelog.h"

#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/when.h"
#include "screens/badge.h"
#include "screens/labels.h"
#include "screens/list_screen.h"
#include "store/documents.h"

enum { ROWS_MAX = 5000 };

/* Everything that was changed, newest first; Enter shows the change field by field. */
struct changelog {
    struct list_screen screen;
    struct log_list rows;
    struct log_query query; /* its texts are owned here */
    char *id;
    char *by;
};

/* What was changed is the last one, which the changelog of one document does without. */
enum { COLUMN_AT, COLUMN_BY, COLUMN_ACTION, COLUMN_WORDS, COLUMN_OBJECT };

static const struct list_column columns[] = {
        [COLUMN_AT] = {.title = N_("When"), .width = 16},
        [COLUMN_BY] = {.title = N_("Who"), .width = 10},
        [COLUMN_ACTION] = {.title = N_("Action"), .width = 10},
        [COLUMN_WORDS] = {.title = N_("Changes"), .width = 18, .grow = 3, .priority = 1},
        [COLUMN_OBJECT] = {.title = N_("What"), .width = 20, .grow = 1},
};

static size_t rows_count(void *context)
{
    const struct changelog *state = context;
    return state->rows.count;
}

static void add_changes(struct buf *out, const struct log_row *row)
{
    for (size_t i = 0; i < row->changes.count; i++)
        buf_add_format(out, "%s%s", i > 0 ? "; " : "", row->changes.items[i].words);
}

static void rows_cell(void *context, size_t number, size_t column, struct list_cell *cell)
{
    const struct changelog *state = context;
    const struct log_row *row = &state->rows.items[number];
    switch (column) {
    case COLUMN_AT: add_instant(&cell->text, row->at_ms, ZONE_NONE); break;
    case COLUMN_BY: buf_add_text(&cell->text, row->by); break;
    case COLUMN_OBJECT:
        buf_add_text(&cell->text, row->id);
        if (row->object != OBJECT_CAMPAIGN)
            buf_add_format(&cell->text, " (%s)", i18n_text(object_name(row->object)));
        break;
    case COLUMN_ACTION: buf_add_text(&cell->text, action_label(row->action)); break;
    default:
        if (row->changes.count > 1)
            buf_add_format(&cell->text, "%zu: ", row->changes.count);
        add_changes(&cell->text, row);
        break;
    }
}

static void rows_words(void *context, size_t number, struct buf *out)
{
    const struct changelog *state = context;
    const struct log_row *row = &state->rows.items[number];
    if (strcmp(row->by, row->login) != 0)
        buf_add_format(out, _("%s (login %s)"), row->by, row->login);
    else
        buf_add_text(out, row->by);
    if (row->version > 0)
        buf_add_format(out, _(", version %u"), row->version);
    buf_add_text(out, row->changes.count > 0 ? ": " : "");
    add_changes(out, row);
}

static uint64_t rows_identity(void *context, size_t number)
{
    const struct changelog *state = context;
    return (uint64_t)state->rows.items[number].number;
}

static int rows_compare(void *context, size_t a, size_t b, size_t column)
{
    const struct changelog *state = context;
    const struct log_row *x = &state->rows.items[a], *y = &state->rows.items[b];
    switch (column) {
    case COLUMN_BY: return text_compare_folded(x->by, y->by);
    case COLUMN_OBJECT: return strcmp(x->id, y->id);
    case COLUMN_ACTION: return strcmp(x->action, y->action);
    default: return (x->number > y->number) - (x->number < y->number);
    }
}

#define CHANGELOG_LIST(its_count)                                                                  \
    {                                                                                              \
        .columns = columns, .column_count = (its_count), .empty = N_("Nothing was changed yet."),  \
        .marks = true, .words_rows = 3, .words_rows_narrow = 2, .count = rows_count,               \
        .cell = rows_cell, .words = rows_words, .identity = rows_identity, .compare = rows_compare \
    }

/* By [of one document]. */
static const struct list_type list_types[] = {
        CHANGELOG_LIST(ARRAY_COUNT(columns)), CHANGELOG_LIST(ARRAY_COUNT(columns) - 1)};

static int changelog_load(struct view *view, struct error *err)
{
    struct changelog *state = view->state;
    struct log_list rows = {0};
    if (log_read(world_of(view->app)->store, &state->query, &rows, err) != 0)
        return -1;
    log_list_release(&state->rows);
    state->rows = rows;
    return 0;
}

static int changelog_open(struct view *view, void *argument, struct error *err)
{
    struct changelog *state = mem_new(sizeof *state);
    const struct log_query *query = argument;
    state->query = query != NULL
                           ? *query
                           : (struct log_query){
                                     .object = -1, .since_ms = WHEN_NONE, .until_ms = WHEN_NEVER};
    state->id = query != NULL && query->id != NULL ? mem_string(query->id) : NULL;
    state->by = query != NULL && query->by != NULL ? mem_string(query->by) : NULL;
    state->query.id = state->id;
    state->query.by = state->by;
    state->query.limit = ROWS_MAX;
    state->query.newest = true;
    return list_screen_start(view, state, &list_types[state->id != NULL], changelog_load, err);
}

static void changelog_close(struct view *view)
{
    struct changelog *state = view->state;
    list_screen_release(&state->screen);
    log_list_release(&state->rows);
    mem_free(state->id);
    mem_free(state->by);
    mem_free(state);
}

static void changelog_title(struct view *view, struct buf *out)
{
    struct changelog *state = view->state;
    buf_add_text(out, _("Changelog"));
    if (state->id != NULL)
        buf_add_format(out, _(" of %s"), state->id);
    if (state->by != NULL)
        buf_add_format(out, _(" by %s"), state->by);
}

static void changelog_status(struct view *view, struct view_status *out)
{
    struct changelog *state = view->state;
    list_screen_status(view, out);
    if (state->rows.more)
        buf_add_format(&out->text, _(", the newest %d"), ROWS_MAX);
}

enum { DO_OPEN = 1, DO_PERSON, DO_OBJECT };

static bool has_versions(const struct log_row *row)
{
    return row->version > 0 && row->object != OBJECT_SETTING;
}

/* The difference of the two marked versions; without marks, what the row itself changed. */
static void open_difference(struct view *view)
{
    struct changelog *state = view->state;
    size_t rows[2];
    size_t count = list_chosen(&state->screen.list, rows, 2);
    const struct log_row *newer = &state->rows.items[rows[0]];
    const struct log_row *older = &state->rows.items[rows[count - 1]];
    app_open(view->app, &diff_view,
            &(struct diff_request){.segment = newer->object == OBJECT_SEGMENT,
                    .id = newer->id,
                    .from = count == 2 ? older->version : 0,
                    .to = newer->version});
}

static bool refuse_marked(const struct changelog *state, struct buf *why)
{
    size_t rows[3];
    size_t count = list_chosen(&state->screen.list, rows, 3);
    const struct log_row *newer = &state->rows.items[rows[0]];
    const struct log_row *older = &state->rows.items[rows[count > 1]];
    if (count == 2 && newer->object == older->object && strcmp(newer->id, older->id) == 0 &&
            has_versions(newer) && has_versions(older))
        return false;
    buf_add_text(why, _("Mark two rows of the same campaign or segment (Space) to compare their "
                        "versions; * takes the marks off."));
    return true;
}

static void changelog_action(struct view *view, int action)
{
    struct changelog *state = view->state;
    const struct log_row *row = &state->rows.items[list_screen_selected(view)];
    struct log_query query = state->query;
    if (action == DO_OPEN) {
        open_difference(view);
        return;
    }
    if (action == DO_PERSON)
        query.by = row->by;
    else
        query.id = row->id;
    app_open(view->app, &changelog_view, &query);
}

static bool refuse_open(struct view *view, struct buf *why)
{
    struct changelog *state = view->state;
    int64_t row = list_screen_selected(view);
    if (row < 0)
        return list_screen_refuse_none(view, why);
    if (list_mark_count(&state->screen.list) > 0)
        return refuse_marked(state, why);
    if (has_versions(&state->rows.items[row]))
        return false;
    buf_add_text(why, _("This row has no versions to compare; all of it stands below the table."));
    return true;
}

static const struct keybind binds[] = {
        {DO_OPEN, {CODE_ENTER}, N_("difference"),
                N_("What was changed, field by field; with two rows marked, between those two"),
                refuse_open},
        {DO_PERSON, {'p'}, N_("this person"), N_("Only what this person did"),
                list_screen_refuse_none},
        {DO_OBJECT, {'o'}, N_("this one"), N_("Only what happened to this campaign or segment"),
                list_screen_refuse_none},
};

static const struct keymap keymap = KEYMAP(N_("Changelog"), binds);

const struct view_type changelog_view = {
        .name = "changelog",
        .help = N_("Who changed what, newest first. The filter takes names, ids, actions and words "
                   "of the change."),
        .keymap = &keymap,
        .open = changelog_open,
        .close = changelog_close,
        .title = changelog_title,
        .action = changelog_action,
        LIST_SCREEN_FUNCTIONS_BUT_STATUS,
        .status = changelog_status,
};
