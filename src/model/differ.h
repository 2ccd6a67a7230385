/* What the comparisons of documents share (private to model/). */
#ifndef MODEL_DIFFER_H
#define MODEL_DIFFER_H

#include "model/align.h"
#include "model/change.h"
#include "model/document.h"

struct differ {
    struct change_list *out;
    struct buf path;
};

size_t differ_enter(struct differ *differ, const char *key);
size_t differ_enter_element(struct differ *differ, size_t index);
void differ_leave(struct differ *differ, size_t mark);

/* Adds a change at the path as it is. `before` and `after` are taken over, either may be NULL.
 * `sentence` is filled with what changed, and how it was and is, in words. */
void differ_add(struct differ *differ, char *before, char *after, const char *sentence,
        const char *what, const char *was, const char *is);
/* As above with the smallest part of two members of one kind that holds all the difference:
 * `delay.amount`, not `delay`. */
void differ_add_narrowed(struct differ *differ, const struct field *field, const void *before,
        const void *after, const char *sentence, const char *what, const char *was, const char *is);
/* The keys both have in common, of 1000; the first one counts as much as all others. */
int shape_similar(const struct shape *shape, const void *before, const void *after);

/* A list whose elements are compared one by one. */
struct list_difference {
    const char *what; /* 'trigger' */
    bool numbered;    /* 'trigger 2' */
    const struct field *element;
    size_t size;
    const void *before, *after;
    size_t before_count, after_count;
    align_similar *similar;
    void (*add_words)(struct buf *out, const void *element);
    /* How one of a changed pair differs; NULL: as a whole, narrowed. */
    void (*changed)(
            struct differ *differ, const struct list_difference *list, size_t before, size_t after);
    /* {1} is `what`, {2} and {3} the words of the element before and after. NULL: the usual. */
    const char *added, *removed, *moved;
};
void differ_list(struct differ *differ, const struct list_difference *list);

void differ_filter(struct differ *differ, const char *what, const struct filter *before,
        const struct filter *after);
void differ_rules(struct differ *differ, const char *what, const struct rule *before,
        size_t before_count, const struct rule *after, size_t after_count);
void differ_conversions(
        struct differ *differ, const struct campaign *before, const struct campaign *after);

#endif
