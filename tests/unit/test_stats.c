#include "desk.h"

#include "base/alloc.h"
#include "base/when.h"
#include "report/campaigns.h"
#include "report/stats.h"
#include "report/stats_span.h"

#define DELAYED ", 'delay': {'kind': 'after', 'amount': 2, 'unit': 'hours'}"
#define GO(user, at)                                                                               \
    "{'type':'track','userId':'" user "','event':'go','timestamp':'2026-11-" at "Z'}\n"
#define OPENED(user, at)                                                                           \
    "{'type':'track','userId':'" user "','event':'Email Opened','timestamp':'2026-11-" at          \
    "Z','properties':{'campaign_id':'c'}}\n"
#define BOUGHT(user, at)                                                                           \
    "{'type':'track','userId':'" user "','event':'Order Completed','timestamp':'2026-11-" at       \
    "Z','properties':{'revenue':12.5}}\n"

static const char happened[] =
        "{'type':'identify','userId':'u1','timestamp':'2026-11-02T08:00:00Z',"
        "'traits':{'email':'a@b.c'}}\n"
        "{'type':'identify','userId':'u2','timestamp':'2026-11-02T08:00:00Z',"
        "'traits':{'email':'d@b.c'}}\n" GO("u1", "02T10:00:00") GO("u1", "02T10:30:00")
                GO("u2", "02T23:30:00") GO("u3", "03T05:00:00") OPENED("u1", "02T13:00:00")
                        OPENED("u1", "03T13:00:00") OPENED("u2", "03T13:10:00")
                                BOUGHT("u2", "03T14:00:00") GO("u4", "05T10:00:00");

static int setup(void **state)
{
    struct desk *desk;
    desk_setup(state);
    desk = *state;
    desk_campaign(desk, "c",
            EMAIL ", " ON("go") DELAYED ", 'conversions': [{'event': {'type': 'purchase'}}]");
    desk_campaign(desk, "idle", EMAIL ", " ON("never"));
    desk_do(desk, VERB_ACTIVATE, "c", AT_START);
    desk_ingest(desk, happened, NULL);
    return 0;
}

static struct stats count(struct desk *desk, const struct stats_query *query)
{
    struct error err = {0};
    struct stats stats;
    if (stats_count(desk->store, query, &stats, &err) < 0)
        fail_msg("%s", err.text);
    return stats;
}

static int64_t sum(const int64_t *numbers, size_t size)
{
    int64_t total = 0;
    for (size_t i = 0; i < size; i++)
        total += numbers[i];
    return total;
}

/* SEMANTICS 6.7 */
static void assert_conserved(const struct stats_row *row)
{
    assert_int_equal(row->matches, sum(row->refusals, REFUSAL_COUNT) + row->entries);
    assert_int_equal(row->entries, sum(row->outcomes, OUTCOME_COUNT));
}

static void the_whole_counts_everything_once(void **state)
{
    struct stats_query query = {.since_ms = WHEN_NONE, .until_ms = WHEN_NEVER};
    struct stats stats = count(*state, &query);
    const struct stats_row *row = &stats.items[0];
    assert_int_equal(stats.count, 2);
    assert_string_equal(row->campaign, "c");
    assert_conserved(row);
    assert_int_equal(row->matches, 5);
    assert_int_equal(row->refusals[REFUSAL_ALREADY_PENDING], 1);
    assert_int_equal(row->entries, 4);
    assert_int_equal(row->outcomes[OUTCOME_SENT], 2);
    assert_int_equal(row->outcomes[OUTCOME_UNREACHABLE], 1);
    assert_int_equal(row->outcomes[OUTCOME_PENDING], 1);
    assert_int_equal(row->unique_recipients, 2);
    assert_int_equal(row->interactions[INTERACTION_OPEN_EMAIL].total, 3);
    assert_int_equal(row->interactions[INTERACTION_OPEN_EMAIL].unique, 2);
    assert_int_equal(row->conversion_count, 1);
    assert_int_equal(row->conversions[0].sent, 1);
    assert_int_equal(row->conversions[0].control, 0);
    assert_true(row->revenue > 12.49 && row->revenue < 12.51);
    assert_string_equal(stats.items[1].campaign, "idle");
    assert_int_equal(stats.items[1].matches, 0);
    stats_release(&stats);
}

/* SEMANTICS 8.3: users count once within the span that is shown. */
static void days_are_those_of_the_company(void **state)
{
    struct desk *desk = *state;
    const char *id = "c";
    struct stats_query query = {.ids = &id,
            .id_count = 1,
            .by = STATS_BY_DAY,
            .since_ms = WHEN_NONE,
            .until_ms = WHEN_NEVER};
    struct stats stats = count(desk, &query);
    assert_int_equal(stats.count, 3);
    assert_int_equal(stats.items[0].from_ms, desk_when("2026-11-02T00:00:00Z"));
    assert_int_equal(stats.items[0].to_ms, desk_when("2026-11-03T00:00:00Z"));
    assert_int_equal(stats.items[0].matches, 3);
    assert_int_equal(stats.items[0].interactions[INTERACTION_OPEN_EMAIL].unique, 1);
    assert_int_equal(stats.items[1].from_ms, desk_when("2026-11-03T00:00:00Z"));
    assert_int_equal(stats.items[1].interactions[INTERACTION_OPEN_EMAIL].unique, 2);
    assert_int_equal(stats.items[2].from_ms, desk_when("2026-11-05T00:00:00Z"));
    assert_int_equal(stats.items[2].outcomes[OUTCOME_PENDING], 1);
    stats_release(&stats);
    query.gaps = true;
    stats = count(desk, &query);
    assert_int_equal(stats.count, 4);
    assert_int_equal(stats.items[2].from_ms, desk_when("2026-11-04T00:00:00Z"));
    assert_int_equal(stats.items[2].matches, 0);
    stats_release(&stats);
}

static void a_span_is_counted_by_itself(void **state)
{
    struct desk *desk = *state;
    const char *id = "c";
    struct stats_query query = {.ids = &id,
            .id_count = 1,
            .since_ms = desk_when("2026-11-03T00:20:00Z"),
            .until_ms = desk_when("2026-11-03T13:05:00Z")};
    struct stats stats = count(desk, &query);
    const struct stats_row *row = &stats.items[0];
    assert_int_equal(stats.count, 1);
    assert_int_equal(row->from_ms, desk_when("2026-11-03T00:00:00Z"));
    assert_int_equal(row->to_ms, desk_when("2026-11-03T14:00:00Z"));
    assert_int_equal(row->matches, 1);
    assert_int_equal(row->interactions[INTERACTION_OPEN_EMAIL].total, 2);
    assert_int_equal(row->outcomes[OUTCOME_PENDING], 0);
    stats_release(&stats);
    query.by = STATS_BY_HOUR;
    query.gaps = true;
    stats = count(desk, &query);
    assert_int_equal(stats.count, 14);
    assert_int_equal(stats.items[5].matches, 1);
    stats_release(&stats);
}

static void an_unknown_campaign_is_refused(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    const char *id = "d";
    struct stats_query query = {
            .ids = &id, .id_count = 1, .since_ms = WHEN_NONE, .until_ms = WHEN_NEVER};
    struct stats stats;
    assert_int_equal(stats_count(desk->store, &query, &stats, &err), -1);
    assert_int_equal(err.code, ERROR_REFUSED);
    assert_int_equal(stats.count, 0);
}

/* The start screen: hours and days back from the clock, which stands at the 5th, 10:00. */
static void the_list_shows_the_last_days(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct campaigns_query query = {.status = -1, .figures = true};
    struct campaign_list list;
    const struct campaign_row *row;
    assert_int_equal(campaigns_list(desk->store, &query, &list, &err), 0);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.clock_ms, desk_when("2026-11-05T10:00:00Z"));
    row = &list.items[0];
    assert_int_equal(row->pending, 1);
    assert_int_equal(row->sent, 2);
    assert_int_equal(row->impressions, -1);
    assert_int_equal(row->sends.week, 2);
    assert_int_equal(row->sends.day, 0);
    /* Sent on the 2nd, 12:00 and the 3rd, 01:30. */
    assert_int_equal(row->sends.days[ACTIVITY_DAYS - 3], 2);
    assert_int_equal(row->audience, 4);
    assert_contains(row->trigger_words, "go");
    campaign_list_release(&list);
    query.status = STATUS_DRAFT;
    assert_int_equal(campaigns_list(desk->store, &query, &list, &err), 0);
    assert_int_equal(list.count, 1);
    assert_string_equal(list.items[0].id, "idle");
    campaign_list_release(&list);
}

/* Hours of a zone with half an hour, days over a change of clocks. */
static void periods_follow_the_zone(void **state)
{
    zone_id kolkata = zone_find("Asia/Kolkata", strlen("Asia/Kolkata"));
    zone_id paris = zone_find("Europe/Paris", strlen("Europe/Paris"));
    int64_t at = desk_when("2026-11-02T10:10:00Z"), day;
    (void)state;
    assert_int_equal(
            period_start_ms(STATS_BY_HOUR, kolkata, at), desk_when("2026-11-02T09:30:00Z"));
    assert_int_equal(period_next_ms(STATS_BY_HOUR, kolkata, desk_when("2026-11-02T09:30:00Z")),
            desk_when("2026-11-02T10:30:00Z"));
    assert_int_equal(hour_ceiling_ms(kolkata, at), desk_when("2026-11-02T10:30:00Z"));
    day = period_start_ms(STATS_BY_DAY, paris, desk_when("2026-10-25T12:00:00Z"));
    assert_int_equal(day, desk_when("2026-10-24T22:00:00Z"));
    assert_int_equal(period_next_ms(STATS_BY_DAY, paris, day), desk_when("2026-10-25T23:00:00Z"));
}

#define COUNTED(test) cmocka_unit_test_setup_teardown(test, setup, desk_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
            COUNTED(the_whole_counts_everything_once),
            COUNTED(days_are_those_of_the_company),
            COUNTED(a_span_is_counted_by_itself),
            COUNTED(an_unknown_campaign_is_refused),
            COUNTED(the_list_shows_the_last_days),
            COUNTED(periods_follow_the_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
