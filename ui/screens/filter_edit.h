/* Changing filter trees by the number of a node, parents first as filter_each counts them. */
#ifndef UI_SCREENS_FILTER_EDIT_H
#define UI_SCREENS_FILTER_EDIT_H

#include "model/filter.h"

struct filter_spot {
    struct filter *node;
    struct filter *parent; /* NULL: the root */
    size_t place;          /* among the parent's children */
    size_t parent_number;
    int depth;
};

/* False where there is no such node; `root` may be NULL. */
bool filter_spot_find(struct filter *root, size_t number, struct filter_spot *spot);

/* All of them return the number of the node to select afterwards. */

/* Adds a copy of a leaf into a group, or behind a leaf (which becomes a group where it is alone);
 * `group`: as a group of its own, of the other kind. */
size_t filter_edit_add(struct filter **root, size_t number, const struct filter *leaf, bool group);
size_t filter_edit_replace(struct filter *root, size_t number, const struct filter *leaf);
/* Groups that become empty go too; *root may become NULL. */
size_t filter_edit_delete(struct filter **root, size_t number);
size_t filter_edit_not(
        struct filter *root, size_t number); /* puts one before it, or takes it away */
size_t filter_edit_wrap(struct filter *root, size_t number); /* a group around it */
size_t filter_edit_move(struct filter *root, size_t number, bool down);
void filter_edit_turn(struct filter *root, size_t number); /* all <-> any */

/* True where one more would be too many or too deep. */
bool filter_edit_is_full(struct filter *root, size_t number, bool leaf);

#endif
