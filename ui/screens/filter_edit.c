#include "screens/filter_edit.h"

#include <string.h>

#include "base/alloc.h"

static bool find(struct filter *node, size_t *left, struct filter_spot *spot, size_t *number)
{
    if (*left == 0) {
        spot->node = node;
        return true;
    }
    size_t own = *number;
    for (size_t i = 0; i < node->child_count; i++) {
        --*left;
        ++*number;
        spot->depth++;
        struct filter_spot inner = *spot;
        if (find(&node->children[i], left, &inner, number)) {
            *spot = inner;
            if (!spot->parent) {
                spot->parent = node;
                spot->place = i;
                spot->parent_number = own;
            }
            return true;
        }
        spot->depth--;
    }
    return false;
}

bool filter_spot_find(struct filter *root, size_t number, struct filter_spot *spot)
{
    size_t counted = 0;
    size_t left = number;
    memset(spot, 0, sizeof *spot);
    return root && find(root, &left, spot, &counted);
}

static void insert(struct filter *group, size_t place, struct filter child)
{
    group->children = mem_resize(group->children, group->child_count + 1, sizeof *group->children);
    memmove(group->children + place + 1, group->children + place,
            (group->child_count - place) * sizeof *group->children);
    group->children[place] = child;
    group->child_count++;
}

static struct filter take(struct filter *group, size_t place)
{
    struct filter child = group->children[place];
    group->child_count--;
    memmove(group->children + place, group->children + place + 1,
            (group->child_count - place) * sizeof *group->children);
    return child;
}

static size_t size_of(const struct filter *node)
{
    size_t size = 1;
    for (size_t i = 0; i < node->child_count; i++)
        size += size_of(&node->children[i]);
    return size;
}

/* The node becomes the only child of a new group in its place. */
static void wrap(struct filter *node, enum filter_kind kind)
{
    struct filter inner = *node;
    memset(node, 0, sizeof *node);
    node->kind = kind;
    insert(node, 0, inner);
}

/* The only child takes the place of its group. */
static void unwrap(struct filter *group)
{
    struct filter inner = take(group, 0);
    filter_release(group);
    *group = inner;
}

static enum filter_kind other_kind(const struct filter *group)
{
    return group && group->kind == FILTER_ANY ? FILTER_ALL : FILTER_ANY;
}

static struct filter new_node(const struct filter *leaf, bool group, const struct filter *parent)
{
    struct filter node;
    filter_copy(&node, leaf);
    if (group)
        wrap(&node, other_kind(parent));
    return node;
}

size_t filter_edit_add(struct filter **root, size_t number, const struct filter *leaf, bool group)
{
    struct filter_spot spot;
    if (!filter_spot_find(*root, number, &spot)) {
        *root = mem_new(sizeof **root);
        **root = new_node(leaf, group, NULL);
        return group;
    }
    /* A not has one child: what is added joins it below an all. */
    if (spot.node->kind == FILTER_NOT) {
        number++;
        filter_spot_find(*root, number, &spot);
    }
    bool alone = !spot.parent || spot.parent->kind == FILTER_NOT;
    if (!filter_is_group(spot.node) && alone)
        wrap(spot.node, FILTER_ALL);
    if (filter_is_group(spot.node)) {
        size_t behind = size_of(spot.node);
        insert(spot.node, spot.node->child_count, new_node(leaf, group, spot.node));
        return number + behind + group;
    }
    size_t behind = size_of(spot.node);
    insert(spot.parent, spot.place + 1, new_node(leaf, group, spot.parent));
    return number + behind + group;
}

size_t filter_edit_replace(struct filter *root, size_t number, const struct filter *leaf)
{
    struct filter_spot spot;
    struct filter copy;
    if (!filter_spot_find(root, number, &spot))
        return number;
    filter_copy(&copy, leaf);
    filter_release(spot.node);
    *spot.node = copy;
    return number;
}

size_t filter_edit_delete(struct filter **root, size_t number)
{
    struct filter_spot spot;
    if (!filter_spot_find(*root, number, &spot))
        return number;
    while (spot.parent && spot.parent->child_count == 1) {
        number = spot.parent_number;
        filter_spot_find(*root, number, &spot);
    }
    if (!spot.parent) {
        filter_release(*root);
        mem_free(*root);
        *root = NULL;
        return 0;
    }
    struct filter gone = take(spot.parent, spot.place);
    filter_release(&gone);
    return number;
}

size_t filter_edit_not(struct filter *root, size_t number)
{
    struct filter_spot spot;
    if (!filter_spot_find(root, number, &spot))
        return number;
    if (spot.node->kind == FILTER_NOT) {
        unwrap(spot.node);
        return number;
    }
    if (spot.parent && spot.parent->kind == FILTER_NOT) {
        unwrap(spot.parent);
        return spot.parent_number;
    }
    wrap(spot.node, FILTER_NOT);
    return number;
}

size_t filter_edit_wrap(struct filter *root, size_t number)
{
    struct filter_spot spot;
    if (!filter_spot_find(root, number, &spot))
        return number;
    wrap(spot.node, other_kind(spot.parent));
    return number;
}

size_t filter_edit_move(struct filter *root, size_t number, bool down)
{
    struct filter_spot spot;
    if (!filter_spot_find(root, number, &spot) || !spot.parent)
        return number;
    size_t other = down ? spot.place + 1 : spot.place - 1;
    if ((!down && spot.place == 0) || other >= spot.parent->child_count)
        return number;
    struct filter *children = spot.parent->children;
    size_t step = size_of(&children[other]);
    struct filter kept = children[spot.place];
    children[spot.place] = children[other];
    children[other] = kept;
    return down ? number + step : number - step;
}

void filter_edit_turn(struct filter *root, size_t number)
{
    struct filter_spot spot;
    if (!filter_spot_find(root, number, &spot))
        return;
    if (spot.node->kind == FILTER_ALL)
        spot.node->kind = FILTER_ANY;
    else if (spot.node->kind == FILTER_ANY)
        spot.node->kind = FILTER_ALL;
}

static void count_leaf(const struct filter *node, void *context)
{
    size_t *leaves = context;
    *leaves += !filter_is_group(node);
}

static int groups_below(const struct filter *node)
{
    int deepest = 0;
    for (size_t i = 0; i < node->child_count; i++) {
        int below = groups_below(&node->children[i]);
        deepest = below > deepest ? below : deepest;
    }
    return deepest + filter_is_group(node);
}

bool filter_edit_is_full(struct filter *root, size_t number, bool leaf)
{
    struct filter_spot spot;
    size_t leaves = 0;
    if (!filter_spot_find(root, number, &spot))
        return false;
    filter_each(root, count_leaf, &leaves);
    bool alone = !spot.parent && !filter_is_group(spot.node);
    int deeper = leaf && !alone && spot.node->kind != FILTER_NOT ? 0 : 1;
    return leaves >= FILTER_LEAVES_MAX ||
           spot.depth + groups_below(spot.node) + deeper > FILTER_DEPTH_MAX;
}
