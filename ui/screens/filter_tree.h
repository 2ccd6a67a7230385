/* A filter that is edited as a tree, with the exact number of users beside every branch: the
 * audience of campaigns and segments.
 *
 *     filter_tree_init(&state->tree, view, state->suggest, changed, state);
 *     filter_tree_set(&state->tree, document->filter);      // NULL: everyone
 *     ... filter_tree_draw, filter_tree_key; .layers = {&tree_keymap}
 *     changed(context): take filter_tree_get over into the document
 *
 * Every change is counted anew in a job; the figures of branches that are not known yet are '...'.
 * `view` must call filter_tree_release in its close. */
#ifndef UI_SCREENS_FILTER_TREE_H
#define UI_SCREENS_FILTER_TREE_H

#include "base/job.h"
#include "base/view.h"
#include "model/filter.h"
#include "screens/suggest.h"
#include "widgets/tree.h"

enum { FILTER_TREE_UNDO_MAX = 100 };

struct filter_tree {
    struct view *view;
    struct suggest *suggest;
    void (*changed)(void *context);
    void *context;
    struct tree tree;
    struct filter *root; /* NULL: everyone */
    struct filter **past;
    size_t past_count;
    size_t past_capacity;
    int64_t *sizes; /* by number of the node; NULL while nothing was counted */
    size_t size_count;
    int64_t size_ms; /* as of */
    struct job *job;
    bool failed;
    /* What the leaf that is being edited is for. */
    size_t edited;
    enum tree_action editing;
};

void filter_tree_init(struct filter_tree *tree, struct view *view, struct suggest *suggest,
        void (*changed)(void *context), void *context);
void filter_tree_release(struct filter_tree *tree);
void filter_tree_set(struct filter_tree *tree, const struct filter *filter);
/* NULL: everyone. Valid until the next key. */
const struct filter *filter_tree_get(const struct filter_tree *tree);
/* Takes the last change back; false where there is none. */
bool filter_tree_undo(struct filter_tree *tree);
/* Counts again: the engine went on, or segments changed. */
void filter_tree_count(struct filter_tree *tree);
void filter_tree_draw(struct filter_tree *tree, struct area area, bool focus);
bool filter_tree_key(struct filter_tree *tree, const struct key *key);
/* '12 840 users, as of ...' or 'counting ... 40 %'. */
void filter_tree_add_size(const struct filter_tree *tree, struct buf *out);

#endif
