#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"

enum { ARENA_CHUNK_MIN = 32 * 1024, ARENA_CHUNK_MAX = 4 * 1024 * 1024, ARENA_ALIGNMENT = 8 };

struct arena_chunk {
    struct arena_chunk *next;
    size_t size;
    alignas(ARENA_ALIGNMENT) unsigned char bytes[];
};

static struct arena_chunk *chunk_new(struct arena *arena, size_t size)
{
    size_t whole = size > SIZE_MAX - sizeof(struct arena_chunk) ? SIZE_MAX
                                                                : size + sizeof(struct arena_chunk);
    struct arena_chunk *chunk = mem_resize(NULL, 1, whole);

    chunk->size = size;
    arena->total += size;
    return chunk;
}

/* Chunks double with what is there, so that the one kept by arena_clear soon holds everything. */
static size_t chunk_size_next(const struct arena *arena)
{
    if (arena->total < ARENA_CHUNK_MIN)
        return ARENA_CHUNK_MIN;
    return arena->total < ARENA_CHUNK_MAX ? arena->total : ARENA_CHUNK_MAX;
}

/* A piece larger than a chunk gets one of its own behind the current one, which stays in use. */
static void *add_large(struct arena *arena, size_t size)
{
    struct arena_chunk *chunk = chunk_new(arena, size);

    if (!arena->chunk) {
        chunk->next = NULL;
        arena->chunk = chunk;
        arena->used = size;
    } else {
        chunk->next = arena->chunk->next;
        arena->chunk->next = chunk;
    }
    return chunk->bytes;
}

void *arena_add(struct arena *arena, size_t size)
{
    size_t used = (arena->used + ARENA_ALIGNMENT - 1) & ~(size_t)(ARENA_ALIGNMENT - 1);
    size_t next_size;

    if (arena->chunk && used <= arena->chunk->size && size <= arena->chunk->size - used) {
        arena->used = used + size;
        return arena->chunk->bytes + used;
    }
    next_size = chunk_size_next(arena);
    if (size > next_size)
        return add_large(arena, size);

    struct arena_chunk *chunk = chunk_new(arena, next_size);

    chunk->next = arena->chunk;
    arena->chunk = chunk;
    arena->used = size;
    return chunk->bytes;
}

char *arena_copy(struct arena *arena, const void *bytes, size_t size)
{
    char *copy = arena_add(arena, size == SIZE_MAX ? size : size + 1);

    if (size > 0)
        memcpy(copy, bytes, size);
    copy[size] = '\0';
    return copy;
}

void arena_clear(struct arena *arena)
{
    struct arena_chunk *largest = arena->chunk;

    for (struct arena_chunk *chunk = arena->chunk; chunk; chunk = chunk->next)
        if (chunk->size > largest->size)
            largest = chunk;
    for (struct arena_chunk *chunk = arena->chunk, *next; chunk; chunk = next) {
        next = chunk->next;
        if (chunk != largest)
            mem_free(chunk);
    }
    if (largest)
        largest->next = NULL;
    arena->chunk = largest;
    arena->used = 0;
    arena->total = largest ? largest->size : 0;
}

void arena_release(struct arena *arena)
{
    for (struct arena_chunk *chunk = arena->chunk, *next; chunk; chunk = next) {
        next = chunk->next;
        mem_free(chunk);
    }
    *arena = (struct arena){0};
}
