/* Message ids of the dedupe horizon (SEMANTICS 3.2). A short list is searched from its end; a long
 * one has an index, open addressing over twice its capacity. Ids past the horizon are dropped when
 * the list is full, so that each is moved a bounded number of times. */
#include <string.h>

#include "engine/profile_parts.h"

enum { SEEN_PLAIN_MAX = 32, SEEN_FIRST_CAPACITY = 2 };

/* The slot that holds the hash, or the empty one where it belongs. Slots hold place + 1. */
static uint32_t *slot_of(const struct profile *profile, uint64_t hash)
{
    uint32_t slots = profile_seen_slots(profile);
    uint32_t slot = (uint32_t)((hash >> 32) * slots >> 32);

    while (profile->seen_index[slot] && profile->seen[profile->seen_index[slot] - 1].hash != hash)
        slot = slot + 1 == slots ? 0 : slot + 1;
    return &profile->seen_index[slot];
}

static void drop_index(struct profile *profile)
{
    if (profile->seen_index)
        profile->seen_index = profile_resize(profile, profile->seen_index,
                profile_seen_slots(profile), 0, sizeof *profile->seen_index);
}

void profile_seen_index(struct profile *profile)
{
    drop_index(profile);
    if (profile->seen_capacity <= SEEN_PLAIN_MAX)
        return;
    profile->seen_index = profile_resize(
            profile, NULL, 0, profile_seen_slots(profile), sizeof *profile->seen_index);
    for (uint32_t i = 0; i < profile->seen_count; i++)
        *slot_of(profile, profile->seen[i].hash) = i + 1;
}

static struct seen_message *seen_find(const struct profile *profile, uint64_t hash)
{
    if (profile->seen_index) {
        uint32_t place = *slot_of(profile, hash);

        return place ? &profile->seen[place - 1] : NULL;
    }
    for (uint32_t i = profile->seen_count; i > 0; i--)
        if (profile->seen[i - 1].hash == hash)
            return &profile->seen[i - 1];
    return NULL;
}

static void seen_room(struct profile *profile, int64_t oldest_ms)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < profile->seen_count; i++)
        if (profile->seen[i].at_ms >= oldest_ms)
            profile->seen[kept++] = profile->seen[i];
    profile->seen_count = kept;
    if (kept >= profile->seen_capacity - profile->seen_capacity / 4) {
        uint32_t more = profile->seen_capacity < SEEN_FIRST_CAPACITY ? SEEN_FIRST_CAPACITY
                                                                     : profile->seen_capacity / 2;

        drop_index(profile);
        profile->seen = profile_resize(profile, profile->seen, profile->seen_capacity,
                profile->seen_capacity + more, sizeof *profile->seen);
        profile->seen_capacity += more;
    }
    profile_seen_index(profile);
}

bool profile_seen(
        struct profile *profile, uint64_t hash, int64_t at_ms, int64_t clock_ms, int64_t horizon_ms)
{
    int64_t oldest_ms = clock_ms - horizon_ms;
    struct seen_message *known;

    if (at_ms < oldest_ms)
        return false;
    known = seen_find(profile, hash);
    if (known && known->at_ms >= oldest_ms)
        return true;
    if (known) {
        known->at_ms = at_ms;
        return false;
    }
    if (profile->seen_count == profile->seen_capacity)
        seen_room(profile, oldest_ms);
    profile->seen[profile->seen_count++] = (struct seen_message){hash, at_ms};
    if (profile->seen_index)
        *slot_of(profile, hash) = profile->seen_count;
    return false;
}
