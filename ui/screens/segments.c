/* The segments: how many users they have and who uses them; counted in a job. */
#include "report/segments.h"

#include <string.h>

#include "actions/lifecycle.h"
#include "base/alloc.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "base/job.h"
#include "base/text.h"
#include "base/when.h"
#include "report/changelog.h"
#include "report/sizes.h"
#include "screens/badge.h"
#include "screens/list_screen.h"
#include "store/store.h"
#include "widgets/dialog.h"

struct segments {
    struct list_screen screen;
    struct segment_list rows;
    struct job *job; /* counts all of them */
    zone_id zone;    /* the company's */
};

enum {
    COLUMN_NAME,
    COLUMN_SIZE,
    COLUMN_USED,
    COLUMN_AS_OF,
    COLUMN_ID,
    COLUMN_UPDATED,
    COLUMN_TAGS
};

static const struct list_column columns[] = {
        [COLUMN_NAME] = {.title = N_("Name"), .width = 22, .grow = 2},
        [COLUMN_SIZE] = {.title = N_("Users"), .width = 11, .align = LIST_RIGHT},
        [COLUMN_USED] = {.title = N_("Used by"), .width = 14, .grow = 1, .priority = 1},
        [COLUMN_AS_OF] = {.title = N_("Counted as of"), .width = 16, .priority = 2},
        [COLUMN_ID] = {.title = N_("Id"), .width = 22, .priority = 3},
        [COLUMN_UPDATED] = {.title = N_("Changed"), .width = 24, .priority = 4},
        [COLUMN_TAGS] = {.title = N_("Tags"), .width = 18, .priority = 5},
};

static size_t rows_count(void *context)
{
    const struct segments *state = context;
    return state->rows.count;
}

/* Live ones first, since they are what a change would hurt. */
static void add_uses(struct buf *out, const struct segment_row *row)
{
    size_t begin = out->size;
    for (int live = 1; live >= 0; live--)
        for (size_t i = 0; i < row->use_count; i++)
            if ((row->uses[i].status == STATUS_LIVE) == (live == 1))
                buf_add_format(out, "%s%s", out->size > begin ? ", " : "", row->uses[i].id);
}

static void add_updated(struct buf *out, const struct segment_row *row, zone_id zone)
{
    struct buf when = {0};
    add_instant(&when, row->updated_ms, zone);
    buf_add_format(out, "%s %s", buf_text(&when), row->updated_by);
    buf_release(&when);
}

static void rows_cell(void *context, size_t number, size_t column, struct list_cell *cell)
{
    const struct segments *state = context;
    const struct segment_row *row = &state->rows.items[number];
    switch (column) {
    case COLUMN_NAME: buf_add_text(&cell->text, row->name); break;
    case COLUMN_SIZE:
        if (row->size < 0)
            buf_add_text(&cell->text, "...");
        else
            text_add_number(&cell->text, row->size);
        break;
    case COLUMN_USED:
        if (row->use_count > 1)
            buf_add_format(&cell->text, "%zu: ", row->use_count);
        add_uses(&cell->text, row);
        break;
    case COLUMN_AS_OF: add_instant(&cell->text, row->as_of_ms, state->zone); break;
    case COLUMN_ID: buf_add_text(&cell->text, row->id); break;
    case COLUMN_UPDATED: add_updated(&cell->text, row, state->zone); break;
    default:
        for (size_t i = 0; i < row->tag_count; i++)
            buf_add_format(&cell->text, "%s%s", i > 0 ? ", " : "", row->tags[i]);
        break;
    }
}

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int rows_compare(void *context, size_t a, size_t b, size_t column)
{
    const struct segments *state = context;
    const struct segment_row *x = &state->rows.items[a], *y = &state->rows.items[b];
    switch (column) {
    case COLUMN_SIZE: return compare_numbers(x->size, y->size);
    case COLUMN_USED: return compare_numbers((int64_t)x->use_count, (int64_t)y->use_count);
    case COLUMN_AS_OF: return compare_numbers(x->as_of_ms, y->as_of_ms);
    case COLUMN_ID: return strcmp(x->id, y->id);
    case COLUMN_UPDATED: return compare_numbers(x->updated_ms, y->updated_ms);
    default: return text_compare_folded(x->name, y->name);
    }
}

static void rows_words(void *context, size_t number, struct buf *out)
{
    const struct segments *state = context;
    const struct segment_row *row = &state->rows.items[number];
    buf_add_text(out, row->filter_words);
    if (row->use_count == 0)
        return;
    struct buf uses = {0};
    add_uses(&uses, row);
    buf_add_text(out, ". ");
    buf_add_format(out, _("Used by %s."), buf_text(&uses));
    buf_release(&uses);
}

static uint64_t rows_identity(void *context, size_t number)
{
    const struct segments *state = context;
    const char *id = state->rows.items[number].id;
    return hash_fast(id, strlen(id));
}

static const struct list_type list_type = {
        .columns = columns,
        .column_count = ARRAY_COUNT(columns),
        .empty = N_("No segment yet: n writes the first one. Several campaigns can use it, and it "
                    "is changed in one place."),
        .words_rows = 3,
        .words_rows_narrow = 2,
        .count = rows_count,
        .cell = rows_cell,
        .words = rows_words,
        .identity = rows_identity,
        .compare = rows_compare,
};

struct counting {
    const struct world *world;
    struct job *job;
    bool asked; /* by a person, who is told when it is done */
    struct size_list sizes;
    struct error err;
    int status;
};

static int step(void *context, int64_t done, int64_t total)
{
    const struct counting *counting = context;
    job_progress(counting->job, (uint64_t)done, (uint64_t)total);
    return job_cancelled(counting->job);
}

static void counting_run(struct job *job, void *data)
{
    struct counting *counting = data;
    const struct scan scan = {.step = step, .context = counting};
    struct store *store = world_open_store(counting->world, &counting->err);
    counting->job = job;
    counting->status = -1;
    if (store != NULL)
        counting->status = segments_count(store, NULL, 0, &scan, &counting->sizes, &counting->err);
    store_close(store);
}

/* What was counted is shown also where it could not be stored. */
static void take_sizes(struct segments *state, const struct size_list *sizes)
{
    for (size_t i = 0; i < sizes->count; i++)
        for (size_t j = 0; j < state->rows.count; j++)
            if (strcmp(state->rows.items[j].id, sizes->items[i].id) == 0) {
                state->rows.items[j].size = sizes->items[i].size;
                state->rows.items[j].as_of_ms = sizes->items[i].as_of_ms;
            }
}

static void counting_done(struct view *view, struct job *job, void *data)
{
    struct segments *state = view->state;
    struct counting *counting = data;
    (void)job;
    state->job = NULL;
    if (counting->status != 0) {
        app_message_error(view->app, &counting->err);
        return;
    }
    list_screen_reload(state);
    take_sizes(state, &counting->sizes);
    list_reload(&state->screen.list);
    if (counting->asked)
        app_message_format(view->app, STYLE_GOOD,
                count_text("%zu segment counted", "%zu segments counted", counting->sizes.count),
                counting->sizes.count);
    app_redraw(view->app);
}

static void counting_free(void *data)
{
    struct counting *counting = data;
    size_list_release(&counting->sizes);
    mem_free(counting);
}

static const struct job_type counting_job = {counting_run, counting_done, counting_free};

static void count_all(struct view *view, bool asked)
{
    struct segments *state = view->state;
    struct counting *counting = mem_new(sizeof *counting);
    job_cancel(state->job);
    counting->world = world_of(view->app);
    counting->asked = asked;
    state->job = job_start(view->app, view, &counting_job, counting);
}

static int segments_load(struct view *view, struct error *err)
{
    struct segments *state = view->state;
    struct segment_list rows = {0};
    bool uncounted = false;
    if (segments_list(world_of(view->app)->store, &rows, err) != 0)
        return -1;
    segment_list_release(&state->rows);
    state->rows = rows;
    state->zone = world_zone(world_of(view->app));
    for (size_t i = 0; i < rows.count; i++)
        uncounted = uncounted || rows.items[i].size < 0;
    if (uncounted && state->job == NULL)
        count_all(view, false);
    return 0;
}

static int segments_open(struct view *view, void *argument, struct error *err)
{
    (void)argument;
    return list_screen_start(
            view, mem_new(sizeof(struct segments)), &list_type, segments_load, err);
}

static void segments_close(struct view *view)
{
    struct segments *state = view->state;
    job_cancel(state->job);
    list_screen_release(&state->screen);
    segment_list_release(&state->rows);
    mem_free(state);
}

static void segments_title(struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, _("Segments"));
}

static void segments_status(struct view *view, struct view_status *out)
{
    struct segments *state = view->state;
    list_screen_status(view, out);
    if (state->job == NULL)
        return;
    int percent = job_percent(state->job);
    if (percent >= 0)
        buf_add_format(&out->text, _(", counting: %d %%"), percent);
    else
        buf_add_text(&out->text, _(", counting"));
}

static void segments_tick(struct view *view, int64_t now_ms)
{
    struct segments *state = view->state;
    list_screen_tick(view, now_ms);
    if (state->job != NULL)
        app_redraw(view->app);
}

static const struct segment_row *selected(struct view *view)
{
    struct segments *state = view->state;
    int64_t row = list_screen_selected(view);
    return row < 0 ? NULL : &state->rows.items[row];
}

/* What a dialog is about, kept until it answers. */
struct question {
    struct segments *state;
    char *id;
};

static struct question *question_new(struct view *view)
{
    struct question *question = mem_new(sizeof *question);
    question->state = view->state;
    question->id = mem_string(selected(view)->id);
    return question;
}

static void tell(struct app *app, int status, struct act_result *result, const struct error *err)
{
    if (status != 0)
        app_message_error(app, err);
    else
        app_message(app, result->done ? STYLE_GOOD : STYLE_ERROR, result->sentence);
    act_result_release(result);
}

static void delete_answered(struct view *view, void *context, int answer)
{
    struct question *question = context;
    struct world *world = world_of(view->app);
    const struct act_request request = {.actor = &world->actor, .at_ms = app_now(view->app)};
    struct act_result result = {0};
    struct error err = {0};
    if (answer == DIALOG_YES) {
        int status = delete_segment(world->store, question->id, &request, &result, &err);
        tell(view->app, status, &result, &err);
        list_screen_reload(question->state);
    }
    mem_free(question->id);
    mem_free(question);
}

static void ask_delete(struct view *view)
{
    struct question *question = question_new(view);
    struct buf title = {0};
    buf_add_format(&title, _("Delete %s?"), question->id);
    dialog_confirm(view->app,
            &(struct dialog){.title = buf_text(&title),
                    .text = _("No campaign and no segment uses it. Its versions go with it; this "
                              "cannot be taken back."),
                    .yes = _("Delete"),
                    .done = delete_answered,
                    .context = question});
    buf_release(&title);
}

static bool check_id(void *context, const char *value, struct buf *why)
{
    (void)context;
    if (id_is_valid(value))
        return true;
    buf_add_text(why, _("1 to 64 of a-z 0-9 . _ - please."));
    return false;
}

static void clone_named(struct view *view, void *context, const char *value)
{
    struct question *question = context;
    struct world *world = world_of(view->app);
    const struct act_request request = {.actor = &world->actor, .at_ms = app_now(view->app)};
    struct act_result result = {0};
    struct error err = {0};
    if (value != NULL) {
        int status =
                clone_segment(world->store, question->id, value, NULL, &request, &result, &err);
        tell(view->app, status, &result, &err);
        list_screen_reload(question->state);
    }
    mem_free(question->id);
    mem_free(question);
}

static void ask_clone(struct view *view)
{
    struct question *question = question_new(view);
    struct buf proposed = {0};
    buf_add_format(&proposed, "%.58s-copy", question->id);
    dialog_ask(view->app, &(struct dialog_line){.title = _("Clone"),
                                  .text = _("The copy is a segment of its own, without history."),
                                  .label = _("New id"),
                                  .value = buf_text(&proposed),
                                  .yes = _("Clone"),
                                  .check = check_id,
                                  .done = clone_named,
                                  .context = question});
    buf_release(&proposed);
}

enum { DO_OPEN = 1, DO_NEW, DO_COUNT, DO_CLONE, DO_DELETE, DO_LOG, DO_COPY };

static void open_log(struct view *view)
{
    app_open(view->app, &changelog_view,
            &(struct log_query){.object = OBJECT_SEGMENT,
                    .id = selected(view)->id,
                    .since_ms = WHEN_NONE,
                    .until_ms = WHEN_NEVER});
}

static void segments_action(struct view *view, int action)
{
    switch (action) {
    case DO_OPEN: app_open(view->app, &segment_view, selected(view)->id); break;
    case DO_NEW: app_open(view->app, &segment_view, (char[]){""}); break;
    case DO_COUNT: count_all(view, true); break;
    case DO_CLONE: ask_clone(view); break;
    case DO_DELETE: ask_delete(view); break;
    case DO_LOG: open_log(view); break;
    default: app_copy(view->app, selected(view)->id, _("the id")); break;
    }
}

static bool refuse_delete(struct view *view, struct buf *why)
{
    const struct segment_row *row = selected(view);
    struct buf uses = {0};
    if (row == NULL)
        return list_screen_refuse_none(view, why);
    if (row->use_count == 0)
        return false;
    add_uses(&uses, row);
    buf_add_format(why, _("It is used by %s: take it out there first."), buf_text(&uses));
    buf_release(&uses);
    return true;
}

static const struct keybind binds[] = {
        {DO_OPEN, {CODE_ENTER, 'e'}, N_("edit"), N_("Read and edit the segment"),
                list_screen_refuse_none},
        {DO_NEW, {'n'}, N_("new"), N_("Write a new segment"), NULL},
        {DO_COUNT, {'r'}, N_("count"), N_("Count all segments again, at the engine clock"), NULL},
        {DO_CLONE, {'c'}, N_("clone"), N_("Make a segment like it"), list_screen_refuse_none},
        {DO_LOG, {'v'}, N_("changelog"), N_("Who changed it"), list_screen_refuse_none},
        {DO_DELETE, {'d', CODE_DELETE}, NULL, N_("Delete it, where nothing uses it"),
                refuse_delete},
        {DO_COPY, {'y'}, NULL, N_("Copy the id to your clipboard"), list_screen_refuse_none},
};

static const struct keymap keymap = KEYMAP(N_("Segments"), binds);

const struct view_type segments_view = {
        .name = "segments",
        .help = N_("Groups of users, kept up to date by their filter. Users is the exact size as "
                   "it was last counted; 'used by' names the campaigns and segments that would "
                   "change with it, live ones first."),
        .keymap = &keymap,
        .open = segments_open,
        .close = segments_close,
        .title = segments_title,
        .action = segments_action,
        .draw = list_screen_draw,
        .key = list_screen_key,
        .typing = list_screen_typing,
        .back = list_screen_back,
        .mode = list_screen_mode,
        .shown = list_screen_shown,
        .layers = {&list_keymap},
        .status = segments_status,
        .tick = segments_tick,
};
