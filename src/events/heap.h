/* The least of several keys: what merging keeps its streams in. */
#ifndef EVENTS_HEAP_H
#define EVENTS_HEAP_H

#include <stddef.h>
#include <stdint.h>

/* The order of a batch (SEMANTICS 1.5). */
struct key {
    int64_t at_ms;
    uint32_t file;
    uint64_t line;
};
int key_compare(const struct key *a, const struct key *b);

struct heap_item {
    struct key key;
    size_t stream; /* the caller's */
};

/* `struct heap h = {0}` is a valid empty one; items[0] is the least. */
struct heap {
    struct heap_item *items;
    size_t count;
    size_t capacity;
};

void heap_add(struct heap *heap, struct key key, size_t stream);
void heap_change_first(struct heap *heap, struct key key);
void heap_remove_first(struct heap *heap);
void heap_release(struct heap *heap);

#endif
