/* Users for the engine: from memory, else from the database, else new. */
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/when.h"
#include "runner/state_int.h"
#include "store/users.h"

static struct profile *load_number(struct state *state, uint32_t number, struct error *err)
{
    struct profile *profile = user_by_number(state->store, number, err);

    if (profile)
        profiles_take(&state->profiles, profile);
    else if (!err || err->code == ERROR_NONE)
        error_set(err, ERROR_UNAVAILABLE,
                "the database '%s' is damaged: there is no user %u; restore it from a backup",
                store_path(state->store), number);
    return profile;
}

static struct profile *slot_profile(struct state *state, uint32_t number, struct error *err)
{
    struct profile_slot *slot = &state->profiles.slots[number];

    if (!slot->profile)
        return load_number(state, number, err);
    slot->asked = true;
    return slot->profile;
}

static bool is_user(const struct profile *profile, const char *id, size_t size)
{
    return profile->id_size == size && memcmp(profile->id, id, size) == 0;
}

static struct profile *make(struct state *state, const char *id, size_t size, uint64_t hash)
{
    struct profile *profile = profile_new(id, size, state->profiles.count, state->profiles.pool);

    profiles_take(&state->profiles, profile);
    profiles_know(&state->profiles, hash, profile->number);
    return profile;
}

/* From the database; NULL without an error where it is not there either. */
static struct profile *fetch(struct state *state, const char *id, size_t size, uint64_t hash,
        bool *failed, struct error *err)
{
    struct error why;

    why.code = ERROR_NONE;
    struct profile *profile = user_by_id(state->store, id, size, &why);
    if (profile) {
        profiles_take(&state->profiles, profile);
        profiles_know(&state->profiles, hash, profile->number);
    } else if (why.code != ERROR_NONE) {
        error_set(err, why.code, "%s", why.text);
        *failed = true;
    }
    return profile;
}

static struct profile *fetch_or_make(struct state *state, const char *id, size_t size,
        uint64_t hash, bool create, struct error *err)
{
    struct profile *profile = NULL;
    bool failed = false;

    if (!state->profiles.knows_all)
        profile = fetch(state, id, size, hash, &failed, err);
    if (profile || failed)
        return profile;
    if (!create && err)
        err->code = ERROR_NONE;
    return create ? make(state, id, size, hash) : NULL;
}

static struct profile *source_find(
        void *context, const char *id, size_t size, bool create, struct error *err)
{
    struct state *state = context;
    uint64_t hash = state_hash(state, id, size);
    size_t at = 0;

    for (;;) {
        uint32_t number = profiles_candidate(&state->profiles, hash, &at);
        if (number == UINT32_MAX)
            return fetch_or_make(state, id, size, hash, create, err);
        struct profile *profile = slot_profile(state, number, err);
        if (!profile || is_user(profile, id, size))
            return profile;
    }
}

static struct profile *source_by_number(void *context, uint32_t number, struct error *err)
{
    struct state *state = context;

    if (number >= state->profiles.count) {
        error_set(err, ERROR_UNAVAILABLE, "there is no user %u", number);
        return NULL;
    }
    return slot_profile(state, number, err);
}

static void source_changed(void *context, struct profile *profile)
{
    struct state *state = context;
    struct deltas *deltas = &state->deltas;
    struct profile_slot *slot = &state->profiles.slots[profile->number];

    if (slot->listed)
        return;
    slot->listed = true;
    deltas->users = mem_room(
            deltas->users, deltas->user_count, &deltas->user_capacity, sizeof *deltas->users);
    deltas->users[deltas->user_count++] = profile;
}

struct timers {
    struct engine *engine;
    uint64_t first_seq;
};

/* What this engine made it has timers for already. */
static int add_timer(void *context, const struct pending_record *row)
{
    const struct timers *timers = context;

    if (row->seq < timers->first_seq)
        engine_add_timer(timers->engine, row->user, row->campaign, row->seq, row->due_ms);
    return 0;
}

/* Goes an hour further than asked, so that it is asked once an hour of events. */
static int source_timers(void *context, struct engine *engine, int64_t until_ms, int64_t *known_ms,
        struct error *err)
{
    struct state *state = context;
    struct timers timers = {engine, state->first_seq};
    int64_t to_ms = until_ms < WHEN_NEVER - HOUR_MS ? until_ms + HOUR_MS : WHEN_NEVER;

    if (state->store && to_ms > state->timers_ms) {
        if (pending_scan(state->store, state->timers_ms, to_ms, add_timer, &timers, err))
            return -1;
        state->timers_ms = to_ms;
    }
    *known_ms = state->timers_ms > to_ms ? state->timers_ms : to_ms;
    return 0;
}

void state_fill_source(struct state *state)
{
    state->source = (struct user_source){
            .context = state,
            .find = source_find,
            .by_number = source_by_number,
            .changed = source_changed,
            .timers = state->store ? source_timers : NULL,
    };
}
