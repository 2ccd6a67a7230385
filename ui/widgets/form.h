/* A form: fields below each other, suggestions, errors where they belong.
 *
 *     static const struct field_type basics[] = {
 *         {.id = BASICS_TITLE, .kind = FIELD_TEXT, .label = N_("Title"), .required = true,
 *             .size_max = 120, .help = N_("What your colleagues see in lists. ...")},
 *         {.id = BASICS_CHANNEL, .kind = FIELD_CHOICE, .label = N_("Channel"), .required = true,
 *             .options = channels, .option_count = ARRAY_COUNT(channels)},
 *     };
 *     form_init(&state->form, view, state, basics_changed);
 *     for (size_t i = 0; i < ARRAY_COUNT(basics); i++)
 *         form_add(&state->form, &basics[i], 0);
 *     field_set_text(form_find(&state->form, BASICS_TITLE, 0), document->title);
 *
 * In the view: `.draw` calls form_draw, `.key` form_key, `.typing` form_typing, `.back` form_back,
 * `.layers` has &form_keymap. All characters belong to the form, so the view's own keys are
 * ^letters and F-keys.
 *
 * Tab, Down and Enter go forward: the field is tidied and checked, and a sentence appears under it;
 * Shift-Tab and Up go back without a word. An error does not hold anybody: form_check, before the
 * step is left or saved, shows all of them and goes to the first. Enter in the last field is not
 * used up, so that a view may bind it.
 *
 * Repeated groups (triggers, conditions): form_clear, then form_add again with other row numbers;
 * the focus and its cursor stay with the same type and row. That may be done inside `changed` and
 * `pressed`, which are the last things a key causes. */
#ifndef UI_WIDGETS_FORM_H
#define UI_WIDGETS_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/area.h"
#include "base/key.h"
#include "base/keymap.h"
#include "base/view.h"
#include "widgets/field.h"

enum { FORM_FIELDS_MAX = 5000 };

struct form {
    struct view *view; /* NULL in tests: F1 and the editor do nothing */
    void *context;
    void (*changed)(void *context, struct form *form, struct field *field); /* may be NULL */
    struct field **fields;
    size_t count;
    size_t capacity;
    size_t focus;
    int focus_id; /* to find the focus again after form_clear */
    int focus_row;
    size_t focus_cursor; /* and where it stood in its text */
    bool refocus;
    int scroll;
    int label_width;
    /* The list under the field that has the focus. */
    struct choices choices;
    struct line typed; /* what narrows the list of a choice */
    bool open;
    bool inside; /* a row of the list is selected */
    size_t pick;
    size_t pick_top;
};

void form_init(struct form *form, struct view *view, void *context,
        void (*changed)(void *context, struct form *form, struct field *field));
void form_release(struct form *form);
void form_clear(struct form *form); /* all fields go, the place of the focus is remembered */
/* Never NULL; beyond FORM_FIELDS_MAX the last field gives way. */
struct field *form_add(struct form *form, const struct field_type *type, int row);
struct field *form_find(const struct form *form, int id, int row); /* NULL: none */
struct field *form_focused(const struct form *form);               /* NULL: no field */
void form_focus(struct form *form, struct field *field);

void form_draw(struct form *form, struct area area, bool focus);
/* The rows all fields would take in that width. */
int form_height(struct form *form, int width);
bool form_key(struct form *form, const struct key *key);
bool form_typing(const struct form *form);
bool form_back(struct form *form); /* closes an open list */

/* Checks all fields; where one has an error, the first gets the focus and false comes back.
 * Warnings do not stop it. */
bool form_check(struct form *form);
size_t form_count(const struct form *form, enum field_verdict verdict);

/* For the files of the form. */
void form_open_list(struct form *form);
void form_close_list(struct form *form);
bool form_list_key(struct form *form, const struct key *key);
void form_refresh_list(struct form *form);
void form_settle(struct form *form);
void form_tell(struct form *form, struct field *field);
void form_draw_list(struct form *form, struct area area, int y, int x);

extern const struct keymap form_keymap;

#endif
