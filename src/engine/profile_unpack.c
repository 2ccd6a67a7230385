/* The way back from profile_pack. Bytes of a database may be damaged: every count is checked
 * against the bytes that are left, every list for its order. */
#include <endian.h>
#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "engine/profile_parts.h"

/* A number of elements of at least `least` bytes each. */
static uint32_t read_count(struct cursor *in, size_t least)
{
    uint64_t count = cursor_varint(in);

    if (count > (size_t)(in->end - in->at) / least) {
        in->broken = 1;
        in->at = in->end;
        return 0;
    }
    return (uint32_t)count;
}

static uint32_t read_u32(struct cursor *in)
{
    uint64_t number = cursor_varint(in);

    if (number > UINT32_MAX)
        in->broken = 1;
    return (uint32_t)number;
}

static uint8_t read_u8(struct cursor *in, uint8_t most)
{
    uint64_t number = cursor_varint(in);

    if (number > most) {
        in->broken = 1;
        return 0;
    }
    return (uint8_t)number;
}

static void expect(struct cursor *in, bool holds)
{
    if (!holds)
        in->broken = 1;
}

/* A packed value of its own memory, NULL where the bytes are none. */
static unsigned char *read_value(struct cursor *in)
{
    size_t size;
    const unsigned char *bytes = cursor_blob(in, &size);

    if (in->broken || !value_is_valid(bytes, size)) {
        in->broken = 1;
        return NULL;
    }
    return mem_copy(bytes, size);
}

static void read_days(struct cursor *in, struct profile *profile, struct event_stat *stat)
{
    uint32_t count = read_count(in, 2);
    int64_t before = when_day(stat->last_ms);
    struct day_count *days = &stat->day;

    if (count > 2 * PROFILE_DAYS_KEPT) {
        in->broken = 1;
        return;
    }
    if (count > 1) {
        stat->day_capacity = (uint16_t)count;
        stat->days = days = profile_resize(profile, NULL, 0, count, sizeof *days);
    }
    stat->day_count = (uint16_t)count;
    for (uint32_t i = count; i > 0; i--) {
        uint64_t back = cursor_varint(in);

        expect(in, back <= INT32_MAX && (i == count || back > 0));
        before -= (int64_t)(back & INT32_MAX);
        days[i - 1] = (struct day_count){(int32_t)before, read_u32(in)};
    }
}

static void read_events(struct cursor *in, struct profile *profile)
{
    uint32_t count = read_count(in, 5);

    profile->events = profile_resize(profile, NULL, 0, count, sizeof *profile->events);
    profile->event_capacity = count;
    for (uint32_t i = 0; i < count && !in->broken; i++) {
        struct event_stat *stat = &profile->events[i];
        uint64_t span;

        stat->name = read_u32(in);
        expect(in, i == 0 || stat->name > stat[-1].name);
        stat->count = read_u32(in);
        stat->last_ms = cursor_signed(in);
        span = cursor_varint(in);
        expect(in, span <= INT64_MAX / 4 && stat->last_ms > -(INT64_MAX / 4));
        stat->first_ms = stat->last_ms - (int64_t)(span & (INT64_MAX / 4));
        profile->event_count = i + 1;
        read_days(in, profile, stat);
    }
}

static void read_spent(struct cursor *in, struct profile *profile)
{
    uint32_t count;

    profile->spent = cursor_double(in);
    count = read_count(in, 9);
    if (count == 0)
        return;
    profile->spent_days = profile_resize(profile, NULL, 0, count, sizeof *profile->spent_days);
    profile->spent_day_count = count;
    for (uint32_t i = 0; i < count; i++) {
        int64_t day = cursor_signed(in);

        expect(in, day >= INT32_MIN && day <= INT32_MAX);
        profile->spent_days[i] = (struct day_money){(int32_t)day, cursor_double(in)};
        expect(in, i == 0 || day > profile->spent_days[i - 1].day);
    }
}

static void read_hours(struct cursor *in, struct profile *profile)
{
    uint8_t count = read_u8(in, HOURS_OF_DAY);

    if (count == 0)
        return;
    profile->session_hours =
            profile_resize(profile, NULL, 0, count, sizeof *profile->session_hours);
    profile->session_hour_count = count;
    for (uint8_t i = 0; i < count; i++) {
        profile->session_hours[i] = read_u32(in);
        expect(in, profile->session_hours[i] >> SESSION_HOUR_SHIFT < HOURS_OF_DAY);
    }
}

static void read_refusal(struct cursor *in, struct refusal_facts *refusal)
{
    uint64_t leaf;

    refusal->reason = read_u8(in, REFUSAL_COUNT - 1);
    refusal->row = read_u8(in, UINT8_MAX);
    leaf = cursor_varint(in);
    expect(in, leaf <= UINT16_MAX);
    refusal->leaf = (uint16_t)leaf;
    refusal->version = read_u32(in);
    refusal->trigger_ms = cursor_signed(in);
    refusal->wanted = cursor_signed(in);
    refusal->found = cursor_signed(in);
}

static void read_state(struct cursor *in, struct campaign_state *state)
{
    unsigned flags = read_u8(in, STATE_ALL);

    state->interactions = read_u32(in);
    state->received = flags & STATE_RECEIVED;
    state->in_control = flags & STATE_IN_CONTROL;
    state->last_is_control = flags & STATE_LAST_IS_CONTROL;
    state->last_ms = WHEN_NONE;
    if (flags & STATE_LAST) {
        state->last_ms = cursor_signed(in);
        state->converted = read_u8(in, UINT8_MAX);
    }
    if (flags & STATE_AWAITING) {
        uint32_t count = read_count(in, 1);

        expect(in, count <= AWAITING_MAX);
        if (!in->broken && count > 0) {
            state->awaiting = mem_array(count, sizeof *state->awaiting);
            state->awaiting_count = count;
            for (uint32_t k = 0; k < count; k++)
                state->awaiting[k] = cursor_signed(in);
        }
    }
    if (flags & STATE_REFUSAL)
        read_refusal(in, &state->refusal);
}

static void read_campaigns(struct cursor *in, struct profile *profile)
{
    uint32_t count = read_count(in, 3);

    profile->campaigns = profile_resize(profile, NULL, 0, count, sizeof *profile->campaigns);
    for (uint32_t i = 0; i < count && !in->broken; i++) {
        struct campaign_state *state = &profile->campaigns[i];

        state->campaign = read_u32(in);
        expect(in, i == 0 || state->campaign > state[-1].campaign);
        profile->campaign_count = i + 1;
        read_state(in, state);
    }
}

static void read_entries(struct cursor *in, struct profile *profile)
{
    uint32_t count = read_count(in, 6);

    profile->entries = profile_resize(profile, NULL, 0, count, sizeof *profile->entries);
    profile->entry_capacity = count;
    for (uint32_t i = 0; i < count && !in->broken; i++) {
        struct entry *entry = &profile->entries[i];
        unsigned flags;

        entry->campaign = read_u32(in);
        entry->row = read_u8(in, UINT8_MAX);
        flags = read_u8(in, ENTRY_ALL);
        entry->cut = flags & ENTRY_CUT;
        entry->stored = flags & ENTRY_STORED;
        entry->seq = cursor_varint(in);
        expect(in, i == 0 || entry->seq > entry[-1].seq);
        entry->trigger_ms = cursor_signed(in);
        entry->due_ms = cursor_signed(in);
        profile->entry_count = i + 1;
        if (flags & ENTRY_PROPERTIES)
            entry->properties = read_value(in);
    }
}

static void read_seen(struct cursor *in, struct profile *profile)
{
    uint32_t count = read_count(in, sizeof(uint64_t) + 1);
    int64_t before = 0;

    if (count == 0)
        return;
    profile->seen = profile_resize(profile, NULL, 0, count, sizeof *profile->seen);
    profile->seen_count = profile->seen_capacity = count;
    for (uint32_t i = 0; i < count && !in->broken; i++) {
        uint64_t hash;

        if ((size_t)(in->end - in->at) < sizeof hash) {
            in->broken = 1;
            return;
        }
        memcpy(&hash, in->at, sizeof hash);
        in->at += sizeof hash;
        before = (int64_t)((uint64_t)before + (uint64_t)cursor_signed(in));
        profile->seen[i] = (struct seen_message){le64toh(hash), before};
    }
    profile_seen_index(profile);
}

static void read_parts(struct cursor *in, struct profile *profile, unsigned parts)
{
    size_t size;

    if (parts & PART_ZONE) {
        const unsigned char *zone = cursor_blob(in, &size);

        /* A zone that the system's list no longer has is no damage: the user is without one. */
        profile->zone = zone_find((const char *)zone, size);
    }
    if (parts & PART_TRAITS)
        profile->traits = read_value(in);
    read_events(in, profile);
    if (parts & PART_SPENT)
        read_spent(in, profile);
    if (parts & PART_HOURS)
        read_hours(in, profile);
    if (parts & PART_PLACE) {
        double latitude = cursor_double(in);

        profile_set_place(profile, latitude, cursor_double(in));
    }
    if (parts & PART_CAMPAIGNS)
        read_campaigns(in, profile);
    if (parts & PART_ENTRIES)
        read_entries(in, profile);
    if (parts & PART_SEEN)
        read_seen(in, profile);
    if (parts & PART_LEDGER)
        profile->last_ledger = cursor_varint(in);
}

int profile_unpack(struct profile *profile, const void *bytes, size_t size, struct error *err)
{
    struct cursor in = {.at = bytes, .end = (const unsigned char *)bytes + size};
    uint64_t version = cursor_varint(&in);
    uint64_t parts = cursor_varint(&in);

    if (version == PACK_VERSION && parts <= PART_ALL)
        read_parts(&in, profile, (unsigned)parts);
    else
        in.broken = 1;
    if (in.broken || in.at != in.end)
        return error_set(err, ERROR_UNAVAILABLE,
                "the stored profile of a user is damaged; run 'campanile verify', and restore a "
                "backup where it finds more");
    return 0;
}
