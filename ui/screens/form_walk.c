#include "screens/form_walk.h"

/* One field further; false at the end. */
static bool onward(struct form *form)
{
    const struct field *before = form_focused(form);
    bool suggests = before->type->kind == FIELD_TEXT && before->type->choices;
    /* Down would open the suggestions of a text, Enter the list of a choice. */
    struct key key = {.code = suggests ? CODE_ENTER : CODE_DOWN};
    form_key(form, &key);
    return form_focused(form) != before;
}

/* Fields that Enter passes by, since Space does what Enter does elsewhere. A text that is needed
 * and still empty is opened all the same. */
static bool is_passed(const struct form *form, const struct field *field)
{
    switch (field->type->kind) {
    case FIELD_CHOICE:
    case FIELD_MULTI: return !form->open;
    case FIELD_TOGGLE: return true;
    case FIELD_LONG: return !field->type->required || *field_text(field);
    default: return false;
    }
}

static bool enter_key(struct form *form, const struct key *key)
{
    struct field *field = form_focused(form);
    int id = field->type->id;
    int row = field->row;
    if (is_passed(form, field))
        return onward(form);
    bool picking = form->open;
    if (!form_key(form, key))
        return false;
    field = form_focused(form);
    /* A choice made in the list is made: go on, unless something new came up in its place. */
    if (picking && !form->open && field && field->type->id == id && field->row == row &&
            field->type->kind != FIELD_MULTI)
        onward(form);
    return true;
}

static bool is_replaced(const struct field *field, const struct key *key)
{
    bool digit = key->code >= '0' && key->code <= '9';
    switch (field->type->kind) {
    case FIELD_INTEGER:
    case FIELD_NUMBER:
    case FIELD_CLOCK:
    case FIELD_DATE:
    case FIELD_DATE_TIME: return key_is_text(key);
    case FIELD_DURATION: return digit;
    default: return false;
    }
}

bool form_walk_key(struct form_walk *walk, struct form *form, const struct key *key)
{
    struct field *field = form_focused(form);
    if (!field)
        return false;
    bool fresh = field->type->id != walk->id || field->row != walk->row;
    /* Where the key moves the focus the field it comes to is fresh. */
    walk->id = field->type->id;
    walk->row = field->row;
    if (field->disabled)
        return form_key(form, key);
    if (fresh && is_replaced(field, key))
        field_set_text(field, "");
    return key->code == CODE_ENTER ? enter_key(form, key) : form_key(form, key);
}
