#include "events/heap.h"

#include "base/alloc.h"

int key_compare(const struct key *a, const struct key *b)
{
    if (a->at_ms != b->at_ms)
        return a->at_ms < b->at_ms ? -1 : 1;
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

static void swap(struct heap_item *a, struct heap_item *b)
{
    struct heap_item item = *a;

    *a = *b;
    *b = item;
}

static void sift_down(struct heap *heap)
{
    size_t at = 0;

    for (;;) {
        size_t least = 2 * at + 1;

        if (least >= heap->count)
            return;
        if (least + 1 < heap->count &&
                key_compare(&heap->items[least + 1].key, &heap->items[least].key) < 0)
            least++;
        if (key_compare(&heap->items[at].key, &heap->items[least].key) <= 0)
            return;
        swap(&heap->items[at], &heap->items[least]);
        at = least;
    }
}

void heap_add(struct heap *heap, struct key key, size_t stream)
{
    size_t at = heap->count;

    heap->items = mem_room(heap->items, heap->count, &heap->capacity, sizeof *heap->items);
    heap->items[heap->count++] = (struct heap_item){key, stream};
    while (at > 0 && key_compare(&heap->items[at].key, &heap->items[(at - 1) / 2].key) < 0) {
        swap(&heap->items[at], &heap->items[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
}

void heap_change_first(struct heap *heap, struct key key)
{
    heap->items[0].key = key;
    sift_down(heap);
}

void heap_remove_first(struct heap *heap)
{
    heap->items[0] = heap->items[--heap->count];
    sift_down(heap);
}

void heap_release(struct heap *heap)
{
    mem_free(heap->items);
    *heap = (struct heap){0};
}
