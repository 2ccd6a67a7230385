#include "report/seen.h"

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "base/text.h"
#include "screens/badge.h"
#include "screens/list_screen.h"

/* The event names that were seen; Enter shows days and properties of one. */
struct events {
    struct list_screen screen;
    struct seen *seen;
};

enum { COLUMN_NAME, COLUMN_COUNT, COLUMN_USERS, COLUMN_LAST, COLUMN_FIRST };

static const struct list_column columns[] = {
        [COLUMN_NAME] = {.title = N_("Event"), .width = 24, .grow = 1},
        [COLUMN_COUNT] = {.title = N_("Count"), .width = 12, .align = LIST_RIGHT},
        [COLUMN_USERS] = {.title = N_("Users"), .width = 10, .align = LIST_RIGHT},
        [COLUMN_LAST] = {.title = N_("Last"), .width = 16, .priority = 1},
        [COLUMN_FIRST] = {.title = N_("First"), .width = 16, .priority = 2},
};

static size_t rows_count(void *context)
{
    const struct events *state = context;
    return state->seen != NULL ? seen_event_count(state->seen) : 0;
}

static void rows_cell(void *context, size_t number, size_t column, struct list_cell *cell)
{
    const struct events *state = context;
    const struct event_row *row = seen_event_at(state->seen, number);
    switch (column) {
    case COLUMN_NAME: buf_add_text(&cell->text, row->event); break;
    case COLUMN_COUNT: text_add_number(&cell->text, row->count); break;
    case COLUMN_USERS: text_add_number(&cell->text, row->users); break;
    case COLUMN_LAST: add_instant(&cell->text, row->last_ms, ZONE_NONE); break;
    default: add_instant(&cell->text, row->first_ms, ZONE_NONE); break;
    }
}

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int rows_compare(void *context, size_t a, size_t b, size_t column)
{
    const struct events *state = context;
    const struct event_row *x = seen_event_at(state->seen, a), *y = seen_event_at(state->seen, b);
    switch (column) {
    case COLUMN_NAME: return text_compare_folded(x->event, y->event);
    case COLUMN_COUNT: return compare(x->count, y->count);
    case COLUMN_USERS: return compare(x->users, y->users);
    case COLUMN_LAST: return compare(x->last_ms, y->last_ms);
    default: return compare(x->first_ms, y->first_ms);
    }
}

static void rows_words(void *context, size_t number, struct buf *out)
{
    const struct events *state = context;
    size_t count = 0;
    const struct property_row *rows =
            seen_properties(state->seen, seen_event_at(state->seen, number)->event, &count);
    buf_add_text(out, count > 0 ? _("Properties: ") : _("No properties were seen with it."));
    for (size_t i = 0; i < count; i++)
        buf_add_format(out, "%s%s", i > 0 ? ", " : "", rows[i].path);
}

static uint64_t rows_identity(void *context, size_t number)
{
    const struct events *state = context;
    const char *name = seen_event_at(state->seen, number)->event;
    return hash_fast(name, strlen(name));
}

static const struct list_type list_type = {
        .columns = columns,
        .column_count = ARRAY_COUNT(columns),
        .empty = N_("No event was read yet: 'campanile ingest FILE' reads a file of them."),
        .words_rows = 2,
        .count = rows_count,
        .cell = rows_cell,
        .words = rows_words,
        .identity = rows_identity,
        .compare = rows_compare,
};

static int events_load(struct view *view, struct error *err)
{
    struct events *state = view->state;
    struct seen *seen = seen_open(world_of(view->app)->store, err);
    if (seen == NULL)
        return -1;
    seen_free(state->seen);
    state->seen = seen;
    return 0;
}

static int events_open(struct view *view, void *argument, struct error *err)
{
    struct events *state = mem_new(sizeof *state);
    (void)argument;
    if (list_screen_start(view, state, &list_type, events_load, err) != 0)
        return -1;
    list_set_sort(&state->screen.list, COLUMN_COUNT, true);
    return 0;
}

static void events_close(struct view *view)
{
    struct events *state = view->state;
    list_screen_release(&state->screen);
    seen_free(state->seen);
    mem_free(state);
}

static void events_title(struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, _("Events"));
}

enum { DO_OPEN = 1, DO_TRAITS, DO_COPY };

static void events_action(struct view *view, int action)
{
    struct events *state = view->state;
    int64_t row = list_screen_selected(view);
    if (action == DO_TRAITS) {
        app_open(view->app, &event_view, NULL);
        return;
    }
    const char *name = seen_event_at(state->seen, (size_t)row)->event;
    if (action == DO_OPEN)
        app_open(view->app, &event_view, (void *)(uintptr_t)name);
    else
        app_copy(view->app, name, _("the event name"));
}

static const struct keybind binds[] = {
        {DO_OPEN, {CODE_ENTER}, N_("open"), N_("Days and properties of the event"),
                list_screen_refuse_none},
        {DO_TRAITS, {'t'}, N_("traits"), N_("The traits of users that were seen"), NULL},
        {DO_COPY, {'y'}, NULL, N_("Copy the name to your clipboard"), list_screen_refuse_none},
};

static const struct keymap keymap = KEYMAP(N_("Events"), binds);

const struct view_type events_view = {
        .name = "events",
        .help = N_("Every event name that was read, how often and by how many users. Names are "
                   "exact: 'Added To Cart' and 'added to cart' are two events."),
        .keymap = &keymap,
        .open = events_open,
        .close = events_close,
        .title = events_title,
        .action = events_action,
        LIST_SCREEN_FUNCTIONS,
};
