#include "widgets/editor.h"

#include <string.h>

#include "base/alloc.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "base/text.h"
#include "widgets/dialog.h"
#include "widgets/line.h"
#include "widgets/textbuf.h"

enum { SIZE_MAX_DEFAULT = 64 << 10, WIDTH_MAX = 100 };
enum { EDITOR_KEEP = 1, EDITOR_UNDO, EDITOR_REDO, EDITOR_EXTERNAL, EDITOR_CUT };

struct state {
    struct textbuf buffer;
    char *title;
    char *before;
    struct view *owner;
    void *context;
    void (*done)(struct view *view, void *context, const char *text);
    size_t top;
    int width; /* at the last drawing */
    int height;
    int wanted_column; /* kept while moving up and down; -1: none */
};

static const struct keybind binds[] = {
        {EDITOR_KEEP, {CODE_CTRL('O')}, N_("keep"), N_("Keep the text and go back"), NULL},
        {EDITOR_UNDO, {CODE_CTRL('R'), CODE_CTRL('_')}, N_("undo"), N_("Undo the last change"),
                NULL},
        {EDITOR_REDO, {CODE_CTRL('Y')}, N_("redo"), N_("Do again what was undone"), NULL},
        {EDITOR_CUT, {CODE_CTRL('K')}, NULL, N_("Cut to the end of the line"), NULL},
        {EDITOR_EXTERNAL, {CODE_CTRL('X')}, N_("$EDITOR"), N_("Edit the text in your own editor"),
                NULL},
};

static const struct keymap keymap = KEYMAP(N_("Text editor"), binds);

static int editor_view_open(struct view *view, void *argument, struct error *err)
{
    (void)err;
    view->state = argument;
    return 0;
}

static void state_free(struct state *state)
{
    textbuf_release(&state->buffer);
    mem_free(state->title);
    mem_free(state->before);
    mem_free(state);
}

static void editor_close(struct view *view)
{
    state_free(view->state);
}

static void editor_title(struct view *view, struct buf *out)
{
    const struct state *state = view->state;
    buf_add_text(out, state->title);
}

static bool is_changed(const struct state *state)
{
    return strcmp(textbuf_text(&state->buffer), state->before) != 0;
}

static void editor_status(struct view *view, struct view_status *out)
{
    struct state *state = view->state;
    size_t row;
    int column;
    struct buf size = {0};
    struct buf most = {0};
    textbuf_place(&state->buffer, state->width, &row, &column);
    text_add_number(&size, (int64_t)state->buffer.text.size);
    text_add_number(&most, (int64_t)state->buffer.size_max);
    buf_add_format(&out->text, _("row %zu of %zu, %s of %s bytes"), row + 1,
            textbuf_rows(&state->buffer, state->width), buf_text(&size), buf_text(&most));
    buf_release(&size);
    buf_release(&most);
    if (is_changed(state)) {
        out->badge = _("CHANGED");
        out->badge_style = STYLE_WARNING;
    }
}

static void keep(struct view *view)
{
    struct state *state = view->state;
    app_close(view->app, view);
    state->done(state->owner, state->context, textbuf_text(&state->buffer));
}

static void left_answered(struct view *view, void *context, int answer)
{
    (void)context;
    if (answer == DIALOG_YES)
        app_close(view->app, view);
}

static bool editor_back(struct view *view)
{
    struct state *state = view->state;
    if (!is_changed(state))
        return false;
    dialog_confirm(view->app, &(struct dialog){.title = _("Leave without the changes?"),
                                      .text = _("The text was changed. ^O keeps the changes."),
                                      .yes = _("Drop the changes"),
                                      .done = left_answered});
    return true;
}

static void edit_outside(struct view *view)
{
    struct state *state = view->state;
    struct error err = {0};
    char *text = NULL;
    if (editor_run_external(
                view->app, textbuf_text(&state->buffer), state->buffer.size_max, &text, &err) < 0) {
        app_message_error(view->app, &err);
        return;
    }
    textbuf_pause(&state->buffer);
    textbuf_replace(&state->buffer, 0, state->buffer.text.size, text, strlen(text));
    textbuf_pause(&state->buffer);
    mem_free(text);
}

static void cut(struct state *state)
{
    const char *text = textbuf_text(&state->buffer);
    size_t at = state->buffer.cursor;
    size_t end = at + strcspn(text + at, "\n");
    textbuf_replace(&state->buffer, at, end == at ? end + (text[at] == '\n') : end, "", 0);
}

static void editor_action(struct view *view, int action)
{
    struct state *state = view->state;
    state->wanted_column = -1;
    if (action == EDITOR_KEEP)
        keep(view);
    else if (action == EDITOR_UNDO)
        textbuf_undo(&state->buffer);
    else if (action == EDITOR_REDO)
        textbuf_redo(&state->buffer);
    else if (action == EDITOR_EXTERNAL)
        edit_outside(view);
    else if (action == EDITOR_CUT)
        cut(state);
}

static void move_rows(struct state *state, int rows)
{
    size_t row;
    int column;
    textbuf_place(&state->buffer, state->width, &row, &column);
    if (state->wanted_column < 0)
        state->wanted_column = column;
    if (rows < 0 && row < (size_t)-rows)
        state->buffer.cursor = 0;
    else
        state->buffer.cursor = textbuf_offset(
                &state->buffer, state->width, row + (size_t)rows, state->wanted_column);
    textbuf_pause(&state->buffer);
}

static void move_to(struct state *state, size_t cursor)
{
    state->buffer.cursor = cursor;
    state->wanted_column = -1;
    textbuf_pause(&state->buffer);
}

static size_t row_start(const struct state *state)
{
    size_t at = state->buffer.cursor;
    const char *text = textbuf_text(&state->buffer);
    while (at > 0 && text[at - 1] != '\n')
        at--;
    return at;
}

static bool move_key(struct state *state, uint32_t code)
{
    const char *text = textbuf_text(&state->buffer);
    size_t size = state->buffer.text.size;
    size_t at = state->buffer.cursor;
    int page = state->height > 2 ? state->height - 1 : 1;
    switch (code) {
    case CODE_UP: move_rows(state, -1); break;
    case CODE_DOWN: move_rows(state, 1); break;
    case CODE_PAGE_UP: move_rows(state, -page); break;
    case CODE_PAGE_DOWN: move_rows(state, page); break;
    case CODE_LEFT: move_to(state, line_previous_sign(text, at)); break;
    case CODE_RIGHT: move_to(state, line_next_sign(text, size, at)); break;
    case CODE_HOME:
    case CODE_CTRL('A'): move_to(state, row_start(state)); break;
    case CODE_END:
    case CODE_CTRL('E'): move_to(state, at + strcspn(text + at, "\n")); break;
    default: return false;
    }
    return true;
}

static bool change_key(struct state *state, const struct key *key)
{
    struct textbuf *buffer = &state->buffer;
    const char *text = textbuf_text(buffer);
    size_t at = buffer->cursor;
    char bytes[4];
    if (key_is_text(key))
        textbuf_replace(buffer, at, at, bytes, text_encode(key->code, bytes));
    else if (key->code == CODE_ENTER)
        textbuf_replace(buffer, at, at, "\n", 1);
    else if (key->code == CODE_PASTE)
        textbuf_paste(buffer, key->text, key->size);
    else if (key->code == CODE_BACKSPACE)
        textbuf_replace(buffer, line_previous_sign(text, at), at, "", 0);
    else if (key->code == CODE_DELETE || key->code == CODE_CTRL('D'))
        textbuf_replace(buffer, at, line_next_sign(text, buffer->text.size, at), "", 0);
    else if (key->code == CODE_CTRL('W'))
        textbuf_replace(buffer, line_word_start(text, at), at, "", 0);
    else
        return false;
    state->wanted_column = -1;
    return true;
}

static bool editor_key(struct view *view, const struct key *key)
{
    return move_key(view->state, key->code) || change_key(view->state, key);
}

static bool editor_typing(struct view *view)
{
    (void)view;
    return true;
}

static void draw_rows(struct state *state, struct area area)
{
    struct textbuf_walk walk = {0};
    const char *text = textbuf_text(&state->buffer);
    while (textbuf_walk(&state->buffer, area.width, &walk)) {
        if (walk.row >= state->top + (size_t)area.height)
            break;
        if (walk.row >= state->top)
            draw_bytes(
                    area, (int)(walk.row - state->top), 0, STYLE_TEXT, text + walk.at, walk.size);
    }
}

static void editor_draw(struct view *view, struct area area)
{
    struct state *state = view->state;
    size_t row;
    int column;
    draw_fill(area, STYLE_TEXT);
    struct area text = area_inset(area, 0, 2);
    text.width = text.width < WIDTH_MAX ? text.width : WIDTH_MAX;
    state->width = text.width > 1 ? text.width : 1;
    state->height = text.height;
    textbuf_place(&state->buffer, state->width, &row, &column);
    if (row < state->top)
        state->top = row;
    if (row >= state->top + (size_t)text.height)
        state->top = row - (size_t)text.height + 1;
    draw_upright(area, 0);
    draw_rows(state, text);
    draw_cursor(area, (int)(row - state->top), 2 + (column < state->width ? column : state->width));
}

static const struct view_type editor_view = {
        .name = "editor",
        .flags = VIEW_MODAL,
        .help = N_("A text of several lines. Long lines are wrapped on the screen only; Enter "
                   "begins a new one."),
        .keymap = &keymap,
        .open = editor_view_open,
        .close = editor_close,
        .title = editor_title,
        .status = editor_status,
        .draw = editor_draw,
        .typing = editor_typing,
        .key = editor_key,
        .action = editor_action,
        .back = editor_back,
};

void editor_open(struct app *app, const char *title, const char *text, size_t size_max,
        void (*done)(struct view *view, void *context, const char *text), void *context)
{
    struct state *state = mem_new(sizeof *state);
    state->title = mem_string(title);
    state->owner = app_top(app);
    state->done = done;
    state->context = context;
    state->width = 80;
    state->height = 20;
    state->wanted_column = -1;
    state->buffer.size_max = size_max ? size_max : SIZE_MAX_DEFAULT;
    textbuf_set(&state->buffer, text);
    state->before = mem_string(textbuf_text(&state->buffer));
    if (app_open(app, &editor_view, state) < 0)
        state_free(state);
}
