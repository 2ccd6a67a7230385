/* A profile as bytes for the database. A number of parts, told by a bit each: what a user does not
 * have takes no room. */
#include <endian.h>
#include <string.h>

#include "base/when.h"
#include "engine/profile_parts.h"

static unsigned parts_of(const struct profile *profile)
{
    bool spent = profile->spent_day_count > 0 || profile->spent < 0 || profile->spent > 0;

    return (profile->zone != ZONE_NONE ? PART_ZONE : 0) | (profile->traits ? PART_TRAITS : 0) |
           (spent ? PART_SPENT : 0) | (profile->session_hour_count ? PART_HOURS : 0) |
           (profile->place ? PART_PLACE : 0) | (profile->campaign_count ? PART_CAMPAIGNS : 0) |
           (profile->entry_count ? PART_ENTRIES : 0) | (profile->seen_count ? PART_SEEN : 0) |
           (profile->last_ledger ? PART_LEDGER : 0);
}

static void pack_events(const struct profile *profile, struct buf *out)
{
    buf_add_varint(out, profile->event_count);
    for (uint32_t i = 0; i < profile->event_count; i++) {
        const struct event_stat *stat = &profile->events[i];
        const struct day_count *days = event_stat_days(stat);
        int64_t before = when_day(stat->last_ms);

        buf_add_varint(out, stat->name);
        buf_add_varint(out, stat->count);
        buf_add_signed(out, stat->last_ms);
        buf_add_varint(out, (uint64_t)(stat->last_ms - stat->first_ms));
        buf_add_varint(out, stat->day_count);
        for (uint32_t k = stat->day_count; k > 0; k--) {
            buf_add_varint(out, (uint64_t)(before - days[k - 1].day));
            buf_add_varint(out, days[k - 1].count);
            before = days[k - 1].day;
        }
    }
}

static void pack_spent(const struct profile *profile, struct buf *out)
{
    buf_add_double(out, profile->spent);
    buf_add_varint(out, profile->spent_day_count);
    for (uint32_t i = 0; i < profile->spent_day_count; i++) {
        buf_add_signed(out, profile->spent_days[i].day);
        buf_add_double(out, profile->spent_days[i].amount);
    }
}

static void pack_refusal(const struct refusal_facts *refusal, struct buf *out)
{
    buf_add_varint(out, refusal->reason);
    buf_add_varint(out, refusal->row);
    buf_add_varint(out, refusal->leaf);
    buf_add_varint(out, refusal->version);
    buf_add_signed(out, refusal->trigger_ms);
    buf_add_signed(out, refusal->wanted);
    buf_add_signed(out, refusal->found);
}

static void pack_campaigns(const struct profile *profile, struct buf *out)
{
    buf_add_varint(out, profile->campaign_count);
    for (uint32_t i = 0; i < profile->campaign_count; i++) {
        const struct campaign_state *state = &profile->campaigns[i];
        unsigned flags = (state->received ? STATE_RECEIVED : 0) |
                         (state->in_control ? STATE_IN_CONTROL : 0) |
                         (state->last_is_control ? STATE_LAST_IS_CONTROL : 0) |
                         (state->last_ms != WHEN_NONE ? STATE_LAST : 0) |
                         (state->awaiting_count ? STATE_AWAITING : 0) |
                         (state->refusal.reason != REFUSAL_NONE ? STATE_REFUSAL : 0);

        buf_add_varint(out, state->campaign);
        buf_add_varint(out, flags);
        buf_add_varint(out, state->interactions);
        if (flags & STATE_LAST) {
            buf_add_signed(out, state->last_ms);
            buf_add_varint(out, state->converted);
        }
        if (flags & STATE_AWAITING) {
            buf_add_varint(out, state->awaiting_count);
            for (uint32_t k = 0; k < state->awaiting_count; k++)
                buf_add_signed(out, state->awaiting[k]);
        }
        if (flags & STATE_REFUSAL)
            pack_refusal(&state->refusal, out);
    }
}

static void pack_entries(const struct profile *profile, struct buf *out)
{
    buf_add_varint(out, profile->entry_count);
    for (uint32_t i = 0; i < profile->entry_count; i++) {
        const struct entry *entry = &profile->entries[i];

        buf_add_varint(out, entry->campaign);
        buf_add_varint(out, entry->row);
        buf_add_varint(out, (entry->cut ? ENTRY_CUT : 0U) | (entry->stored ? ENTRY_STORED : 0U) |
                                    (entry->properties ? ENTRY_PROPERTIES : 0U));
        buf_add_varint(out, entry->seq);
        buf_add_signed(out, entry->trigger_ms);
        buf_add_signed(out, entry->due_ms);
        if (entry->properties)
            buf_add_blob(out, entry->properties, value_size((struct value){entry->properties}));
    }
}

static void pack_seen(const struct profile *profile, struct buf *out)
{
    int64_t before = 0;

    buf_add_varint(out, profile->seen_count);
    for (uint32_t i = 0; i < profile->seen_count; i++) {
        uint64_t hash = htole64(profile->seen[i].hash);

        buf_add(out, &hash, sizeof hash);
        buf_add_signed(out, profile->seen[i].at_ms - before);
        before = profile->seen[i].at_ms;
    }
}

void profile_pack(const struct profile *profile, struct buf *out)
{
    unsigned parts = parts_of(profile);

    buf_add_varint(out, PACK_VERSION);
    buf_add_varint(out, parts);
    if (parts & PART_ZONE) {
        const char *zone = zone_name(profile->zone);

        buf_add_blob(out, zone, strlen(zone));
    }
    if (parts & PART_TRAITS)
        buf_add_blob(out, profile->traits, value_size(profile_traits(profile)));
    pack_events(profile, out);
    if (parts & PART_SPENT)
        pack_spent(profile, out);
    if (parts & PART_HOURS) {
        buf_add_varint(out, profile->session_hour_count);
        for (uint8_t i = 0; i < profile->session_hour_count; i++)
            buf_add_varint(out, profile->session_hours[i]);
    }
    if (parts & PART_PLACE) {
        buf_add_double(out, profile->place[0]);
        buf_add_double(out, profile->place[1]);
    }
    if (parts & PART_CAMPAIGNS)
        pack_campaigns(profile, out);
    if (parts & PART_ENTRIES)
        pack_entries(profile, out);
    if (parts & PART_SEEN)
        pack_seen(profile, out);
    if (parts & PART_LEDGER)
        buf_add_varint(out, profile->last_ledger);
}
