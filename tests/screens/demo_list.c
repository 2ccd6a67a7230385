#include <string.h>

#include "base/alloc.h"
#include "base/app.h"
#include "base/i18n.h"
#include "base/text.h"
#include "demo.h"
#include "widgets/dialog.h"
#include "widgets/list.h"

enum { ROWS = 40 };
enum { DEMO_OPEN = 1, DEMO_STOP, DEMO_ACTIVATE, DEMO_CLONE, DEMO_CHOOSE, DEMO_COPY };

struct row {
    const char *title;
    const char *status;
    enum style style;
    int64_t sent;
    int64_t waiting;
};

struct state {
    struct list list;
    struct row rows[ROWS];
};

static const struct row samples[] = {
        {"Cart reminder", "LIVE", STYLE_LIVE, 12840, 231},
        {"Wiedersehen nach 30 Tagen", "SCHEDULED", STYLE_SCHEDULED, 0, 0},
        {"Première commande à Évry", "DRAFT", STYLE_DRAFT, 0, 0},
        {"新しい商品のお知らせ", "ENDED", STYLE_ENDED, 998812, 0},
        {"Bad\033[31m title \xff\xe2\x80\xae with\tcontrols", "STOPPED", STYLE_STOPPED, 77, 0},
        {"Win-back after a very long silence of the customer, second try", "ARCHIVED",
                STYLE_ARCHIVED, 4, 0},
};

static const struct list_column columns[] = {
        {.title = N_("Title"), .width = 20, .grow = 1},
        {.title = N_("Status"), .width = 11},
        {.title = N_("Sent"), .width = 9, .align = LIST_RIGHT, .priority = 1},
        {.title = N_("Waiting"), .width = 9, .align = LIST_RIGHT, .priority = 2},
        {.title = N_("Impressions"), .width = 12, .align = LIST_RIGHT, .priority = 3},
        {.title = N_("Number"), .width = 8, .align = LIST_RIGHT, .priority = 4},
};

static size_t rows_count(void *context)
{
    (void)context;
    return ROWS;
}

static void rows_cell(void *context, size_t number, size_t column, struct list_cell *cell)
{
    const struct row *row = &((struct state *)context)->rows[number];
    switch (column) {
    case 0: buf_add_text(&cell->text, row->title); break;
    case 1:
        buf_add_text(&cell->text, row->status);
        cell->style = row->style;
        cell->badge = true;
        break;
    case 2: text_add_number(&cell->text, row->sent); break;
    case 3: text_add_number(&cell->text, row->waiting); break;
    case 4: text_add_number(&cell->text, row->sent * 2); break;
    default: text_add_number(&cell->text, (int64_t)number); break;
    }
}

static int rows_compare(void *context, size_t a, size_t b, size_t column)
{
    const struct row *rows = ((struct state *)context)->rows;
    if (column == 0)
        return text_compare_folded(rows[a].title, rows[b].title);
    if (column == 1)
        return strcmp(rows[a].status, rows[b].status);
    return (rows[a].sent > rows[b].sent) - (rows[a].sent < rows[b].sent);
}

static void rows_words(void *context, size_t number, struct buf *out)
{
    const struct row *row = &((struct state *)context)->rows[number];
    buf_add_format(out, _("Two hours after the cart was filled: '%s'"), row->title);
}

static const struct list_type list_type = {
        .columns = columns,
        .column_count = ARRAY_COUNT(columns),
        .empty = N_("No campaigns yet. Press n to write the first one."),
        .marks = true,
        .count = rows_count,
        .cell = rows_cell,
        .compare = rows_compare,
        .words = rows_words,
};

static int demo_open(struct view *view, void *argument, struct error *err)
{
    struct state *state = mem_new(sizeof *state);
    (void)argument;
    (void)err;
    view->state = state;
    for (size_t i = 0; i < ROWS; i++)
        state->rows[i] = samples[i % ARRAY_COUNT(samples)];
    list_init(&state->list, &list_type, state);
    return 0;
}

static void demo_close(struct view *view)
{
    struct state *state = view->state;
    list_release(&state->list);
    mem_free(state);
}

static void demo_title(struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, _("Campaigns"));
}

static void demo_status(struct view *view, struct view_status *out)
{
    struct state *state = view->state;
    list_add_status(&state->list, &out->text);
}

static void demo_draw(struct view *view, struct area area)
{
    struct state *state = view->state;
    list_draw(&state->list, area, true);
}

static bool demo_key(struct view *view, const struct key *key)
{
    struct state *state = view->state;
    return list_key(&state->list, key);
}

static bool demo_typing(struct view *view)
{
    struct state *state = view->state;
    return list_typing(&state->list);
}

static const struct keymap *demo_mode(struct view *view)
{
    struct state *state = view->state;
    return list_mode(&state->list);
}

static bool demo_back(struct view *view)
{
    struct state *state = view->state;
    return list_back(&state->list);
}

static void answered(struct view *view, void *context, int answer)
{
    (void)context;
    app_message_format(view->app, STYLE_GOOD, "answer %d", answer);
}

static void named(struct view *view, void *context, const char *value)
{
    (void)context;
    app_message_format(view->app, STYLE_GOOD, "named %s", value ? value : "nothing");
}

static bool check_name(void *context, const char *value, struct buf *why)
{
    (void)context;
    if (*value)
        return true;
    buf_add_text(why, _("An id is needed: a-z, 0-9, '.', '_' and '-'."));
    return false;
}

static void choose(struct view *view)
{
    struct choices choices = {0};
    choices_add(&choices, "a", "Version 3 by Ana", "2 days ago");
    choices_add(&choices, "b", "Version 2 by Bob", "9 days ago");
    choices_add(&choices, "c", "Version 1 by Ana", "a month ago");
    dialog_choose(view->app, &(struct dialog){.title = "Compare with", .done = answered}, &choices);
    choices_release(&choices);
}

static void demo_action(struct view *view, int action)
{
    struct dialog dialog = {.title = "Stop Cart reminder?",
            .text = "1 204 waiting messages will be cancelled for good.\nThe campaign can be "
                    "resumed later, what was cancelled stays cancelled.",
            .yes = "Stop it",
            .done = answered};
    switch (action) {
    case DEMO_OPEN: app_open(view->app, &form_demo_view, NULL); break;
    case DEMO_STOP: dialog_confirm(view->app, &dialog); break;
    case DEMO_ACTIVATE:
        dialog.title = "Activate Cart reminder?";
        dialog.yes = "activate";
        dialog.text = "12 840 users are in the audience.";
        dialog_confirm_id(view->app, &dialog, "cart-reminder");
        break;
    case DEMO_CLONE:
        dialog_ask(view->app, &(struct dialog_line){.title = "Clone",
                                      .label = "New id",
                                      .yes = "clone",
                                      .check = check_name,
                                      .done = named});
        break;
    case DEMO_CHOOSE: choose(view); break;
    case DEMO_COPY: app_copy(view->app, "cart-reminder", "the id"); break;
    default: break;
    }
}

static bool refuse_activate(struct view *view, struct buf *why)
{
    const struct state *state = view->state;
    size_t row;
    if (list_selected(&state->list, &row) && strcmp(state->rows[row].status, "DRAFT") == 0)
        return false;
    buf_add_text(why, _("Only a draft can be activated: clone this one and activate the copy"));
    return true;
}

static const struct keybind binds[] = {
        {DEMO_OPEN, {CODE_ENTER, 'o'}, N_("open"), N_("Open the selected campaign"), NULL},
        {DEMO_CLONE, {'c'}, N_("clone"), N_("Make a copy under another id"), NULL},
        {DEMO_STOP, {'x'}, N_("stop"), N_("Stop it; what waits is cancelled"), NULL},
        {DEMO_CHOOSE, {'v'}, N_("versions"), N_("Compare with an earlier version"), NULL},
        {DEMO_COPY, {'y'}, N_("copy"), N_("Copy the id"), NULL},
        {DEMO_ACTIVATE, {'a'}, N_("live"), N_("Make it live"), refuse_activate},
};
static const struct keymap keymap = KEYMAP(N_("Campaigns"), binds);

const struct view_type list_demo_view = {
        .name = "list",
        .help = N_("All campaigns. The one selected is told in words below the table."),
        .keymap = &keymap,
        .layers = {&list_keymap},
        .mode = demo_mode,
        .open = demo_open,
        .close = demo_close,
        .title = demo_title,
        .status = demo_status,
        .draw = demo_draw,
        .typing = demo_typing,
        .key = demo_key,
        .action = demo_action,
        .back = demo_back,
};
