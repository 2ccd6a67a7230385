/* The packed form of a profile: what profile_pack.c writes and profile_unpack.c reads. Stored, so
 * numbers here never change; a new layout is a new PACK_VERSION. */
#ifndef ENGINE_PROFILE_PARTS_H
#define ENGINE_PROFILE_PARTS_H

#include "engine/profile.h"

enum { PACK_VERSION = 1, SESSION_HOUR_SHIFT = 27 };

/* Parts a profile may be without; the events stand between traits and money in any case. */
enum part {
    PART_ZONE = 1 << 0,
    PART_TRAITS = 1 << 1,
    PART_SPENT = 1 << 2,
    PART_HOURS = 1 << 3,
    PART_PLACE = 1 << 4,
    PART_CAMPAIGNS = 1 << 5,
    PART_ENTRIES = 1 << 6,
    PART_SEEN = 1 << 7,
    PART_LEDGER = 1 << 8,
    PART_ALL = (1 << 9) - 1,
};

enum state_flag {
    STATE_RECEIVED = 1,
    STATE_IN_CONTROL = 2,
    STATE_LAST_IS_CONTROL = 4,
    STATE_LAST = 8,
    STATE_AWAITING = 16,
    STATE_REFUSAL = 32,
    STATE_ALL = 63,
};

enum entry_flag { ENTRY_CUT = 1, ENTRY_STORED = 2, ENTRY_PROPERTIES = 4, ENTRY_ALL = 7 };

/* Room for `count` items where there was some for `old_count`; what is new is zeroed. NULL for
 * none. */
void *profile_resize(
        struct profile *profile, void *items, size_t old_count, size_t count, size_t size);
/* Places in profile->seen_index where there is one. */
static inline uint32_t profile_seen_slots(const struct profile *profile)
{
    return profile->seen_capacity * 2;
}
/* Builds the index over profile->seen where the list is long. */
void profile_seen_index(struct profile *profile);

#endif
