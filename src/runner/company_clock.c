#include "base/when.h"
#include "runner/state_int.h"

static int64_t floor_to(int64_t value, int64_t unit)
{
    int64_t rest = value % unit;

    return value - (rest < 0 ? rest + unit : rest);
}

/* A zone without a change in sight is looked at again after this. */
#define SPAN_MAX_MS (365 * DAY_MS)

static void look_up(struct company_clock *clock, int64_t instant_ms)
{
    clock->from_ms = instant_ms;
    clock->to_ms = zone_next_change(clock->zone, instant_ms);
    if (clock->to_ms - instant_ms > SPAN_MAX_MS)
        clock->to_ms = instant_ms + SPAN_MAX_MS;
    clock->offset_ms = zone_offset_s(clock->zone, instant_ms) * SECOND_MS;
}

static int64_t shown(struct company_clock *clock, int64_t instant_ms)
{
    if (instant_ms < clock->from_ms || instant_ms >= clock->to_ms)
        look_up(clock, instant_ms);
    return instant_ms + clock->offset_ms;
}

int64_t company_hour(struct company_clock *clock, int64_t instant_ms)
{
    int64_t hour_ms = floor_to(shown(clock, instant_ms), HOUR_MS);

    return hour_ms - clock->offset_ms;
}

int64_t company_day(struct company_clock *clock, int64_t instant_ms)
{
    return when_day(shown(clock, instant_ms));
}
