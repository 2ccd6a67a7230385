/* Filter trees compared as trees: what was wrapped into a group, or taken out of one, is not new.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "model/differ.h"
#include "model/words.h"

static const struct field node_field = {.codec = &codec_filter};
static const char *const group_keys[] = {
        [FILTER_ALL] = "all", [FILTER_ANY] = "any", [FILTER_NOT] = "not"};

/* Conditions that are alike although nothing they name is the same. */
enum { SIMILAR_NAMELESS = 600, SIMILAR_GROUPS = 460, SIMILAR_INSIDE_PERCENT = 90 };

struct leaves {
    uint64_t *hashes;
    size_t count;
    size_t capacity;
};

static void add_leaf(const struct filter *filter, void *context)
{
    struct leaves *leaves = context;
    if (filter_is_group(filter))
        return;
    char *text = field_json(&node_field, filter);
    leaves->hashes =
            mem_room(leaves->hashes, leaves->count, &leaves->capacity, sizeof *leaves->hashes);
    leaves->hashes[leaves->count++] = hash_fast(text, strlen(text));
    mem_free(text);
}

static int compare_hashes(const void *a, const void *b)
{
    uint64_t first = *(const uint64_t *)a, second = *(const uint64_t *)b;
    return first < second ? -1 : first > second;
}

static struct leaves leaves_of(const struct filter *filter)
{
    struct leaves leaves = {0};
    filter_each(filter, add_leaf, &leaves);
    if (leaves.count > 0)
        qsort(leaves.hashes, leaves.count, sizeof *leaves.hashes, compare_hashes);
    return leaves;
}

/* The share of the leaves that both have, of 1000. */
static int leaves_similar(const struct filter *before, const struct filter *after)
{
    struct leaves a = leaves_of(before), b = leaves_of(after);
    size_t common = 0;
    for (size_t i = 0, j = 0; i < a.count && j < b.count;) {
        if (a.hashes[i] == b.hashes[j]) {
            common++;
            i++;
            j++;
        } else if (a.hashes[i] < b.hashes[j]) {
            i++;
        } else {
            j++;
        }
    }
    size_t all = a.count + b.count;
    mem_free(a.hashes);
    mem_free(b.hashes);
    return all ? (int)(2 * SIMILAR_SAME * common / all) : 0;
}

static bool is_nameless(enum filter_kind kind)
{
    return kind == FILTER_SPENT || kind == FILTER_BUCKET || kind == FILTER_USER;
}

static int similar(const struct filter *before, const struct filter *after);

/* The child of `group` that is most like `node`; ALIGN_NONE where none is alike. */
static size_t likest_child(
        const struct filter *node, const struct filter *group, bool groups_only, int *grade)
{
    size_t likest = ALIGN_NONE;
    *grade = SIMILAR_LEAST - 1;
    for (size_t i = 0; i < group->child_count; i++) {
        if (groups_only && !filter_is_group(&group->children[i]))
            continue;
        int child = similar(node, &group->children[i]);
        if (child > *grade) {
            *grade = child;
            likest = i;
        }
    }
    return likest;
}

static int inside_similar(const struct filter *leaf, const struct filter *group)
{
    int grade;
    return likest_child(leaf, group, false, &grade) == ALIGN_NONE
                   ? 0
                   : grade * SIMILAR_INSIDE_PERCENT / 100;
}

static int similar(const struct filter *before, const struct filter *after)
{
    if (field_same(&node_field, before, after))
        return SIMILAR_SAME;
    if (!filter_is_group(before) && filter_is_group(after))
        return inside_similar(before, after);
    if (filter_is_group(before) && !filter_is_group(after))
        return inside_similar(after, before);
    if (filter_is_group(before)) {
        int leaves = leaves_similar(before, after);
        return before->kind == after->kind
                       ? SIMILAR_GROUPS + (SIMILAR_SAME - SIMILAR_GROUPS) * leaves / SIMILAR_SAME -
                                 1
                       : leaves * SIMILAR_INSIDE_PERCENT / 100;
    }
    if (before->kind != after->kind)
        return 0;
    if (is_nameless(before->kind))
        return SIMILAR_NAMELESS;
    return shape_similar(filter_shape(before), before, after);
}

static int children_similar(const void *context, size_t before, size_t after)
{
    const struct list_difference *list = context;
    const struct filter *a = list->before, *b = list->after;
    return similar(&a[before], &b[after]);
}

static void add_words(struct buf *out, const void *filter)
{
    filter_add_words(out, filter);
}

static char *words_of(const struct filter *filter)
{
    struct buf words = {0};
    filter_add_words(&words, filter);
    return buf_take(&words);
}

static void add_whole(struct differ *differ, const char *what, const struct filter *before,
        const struct filter *after, const char *sentence)
{
    char *was = words_of(before);
    char *is = words_of(after);
    differ_add_narrowed(differ, &node_field, before, after, sentence, what, was, is);
    mem_free(was);
    mem_free(is);
}

static void child_changed(
        struct differ *differ, const struct list_difference *list, size_t before, size_t after)
{
    const struct filter *a = list->before, *b = list->after;
    differ_filter(differ, list->what, &a[before], &b[after]);
}

static void compare_children(struct differ *differ, const char *what, enum filter_kind kind,
        const struct filter *before, size_t before_count, const struct filter *after,
        size_t after_count)
{
    bool any = kind == FILTER_ANY;
    size_t mark = differ_enter(differ, group_keys[kind]);
    differ_list(differ,
            &(struct list_difference){.what = what,
                    .element = &node_field,
                    .size = sizeof(struct filter),
                    .before = before,
                    .after = after,
                    .before_count = before_count,
                    .after_count = after_count,
                    .similar = children_similar,
                    .add_words = add_words,
                    .changed = child_changed,
                    .added = any ? "{1}: '{3}' added as an alternative" : "{1}: '{3}' added",
                    .removed = any ? "{1}: alternative '{2}' removed" : "{1}: '{2}' removed",
                    .moved = "{1}: '{3}' moved"});
    differ_leave(differ, mark);
}

/* `node` became the child `index` of `group`, or was it: the others came or went. */
static void compare_others(struct differ *differ, const char *what, const struct filter *group,
        size_t index, bool came)
{
    size_t mark = differ_enter(differ, group_keys[group->kind]);
    for (size_t i = 0; i < group->child_count; i++) {
        if (i == index)
            continue;
        size_t inner = differ_enter_element(differ, i);
        char *text = field_json(&node_field, &group->children[i]);
        char *words = words_of(&group->children[i]);
        bool any = group->kind == FILTER_ANY;
        if (came)
            differ_add(differ, NULL, text,
                    any ? "{1}: '{2}' added as an alternative" : "{1}: '{2}' added", what, words,
                    NULL);
        else
            differ_add(differ, text, NULL,
                    any ? "{1}: alternative '{2}' removed" : "{1}: '{2}' removed", what, words,
                    NULL);
        mem_free(words);
        differ_leave(differ, inner);
    }
    differ_leave(differ, mark);
}

static void wrapped(struct differ *differ, const char *what, const struct filter *before,
        const struct filter *after, size_t index)
{
    if (after->kind == FILTER_NOT)
        add_whole(differ, what, before, after, "{1}: '{2}' is now excluded");
    else if (after->child_count == 1)
        add_whole(differ, what, before, after, "{1}: '{2}' now stands in a group of its own");
    else
        compare_others(differ, what, after, index, true);
    size_t mark = differ_enter(differ, group_keys[after->kind]);
    if (after->kind != FILTER_NOT)
        differ_enter_element(differ, index);
    differ_filter(differ, what, before, &after->children[index]);
    differ_leave(differ, mark);
}

static void unwrapped(struct differ *differ, const char *what, const struct filter *before,
        const struct filter *after, size_t index)
{
    if (before->kind == FILTER_NOT)
        add_whole(differ, what, before, after, "{1}: '{3}' is no longer excluded");
    else if (before->child_count == 1)
        add_whole(differ, what, before, after, "{1}: '{3}' no longer stands in a group of its own");
    else
        compare_others(differ, what, before, index, false);
    differ_filter(differ, what, &before->children[index], after);
}

static bool joins(const struct filter *filter)
{
    return filter->kind == FILTER_ALL || filter->kind == FILTER_ANY;
}

static bool share_a_child(const struct filter *before, const struct filter *after)
{
    for (size_t i = 0; i < before->child_count; i++) {
        for (size_t j = 0; j < after->child_count; j++) {
            if (field_same(&node_field, &before->children[i], &after->children[j]))
                return true;
        }
    }
    return false;
}

static void compare_groups(struct differ *differ, const char *what, const struct filter *before,
        const struct filter *after)
{
    if (before->kind != after->kind)
        differ_add(differ, mem_format("\"%s\"", group_keys[before->kind]),
                mem_format("\"%s\"", group_keys[after->kind]),
                after->kind == FILTER_ANY
                        ? "{1}: conditions that had all to hold are now alternatives"
                        : "{1}: conditions that were alternatives now all have to hold",
                what, NULL, NULL);
    compare_children(differ, what, after->kind, before->children, before->child_count,
            after->children, after->child_count);
}

static void compare_excluded(struct differ *differ, const char *what, const struct filter *before,
        const struct filter *after)
{
    if (before->child_count == 0 || after->child_count == 0) {
        add_whole(differ, what, before, after, "{1}: '{2}' -> '{3}'");
        return;
    }
    size_t mark = differ_enter(differ, group_keys[FILTER_NOT]);
    differ_filter(differ, what, before->children, after->children);
    differ_leave(differ, mark);
}

void differ_filter(struct differ *differ, const char *what, const struct filter *before,
        const struct filter *after)
{
    if (field_same(&node_field, before, after))
        return;
    bool both_join = joins(before) && joins(after);
    if (both_join && share_a_child(before, after)) {
        compare_groups(differ, what, before, after);
        return;
    }
    if (before->kind == FILTER_NOT && after->kind == FILTER_NOT) {
        compare_excluded(differ, what, before, after);
        return;
    }
    int direct = similar(before, after), up = 0, down = 0;
    size_t wrapping = likest_child(before, after, filter_is_group(before), &up);
    size_t unwrapping = likest_child(after, before, filter_is_group(after), &down);
    if (wrapping != ALIGN_NONE && up > direct && up >= down)
        wrapped(differ, what, before, after, wrapping);
    else if (unwrapping != ALIGN_NONE && down > direct)
        unwrapped(differ, what, before, after, unwrapping);
    else if (both_join)
        compare_groups(differ, what, before, after);
    else
        add_whole(differ, what, before, after, "{1}: '{2}' -> '{3}'");
}
