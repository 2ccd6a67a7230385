/* Find a user: by the beginning of the id as one types, by a whole e-mail address in a job. */
#include "report/user.h"

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "base/job.h"
#include "base/text.h"
#include "base/when.h"
#include "screens/badge.h"
#include "screens/list_screen.h"
#include "store/store.h"

enum { ROWS_MAX = 200 };

struct users {
    struct list_screen screen;
    struct user_found_list by_id;
    struct user_found_list by_email; /* without those of by_id */
    char *wanted;                    /* what is typed; never NULL */
    struct job *job;                 /* looks for an address */
    zone_id zone;                    /* the company's */
};

struct email_search {
    const struct world *world;
    char *email;
    struct job *job;
    struct user_found_list found;
    struct error err;
    int status;
};

enum { COLUMN_USER, COLUMN_EMAIL, COLUMN_LAST, COLUMN_SPENT, COLUMN_ZONE };

static const struct list_column columns[] = {
        [COLUMN_USER] = {.title = N_("User"), .width = 16, .grow = 1},
        [COLUMN_EMAIL] = {.title = N_("E-mail"), .width = 22, .grow = 2},
        [COLUMN_LAST] = {.title = N_("Last event"), .width = 16, .priority = 1},
        [COLUMN_SPENT] = {.title = N_("Spent"), .width = 10, .align = LIST_RIGHT, .priority = 2},
        [COLUMN_ZONE] = {.title = N_("Zone"), .width = 18, .priority = 3},
};

static size_t rows_count(void *context)
{
    const struct users *state = context;
    return state->by_id.count + state->by_email.count;
}

static const struct user_found *row_at(const struct users *state, size_t number)
{
    return number < state->by_id.count ? &state->by_id.items[number]
                                       : &state->by_email.items[number - state->by_id.count];
}

static void rows_cell(void *context, size_t number, size_t column, struct list_cell *cell)
{
    const struct users *state = context;
    const struct user_found *row = row_at(state, number);
    switch (column) {
    case COLUMN_USER: buf_add_text(&cell->text, row->user); break;
    case COLUMN_EMAIL: buf_add_text(&cell->text, row->email != NULL ? row->email : "-"); break;
    case COLUMN_LAST: add_instant(&cell->text, row->last_ms, state->zone); break;
    case COLUMN_SPENT: buf_add_format(&cell->text, "%.2f", row->spent); break;
    default: buf_add_text(&cell->text, row->zone != NULL ? row->zone : "-"); break;
    }
}

static uint64_t rows_identity(void *context, size_t number)
{
    const char *user = row_at(context, number)->user;
    return hash_fast(user, strlen(user));
}

static bool is_address(const char *text)
{
    const char *at = strchr(text, '@');
    return at != NULL && at > text && strchr(at, '.') != NULL;
}

static int step(void *context, int64_t done, int64_t total)
{
    const struct email_search *search = context;
    job_progress(search->job, (uint64_t)done, (uint64_t)total);
    return job_cancelled(search->job);
}

static void search_run(struct job *job, void *data)
{
    struct email_search *search = data;
    const struct scan scan = {.step = step, .context = search};
    struct store *store = world_open_store(search->world, &search->err);
    search->job = job;
    search->status = -1;
    if (store != NULL)
        search->status = user_find_email(store, search->email, &scan, &search->found, &search->err);
    store_close(store);
}

/* Who is listed by the id already is not listed again. */
static void take_found(struct users *state, struct user_found_list *found)
{
    size_t kept = 0;
    for (size_t i = 0; i < found->count; i++) {
        struct user_found row = found->items[i];
        bool listed = false;
        for (size_t j = 0; j < state->by_id.count && !listed; j++)
            listed = strcmp(state->by_id.items[j].user, row.user) == 0;
        found->items[i] = found->items[kept];
        found->items[kept] = row;
        kept += !listed;
    }
    size_t all = found->count;
    state->by_email = *found;
    state->by_email.count = kept;
    *found = (struct user_found_list){.items = mem_array(all, sizeof *found->items)};
    for (size_t i = kept; i < all; i++)
        found->items[found->count++] = state->by_email.items[i];
}

static void search_done(struct view *view, struct job *job, void *data)
{
    struct users *state = view->state;
    struct email_search *search = data;
    (void)job;
    state->job = NULL;
    if (search->status != 0)
        app_message_error(view->app, &search->err);
    else
        take_found(state, &search->found);
    list_reload(&state->screen.list);
    app_redraw(view->app);
}

static void search_free(void *data)
{
    struct email_search *search = data;
    user_found_list_release(&search->found);
    mem_free(search->email);
    mem_free(search);
}

static const struct job_type search_job = {search_run, search_done, search_free};

static int users_load(struct view *view, struct error *err)
{
    struct users *state = view->state;
    struct user_found_list rows = {0};
    if (user_find_prefix(world_of(view->app)->store, state->wanted, ROWS_MAX, &rows, err) != 0)
        return -1;
    user_found_list_release(&state->by_id);
    state->by_id = rows;
    state->zone = world_zone(world_of(view->app));
    return 0;
}

static void rows_filter(void *context, const char *filter)
{
    struct users *state = context;
    struct view *view = state->screen.view;
    struct error err = {0};
    job_cancel(state->job);
    state->job = NULL;
    user_found_list_release(&state->by_email);
    mem_free(state->wanted);
    state->wanted = mem_string(filter);
    if (users_load(view, &err) != 0)
        app_message_error(view->app, &err);
    if (!is_address(filter))
        return;
    struct email_search *search = mem_new(sizeof *search);
    search->world = world_of(view->app);
    search->email = mem_string(filter);
    state->job = job_start(view->app, view, &search_job, search);
}

static const struct list_type list_type = {
        .columns = columns,
        .column_count = ARRAY_COUNT(columns),
        .empty = N_("Nobody here. / looks for the beginning of an id, spelled exactly, or for a "
                    "whole e-mail address."),
        .count = rows_count,
        .cell = rows_cell,
        .identity = rows_identity,
        .filter = rows_filter,
};

static int users_open(struct view *view, void *argument, struct error *err)
{
    struct users *state = mem_new(sizeof *state);
    (void)argument;
    state->wanted = mem_string("");
    return list_screen_start(view, state, &list_type, users_load, err);
}

static void users_close(struct view *view)
{
    struct users *state = view->state;
    job_cancel(state->job);
    list_screen_release(&state->screen);
    user_found_list_release(&state->by_id);
    user_found_list_release(&state->by_email);
    mem_free(state->wanted);
    mem_free(state);
}

static void users_title(struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, _("Users"));
}

static void users_status(struct view *view, struct view_status *out)
{
    struct users *state = view->state;
    list_screen_status(view, out);
    if (state->by_id.more || state->by_email.more)
        buf_add_format(&out->text, _(", the first %zu"), rows_count(state));
    if (state->job == NULL)
        return;
    int percent = job_percent(state->job);
    if (percent >= 0)
        buf_add_format(&out->text, _(", looking for the address: %d %%"), percent);
    else
        buf_add_text(&out->text, _(", looking for the address"));
}

static void users_tick(struct view *view, int64_t now_ms)
{
    struct users *state = view->state;
    list_screen_tick(view, now_ms);
    if (state->job != NULL)
        app_redraw(view->app);
}

enum { DO_OPEN = 1, DO_COPY };

static void users_action(struct view *view, int action)
{
    const struct users *state = view->state;
    const struct user_found *row = row_at(state, (size_t)list_screen_selected(view));
    if (action == DO_OPEN)
        app_open(view->app, &user_view, row->user);
    else
        app_copy(view->app, row->user, _("the id"));
}

static const struct keybind binds[] = {
        {DO_OPEN, {CODE_ENTER}, N_("open"), N_("All that is known of the user"),
                list_screen_refuse_none},
        {DO_COPY, {'y'}, NULL, N_("Copy the id to your clipboard"), list_screen_refuse_none},
};

static const struct keymap keymap = KEYMAP(N_("Users"), binds);

const struct view_type users_view = {
        .name = "users",
        .help = N_("Everybody an event was read of, in order of id. / finds people while you type "
                   "the beginning of an id, spelled exactly; a whole e-mail address is looked for "
                   "among all users, upper and lower case alike."),
        .keymap = &keymap,
        .open = users_open,
        .close = users_close,
        .title = users_title,
        .action = users_action,
        .draw = list_screen_draw,
        .key = list_screen_key,
        .typing = list_screen_typing,
        .back = list_screen_back,
        .mode = list_screen_mode,
        .shown = list_screen_shown,
        .layers = {&list_keymap},
        .status = users_status,
        .tick = users_tick,
};
