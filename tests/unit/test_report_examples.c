/* Worked examples, compared with what a calendar and a clock on the wall say. */
#include "base/alloc.h"
#include "base/when.h"
#include "report/examples.h"
#include "unit.h"

static int64_t instant(const char *text)
{
    int64_t ms;
    assert_true(when_parse(text, strlen(text), &ms));
    return ms;
}

static struct example_list examples_of(const char *json, const char *now)
{
    struct error err = {0};
    struct example_list list = {0};
    struct campaign *campaign = campaign_read(json, strlen(json), DOCUMENT_WORKING, &err);
    if (!campaign)
        fail_msg("%s", err.text);
    struct examples_query query = {
            .now_ms = instant(now), .company = zone_find("Europe/Berlin", strlen("Europe/Berlin"))};
    campaign_examples(campaign, &query, &list);
    campaign_free(campaign);
    return list;
}

#define NOW "2026-11-20T14:10:00Z"

static void window_by_city(void **state)
{
    (void)state;
    struct example_list list =
            examples_of("{\"delay\": {\"kind\": \"after\", \"amount\": 2, \"unit\": \"hours\"},"
                        "\"window\": {\"from\": \"09:00\", \"to\": \"18:00\"}}",
                    NOW);
    assert_int_equal(list.count, 4);
    assert_string_equal(
            list.items[0].words, "Someone who triggers now in Paris (15:10): gets it today 17:10.");
    assert_string_equal(list.items[1].words,
            "Someone who triggers now in New York (09:10): gets it today 11:10.");
    assert_string_equal(list.items[2].words,
            "Someone who triggers now in Tokyo (23:10): nothing, 23:10 is outside the time "
            "window.");
    assert_true(list.items[0].sent);
    assert_false(list.items[2].sent);
    example_list_release(&list);
}

static void window_opens_again(void **state)
{
    (void)state;
    const char *json = "{\"delay\": {\"kind\": \"after\", \"amount\": 4, \"unit\": \"hours\"},"
                       "\"window\": {\"from\": \"09:00\", \"to\": \"18:00\", \"if_missed\": "
                       "\"next\"}}";
    struct example_list list = examples_of(json, NOW);
    assert_string_equal(list.items[0].words,
            "Someone who triggers now in Paris (15:10): gets it tomorrow 09:00, when the window "
            "opens.");
    example_list_release(&list);
}

static void dropped_outside(void **state)
{
    (void)state;
    struct example_list list =
            examples_of("{\"delay\": {\"kind\": \"after\", \"amount\": 4, \"unit\": \"hours\"},"
                        "\"window\": {\"from\": \"09:00\", \"to\": \"18:00\"}}",
                    NOW);
    assert_string_equal(list.items[0].words,
            "Someone who triggers now in Paris (15:10): nothing, today 19:10 is outside the time "
            "window.");
    example_list_release(&list);
}

/* Without anybody's own clock there is one example, on the company's. */
static void company_clock(void **state)
{
    (void)state;
    struct example_list list = examples_of("{\"delay\": {\"kind\": \"immediate\"}}", NOW);
    assert_int_equal(list.count, 1);
    assert_string_equal(list.items[0].words,
            "Someone who triggers now in Europe/Berlin (15:10): gets it at once.");
    example_list_release(&list);
}

static void start_and_end(void **state)
{
    (void)state;
    struct example_list list =
            examples_of("{\"duration\": {\"start\": \"2026-12-01T00:00\"}}", NOW);
    assert_string_equal(list.items[0].words,
            "Someone who triggers now in Europe/Berlin (15:10): nothing, 15:10 is before the "
            "start.");
    example_list_release(&list);
    list = examples_of("{\"delay\": {\"kind\": \"in_days\", \"days\": 3, \"at\": \"09:00\"},"
                       "\"duration\": {\"end\": \"2026-11-22T00:00\"}}",
            NOW);
    assert_string_equal(list.items[0].words,
            "Someone who triggers now in Paris (15:10): nothing, Mon 23 Nov 09:00 is after the "
            "end.");
    example_list_release(&list);
}

/* 02:30 does not exist on 28 March 2027 in Paris. */
static void clocks_go_forward(void **state)
{
    (void)state;
    struct example_list list =
            examples_of("{\"delay\": {\"kind\": \"in_days\", \"days\": 1, \"at\": \"02:30\"}}",
                    "2027-03-20T12:00:00Z");
    assert_int_equal(list.count, 4);
    assert_string_equal(list.items[3].words,
            "Clocks in Paris go forward on Sun 28 Mar: someone who triggers Sat 27 Mar 20:00 gets "
            "it the next day 03:00.");
    example_list_release(&list);
}

/* Four hours from one hour before: 02:00 comes twice on 31 October 2027. */
static void clocks_go_back(void **state)
{
    (void)state;
    struct example_list list =
            examples_of("{\"delay\": {\"kind\": \"after\", \"amount\": 4, \"unit\": \"hours\"}}",
                    "2027-10-20T12:00:00Z");
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[1].words,
            "Clocks in Europe/Berlin go back on Sun 31 Oct: someone who triggers Sun 31 Oct 01:00 "
            "gets it the same day 04:00.");
    example_list_release(&list);
}

static void best_hour(void **state)
{
    (void)state;
    struct example_list list =
            examples_of("{\"delay\": {\"kind\": \"intelligent\", \"fallback\": \"10:00\"}}", NOW);
    assert_string_equal(list.items[0].words,
            "Someone who triggers now in Paris (15:10) and is mostly there at 19:00: gets it today "
            "19:00.");
    assert_string_equal(list.items[1].words,
            "Someone who triggers now in Paris (15:10) and never had a session: gets it tomorrow "
            "10:00.");
    example_list_release(&list);
}

static void incomplete_has_none(void **state)
{
    (void)state;
    struct example_list list = examples_of("{\"delay\": {\"kind\": \"after\"}}", NOW);
    assert_int_equal(list.count, 0);
    example_list_release(&list);
    list = examples_of("{\"window\": {\"from\": \"09:00\", \"to\": \"09:00\"}}", NOW);
    assert_int_equal(list.count, 0);
    example_list_release(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(window_by_city),
            cmocka_unit_test(window_opens_again),
            cmocka_unit_test(dropped_outside),
            cmocka_unit_test(company_clock),
            cmocka_unit_test(start_and_end),
            cmocka_unit_test(clocks_go_forward),
            cmocka_unit_test(clocks_go_back),
            cmocka_unit_test(best_hour),
            cmocka_unit_test(incomplete_has_none),
    };
    struct error err = {0};
    if (zone_start(&err) < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
