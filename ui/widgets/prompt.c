#include "widgets/prompt.h"

#include <string.h>

#include "base/alloc.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "base/text.h"
#include "widgets/line.h"

enum { ROWS_MAX = 8 };
enum { PROMPT_RUN = 1, PROMPT_COMPLETE, PROMPT_OLDER, PROMPT_NEWER };

struct state {
    const struct prompt_type *type;
    struct line line;
    struct choices choices;
    size_t pick;
    bool picking; /* Tab has been pressed: the row picked stands in the line */
    size_t place; /* in the history; its count: the line being written */
    char *written;
};

static struct {
    char *lines[PROMPT_HISTORY_MAX];
    size_t count;
} history;

static const struct keybind open_binds[] = {
        {PROMPT_OPEN, {':', CODE_F(10)}, NULL, N_("Command line: the verbs of campanile"), NULL},
};
const struct keymap prompt_keymap = KEYMAP(N_("Commands"), open_binds);

static const struct keybind binds[] = {
        {PROMPT_RUN, {CODE_ENTER}, N_("run"), N_("Run the command"), NULL},
        {PROMPT_COMPLETE, {CODE_TAB, CODE_BACKTAB}, N_("complete"), N_("The next completion"),
                NULL},
        {PROMPT_OLDER, {CODE_UP}, N_("history"), N_("The command before"), NULL},
        {PROMPT_NEWER, {CODE_DOWN}, NULL, N_("The command after"), NULL},
};
static const struct keymap keymap = KEYMAP(N_("Command line"), binds);

size_t prompt_history_count(void)
{
    return history.count;
}

const char *prompt_history_at(size_t place)
{
    return place < history.count ? history.lines[place] : "";
}

void prompt_history_add(const char *line)
{
    if (!*line || strcmp(prompt_history_at(history.count - 1), line) == 0)
        return;
    if (history.count == PROMPT_HISTORY_MAX) {
        mem_free(history.lines[0]);
        history.count--;
        memmove(history.lines, history.lines + 1, history.count * sizeof *history.lines);
    }
    history.lines[history.count++] = mem_string(line);
}

void prompt_history_clear(void)
{
    while (history.count)
        mem_free(history.lines[--history.count]);
}

static void complete(struct state *state)
{
    choices_clear(&state->choices);
    state->pick = 0;
    state->picking = false;
    if (state->type->complete)
        state->type->complete(state->type->context, line_text(&state->line), &state->choices);
}

static int prompt_view_open(struct view *view, void *argument, struct error *err)
{
    struct state *state = mem_new(sizeof *state);
    (void)err;
    view->state = state;
    state->type = argument;
    state->line.size_max = PROMPT_SIZE_MAX;
    state->place = history.count;
    complete(state);
    return 0;
}

static void prompt_close(struct view *view)
{
    struct state *state = view->state;
    line_release(&state->line);
    choices_release(&state->choices);
    mem_free(state->written);
    mem_free(state);
}

static void run(struct view *view)
{
    struct state *state = view->state;
    app_close(view->app, view);
    prompt_history_add(line_text(&state->line));
    if (*line_text(&state->line))
        state->type->run(state->type->context, view->app, line_text(&state->line));
}

static void next_completion(struct state *state, bool forward)
{
    size_t count = state->choices.count;
    if (!count)
        return;
    if (state->picking)
        state->pick = (state->pick + (forward ? 1 : count - 1)) % count;
    state->picking = true;
    line_set(&state->line, state->choices.items[state->pick].value);
    if (count == 1)
        complete(state);
}

static void walk_history(struct state *state, bool older)
{
    if (older ? state->place == 0 : state->place >= history.count)
        return;
    if (state->place == history.count) {
        mem_free(state->written);
        state->written = mem_string(line_text(&state->line));
    }
    state->place += older ? (size_t)-1 : 1;
    /* Another prompt, in another tab, may have added to the history meanwhile. */
    const char *written = state->written ? state->written : "";
    line_set(&state->line,
            state->place >= history.count ? written : prompt_history_at(state->place));
    complete(state);
}

static void prompt_action(struct view *view, int action)
{
    struct state *state = view->state;
    if (action == PROMPT_RUN)
        run(view);
    else if (action == PROMPT_COMPLETE)
        next_completion(state, app_last_key(view->app) == CODE_TAB);
    else
        walk_history(state, action == PROMPT_OLDER);
}

static bool prompt_key(struct view *view, const struct key *key)
{
    struct state *state = view->state;
    bool changed = false;
    if (key->code == CODE_BACKSPACE && !state->line.text.size) {
        app_close(view->app, view);
        return true;
    }
    bool used = line_key(&state->line, key, &changed);
    if (changed)
        complete(state);
    return used;
}

static bool prompt_typing(struct view *view)
{
    (void)view;
    return true;
}

static void draw_choice(struct state *state, struct area row, size_t place)
{
    const struct choice *choice = &state->choices.items[place];
    bool selected = state->picking && place == state->pick;
    enum style style = selected ? STYLE_SELECTED : STYLE_BAR;
    int half = row.width / 2;
    draw_fill(row, style);
    if (selected)
        draw_glyph(row, 0, 0, style, GLYPH_SELECT);
    draw_fit(row, 0, 2, half - 3, style, choice->label);
    draw_fit(row, 0, half, row.width - half, style, choice->note);
}

static void prompt_draw(struct view *view, struct area area)
{
    struct state *state = view->state;
    struct area row = area_take_bottom(&area, 1);
    size_t count = state->choices.count < ROWS_MAX ? state->choices.count : ROWS_MAX;
    struct area list = area_take_bottom(&area, (int)count);
    size_t top = 0;
    if (state->picking && state->pick >= count)
        top = state->pick - count + 1;
    for (int y = 0; y < list.height; y++)
        draw_choice(state, area_rows(list, y, 1), top + (size_t)y);
    draw_fill(row, STYLE_FIELD);
    draw_text(row, 0, 0, STYLE_FIELD, ":");
    line_draw(&state->line, area_columns(row, 1, row.width - 1), STYLE_FIELD, true);
}

static const struct view_type prompt_view = {
        .name = "prompt",
        .flags = VIEW_OVERLAY | VIEW_MODAL,
        .help = N_("The same commands as outside: 'campaign stop cart-reminder', 'user show USER'. "
                   "Tab completes."),
        .keymap = &keymap,
        .open = prompt_view_open,
        .close = prompt_close,
        .draw = prompt_draw,
        .typing = prompt_typing,
        .key = prompt_key,
        .action = prompt_action,
};

void prompt_open(struct app *app, const struct prompt_type *type)
{
    struct prompt_type *argument;
    /* Opening takes any pointer; the type outlives the prompt. */
    memcpy(&argument, &type, sizeof argument);
    app_open(app, &prompt_view, argument);
}
