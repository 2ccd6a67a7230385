#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/when.h"
#include "base/zone.h"
#include "model/finding.h"

#define NOW "2026-11-10T12:00:00Z"

/* Members of a campaign, and the findings it has at NOW: 'code@path code@path'. */
struct row {
    const char *members, *findings;
};

#define SAID    "\"message\": {\"body\": \"hello\"}"
#define PUSH    "\"channel\": \"push\", " SAID ", "
#define SESSION "\"triggers\": [{\"type\": \"session_start\"}]"
#define EVENT   "\"triggers\": [{\"type\": \"custom_event\", \"event\": \"go\"}]"
#define AFTER(amount, unit)                                                                        \
    ", \"delay\": {\"kind\": \"after\", \"amount\": " #amount ", \"unit\": \"" unit "\"}"
#define AT_0930      ", \"delay\": {\"kind\": \"in_days\", \"days\": 1, \"at\": \"09:30\"}"
#define FILTER(node) ", \"audience\": {\"filter\": " node "}"

static void add_findings(struct buf *out, struct finding_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        buf_add_format(out, "%s%s@%s", i ? " " : "", list->items[i].code, list->items[i].path);
}

static void find(const char *members, struct finding_list *list, const char *company)
{
    struct error err = {0};
    char *json = mem_format("{\"id\": \"a\", \"title\": \"t\", %s}", members);
    struct campaign *campaign = campaign_read(json, strlen(json), DOCUMENT_WHOLE, &err);
    if (!campaign)
        print_message("%s\n%s\n", json, err.text);
    assert_non_null(campaign);
    int64_t now;
    assert_true(when_parse(NOW, strlen(NOW), &now));
    campaign_findings(campaign, now, zone_find(company, strlen(company)), list);
    finding_list_sort(list);
    campaign_free(campaign);
    mem_free(json);
}

static void assert_rows_in(const struct row *rows, size_t count, const char *company)
{
    for (size_t i = 0; i < count; i++) {
        struct finding_list list = {0};
        struct buf found = {0};
        find(rows[i].members, &list, company);
        add_findings(&found, &list);
        if (strcmp(buf_text(&found), rows[i].findings) != 0)
            print_message("%s\n", rows[i].members);
        assert_string_equal(buf_text(&found), rows[i].findings);
        for (size_t j = 0; j < list.count; j++)
            assert_true(strlen(list.items[j].message) > 20);
        buf_release(&found);
        finding_list_release(&list);
    }
}

#define assert_rows(rows) assert_rows_in(rows, ARRAY_COUNT(rows), "UTC")

static void test_a_sound_campaign_has_none(void **state)
{
    (void)state;
    const struct row rows[] = {
            {PUSH SESSION, ""},
            {PUSH EVENT AFTER(2, "hours") ", \"duration\": {\"start\": \"2026-11-11T00:00\", "
                                          "\"end\": \"2026-12-01T00:00\"}, \"reeligibility\": "
                                          "{\"allowed\": true, \"after\": {\"amount\": 7, "
                                          "\"unit\": \"days\"}}",
                    ""},
            {"\"channel\": \"email\", \"message\": {\"subject\": \"s\", \"body\": \"hello, to "
             "Unsubscribe: x\"}, " EVENT,
                    ""},
    };
    assert_rows(rows);
}

static void test_message(void **state)
{
    (void)state;
    const struct row rows[] = {
            {"\"channel\": \"push\", " EVENT, "no_content@message.body"},
            {"\"channel\": \"push\", \"message\": {\"body\": \" \\n\"}, " EVENT,
                    "no_content@message.body"},
            {"\"channel\": \"email\", " EVENT,
                    "no_content@message.subject no_content@message.body"},
            {"\"channel\": \"email\", \"message\": {\"subject\": \"s\", \"body\": \"b\"}, " EVENT,
                    "no_unsubscribe@message.body"},
            {"\"channel\": \"sms\", \"message\": {\"body\": \"hi {{name}}\"}, " EVENT,
                    "template_not_supported@message.body"},
            {"\"channel\": \"push\", \"message\": {\"subject\": \"{% if %}\", \"body\": \"b { { "
             "%\"}, " EVENT,
                    "template_not_supported@message.subject"},
    };
    assert_rows(rows);
}

static void test_exceptions(void **state)
{
    (void)state;
    const struct row rows[] = {
            {PUSH EVENT ", \"exceptions\": [{\"type\": \"purchase\"}]",
                    "exception_without_delay@exceptions"},
            {PUSH EVENT AFTER(1, "hours") ", \"exceptions\": [{\"type\": \"purchase\"}]",
                    "exception_ignores_past@exceptions"},
            {PUSH SESSION AFTER(1, "hours") ", \"exceptions\": [{\"type\": \"purchase\"}, "
                                            "{\"type\": \"session_start\"}]",
                    "session_start_twice@exceptions[1] exception_ignores_past@exceptions"},
            {PUSH EVENT AFTER(1, "hours") ", \"exceptions\": [{\"type\": \"custom_event\", "
                                          "\"event\": \"go\"}]",
                    "trigger_is_exception@exceptions[0] exception_ignores_past@exceptions"},
            /* a narrower exception always begins anew; a wider one always cancels */
            {PUSH EVENT AFTER(1, "hours") ", \"exceptions\": [{\"type\": \"custom_event\", "
                                          "\"event\": \"go\", \"where\": [{\"property\": \"a\", "
                                          "\"op\": \"exists\"}]}]",
                    "trigger_is_exception@exceptions[0] exception_ignores_past@exceptions"},
            {PUSH "\"triggers\": [{\"type\": \"custom_event\", \"event\": \"go\", \"where\": "
                  "[{\"property\": \"a\", \"op\": \"exists\"}]}]" AFTER(
                          1, "hours") ", "
                                      "\"exceptions\": [{\"type\": \"custom_event\", \"event\": "
                                      "\"go\", \"where\": "
                                      "[{\"property\": \"a\", \"op\": \"missing\"}]}]",
                    "exception_ignores_past@exceptions"},
            {PUSH "\"triggers\": [{\"type\": \"purchase\", \"product\": \"p\"}]" AFTER(
                     1, "hours") ", \"exceptions\": [{\"type\": \"purchase\", \"product\": \"q\"}, "
                                 "{\"type\": "
                                 "\"custom_event\", \"event\": \"Order Completed\"}]",
                    "trigger_is_exception@exceptions[1] exception_ignores_past@exceptions"},
    };
    assert_rows(rows);
}

static void test_conversion_rows(void **state)
{
    (void)state;
    const struct row rows[] = {
            {PUSH "\"triggers\": [{\"type\": \"session_start\"}, {\"type\": \"conversion\"}]",
                    "conversion_missing@triggers[1]"},
            {PUSH EVENT AFTER(1, "days") ", \"exceptions\": [{\"type\": \"conversion\"}]",
                    "conversion_missing@exceptions[0] exception_ignores_past@exceptions"},
            {PUSH "\"triggers\": [{\"type\": \"conversion\"}], \"conversions\": [{\"event\": "
                  "{\"type\": \"purchase\"}}]",
                    ""},
    };
    assert_rows(rows);
}

#define DURATION(text) ", \"duration\": {" text "}"

static void test_duration(void **state)
{
    (void)state;
    const struct row rows[] = {
            {PUSH EVENT DURATION("\"start\": \"2026-11-12T00:00\", \"end\": \"2026-11-11T23:59\""),
                    "end_before_start@duration.end"},
            {PUSH EVENT DURATION("\"start\": \"2026-11-12T00:00\", \"end\": \"2026-11-12T00:00\""),
                    ""},
            {PUSH EVENT DURATION("\"end\": \"2026-11-10T12:00\""), "end_in_past@duration.end"},
            {PUSH EVENT DURATION("\"end\": \"2026-11-10T12:01\""), ""},
            {PUSH EVENT DURATION("\"start\": \"2026-11-10T11:59\""),
                    "start_in_past@duration.start"},
            {PUSH EVENT DURATION("\"start\": \"2026-11-10T12:00\""), ""},
            /* from the action, where there is no start or it is past */
            {PUSH EVENT AFTER(2, "hours") DURATION("\"end\": \"2026-11-10T14:00\""), ""},
            {PUSH EVENT AFTER(121, "minutes") DURATION("\"end\": \"2026-11-10T14:00\""),
                    "delay_longer_than_duration@delay"},
            {PUSH EVENT AFTER(3, "hours") DURATION("\"start\": \"2026-11-11T00:00\", \"end\": "
                                                   "\"2026-11-11T02:00\""),
                    "delay_longer_than_duration@delay"},
            {PUSH EVENT
                    ", \"delay\": {\"kind\": \"in_days\", \"days\": 2, \"at\": \"00:00\"}" DURATION(
                            "\"end\": \"2026-11-11T12:00\""),
                    ""},
            {PUSH EVENT
                    ", \"delay\": {\"kind\": \"in_days\", \"days\": 2, \"at\": \"00:00\"}" DURATION(
                            "\"end\": \"2026-11-11T11:59\""),
                    "delay_longer_than_duration@delay"},
            {PUSH EVENT ", \"delay\": {\"kind\": \"on_weekday\", \"weekday\": \"sunday\", \"at\": "
                        "\"00:00\"}" DURATION("\"end\": \"2026-11-10T12:01\""),
                    ""},
            {PUSH EVENT
                    ", \"delay\": {\"kind\": \"intelligent\", \"fallback\": \"00:00\"}" DURATION(
                            "\"end\": \"2026-11-10T12:01\""),
                    ""},
    };
    assert_rows(rows);
    /* The walls stand in the company zone: 20:30 in Tokyo is 11:30 UTC. */
    const struct row tokyo[] = {
            {PUSH EVENT DURATION("\"end\": \"2026-11-10T20:30\""), "end_in_past@duration.end"},
            {PUSH EVENT DURATION("\"end\": \"2026-11-10T21:30\", \"zone\": \"user\""), ""},
    };
    assert_rows_in(tokyo, ARRAY_COUNT(tokyo), "Asia/Tokyo");
}

#define WINDOW(from, to, more) ", \"window\": {\"from\": \"" from "\", \"to\": \"" to "\"" more "}"
#define NEXT                   ", \"if_missed\": \"next\""

static void test_window(void **state)
{
    (void)state;
    const struct row rows[] = {
            {PUSH EVENT WINDOW("09:00", "09:00", ""), "window_empty@window.to"},
            {PUSH EVENT WINDOW("09:00", "18:00", NEXT), "next_without_delay@window.if_missed"},
            {PUSH EVENT AT_0930 WINDOW("09:00", "18:00", ""), ""},
            {PUSH EVENT AT_0930 WINDOW("09:30", "18:00", ""), ""},
            {PUSH EVENT AT_0930 WINDOW("08:00", "09:30", ""), "never_in_window@delay.at"},
            {PUSH EVENT AT_0930 WINDOW("10:00", "18:00", ""), "never_in_window@delay.at"},
            {PUSH EVENT AT_0930 WINDOW("10:00", "18:00", NEXT), ""},
            {PUSH EVENT AT_0930 WINDOW("10:00", "18:00", ", \"zone\": \"company\""), ""},
            {PUSH EVENT AT_0930 WINDOW("22:00", "06:00", ""), "never_in_window@delay.at"},
            {PUSH EVENT AT_0930 WINDOW("22:00", "10:00", ""), ""},
            {PUSH EVENT AFTER(1, "hours") WINDOW("09:00", "18:00", ""),
                    "window_drops@window.if_missed"},
            {PUSH EVENT AFTER(1, "hours") WINDOW("09:00", "18:00", NEXT), ""},
            {PUSH EVENT AFTER(3, "days") WINDOW("09:00", "18:00", ""), ""},
    };
    assert_rows(rows);
}

static void assert_share(const char *members, const char *share)
{
    struct finding_list list = {0};
    find(members, &list, "UTC");
    assert_int_equal(list.count, 1);
    assert_string_equal(list.items[0].code, "window_drops");
    if (!strstr(list.items[0].message, share))
        print_message("%s\n", list.items[0].message);
    assert_non_null(strstr(list.items[0].message, share));
    finding_list_release(&list);
}

static void test_share_of_the_window_that_is_lost(void **state)
{
    (void)state;
    assert_share(PUSH EVENT AFTER(1, "hours") WINDOW("09:00", "19:00", ""), "(10 %)");
    assert_share(PUSH EVENT AFTER(12, "hours") WINDOW("09:00", "19:00", ""), "(100 %)");
    /* 20 hours later it is 4 hours earlier */
    assert_share(PUSH EVENT AFTER(20, "hours") WINDOW("09:00", "19:00", ""), "(40 %)");
    assert_share(PUSH EVENT AFTER(68, "hours") WINDOW("09:00", "19:00", ""), "(40 %)");
    /* over midnight, 16 hours: 12 hours later only the overlap of 4 + 4 is kept */
    assert_share(PUSH EVENT AFTER(12, "hours") WINDOW("20:00", "12:00", ""), "(50 %)");
    assert_share(PUSH EVENT AFTER(1, "seconds") WINDOW("00:00", "23:00", ""), "(1 %)");
}

static void test_in_app(void **state)
{
    (void)state;
#define IN_APP "\"channel\": \"in_app\", " SAID ", "
    const struct row rows[] = {
            {IN_APP EVENT, ""},
            {IN_APP EVENT AFTER(2, "hours"), ""},
            {IN_APP EVENT AFTER(121, "minutes"), "in_app_delay@delay"},
            {IN_APP EVENT AT_0930, "in_app_delay@delay"},
            {IN_APP "\"triggers\": [{\"type\": \"session_start\"}, {\"type\": \"inbound_sms\"}, "
                    "{\"type\": \"canvas_interaction\", \"canvas\": \"c\", \"step\": \"s\", "
                    "\"interaction\": \"open_email\"}, {\"type\": \"canvas_interaction\", "
                    "\"canvas\": \"c\", \"step\": \"s\", \"interaction\": \"open_push\"}, "
                    "{\"type\": \"custom_event\", \"event\": \"SMS Received\"}]",
                    "in_app_trigger@triggers[1] in_app_trigger@triggers[2] "
                    "in_app_trigger@triggers[4]"},
            {PUSH "\"triggers\": [{\"type\": \"inbound_sms\"}]", ""},
    };
    assert_rows(rows);
}

static void test_reeligibility(void **state)
{
    (void)state;
#define AGAIN(wait)        ", \"reeligibility\": {\"allowed\": true" wait "}"
#define WAIT(amount, unit) AGAIN(", \"after\": {\"amount\": " #amount ", \"unit\": \"" unit "\"}")
    const struct row rows[] = {
            {PUSH EVENT AGAIN(""), "wait_zero@reeligibility.after"},
            {PUSH EVENT WAIT(1, "seconds"), ""},
            {PUSH EVENT AFTER(2, "hours") WAIT(1, "hours"),
                    "wait_shorter_than_delay@reeligibility.after"},
            {PUSH EVENT AFTER(2, "hours") WAIT(2, "hours"), ""},
    };
    assert_rows(rows);
}

#define COUNT(event, op, value)                                                                    \
    "{\"event\": \"" event "\", \"count\": {\"op\": \"" op "\", \"value\": " #value "}}"
#define PLAN(op) "{\"trait\": \"plan\", \"op\": \"" op "\", \"value\": \"pro\"}"

static void test_audience(void **state)
{
    (void)state;
#define SAME "same_event_in_audience@audience.filter"
    const struct row rows[] = {
            {PUSH EVENT FILTER(COUNT("go", "ge", 1)), SAME},
            {PUSH EVENT FILTER(COUNT("go", "eq", 0)), ""},
            {PUSH EVENT FILTER(COUNT("other", "ge", 1)), ""},
            {PUSH SESSION FILTER(COUNT("$session", "gt", 0)), SAME},
            {PUSH SESSION FILTER(COUNT("Session Started", "gt", 0)), SAME},
            {PUSH "\"triggers\": [{\"type\": \"purchase\"}]" FILTER(
                     "{\"spent\": {\"op\": \"ge\", \"value\": 1}}"),
                    SAME},
            {PUSH EVENT FILTER(PLAN("equals")), ""},
            {PUSH "\"triggers\": [{\"type\": \"attribute_changed\", \"attribute\": "
                  "\"plan\"}]" FILTER("{\"not\": " PLAN("equals") "}"),
                    "same_attribute_in_audience@audience.filter"},
            {PUSH "\"triggers\": [{\"type\": \"attribute_changed\", \"attribute\": "
                  "\"plans\"}]" FILTER(PLAN("equals")),
                    ""},
            {PUSH EVENT FILTER("{\"any\": [" PLAN("not_equals") ", " PLAN("equals") "]}"), ""},
            {PUSH EVENT FILTER("{\"all\": [{\"everyone\": true}, {\"any\": [" PLAN(
                     "not_equals") ", {\"not\": " PLAN("equals") "}]}]}"),
                    "negative_any@audience.filter.all[1].any"},
            {PUSH EVENT FILTER(
                     "{\"not\": {\"any\": [" PLAN("not_equals") ", " PLAN("not_contains") "]}}"),
                    "negative_any@audience.filter.not.any"},
            {PUSH "\"triggers\": [{\"type\": \"campaign_interaction\", \"campaign\": \"b\", "
                  "\"interaction\": \"open_push\"}], \"audience\": {\"segments\": [\"s\"]}",
                    "narrow_connector@audience"},
            {PUSH "\"triggers\": [{\"type\": \"campaign_interaction\", \"campaign\": \"b\", "
                  "\"interaction\": \"open_push\"}]" FILTER("{\"everyone\": true}"),
                    ""},
    };
    assert_rows(rows);
}

static void assert_requires(const char *json, const char *event, bool wanted)
{
    struct filter filter;
    struct error err = {0};
    int rc = filter_read(&filter, json, strlen(json), &err);
    assert_string_equal(err.text, "");
    assert_int_equal(rc, 0);
    if (filter_requires_event(&filter, event) != wanted)
        print_message("%s\n", json);
    assert_int_equal(filter_requires_event(&filter, event), wanted);
    filter_release(&filter);
}

static void test_what_a_filter_requires(void **state)
{
    (void)state;
#define GO    COUNT("go", "ge", 1)
#define NO_GO COUNT("go", "lt", 1)
    assert_requires(GO, "go", true);
    assert_requires(GO, "Go", false);
    assert_requires(NO_GO, "go", false);
    assert_requires("{\"not\": " NO_GO "}", "go", true);
    assert_requires("{\"not\": " GO "}", "go", false);
    assert_requires("{\"all\": [" PLAN("equals") ", " GO "]}", "go", true);
    assert_requires("{\"any\": [" PLAN("equals") ", " GO "]}", "go", false);
    assert_requires("{\"any\": [" COUNT("go", "ne", 0) ", " GO "]}", "go", true);
    assert_requires("{\"not\": {\"any\": [" PLAN("equals") ", " NO_GO "]}}", "go", true);
    assert_requires("{\"not\": {\"all\": [" PLAN("equals") ", " NO_GO "]}}", "go", false);
    assert_requires(COUNT("go", "ge", 0), "go", false);
    assert_requires(COUNT("go", "lt", 0), "go", true);
    assert_requires(COUNT("go", "le", 0), "go", false);
    assert_requires("{\"event\": \"go\", \"last\": {\"op\": \"more_than_days_ago\", \"value\": 1}}",
            "go", true);
    assert_requires("{\"not\": {\"event\": \"go\", \"first\": {\"op\": \"before\", \"value\": "
                    "\"2026-01-01T00:00:00Z\"}}}",
            "go", false);
    assert_requires("{\"not\": {\"everyone\": true}}", "go", true);
    /* names that stand for each other */
    assert_requires(COUNT("$purchase", "ge", 1), "Order Completed", true);
    assert_requires(COUNT("Order Completed", "ge", 1), "$purchase", true);
    assert_requires(COUNT("Application Opened", "ge", 1), "$session", true);
    assert_requires(COUNT("$session", "ge", 1), "Application Opened", false);
    assert_requires("{\"spent\": {\"op\": \"gt\", \"value\": 0}, \"days\": 5}", "$purchase", true);
    assert_requires("{\"spent\": {\"op\": \"ge\", \"value\": 0}}", "$purchase", false);
    assert_requires("{\"spent\": {\"op\": \"gt\", \"value\": 0}}", "go", false);
}

static void test_order(void **state)
{
    (void)state;
    struct finding_list list = {0};
    find("\"channel\": \"email\", \"message\": {\"subject\": \"{{s}}\", \"body\": \"b\"}, " EVENT
                    AFTER(5, "hours") WINDOW("09:00", "09:00", "")
                            DURATION("\"end\": \"2026-11-10T13:00\"") AGAIN("")
                                    FILTER(GO) ", \"exceptions\": [{\"type\": \"purchase\"}]",
            &list, "UTC");
    struct buf found = {0};
    add_findings(&found, &list);
    assert_string_equal(buf_text(&found),
            "template_not_supported@message.subject delay_longer_than_duration@delay "
            "window_empty@window.to no_unsubscribe@message.body "
            "same_event_in_audience@audience.filter wait_zero@reeligibility.after "
            "exception_ignores_past@exceptions");
    assert_int_equal(list.items[0].severity, SEVERITY_ERROR);
    assert_int_equal(list.items[3].severity, SEVERITY_WARNING);
    assert_int_equal(list.items[6].severity, SEVERITY_HINT);
    assert_string_equal(severity_name(list.items[3].severity), "warning");
    buf_release(&found);
    finding_list_release(&list);
}

static void test_working_copies(void **state)
{
    (void)state;
    const char *json = "{\"triggers\": [{\"type\": \"custom_event\"}, {\"type\": "
                       "\"attribute_changed\"}], \"exceptions\": [{\"type\": \"custom_event\"}], "
                       "\"delay\": {\"kind\": \"after\", \"amount\": 0, \"unit\": \"days\"}, "
                       "\"audience\": {\"filter\": {\"all\": [{\"trait\": \"\", \"op\": "
                       "\"equals\"}, {\"event\": \"\", \"count\": {\"op\": \"ge\", \"value\": "
                       "1}}]}}}";
    struct error err = {0};
    struct campaign *campaign = campaign_read(json, strlen(json), DOCUMENT_WORKING, &err);
    assert_string_equal(err.text, "");
    struct finding_list list = {0};
    struct buf found = {0};
    campaign_findings(campaign, 0, ZONE_UTC, &list);
    add_findings(&found, &list);
    assert_string_equal(buf_text(&found),
            "no_content@message.subject no_content@message.body exception_ignores_past@exceptions");
    buf_release(&found);
    finding_list_release(&list);
    campaign_free(campaign);
}

static int start(void **state)
{
    (void)state;
    return zone_start(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(test_a_sound_campaign_has_none),
            cmocka_unit_test(test_message),
            cmocka_unit_test(test_exceptions),
            cmocka_unit_test(test_conversion_rows),
            cmocka_unit_test(test_duration),
            cmocka_unit_test(test_window),
            cmocka_unit_test(test_share_of_the_window_that_is_lost),
            cmocka_unit_test(test_in_app),
            cmocka_unit_test(test_reeligibility),
            cmocka_unit_test(test_audience),
            cmocka_unit_test(test_what_a_filter_requires),
            cmocka_unit_test(test_order),
            cmocka_unit_test(test_working_copies),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
