/* When a message is due: every kind of delay and the window over both changes of eight zones. The
 * instants were computed by another implementation of time zones. */
#include "engine/due.h"

#include "base/when.h"
#include "unit.h"

static zone_id zone_of(const char *name)
{
    zone_id zone = zone_find(name, strlen(name));

    assert_int_not_equal(zone, ZONE_NONE);
    return zone;
}

static int64_t at(const char *text)
{
    int64_t instant_ms = 0;

    assert_true(when_parse(text, strlen(text), &instant_ms));
    return instant_ms;
}

static int64_t clock_of(const char *text)
{
    int64_t ms = 0;

    assert_true(clock_parse(text, strlen(text), &ms));
    return ms;
}

static void assert_instant(const char *what, int64_t found_ms, const char *wanted)
{
    char text[WHEN_TEXT_MAX];

    if (found_ms != at(wanted))
        fail_msg("%s: %s, wanted %s", what, when_format(found_ms, text), wanted);
}

/* `number`: days, weekday (0 Sunday), hours, best hour. */
static struct delay delay_of(enum delay_kind kind, int number, const char *clock)
{
    return (struct delay){
            .kind = kind,
            .after = {number, UNIT_HOURS},
            .days = number,
            .weekday = number,
            .at_ms = clock_of(clock),
            .zone = ZONE_OF_USER,
    };
}

static const struct {
    const char *zone;
    enum delay_kind kind;
    const char *trigger;
    int number;
    const char *clock;
    const char *due;
} dues[] = {
        {"Europe/Paris", DELAY_IN_DAYS, "2026-03-28T11:00:00Z", 1, "02:15", "2026-03-29T01:00:00Z"},
        {"Europe/Paris", DELAY_IN_DAYS, "2026-03-26T11:00:00Z", 3, "02:15", "2026-03-29T01:00:00Z"},
        {"Europe/Paris", DELAY_ON_WEEKDAY, "2026-03-26T11:00:00Z", 0, "02:15",
                "2026-03-29T01:00:00Z"},
        {"Europe/Paris", DELAY_ON_WEEKDAY, "2026-03-29T11:00:00Z", 0, "02:15",
                "2026-04-05T00:15:00Z"},
        {"Europe/Paris", DELAY_AFTER, "2026-03-28T11:00:00Z", 24, "00:00", "2026-03-29T11:00:00Z"},
        {"Europe/Paris", DELAY_INTELLIGENT, "2026-03-28T11:00:00Z", 2, "00:00",
                "2026-03-29T01:00:00Z"},
        {"Europe/Paris", DELAY_INTELLIGENT, "2026-03-29T01:00:00Z", 2, "00:00",
                "2026-03-30T00:00:00Z"},
        {"Europe/Paris", DELAY_IN_DAYS, "2026-10-24T10:00:00Z", 1, "02:15", "2026-10-25T00:15:00Z"},
        {"Europe/Paris", DELAY_IN_DAYS, "2026-10-22T10:00:00Z", 3, "02:15", "2026-10-25T00:15:00Z"},
        {"Europe/Paris", DELAY_ON_WEEKDAY, "2026-10-22T10:00:00Z", 0, "02:15",
                "2026-10-25T00:15:00Z"},
        {"Europe/Paris", DELAY_ON_WEEKDAY, "2026-10-25T12:00:00Z", 0, "02:15",
                "2026-11-01T01:15:00Z"},
        {"Europe/Paris", DELAY_AFTER, "2026-10-24T10:00:00Z", 24, "00:00", "2026-10-25T10:00:00Z"},
        {"Europe/Paris", DELAY_INTELLIGENT, "2026-10-24T10:00:00Z", 2, "00:00",
                "2026-10-25T00:00:00Z"},
        {"Europe/Paris", DELAY_INTELLIGENT, "2026-10-25T00:15:00Z", 2, "00:00",
                "2026-10-26T01:00:00Z"},
        {"America/New_York", DELAY_IN_DAYS, "2026-03-07T17:00:00Z", 1, "02:15",
                "2026-03-08T07:00:00Z"},
        {"America/New_York", DELAY_IN_DAYS, "2026-03-05T17:00:00Z", 3, "02:15",
                "2026-03-08T07:00:00Z"},
        {"America/New_York", DELAY_ON_WEEKDAY, "2026-03-05T17:00:00Z", 0, "02:15",
                "2026-03-08T07:00:00Z"},
        {"America/New_York", DELAY_ON_WEEKDAY, "2026-03-08T17:00:00Z", 0, "02:15",
                "2026-03-15T06:15:00Z"},
        {"America/New_York", DELAY_AFTER, "2026-03-07T17:00:00Z", 24, "00:00",
                "2026-03-08T17:00:00Z"},
        {"America/New_York", DELAY_INTELLIGENT, "2026-03-07T17:00:00Z", 2, "00:00",
                "2026-03-08T07:00:00Z"},
        {"America/New_York", DELAY_INTELLIGENT, "2026-03-08T07:00:00Z", 2, "00:00",
                "2026-03-09T06:00:00Z"},
        {"America/New_York", DELAY_IN_DAYS, "2026-10-31T16:00:00Z", 1, "01:15",
                "2026-11-01T05:15:00Z"},
        {"America/New_York", DELAY_IN_DAYS, "2026-10-29T16:00:00Z", 3, "01:15",
                "2026-11-01T05:15:00Z"},
        {"America/New_York", DELAY_ON_WEEKDAY, "2026-10-29T16:00:00Z", 0, "01:15",
                "2026-11-01T05:15:00Z"},
        {"America/New_York", DELAY_ON_WEEKDAY, "2026-11-01T18:00:00Z", 0, "01:15",
                "2026-11-08T06:15:00Z"},
        {"America/New_York", DELAY_AFTER, "2026-10-31T16:00:00Z", 24, "00:00",
                "2026-11-01T16:00:00Z"},
        {"America/New_York", DELAY_INTELLIGENT, "2026-10-31T16:00:00Z", 1, "00:00",
                "2026-11-01T05:00:00Z"},
        {"America/New_York", DELAY_INTELLIGENT, "2026-11-01T05:15:00Z", 1, "00:00",
                "2026-11-02T06:00:00Z"},
        {"Australia/Lord_Howe", DELAY_IN_DAYS, "2026-10-03T01:30:00Z", 1, "02:15",
                "2026-10-03T15:30:00Z"},
        {"Australia/Lord_Howe", DELAY_IN_DAYS, "2026-10-01T01:30:00Z", 3, "02:15",
                "2026-10-03T15:30:00Z"},
        {"Australia/Lord_Howe", DELAY_ON_WEEKDAY, "2026-10-01T01:30:00Z", 0, "02:15",
                "2026-10-03T15:30:00Z"},
        {"Australia/Lord_Howe", DELAY_ON_WEEKDAY, "2026-10-04T02:00:00Z", 0, "02:15",
                "2026-10-10T15:15:00Z"},
        {"Australia/Lord_Howe", DELAY_AFTER, "2026-10-03T01:30:00Z", 24, "00:00",
                "2026-10-04T01:30:00Z"},
        {"Australia/Lord_Howe", DELAY_INTELLIGENT, "2026-10-03T01:30:00Z", 2, "00:00",
                "2026-10-03T15:30:00Z"},
        {"Australia/Lord_Howe", DELAY_INTELLIGENT, "2026-10-03T15:30:00Z", 2, "00:00",
                "2026-10-04T15:00:00Z"},
        {"Australia/Lord_Howe", DELAY_IN_DAYS, "2026-04-04T01:00:00Z", 1, "01:45",
                "2026-04-04T14:45:00Z"},
        {"Australia/Lord_Howe", DELAY_IN_DAYS, "2026-04-02T01:00:00Z", 3, "01:45",
                "2026-04-04T14:45:00Z"},
        {"Australia/Lord_Howe", DELAY_ON_WEEKDAY, "2026-04-02T01:00:00Z", 0, "01:45",
                "2026-04-04T14:45:00Z"},
        {"Australia/Lord_Howe", DELAY_ON_WEEKDAY, "2026-04-05T02:30:00Z", 0, "01:45",
                "2026-04-11T15:15:00Z"},
        {"Australia/Lord_Howe", DELAY_AFTER, "2026-04-04T01:00:00Z", 24, "00:00",
                "2026-04-05T01:00:00Z"},
        {"Australia/Lord_Howe", DELAY_INTELLIGENT, "2026-04-04T01:00:00Z", 1, "00:00",
                "2026-04-04T14:00:00Z"},
        {"Australia/Lord_Howe", DELAY_INTELLIGENT, "2026-04-04T14:45:00Z", 1, "00:00",
                "2026-04-05T14:30:00Z"},
        {"Pacific/Auckland", DELAY_IN_DAYS, "2026-09-26T00:00:00Z", 1, "02:15",
                "2026-09-26T14:00:00Z"},
        {"Pacific/Auckland", DELAY_IN_DAYS, "2026-09-24T00:00:00Z", 3, "02:15",
                "2026-09-26T14:00:00Z"},
        {"Pacific/Auckland", DELAY_ON_WEEKDAY, "2026-09-24T00:00:00Z", 0, "02:15",
                "2026-09-26T14:00:00Z"},
        {"Pacific/Auckland", DELAY_ON_WEEKDAY, "2026-09-27T00:00:00Z", 0, "02:15",
                "2026-10-03T13:15:00Z"},
        {"Pacific/Auckland", DELAY_AFTER, "2026-09-26T00:00:00Z", 24, "00:00",
                "2026-09-27T00:00:00Z"},
        {"Pacific/Auckland", DELAY_INTELLIGENT, "2026-09-26T00:00:00Z", 2, "00:00",
                "2026-09-26T14:00:00Z"},
        {"Pacific/Auckland", DELAY_INTELLIGENT, "2026-09-26T14:00:00Z", 2, "00:00",
                "2026-09-27T13:00:00Z"},
        {"Pacific/Auckland", DELAY_IN_DAYS, "2026-04-03T23:00:00Z", 1, "02:15",
                "2026-04-04T13:15:00Z"},
        {"Pacific/Auckland", DELAY_IN_DAYS, "2026-04-01T23:00:00Z", 3, "02:15",
                "2026-04-04T13:15:00Z"},
        {"Pacific/Auckland", DELAY_ON_WEEKDAY, "2026-04-01T23:00:00Z", 0, "02:15",
                "2026-04-04T13:15:00Z"},
        {"Pacific/Auckland", DELAY_ON_WEEKDAY, "2026-04-05T01:00:00Z", 0, "02:15",
                "2026-04-11T14:15:00Z"},
        {"Pacific/Auckland", DELAY_AFTER, "2026-04-03T23:00:00Z", 24, "00:00",
                "2026-04-04T23:00:00Z"},
        {"Pacific/Auckland", DELAY_INTELLIGENT, "2026-04-03T23:00:00Z", 2, "00:00",
                "2026-04-04T13:00:00Z"},
        {"Pacific/Auckland", DELAY_INTELLIGENT, "2026-04-04T13:15:00Z", 2, "00:00",
                "2026-04-05T14:00:00Z"},
        {"America/Santiago", DELAY_IN_DAYS, "2026-09-05T16:00:00Z", 1, "00:15",
                "2026-09-06T04:00:00Z"},
        {"America/Santiago", DELAY_IN_DAYS, "2026-09-03T16:00:00Z", 3, "00:15",
                "2026-09-06T04:00:00Z"},
        {"America/Santiago", DELAY_ON_WEEKDAY, "2026-09-03T16:00:00Z", 0, "00:15",
                "2026-09-06T04:00:00Z"},
        {"America/Santiago", DELAY_ON_WEEKDAY, "2026-09-06T16:00:00Z", 0, "00:15",
                "2026-09-13T03:15:00Z"},
        {"America/Santiago", DELAY_AFTER, "2026-09-05T16:00:00Z", 24, "00:00",
                "2026-09-06T16:00:00Z"},
        {"America/Santiago", DELAY_INTELLIGENT, "2026-09-05T16:00:00Z", 0, "00:00",
                "2026-09-06T04:00:00Z"},
        {"America/Santiago", DELAY_INTELLIGENT, "2026-09-06T04:00:00Z", 0, "00:00",
                "2026-09-07T03:00:00Z"},
        {"America/Santiago", DELAY_IN_DAYS, "2026-04-03T15:00:00Z", 1, "23:15",
                "2026-04-05T02:15:00Z"},
        {"America/Santiago", DELAY_IN_DAYS, "2026-04-01T15:00:00Z", 3, "23:15",
                "2026-04-05T02:15:00Z"},
        {"America/Santiago", DELAY_ON_WEEKDAY, "2026-04-01T15:00:00Z", 6, "23:15",
                "2026-04-05T02:15:00Z"},
        {"America/Santiago", DELAY_ON_WEEKDAY, "2026-04-04T16:00:00Z", 6, "23:15",
                "2026-04-12T03:15:00Z"},
        {"America/Santiago", DELAY_AFTER, "2026-04-03T15:00:00Z", 24, "00:00",
                "2026-04-04T15:00:00Z"},
        {"America/Santiago", DELAY_INTELLIGENT, "2026-04-03T15:00:00Z", 23, "00:00",
                "2026-04-04T02:00:00Z"},
        {"America/Santiago", DELAY_INTELLIGENT, "2026-04-05T02:15:00Z", 23, "00:00",
                "2026-04-06T03:00:00Z"},
        {"America/St_Johns", DELAY_IN_DAYS, "2026-03-07T15:30:00Z", 1, "02:15",
                "2026-03-08T05:30:00Z"},
        {"America/St_Johns", DELAY_IN_DAYS, "2026-03-05T15:30:00Z", 3, "02:15",
                "2026-03-08T05:30:00Z"},
        {"America/St_Johns", DELAY_ON_WEEKDAY, "2026-03-05T15:30:00Z", 0, "02:15",
                "2026-03-08T05:30:00Z"},
        {"America/St_Johns", DELAY_ON_WEEKDAY, "2026-03-08T15:30:00Z", 0, "02:15",
                "2026-03-15T04:45:00Z"},
        {"America/St_Johns", DELAY_AFTER, "2026-03-07T15:30:00Z", 24, "00:00",
                "2026-03-08T15:30:00Z"},
        {"America/St_Johns", DELAY_INTELLIGENT, "2026-03-07T15:30:00Z", 2, "00:00",
                "2026-03-08T05:30:00Z"},
        {"America/St_Johns", DELAY_INTELLIGENT, "2026-03-08T05:30:00Z", 2, "00:00",
                "2026-03-09T04:30:00Z"},
        {"America/St_Johns", DELAY_IN_DAYS, "2026-10-31T14:30:00Z", 1, "01:15",
                "2026-11-01T03:45:00Z"},
        {"America/St_Johns", DELAY_IN_DAYS, "2026-10-29T14:30:00Z", 3, "01:15",
                "2026-11-01T03:45:00Z"},
        {"America/St_Johns", DELAY_ON_WEEKDAY, "2026-10-29T14:30:00Z", 0, "01:15",
                "2026-11-01T03:45:00Z"},
        {"America/St_Johns", DELAY_ON_WEEKDAY, "2026-11-01T16:30:00Z", 0, "01:15",
                "2026-11-08T04:45:00Z"},
        {"America/St_Johns", DELAY_AFTER, "2026-10-31T14:30:00Z", 24, "00:00",
                "2026-11-01T14:30:00Z"},
        {"America/St_Johns", DELAY_INTELLIGENT, "2026-10-31T14:30:00Z", 1, "00:00",
                "2026-11-01T03:30:00Z"},
        {"America/St_Johns", DELAY_INTELLIGENT, "2026-11-01T03:45:00Z", 1, "00:00",
                "2026-11-02T04:30:00Z"},
        {"Europe/London", DELAY_IN_DAYS, "2026-03-28T12:00:00Z", 1, "01:15",
                "2026-03-29T01:00:00Z"},
        {"Europe/London", DELAY_IN_DAYS, "2026-03-26T12:00:00Z", 3, "01:15",
                "2026-03-29T01:00:00Z"},
        {"Europe/London", DELAY_ON_WEEKDAY, "2026-03-26T12:00:00Z", 0, "01:15",
                "2026-03-29T01:00:00Z"},
        {"Europe/London", DELAY_ON_WEEKDAY, "2026-03-29T12:00:00Z", 0, "01:15",
                "2026-04-05T00:15:00Z"},
        {"Europe/London", DELAY_AFTER, "2026-03-28T12:00:00Z", 24, "00:00", "2026-03-29T12:00:00Z"},
        {"Europe/London", DELAY_INTELLIGENT, "2026-03-28T12:00:00Z", 1, "00:00",
                "2026-03-29T01:00:00Z"},
        {"Europe/London", DELAY_INTELLIGENT, "2026-03-29T01:00:00Z", 1, "00:00",
                "2026-03-30T00:00:00Z"},
        {"Europe/London", DELAY_IN_DAYS, "2026-10-24T11:00:00Z", 1, "01:15",
                "2026-10-25T00:15:00Z"},
        {"Europe/London", DELAY_IN_DAYS, "2026-10-22T11:00:00Z", 3, "01:15",
                "2026-10-25T00:15:00Z"},
        {"Europe/London", DELAY_ON_WEEKDAY, "2026-10-22T11:00:00Z", 0, "01:15",
                "2026-10-25T00:15:00Z"},
        {"Europe/London", DELAY_ON_WEEKDAY, "2026-10-25T13:00:00Z", 0, "01:15",
                "2026-11-01T01:15:00Z"},
        {"Europe/London", DELAY_AFTER, "2026-10-24T11:00:00Z", 24, "00:00", "2026-10-25T11:00:00Z"},
        {"Europe/London", DELAY_INTELLIGENT, "2026-10-24T11:00:00Z", 1, "00:00",
                "2026-10-25T00:00:00Z"},
        {"Europe/London", DELAY_INTELLIGENT, "2026-10-25T00:15:00Z", 1, "00:00",
                "2026-10-26T01:00:00Z"},
        {"America/Havana", DELAY_IN_DAYS, "2026-03-07T17:00:00Z", 1, "00:15",
                "2026-03-08T05:00:00Z"},
        {"America/Havana", DELAY_IN_DAYS, "2026-03-05T17:00:00Z", 3, "00:15",
                "2026-03-08T05:00:00Z"},
        {"America/Havana", DELAY_ON_WEEKDAY, "2026-03-05T17:00:00Z", 0, "00:15",
                "2026-03-08T05:00:00Z"},
        {"America/Havana", DELAY_ON_WEEKDAY, "2026-03-08T17:00:00Z", 0, "00:15",
                "2026-03-15T04:15:00Z"},
        {"America/Havana", DELAY_AFTER, "2026-03-07T17:00:00Z", 24, "00:00",
                "2026-03-08T17:00:00Z"},
        {"America/Havana", DELAY_INTELLIGENT, "2026-03-07T17:00:00Z", 0, "00:00",
                "2026-03-08T05:00:00Z"},
        {"America/Havana", DELAY_INTELLIGENT, "2026-03-08T05:00:00Z", 0, "00:00",
                "2026-03-09T04:00:00Z"},
        {"America/Havana", DELAY_IN_DAYS, "2026-10-31T16:00:00Z", 1, "00:15",
                "2026-11-01T04:15:00Z"},
        {"America/Havana", DELAY_IN_DAYS, "2026-10-29T16:00:00Z", 3, "00:15",
                "2026-11-01T04:15:00Z"},
        {"America/Havana", DELAY_ON_WEEKDAY, "2026-10-29T16:00:00Z", 0, "00:15",
                "2026-11-01T04:15:00Z"},
        {"America/Havana", DELAY_ON_WEEKDAY, "2026-11-01T17:00:00Z", 0, "00:15",
                "2026-11-08T04:15:00Z"},
        {"America/Havana", DELAY_AFTER, "2026-10-31T16:00:00Z", 24, "00:00",
                "2026-11-01T16:00:00Z"},
        {"America/Havana", DELAY_INTELLIGENT, "2026-10-31T16:00:00Z", 0, "00:00",
                "2026-11-01T04:00:00Z"},
        {"America/Havana", DELAY_INTELLIGENT, "2026-11-01T04:15:00Z", 0, "00:00",
                "2026-11-02T04:00:00Z"},
};

static void rule_7_and_1_4_delays_over_both_changes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof dues / sizeof *dues; i++) {
        struct delay delay = delay_of(dues[i].kind, dues[i].number, dues[i].clock);

        assert_instant(dues[i].zone,
                due_ms(&delay, at(dues[i].trigger), zone_of(dues[i].zone), ZONE_UTC,
                        dues[i].kind == DELAY_INTELLIGENT ? dues[i].number : -1),
                dues[i].due);
    }
}

static const struct {
    const char *zone;
    const char *from_instant;
    const char *opens, *closes;
    const char *opening;
} openings[] = {
        {"Europe/Paris", "2026-03-28T11:00:00Z", "02:15", "04:15", "2026-03-29T01:00:00Z"},
        {"Europe/Paris", "2026-03-28T11:00:00Z", "02:15", "02:25", "2026-03-30T00:15:00Z"},
        {"Europe/Paris", "2026-03-29T01:11:00Z", "02:15", "02:25", "2026-03-30T00:15:00Z"},
        {"Europe/Paris", "2026-10-24T10:00:00Z", "02:15", "04:15", "2026-10-25T00:15:00Z"},
        {"Europe/Paris", "2026-10-24T10:00:00Z", "02:15", "02:25", "2026-10-25T00:15:00Z"},
        {"Europe/Paris", "2026-10-25T00:26:00Z", "02:15", "02:25", "2026-10-25T01:15:00Z"},
        {"America/New_York", "2026-03-07T17:00:00Z", "02:15", "04:15", "2026-03-08T07:00:00Z"},
        {"America/New_York", "2026-03-07T17:00:00Z", "02:15", "02:25", "2026-03-09T06:15:00Z"},
        {"America/New_York", "2026-03-08T07:11:00Z", "02:15", "02:25", "2026-03-09T06:15:00Z"},
        {"America/New_York", "2026-10-31T16:00:00Z", "01:15", "03:15", "2026-11-01T05:15:00Z"},
        {"America/New_York", "2026-10-31T16:00:00Z", "01:15", "01:25", "2026-11-01T05:15:00Z"},
        {"America/New_York", "2026-11-01T05:26:00Z", "01:15", "01:25", "2026-11-01T06:15:00Z"},
        {"Australia/Lord_Howe", "2026-10-03T01:30:00Z", "02:15", "04:15", "2026-10-03T15:30:00Z"},
        {"Australia/Lord_Howe", "2026-10-03T01:30:00Z", "02:15", "02:25", "2026-10-04T15:15:00Z"},
        {"Australia/Lord_Howe", "2026-10-03T15:41:00Z", "02:15", "02:25", "2026-10-04T15:15:00Z"},
        {"Australia/Lord_Howe", "2026-04-04T01:00:00Z", "01:45", "03:45", "2026-04-04T14:45:00Z"},
        {"Australia/Lord_Howe", "2026-04-04T01:00:00Z", "01:45", "01:55", "2026-04-04T14:45:00Z"},
        {"Australia/Lord_Howe", "2026-04-04T14:56:00Z", "01:45", "01:55", "2026-04-04T15:15:00Z"},
        {"Pacific/Auckland", "2026-09-26T00:00:00Z", "02:15", "04:15", "2026-09-26T14:00:00Z"},
        {"Pacific/Auckland", "2026-09-26T00:00:00Z", "02:15", "02:25", "2026-09-27T13:15:00Z"},
        {"Pacific/Auckland", "2026-09-26T14:11:00Z", "02:15", "02:25", "2026-09-27T13:15:00Z"},
        {"Pacific/Auckland", "2026-04-03T23:00:00Z", "02:15", "04:15", "2026-04-04T13:15:00Z"},
        {"Pacific/Auckland", "2026-04-03T23:00:00Z", "02:15", "02:25", "2026-04-04T13:15:00Z"},
        {"Pacific/Auckland", "2026-04-04T13:26:00Z", "02:15", "02:25", "2026-04-04T14:15:00Z"},
        {"America/Santiago", "2026-09-05T16:00:00Z", "00:15", "02:15", "2026-09-06T04:00:00Z"},
        {"America/Santiago", "2026-09-05T16:00:00Z", "00:15", "00:25", "2026-09-07T03:15:00Z"},
        {"America/Santiago", "2026-09-06T04:11:00Z", "00:15", "00:25", "2026-09-07T03:15:00Z"},
        {"America/Santiago", "2026-04-03T15:00:00Z", "23:15", "01:15", "2026-04-04T02:15:00Z"},
        {"America/Santiago", "2026-04-03T15:00:00Z", "23:15", "23:25", "2026-04-04T02:15:00Z"},
        {"America/Santiago", "2026-04-05T02:26:00Z", "23:15", "23:25", "2026-04-05T03:15:00Z"},
        {"America/St_Johns", "2026-03-07T15:30:00Z", "02:15", "04:15", "2026-03-08T05:30:00Z"},
        {"America/St_Johns", "2026-03-07T15:30:00Z", "02:15", "02:25", "2026-03-09T04:45:00Z"},
        {"America/St_Johns", "2026-03-08T05:41:00Z", "02:15", "02:25", "2026-03-09T04:45:00Z"},
        {"America/St_Johns", "2026-10-31T14:30:00Z", "01:15", "03:15", "2026-11-01T03:45:00Z"},
        {"America/St_Johns", "2026-10-31T14:30:00Z", "01:15", "01:25", "2026-11-01T03:45:00Z"},
        {"America/St_Johns", "2026-11-01T03:56:00Z", "01:15", "01:25", "2026-11-01T04:45:00Z"},
        {"Europe/London", "2026-03-28T12:00:00Z", "01:15", "03:15", "2026-03-29T01:00:00Z"},
        {"Europe/London", "2026-03-28T12:00:00Z", "01:15", "01:25", "2026-03-30T00:15:00Z"},
        {"Europe/London", "2026-03-29T01:11:00Z", "01:15", "01:25", "2026-03-30T00:15:00Z"},
        {"Europe/London", "2026-10-24T11:00:00Z", "01:15", "03:15", "2026-10-25T00:15:00Z"},
        {"Europe/London", "2026-10-24T11:00:00Z", "01:15", "01:25", "2026-10-25T00:15:00Z"},
        {"Europe/London", "2026-10-25T00:26:00Z", "01:15", "01:25", "2026-10-25T01:15:00Z"},
        {"America/Havana", "2026-03-07T17:00:00Z", "00:15", "02:15", "2026-03-08T05:00:00Z"},
        {"America/Havana", "2026-03-07T17:00:00Z", "00:15", "00:25", "2026-03-09T04:15:00Z"},
        {"America/Havana", "2026-03-08T05:11:00Z", "00:15", "00:25", "2026-03-09T04:15:00Z"},
        {"America/Havana", "2026-10-31T16:00:00Z", "00:15", "02:15", "2026-11-01T04:15:00Z"},
        {"America/Havana", "2026-10-31T16:00:00Z", "00:15", "00:25", "2026-11-01T04:15:00Z"},
        {"America/Havana", "2026-11-01T04:26:00Z", "00:15", "00:25", "2026-11-02T04:15:00Z"},
};

static void rule_7_4_next_opening_over_both_changes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        zone_id zone = zone_of(openings[i].zone);
        struct window window = {
                .set = true,
                .from_ms = clock_of(openings[i].opens),
                .to_ms = clock_of(openings[i].closes),
                .zone = ZONE_OF_USER,
        };
        int64_t found = window_next_ms(&window, at(openings[i].from_instant), zone, ZONE_UTC);

        assert_instant(openings[i].zone, found, openings[i].opening);
        assert_true(window_holds(&window, found, zone, ZONE_UTC));
        assert_int_equal(window_next_ms(&window, found, zone, ZONE_UTC), found);
    }
}

static void rule_7_1_immediate_and_after_are_exact(void **state)
{
    struct delay delay = {.kind = DELAY_IMMEDIATE};
    int64_t t = at("2026-03-28T12:00:00.123Z");
    zone_id paris = zone_of("Europe/Paris");

    (void)state;
    assert_int_equal(due_ms(&delay, t, paris, paris, 5), t);
    for (int unit = 0; unit < UNIT_COUNT; unit++) {
        static const int64_t lengths[UNIT_COUNT] = {
                SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS, WEEK_MS, MONTH_MS};

        delay = (struct delay){.kind = DELAY_AFTER, .after = {3, (enum time_unit)unit}};
        assert_int_equal(due_ms(&delay, t, paris, paris, 5), t + 3 * lengths[unit]);
    }
}

static void rule_7_2_the_same_weekday_is_a_week_later(void **state)
{
    /* 2026-11-02 is a Monday. */
    static const char *const wanted[] = {"2026-11-08T09:00:00Z", "2026-11-09T09:00:00Z",
            "2026-11-03T09:00:00Z", "2026-11-04T09:00:00Z", "2026-11-05T09:00:00Z",
            "2026-11-06T09:00:00Z", "2026-11-07T09:00:00Z"};

    (void)state;
    for (int weekday = 0; weekday < 7; weekday++) {
        struct delay delay = delay_of(DELAY_ON_WEEKDAY, weekday, "09:00");

        assert_instant("weekday",
                due_ms(&delay, at("2026-11-02T08:59:00Z"), ZONE_UTC, ZONE_UTC, -1),
                wanted[weekday]);
        assert_instant("weekday, late in the day",
                due_ms(&delay, at("2026-11-02T23:59:59.999Z"), ZONE_UTC, ZONE_UTC, -1),
                wanted[weekday]);
    }
}

static void rule_7_2_calendar_days_are_those_of_the_zone(void **state)
{
    struct delay delay = delay_of(DELAY_IN_DAYS, 1, "00:00");
    zone_id auckland = zone_of("Pacific/Auckland");

    (void)state;
    /* 11:30 UTC is 00:30 of the next day in Auckland (summer time, +13). */
    assert_instant("user", due_ms(&delay, at("2026-11-02T11:30:00Z"), auckland, ZONE_UTC, -1),
            "2026-11-03T11:00:00Z");
    assert_instant("none", due_ms(&delay, at("2026-11-02T11:30:00Z"), ZONE_NONE, ZONE_UTC, -1),
            "2026-11-03T00:00:00Z");
    delay.zone = ZONE_OF_COMPANY;
    assert_instant("company", due_ms(&delay, at("2026-11-02T11:30:00Z"), auckland, ZONE_UTC, -1),
            "2026-11-03T00:00:00Z");
}

static void rule_7_3_strictly_after_and_fallback(void **state)
{
    struct delay delay = delay_of(DELAY_INTELLIGENT, 0, "10:30");

    (void)state;
    assert_instant("at the hour",
            due_ms(&delay, at("2026-11-02T18:00:00Z"), ZONE_UTC, ZONE_UTC, 18),
            "2026-11-03T18:00:00Z");
    assert_instant("just before",
            due_ms(&delay, at("2026-11-02T17:59:59.999Z"), ZONE_UTC, ZONE_UTC, 18),
            "2026-11-02T18:00:00Z");
    assert_instant("fallback", due_ms(&delay, at("2026-11-02T10:29:00Z"), ZONE_UTC, ZONE_UTC, -1),
            "2026-11-02T10:30:00Z");
    assert_instant("fallback passed",
            due_ms(&delay, at("2026-11-02T10:30:00Z"), ZONE_UTC, ZONE_UTC, -1),
            "2026-11-03T10:30:00Z");
    assert_instant("midnight", due_ms(&delay, at("2026-11-02T00:00:00Z"), ZONE_UTC, ZONE_UTC, 0),
            "2026-11-03T00:00:00Z");
}

/* Samoa had no 30 December 2011: it is the first instant after the gap. */
static void rule_1_4_a_day_that_does_not_exist(void **state)
{
    struct delay delay = delay_of(DELAY_IN_DAYS, 1, "09:00");
    zone_id apia = zone_of("Pacific/Apia");
    struct window window = {true, 9 * HOUR_MS, 10 * HOUR_MS, ZONE_OF_USER, true};

    (void)state;
    assert_instant("in_days", due_ms(&delay, at("2011-12-29T20:00:00Z"), apia, ZONE_UTC, -1),
            "2011-12-30T10:00:00Z");
    assert_instant("window", window_next_ms(&window, at("2011-12-30T09:00:00Z"), apia, ZONE_UTC),
            "2011-12-30T19:00:00Z");
}

static void rule_7_4_from_is_in_to_is_out(void **state)
{
    struct window window = {true, 9 * HOUR_MS, 18 * HOUR_MS, ZONE_OF_USER, false};

    (void)state;
    assert_false(window_holds(&window, at("2026-11-02T08:59:59.999Z"), ZONE_UTC, ZONE_UTC));
    assert_true(window_holds(&window, at("2026-11-02T09:00:00Z"), ZONE_UTC, ZONE_UTC));
    assert_true(window_holds(&window, at("2026-11-02T17:59:59.999Z"), ZONE_UTC, ZONE_UTC));
    assert_false(window_holds(&window, at("2026-11-02T18:00:00Z"), ZONE_UTC, ZONE_UTC));
    window.set = false;
    assert_true(window_holds(&window, at("2026-11-02T18:00:00Z"), ZONE_UTC, ZONE_UTC));
    assert_instant("none", window_next_ms(&window, at("2026-11-02T18:00:00Z"), ZONE_UTC, ZONE_UTC),
            "2026-11-02T18:00:00Z");
}

static void rule_7_4_from_after_to_spans_midnight(void **state)
{
    struct window window = {true, 22 * HOUR_MS, 6 * HOUR_MS, ZONE_OF_COMPANY, true};
    zone_id paris = zone_of("Europe/Paris");

    (void)state;
    assert_true(window_holds(&window, at("2026-11-02T21:00:00Z"), ZONE_UTC, paris));
    assert_true(window_holds(&window, at("2026-11-02T23:30:00Z"), ZONE_UTC, paris));
    assert_true(window_holds(&window, at("2026-11-03T04:59:59.999Z"), ZONE_UTC, paris));
    assert_false(window_holds(&window, at("2026-11-03T05:00:00Z"), ZONE_UTC, paris));
    assert_instant("opening", window_next_ms(&window, at("2026-11-03T05:00:00Z"), ZONE_UTC, paris),
            "2026-11-03T21:00:00Z");
}

/* Ten minutes by ten, through a year and a half: the opening that is found is inside, and
 * nothing between is. */
static void rule_7_4_there_is_no_earlier_opening(void **state)
{
    static const char *const zones[] = {"Africa/Casablanca", "America/Havana", "Asia/Gaza",
            "Australia/Lord_Howe", "Antarctica/Troll", "Europe/Dublin"};
    struct window window = {
            true, 23 * HOUR_MS + 40 * MINUTE_MS, 20 * MINUTE_MS, ZONE_OF_USER, true};

    (void)state;
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        zone_id zone = zone_of(zones[i]);
        int64_t end = at("2027-06-01T00:00:00Z"), t = at("2026-01-01T00:00:00Z");

        while (t < end) {
            int64_t opening = window_next_ms(&window, t, zone, ZONE_UTC);

            assert_true(window_holds(&window, opening, zone, ZONE_UTC));
            for (; t < opening; t += 10 * MINUTE_MS)
                assert_false(window_holds(&window, t, zone, ZONE_UTC));
            t = opening + 10 * MINUTE_MS;
        }
    }
}

static void rule_7_5_wall_times_in_either_zone(void **state)
{
    struct wall_time wall = {true, day_from_civil(2026, 3, 29), 2 * HOUR_MS + 30 * MINUTE_MS};
    zone_id paris = zone_of("Europe/Paris"), tokyo = zone_of("Asia/Tokyo");

    (void)state;
    assert_instant("gap", wall_time_ms(&wall, ZONE_OF_USER, paris, tokyo), "2026-03-29T01:00:00Z");
    assert_instant(
            "company", wall_time_ms(&wall, ZONE_OF_COMPANY, paris, tokyo), "2026-03-28T17:30:00Z");
    assert_instant(
            "none", wall_time_ms(&wall, ZONE_OF_USER, ZONE_NONE, tokyo), "2026-03-28T17:30:00Z");
}

static int start(void **state)
{
    (void)state;
    return zone_start(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(rule_7_and_1_4_delays_over_both_changes),
            cmocka_unit_test(rule_7_4_next_opening_over_both_changes),
            cmocka_unit_test(rule_7_1_immediate_and_after_are_exact),
            cmocka_unit_test(rule_7_2_the_same_weekday_is_a_week_later),
            cmocka_unit_test(rule_7_2_calendar_days_are_those_of_the_zone),
            cmocka_unit_test(rule_7_3_strictly_after_and_fallback),
            cmocka_unit_test(rule_1_4_a_day_that_does_not_exist),
            cmocka_unit_test(rule_7_4_from_is_in_to_is_out),
            cmocka_unit_test(rule_7_4_from_after_to_spans_midnight),
            cmocka_unit_test(rule_7_4_there_is_no_earlier_opening),
            cmocka_unit_test(rule_7_5_wall_times_in_either_zone),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
