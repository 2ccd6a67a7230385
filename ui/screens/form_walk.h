/* The way through a form by Enter alone: Enter goes to the next field, also from choices, which
 * Space, letters and arrows change; in the last field it is left to the view, which goes on.
 *
 * A number or a time that stands in a field is replaced by what is typed first, so that nobody has
 * to empty the field; after an arrow or Backspace it is edited. */
#ifndef UI_SCREENS_FORM_WALK_H
#define UI_SCREENS_FORM_WALK_H

#include "widgets/form.h"

/* Where the person is; begins as {0}. */
struct form_walk {
    int id; /* of the field the last key left the focus in */
    int row;
};

/* As form_key. */
bool form_walk_key(struct form_walk *walk, struct form *form, const struct key *key);

#endif
