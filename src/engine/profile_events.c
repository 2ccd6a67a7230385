/* Counts of events, money and session hours in a profile (SEMANTICS 2.1, 2.3, 2.4). */
#include <string.h>

#include "base/when.h"
#include "engine/profile_parts.h"

enum { HOUR_COUNT_MAX = (1 << SESSION_HOUR_SHIFT) - 1, DAYS_FIRST_CAPACITY = 3 };

/* The place of a name in the ascending list, or where it would be. */
static uint32_t event_place(const struct profile *profile, uint32_t name)
{
    uint32_t low = 0, high = profile->event_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (profile->events[middle].name < name)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct event_stat *profile_event(const struct profile *profile, uint32_t name)
{
    uint32_t place = event_place(profile, name);

    if (place < profile->event_count && profile->events[place].name == name)
        return &profile->events[place];
    return NULL;
}

const struct day_count *event_stat_days(const struct event_stat *stat)
{
    return stat->day_capacity == 0 ? &stat->day : stat->days;
}

uint64_t profile_event_count(const struct profile *profile, uint32_t name, int days, int64_t today)
{
    const struct event_stat *stat = profile_event(profile, name);
    const struct day_count *counts;
    uint64_t count = 0;

    if (!stat)
        return 0;
    if (days == 0)
        return stat->count;
    counts = event_stat_days(stat);
    for (uint32_t i = stat->day_count; i > 0 && counts[i - 1].day >= today - days; i--)
        count += counts[i - 1].count;
    return count;
}

double profile_spent(const struct profile *profile, int days, int64_t today)
{
    double amount = 0;

    if (days == 0)
        return profile->spent;
    for (uint32_t i = 0; i < profile->spent_day_count; i++)
        if (profile->spent_days[i].day >= today - days)
            amount += profile->spent_days[i].amount;
    return amount;
}

static void drop_old_days(struct event_stat *stat, int64_t today)
{
    uint16_t old = 0;

    while (old < stat->day_count && stat->days[old].day <= today - PROFILE_DAYS_KEPT)
        old++;
    stat->day_count = (uint16_t)(stat->day_count - old);
    memmove(stat->days, stat->days + old, stat->day_count * sizeof *stat->days);
}

/* Room for one more day. The first one lives in the stat itself: most users are seen on one day. */
static struct day_count *day_room(struct profile *profile, struct event_stat *stat, int64_t today)
{
    if (stat->day_capacity == 0) {
        struct day_count first = stat->day;

        stat->day_capacity = DAYS_FIRST_CAPACITY;
        stat->days = profile_resize(profile, NULL, 0, stat->day_capacity, sizeof *stat->days);
        stat->days[0] = first;
    } else if (stat->day_count == stat->day_capacity) {
        drop_old_days(stat, today);
        if (stat->day_count == stat->day_capacity) {
            uint16_t capacity = (uint16_t)(stat->day_capacity * 2 + 1);

            stat->days = profile_resize(
                    profile, stat->days, stat->day_capacity, capacity, sizeof *stat->days);
            stat->day_capacity = capacity;
        }
    }
    return stat->days;
}

static void count_day(struct profile *profile, struct event_stat *stat, int64_t day, int64_t today)
{
    struct day_count *days = stat->day_capacity == 0 ? &stat->day : stat->days;
    uint16_t place = stat->day_count;

    if (day <= today - PROFILE_DAYS_KEPT)
        return;
    while (place > 0 && days[place - 1].day > day)
        place--;
    if (place > 0 && days[place - 1].day == day) {
        days[place - 1].count++;
        return;
    }
    if (stat->day_count > 0) {
        uint16_t before = stat->day_count;

        days = day_room(profile, stat, today);
        place = (uint16_t)(place > before - stat->day_count ? place - (before - stat->day_count)
                                                            : 0);
        memmove(days + place + 1, days + place, (stat->day_count - place) * sizeof *days);
    }
    days[place] = (struct day_count){(int32_t)day, 1};
    stat->day_count++;
}

static struct event_stat *event_insert(struct profile *profile, uint32_t place)
{
    struct event_stat *stat;

    if (profile->event_count == profile->event_capacity) {
        uint32_t capacity = profile->event_capacity + 1 + profile->event_capacity / 4;

        profile->events = profile_resize(profile, profile->events, profile->event_capacity,
                capacity, sizeof *profile->events);
        profile->event_capacity = capacity;
    }
    stat = &profile->events[place];
    memmove(stat + 1, stat, (profile->event_count - place) * sizeof *stat);
    profile->event_count++;
    return stat;
}

bool profile_credit(struct profile *profile, uint32_t name, int64_t at_ms, int64_t today)
{
    uint32_t place = event_place(profile, name);
    struct event_stat *stat;
    bool first = place == profile->event_count || profile->events[place].name != name;

    if (first) {
        stat = event_insert(profile, place);
        *stat = (struct event_stat){.name = name, .first_ms = at_ms, .last_ms = at_ms};
    } else {
        stat = &profile->events[place];
    }
    if (stat->count < UINT32_MAX)
        stat->count++;
    if (at_ms < stat->first_ms)
        stat->first_ms = at_ms;
    if (at_ms > stat->last_ms)
        stat->last_ms = at_ms;
    count_day(profile, stat, when_day(at_ms), today);
    return first;
}

/* Buyers are few and buy on few days: the list is exact and pruned at every new day. */
void profile_spend(struct profile *profile, double amount, int64_t at_ms, int64_t today)
{
    int64_t day = when_day(at_ms);
    struct day_money *days = profile->spent_days;
    uint32_t kept = 0, place;

    profile->spent += amount;
    if (day <= today - PROFILE_DAYS_KEPT || !(amount < 0 || amount > 0))
        return;
    for (uint32_t i = 0; i < profile->spent_day_count; i++) {
        if (days[i].day == day) {
            days[i].amount += amount;
            return;
        }
    }
    for (uint32_t i = 0; i < profile->spent_day_count; i++)
        if (days[i].day > today - PROFILE_DAYS_KEPT)
            days[kept++] = days[i];
    days = profile_resize(profile, days, profile->spent_day_count, kept + 1, sizeof *days);
    for (place = kept; place > 0 && days[place - 1].day > day; place--)
        days[place] = days[place - 1];
    days[place] = (struct day_money){(int32_t)day, amount};
    profile->spent_days = days;
    profile->spent_day_count = kept + 1;
}

void profile_count_session(struct profile *profile, int local_hour)
{
    uint32_t *hours = profile->session_hours;
    uint32_t hour = (uint32_t)local_hour;
    uint8_t place = 0;

    while (place < profile->session_hour_count && hours[place] >> SESSION_HOUR_SHIFT < hour)
        place++;
    if (place < profile->session_hour_count && hours[place] >> SESSION_HOUR_SHIFT == hour) {
        if ((hours[place] & HOUR_COUNT_MAX) < HOUR_COUNT_MAX)
            hours[place]++;
        return;
    }
    hours = profile_resize(profile, hours, profile->session_hour_count,
            profile->session_hour_count + 1U, sizeof *hours);
    memmove(hours + place + 1, hours + place,
            (size_t)(profile->session_hour_count - place) * sizeof *hours);
    hours[place] = hour << SESSION_HOUR_SHIFT | 1;
    profile->session_hours = hours;
    profile->session_hour_count++;
}

int profile_best_hour(const struct profile *profile)
{
    uint32_t most = 0;
    int best = -1;

    for (uint8_t i = 0; i < profile->session_hour_count; i++) {
        uint32_t count = profile->session_hours[i] & HOUR_COUNT_MAX;

        if (count > most) {
            most = count;
            best = (int)(profile->session_hours[i] >> SESSION_HOUR_SHIFT);
        }
    }
    return best;
}
