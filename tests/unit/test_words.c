#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/text.h"
#include "model/words.h"

struct row {
    const char *json, *words;
};

static struct campaign *read_members(const char *members, enum document_mode mode)
{
    struct error err = {0};
    char *json =
            mem_format("{\"id\": \"a\", \"title\": \"t\", \"channel\": \"email\", %s}", members);
    struct campaign *campaign = campaign_read(json, strlen(json), mode, &err);
    if (!campaign)
        print_message("%s\n%s\n", json, err.text);
    assert_non_null(campaign);
    mem_free(json);
    return campaign;
}

static void assert_words(struct buf *words, const char *wanted)
{
    assert_string_equal(buf_text(words), wanted);
    buf_release(words);
}

static void test_spans(void **state)
{
    (void)state;
    struct buf out = {0};
    span_add_words(&out, (struct span){1, UNIT_HOURS});
    assert_words(&out, "1 hour");
    span_add_words(&out, (struct span){2, UNIT_HOURS});
    assert_words(&out, "2 hours");
    span_add_words(&out, (struct span){24, UNIT_MONTHS});
    assert_words(&out, "24 months");
}

#define PLAN_IS(op, value) "{\"trait\": \"plan\", \"op\": \"" op "\", \"value\": " value "}"
#define COUNT(event, op, value, more)                                                              \
    "{\"event\": \"" event "\", \"count\": {\"op\": \"" op "\", \"value\": " value "}" more "}"
#define TIME(which, op, value)                                                                     \
    "{\"event\": \"go\", \"" which "\": {\"op\": \"" op "\", \"value\": " value "}}"

static const struct row filters[] = {
        {PLAN_IS("equals", "\"pro\""), "plan is pro"},
        {PLAN_IS("equals", "10"), "plan is 10"},
        {PLAN_IS("equals", "\"10\""), "plan is \"10\""},
        {PLAN_IS("equals", "\"\""), "plan is \"\""},
        {PLAN_IS("equals", "true"), "plan is true"},
        {PLAN_IS("equals", "\"true\""), "plan is \"true\""},
        {PLAN_IS("not_equals", "\"pro\""), "plan is not pro"},
        {PLAN_IS("any_of", "[\"a\"]"), "plan is one of a"},
        {PLAN_IS("any_of", "[\"a\", \"b\"]"), "plan is one of a or b"},
        {PLAN_IS("none_of", "[\"a\", \"b, c\", 3]"), "plan is none of a, \"b, c\" or 3"},
        {PLAN_IS("any_of", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14]"),
                "plan is one of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 2 more"},
        {PLAN_IS("contains", "\"p\""), "plan contains p"},
        {PLAN_IS("not_contains", "\"p\""), "plan does not contain p"},
        {PLAN_IS("matches", "\"^p\""), "plan matches ^p"},
        {PLAN_IS("not_matches", "\"^p\""), "plan does not match ^p"},
        {PLAN_IS("gt", "1"), "plan is over 1"},
        {PLAN_IS("ge", "0.5"), "plan is at least 0.5"},
        {PLAN_IS("lt", "1"), "plan is under 1"},
        {PLAN_IS("le", "1"), "plan is at most 1"},
        {PLAN_IS("between", "[100, 200]"), "plan is 100 to 200"},
        {PLAN_IS("before", "\"2026-11-01T00:00:00Z\""), "plan is before 2026-11-01T00:00:00Z"},
        {PLAN_IS("after", "\"2026-11-01T00:00:00Z\""), "plan is after 2026-11-01T00:00:00Z"},
        {PLAN_IS("in_last", "{\"amount\": 1, \"unit\": \"days\"}"), "plan is in the last 1 day"},
        {"{\"trait\": \"plan\", \"op\": \"exists\"}", "plan is there"},
        {"{\"trait\": \"a.b[0]\", \"op\": \"missing\"}", "a.b[0] is missing"},
        {PLAN_IS("includes", "\"x\""), "plan includes x"},
        {PLAN_IS("not_includes", "\"x\""), "plan does not include x"},
        {"{\"everyone\": true}", "is a known user"},
        {COUNT("go", "ge", "2", ", \"days\": 7"), "did go at least 2 times in the last 7 days"},
        {COUNT("go", "ge", "1", ""), "did go"},
        {COUNT("go", "gt", "0", ", \"days\": 7"), "did go in the last 7 days"},
        {COUNT("go", "eq", "0", ""), "never did go"},
        {COUNT("go", "lt", "1", ", \"days\": 1"), "never did go since yesterday (UTC)"},
        {COUNT("$session", "eq", "1", ""), "started a session exactly once"},
        {COUNT("$purchase", "gt", "3", ""), "made a purchase more than 3 times"},
        {COUNT("go", "ne", "2", ""), "did go any number of times but 2"},
        {COUNT("go", "le", "2", ""), "did go at most 2 times"},
        {COUNT("go", "lt", "2", ""), "did go less than 2 times"},
        {TIME("first", "before", "\"2026-11-01T00:00:00Z\""),
                "did go for the first time before 2026-11-01T00:00:00Z"},
        {TIME("last", "after", "\"2026-11-01T00:00:00Z\""),
                "did go for the last time after 2026-11-01T00:00:00Z"},
        {TIME("last", "more_than_days_ago", "2"), "did go for the last time more than 2 days ago"},
        {TIME("first", "less_than_days_ago", "2"),
                "did go for the first time less than 2 days ago"},
        {"{\"spent\": {\"op\": \"ge\", \"value\": 99.5}}", "spent at least 99.5"},
        {"{\"spent\": {\"op\": \"lt\", \"value\": 5}, \"days\": 30}",
                "spent less than 5 in the last 30 days"},
        {"{\"received\": \"welcome\"}", "received welcome"},
        {"{\"received\": \"*\"}", "received any campaign"},
        {"{\"interacted\": \"welcome\", \"interaction\": \"open_email\"}",
                "opened the e-mail of welcome"},
        {"{\"control\": \"welcome\"}", "is in the control group of welcome"},
        {"{\"segment\": \"active\"}", "is in the segment active"},
        {"{\"bucket\": {\"from\": 0, \"to\": 499}}",
                "is in the random buckets 0 to 499 (5 % of all users)"},
        {"{\"user\": [\"u1\", \"u2\"]}", "is the user u1 or u2"},
        {"{\"not\": {\"everyone\": true}}", "not (is a known user)"},
        {"{\"all\": [{\"segment\": \"a\"}, {\"any\": [{\"segment\": \"b\"}, {\"not\": {\"all\": "
         "[{\"segment\": \"c\"}, {\"segment\": \"d\"}]}}, {\"any\": [{\"segment\": \"e\"}]}]}]}",
                "is in the segment a and (is in the segment b or not (is in the segment c and is "
                "in the segment d) or is in the segment e)"},
};

static void test_filters(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(filters); i++) {
        struct filter filter;
        struct error err = {0};
        struct buf out = {0};
        filter_read(&filter, filters[i].json, strlen(filters[i].json), &err);
        assert_string_equal(err.text, "");
        filter_add_words(&out, &filter);
        assert_words(&out, filters[i].words);
        filter_release(&filter);
    }
}

#define TYPE(type, more) "{\"type\": \"" type "\"" more "}"
#define INTERACTION(type, source, interaction, more)                                               \
    TYPE(type, ", " source ", \"interaction\": \"" interaction "\"" more)

static const struct row rules[] = {
        {TYPE("custom_event", ", \"event\": \"Added To Cart\""), "does Added To Cart"},
        {TYPE("custom_event",
                 ", \"event\": \"Added To Cart\", \"where\": [{\"property\": \"cart_value\", "
                 "\"op\": \"between\", \"value\": [100, 200]}, {\"property\": \"sku\", \"op\": "
                 "\"exists\"}]"),
                "does Added To Cart where cart_value is 100 to 200 and sku is there"},
        {TYPE("purchase", ""), "makes a purchase"},
        {TYPE("purchase", ", \"product\": \"sofa\", \"where\": [{\"property\": \"sku\", \"op\": "
                          "\"exists\"}]"),
                "buys the product sofa where sku is there"},
        {TYPE("session_start", ""), "starts a session"},
        {TYPE("conversion", ""), "does the first conversion event"},
        {TYPE("email_added", ""), "gives an e-mail address for the first time"},
        {TYPE("attribute_changed", ", \"attribute\": \"plan\""), "changes plan"},
        {TYPE("attribute_changed", ", \"attribute\": \"plan\", \"to\": \"pro\""),
                "changes plan to pro"},
        {TYPE("subscription_changed", ", \"channel\": \"push\""), "changes the push subscription"},
        {TYPE("subscription_changed", ", \"channel\": \"email\", \"to\": \"unsubscribed\""),
                "changes the e-mail subscription to unsubscribed"},
        {TYPE("subscription_group_changed", ", \"group\": \"weekly\""),
                "joins or leaves the subscription group weekly"},
        {TYPE("subscription_group_changed", ", \"group\": \"weekly\", \"to\": \"subscribed\""),
                "joins the subscription group weekly"},
        {TYPE("subscription_group_changed", ", \"group\": \"weekly\", \"to\": \"unsubscribed\""),
                "leaves the subscription group weekly"},
        {INTERACTION("campaign_interaction", "\"campaign\": \"welcome\"", "open_email", ""),
                "opens the e-mail of welcome"},
        {INTERACTION("campaign_interaction", "\"campaign\": \"*\"", "click_email_link",
                 ", \"link\": \"sale\""),
                "clicks the link sale in the e-mail of any campaign"},
        {INTERACTION("campaign_interaction", "\"campaign\": \"c\"", "click_push_button",
                 ", \"button\": \"yes\""),
                "taps the button yes of the push notification of c"},
        {INTERACTION("campaign_interaction", "\"campaign\": \"c\"", "click_push_button", ""),
                "taps a button of the push notification of c"},
        {INTERACTION("card_interaction", "\"card\": \"promo\"", "click", ""),
                "clicks the card promo"},
        {INTERACTION(
                 "canvas_interaction", "\"canvas\": \"onb\", \"step\": \"s2\"", "open_push", ""),
                "opens the push notification of step s2 of the canvas onb"},
        {TYPE("exception_performed", ", \"campaign\": \"cart\""),
                "does an exception of cart while it waits"},
        {TYPE("location_entered",
                 ", \"latitude\": 48.8566, \"longitude\": 2.3522, \"radius_m\": 500"),
                "comes within 500 m of 48.8566, 2.3522"},
        {TYPE("geofence", ", \"geofence\": \"store\", \"transition\": \"exit\""),
                "leaves the geofence store"},
        {TYPE("inbound_sms", ", \"group\": \"g\", \"keyword\": \"YES\""),
                "sends the SMS \"YES\" to the group g"},
        {TYPE("inbound_whatsapp", ""), "sends a WhatsApp message"},
};

static void test_rules(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(rules); i++) {
        char *members = mem_format("\"triggers\": [%s]", rules[i].json);
        struct campaign *campaign = read_members(members, DOCUMENT_WHOLE);
        struct buf out = {0};
        rule_add_words(&out, campaign->triggers);
        assert_words(&out, rules[i].words);
        campaign_free(campaign);
        mem_free(members);
    }
}

static void assert_member(
        const char *member, const char *wanted, void (*add)(struct buf *, const struct campaign *))
{
    char *members =
            mem_format("\"triggers\": [{\"type\": \"purchase\"}]%s%s", *member ? ", " : "", member);
    struct campaign *campaign = read_members(members, DOCUMENT_WHOLE);
    struct buf out = {0};
    add(&out, campaign);
    assert_words(&out, wanted);
    campaign_free(campaign);
    mem_free(members);
}

static void add_delay(struct buf *out, const struct campaign *campaign)
{
    delay_add_words(out, &campaign->delay);
}

static void add_window(struct buf *out, const struct campaign *campaign)
{
    window_add_words(out, &campaign->window);
}

static void add_duration(struct buf *out, const struct campaign *campaign)
{
    duration_rule_add_words(out, &campaign->duration);
}

static void add_conversion(struct buf *out, const struct campaign *campaign)
{
    conversion_add_words(out, campaign->conversions);
}

static void test_members(void **state)
{
    (void)state;
    assert_member("", "at once", add_delay);
    assert_member("\"delay\": {\"kind\": \"after\", \"amount\": 2, \"unit\": \"hours\"}",
            "after 2 hours", add_delay);
    assert_member("\"delay\": {\"kind\": \"in_days\", \"days\": 1, \"at\": \"09:00\"}",
            "the next day at 09:00, the user's time", add_delay);
    assert_member("\"delay\": {\"kind\": \"in_days\", \"days\": 3, \"at\": \"09:05\", \"zone\": "
                  "\"company\"}",
            "3 days later at 09:05, company time", add_delay);
    assert_member("\"delay\": {\"kind\": \"on_weekday\", \"weekday\": \"sunday\", \"at\": "
                  "\"23:59\"}",
            "on the next Sunday at 23:59, the user's time", add_delay);
    assert_member("\"delay\": {\"kind\": \"intelligent\", \"fallback\": \"10:00\"}",
            "at the user's most active hour, the user's time (10:00 where no session is known)",
            add_delay);
    assert_member("", "at any time of day", add_window);
    assert_member("\"window\": {\"from\": \"09:00\", \"to\": \"18:00\"}",
            "from 09:00 to 18:00, the user's time; what is due outside is dropped", add_window);
    assert_member("\"window\": {\"from\": \"09:00\", \"to\": \"18:00\", \"zone\": \"company\", "
                  "\"if_missed\": \"next\"}",
            "from 09:00 to 18:00, company time; what is due outside goes at the next opening",
            add_window);
    assert_member("", "without start and end", add_duration);
    assert_member("\"duration\": {\"start\": \"2026-11-01T00:00\"}",
            "from 2026-11-01 00:00, company time", add_duration);
    assert_member("\"duration\": {\"end\": \"2026-12-01T09:30\", \"zone\": \"user\"}",
            "until 2026-12-01 09:30, the user's time", add_duration);
    assert_member("\"reeligibility\": {\"allowed\": true}", "again at every trigger",
            reeligibility_add_words);
    assert_member("\"reeligibility\": {\"allowed\": true, \"after\": {\"amount\": 1, \"unit\": "
                  "\"weeks\"}}",
            "again, 1 week after the last one at the earliest", reeligibility_add_words);
    assert_member("", "once a user", reeligibility_add_words);
    assert_member("", "everyone", audience_add_words);
    assert_member(
            "\"audience\": {\"segments\": [\"a\"]}", "users in the segment a", audience_add_words);
    assert_member("\"audience\": {\"segments\": [\"a\", \"b\", \"c\"], \"filter\": {\"received\": "
                  "\"x\"}}",
            "users in all of the segments a, b and c for whom this holds: received x",
            audience_add_words);
    assert_member("\"conversions\": [{\"event\": {\"type\": \"campaign_interaction\", "
                  "\"interaction\": \"open_email\"}}]",
            "opens the e-mail of this campaign within 3 days", add_conversion);
}

static void test_a_campaign_is_a_sentence_a_line(void **state)
{
    (void)state;
    struct campaign *campaign = read_members(
            "\"triggers\": [{\"type\": \"session_start\"}, {\"type\": \"purchase\"}], "
            "\"delay\": {\"kind\": \"after\", \"amount\": 2, \"unit\": \"hours\"}, "
            "\"exceptions\": [{\"type\": \"purchase\"}], \"audience\": {\"segments\": "
            "[\"active\"]}, \"reevaluate_audience\": true, \"control_percent\": 10, "
            "\"window\": {\"from\": \"09:00\", \"to\": \"18:00\"}, "
            "\"duration\": {\"end\": \"2026-12-01T00:00\"}, "
            "\"conversions\": [{\"event\": {\"type\": \"purchase\"}}, {\"event\": {\"type\": "
            "\"session_start\"}}]",
            DOCUMENT_WHOLE);
    struct buf out = {0};
    campaign_add_words(&out, campaign);
    assert_words(&out,
            "When a user starts a session, or makes a purchase, they get an e-mail after 2 hours\n"
            "It can reach users in the segment active; checked again before sending\n"
            "Unless, while it waits, the user makes a purchase\n"
            "Only from 09:00 to 18:00, the user's time; what is due outside is dropped\n"
            "The campaign runs until 2026-12-01 00:00, company time\n"
            "It is sent once a user\n"
            "10 % of the users get nothing, as a control group\n"
            "It is a success when the user makes a purchase within 3 days\n"
            "It also counts when the user starts a session within 3 days");
    campaign_free(campaign);
}

static void test_what_is_missing_is_dots(void **state)
{
    (void)state;
    struct campaign *campaign = campaign_new();
    struct buf out = {0};
    campaign_add_words(&out, campaign);
    assert_words(&out, "When a user ..., they get an e-mail at once\nIt can reach everyone\n"
                       "It is sent once a user");
    campaign_free(campaign);
    campaign = read_members("\"triggers\": [{\"type\": \"custom_event\", \"where\": [{\"op\": "
                            "\"between\"}]}], \"audience\": {\"filter\": {\"all\": []}}",
            DOCUMENT_WORKING);
    rule_add_words(&out, campaign->triggers);
    assert_words(&out, "does ... where ... is ... to ...");
    filter_add_words(&out, campaign->filter);
    assert_words(&out, "...");
    campaign_free(campaign);
}

static void test_hostile_names_are_made_safe(void **state)
{
    (void)state;
    struct campaign *campaign = read_members(
            "\"triggers\": [{\"type\": \"custom_event\", \"event\": \"a\\u001b[2J{1}\\n%s\"}]",
            DOCUMENT_WHOLE);
    struct buf out = {0};
    rule_add_words(&out, campaign->triggers);
    assert_words(&out, "does a\xef\xbf\xbd[2J{1} %s");
    campaign_free(campaign);
}

/* Every document that is known has words, and they are safe. */
static void test_known_documents(void **state)
{
    (void)state;
    FILE *file = fopen("tests/unit/documents.ndjson", "r");
    assert_non_null(file);
    char *line = NULL;
    size_t capacity = 0;
    int count = 0;
    while (getline(&line, &capacity, file) > 0) {
        struct campaign *campaign = campaign_read(line, strlen(line), DOCUMENT_WORKING, NULL);
        if (!campaign)
            continue;
        struct buf out = {0}, safe = {0};
        campaign_add_words(&out, campaign);
        text_add_safe(&safe, out.bytes, out.size, true);
        assert_string_equal(out.bytes, safe.bytes);
        assert_null(strstr(out.bytes, "..."));
        assert_null(strchr(out.bytes, '{'));
        buf_release(&out);
        buf_release(&safe);
        campaign_free(campaign);
        count++;
    }
    assert_true(count > 100);
    free(line);
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(test_spans),
            cmocka_unit_test(test_filters),
            cmocka_unit_test(test_rules),
            cmocka_unit_test(test_members),
            cmocka_unit_test(test_a_campaign_is_a_sentence_a_line),
            cmocka_unit_test(test_what_is_missing_is_dots),
            cmocka_unit_test(test_hostile_names_are_made_safe),
            cmocka_unit_test(test_known_documents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
