#include "store/few.h"

#include <string.h>

#include "base/alloc.h"

void few_init(struct few *few, size_t limit, bool largest)
{
    *few = (struct few){.limit = limit, .largest = largest};
    few->heap = mem_array(limit + 1, sizeof *few->heap);
}

static bool is_worse(const struct few *few, int64_t a, int64_t b)
{
    return few->largest ? a < b : a > b;
}

static void swap(int64_t *a, int64_t *b)
{
    int64_t kept = *a;

    *a = *b;
    *b = kept;
}

static void sift_up(struct few *few, size_t at)
{
    for (; at && is_worse(few, few->heap[at], few->heap[(at - 1) / 2]); at = (at - 1) / 2)
        swap(&few->heap[at], &few->heap[(at - 1) / 2]);
}

static void sift_down(struct few *few)
{
    size_t at = 0;

    for (size_t child = 1; child < few->count; child = at * 2 + 1) {
        if (child + 1 < few->count && is_worse(few, few->heap[child + 1], few->heap[child]))
            child++;
        if (!is_worse(few, few->heap[child], few->heap[at]))
            return;
        swap(&few->heap[at], &few->heap[child]);
        at = child;
    }
}

void few_add(struct few *few, int64_t number)
{
    if (few->count < few->limit) {
        few->heap[few->count++] = number;
        sift_up(few, few->count - 1);
    } else if (few->limit && is_worse(few, few->heap[0], number)) {
        few->heap[0] = number;
        sift_down(few);
    }
}

bool few_edge(const struct few *few, int64_t *edge)
{
    if (few->limit == 0 || few->count < few->limit)
        return false;
    *edge = few->heap[0];
    return true;
}

void few_release(struct few *few)
{
    mem_free(few->heap);
    memset(few, 0, sizeof *few);
}
