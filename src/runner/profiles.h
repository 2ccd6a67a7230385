/* The users of the engine in memory: which number an id has, and the profiles that are loaded.
 *
 * Ids are found in a table of their hashes. It can know all users that there are (`knows_all`)
 * although few of their profiles are loaded: then nothing is asked of the database for a user it
 * has never seen, and a profile that was dropped stays known by its number. */
#ifndef RUNNER_PROFILES_H
#define RUNNER_PROFILES_H

#include "engine/profile.h"

struct profile_slot {
    struct profile *profile; /* NULL: not loaded */
    uint32_t memory;         /* bytes, when it was last measured */
    bool listed;             /* among those that changed */
    bool asked;              /* since the last round of profiles_trim */
};

struct id_slot {
    uint32_t tag;    /* of the id's hash; also gives its place */
    uint32_t number; /* of the user, plus 1; 0: free */
};

struct profiles {
    struct profile_slot *slots; /* by number */
    size_t capacity;
    struct id_slot *ids; /* open addressing; a power of two */
    size_t id_count, id_capacity;
    uint32_t count; /* of all users; the next number */
    uint32_t loaded;
    bool knows_all;
    size_t memory;     /* bytes of the loaded ones, as measured */
    struct pool *pool; /* of the loaded ones */
    uint32_t hand;     /* where profiles_trim goes on */
};

void profiles_init(struct profiles *profiles, uint32_t count);
void profiles_release(struct profiles *profiles);

static inline uint32_t profiles_tag(uint64_t hash)
{
    return (uint32_t)(hash >> 32);
}

/* Walks through the numbers that an id of that hash may have. Begin with `*at` 0; UINT32_MAX at the
 * end. */
uint32_t profiles_candidate(const struct profiles *profiles, uint64_t hash, size_t *at);
/* Says that the id of that hash has that number. */
void profiles_know(struct profiles *profiles, uint64_t hash, uint32_t number);
/* Takes a profile over that is not loaded yet; a new user is one with the next number. */
void profiles_take(struct profiles *profiles, struct profile *profile);
/* Measures one again. */
void profiles_measure(struct profiles *profiles, struct profile *profile);
/* Drops profiles that did not change, those not asked for lately first, until at most `bytes` are
 * left. Call only while none is in use. */
void profiles_trim(struct profiles *profiles, size_t bytes);

#endif
