#include "report/examples.h"

#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "engine/due.h"

enum { NO_BEST_HOUR = -1, SOME_BEST_HOUR = 19, EVENING_HOUR = 20, NOON_HOUR = 12 };

struct worked {
    const struct campaign *campaign;
    const struct examples_query *query;
    struct example_list *out;
};

static const char *const weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
static const char *const months[] = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static void add_clock(struct buf *out, int64_t ms)
{
    buf_add_format(out, "%02d:%02d", (int)(ms / HOUR_MS), (int)(ms % HOUR_MS / MINUTE_MS));
    if (ms % MINUTE_MS)
        buf_add_format(out, ":%02d", (int)(ms % MINUTE_MS / SECOND_MS));
}

/* 'today 09:00', 'tomorrow 09:00', 'Mon 23 Nov 09:00', with the year where it is another one;
 * `today_word` NULL: no day has a name. */
static void add_wall(struct buf *out, struct wall wall, int64_t today, const char *today_word)
{
    int year, this_year, month, day, ignored;
    day_to_civil(wall.day, &year, &month, &day);
    day_to_civil(today, &this_year, &ignored, &ignored);
    if (today_word && wall.day == today)
        buf_add_format(out, "%s ", today_word);
    else if (today_word && wall.day == today + 1)
        buf_add_text(out, strcmp(today_word, "today") == 0 ? "tomorrow " : "the next day ");
    else if (year == this_year)
        buf_add_format(out, "%s %d %s ", weekdays[day_weekday(wall.day)], day, months[month - 1]);
    else
        buf_add_format(
                out, "%s %d %s %d ", weekdays[day_weekday(wall.day)], day, months[month - 1], year);
    add_clock(out, wall.ms);
}

/* What becomes of a trigger at `at_ms`, by the gates that are about time alone. */
struct fate {
    const char *lost; /* NULL: it is sent at `due_ms` */
    int64_t due_ms;   /* with `lost`: the instant that was in the way */
    bool moved;       /* by the window */
};

static struct fate fate_of(const struct worked *worked, int64_t at_ms, zone_id user, int best_hour)
{
    const struct campaign *campaign = worked->campaign;
    const struct duration *duration = &campaign->duration;
    zone_id company = worked->query->company;
    struct fate fate = {.due_ms = at_ms};
    int64_t end_ms = duration->end.set ? wall_time_ms(&duration->end, duration->zone, user, company)
                                       : WHEN_NEVER;
    if (duration->start.set &&
            at_ms < wall_time_ms(&duration->start, duration->zone, user, company))
        fate.lost = "before the start";
    else if (at_ms > end_ms)
        fate.lost = "after the end";
    else if (!window_holds(&campaign->window, at_ms, user, company))
        fate.lost = "outside the time window";
    if (fate.lost)
        return fate;
    fate.due_ms = due_ms(&campaign->delay, at_ms, user, company, best_hour);
    if (!window_holds(&campaign->window, fate.due_ms, user, company)) {
        fate.moved = campaign->window.next;
        if (fate.moved)
            fate.due_ms = window_next_ms(&campaign->window, fate.due_ms, user, company);
        else
            fate.lost = "outside the time window";
    }
    if (!fate.lost && fate.due_ms > end_ms)
        fate.lost = "after the end";
    return fate;
}

static void add_fate(struct buf *out, const struct fate *fate, int64_t at_ms, zone_id zone,
        const char *today_word)
{
    struct wall at = zone_wall(zone, at_ms);
    struct wall due = zone_wall(zone, fate->due_ms);
    if (!fate->lost) {
        buf_add_text(out, "gets it ");
        if (fate->due_ms == at_ms)
            buf_add_text(out, "at once");
        else
            add_wall(out, due, at.day, today_word);
        if (fate->moved)
            buf_add_text(out, ", when the window opens");
        return;
    }
    buf_add_text(out, "nothing, ");
    if (fate->due_ms == at_ms)
        add_clock(out, at.ms);
    else
        add_wall(out, due, at.day, today_word);
    buf_add_format(out, " is %s", fate->lost);
}

static void keep(struct worked *worked, struct buf *words, bool sent)
{
    struct example_list *out = worked->out;
    out->items = mem_room(out->items, out->count, &out->capacity, sizeof *out->items);
    out->items[out->count++] = (struct example){.words = buf_take(words), .sent = sent};
}

static void add_now(struct worked *worked, const char *place, zone_id zone, int best_hour)
{
    struct buf words = {0};
    int64_t at_ms = worked->query->now_ms;
    zone_id user = zone == ZONE_NONE ? worked->query->company : zone;
    struct fate fate = fate_of(worked, at_ms, zone, best_hour);
    buf_add_format(&words, "Someone who triggers now in %s (", place);
    add_clock(&words, zone_wall(user, at_ms).ms / MINUTE_MS * MINUTE_MS);
    buf_add_text(&words, ")");
    if (worked->campaign->delay.kind == DELAY_INTELLIGENT)
        buf_add_text(&words,
                best_hour < 0 ? " and never had a session" : " and is mostly there at 19:00");
    buf_add_text(&words, ": ");
    add_fate(&words, &fate, at_ms, user, "today");
    buf_add_char(&words, '.');
    keep(worked, &words, !fate.lost);
}

static const struct {
    const char *place;
    const char *zone;
} cities[] = {
        {"Paris", "Europe/Paris"},
        {"New York", "America/New_York"},
        {"Tokyo", "Asia/Tokyo"},
};

static zone_id city_zone(size_t city)
{
    return zone_find(cities[city].zone, strlen(cities[city].zone));
}

/* True where the user's own zone decides anything. */
static bool asks_user_zone(const struct campaign *campaign)
{
    const struct delay *delay = &campaign->delay;
    bool wall = delay->kind == DELAY_IN_DAYS || delay->kind == DELAY_ON_WEEKDAY;
    return (wall && delay->zone == ZONE_OF_USER) || delay->kind == DELAY_INTELLIGENT ||
           (campaign->window.set && campaign->window.zone == ZONE_OF_USER) ||
           ((campaign->duration.start.set || campaign->duration.end.set) &&
                   campaign->duration.zone == ZONE_OF_USER);
}

static bool has_wall_time(const struct campaign *campaign)
{
    return campaign->window.set || campaign->delay.kind != DELAY_IMMEDIATE;
}

/* A trigger that shows what the clock change does: half the delay before it, at most six hours.
 * Where the window is closed then: so long before it closes on the day before. */
static int64_t trigger_near(const struct worked *worked, int64_t change_ms, zone_id zone)
{
    const struct campaign *campaign = worked->campaign;
    zone_id company = worked->query->company;
    struct wall before = zone_wall(zone, change_ms - DAY_MS / 2);
    before.ms = EVENING_HOUR * HOUR_MS;
    bool after = campaign->delay.kind == DELAY_AFTER;
    int64_t half_ms = after ? span_ms(campaign->delay.after) / 2 : HOUR_MS;
    half_ms = half_ms < 6 * HOUR_MS ? half_ms : 6 * HOUR_MS;
    int64_t at_ms = after ? change_ms - half_ms : zone_instant(zone, before);
    if (window_holds(&campaign->window, at_ms, zone, company))
        return at_ms;
    before.ms = campaign->window.to_ms;
    at_ms = zone_instant(zone, before) - half_ms;
    if (window_holds(&campaign->window, at_ms, zone, company))
        return at_ms;
    before.ms = NOON_HOUR * HOUR_MS;
    return window_next_ms(&campaign->window, zone_instant(zone, before), zone, company);
}

static void add_clock_change(struct worked *worked, const char *place, zone_id zone)
{
    int64_t change_ms = zone_next_change(zone, worked->query->now_ms);
    if (change_ms == WHEN_NEVER)
        return;
    struct buf words = {0};
    bool forward = zone_offset_s(zone, change_ms) > zone_offset_s(zone, change_ms - 1);
    int64_t at_ms = trigger_near(worked, change_ms, zone);
    struct fate fate = fate_of(worked, at_ms, zone, NO_BEST_HOUR);
    buf_add_format(&words, "Clocks in %s go %s on ", place, forward ? "forward" : "back");
    add_wall(&words, zone_wall(zone, change_ms - MINUTE_MS), when_day(worked->query->now_ms), NULL);
    /* The minute before says which day and roughly when; the hour itself exists twice or never. */
    buf_cut(&words, words.size - 6);
    buf_add_text(&words, ": someone who triggers ");
    add_wall(&words, zone_wall(zone, at_ms), when_day(worked->query->now_ms), NULL);
    buf_add_text(&words, fate.lost ? ": " : " ");
    add_fate(&words, &fate, at_ms, zone, "the same day");
    buf_add_char(&words, '.');
    keep(worked, &words, !fate.lost);
}

/* A wizard's copy may lack what the sums need. */
static bool can_be_worked(const struct campaign *campaign)
{
    const struct delay *delay = &campaign->delay;
    if (delay->kind == DELAY_AFTER && !span_is_valid(delay->after))
        return false;
    return !campaign->window.set || campaign->window.from_ms != campaign->window.to_ms;
}

void campaign_examples(const struct campaign *campaign, const struct examples_query *query,
        struct example_list *out)
{
    struct worked worked = {.campaign = campaign, .query = query, .out = out};
    if (!can_be_worked(campaign))
        return;
    if (campaign->delay.kind == DELAY_INTELLIGENT)
        add_now(&worked, cities[0].place, city_zone(0), SOME_BEST_HOUR);
    if (!asks_user_zone(campaign))
        add_now(&worked, zone_name(query->company), query->company, NO_BEST_HOUR);
    for (size_t i = 0; asks_user_zone(campaign) && i < ARRAY_COUNT(cities); i++)
        add_now(&worked, cities[i].place, city_zone(i), NO_BEST_HOUR);
    if (has_wall_time(campaign) && asks_user_zone(campaign))
        add_clock_change(&worked, cities[0].place, city_zone(0));
    else if (has_wall_time(campaign))
        add_clock_change(&worked, zone_name(query->company), query->company);
}

void example_list_release(struct example_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        mem_free(list->items[i].words);
    mem_free(list->items);
    memset(list, 0, sizeof *list);
}
