#include "engine/due.h"

#include "base/when.h"

/* An offset changes a few times a year at most; more is a damaged zone. */
enum { ZONE_CHANGES_MAX = 64 };

static zone_id zone_of(enum zone_of of, zone_id user, zone_id company)
{
    return of == ZONE_OF_USER && user != ZONE_NONE ? user : company;
}

static int64_t next_hour_ms(int64_t at_ms, zone_id zone, int64_t clock_ms)
{
    struct wall wall = {zone_wall(zone, at_ms).day, clock_ms};
    int64_t due = zone_instant(zone, wall);

    while (due <= at_ms) {
        wall.day++;
        due = zone_instant(zone, wall);
    }
    return due;
}

static int64_t days_on_ms(int64_t at_ms, zone_id zone, int64_t days, int64_t clock_ms)
{
    return zone_instant(zone, (struct wall){zone_wall(zone, at_ms).day + days, clock_ms});
}

/* The same weekday is a week later (SEMANTICS 7.2). */
static int64_t days_to_weekday(int64_t at_ms, zone_id zone, int weekday)
{
    int today = day_weekday(zone_wall(zone, at_ms).day);

    return (weekday - today + 6) % 7 + 1;
}

int64_t due_ms(
        const struct delay *delay, int64_t at_ms, zone_id user, zone_id company, int best_hour)
{
    zone_id zone = zone_of(delay->zone, user, company);

    switch (delay->kind) {
    case DELAY_IMMEDIATE: return at_ms;
    case DELAY_AFTER: return at_ms + span_ms(delay->after);
    case DELAY_IN_DAYS: return days_on_ms(at_ms, zone, delay->days, delay->at_ms);
    case DELAY_ON_WEEKDAY:
        return days_on_ms(at_ms, zone, days_to_weekday(at_ms, zone, delay->weekday), delay->at_ms);
    case DELAY_INTELLIGENT:
        return next_hour_ms(at_ms, zone_of(ZONE_OF_USER, user, company),
                best_hour >= 0 ? best_hour * HOUR_MS : delay->at_ms);
    }
    return at_ms;
}

static bool clock_in_window(const struct window *window, int64_t clock_ms)
{
    if (window->from_ms < window->to_ms)
        return clock_ms >= window->from_ms && clock_ms < window->to_ms;
    return clock_ms >= window->from_ms || clock_ms < window->to_ms;
}

int64_t window_clock_ms(const struct window *window, int64_t at_ms, zone_id user, zone_id company)
{
    return zone_wall(zone_of(window->zone, user, company), at_ms).ms;
}

bool window_holds(const struct window *window, int64_t at_ms, zone_id user, zone_id company)
{
    return !window->set || clock_in_window(window, window_clock_ms(window, at_ms, user, company));
}

/* Between two changes of the offset wall time runs evenly: the opening is there or behind the next
 * change, where the window may already be open (SEMANTICS 1.4, 7.4). */
int64_t window_next_ms(const struct window *window, int64_t at_ms, zone_id user, zone_id company)
{
    zone_id zone = zone_of(window->zone, user, company);

    if (!window->set)
        return at_ms;
    for (int i = 0; i < ZONE_CHANGES_MAX; i++) {
        int64_t clock_ms = zone_wall(zone, at_ms).ms;
        int64_t change_ms, opening_ms;

        if (clock_in_window(window, clock_ms))
            return at_ms;
        change_ms = zone_next_change(zone, at_ms);
        opening_ms = at_ms + (window->from_ms - clock_ms + DAY_MS) % DAY_MS;
        if (opening_ms < change_ms)
            return opening_ms;
        at_ms = change_ms;
    }
    return at_ms;
}

int64_t wall_time_ms(const struct wall_time *wall, enum zone_of of, zone_id user, zone_id company)
{
    return zone_instant(zone_of(of, user, company), (struct wall){wall->day, wall->ms});
}
