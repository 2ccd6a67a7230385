#include "base/when.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "unit.h"

static void reads_instants(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t ms;
    } cases[] = {
            {"1970-01-01T00:00:00Z", 0},
            {"2026-11-01T10:00:00.000Z", 1793527200000},
            {"2026-11-01T10:00:00.5Z", 1793527200500},
            {"2026-11-01T10:00:00.12Z", 1793527200120},
            {"2026-11-01T10:00:00.123999999Z", 1793527200123},
            {"2026-11-01T10:00:00+02:00", 1793520000000},
            {"2026-11-01T10:00:00.250-05:30", 1793547000250},
            {"2024-02-29T23:59:59Z", 1709251199000},
            {"2199-12-31T23:59:59.999Z", 7258118399999},
            {"1970-01-01T00:30:00+01:00", -1800000},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        int64_t ms;
        if (!when_parse(cases[i].text, strlen(cases[i].text), &ms) || ms != cases[i].ms)
            fail_msg("%s", cases[i].text);
    }
}

static void refuses_everything_else(void **state)
{
    (void)state;
    static const char *const cases[] = {"", "Z", "2026-11-01", "2026-11-01T10:00:00",
            "2026-11-01T10:00Z", "2026-11-01 10:00:00Z", "2026-11-01t10:00:00Z",
            "2026-11-01T10:00:00z", "2026-11-01T10:00:60Z", "2026-11-01T10:60:00Z",
            "2026-11-01T24:00:00Z", "2026-02-29T10:00:00Z", "2026-13-01T10:00:00Z",
            "2026-00-01T10:00:00Z", "2026-11-00T10:00:00Z", "2026-11-31T10:00:00Z",
            "1969-12-31T23:59:59Z", "2200-01-01T00:00:00Z", "2026-11-01T10:00:00.Z",
            "2026-11-01T10:00:00,5Z", "2026-11-01T10:00:00+0200", "2026-11-01T10:00:00+2:00",
            "2026-11-01T10:00:00+24:00", "2026-11-01T10:00:00+02:60", "2026-11-01T10:00:00ZZ",
            "2026-11-01T10:00:00Z ", " 2026-11-01T10:00:00Z", "+026-11-01T10:00:00Z",
            "2026-11-01T10:00:0 Z", "2100-02-29T00:00:00Z"};
    int64_t ms;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        if (when_parse(cases[i], strlen(cases[i]), &ms))
            fail_msg("%s", cases[i]);
    assert_false(when_parse("2026-11-01T10:00:00Z\0", 21, &ms));
    assert_true(when_parse("2026-11-01T10:00:00Zxx", 20, &ms));
    assert_false(when_parse("\0\0\0\0\0\0\0\0\0\0T10:00:00Z", 20, &ms));
}

/* A bad date after a good one, and the other way round: neither is taken for the other. */
static void dates_do_not_stick(void **state)
{
    (void)state;
    int64_t first, again, other;

    assert_true(when_parse("2026-11-01T10:00:00Z", 20, &first));
    assert_false(when_parse("2026-11-31T10:00:00Z", 20, &other));
    assert_false(when_parse("2026-11-31T10:00:00Z", 20, &other));
    assert_true(when_parse("2026-11-02T10:00:00Z", 20, &other));
    assert_true(when_parse("2026-11-01T10:00:00Z", 20, &again));
    assert_int_equal(again, first);
    assert_int_equal(other - first, DAY_MS);
}

static void writes_what_it_reads(void **state)
{
    (void)state;
    char text[WHEN_TEXT_MAX];
    for (int64_t ms = 0; ms < INT64_C(7258118400000); ms += INT64_C(123456789123)) {
        int64_t again;
        when_format(ms, text);
        assert_int_equal(strlen(text), 24);
        assert_true(when_parse(text, 24, &again));
        assert_true(again == ms);
    }
    assert_string_equal(when_format(1793527200007, text), "2026-11-01T10:00:00.007Z");
    assert_string_equal(when_format(-1, text), "1969-12-31T23:59:59.999Z");
    assert_true(strlen(when_format(WHEN_NONE, text)) < WHEN_TEXT_MAX);
    assert_true(strlen(when_format(WHEN_NEVER, text)) < WHEN_TEXT_MAX);
}

static void counts_days(void **state)
{
    (void)state;
    assert_int_equal(day_from_civil(1970, 1, 1), 0);
    assert_int_equal(day_from_civil(1969, 12, 31), -1);
    assert_int_equal(day_from_civil(2000, 2, 29), 11016);
    assert_int_equal(day_from_civil(2000, 3, 1), 11017);
    int64_t wanted = -200000;
    for (int64_t day = wanted; day < 200000; day++) {
        int year, month, day_of_month;
        day_to_civil(day, &year, &month, &day_of_month);
        assert_int_equal(day_from_civil(year, month, day_of_month), day);
        assert_in_range(month, 1, 12);
        assert_in_range(day_of_month, 1, 31);
    }
    assert_int_equal(day_weekday(0), 4);
    assert_int_equal(day_weekday(-1), 3);
    assert_int_equal(day_weekday(day_from_civil(2026, 11, 22)), 0);
    assert_int_equal(day_weekday(day_from_civil(2026, 11, 21)), 6);
    assert_int_equal(when_day(0), 0);
    assert_int_equal(when_day(-1), -1);
    assert_int_equal(when_day(DAY_MS - 1), 0);
    assert_int_equal(when_day(-DAY_MS), -1);
}

static void reads_wall_times(void **state)
{
    (void)state;
    int64_t day = 0, ms = 0;
    assert_true(day_parse("2026-11-01", 10, &day));
    assert_int_equal(day, 20758);
    assert_false(day_parse("2026-11-1", 9, &day));
    assert_false(day_parse("2026/11/01", 10, &day));
    assert_false(day_parse("2025-02-29", 10, &day));
    assert_true(clock_parse("09:30", 5, &ms));
    assert_int_equal(ms, 34200000);
    assert_true(clock_parse("23:59", 5, &ms));
    assert_false(clock_parse("24:00", 5, &ms));
    assert_false(clock_parse("12:60", 5, &ms));
    assert_false(clock_parse("9:30", 4, &ms));
    assert_false(clock_parse("0930x", 5, &ms));
    assert_true(wall_parse("2026-11-01T23:30", 16, &day, &ms));
    assert_int_equal(day, 20758);
    assert_int_equal(ms, 84600000);
    assert_false(wall_parse("2026-11-01 23:30", 16, &day, &ms));
    assert_false(wall_parse("2026-11-01T23:30:00", 19, &day, &ms));
}

static void reads_durations(void **state)
{
    (void)state;
    int64_t ms;
    assert_true(duration_parse("30s", false, &ms) && ms == 30000);
    assert_true(duration_parse("5m", false, &ms) && ms == 300000);
    assert_true(duration_parse("1h", false, &ms) && ms == HOUR_MS);
    assert_true(duration_parse("3d", false, &ms) && ms == 3 * DAY_MS);
    assert_true(duration_parse("2w", false, &ms) && ms == 14 * DAY_MS);
    assert_true(duration_parse("999999999w", false, &ms) && ms == 999999999 * WEEK_MS);
    assert_true(duration_parse("off", true, &ms) && ms == -1);
    static const char *const wrong[] = {
            "", "off", "1", "h", "-1h", "1.5h", "1hh", "1 h", "9999999999s", "1x", "+1s"};
    for (size_t i = 0; i < ARRAY_COUNT(wrong); i++)
        if (duration_parse(wrong[i], false, &ms))
            fail_msg("%s", wrong[i]);
}

static void says_durations(void **state)
{
    (void)state;
    static const struct {
        int64_t ms;
        const char *words;
    } cases[] = {{0, "0 s"}, {200, "0.2 s"}, {5000, "5 s"}, {5300, "5.3 s"}, {60000, "1 min"},
            {61000, "1 min 1 s"}, {HOUR_MS, "1 h"}, {2 * HOUR_MS + 5 * MINUTE_MS, "2 h 5 min"},
            {HOUR_MS + 1000, "1 h"}, {DAY_MS, "1 day"}, {3 * DAY_MS, "3 days"},
            {DAY_MS + HOUR_MS, "1 day 1 h"}, {-90000, "-1 min 30 s"}, {1, "0 s"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct buf out = {0};
        duration_add_words(&out, cases[i].ms);
        assert_buf(&out, cases[i].words);
    }
    struct buf out = {0};
    duration_add_words(&out, INT64_MIN);
    assert_buf(&out, "-106751991167 days 7 h");
}

static void the_clock_can_be_held(void **state)
{
    (void)state;
    setenv("CAMPANILE_NOW", "2026-11-01T10:00:00.007Z", 1);
    assert_true(when_now() == 1793527200007);
    unsetenv("CAMPANILE_NOW");
    assert_true(when_now() > INT64_C(1600000000000));
    int64_t before = when_monotonic_ms();
    assert_true(when_monotonic_ms() >= before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(reads_instants),
            cmocka_unit_test(refuses_everything_else),
            cmocka_unit_test(dates_do_not_stick),
            cmocka_unit_test(writes_what_it_reads),
            cmocka_unit_test(counts_days),
            cmocka_unit_test(reads_wall_times),
            cmocka_unit_test(reads_durations),
            cmocka_unit_test(says_durations),
            cmocka_unit_test(the_clock_can_be_held),
    };
    return cmocka_run_group_tests_name("when", tests, NULL, NULL);
}
