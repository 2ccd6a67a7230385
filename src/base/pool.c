#include "base/pool.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/alloc.h"

enum {
    GRAIN = 16,
    PIECE_MAX = 1024, /* larger ones are few, and come from elsewhere */
    CLASSES = PIECE_MAX / GRAIN + 1,
    CHUNK_SIZE = 2 * 1024 * 1024, /* a huge page */
};

struct free_piece {
    struct free_piece *next;
};

struct chunk {
    struct chunk *next;
};

/* A piece over PIECE_MAX, in a ring with the pool's own. */
struct large {
    struct large *next, *before;
};

struct pool {
    struct free_piece *free[CLASSES];
    struct chunk *chunks;
    char *room;
    size_t room_size;
    struct large large;
};

struct pool *pool_new(void)
{
    struct pool *pool = mem_new(sizeof *pool);

    pool->large.next = pool->large.before = &pool->large;
    return pool;
}

void pool_free(struct pool *pool)
{
    if (!pool)
        return;
    while (pool->large.next != &pool->large) {
        struct large *large = pool->large.next;
        pool->large.next = large->next;
        mem_free(large);
    }
    for (struct chunk *chunk = pool->chunks, *next; chunk; chunk = next) {
        next = chunk->next;
        mem_free(chunk);
    }
    mem_free(pool);
}

size_t pool_piece_size(size_t size)
{
    if (size > PIECE_MAX)
        size += sizeof(struct large);
    return (size + GRAIN - 1) / GRAIN * GRAIN;
}

static struct large *large_of(void *memory)
{
    return (struct large *)memory - 1;
}

static void *large_take(struct pool *pool, size_t size)
{
    struct large *large = mem_resize(NULL, 1, pool_piece_size(size));

    large->next = pool->large.next;
    large->before = &pool->large;
    large->next->before = large->before->next = large;
    return large + 1;
}

static void large_give_back(void *memory)
{
    struct large *large = large_of(memory);

    large->next->before = large->before;
    large->before->next = large->next;
    mem_free(large);
}

static void add_chunk(struct pool *pool)
{
    struct chunk *chunk = aligned_alloc(CHUNK_SIZE, CHUNK_SIZE);

    if (!chunk)
        mem_exhausted();
    /* Users lie all over memory: with small pages nearly every step to one misses the page tables'
     * cache. Where there are no huge pages, it works without. */
    (void)madvise(chunk, CHUNK_SIZE, MADV_HUGEPAGE);
    chunk->next = pool->chunks;
    pool->chunks = chunk;
    pool->room = (char *)chunk + GRAIN;
    pool->room_size = CHUNK_SIZE - GRAIN;
}

static void *take(struct pool *pool, size_t size)
{
    size_t piece = pool_piece_size(size);
    struct free_piece *found;

    if (size > PIECE_MAX)
        return large_take(pool, size);
    found = pool->free[piece / GRAIN];
    if (found) {
        pool->free[piece / GRAIN] = found->next;
        return found;
    }
    if (pool->room_size < piece)
        add_chunk(pool);
    pool->room += piece;
    pool->room_size -= piece;
    return pool->room - piece;
}

static void give_back(struct pool *pool, void *memory, size_t size)
{
    struct free_piece *piece = memory;
    size_t class = pool_piece_size(size) / GRAIN;

    if (size > PIECE_MAX) {
        large_give_back(memory);
        return;
    }
    piece->next = pool->free[class];
    pool->free[class] = piece;
}

static void *resize_alone(void *memory, size_t size)
{
    if (size > 0)
        return mem_resize(memory, size, 1);
    mem_free(memory);
    return NULL;
}

void *pool_resize(struct pool *pool, void *memory, size_t old_size, size_t size)
{
    void *resized = memory;

    if (!pool) {
        resized = resize_alone(memory, size);
    } else if (old_size == 0 || size == 0 || pool_piece_size(old_size) != pool_piece_size(size)) {
        resized = size > 0 ? take(pool, size) : NULL;
        if (old_size > 0 && size > 0)
            memcpy(resized, memory, old_size < size ? old_size : size);
        if (old_size > 0)
            give_back(pool, memory, old_size);
    }
    if (size > old_size)
        memset((char *)resized + old_size, 0, size - old_size);
    return resized;
}
