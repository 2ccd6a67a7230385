/* Which element of one list became which of another (private to model/). */
#ifndef MODEL_ALIGN_H
#define MODEL_ALIGN_H

#include <stddef.h>

#define ALIGN_NONE ((size_t)-1)

/* From 0, nothing in common, to SIMILAR_SAME; elements from SIMILAR_LEAST on are taken for one that
 * was changed. */
enum { SIMILAR_SAME = 1000, SIMILAR_LEAST = 450 };

struct aligned {
    size_t before; /* ALIGN_NONE: added */
    size_t after;  /* ALIGN_NONE: removed */
    int similar;   /* SIMILAR_SAME: moved */
};

/* How similar the elements are; called only for texts that differ. */
typedef int align_similar(const void *context, size_t before, size_t after);

/* Compares lists of at most FILTER_LIST_MAX elements by their texts: those of the longest common
 * subsequence stay, equal ones elsewhere were moved, similar ones changed, best pairs first.
 * Returns what is left to tell, first what was removed, then the rest in order of `after`;
 * mem_free. */
struct aligned *align(char *const *before, size_t before_count, char *const *after,
        size_t after_count, align_similar *similar, const void *context, size_t *count);

#endif
