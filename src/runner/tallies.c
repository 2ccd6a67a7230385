#include "runner/tallies.h"

#include <roaring/roaring.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/engine.h"

enum { CAPACITY_FIRST = 256 };

static size_t slot_hash(uint32_t campaign, int tally, int64_t hour_ms)
{
    uint64_t hash = (uint64_t)hour_ms * UINT64_C(0x9e3779b97f4a7c15);

    hash ^= ((uint64_t)campaign << 8 | (uint64_t)tally) * UINT64_C(0xff51afd7ed558ccd);
    return (size_t)(hash ^ hash >> 29);
}

static bool slot_is(const struct tally_slot *slot, uint32_t campaign, int tally, int64_t hour_ms)
{
    return slot->campaign == campaign && slot->tally == tally && slot->hour_ms == hour_ms;
}

/* Where the key is, or where it would go. */
static size_t slot_for(const struct tallies *tallies, uint32_t campaign, int tally, int64_t hour_ms)
{
    size_t at = slot_hash(campaign, tally, hour_ms) & (tallies->capacity - 1);

    while (tallies->slots[at].used && !slot_is(&tallies->slots[at], campaign, tally, hour_ms))
        at = (at + 1) & (tallies->capacity - 1);
    return at;
}

static void grow(struct tallies *tallies)
{
    struct tallies wider = {.count = tallies->count};

    wider.capacity = tallies->capacity ? tallies->capacity * 2 : CAPACITY_FIRST;
    wider.slots = mem_array(wider.capacity, sizeof *wider.slots);
    for (size_t i = 0; i < tallies->capacity; i++) {
        const struct tally_slot *slot = &tallies->slots[i];
        if (slot->used)
            wider.slots[slot_for(&wider, slot->campaign, slot->tally, slot->hour_ms)] = *slot;
    }
    mem_free(tallies->slots);
    *tallies = wider;
}

static struct tally_slot *slot_at(
        struct tallies *tallies, uint32_t campaign, int tally, int64_t hour_ms)
{
    if (tallies->count && slot_is(&tallies->slots[tallies->last], campaign, tally, hour_ms) &&
            tallies->slots[tallies->last].used)
        return &tallies->slots[tallies->last];
    if (tallies->count * 2 >= tallies->capacity)
        grow(tallies);
    size_t at = slot_for(tallies, campaign, tally, hour_ms);
    struct tally_slot *slot = &tallies->slots[at];
    if (!slot->used) {
        *slot = (struct tally_slot){campaign, tally, hour_ms, 0, true, NULL};
        if (tally_is_unique(tally))
            slot->users = roaring_bitmap_create();
        tallies->count++;
    }
    tallies->last = at;
    return slot;
}

void tallies_add(struct tallies *tallies, uint32_t campaign, int tally, int64_t hour_ms,
        int64_t amount, uint32_t user)
{
    struct tally_slot *slot = slot_at(tallies, campaign, tally, hour_ms);

    slot->total += amount;
    if (slot->users)
        roaring_bitmap_add(slot->users, user);
}

const struct tally_slot *tallies_next(const struct tallies *tallies, size_t *at)
{
    while (*at < tallies->capacity) {
        const struct tally_slot *slot = &tallies->slots[(*at)++];
        if (slot->used)
            return slot;
    }
    return NULL;
}

const struct tally_slot *tallies_find(
        const struct tallies *tallies, uint32_t campaign, int tally, int64_t hour_ms)
{
    if (!tallies->capacity)
        return NULL;
    const struct tally_slot *slot = &tallies->slots[slot_for(tallies, campaign, tally, hour_ms)];
    return slot->used ? slot : NULL;
}

int64_t tallies_total(const struct tallies *tallies, uint32_t campaign, int tally, int64_t *unique)
{
    roaring_bitmap_t *users = roaring_bitmap_create();
    const struct tally_slot *slot = NULL;
    int64_t total = 0;

    for (size_t at = 0; (slot = tallies_next(tallies, &at));) {
        if (slot->campaign != campaign || slot->tally != tally)
            continue;
        total += slot->total;
        if (slot->users)
            roaring_bitmap_or_inplace(users, slot->users);
    }
    if (unique)
        *unique = (int64_t)roaring_bitmap_get_cardinality(users);
    roaring_bitmap_free(users);
    return total;
}

static int compare_slots(const void *a, const void *b)
{
    const struct tally_slot *x = *(const struct tally_slot *const *)a;
    const struct tally_slot *y = *(const struct tally_slot *const *)b;

    if (x->campaign != y->campaign)
        return x->campaign < y->campaign ? -1 : 1;
    if (x->tally != y->tally)
        return x->tally < y->tally ? -1 : 1;
    return (x->hour_ms > y->hour_ms) - (x->hour_ms < y->hour_ms);
}

const struct tally_slot **tallies_sorted(const struct tallies *tallies)
{
    const struct tally_slot **sorted = mem_array(tallies->count + 1, sizeof(void *));
    const struct tally_slot *slot = NULL;
    size_t count = 0;

    for (size_t at = 0; (slot = tallies_next(tallies, &at));)
        sorted[count++] = slot;
    if (count)
        qsort(sorted, count, sizeof *sorted, compare_slots);
    return sorted;
}

void tallies_clear(struct tallies *tallies)
{
    for (size_t i = 0; i < tallies->capacity; i++)
        if (tallies->slots[i].users)
            roaring_bitmap_free(tallies->slots[i].users);
    if (tallies->capacity)
        memset(tallies->slots, 0, tallies->capacity * sizeof *tallies->slots);
    tallies->count = 0;
}

void tallies_release(struct tallies *tallies)
{
    tallies_clear(tallies);
    mem_free(tallies->slots);
    memset(tallies, 0, sizeof *tallies);
}
