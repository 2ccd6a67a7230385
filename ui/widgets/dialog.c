#include "widgets/dialog.h"

#include <string.h>

#include "base/alloc.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/wrap.h"
#include "widgets/line.h"

enum { WIDTH_MAX = 66, TEXT_ROWS_MAX = 40, CHOICE_ROWS_MAX = 12 };
enum kind { KIND_CONFIRM, KIND_ID, KIND_CHOOSE, KIND_ASK, KIND_MESSAGE };

/* What all dialogs are: text, perhaps a line to type, perhaps a list, two buttons. */
struct state {
    enum kind kind;
    char *title;
    char *text;
    char *yes;
    char *label;
    char *id; /* what must be typed */
    char *why;
    struct line line;
    struct choices choices;
    size_t pick;
    size_t top;
    int scroll;
    bool on_yes; /* else the focus is on Cancel */
    uint32_t asked_by;
    bool answered;
    struct view *owner;
    void *context;
    void (*done)(struct view *view, void *context, int answer);
    bool (*check)(void *context, const char *value, struct buf *why);
    void (*done_line)(struct view *view, void *context, const char *value);
};

static int dialog_open(struct view *view, void *argument, struct error *err)
{
    (void)err;
    view->state = argument;
    return 0;
}

static void tell(struct state *state, int number)
{
    state->answered = true;
    if (state->done)
        state->done(state->owner, state->context, number);
    if (state->done_line)
        state->done_line(state->owner, state->context,
                number == DIALOG_CANCEL ? NULL : line_text(&state->line));
}

static void dialog_close(struct view *view)
{
    struct state *state = view->state;
    if (!state->answered)
        tell(state, DIALOG_CANCEL);
    mem_free(state->title);
    mem_free(state->text);
    mem_free(state->yes);
    mem_free(state->label);
    mem_free(state->id);
    mem_free(state->why);
    line_release(&state->line);
    choices_release(&state->choices);
    mem_free(state);
}

static bool has_line(const struct state *state)
{
    return state->kind == KIND_ID || state->kind == KIND_ASK;
}

/* Closed first, so that the answer may open the next view. */
static void answer(struct view *view, int number)
{
    app_close(view->app, view);
    tell(view->state, number);
}

static void set_why(struct state *state, const char *why)
{
    mem_free(state->why);
    state->why = why ? mem_string(why) : NULL;
}

static void say_yes(struct view *view)
{
    struct state *state = view->state;
    struct buf why = {0};
    bool good = true;
    if (state->kind == KIND_ID && strcmp(line_text(&state->line), state->id) != 0) {
        buf_add_format(&why, _("Type %s to the letter, or leave with Esc."), state->id);
        good = false;
    } else if (state->check) {
        good = state->check(state->context, line_text(&state->line), &why);
    }
    set_why(state, good ? NULL : buf_text(&why));
    buf_release(&why);
    if (good)
        answer(view, state->kind == KIND_CHOOSE ? (int)state->pick : DIALOG_YES);
}

static bool dialog_typing(struct view *view)
{
    const struct state *state = view->state;
    return has_line(state);
}

static bool dialog_back(struct view *view)
{
    answer(view, DIALOG_CANCEL);
    return true;
}

static bool confirm_key(struct view *view, const struct key *key)
{
    struct state *state = view->state;
    if (key->code == 'y' && state->asked_by != 'y')
        say_yes(view);
    else if (key->code == 'n')
        answer(view, DIALOG_CANCEL);
    else if (key->code == CODE_LEFT || key->code == CODE_RIGHT || key->code == CODE_TAB ||
             key->code == CODE_BACKTAB)
        state->on_yes = !state->on_yes;
    else if (key->code == CODE_ENTER && state->on_yes)
        say_yes(view);
    else if (key->code == CODE_ENTER)
        answer(view, DIALOG_CANCEL);
    else
        return false;
    return true;
}

static bool choose_key(struct view *view, const struct key *key)
{
    struct state *state = view->state;
    bool down = key->code == CODE_DOWN || key->code == 'j' || key->code == CODE_TAB;
    bool up = key->code == CODE_UP || key->code == 'k' || key->code == CODE_BACKTAB;
    if (down)
        state->pick += state->pick + 1 < state->choices.count;
    else if (up)
        state->pick -= state->pick > 0;
    else if (key->code == CODE_ENTER && state->choices.count)
        say_yes(view);
    else
        return false;
    return true;
}

static bool line_dialog_key(struct view *view, const struct key *key)
{
    struct state *state = view->state;
    bool changed = false;
    if (key->code == CODE_ENTER) {
        say_yes(view);
        return true;
    }
    bool used = line_key(&state->line, key, &changed);
    if (changed)
        set_why(state, NULL);
    return used;
}

/* F1 on a field explains the field, and F1 again shows the keys of the screen. */
static void show_all_keys(struct view *view)
{
    struct state *state = view->state;
    const struct view_type *help = app_options(view->app)->help;
    answer(view, DIALOG_CANCEL);
    if (help && state->owner)
        app_open(view->app, help, state->owner);
}

static bool message_key(struct view *view, const struct key *key)
{
    struct state *state = view->state;
    if (key->code == CODE_DOWN || key->code == 'j')
        state->scroll++;
    else if (key->code == CODE_UP || key->code == 'k')
        state->scroll -= state->scroll > 0;
    else if (key->code == CODE_F1 || key->code == '?')
        show_all_keys(view);
    else if (key->code == CODE_ENTER || key->code == ' ')
        answer(view, DIALOG_CANCEL);
    else
        return false;
    return true;
}

static bool dialog_key(struct view *view, const struct key *key)
{
    static bool (*const keys[])(struct view *, const struct key *) = {
            [KIND_CONFIRM] = confirm_key,
            [KIND_ID] = line_dialog_key,
            [KIND_CHOOSE] = choose_key,
            [KIND_ASK] = line_dialog_key,
            [KIND_MESSAGE] = message_key,
    };
    const struct state *state = view->state;
    return keys[state->kind](view, key);
}

static int text_rows(const struct state *state, int width)
{
    int rows = 0;
    if (state->text && *state->text)
        rows = (int)wrap_count(state->text, strlen(state->text), width);
    return rows < TEXT_ROWS_MAX ? rows : TEXT_ROWS_MAX;
}

static int why_rows(const struct state *state, int width)
{
    return state->why ? (int)wrap_count(state->why, strlen(state->why), width) : 0;
}

static int choice_rows(const struct state *state)
{
    size_t count = state->choices.count;
    return count < CHOICE_ROWS_MAX ? (int)count : CHOICE_ROWS_MAX;
}

static void draw_text_part(struct state *state, struct area *area)
{
    int total = text_rows(state, area->width);
    int rest = has_line(state) ? 4 : state->kind == KIND_CHOOSE ? choice_rows(state) + 3 : 2;
    int rows = total < area->height - rest ? total : area->height - rest;
    struct area part = area_take_top(area, rows);
    size_t size = state->text ? strlen(state->text) : 0;
    if (state->scroll > total - part.height)
        state->scroll = total > part.height ? total - part.height : 0;
    size_t at = 0;
    for (int row = 0; row < total && at < size; row++) {
        size_t next;
        size_t used = wrap_row(state->text + at, size - at, part.width, &next);
        draw_bytes(part, row - state->scroll, 0, STYLE_TEXT, state->text + at, used);
        at += next;
    }
    if (total)
        area_take_top(area, 1);
}

static void draw_line_part(struct state *state, struct area *area)
{
    struct area row = area_take_top(area, 1);
    int x = 0;
    if (state->label && *state->label)
        x = draw_text(row, 0, 0, STYLE_STRONG, state->label) + 1;
    line_draw(&state->line, area_columns(row, x, row.width - x), STYLE_FIELD, true);
    if (state->why) {
        struct area why = area_take_top(area, why_rows(state, area->width));
        draw_wrapped(why, 0, STYLE_ERROR, state->why);
    }
    area_take_top(area, 1);
}

static void draw_choice(struct state *state, struct area row, size_t place)
{
    const struct choice *choice = &state->choices.items[place];
    bool selected = place == state->pick;
    enum style style = selected ? STYLE_SELECTED : STYLE_TEXT;
    int note = text_cells(choice->note, strlen(choice->note));
    note = note < row.width / 2 ? note : row.width / 2;
    if (selected) {
        draw_fill(row, style);
        draw_glyph(row, 0, 0, style, GLYPH_SELECT);
        draw_focus(row, 0, 0);
    }
    draw_fit(row, 0, 2, row.width - note - 3, style, choice->label);
    draw_fit_right(row, 0, row.width - note, note, selected ? style : STYLE_DIM, choice->note);
}

static void draw_choices_part(struct state *state, struct area *area)
{
    struct area part = area_take_top(area, area->height - 2);
    size_t rows = part.height > 0 ? (size_t)part.height : 1;
    if (state->pick < state->top)
        state->top = state->pick;
    if (state->pick >= state->top + rows)
        state->top = state->pick - rows + 1;
    for (size_t i = 0; i < rows && state->top + i < state->choices.count; i++)
        draw_choice(state, area_rows(part, (int)i, 1), state->top + i);
    area_take_top(area, 1);
}

static int draw_button(struct area row, int x, bool focus, const char *word)
{
    if (focus)
        draw_focus(row, 0, x);
    return draw_format(row, 0, x, focus ? STYLE_SELECTED : STYLE_TEXT, "[ %s ]", word);
}

static void draw_buttons(const struct state *state, struct area row)
{
    if (state->kind == KIND_MESSAGE) {
        int x = draw_button(row, 0, true, _("Close")) + 2;
        draw_text(row, 0, x, STYLE_DIM, _("F1: all keys"));
    } else if (state->kind == KIND_CONFIRM) {
        int x = draw_button(row, 0, !state->on_yes, _("Cancel")) + 2;
        x += draw_button(row, x, state->on_yes, state->yes) + 2;
        draw_text(row, 0, x, STYLE_DIM,
                state->asked_by == 'y' ? _("n, or Tab and Enter") : _("y or n"));
    } else {
        struct buf hint = {0};
        buf_add_format(&hint, _("Enter: %s   Esc: cancel"), state->yes);
        draw_text(row, 0, 0, STYLE_DIM, buf_text(&hint));
        buf_release(&hint);
    }
}

static int wanted_height(const struct state *state, int width)
{
    int height = 3; /* frame and buttons */
    int text = text_rows(state, width);
    height += text + (text > 0);
    if (has_line(state))
        height += 2 + why_rows(state, width);
    if (state->kind == KIND_CHOOSE)
        height += choice_rows(state) + 1;
    return height;
}

static void dialog_draw(struct view *view, struct area area)
{
    struct state *state = view->state;
    int width = area.width - 4 < WIDTH_MAX ? area.width - 4 : WIDTH_MAX;
    struct area box = area_middle(area, wanted_height(state, width - 4), width);
    draw_box(box, state->title);
    struct area inner = area_inset(box, 1, 2);
    draw_text_part(state, &inner);
    if (has_line(state))
        draw_line_part(state, &inner);
    if (state->kind == KIND_CHOOSE)
        draw_choices_part(state, &inner);
    draw_buttons(state, inner);
}

static const struct view_type dialog_view = {
        .name = "dialog",
        .flags = VIEW_OVERLAY | VIEW_MODAL,
        .open = dialog_open,
        .close = dialog_close,
        .draw = dialog_draw,
        .typing = dialog_typing,
        .key = dialog_key,
        .back = dialog_back,
};

static char *copy(const char *text)
{
    return text ? mem_string(text) : NULL;
}

static struct state *state_new(struct app *app, enum kind kind, const struct dialog *dialog)
{
    struct state *state = mem_new(sizeof *state);
    state->kind = kind;
    state->title = copy(dialog->title);
    state->text = copy(dialog->text);
    state->yes = copy(dialog->yes ? dialog->yes : kind == KIND_CHOOSE ? _("choose") : _("Yes"));
    state->context = dialog->context;
    state->done = dialog->done;
    state->owner = app_top(app);
    state->asked_by = app_last_key(app);
    return state;
}

/* Where the stack is full the state is freed like that of any view that could not open. */
static void show(struct app *app, struct state *state)
{
    struct view unopened = {.state = state};
    if (app_open(app, &dialog_view, state) < 0)
        dialog_close(&unopened);
}

void dialog_confirm(struct app *app, const struct dialog *dialog)
{
    show(app, state_new(app, KIND_CONFIRM, dialog));
}

void dialog_confirm_id(struct app *app, const struct dialog *dialog, const char *id)
{
    struct state *state = state_new(app, KIND_ID, dialog);
    state->id = mem_string(id);
    state->label = mem_format(_("Type %s:"), id);
    show(app, state);
}

void dialog_choose(struct app *app, const struct dialog *dialog, const struct choices *choices)
{
    struct state *state = state_new(app, KIND_CHOOSE, dialog);
    for (size_t i = 0; i < choices->count; i++)
        choices_add(&state->choices, choices->items[i].value, choices->items[i].label,
                choices->items[i].note);
    show(app, state);
}

void dialog_ask(struct app *app, const struct dialog_line *dialog)
{
    struct dialog plain = {.title = dialog->title,
            .text = dialog->text,
            .yes = dialog->yes,
            .context = dialog->context};
    struct state *state = state_new(app, KIND_ASK, &plain);
    state->label = copy(dialog->label);
    state->check = dialog->check;
    state->done_line = dialog->done;
    line_set(&state->line, dialog->value ? dialog->value : "");
    show(app, state);
}

void dialog_message(struct app *app, const char *title, const char *text)
{
    struct dialog plain = {.title = title, .text = text};
    show(app, state_new(app, KIND_MESSAGE, &plain));
}
