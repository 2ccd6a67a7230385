#include "model/align.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

struct matching {
    char *const *before, *const *after;
    size_t before_count, after_count;
    size_t *of_before; /* the element of `after`, or ALIGN_NONE */
    size_t *of_after;
    int *similar; /* by element of `after` */
};

static void match(struct matching *matching, size_t before, size_t after, int similar)
{
    matching->of_before[before] = after;
    matching->of_after[after] = before;
    matching->similar[after] = similar;
}

/* What stays is marked as matched with more than SIMILAR_SAME, which nobody is told about. */
enum { STAYS = SIMILAR_SAME + 1 };

static void match_common(struct matching *matching)
{
    size_t rows = matching->before_count, columns = matching->after_count, width = columns + 1;
    uint16_t *longest = mem_array((rows + 1) * width, sizeof *longest);
    for (size_t i = rows; i-- > 0;) {
        for (size_t j = columns; j-- > 0;) {
            uint16_t down = longest[(i + 1) * width + j], right = longest[i * width + j + 1];
            longest[i * width + j] = strcmp(matching->before[i], matching->after[j]) == 0
                                             ? (uint16_t)(longest[(i + 1) * width + j + 1] + 1)
                                     : down > right ? down
                                                    : right;
        }
    }
    for (size_t i = 0, j = 0; i < rows && j < columns;) {
        if (strcmp(matching->before[i], matching->after[j]) == 0)
            match(matching, i++, j++, STAYS);
        else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1])
            i++;
        else
            j++;
    }
    mem_free(longest);
}

static int compare_pairs(const void *a, const void *b)
{
    const struct aligned *first = a, *second = b;
    if (first->similar != second->similar)
        return first->similar > second->similar ? -1 : 1;
    size_t first_way = first->before > first->after ? first->before - first->after
                                                    : first->after - first->before;
    size_t second_way = second->before > second->after ? second->before - second->after
                                                       : second->after - second->before;
    if (first_way != second_way)
        return first_way < second_way ? -1 : 1;
    if (first->before != second->before)
        return first->before < second->before ? -1 : 1;
    return first->after < second->after ? -1 : first->after > second->after;
}

static void match_similar(struct matching *matching, align_similar *similar, const void *context)
{
    struct aligned *pairs = NULL;
    size_t count = 0, capacity = 0;
    for (size_t i = 0; i < matching->before_count; i++) {
        for (size_t j = 0; matching->of_before[i] == ALIGN_NONE && j < matching->after_count; j++) {
            if (matching->of_after[j] != ALIGN_NONE)
                continue;
            int grade = strcmp(matching->before[i], matching->after[j]) == 0
                                ? SIMILAR_SAME
                                : similar(context, i, j);
            if (grade < SIMILAR_LEAST)
                continue;
            pairs = mem_room(pairs, count, &capacity, sizeof *pairs);
            pairs[count++] = (struct aligned){.before = i, .after = j, .similar = grade};
        }
    }
    if (count > 0)
        qsort(pairs, count, sizeof *pairs, compare_pairs);
    for (size_t i = 0; i < count; i++) {
        if (matching->of_before[pairs[i].before] == ALIGN_NONE &&
                matching->of_after[pairs[i].after] == ALIGN_NONE)
            match(matching, pairs[i].before, pairs[i].after, pairs[i].similar);
    }
    mem_free(pairs);
}

static struct aligned *tell(const struct matching *matching, size_t *count)
{
    struct aligned *told =
            mem_array(matching->before_count + matching->after_count + 1, sizeof *told);
    *count = 0;
    for (size_t i = 0; i < matching->before_count; i++) {
        if (matching->of_before[i] == ALIGN_NONE)
            told[(*count)++] = (struct aligned){.before = i, .after = ALIGN_NONE};
    }
    for (size_t j = 0; j < matching->after_count; j++) {
        if (matching->similar[j] != STAYS)
            told[(*count)++] = (struct aligned){
                    .before = matching->of_after[j], .after = j, .similar = matching->similar[j]};
    }
    return told;
}

static size_t *none_matched(size_t count)
{
    size_t *matched = mem_array(count + 1, sizeof *matched);
    for (size_t i = 0; i < count; i++)
        matched[i] = ALIGN_NONE;
    return matched;
}

struct aligned *align(char *const *before, size_t before_count, char *const *after,
        size_t after_count, align_similar *similar, const void *context, size_t *count)
{
    struct matching matching = {.before = before,
            .after = after,
            .before_count = before_count,
            .after_count = after_count,
            .of_before = none_matched(before_count),
            .of_after = none_matched(after_count),
            .similar = mem_array(after_count + 1, sizeof *matching.similar)};
    match_common(&matching);
    match_similar(&matching, similar, context);
    struct aligned *told = tell(&matching, count);
    mem_free(matching.of_before);
    mem_free(matching.of_after);
    mem_free(matching.similar);
    return told;
}
