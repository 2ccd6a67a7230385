#include "screens/people.h"

#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/draw.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "base/job.h"
#include "report/sizes.h"
#include "screens/list_screen.h"
#include "store/store.h"

enum { PEOPLE_MAX = 5000 };

struct people_rows {
    struct arena texts;
    const char **items;
    size_t count, capacity;
    bool more;
};

struct people {
    struct list_screen screen;
    char *title;
    struct filter filter;
    struct people_rows rows;
    bool here;
    struct job *job;
};

/* Belongs to the job. */
struct search {
    char *path;
    struct filter filter;
    struct people_rows rows;
    int status;
    struct error err;
};

static void rows_release(struct people_rows *rows)
{
    arena_release(&rows->texts);
    mem_free(rows->items);
    *rows = (struct people_rows){0};
}

static void add_user(void *context, const char *user, size_t size)
{
    struct people_rows *rows = context;
    rows->more = rows->count == PEOPLE_MAX;
    if (rows->more)
        return;
    rows->items = mem_room(rows->items, rows->count, &rows->capacity, sizeof *rows->items);
    rows->items[rows->count++] = arena_copy(&rows->texts, user, size);
}

static int step(void *context, int64_t done, int64_t total)
{
    struct job *job = context;
    job_progress(job, (uint64_t)done, (uint64_t)total);
    return job_cancelled(job);
}

static void search_run(struct job *job, void *data)
{
    struct search *search = data;
    const struct scan scan = {step, job};
    struct store *store = store_open(search->path, STORE_EXISTING, &search->err);
    search->status = -1;
    if (store == NULL)
        return;
    search->status = filter_members(
            store, &search->filter, PEOPLE_MAX + 1, add_user, &search->rows, &scan, &search->err);
    store_close(store);
}

static void search_done(struct view *view, struct job *job, void *data)
{
    struct people *state = view->state;
    struct search *search = data;
    (void)job;
    state->job = NULL;
    state->screen.stale = search->status != 0;
    if (search->status != 0) {
        app_message_error(view->app, &search->err);
        return;
    }
    rows_release(&state->rows);
    state->rows = search->rows;
    search->rows = (struct people_rows){0};
    state->here = true;
    list_reload(&state->screen.list);
    app_redraw(view->app);
}

static void search_free(void *data)
{
    struct search *search = data;
    filter_release(&search->filter);
    rows_release(&search->rows);
    mem_free(search->path);
    mem_free(search);
}

static const struct job_type search_job = {search_run, search_done, search_free};

static size_t rows_count(void *context)
{
    const struct people *state = context;
    return state->rows.count;
}

static void rows_cell(void *context, size_t number, size_t column, struct list_cell *cell)
{
    const struct people *state = context;
    (void)column;
    buf_add_text(&cell->text, state->rows.items[number]);
}

static uint64_t rows_identity(void *context, size_t number)
{
    const struct people *state = context;
    return hash_fast(state->rows.items[number], strlen(state->rows.items[number]));
}

static const struct list_column columns[] = {{.title = N_("User"), .width = 20, .grow = 1}};

static const struct list_type list_type = {
        .columns = columns,
        .column_count = ARRAY_COUNT(columns),
        .empty = N_("Nobody."),
        .count = rows_count,
        .cell = rows_cell,
        .identity = rows_identity,
};

static int people_load(struct view *view, struct error *err)
{
    struct people *state = view->state;
    struct search *search;
    (void)err;
    if (state->job != NULL)
        return 0;
    search = mem_new(sizeof *search);
    search->path = mem_string(world_of(view->app)->path);
    filter_copy(&search->filter, &state->filter);
    state->job = job_start(view->app, view, &search_job, search);
    return 0;
}

struct people_request {
    const char *title;
    const struct filter *filter;
};

static int open_people(struct view *view, void *argument, struct error *err)
{
    const struct people_request *request = argument;
    struct people *state = mem_new(sizeof *state);
    state->title = mem_string(request->title);
    filter_copy(&state->filter, request->filter);
    return list_screen_start(view, state, &list_type, people_load, err);
}

static void people_close(struct view *view)
{
    struct people *state = view->state;
    job_cancel(state->job);
    list_screen_release(&state->screen);
    rows_release(&state->rows);
    filter_release(&state->filter);
    mem_free(state->title);
    mem_free(state);
}

static void people_title(struct view *view, struct buf *out)
{
    struct people *state = view->state;
    buf_add_text(out, state->title);
}

static void people_status(struct view *view, struct view_status *out)
{
    struct people *state = view->state;
    int percent = state->job != NULL ? job_percent(state->job) : -1;
    if (state->here)
        list_screen_status(view, out);
    else if (percent >= 0)
        buf_add_format(&out->text, _("reading, %d %%"), percent);
    if (state->rows.more) {
        buf_add_format(&out->text, " %s ", glyph(GLYPH_DOT));
        buf_add_text(&out->text, _("the first only"));
    }
}

static void people_draw(struct view *view, struct area area)
{
    struct people *state = view->state;
    if (state->here)
        list_draw(&state->screen.list, area, true);
    else
        draw_wrapped(area_inset(area, 1, 2), 0, STYLE_DIM,
                state->job != NULL ? _("Reading...") : _("Could not be read."));
}

enum { DO_USER = 1, DO_COPY };

static void people_action(struct view *view, int action)
{
    struct people *state = view->state;
    const char *user = state->rows.items[list_screen_selected(view)];
    if (action == DO_USER)
        app_open(view->app, &user_view, (void *)(uintptr_t)user);
    else
        app_copy(view->app, user, _("the user id"));
}

static const struct keybind binds[] = {
        {DO_USER, {CODE_ENTER}, N_("user"), N_("All that is known of this user"),
                list_screen_refuse_none},
        {DO_COPY, {'y'}, N_("copy"), N_("Copy the user's id to your clipboard"),
                list_screen_refuse_none},
};

static const struct keymap keymap = KEYMAP(N_("Users behind a figure"), binds);

static const struct view_type people_view = {
        .name = "people",
        .help = N_("The users behind a figure, in order of their ids, the first 5 000."),
        .keymap = &keymap,
        .layers = {&list_keymap},
        .open = open_people,
        .close = people_close,
        .title = people_title,
        .status = people_status,
        .draw = people_draw,
        .key = list_screen_key,
        .typing = list_screen_typing,
        .back = list_screen_back,
        .mode = list_screen_mode,
        .action = people_action,
};

int people_open(struct app *app, const char *title, const struct filter *filter)
{
    struct people_request request = {title, filter};
    return app_open(app, &people_view, &request);
}
