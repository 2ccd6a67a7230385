/* Users lie all over memory, and each step to one waits for the step before: table of ids, slot,
 * profile, its lists. For events that come soon each step is asked for well before the next. */
#include <string.h>

#include "base/hash.h"
#include "runner/state_int.h"

enum { ASK_ID = 28, ASK_SLOT = 20, ASK_PROFILE = 12, ASK_LISTS = 5, LINE_SIZE = 64 };

static void ask_id(struct state *state, struct ahead *ahead, const struct event *event)
{
    const struct profiles *profiles = &state->profiles;

    ahead->user = event->user;
    ahead->hash = event->user_hash;
    ahead->number = UINT32_MAX;
    __builtin_prefetch(&profiles->ids[profiles_tag(ahead->hash) & (profiles->id_capacity - 1)]);
}

static void ask_slot(struct state *state, struct ahead *ahead)
{
    size_t at = 0;

    ahead->number = profiles_candidate(&state->profiles, ahead->hash, &at);
    if (ahead->number != UINT32_MAX)
        __builtin_prefetch(&state->profiles.slots[ahead->number]);
}

static const struct profile *loaded(const struct state *state, const struct ahead *ahead)
{
    return ahead->number != UINT32_MAX ? state->profiles.slots[ahead->number].profile : NULL;
}

static void ask_profile(const struct state *state, const struct ahead *ahead)
{
    const struct profile *profile = loaded(state, ahead);

    for (size_t at = 0; profile && at < sizeof *profile; at += LINE_SIZE)
        __builtin_prefetch((const char *)profile + at);
}

static void ask_lists(const struct state *state, const struct ahead *ahead)
{
    const struct profile *profile = loaded(state, ahead);

    if (!profile)
        return;
    __builtin_prefetch(profile->id);
    for (uint32_t i = 0; i < profile->event_count; i++)
        __builtin_prefetch(&profile->events[i]);
    __builtin_prefetch(profile->campaigns);
    __builtin_prefetch(profile->entries);
    __builtin_prefetch(profile->seen + profile->seen_count);
}

void state_look_ahead(struct state *state, const struct event *events, size_t count, size_t index)
{
    const size_t mask = AHEAD_EVENTS - 1;

    if (index == 0)
        for (size_t i = 0; i < count && i < ASK_ID; i++)
            ask_id(state, &state->ahead[i & mask], &events[i]);
    if (index + ASK_ID < count)
        ask_id(state, &state->ahead[(index + ASK_ID) & mask], &events[index + ASK_ID]);
    if (index + ASK_SLOT < count)
        ask_slot(state, &state->ahead[(index + ASK_SLOT) & mask]);
    if (index + ASK_PROFILE < count)
        ask_profile(state, &state->ahead[(index + ASK_PROFILE) & mask]);
    if (index + ASK_LISTS < count)
        ask_lists(state, &state->ahead[(index + ASK_LISTS) & mask]);
    state->ahead_now = &state->ahead[index & mask];
}

uint64_t state_hash(struct state *state, const char *id, size_t size)
{
    if (state->ahead_now && state->ahead_now->user == id)
        return state->ahead_now->hash;
    return hash_fast(id, size);
}
