#include "report/files.h"

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "base/text.h"
#include "screens/badge.h"
#include "screens/list_screen.h"

enum { FILES_MAX = 10000 };

/* Event files that were read, newest first; Enter shows the lines that were rejected, and why. */
struct files {
    struct list_screen screen;
    struct read_file_list rows;
};

enum {
    COLUMN_NAME,
    COLUMN_ACCEPTED,
    COLUMN_REJECTED,
    COLUMN_READ,
    COLUMN_LINES,
    COLUMN_DUPLICATES,
    COLUMN_LATE,
    COLUMN_ANONYMOUS,
    COLUMN_SKIPPED,
};

static const struct list_column columns[] = {
        [COLUMN_NAME] = {.title = N_("File"), .width = 20, .grow = 1},
        [COLUMN_ACCEPTED] = {.title = N_("Accepted"), .width = 11, .align = LIST_RIGHT},
        [COLUMN_REJECTED] = {.title = N_("Rejected"), .width = 9, .align = LIST_RIGHT},
        [COLUMN_READ] = {.title = N_("Read"), .width = 16, .priority = 1},
        [COLUMN_LINES] = {.title = N_("Lines"), .width = 11, .align = LIST_RIGHT, .priority = 2},
        [COLUMN_DUPLICATES] = {.title = N_("Repeated"),
                .width = 9,
                .align = LIST_RIGHT,
                .priority = 3},
        [COLUMN_LATE] = {.title = N_("Late"), .width = 8, .align = LIST_RIGHT, .priority = 4},
        [COLUMN_ANONYMOUS] = {.title = N_("Anonymous"),
                .width = 9,
                .align = LIST_RIGHT,
                .priority = 5},
        [COLUMN_SKIPPED] = {.title = N_("Skipped"), .width = 8, .align = LIST_RIGHT, .priority = 6},
};

static size_t rows_count(void *context)
{
    const struct files *state = context;
    return state->rows.count;
}

static const char *name_of(const struct read_file *row)
{
    const char *slash = strrchr(row->path, '/');
    return slash != NULL ? slash + 1 : row->path;
}

static int64_t figure(const struct read_file *row, size_t column)
{
    switch (column) {
    case COLUMN_ACCEPTED: return row->accepted;
    case COLUMN_REJECTED: return row->rejected;
    case COLUMN_READ: return row->read_ms;
    case COLUMN_LINES: return row->lines;
    case COLUMN_DUPLICATES: return row->duplicates;
    case COLUMN_LATE: return row->late;
    case COLUMN_ANONYMOUS: return row->anonymous;
    default: return row->skipped;
    }
}

static void rows_cell(void *context, size_t number, size_t column, struct list_cell *cell)
{
    const struct files *state = context;
    const struct read_file *row = &state->rows.items[number];
    if (column == COLUMN_NAME)
        buf_add_text(&cell->text, name_of(row));
    else if (column == COLUMN_READ)
        add_instant(&cell->text, row->read_ms, ZONE_NONE);
    else
        text_add_number(&cell->text, figure(row, column));
    if (column == COLUMN_REJECTED && row->rejected > 0)
        cell->style = STYLE_WARNING;
}

static int rows_compare(void *context, size_t a, size_t b, size_t column)
{
    const struct files *state = context;
    const struct read_file *x = &state->rows.items[a], *y = &state->rows.items[b];
    int64_t left = figure(x, column), right = figure(y, column);
    return column == COLUMN_NAME ? text_compare_folded(name_of(x), name_of(y))
                                 : (left > right) - (left < right);
}

static void rows_words(void *context, size_t number, struct buf *out)
{
    const struct files *state = context;
    const struct read_file *row = &state->rows.items[number];
    buf_add_text(out, row->path);
    if (!row->whole)
        buf_add_text(out, _(" - the reading was interrupted: give the file again and it goes on"));
}

static uint64_t rows_identity(void *context, size_t number)
{
    const struct files *state = context;
    const char *hash = state->rows.items[number].hash;
    return hash_fast(hash, strlen(hash));
}

static const struct list_type list_type = {
        .columns = columns,
        .column_count = ARRAY_COUNT(columns),
        .empty = N_("No event file was read yet: 'campanile ingest FILE' reads one."),
        .words_rows = 2,
        .count = rows_count,
        .cell = rows_cell,
        .words = rows_words,
        .identity = rows_identity,
        .compare = rows_compare,
};

static int files_load(struct view *view, struct error *err)
{
    struct files *state = view->state;
    struct read_file_list rows = {0};
    if (read_files(world_of(view->app)->store, FILES_MAX, &rows, err) != 0)
        return -1;
    read_file_list_release(&state->rows);
    state->rows = rows;
    return 0;
}

static int files_open(struct view *view, void *argument, struct error *err)
{
    (void)argument;
    return list_screen_start(view, mem_new(sizeof(struct files)), &list_type, files_load, err);
}

static void files_close(struct view *view)
{
    struct files *state = view->state;
    list_screen_release(&state->screen);
    read_file_list_release(&state->rows);
    mem_free(state);
}

static void files_title(struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, _("Files"));
}

enum { DO_REJECTS = 1 };

static void files_action(struct view *view, int action)
{
    struct files *state = view->state;
    (void)action;
    app_open(view->app, &rejects_view, state->rows.items[list_screen_selected(view)].hash);
}

static bool refuse_rejects(struct view *view, struct buf *why)
{
    struct files *state = view->state;
    int64_t row = list_screen_selected(view);
    if (row < 0)
        return list_screen_refuse_none(view, why);
    if (state->rows.items[row].rejected > 0)
        return false;
    buf_add_text(why, _("Every line of this file was fine: there is nothing rejected to show."));
    return true;
}

static const struct keybind binds[] = {
        {DO_REJECTS, {CODE_ENTER}, N_("rejected lines"), N_("The rejected lines, and why"),
                refuse_rejects},
};

static const struct keymap keymap = KEYMAP(N_("Files"), binds);

const struct view_type files_view = {
        .name = "files",
        .help = N_(
                "The event files that were read. Repeated: the same messageId came before. Late: "
                "older than the engine clock when it was read. A file counts by its content: the "
                "same content under another name does nothing."),
        .keymap = &keymap,
        .open = files_open,
        .close = files_close,
        .title = files_title,
        .action = files_action,
        LIST_SCREEN_FUNCTIONS,
};
