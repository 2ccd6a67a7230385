/* Memory that is released all at once. Pieces never move. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_chunk;

/* `struct arena a = {0}` is a valid empty one. */
struct arena {
    struct arena_chunk *chunk;
    size_t used;  /* in the current chunk */
    size_t total; /* bytes of all chunks */
};

void *arena_add(struct arena *arena, size_t size); /* aligned to 8, not zeroed */
char *arena_copy(struct arena *arena, const void *bytes, size_t size); /* adds a final NUL */
void arena_clear(struct arena *arena); /* empties, keeping one chunk */
void arena_release(struct arena *arena);

#endif
