#include "runner/profiles.h"

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"

enum { CAPACITY_FIRST = 1024 };

static size_t power_of_two(size_t least)
{
    size_t power = CAPACITY_FIRST;

    while (power < least)
        power *= 2;
    return power;
}

void profiles_init(struct profiles *profiles, uint32_t count)
{
    memset(profiles, 0, sizeof *profiles);
    profiles->pool = pool_new();
    profiles->count = count;
    profiles->knows_all = count == 0;
    profiles->capacity = count > CAPACITY_FIRST ? count : CAPACITY_FIRST;
    profiles->slots = mem_array(profiles->capacity, sizeof *profiles->slots);
    profiles->id_capacity = power_of_two((size_t)count * 2);
    profiles->ids = mem_array(profiles->id_capacity, sizeof *profiles->ids);
}

/* One that lives in the pool goes away with it. */
static void release(const struct profiles *profiles, struct profile *profile)
{
    if (profile && profile->pool == profiles->pool)
        profile_free_outside(profile);
    else
        profile_free(profile);
}

void profiles_release(struct profiles *profiles)
{
    for (size_t i = 0; i < profiles->count; i++)
        release(profiles, profiles->slots[i].profile);
    pool_free(profiles->pool);
    mem_free(profiles->slots);
    mem_free(profiles->ids);
    memset(profiles, 0, sizeof *profiles);
}

uint32_t profiles_candidate(const struct profiles *profiles, uint64_t hash, size_t *at)
{
    size_t mask = profiles->id_capacity - 1;
    uint32_t tag = profiles_tag(hash);

    for (;;) {
        const struct id_slot *slot = &profiles->ids[(tag + (*at)++) & mask];
        if (!slot->number)
            return UINT32_MAX;
        if (slot->tag == tag)
            return slot->number - 1;
    }
}

static void put(struct id_slot *ids, size_t capacity, struct id_slot slot)
{
    size_t at = slot.tag & (capacity - 1);

    while (ids[at].number)
        at = (at + 1) & (capacity - 1);
    ids[at] = slot;
}

static void widen_ids(struct profiles *profiles)
{
    size_t capacity = profiles->id_capacity * 2;
    struct id_slot *ids = mem_array(capacity, sizeof *ids);

    for (size_t i = 0; i < profiles->id_capacity; i++)
        if (profiles->ids[i].number)
            put(ids, capacity, profiles->ids[i]);
    mem_free(profiles->ids);
    profiles->ids = ids;
    profiles->id_capacity = capacity;
}

void profiles_know(struct profiles *profiles, uint64_t hash, uint32_t number)
{
    if (profiles->id_count * 2 >= profiles->id_capacity)
        widen_ids(profiles);
    put(profiles->ids, profiles->id_capacity, (struct id_slot){profiles_tag(hash), number + 1});
    profiles->id_count++;
}

static void widen_slots(struct profiles *profiles)
{
    size_t capacity = profiles->capacity * 2;

    profiles->slots = mem_resize(profiles->slots, capacity, sizeof *profiles->slots);
    memset(profiles->slots + profiles->capacity, 0,
            (capacity - profiles->capacity) * sizeof *profiles->slots);
    profiles->capacity = capacity;
}

void profiles_take(struct profiles *profiles, struct profile *profile)
{
    if (profile->number == profiles->count)
        profiles->count++;
    if (profiles->count > profiles->capacity)
        widen_slots(profiles);
    struct profile_slot *slot = &profiles->slots[profile->number];
    *slot = (struct profile_slot){.profile = profile, .asked = true};
    profiles->loaded++;
    profiles_measure(profiles, profile);
}

void profiles_measure(struct profiles *profiles, struct profile *profile)
{
    struct profile_slot *slot = &profiles->slots[profile->number];
    size_t memory = profile_memory(profile);

    profiles->memory -= slot->memory;
    slot->memory = memory < UINT32_MAX ? (uint32_t)memory : UINT32_MAX;
    profiles->memory += slot->memory;
}

static void drop(struct profiles *profiles, struct profile_slot *slot)
{
    profile_free(slot->profile);
    profiles->memory -= slot->memory;
    profiles->loaded--;
    *slot = (struct profile_slot){0};
}

void profiles_trim(struct profiles *profiles, size_t bytes)
{
    /* Twice around: the first round takes the marks away. */
    uint64_t left = (uint64_t)profiles->count * 2;

    for (; left && profiles->memory > bytes; left--) {
        if (profiles->hand >= profiles->count)
            profiles->hand = 0;
        struct profile_slot *slot = &profiles->slots[profiles->hand++];
        if (slot->asked)
            slot->asked = false;
        else if (slot->profile && !slot->listed)
            drop(profiles, slot);
    }
}
