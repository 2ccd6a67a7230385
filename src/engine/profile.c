#include "engine/profile.h"

#include <string.h>

#include "base/alloc.h"
#include "engine/profile_parts.h"

struct profile *profile_new(const char *id, size_t id_size, uint32_t number, struct pool *pool)
{
    struct profile *profile = pool_resize(pool, NULL, 0, sizeof *profile + id_size + 1);

    profile->id = (char *)(profile + 1);
    memcpy(profile->id, id, id_size);
    profile->id_size = (uint16_t)id_size;
    profile->number = number;
    profile->pool = pool;
    return profile;
}

void *profile_resize(
        struct profile *profile, void *items, size_t old_count, size_t count, size_t size)
{
    return pool_resize(profile->pool, items, old_count * size, count * size);
}

void profile_free_outside(struct profile *profile)
{
    for (uint32_t i = 0; i < profile->campaign_count; i++)
        mem_free(profile->campaigns[i].awaiting);
    for (uint32_t i = 0; i < profile->entry_count; i++)
        mem_free(profile->entries[i].properties);
    mem_free(profile->traits);
}

static void drop(struct profile *profile, void *items, size_t count, size_t size)
{
    if (items)
        profile_resize(profile, items, count, 0, size);
}

void profile_free(struct profile *profile)
{
    if (!profile)
        return;
    profile_free_outside(profile);
    for (uint32_t i = 0; i < profile->event_count; i++)
        if (profile->events[i].day_capacity > 0)
            drop(profile, profile->events[i].days, profile->events[i].day_capacity,
                    sizeof(struct day_count));
    drop(profile, profile->events, profile->event_capacity, sizeof *profile->events);
    drop(profile, profile->campaigns, profile->campaign_count, sizeof *profile->campaigns);
    drop(profile, profile->entries, profile->entry_capacity, sizeof *profile->entries);
    drop(profile, profile->spent_days, profile->spent_day_count, sizeof *profile->spent_days);
    drop(profile, profile->session_hours, profile->session_hour_count,
            sizeof *profile->session_hours);
    drop(profile, profile->place, 2, sizeof *profile->place);
    drop(profile, profile->seen, profile->seen_capacity, sizeof *profile->seen);
    drop(profile, profile->seen_index, profile_seen_slots(profile), sizeof *profile->seen_index);
    pool_resize(profile->pool, profile, sizeof *profile + profile->id_size + 1U, 0);
}

/* What a piece of that size takes: in the pool, or from the allocator. */
static size_t piece(size_t size)
{
    return pool_piece_size(size);
}

size_t profile_memory(const struct profile *profile)
{
    size_t size = piece(sizeof *profile + profile->id_size + 1U);

    size += piece(value_size(profile_traits(profile)));
    size += piece(profile->event_capacity * sizeof *profile->events);
    for (uint32_t i = 0; i < profile->event_count; i++)
        size += piece(profile->events[i].day_capacity * sizeof(struct day_count));
    size += piece(profile->spent_day_count * sizeof *profile->spent_days);
    size += piece(profile->session_hour_count * sizeof *profile->session_hours);
    size += profile->place ? piece(2 * sizeof *profile->place) : 0;
    size += piece(profile->campaign_count * sizeof *profile->campaigns);
    for (uint32_t i = 0; i < profile->campaign_count; i++)
        size += piece(profile->campaigns[i].awaiting_count * sizeof(int64_t));
    size += piece(profile->entry_capacity * sizeof *profile->entries);
    for (uint32_t i = 0; i < profile->entry_count; i++)
        size += piece(value_size((struct value){profile->entries[i].properties}));
    size += piece(profile->seen_capacity * sizeof *profile->seen);
    return size + (profile->seen_index ? piece(profile_seen_slots(profile) * sizeof(uint32_t)) : 0);
}

struct value profile_traits(const struct profile *profile)
{
    return (struct value){profile->traits};
}

struct value profile_trait(const struct profile *profile, const char *name)
{
    return value_get(profile_traits(profile), name, strlen(name));
}

void profile_set_traits(struct profile *profile, struct value traits)
{
    unsigned char *old = profile->traits;

    profile->traits = value_count(traits) > 0 ? mem_copy(traits.at, value_size(traits)) : NULL;
    mem_free(old);
}

void profile_set_place(struct profile *profile, double latitude, double longitude)
{
    if (!profile->place)
        profile->place = profile_resize(profile, NULL, 0, 2, sizeof *profile->place);
    profile->place[0] = latitude;
    profile->place[1] = longitude;
}

/* The place of a campaign in the ascending list, or where it would be. */
static uint32_t campaign_place(const struct profile *profile, uint32_t campaign)
{
    uint32_t low = 0, high = profile->campaign_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (profile->campaigns[middle].campaign < campaign)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct campaign_state *profile_campaign(const struct profile *profile, uint32_t campaign)
{
    uint32_t place = campaign_place(profile, campaign);

    if (place < profile->campaign_count && profile->campaigns[place].campaign == campaign)
        return &profile->campaigns[place];
    return NULL;
}

struct campaign_state *profile_campaign_at(struct profile *profile, uint32_t campaign)
{
    uint32_t place = campaign_place(profile, campaign);
    struct campaign_state *state;

    if (place < profile->campaign_count && profile->campaigns[place].campaign == campaign)
        return &profile->campaigns[place];
    profile->campaigns = profile_resize(profile, profile->campaigns, profile->campaign_count,
            profile->campaign_count + 1, sizeof *profile->campaigns);
    state = &profile->campaigns[place];
    memmove(state + 1, state, (profile->campaign_count - place) * sizeof *state);
    profile->campaign_count++;
    *state = (struct campaign_state){.campaign = campaign, .last_ms = INT64_MIN};
    return state;
}

void campaign_state_await(struct campaign_state *state, int64_t due_ms)
{
    uint32_t place;

    if (state->awaiting_count == AWAITING_MAX) {
        state->awaiting[AWAITING_MAX - 2] = state->awaiting[AWAITING_MAX - 1];
        state->awaiting_count--;
    } else {
        state->awaiting =
                mem_resize(state->awaiting, state->awaiting_count + 1, sizeof *state->awaiting);
    }
    for (place = state->awaiting_count; place > 0; place--) {
        if (state->awaiting[place - 1] <= due_ms)
            break;
        state->awaiting[place] = state->awaiting[place - 1];
    }
    state->awaiting[place] = due_ms;
    state->awaiting_count++;
}

bool campaign_state_impress(struct campaign_state *state, int64_t at_ms)
{
    uint32_t shown = 0;

    while (shown < state->awaiting_count && state->awaiting[shown] <= at_ms)
        shown++;
    if (shown == 0)
        return false;
    state->awaiting_count -= shown;
    memmove(state->awaiting, state->awaiting + shown,
            state->awaiting_count * sizeof *state->awaiting);
    if (state->awaiting_count == 0) {
        mem_free(state->awaiting);
        state->awaiting = NULL;
    }
    return true;
}

void profile_add_entry(struct profile *profile, const struct entry *entry)
{
    if (profile->entry_count == profile->entry_capacity) {
        uint32_t capacity = profile->entry_capacity + 1 + profile->entry_capacity / 2;

        profile->entries = profile_resize(profile, profile->entries, profile->entry_capacity,
                capacity, sizeof *profile->entries);
        profile->entry_capacity = capacity;
    }
    profile->entries[profile->entry_count++] = *entry;
}

struct entry *profile_entry(struct profile *profile, uint64_t seq)
{
    uint32_t low = 0, high = profile->entry_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (profile->entries[middle].seq < seq)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < profile->entry_count && profile->entries[low].seq == seq)
        return &profile->entries[low];
    return NULL;
}

struct entry profile_take_entry(struct profile *profile, struct entry *entry)
{
    struct entry taken = *entry;
    size_t behind = (size_t)(profile->entries + profile->entry_count - entry) - 1;

    memmove(entry, entry + 1, behind * sizeof *entry);
    profile->entry_count--;
    if (profile->entry_count == 0) {
        profile->entries = profile_resize(
                profile, profile->entries, profile->entry_capacity, 0, sizeof *profile->entries);
        profile->entry_capacity = 0;
    }
    return taken;
}

bool profile_has_entry(const struct profile *profile, uint32_t campaign)
{
    for (uint32_t i = 0; i < profile->entry_count; i++)
        if (profile->entries[i].campaign == campaign)
            return true;
    return false;
}
