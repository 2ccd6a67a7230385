#include "base/zone.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>

#include "base/alloc.h"
#include "base/when.h"
#include "unit.h"

static zone_id find(const char *name)
{
    return zone_find(name, strlen(name));
}

/* A wanted wall time, the instant it means (SEMANTICS 1.4: over a gap the first after it, in an
 * overlap the first occurrence), the wall time shown then and the offset. Worked out minute by
 * minute with another implementation of the zone data. */
static const struct {
    const char *zone, *wanted, *instant, *shown;
    int32_t offset_s;
} cases[] = {
        {"Europe/Paris", "2026-03-29T01:59", "2026-03-29T00:59:00Z", "2026-03-29T01:59", 3600},
        {"Europe/Paris", "2026-03-29T02:00", "2026-03-29T01:00:00Z", "2026-03-29T03:00", 7200},
        {"Europe/Paris", "2026-03-29T02:30", "2026-03-29T01:00:00Z", "2026-03-29T03:00", 7200},
        {"Europe/Paris", "2026-03-29T03:00", "2026-03-29T01:00:00Z", "2026-03-29T03:00", 7200},
        {"Europe/Paris", "2026-10-25T01:59", "2026-10-24T23:59:00Z", "2026-10-25T01:59", 7200},
        {"Europe/Paris", "2026-10-25T02:00", "2026-10-25T00:00:00Z", "2026-10-25T02:00", 7200},
        {"Europe/Paris", "2026-10-25T02:30", "2026-10-25T00:30:00Z", "2026-10-25T02:30", 7200},
        {"Europe/Paris", "2026-10-25T03:00", "2026-10-25T02:00:00Z", "2026-10-25T03:00", 3600},
        {"America/New_York", "2026-03-08T01:59", "2026-03-08T06:59:00Z", "2026-03-08T01:59",
                -18000},
        {"America/New_York", "2026-03-08T02:30", "2026-03-08T07:00:00Z", "2026-03-08T03:00",
                -14400},
        {"America/New_York", "2026-03-08T03:00", "2026-03-08T07:00:00Z", "2026-03-08T03:00",
                -14400},
        {"America/New_York", "2026-11-01T00:59", "2026-11-01T04:59:00Z", "2026-11-01T00:59",
                -14400},
        {"America/New_York", "2026-11-01T01:30", "2026-11-01T05:30:00Z", "2026-11-01T01:30",
                -14400},
        {"America/New_York", "2026-11-01T02:00", "2026-11-01T07:00:00Z", "2026-11-01T02:00",
                -18000},
        {"Australia/Sydney", "2026-10-04T01:59", "2026-10-03T15:59:00Z", "2026-10-04T01:59", 36000},
        {"Australia/Sydney", "2026-10-04T02:30", "2026-10-03T16:00:00Z", "2026-10-04T03:00", 39600},
        {"Australia/Sydney", "2026-10-04T03:00", "2026-10-03T16:00:00Z", "2026-10-04T03:00", 39600},
        {"Australia/Sydney", "2026-04-05T01:59", "2026-04-04T14:59:00Z", "2026-04-05T01:59", 39600},
        {"Australia/Sydney", "2026-04-05T02:30", "2026-04-04T15:30:00Z", "2026-04-05T02:30", 39600},
        {"Australia/Sydney", "2026-04-05T03:00", "2026-04-04T17:00:00Z", "2026-04-05T03:00", 36000},
        {"America/Sao_Paulo", "2018-11-03T23:59", "2018-11-04T02:59:00Z", "2018-11-03T23:59",
                -10800},
        {"America/Sao_Paulo", "2018-11-04T00:00", "2018-11-04T03:00:00Z", "2018-11-04T01:00",
                -7200},
        {"America/Sao_Paulo", "2018-11-04T00:30", "2018-11-04T03:00:00Z", "2018-11-04T01:00",
                -7200},
        {"America/Sao_Paulo", "2018-11-04T01:00", "2018-11-04T03:00:00Z", "2018-11-04T01:00",
                -7200},
        {"America/Sao_Paulo", "2019-02-16T22:59", "2019-02-17T00:59:00Z", "2019-02-16T22:59",
                -7200},
        {"America/Sao_Paulo", "2019-02-16T23:30", "2019-02-17T01:30:00Z", "2019-02-16T23:30",
                -7200},
        {"America/Sao_Paulo", "2019-02-17T00:00", "2019-02-17T03:00:00Z", "2019-02-17T00:00",
                -10800},
        {"Africa/Casablanca", "2025-02-23T01:59", "2025-02-23T00:59:00Z", "2025-02-23T01:59", 3600},
        {"Africa/Casablanca", "2025-02-23T02:30", "2025-02-23T01:30:00Z", "2025-02-23T02:30", 3600},
        {"Africa/Casablanca", "2025-02-23T03:00", "2025-02-23T03:00:00Z", "2025-02-23T03:00", 0},
        {"Africa/Casablanca", "2025-04-06T01:59", "2025-04-06T01:59:00Z", "2025-04-06T01:59", 0},
        {"Africa/Casablanca", "2025-04-06T02:30", "2025-04-06T02:00:00Z", "2025-04-06T03:00", 3600},
        {"Africa/Casablanca", "2025-04-06T03:00", "2025-04-06T02:00:00Z", "2025-04-06T03:00", 3600},
        {"Asia/Tehran", "2022-03-21T23:59", "2022-03-21T20:29:00Z", "2022-03-21T23:59", 12600},
        {"Asia/Tehran", "2022-03-22T00:30", "2022-03-21T20:30:00Z", "2022-03-22T01:00", 16200},
        {"Asia/Tehran", "2022-03-22T01:00", "2022-03-21T20:30:00Z", "2022-03-22T01:00", 16200},
        {"Asia/Tehran", "2022-09-21T22:59", "2022-09-21T18:29:00Z", "2022-09-21T22:59", 16200},
        {"Asia/Tehran", "2022-09-21T23:30", "2022-09-21T19:00:00Z", "2022-09-21T23:30", 16200},
        {"Asia/Tehran", "2022-09-22T00:00", "2022-09-21T20:30:00Z", "2022-09-22T00:00", 12600},
        {"Australia/Lord_Howe", "2026-10-04T01:59", "2026-10-03T15:29:00Z", "2026-10-04T01:59",
                37800},
        {"Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30:00Z", "2026-10-04T02:30",
                39600},
        {"Australia/Lord_Howe", "2026-10-04T02:30", "2026-10-03T15:30:00Z", "2026-10-04T02:30",
                39600},
        {"Australia/Lord_Howe", "2026-04-05T01:29", "2026-04-04T14:29:00Z", "2026-04-05T01:29",
                39600},
        {"Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45:00Z", "2026-04-05T01:45",
                39600},
        {"Australia/Lord_Howe", "2026-04-05T02:00", "2026-04-04T15:30:00Z", "2026-04-05T02:00",
                37800},
        {"Pacific/Apia", "2011-12-29T23:59", "2011-12-30T09:59:00Z", "2011-12-29T23:59", -36000},
        {"Pacific/Apia", "2011-12-30T00:00", "2011-12-30T10:00:00Z", "2011-12-31T00:00", 50400},
        {"Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00:00Z", "2011-12-31T00:00", 50400},
        {"Pacific/Apia", "2011-12-31T00:00", "2011-12-30T10:00:00Z", "2011-12-31T00:00", 50400},
        {"Asia/Kathmandu", "1985-12-31T23:59", "1985-12-31T18:29:00Z", "1985-12-31T23:59", 19800},
        {"Asia/Kathmandu", "1986-01-01T00:07", "1985-12-31T18:30:00Z", "1986-01-01T00:15", 20700},
        {"Asia/Kathmandu", "1986-01-01T00:15", "1985-12-31T18:30:00Z", "1986-01-01T00:15", 20700},
        {"Europe/Paris", "2150-07-01T12:00", "2150-07-01T10:00:00Z", "2150-07-01T12:00", 7200},
        {"Europe/Paris", "2150-12-01T12:00", "2150-12-01T11:00:00Z", "2150-12-01T12:00", 3600},
        {"UTC", "1970-01-01T00:00", "1970-01-01T00:00:00Z", "1970-01-01T00:00", 0},
        {"UTC", "2199-12-31T23:59", "2199-12-31T23:59:00Z", "2199-12-31T23:59", 0},
};

static void both_directions_through_the_changes(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct wall wanted, shown;
        int64_t instant = 0;
        zone_id zone = find(cases[i].zone);
        assert_int_not_equal(zone, ZONE_NONE);
        assert_true(wall_parse(cases[i].wanted, 16, &wanted.day, &wanted.ms));
        assert_true(wall_parse(cases[i].shown, 16, &shown.day, &shown.ms));
        assert_true(when_parse(cases[i].instant, 20, &instant));

        char got[WHEN_TEXT_MAX];
        when_format(zone_instant(zone, wanted), got);
        if (zone_instant(zone, wanted) != instant)
            fail_msg("%s %s: %s", cases[i].zone, cases[i].wanted, got);
        struct wall wall = zone_wall(zone, instant);
        assert_int_equal(wall.day, shown.day);
        assert_int_equal(wall.ms, shown.ms);
        assert_int_equal(zone_offset_s(zone, instant), cases[i].offset_s);
    }
}

static void keeps_milliseconds(void **state)
{
    (void)state;
    zone_id paris = find("Europe/Paris");
    int64_t change = 0;
    assert_true(when_parse("2026-03-29T01:00:00Z", 20, &change));
    assert_int_equal(zone_offset_s(paris, change - 1), 3600);
    assert_int_equal(zone_offset_s(paris, change), 7200);
    struct wall wall = zone_wall(paris, change - 1);
    assert_int_equal(wall.ms, 2 * HOUR_MS - 1);
    assert_true(zone_instant(paris, wall) == change - 1);
    wall.ms = 3 * HOUR_MS - 1;
    assert_true(zone_instant(paris, wall) == change);
    wall.ms = 3 * HOUR_MS + 7;
    assert_true(zone_instant(paris, wall) == change + 7);
}

/* In every zone the instant of a shown wall time is that instant, or the earlier occurrence. */
static void every_zone_goes_there_and_back(void **state)
{
    (void)state;
    for (zone_id zone = 1; zone <= zone_count(); zone++)
        for (int64_t instant = 0; instant < 60 * 365 * DAY_MS; instant += 97 * DAY_MS + 3333) {
            struct wall wall = zone_wall(zone, instant);
            assert_in_range(wall.ms, 0, DAY_MS - 1);
            assert_int_equal(wall.day * DAY_MS + wall.ms,
                    instant + (int64_t)zone_offset_s(zone, instant) * 1000);
            int64_t back = zone_instant(zone, wall);
            assert_true(back <= instant && instant - back <= DAY_MS);
            struct wall again = zone_wall(zone, back);
            assert_true(again.day == wall.day && again.ms == wall.ms);
        }
}

static void finds_the_next_change(void **state)
{
    (void)state;
    int64_t instant = 0, wanted = 0;
    zone_id paris = find("Europe/Paris");
    assert_true(when_parse("2026-01-01T00:00:00Z", 20, &instant));
    assert_true(when_parse("2026-03-29T01:00:00Z", 20, &wanted));
    assert_true(zone_next_change(paris, instant) == wanted);
    assert_true(zone_next_change(paris, wanted - 1) == wanted);
    assert_true(when_parse("2026-10-25T01:00:00Z", 20, &instant));
    assert_true(zone_next_change(paris, wanted) == instant);
    assert_true(zone_next_change(ZONE_UTC, instant) == WHEN_NEVER);
    assert_true(zone_next_change(find("Asia/Tokyo"), instant) == WHEN_NEVER);
}

/* SEMANTICS 1.3: a name of tzdata.zi, by that spelling. */
static void takes_listed_names_alone(void **state)
{
    (void)state;
    assert_int_equal(find("UTC"), ZONE_UTC);
    assert_string_equal(zone_name(ZONE_UTC), "UTC");
    assert_string_equal(zone_name(ZONE_NONE), "");
    assert_string_equal(zone_name((zone_id)(zone_count() + 1)), "");
    assert_string_equal(zone_name(find("Europe/Paris")), "Europe/Paris");
    assert_int_not_equal(find("Asia/Calcutta"), ZONE_NONE); /* a link */
    assert_int_not_equal(find("Asia/Calcutta"), find("Asia/Kolkata"));
    assert_int_equal(zone_offset_s(find("Asia/Calcutta"), 0), 19800);
    static const char *const wrong[] = {"", "europe/paris", "Europe/Paris ", "Paris", "+02:00",
            "../etc/passwd", "/usr/share/zoneinfo/UTC", "posix/Europe/Paris", "Z", "UTC+1", "CET-1",
            "R", "Europe/", ":UTC"};
    for (size_t i = 0; i < ARRAY_COUNT(wrong); i++)
        if (find(wrong[i]) != ZONE_NONE)
            fail_msg("%s", wrong[i]);
    assert_int_equal(zone_find("Europe/Paris\0", 13), ZONE_NONE);
    assert_true(zone_count() > 500);
    assert_int_equal(zone_start(NULL), 0);
}

static void takes_every_instant(void **state)
{
    (void)state;
    zone_id paris = find("Europe/Paris");
    static const int64_t odd[] = {INT64_MIN, INT64_MIN + 1, -1, 0, INT64_MAX - 1, INT64_MAX};
    for (size_t i = 0; i < ARRAY_COUNT(odd); i++) {
        struct wall wall = zone_wall(paris, odd[i]);
        assert_in_range(wall.ms, 0, DAY_MS - 1);
        zone_instant(paris, wall);
        zone_instant(paris, (struct wall){odd[i], odd[i]});
        zone_next_change(paris, odd[i]);
    }
    assert_int_equal(zone_wall(ZONE_NONE, 5).ms, 5);
}

static int other_thread(void *data)
{
    (void)data;
    int wrong = 0;
    for (zone_id zone = 1; zone <= zone_count(); zone++)
        for (int64_t day = 0; day < 20000; day += 1500)
            wrong += zone_wall(zone, zone_instant(zone, (struct wall){day, 0})).day < day;
    return wrong;
}

static void threads_share_zones(void **state)
{
    (void)state;
    thrd_t threads[4];
    for (size_t i = 0; i < ARRAY_COUNT(threads); i++)
        assert_int_equal(thrd_create(&threads[i], other_thread, NULL), thrd_success);
    for (size_t i = 0; i < ARRAY_COUNT(threads); i++) {
        int wrong = -1;
        thrd_join(threads[i], &wrong);
        assert_int_equal(wrong, 0);
    }
}

/* Has to come before the list is read: it is read once. */
static int missing_data_is_said(void **state)
{
    (void)state;
    struct error err = {0};
    setenv("TZDIR", "/nonexistent", 1);
    if (zone_start(&err) != -1 || err.code != ERROR_UNAVAILABLE ||
            !strstr(err.text, "/nonexistent/tzdata.zi") || !strstr(err.text, "install") ||
            zone_find("UTC", 3) != ZONE_NONE)
        return -1;
    unsetenv("TZDIR");
    return zone_start(&err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(both_directions_through_the_changes),
            cmocka_unit_test(keeps_milliseconds),
            cmocka_unit_test(every_zone_goes_there_and_back),
            cmocka_unit_test(finds_the_next_change),
            cmocka_unit_test(takes_listed_names_alone),
            cmocka_unit_test(takes_every_instant),
            cmocka_unit_test(threads_share_zones),
    };
    return cmocka_run_group_tests_name("zone", tests, missing_data_is_said, NULL);
}
