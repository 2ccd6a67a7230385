#include "widgets/form.h"

#include <string.h>

#include "base/alloc.h"
#include "base/app.h"
#include "base/i18n.h"
#include "base/text.h"
#include "widgets/dialog.h"
#include "widgets/editor.h"

enum { FORM_NEXT = 1, FORM_PREVIOUS, FORM_USE, FORM_EXPLAIN, FORM_TURN };

static const struct keybind binds[] = {
        {FORM_NEXT, {CODE_TAB, CODE_DOWN}, N_("next"),
                N_("Next field; the one you leave is checked"), NULL},
        {FORM_PREVIOUS, {CODE_BACKTAB, CODE_UP}, NULL, N_("Field before, without a check"), NULL},
        {FORM_USE, {CODE_ENTER}, NULL, N_("Open the list, press the button; else the next field"),
                NULL},
        {FORM_TURN, {CODE_RIGHT, CODE_LEFT}, NULL, N_("Next or previous choice or unit"), NULL},
        {FORM_EXPLAIN, {CODE_F1}, NULL, N_("Explains the field"), NULL},
};

const struct keymap form_keymap = KEYMAP(N_("Forms"), binds);

void form_init(struct form *form, struct view *view, void *context,
        void (*changed)(void *context, struct form *form, struct field *field))
{
    memset(form, 0, sizeof *form);
    form->view = view;
    form->context = context;
    form->changed = changed;
}

void form_clear(struct form *form)
{
    struct field *field = form_focused(form);
    if (field) {
        form->focus_id = field->type->id;
        form->focus_row = field->row;
        form->focus_cursor = field->line.cursor;
        form->refocus = true;
    }
    form_close_list(form);
    for (size_t i = 0; i < form->count; i++)
        field_free(form->fields[i]);
    form->count = 0;
    form->focus = 0;
}

void form_release(struct form *form)
{
    form_clear(form);
    mem_free(form->fields);
    choices_release(&form->choices);
    line_release(&form->typed);
    memset(form, 0, sizeof *form);
}

static bool can_focus(const struct field *field)
{
    return !field->hidden && field->type->kind != FIELD_NOTE && field->type->kind != FIELD_HEADING;
}

struct field *form_add(struct form *form, const struct field_type *type, int row)
{
    struct field *field = field_new(type, row);
    if (form->count == FORM_FIELDS_MAX)
        field_free(form->fields[--form->count]);
    form->fields = mem_room(form->fields, form->count, &form->capacity, sizeof *form->fields);
    form->fields[form->count++] = field;
    if (type->id == form->focus_id && row == form->focus_row && can_focus(field))
        form->focus = form->count - 1;
    return field;
}

struct field *form_find(const struct form *form, int id, int row)
{
    for (size_t i = 0; i < form->count; i++)
        if (form->fields[i]->type->id == id && form->fields[i]->row == row)
            return form->fields[i];
    return NULL;
}

struct field *form_focused(const struct form *form)
{
    for (size_t i = form->focus; i < form->count; i++)
        if (can_focus(form->fields[i]))
            return form->fields[i];
    for (size_t i = form->count; i-- > 0;)
        if (can_focus(form->fields[i]))
            return form->fields[i];
    return NULL;
}

/* Once the text of a field that was made again has been put in. */
void form_settle(struct form *form)
{
    struct field *field = form_focused(form);
    bool same = field && field->type->id == form->focus_id && field->row == form->focus_row;
    if (form->refocus && same)
        field->line.cursor =
                text_cut_bytes(field_text(field), field->line.text.size, form->focus_cursor);
    form->refocus = false;
}

void form_focus(struct form *form, struct field *field)
{
    form_close_list(form);
    for (size_t i = 0; i < form->count; i++)
        if (form->fields[i] == field)
            form->focus = i;
}

bool form_typing(const struct form *form)
{
    return form_focused(form);
}

bool form_back(struct form *form)
{
    bool open = form->open;
    form_close_list(form);
    return open;
}

void form_tell(struct form *form, struct field *field)
{
    if (field->verdict != FIELD_OK)
        field_set_verdict(field, FIELD_OK, NULL);
    if (form->changed)
        form->changed(form->context, form, field);
}

/* False at the end, where nothing moves. */
static bool move(struct form *form, bool forward, bool around)
{
    struct field *from = form_focused(form);
    size_t at = 0;
    while (at < form->count && form->fields[at] != from)
        at++;
    for (size_t step = 1; from && step < form->count; step++) {
        size_t to = forward ? at + step : at - step;
        if (to >= form->count && !around)
            return false;
        to = forward ? to % form->count : (at + form->count - step) % form->count;
        if (can_focus(form->fields[to])) {
            form->focus = to;
            return true;
        }
    }
    return false;
}

static bool forward(struct form *form, bool around)
{
    struct field *field = form_focused(form);
    form_close_list(form);
    field_tidy(field);
    field_check(field, form->context, form);
    return move(form, true, around);
}

bool form_check(struct form *form)
{
    struct field *first = NULL;
    for (size_t i = 0; i < form->count; i++) {
        struct field *field = form->fields[i];
        field_tidy(field);
        if (field_check(field, form->context, form) == FIELD_ERROR && !first)
            first = field;
    }
    if (first)
        form_focus(form, first);
    return !first;
}

size_t form_count(const struct form *form, enum field_verdict verdict)
{
    size_t count = 0;
    for (size_t i = 0; i < form->count; i++)
        count += form->fields[i]->verdict == verdict;
    return count;
}

static void explain(struct form *form, struct field *field)
{
    const char *help = i18n_text(field->type->help);
    if (form->view && *help)
        dialog_message(form->view->app, field_label(field), help);
    else if (form->view)
        app_message(form->view->app, STYLE_TEXT, _("There is no more to say about this field"));
}

/* The value `step` places further among the choices. */
static void turn_choice(struct form *form, struct field *field, int step)
{
    struct choices *choices = &form->choices;
    size_t at = 0;
    buf_clear(&form->typed.text);
    form_refresh_list(form);
    if (!choices->count)
        return;
    while (at < choices->count && strcmp(choices->items[at].value, field_text(field)) != 0)
        at++;
    if (at == choices->count)
        at = step > 0 ? choices->count - 1 : 0;
    at = (at + choices->count + (size_t)(step + (int)choices->count)) % choices->count;
    field_set_text(field, choices->items[at].value);
    form_tell(form, field);
}

static bool duration_key(struct form *form, struct field *field, const struct key *key)
{
    static const struct {
        uint32_t code;
        enum field_unit unit;
    } letters[] = {{'s', FIELD_SECONDS}, {'m', FIELD_MINUTES}, {'h', FIELD_HOURS},
            {'d', FIELD_DAYS}, {'w', FIELD_WEEKS}, {'M', FIELD_MONTHS}};
    bool changed = false;
    int turn = key->code == CODE_RIGHT || key->code == ' ' ? 1 : key->code == CODE_LEFT ? -1 : 0;
    for (size_t i = 0; i < ARRAY_COUNT(letters); i++)
        if (key->code == letters[i].code) {
            field->unit = letters[i].unit;
            changed = true;
        }
    if (turn) {
        field->unit = (enum field_unit)(((int)field->unit + FIELD_UNITS + turn) % FIELD_UNITS);
        changed = true;
    } else if (!changed && (!key_is_text(key) || (key->code >= '0' && key->code <= '9'))) {
        if (!line_key(&field->line, key, &changed))
            return false;
    }
    if (changed)
        form_tell(form, field);
    return true;
}

static bool text_key(struct form *form, struct field *field, const struct key *key)
{
    bool changed = false;
    if (!line_key(&field->line, key, &changed))
        return false;
    if (changed && field->type->kind == FIELD_TEXT && field->type->choices)
        form_open_list(form);
    if (changed)
        form_tell(form, field);
    return true;
}

static bool choice_key(struct form *form, struct field *field, const struct key *key)
{
    bool multi = field->type->kind == FIELD_MULTI;
    if (!multi && (key->code == CODE_LEFT || key->code == CODE_RIGHT)) {
        turn_choice(form, field, key->code == CODE_RIGHT ? 1 : -1);
        return true;
    }
    if (key->code == CODE_ENTER || key->code == ' ') {
        form_open_list(form);
        return true;
    }
    if (key_is_text(key)) {
        form_open_list(form);
        return form_list_key(form, key);
    }
    if ((key->code == CODE_BACKSPACE || key->code == CODE_DELETE) && !field->type->required) {
        while (field->chosen_count)
            field_choose(field, field->chosen[0], false);
        field_set_text(field, "");
        form_tell(form, field);
        return true;
    }
    return false;
}

static void long_done(struct view *view, void *context, const char *text)
{
    struct form *form = context;
    struct field *field = form_focused(form);
    (void)view;
    if (!field || field->type->kind != FIELD_LONG)
        return;
    field_set_text(field, text);
    form_tell(form, field);
}

/* Whoever begins to type, or pastes, means the text: the key goes on to the editor. */
static bool long_key(struct form *form, struct field *field, const struct key *key)
{
    bool use = key->code == CODE_ENTER || key->code == ' ';
    bool text = !use && (key_is_text(key) || key->code == CODE_PASTE);
    if (!use && !text)
        return false;
    if (!form->view)
        return true;
    editor_open(form->view->app, field_label(field), field_text(field), field->line.size_max,
            long_done, form);
    if (text)
        app_key(form->view->app, key);
    return true;
}

static bool use_key(struct form *form, struct field *field, const struct key *key)
{
    bool use = key->code == CODE_ENTER || key->code == ' ';
    if (field->type->kind == FIELD_TOGGLE &&
            (use || key->code == CODE_LEFT || key->code == CODE_RIGHT)) {
        field->on = !field->on;
        form_tell(form, field);
    } else if (field->type->kind == FIELD_BUTTON && use) {
        if (field->type->pressed)
            field->type->pressed(form->context, form, field);
    } else {
        return false;
    }
    return true;
}

static bool field_key(struct form *form, struct field *field, const struct key *key)
{
    switch (field->type->kind) {
    case FIELD_DURATION: return duration_key(form, field, key);
    case FIELD_CHOICE:
    case FIELD_MULTI: return choice_key(form, field, key);
    case FIELD_TOGGLE:
    case FIELD_BUTTON: return use_key(form, field, key);
    case FIELD_LONG: return long_key(form, field, key);
    default: return text_key(form, field, key);
    }
}

static bool say_disabled(struct form *form, struct field *field, const struct key *key)
{
    bool uses = key_is_text(key) || key->code == CODE_ENTER || key->code == CODE_BACKSPACE;
    if (!field->disabled || !uses)
        return false;
    if (form->view)
        app_message(form->view->app, STYLE_WARNING, field->disabled);
    return true;
}

static bool click(struct form *form, const struct key *key)
{
    for (size_t i = 0; i < form->count; i++) {
        struct field *field = form->fields[i];
        if (can_focus(field) && key->y >= field->y && key->y < field->y + field->height) {
            form_focus(form, field);
            return true;
        }
    }
    return false;
}

bool form_key(struct form *form, const struct key *key)
{
    struct field *field = form_focused(form);
    form_settle(form);
    if (!field)
        return false;
    if (key->code == CODE_MOUSE)
        return click(form, key);
    if (form->open && form_list_key(form, key))
        return true;
    if (key->code == CODE_F1) {
        explain(form, field);
        return true;
    }
    if (key->code == CODE_TAB)
        return forward(form, true) || true;
    if (key->code == CODE_BACKTAB || key->code == CODE_UP) {
        form_close_list(form);
        move(form, false, key->code == CODE_BACKTAB);
        return true;
    }
    if (say_disabled(form, field, key))
        return true;
    if (key->code == CODE_DOWN && field->type->kind == FIELD_TEXT && field->type->choices &&
            !form->open) {
        form_open_list(form);
        if (form->open)
            return true;
    }
    if (key->code == CODE_DOWN)
        return forward(form, false) || true;
    if (field_key(form, field, key))
        return true;
    return key->code == CODE_ENTER && forward(form, false);
}
