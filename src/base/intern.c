#include "base/intern.h"

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"

enum { BLOCK_SIZE = 64 * 1024, SLOTS_MIN = 64 };

/* Texts lie in blocks that never move, so that the pointers handed out stay good. */
struct block {
    struct block *next;
    char bytes[];
};

struct entry {
    const char *text;
    size_t size;
    uint64_t hash;
};

struct intern {
    struct block *blocks;
    char *room;
    size_t room_size;
    struct entry *entries;
    size_t count;
    size_t capacity;
    uint32_t *slots; /* id + 1, 0 where free; a power of two, at most half full */
    size_t slot_count;
};

struct intern *intern_new(void)
{
    struct intern *intern = mem_new(sizeof *intern);
    intern->slot_count = SLOTS_MIN;
    intern->slots = mem_array(SLOTS_MIN, sizeof *intern->slots);
    return intern;
}

void intern_free(struct intern *intern)
{
    if (!intern)
        return;
    for (struct block *block = intern->blocks, *next; block; block = next) {
        next = block->next;
        mem_free(block);
    }
    mem_free(intern->entries);
    mem_free(intern->slots);
    mem_free(intern);
}

/* The slot that holds the string, or the free one where it belongs. */
static size_t find_slot(const struct intern *intern, const char *bytes, size_t size, uint64_t hash)
{
    size_t mask = intern->slot_count - 1;
    size_t slot = hash & mask;
    for (; intern->slots[slot]; slot = (slot + 1) & mask) {
        const struct entry *entry = &intern->entries[intern->slots[slot] - 1];
        if (entry->hash == hash && entry->size == size &&
                (size == 0 || memcmp(entry->text, bytes, size) == 0))
            break;
    }
    return slot;
}

static void double_slots(struct intern *intern)
{
    mem_free(intern->slots);
    intern->slot_count *= 2;
    intern->slots = mem_array(intern->slot_count, sizeof *intern->slots);
    size_t mask = intern->slot_count - 1;
    for (size_t i = 0; i < intern->count; i++) {
        size_t slot = intern->entries[i].hash & mask;
        while (intern->slots[slot])
            slot = (slot + 1) & mask;
        intern->slots[slot] = (uint32_t)(i + 1);
    }
}

static const char *keep(struct intern *intern, const char *bytes, size_t size)
{
    if (size + 1 > intern->room_size) {
        size_t block_size = size + 1 > BLOCK_SIZE ? size + 1 : BLOCK_SIZE;
        struct block *block = mem_resize(NULL, sizeof *block + block_size, 1);
        block->next = intern->blocks;
        intern->blocks = block;
        intern->room = block->bytes;
        intern->room_size = block_size;
    }
    char *text = intern->room;
    if (size)
        memcpy(text, bytes, size);
    text[size] = '\0';
    intern->room += size + 1;
    intern->room_size -= size + 1;
    return text;
}

uint32_t intern_add_hashed(struct intern *intern, const char *bytes, size_t size, uint64_t hash)
{
    size_t slot = find_slot(intern, bytes, size, hash);
    if (intern->slots[slot])
        return intern->slots[slot] - 1;
    intern->entries =
            mem_room(intern->entries, intern->count, &intern->capacity, sizeof *intern->entries);
    intern->entries[intern->count++] = (struct entry){keep(intern, bytes, size), size, hash};
    intern->slots[slot] = (uint32_t)intern->count;
    if (intern->count * 2 > intern->slot_count)
        double_slots(intern);
    return (uint32_t)(intern->count - 1);
}

uint32_t intern_add(struct intern *intern, const char *bytes, size_t size)
{
    return intern_add_hashed(intern, bytes, size, hash_fast(bytes, size));
}

uint32_t intern_find(const struct intern *intern, const char *bytes, size_t size)
{
    uint32_t found = intern->slots[find_slot(intern, bytes, size, hash_fast(bytes, size))];
    return found ? found - 1 : INTERN_NONE;
}

const char *intern_text(const struct intern *intern, uint32_t id, size_t *size)
{
    const struct entry *entry = &intern->entries[id];
    if (size)
        *size = entry->size;
    return entry->text;
}

uint32_t intern_count(const struct intern *intern)
{
    return (uint32_t)intern->count;
}
