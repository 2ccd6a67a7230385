/* Users before they are asked for. */
#include <string.h>

#include "base/hash.h"
#include "runner/state_int.h"
#include "store/users.h"

/* A batch that is small against the users there are fetches what it needs one by one; a bigger one
 * learns all ids first, which makes every other user a new one; one that is likely to touch most
 * users takes their profiles too. */
enum { IDS_FROM = 20, PROFILES_FROM = 4 };

struct preload {
    struct state *state;
    struct error *err;
    bool failed;
};

static int know(void *context, const struct user_record *row)
{
    struct preload *preload = context;
    struct profiles *profiles = &preload->state->profiles;

    /* A user that was fetched or loaded before is known. */
    if (row->number < profiles->count && !profiles->slots[row->number].profile)
        profiles_know(profiles, hash_fast(row->id, row->id_size), row->number);
    return 0;
}

static int take(void *context, const struct user_record *row)
{
    struct preload *preload = context;
    struct profiles *profiles = &preload->state->profiles;

    if (row->number >= profiles->count || profiles->slots[row->number].profile)
        return 0;
    struct profile *profile = profile_new(row->id, row->id_size, row->number, profiles->pool);
    if (profile_unpack(profile, row->state, row->state_size, preload->err)) {
        error_prefix(preload->err, "the database '%s' is damaged: user %u",
                store_path(preload->state->store), row->number);
        profile_free(profile);
        preload->failed = true;
        return 1;
    }
    profiles_take(profiles, profile);
    profiles_know(profiles, hash_fast(row->id, row->id_size), row->number);
    return profiles->memory > preload->state->cache_bytes / 2;
}

int state_preload(struct state *state, int64_t events, struct error *err)
{
    struct preload preload = {.state = state, .err = err};
    struct profiles *profiles = &state->profiles;
    int64_t users = profiles->count;

    if (!state->store || profiles->knows_all || events * IDS_FROM < users)
        return 0;
    if (events * PROFILES_FROM >= users &&
            (users_scan(state->store, take, &preload, err) || preload.failed))
        return -1;
    if (profiles->loaded < profiles->count && users_scan_ids(state->store, know, &preload, err))
        return -1;
    profiles->knows_all = true;
    return 0;
}
