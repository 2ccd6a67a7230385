/* A tree of rows that can be edited: filters of all, any and not, with a figure beside each branch.
 *
 * The screen has the tree and gives it flattened, parents before their children; the widget draws
 * the branches, moves, and says what the person wants done with which row.
 *
 *     static const struct tree_type filter_tree = {
 *         .count = filter_rows, .row = filter_row, .act = filter_act, .refuse = filter_refuse,
 *         .empty = N_("Everyone. Press a to add a condition."),
 *     };
 */
#ifndef UI_WIDGETS_TREE_H
#define UI_WIDGETS_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/area.h"
#include "base/buf.h"
#include "base/key.h"
#include "base/keymap.h"
#include "base/style.h"

enum { TREE_DEPTH_MAX = 16, TREE_ROWS_MAX = 4096 };

struct tree_row {
    int depth;         /* 0: the root */
    bool group;        /* has children, or may have them */
    struct buf text;   /* 'all of', 'plan equals pro' */
    struct buf figure; /* '12 840', '...' */
    double share;      /* 0 to 1: a small bar beside the figure; below 0: none */
    enum style style;  /* of the text */
};

enum tree_action {
    TREE_EDIT = 1,
    TREE_ADD,       /* a leaf: into the group, or behind the leaf */
    TREE_ADD_GROUP, /* a group there */
    TREE_TURN,      /* all <-> any */
    TREE_NOT,       /* negate, or not */
    TREE_DELETE,
    TREE_MOVE_UP, /* among its siblings */
    TREE_MOVE_DOWN,
    TREE_UNDO,
};

struct tree_type {
    const char *empty; /* N_() */
    size_t (*count)(void *context);
    void (*row)(void *context, size_t number, struct tree_row *row);
    /* Does it and returns the row to select afterwards. `row` is 0 where there is none. */
    size_t (*act)(void *context, size_t row, enum tree_action action);
    /* True where it is not possible, with a sentence; may be NULL. */
    bool (*refuse)(void *context, size_t row, enum tree_action action, struct buf *why);
};

struct tree {
    const struct tree_type *type;
    void *context;
    size_t selected;
    size_t top;
    int page;
    struct buf why; /* of the last refusal; shown by the screen or under the tree */
    struct area rows_area;
};

void tree_init(struct tree *tree, const struct tree_type *type, void *context);
void tree_release(struct tree *tree);
void tree_draw(struct tree *tree, struct area area, bool focus);
bool tree_key(struct tree *tree, const struct key *key);

extern const struct keymap tree_keymap;

#endif
