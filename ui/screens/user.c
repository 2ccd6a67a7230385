/* One user: who it is, and tables of what is known, one at a time. */
#include "screens/user_rows.h"

#include <string.h>

#include "base/alloc.h"
#include "base/draw.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "base/text.h"
#include "screens/world.h"

enum { HEAD_ROWS = 3 };

struct user {
    struct view *view;
    char *id;
    struct user_answer answer;
    struct user_table tables[USER_SECTION_COUNT];
    struct list lists[USER_SECTION_COUNT];
    enum user_section section;
    bool ready; /* the lists are made */
    int64_t seen;
};

/* What a list is for: its context. */
struct table_context {
    struct user *user;
    enum user_section section;
};

static const struct list_column message_columns[] = {
        {.title = N_("Triggered"), .width = 16},
        {.title = N_("Campaign"), .width = 20, .grow = 1},
        {.title = N_("Outcome"), .width = 14},
        {.title = N_("Due"), .width = 16, .priority = 1},
        {.title = N_("Decided"), .width = 16, .priority = 2},
};

static const struct list_column event_columns[] = {
        {.title = N_("Event"), .width = 20, .grow = 1},
        {.title = N_("Ever"), .width = 8, .align = LIST_RIGHT},
        {.title = N_("90 days"), .width = 8, .align = LIST_RIGHT},
        {.title = N_("Last"), .width = 16},
        {.title = N_("First"), .width = 16, .priority = 1},
};

static const struct list_column refusal_columns[] = {
        {.title = N_("Last refused"), .width = 16},
        {.title = N_("Campaign"), .width = 18, .grow = 1},
        {.title = N_("Why"), .width = 20},
        {.title = N_("In detail"), .width = 24, .grow = 2, .priority = 1},
};

static const struct list_column campaign_columns[] = {
        {.title = N_("Campaign"), .width = 20, .grow = 1},
        {.title = N_("Got it"), .width = 18},
        {.title = N_("Last"), .width = 16},
        {.title = N_("Did with it"), .width = 24, .grow = 2, .priority = 1},
};

static const struct list_column trait_columns[] = {
        {.title = N_("Trait"), .width = 18},
        {.title = N_("Value"), .width = 20, .grow = 1},
};

static const struct list_column segment_columns[] = {
        {.title = N_("Segment"), .width = 24},
        {.title = N_("Name"), .width = 20, .grow = 1},
};

static const struct user_table *table_of(const void *context)
{
    const struct table_context *table = context;
    return &table->user->tables[table->section];
}

static size_t rows_count(void *context)
{
    return table_of(context)->count;
}

static void rows_cell(void *context, size_t number, size_t column, struct list_cell *cell)
{
    const struct user_row *row = &table_of(context)->items[number];
    buf_add_text(&cell->text, row->cells[column]);
    if (column == 2)
        cell->style = row->style;
}

static void rows_words(void *context, size_t number, struct buf *out)
{
    const char *words = table_of(context)->items[number].words;
    buf_add_text(out, words != NULL ? words : "");
}

static uint64_t rows_identity(void *context, size_t number)
{
    const struct user_row *row = &table_of(context)->items[number];
    uint64_t first = hash_fast(row->cells[0], strlen(row->cells[0]));
    return first ^ (hash_fast(row->cells[1], strlen(row->cells[1])) << 1);
}

static int rows_compare(void *context, size_t a, size_t b, size_t column)
{
    const struct user_row *x = &table_of(context)->items[a], *y = &table_of(context)->items[b];
    int64_t left = x->figures[column], right = y->figures[column];
    return left != right ? (left > right) - (left < right)
                         : text_compare_folded(x->cells[column], y->cells[column]);
}

#define TABLE(of, rows_of_words, nothing)                                                          \
    {                                                                                              \
        .columns = (of), .column_count = ARRAY_COUNT(of), .empty = (nothing),                      \
        .words_rows = (rows_of_words), .count = rows_count, .cell = rows_cell,                     \
        .words = rows_words, .identity = rows_identity, .compare = rows_compare                    \
    }

static const struct section {
    const char *title;
    struct list_type type;
    const struct view_type *opens; /* with the row's target; NULL: nothing */
} sections[USER_SECTION_COUNT] = {
        [USER_MESSAGES] = {N_("Messages"),
                TABLE(message_columns, 2, N_("No campaign took this user in so far.")),
                &campaign_view},
        [USER_EVENTS] = {N_("Events"),
                TABLE(event_columns, 1, N_("No event but identify was read.")), &event_view},
        [USER_REFUSALS] = {N_("Refusals"),
                TABLE(refusal_columns, 2,
                        N_("No campaign whose trigger this user fired has refused it.")),
                &campaign_view},
        [USER_CAMPAIGNS] = {N_("Campaigns"),
                TABLE(campaign_columns, 2, N_("No campaign knows this user.")), &campaign_view},
        [USER_TRAITS] = {N_("Traits"), TABLE(trait_columns, 2, N_("No traits were read.")), NULL},
        [USER_SEGMENTS] = {N_("Segments"),
                TABLE(segment_columns, 2, N_("This user is in none of the segments.")),
                &segment_view},
};

static struct list *list_of(struct view *view)
{
    struct user *state = view->state;
    return &state->lists[state->section];
}

static int user_load(struct user *state, struct error *err)
{
    struct store *store = world_of(state->view->app)->store;
    const struct user_query query = {.id = state->id};
    struct user_answer answer = {0};
    struct segment_list segments = {0};
    if (user_show(store, &query, &answer, err) != 0)
        return -1;
    if (segments_list(store, &segments, err) != 0) {
        user_answer_release(&answer);
        return -1;
    }
    user_answer_release(&state->answer);
    state->answer = answer;
    for (int i = 0; i < USER_SECTION_COUNT; i++) {
        user_table_fill(&state->tables[i], (enum user_section)i, &state->answer, &segments);
        if (state->ready)
            list_reload(&state->lists[i]);
    }
    segment_list_release(&segments);
    return 0;
}

static int user_open(struct view *view, void *argument, struct error *err)
{
    struct user *state = mem_new(sizeof *state);
    view->state = state;
    state->view = view;
    state->id = mem_string(argument);
    state->seen = -1;
    world_changed(world_of(view->app), &state->seen);
    if (user_load(state, err) != 0)
        return -1;
    for (int i = 0; i < USER_SECTION_COUNT; i++) {
        struct table_context *context = mem_new(sizeof *context);
        *context = (struct table_context){state, (enum user_section)i};
        list_init(&state->lists[i], &sections[i].type, context);
    }
    state->ready = true;
    return 0;
}

static void user_close(struct view *view)
{
    struct user *state = view->state;
    for (int i = 0; i < USER_SECTION_COUNT; i++) {
        if (state->ready) {
            mem_free(state->lists[i].context);
            list_release(&state->lists[i]);
        }
        user_table_release(&state->tables[i]);
    }
    user_answer_release(&state->answer);
    mem_free(state->id);
    mem_free(state);
}

static void user_title(struct view *view, struct buf *out)
{
    struct user *state = view->state;
    buf_add_text(out, state->id);
}

static void user_status(struct view *view, struct view_status *out)
{
    struct user *state = view->state;
    list_add_status(list_of(view), &out->text);
    if (state->section == USER_MESSAGES && state->answer.entry_count == USER_ENTRIES_MAX)
        buf_add_format(&out->text, _(", the newest %d"), USER_ENTRIES_MAX);
}

/* The names of the tables; `counts`: how much is in each, else in the shown one alone. Returns the
 * cells. An area of no size draws nothing. */
static int draw_sections(const struct user *state, struct area row, bool counts)
{
    int x = 1;
    for (int i = 0; i < USER_SECTION_COUNT; i++) {
        struct buf text = {0};
        buf_add_format(&text, " %s ", i18n_text(sections[i].title));
        if (counts || (int)state->section == i) {
            text_add_number(&text, (int64_t)state->tables[i].count);
            buf_add_char(&text, ' ');
        }
        draw_text(row, 0, x, (int)state->section == i ? STYLE_TAB : STYLE_TEXT, buf_text(&text));
        x += text_cells(buf_text(&text), text.size);
        buf_release(&text);
    }
    return x;
}

static void user_draw(struct view *view, struct area area)
{
    struct user *state = view->state;
    struct buf words = {0};
    int x = draw_text(area, 0, 2, STYLE_STRONG, state->id) + 4;
    if (state->answer.email != NULL)
        draw_text(area, 0, x, STYLE_TEXT, state->answer.email);
    user_add_words(&state->answer, &words);
    draw_fit(area, 1, 2, area.width - 4, STYLE_DIM, buf_text(&words));
    buf_release(&words);
    bool counts = draw_sections(state, (struct area){0}, true) <= area.width;
    draw_sections(state, area_rows(area, 2, 1), counts);
    list_draw(list_of(view), area_rows(area, HEAD_ROWS, area.height), true);
}

enum { DO_OPEN = 1, DO_NEXT, DO_PREVIOUS, DO_COPY };

static bool user_key(struct view *view, const struct key *key)
{
    return list_key(list_of(view), key);
}

static bool user_typing(struct view *view)
{
    return list_typing(list_of(view));
}

static bool user_back(struct view *view)
{
    return list_back(list_of(view));
}

static const struct keymap *user_mode(struct view *view)
{
    return list_mode(list_of(view));
}

static void user_action(struct view *view, int action)
{
    struct user *state = view->state;
    size_t row;
    if (action == DO_NEXT)
        state->section = (state->section + 1) % USER_SECTION_COUNT;
    else if (action == DO_PREVIOUS)
        state->section = (state->section + USER_SECTION_COUNT - 1) % USER_SECTION_COUNT;
    else if (action == DO_COPY)
        app_copy(view->app, state->id, _("the id"));
    else if (list_selected(list_of(view), &row))
        app_open(view->app, sections[state->section].opens,
                state->tables[state->section].items[row].target);
}

static bool refuse_open(struct view *view, struct buf *why)
{
    struct user *state = view->state;
    size_t row;
    if (sections[state->section].opens != NULL && list_selected(list_of(view), &row))
        return false;
    buf_add_text(why, _("There is nothing more to open here."));
    return true;
}

static void user_tick(struct view *view, int64_t now_ms)
{
    struct user *state = view->state;
    struct error err = {0};
    (void)now_ms;
    if (!world_changed(world_of(view->app), &state->seen))
        return;
    if (user_load(state, &err) != 0)
        app_message_error(view->app, &err);
    app_redraw(view->app);
}

static const struct keybind binds[] = {
        {DO_NEXT, {CODE_TAB}, N_("next table"),
                N_("Messages, events, refusals, campaigns, traits, segments"), NULL},
        {DO_PREVIOUS, {CODE_BACKTAB}, NULL, N_("The table before"), NULL},
        {DO_OPEN, {CODE_ENTER}, N_("open"), N_("Open what the row is about"), refuse_open},
        {DO_COPY, {'y'}, NULL, N_("Copy the id of the user to your clipboard"), NULL},
};

static const struct keymap keymap = KEYMAP(N_("User"), binds);

const struct view_type user_view = {
        .name = "user",
        .help = N_("One user. Messages are the entries that campaigns made, the newest first, with "
                   "what became of each; refusals say why a trigger of this user gave none, the "
                   "last one a campaign. Times are the company's."),
        .keymap = &keymap,
        .layers = {&list_keymap},
        .open = user_open,
        .close = user_close,
        .title = user_title,
        .status = user_status,
        .draw = user_draw,
        .key = user_key,
        .typing = user_typing,
        .back = user_back,
        .mode = user_mode,
        .action = user_action,
        .tick = user_tick,
};
