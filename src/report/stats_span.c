#include "report/stats_span.h"

#include "base/when.h"

int64_t period_start_ms(enum stats_by by, zone_id zone, int64_t at_ms)
{
    struct wall wall = zone_wall(zone, at_ms);
    if (by == STATS_BY_DAY)
        return zone_instant(zone, (struct wall){wall.day, 0});
    return at_ms - wall.ms % HOUR_MS;
}

int64_t period_next_ms(enum stats_by by, zone_id zone, int64_t start_ms)
{
    struct wall wall = zone_wall(zone, start_ms);
    if (by == STATS_BY_DAY)
        return zone_instant(zone, (struct wall){wall.day + 1, 0});
    /* A zone that moves by half an hour has a short or a long hour then. */
    int64_t next_ms = period_start_ms(by, zone, start_ms + HOUR_MS);
    return next_ms > start_ms ? next_ms : start_ms + HOUR_MS;
}

int64_t hour_ceiling_ms(zone_id zone, int64_t at_ms)
{
    int64_t start_ms = period_start_ms(STATS_BY_HOUR, zone, at_ms);
    return start_ms == at_ms ? at_ms : period_next_ms(STATS_BY_HOUR, zone, start_ms);
}
