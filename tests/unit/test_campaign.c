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
#include "base/when.h"
#include "model/campaign.h"

#define HEAD  "{\"id\": \"a\", \"title\": \"t\", \"channel\": \"email\", "
#define START "\"triggers\": [{\"type\": \"session_start\"}]"

static struct campaign *read_as(const char *json, enum document_mode mode)
{
    struct error err = {0};
    struct campaign *campaign = campaign_read(json, strlen(json), mode, &err);
    if (!campaign)
        print_message("%s\n%s\n", err.text, json);
    assert_non_null(campaign);
    return campaign;
}

static char *written(const struct campaign *campaign, int indent)
{
    struct buf out = {0};
    campaign_write(campaign, indent, &out);
    return buf_take(&out);
}

/* Reads, writes, reads what was written: both texts are the same, and so is a copy's. */
static void assert_fixed_point(const char *json, enum document_mode mode)
{
    struct campaign *campaign = read_as(json, mode);
    char *once = written(campaign, 0);
    char *wide = written(campaign, 4);
    struct campaign *again = read_as(wide, mode);
    char *twice = written(again, 0);
    struct campaign *copy = campaign_copy(campaign);
    campaign_free(campaign);
    char *copied = written(copy, 0);
    assert_string_equal(once, twice);
    assert_string_equal(once, copied);
    campaign_free(again);
    campaign_free(copy);
    mem_free(once);
    mem_free(wide);
    mem_free(twice);
    mem_free(copied);
}

static void assert_segment_fixed_point(const char *json)
{
    struct error err = {0};
    struct buf once = {0}, twice = {0}, copied = {0};
    struct segment *segment = segment_read(json, strlen(json), DOCUMENT_WHOLE, &err);
    assert_string_equal(err.text, "");
    segment_write(segment, 2, &once);
    struct segment *again = segment_read(once.bytes, once.size, DOCUMENT_WHOLE, &err);
    assert_string_equal(err.text, "");
    segment_write(again, 2, &twice);
    struct segment *copy = segment_copy(segment);
    segment_free(segment);
    segment_write(copy, 2, &copied);
    assert_string_equal(once.bytes, twice.bytes);
    assert_string_equal(once.bytes, copied.bytes);
    segment_free(again);
    segment_free(copy);
    buf_release(&once);
    buf_release(&twice);
    buf_release(&copied);
}

static void test_known_documents_are_fixed_points(void **state)
{
    (void)state;
    FILE *file = fopen("tests/unit/documents.ndjson", "r");
    assert_non_null(file);
    char *line = NULL;
    size_t capacity = 0;
    int campaigns = 0, segments = 0;
    while (getline(&line, &capacity, file) > 0) {
        if (strstr(line, "\"triggers\"")) {
            assert_fixed_point(line, DOCUMENT_WHOLE);
            assert_fixed_point(line, DOCUMENT_WORKING);
            campaigns++;
        } else {
            assert_segment_fixed_point(line);
            segments++;
        }
    }
    assert_true(campaigns > 100);
    assert_true(segments > 20);
    free(line);
    fclose(file);
}

static void assert_written(const char *json, enum document_mode mode, const char *wanted)
{
    struct campaign *campaign = read_as(json, mode);
    char *text = written(campaign, 0);
    assert_string_equal(text, wanted);
    campaign_free(campaign);
    mem_free(text);
    assert_fixed_point(json, mode);
}

/* Every key of FORMATS 2, in its order, none of them a default. */
static const char everything[] =
        "{\"id\": \"cart-reminder\", \"title\": \"Cart \xc3\xa9\", \"description\": \"d\", "
        "\"tags\": [\"cart\", \"x\"], \"channel\": \"push\", \"surface\": \"eu\", "
        "\"identity\": \"token\", "
        "\"message\": {\"subject\": \"s\", \"body\": \"b\"}, "
        "\"tracking\": {\"opens\": false, \"clicks\": false}, "
        "\"audience\": {\"segments\": [\"active\"], \"filter\": {\"everyone\": true}}, "
        "\"triggers\": ["
        "{\"type\": \"custom_event\", \"event\": \"Added To Cart\", \"where\": ["
        "{\"property\": \"cart_value\", \"op\": \"between\", \"value\": [100, 200.5]}, "
        "{\"property\": \"at\", \"op\": \"in_last\", \"value\": {\"amount\": 2, \"unit\": "
        "\"days\"}}, "
        "{\"property\": \"items[].sku\", \"op\": \"none_of\", \"value\": [\"a\", 1, true]}, "
        "{\"property\": \"\\\"a.b\\\"[0]\", \"op\": \"missing\"}]}, "
        "{\"type\": \"purchase\", \"product\": \"p\"}, "
        "{\"type\": \"conversion\"}, {\"type\": \"email_added\"}, "
        "{\"type\": \"attribute_changed\", \"attribute\": \"plan\", \"to\": 5}, "
        "{\"type\": \"subscription_changed\", \"channel\": \"push\", \"to\": \"opted_in\"}, "
        "{\"type\": \"subscription_group_changed\", \"group\": \"g\", \"to\": \"unsubscribed\"}, "
        "{\"type\": \"campaign_interaction\", \"campaign\": \"*\", \"interaction\": "
        "\"click_email_link\", \"link\": \"sale\"}, "
        "{\"type\": \"campaign_interaction\", \"campaign\": \"c\", \"interaction\": "
        "\"click_push_button\", \"button\": \"yes\"}, "
        "{\"type\": \"card_interaction\", \"card\": \"k\", \"interaction\": \"view\"}, "
        "{\"type\": \"canvas_interaction\", \"canvas\": \"c\", \"step\": \"s\", \"interaction\": "
        "\"open_email\"}, "
        "{\"type\": \"exception_performed\", \"campaign\": \"z\"}, "
        "{\"type\": \"location_entered\", \"latitude\": -48.8566, \"longitude\": 0, "
        "\"radius_m\": 500}, "
        "{\"type\": \"geofence\", \"geofence\": \"g\", \"transition\": \"enter\"}, "
        "{\"type\": \"inbound_sms\", \"group\": \"g\", \"keyword\": \"YES\"}, "
        "{\"type\": \"inbound_whatsapp\"}], "
        "\"delay\": {\"kind\": \"on_weekday\", \"weekday\": \"monday\", \"at\": \"09:30\", "
        "\"zone\": \"company\"}, "
        "\"exceptions\": [{\"type\": \"session_start\"}], "
        "\"duration\": {\"start\": \"2026-11-01T00:00\", \"end\": \"2026-12-01T23:59\", \"zone\": "
        "\"user\"}, "
        "\"window\": {\"from\": \"22:00\", \"to\": \"06:00\", \"zone\": \"company\", "
        "\"if_missed\": \"next\"}, "
        "\"reeligibility\": {\"allowed\": true, \"after\": {\"amount\": 7, \"unit\": \"days\"}}, "
        "\"reevaluate_audience\": true, \"control_percent\": 10, "
        "\"conversions\": ["
        "{\"event\": {\"type\": \"purchase\"}, \"within\": {\"amount\": 2, \"unit\": \"weeks\"}}, "
        "{\"event\": {\"type\": \"campaign_interaction\", \"interaction\": \"open_push\"}, "
        "\"within\": {\"amount\": 3, \"unit\": \"days\"}}]}";

static void test_every_key_is_kept(void **state)
{
    (void)state;
    assert_written(everything, DOCUMENT_WHOLE, everything);
}

static void test_members_are_read(void **state)
{
    (void)state;
    struct campaign *c = read_as(everything, DOCUMENT_WHOLE);
    assert_int_equal(c->channel, CHANNEL_PUSH);
    assert_int_equal(c->tag_count, 2);
    assert_string_equal(c->tags[1], "x");
    assert_false(c->track_opens);
    assert_int_equal(c->trigger_count, 16);
    const struct condition *where = c->triggers[0].where;
    assert_int_equal(c->triggers[0].where_count, 4);
    assert_true(where[0].low == 100 && where[0].high == 200.5);
    assert_true(span_ms(where[1].span) == 2 * DAY_MS);
    assert_int_equal(where[2].path.steps[1].kind, PATH_ANY);
    assert_null(where[3].operand);
    assert_true(value_number((struct value){c->triggers[4].to}) == 5);
    assert_int_equal(c->triggers[5].channel, CHANNEL_PUSH);
    assert_false(c->triggers[9].card_click);
    assert_true(c->triggers[12].latitude == -48.8566);
    assert_int_equal(c->delay.kind, DELAY_ON_WEEKDAY);
    assert_int_equal(c->delay.weekday, 1);
    assert_int_equal(c->delay.at_ms, 9 * HOUR_MS + 30 * MINUTE_MS);
    assert_int_equal(c->delay.zone, ZONE_OF_COMPANY);
    assert_int_equal(c->duration.zone, ZONE_OF_USER);
    assert_int_equal(c->duration.end.day - c->duration.start.day, 30);
    assert_true(c->window.set && c->window.next);
    assert_true(c->reeligible);
    assert_int_equal(c->conversions[0].within.amount, 2);
    assert_null(c->conversions[1].rule.campaign);
    campaign_free(c);
}

static void test_defaults_are_left_out(void **state)
{
    (void)state;
    const char *least = HEAD START "}";
    assert_written(least, DOCUMENT_WHOLE, least);
    assert_written(HEAD
            "\"description\": \"\", \"tags\": [], \"identity\": \"email\", \"surface\": \"\", "
            "\"message\": {\"subject\": \"\"}, \"tracking\": {\"opens\": true, \"clicks\": true}, "
            "\"audience\": {\"segments\": []}, "
            "\"delay\": {\"kind\": \"immediate\"}, \"exceptions\": [], \"duration\": {\"zone\": "
            "\"company\"}, \"reeligibility\": {\"allowed\": false}, \"reevaluate_audience\": "
            "false, "
            "\"control_percent\": 0.0, \"conversions\": [], " START "}",
            DOCUMENT_WHOLE, least);
    struct campaign *campaign = read_as(least, DOCUMENT_WHOLE);
    assert_string_equal(campaign->identity, "email");
    assert_true(campaign->track_opens && campaign->track_clicks);
    assert_null(campaign->filter);
    assert_int_equal(campaign->duration.zone, ZONE_OF_COMPANY);
    campaign_free(campaign);
}

static void test_equal_documents_give_equal_bytes(void **state)
{
    (void)state;
    const char *usual = HEAD
            "\"triggers\": [{\"type\": \"custom_event\", \"event\": \"e\", \"where\": "
            "[{\"property\": \"p\", \"op\": \"in_last\", \"value\": {\"amount\": 2, \"unit\": "
            "\"days\"}}, {\"property\": \"q\", \"op\": \"equals\", \"value\": 10}]}], "
            "\"window\": {\"from\": \"09:00\", \"to\": \"18:00\"}, "
            "\"conversions\": [{\"event\": {\"type\": \"campaign_interaction\", \"interaction\": "
            "\"open_email\"}, \"within\": {\"amount\": 3, \"unit\": \"days\"}}]}";
    assert_written("\xef\xbb\xbf{\"conversions\": [{\"event\": {\"interaction\": \"open_email\", "
                   "\"campaign\": \"a\", \"type\": \"campaign_interaction\"}}], "
                   "\"channel\": \"email\", \"title\": \"t\", \"id\": \"a\", "
                   "\"window\": {\"zone\": \"user\", \"if_missed\": \"drop\", \"to\": \"18:00\", "
                   "\"from\": \"09:00\"}, "
                   "\"triggers\": [{\"where\": [{\"value\": {\"unit\": \"days\", \"amount\": 2.0}, "
                   "\"op\": \"in_last\", \"property\": \"p\"}, {\"value\": 10.0, \"op\": "
                   "\"equals\", \"property\": \"q\"}], \"event\": \"e\", \"type\": "
                   "\"custom_event\"}]}",
            DOCUMENT_WHOLE, usual);
}

static void test_identity_none_is_a_choice(void **state)
{
    (void)state;
    const char *none = "{\"id\": \"a\", \"title\": \"t\", \"channel\": \"email\", \"identity\": "
                       "\"\", " START "}";
    assert_written(none, DOCUMENT_WHOLE, none);
}

static void test_working_copies_may_miss_anything(void **state)
{
    (void)state;
    assert_written("{}", DOCUMENT_WORKING, "{\"channel\": \"email\"}");
    const char *half =
            "{\"title\": \"t\", \"channel\": \"email\", \"audience\": {\"filter\": {\"any\": "
            "[{\"trait\": \"\", \"op\": \"equals\"}, {\"event\": \"\", \"count\": {\"op\": \"ge\", "
            "\"value\": 1}}, {\"event\": \"\", \"last\": {\"op\": \"after\"}}, {\"received\": "
            "\"\"}, {\"all\": []}, {\"not\": {\"all\": []}}, {\"user\": []}, {\"segment\": \"\"}, "
            "{\"spent\": {\"op\": \"gt\", \"value\": 0}}]}}, "
            "\"triggers\": [{\"type\": \"custom_event\", \"where\": [{\"op\": \"equals\"}]}, "
            "{\"type\": \"campaign_interaction\", \"interaction\": \"open_email\"}, "
            "{\"type\": \"location_entered\", \"latitude\": 0, \"longitude\": 0}], "
            "\"delay\": {\"kind\": \"after\", \"amount\": 0, \"unit\": \"hours\"}, "
            "\"conversions\": [{\"event\": {\"type\": \"custom_event\"}, \"within\": {\"amount\": "
            "3, \"unit\": \"days\"}}]}";
    assert_written(half, DOCUMENT_WORKING, half);
    struct error err = {0};
    assert_null(campaign_read(half, strlen(half), DOCUMENT_WHOLE, &err));
}

static void test_a_new_campaign_can_be_kept(void **state)
{
    (void)state;
    struct campaign *campaign = campaign_new();
    char *text = written(campaign, 0);
    assert_string_equal(text, "{\"channel\": \"email\"}");
    /* What a person emptied in a form is missing. */
    campaign->title = mem_string("");
    campaign->triggers = mem_array(RULE_TYPE_COUNT, sizeof *campaign->triggers);
    campaign->trigger_count = RULE_TYPE_COUNT;
    for (int i = 0; i < RULE_TYPE_COUNT; i++)
        campaign->triggers[i].type = (enum rule_type)i;
    campaign->exceptions = mem_new(sizeof *campaign->exceptions);
    campaign->exception_count = 1;
    campaign->exceptions[0] = (struct rule){.type = RULE_CAMPAIGN_INTERACTION,
            .interaction = INTERACTION_OPEN_EMAIL,
            .link = mem_string("left over")};
    mem_free(text);
    text = written(campaign, 0);
    assert_null(strstr(text, "left over"));
    assert_null(strstr(text, "title"));
    assert_fixed_point(text, DOCUMENT_WORKING);
    campaign_free(campaign);
    mem_free(text);

    struct segment *segment = segment_new();
    struct buf out = {0};
    segment_write(segment, 0, &out);
    assert_string_equal(out.bytes, "{\"filter\": {\"all\": []}}");
    segment_free(segment);
    segment = segment_read(out.bytes, out.size, DOCUMENT_WORKING, NULL);
    assert_non_null(segment);
    segment_free(segment);
    buf_release(&out);
}

static void assert_refused(const char *json, const char *wanted)
{
    struct error err = {0};
    struct campaign *campaign = campaign_read(json, strlen(json), DOCUMENT_WHOLE, &err);
    if (campaign || !strstr(err.text, wanted))
        print_message("%s\n  gave: %s\n  want: %s\n", json, err.text, wanted);
    assert_null(campaign);
    assert_non_null(strstr(err.text, wanted));
    assert_int_equal(err.code, ERROR_USAGE);
    assert_true(text_is_utf8(err.text, strlen(err.text)));
}

#define TRIGGER(keys) HEAD "\"triggers\": [{" keys "}]}"
#define WHERE_ROW(keys)                                                                            \
    TRIGGER("\"type\": \"custom_event\", \"event\": \"e\", \"where\": [{" keys "}]")
#define FILTER(node)      HEAD START ", \"audience\": {\"filter\": " node "}}"
#define ALSO(key)         HEAD START ", " key "}"
#define CONVERSION(event) ALSO("\"conversions\": [{\"event\": {" event "}}]")

static const struct {
    const char *json, *wanted;
} refused[] = {
        /* the document */
        {"", "the document"},
        {"[]", "the document: an empty list is not an object"},
        {"{\"id\": \"a\",\n \"title\" \"t\"}", "line 2, column "},
        {"{\"id\": \"a\"} {}", "line 1, column "},
        {"{\"id\": \"a\", \"id\": \"b\"}", "duplicate object key"},
        {"{\"id\": \"\\u0000\"}", "line 1"},
        {"{\"id\": \"\xff\"}", "line 1"},
        {"{\"control_percent\": 1e999}", "line 1"},
        {"{\"control_percent\": 99999999999999999999}", "line 1"},
        {"{\"title\": \"t\", \"channel\": \"email\", " START "}", "id: is missing"},
        {"{\"id\": \"a\", \"channel\": \"email\", " START "}", "title: is missing"},
        {"{\"id\": \"a\", \"title\": \"t\", " START "}", "channel: is missing"},
        {"{\"id\": \"a\", \"title\": \"t\", \"channel\": \"email\"}", "triggers: is missing"},
        {HEAD "\"triggers\": []}", "triggers: an empty list"},
        {HEAD "\"triggers\": {}}", "triggers: an object is not a list"},
        {HEAD "\"triggers\": [5]}", "triggers[0]: 5 is not an object"},
        /* unknown keys and words, with what was meant */
        {ALSO("\"titel\": 1"), "titel: \"titel\" is not a key here; did you mean \"title\"?"},
        {ALSO("\"message\": {\"boddy\": \"\"}"), "message.boddy: \"boddy\" is not a key here; did "
                                                 "you mean \"body\"?"},
        {ALSO("\"a\\u001b[2J\": 1"), "\xef\xbf\xbd[2J"},
        {"{\"id\": \"a\", \"title\": \"t\", \"channel\": \"emial\", " START "}",
                "channel: \"emial\" is not a channel; did you mean \"email\"? Allowed: email, "
                "push"},
        {"{\"id\": \"a\", \"title\": \"t\", \"channel\": \"pigeon\", " START "}",
                "channel: \"pigeon\" is not a channel. Allowed: email"},
        {TRIGGER("\"type\": \"purchse\""), "triggers[0].type: \"purchse\" is not a type of rule; "
                                           "did you mean \"purchase\"?"},
        {TRIGGER("\"type\": null"), "triggers[0].type: null is not"},
        {TRIGGER("\"event\": \"e\""), "triggers[0].type: is missing"},
        {TRIGGER("\"type\": \"session_start\", \"event\": \"e\""),
                "triggers[0].event: \"event\" is not a key here"},
        /* wrong types */
        {ALSO("\"description\": null"), "description: null is not a text"},
        {ALSO("\"description\": 5"), "description: 5 is not a text"},
        {ALSO("\"tags\": \"x\""), "tags: \"x\" is not a list"},
        {ALSO("\"tags\": [1]"), "tags[0]: 1 is not a text"},
        {ALSO("\"tags\": [\"\"]"), "tags[0]: a text of 0 bytes"},
        {ALSO("\"message\": \"x\""), "message: \"x\" is not an object"},
        {ALSO("\"reevaluate_audience\": 1"), "reevaluate_audience: 1 is not true or false"},
        {ALSO("\"control_percent\": \"5\""), "control_percent: \"5\" is not a whole number"},
        {ALSO("\"control_percent\": 5.5"), "control_percent: 5.5 is not a whole number"},
        {ALSO("\"control_percent\": 101"), "control_percent: 101 is out of range; give 0 to 100"},
        {ALSO("\"control_percent\": -1"), "control_percent: -1 is out of range"},
        {ALSO("\"audience\": {\"segments\": [\"A\"]}"), "audience.segments[0]: \"A\" is not an id"},
        {"{\"id\": \"A\", \"title\": \"t\", \"channel\": \"email\", " START "}",
                "id: \"A\" is not"},
        {"{\"id\": \"\", \"title\": \"t\", \"channel\": \"email\", " START "}", "id: \"\" is not"},
        {"{\"id\": \"a\", \"title\": \"\", \"channel\": \"email\", " START "}",
                "title: a text of 0 bytes; give 1 to 120"},
        /* rules */
        {TRIGGER("\"type\": \"custom_event\""), "triggers[0].event: is missing"},
        {TRIGGER("\"type\": \"custom_event\", \"event\": \"\""), "triggers[0].event: a text of 0"},
        {TRIGGER("\"type\": \"purchase\", \"product\": \"\""), "triggers[0].product: a text of 0"},
        {TRIGGER("\"type\": \"attribute_changed\""), "triggers[0].attribute: is missing"},
        {TRIGGER("\"type\": \"attribute_changed\", \"attribute\": \"p\", \"to\": null"),
                "triggers[0].to: null"},
        {TRIGGER("\"type\": \"attribute_changed\", \"attribute\": \"p\", \"to\": []"),
                "triggers[0].to: an empty list is not"},
        {TRIGGER("\"type\": \"subscription_changed\", \"channel\": \"sms\""),
                "triggers[0].channel: \"sms\" is not a channel with a subscription. Allowed: "
                "email, push"},
        {TRIGGER("\"type\": \"subscription_changed\", \"channel\": \"email\", \"to\": \"gone\""),
                "triggers[0].to: \"gone\" is not a subscription state. Allowed: opted_in, "
                "subscribed, unsubscribed"},
        {TRIGGER("\"type\": \"subscription_group_changed\", \"group\": \"g\", \"to\": "
                 "\"opted_in\""),
                "triggers[0].to: \"opted_in\" is not a state of a group"},
        {TRIGGER("\"type\": \"subscription_group_changed\""), "triggers[0].group: is missing"},
        {TRIGGER("\"type\": \"campaign_interaction\", \"interaction\": \"open_email\""),
                "triggers[0].campaign: is missing"},
        {TRIGGER("\"type\": \"campaign_interaction\", \"campaign\": \"*\", \"interaction\": "
                 "\"open_email\""),
                "triggers[0].campaign: \"*\" is possible only with click_email_link"},
        {TRIGGER("\"type\": \"campaign_interaction\", \"campaign\": \"c\", \"interaction\": "
                 "\"open_email\", \"link\": \"x\""),
                "triggers[0].link: only click_email_link"},
        {TRIGGER("\"type\": \"campaign_interaction\", \"campaign\": \"c\", \"interaction\": "
                 "\"open_email\", \"button\": \"x\""),
                "triggers[0].button: only click_in_app_button and click_push_button"},
        {TRIGGER("\"type\": \"card_interaction\", \"card\": \"c\", \"interaction\": \"open\""),
                "triggers[0].interaction: \"open\" is not an interaction with a card"},
        {TRIGGER("\"type\": \"canvas_interaction\", \"canvas\": \"c\", \"step\": \"s\", "
                 "\"interaction\": \"receive_email\""),
                "triggers[0].interaction: receive_email is not known of canvas steps"},
        {TRIGGER("\"type\": \"canvas_interaction\", \"canvas\": \"c\", \"step\": \"s\", "
                 "\"interaction\": \"conversion\""),
                "triggers[0].interaction: conversion is not"},
        {TRIGGER("\"type\": \"exception_performed\", \"campaign\": \"*\""),
                "triggers[0].campaign: \"*\" is not an id"},
        {TRIGGER("\"type\": \"location_entered\", \"latitude\": 91, \"longitude\": 0, "
                 "\"radius_m\": 1"),
                "triggers[0].latitude: 91 is out of range; give -90 to 90"},
        {TRIGGER("\"type\": \"location_entered\", \"latitude\": 0, \"longitude\": -180.5, "
                 "\"radius_m\": 1"),
                "triggers[0].longitude: -180.5 is out of range"},
        {TRIGGER("\"type\": \"location_entered\", \"latitude\": 0, \"longitude\": 0, "
                 "\"radius_m\": 0.5"),
                "triggers[0].radius_m: 0.5 is out of range; give 1 to 500000"},
        {TRIGGER("\"type\": \"location_entered\", \"latitude\": 0, \"longitude\": 0, "
                 "\"radius_m\": 500001"),
                "triggers[0].radius_m: 500001 is out of range"},
        {TRIGGER("\"type\": \"location_entered\", \"latitude\": 0, \"longitude\": 0"),
                "triggers[0].radius_m: is missing"},
        {TRIGGER("\"type\": \"geofence\", \"geofence\": \"g\", \"transition\": \"in\""),
                "triggers[0].transition: \"in\" is not a transition"},
        {TRIGGER("\"type\": \"inbound_sms\", \"keyword\": \"\""), "triggers[0].keyword: a text"},
        /* where */
        {WHERE_ROW("\"op\": \"exists\""), "triggers[0].where[0].property: is missing"},
        {WHERE_ROW("\"property\": \"p\""), "triggers[0].where[0].op: is missing"},
        {WHERE_ROW("\"property\": \"p\", \"op\": \"equals\""),
                "triggers[0].where[0].value: is missing; the operator \"equals\" needs a value"},
        {WHERE_ROW("\"property\": \"p\", \"op\": \"exists\", \"value\": 1"),
                "triggers[0].where[0].value: the operator \"exists\" takes no value"},
        {WHERE_ROW("\"property\": \"a..b\", \"op\": \"exists\""),
                "triggers[0].where[0].property: a name is missing at character 3"},
        {WHERE_ROW("\"property\": \"p\", \"op\": \"matches\", \"value\": \"(\""),
                "triggers[0].where[0].value: "},
        /* delay, duration, window, re-eligibility */
        {ALSO("\"delay\": {}"), "delay.kind: is missing"},
        {ALSO("\"delay\": {\"kind\": \"later\"}"), "delay.kind: \"later\" is not a kind of delay"},
        {ALSO("\"delay\": {\"kind\": \"after\", \"unit\": \"hours\"}"), "delay.amount: is missing"},
        {ALSO("\"delay\": {\"kind\": \"after\", \"amount\": 0, \"unit\": \"hours\"}"),
                "delay.amount: 0 hours is out of range"},
        {ALSO("\"delay\": {\"kind\": \"after\", \"amount\": 721, \"unit\": \"days\"}"),
                "delay.amount: 721 days is out of range; give 1 to the equivalent of 720 days"},
        {ALSO("\"delay\": {\"kind\": \"after\", \"amount\": 25, \"unit\": \"months\"}"),
                "delay.amount: 25 months"},
        {ALSO("\"delay\": {\"kind\": \"after\", \"amount\": 9223372036854775807, \"unit\": "
              "\"months\"}"),
                "delay.amount: 9223372036854775807 months is out of range"},
        {ALSO("\"delay\": {\"kind\": \"after\", \"amount\": 1, \"unit\": \"hour\"}"),
                "delay.unit: \"hour\" is not a unit of time; did you mean \"hours\"?"},
        {ALSO("\"delay\": {\"kind\": \"after\", \"amount\": 1, \"unit\": \"days\", \"zone\": "
              "\"user\"}"),
                "delay.zone: \"zone\" is not a key here"},
        {ALSO("\"delay\": {\"kind\": \"in_days\", \"days\": 0, \"at\": \"09:00\"}"),
                "delay.days: 0 is out of range; give 1 to 365"},
        {ALSO("\"delay\": {\"kind\": \"in_days\", \"days\": 366, \"at\": \"09:00\"}"),
                "delay.days: 366"},
        {ALSO("\"delay\": {\"kind\": \"in_days\", \"days\": 1, \"at\": \"24:00\"}"),
                "delay.at: \"24:00\" is not a time of day"},
        {ALSO("\"delay\": {\"kind\": \"on_weekday\", \"weekday\": \"Monday\", \"at\": \"09:00\"}"),
                "delay.weekday: \"Monday\" is not a weekday; did you mean \"monday\"?"},
        {ALSO("\"delay\": {\"kind\": \"intelligent\"}"), "delay.fallback: is missing"},
        {ALSO("\"duration\": {\"start\": \"2026-11-01\"}"),
                "duration.start: \"2026-11-01\" is not a day and a time of day"},
        {ALSO("\"duration\": {\"end\": \"2026-02-30T00:00\"}"), "duration.end: "},
        {ALSO("\"duration\": {\"zone\": \"Europe/Paris\"}"), "duration.zone: "},
        {ALSO("\"window\": {\"from\": \"09:00\"}"), "window.to: is missing"},
        {ALSO("\"window\": {\"from\": \"09:00\", \"to\": \"10:00\", \"if_missed\": \"wait\"}"),
                "window.if_missed: \"wait\" is not"},
        {ALSO("\"reeligibility\": {\"after\": {\"amount\": 1, \"unit\": \"days\"}}"),
                "reeligibility.after: a wait counts only where \"allowed\" is true"},
        {ALSO("\"reeligibility\": {\"allowed\": true, \"after\": {\"amount\": 0, \"unit\": "
              "\"days\"}}"),
                "reeligibility.after.amount: 0 days is out of range"},
        /* conversions */
        {CONVERSION("\"type\": \"email_added\""),
                "conversions[0].event.type: \"email_added\" cannot be a conversion event. Allowed: "
                "custom_event, purchase, session_start, campaign_interaction"},
        {CONVERSION("\"type\": \"conversion\""), "conversions[0].event.type: \"conversion\""},
        {CONVERSION("\"type\": \"campaign_interaction\", \"campaign\": \"b\", \"interaction\": "
                    "\"open_email\""),
                "conversions[0].event.campaign: \"b\" is another campaign"},
        {CONVERSION("\"type\": \"campaign_interaction\", \"interaction\": \"receive_email\""),
                "conversions[0].event.interaction: receive_email is no act of the user"},
        {ALSO("\"conversions\": [{}]"), "conversions[0].event: is missing"},
        {ALSO("\"conversions\": [{\"event\": {\"type\": \"purchase\"}, \"within\": {\"amount\": "
              "31, "
              "\"unit\": \"days\"}}]"),
                "conversions[0].within.amount: 31 days is out of range; give 1 to the equivalent "
                "of 30 days"},
        /* filters */
        {FILTER("{}"), "audience.filter: \"\" is not a condition"},
        {FILTER("[]"), "audience.filter: an empty list is not a condition"},
        {FILTER("{\"al\": []}"),
                "audience.filter: \"al\" is not a condition; did you mean \"all\"?"},
        {FILTER("{\"all\": []}"), "audience.filter.all: an empty list"},
        {FILTER("{\"all\": [{\"everyone\": true}, {\"any\": [{\"everyone\": false}]}]}"),
                "audience.filter.all[1].any[0].everyone: false is not true"},
        {FILTER("{\"not\": [{\"everyone\": true}]}"),
                "audience.filter.not: a list is not a condition"},
        {FILTER("{\"trait\": \"plan\", \"op\": \"is\", \"value\": 1}"),
                "audience.filter.op: \"is\""},
        {FILTER("{\"trait\": \"plan\", \"op\": \"equals\"}"), "audience.filter.value: is missing"},
        {FILTER("{\"event\": \"e\"}"), "audience.filter: an event needs exactly one of"},
        {FILTER("{\"event\": \"e\", \"count\": {\"op\": \"ge\", \"value\": 1}, \"first\": {\"op\": "
                "\"before\", \"value\": \"2026-01-01T00:00:00Z\"}}"),
                "audience.filter: an event needs exactly one of"},
        {FILTER("{\"event\": \"e\", \"count\": {\"op\": \"=\", \"value\": 1}}"),
                "audience.filter.count.op: \"=\" is not a comparison"},
        {FILTER("{\"event\": \"e\", \"count\": {\"op\": \"eq\", \"value\": -1}}"),
                "audience.filter.count.value: -1 is out of range"},
        {FILTER("{\"event\": \"e\", \"count\": {\"op\": \"eq\", \"value\": 1}, \"days\": 91}"),
                "audience.filter.days: 91 is out of range; give 1 to 90"},
        {FILTER("{\"event\": \"e\", \"first\": {\"op\": \"before\", \"value\": 5}}"),
                "audience.filter.first.value: 5 is not a time"},
        {FILTER("{\"event\": \"e\", \"last\": {\"op\": \"more_than_days_ago\", \"value\": \"2\"}}"),
                "audience.filter.last.value: \"2\" is not a number"},
        {FILTER("{\"spent\": {\"op\": \"ge\", \"value\": \"1\"}}"),
                "audience.filter.spent.value: "},
        {FILTER("{\"received\": \"A B\"}"), "audience.filter.received: \"A B\" is not an id"},
        {FILTER("{\"interacted\": \"*\", \"interaction\": \"open_email\"}"),
                "audience.filter.interacted: \"*\" is not an id"},
        {FILTER("{\"interacted\": \"c\"}"), "audience.filter.interaction: is missing"},
        {FILTER("{\"bucket\": {\"from\": 500, \"to\": 499}}"),
                "audience.filter.bucket: \"from\" 500 is larger than \"to\" 499"},
        {FILTER("{\"bucket\": {\"from\": 0, \"to\": 10000}}"), "audience.filter.bucket.to: 10000"},
        {FILTER("{\"user\": []}"), "audience.filter.user: an empty list"},
        {FILTER("{\"user\": [1]}"), "audience.filter.user[0]: 1 is not a text"},
        {FILTER("{\"segment\": \"a\", \"op\": 1}"), "audience.filter.op: \"op\" is not a key here"},
};

static void test_what_is_malformed_is_refused_with_its_path(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(refused); i++)
        assert_refused(refused[i].json, refused[i].wanted);
}

/* `count` times `one`, with commas, between `before` and `after`. */
static char *repeated(const char *before, const char *one, int count, const char *after)
{
    struct buf out = {0};
    buf_add_text(&out, before);
    for (int i = 0; i < count; i++) {
        buf_add_text(&out, i ? "," : "");
        buf_add_text(&out, one);
    }
    buf_add_text(&out, after);
    return buf_take(&out);
}

static char *long_text(const char *before, size_t size, const char *after)
{
    char *text = mem_new(size + 1);
    memset(text, 'x', size);
    char *whole = mem_format("%s%s%s", before, text, after);
    mem_free(text);
    return whole;
}

/* At the limit a document is read, one further it is refused. */
static void assert_limit(char *within, char *beyond, const char *wanted)
{
    campaign_free(read_as(within, DOCUMENT_WHOLE));
    assert_refused(beyond, wanted);
    mem_free(within);
    mem_free(beyond);
}

static void test_limits_of_lists(void **state)
{
    (void)state;
    static const struct {
        const char *before, *one, *after, *wanted;
        int max;
    } rows[] = {
            {HEAD "\"triggers\": [", "{\"type\": \"purchase\"}", "]}", "triggers: a list of 21",
                    20},
            {HEAD START ", \"exceptions\": [", "{\"type\": \"purchase\"}", "]}",
                    "exceptions: a list of 21; at most 20", 20},
            {HEAD START ", \"conversions\": [", "{\"event\": {\"type\": \"purchase\"}}", "]}",
                    "conversions: a list of 5; at most 4", 4},
            {HEAD START ", \"audience\": {\"filter\": {\"any\": [{\"not\": {\"any\": [",
                    "{\"everyone\": true}", "]}}]}}}", "audience.filter.any[0].not.any", 200},
            {HEAD START ", \"audience\": {\"filter\": {\"user\": [", "\"u\"", "]}}}",
                    "audience.filter.user: a list of 257", 256},
            {HEAD "\"triggers\": [{\"type\": \"custom_event\", \"event\": \"e\", \"where\": "
                  "[{\"property\": \"p\", \"op\": \"any_of\", \"value\": [",
                    "1", "]}]}]}", "triggers[0].where[0].value: a list of 257 values", 256},
            {HEAD "\"triggers\": [{\"type\": \"custom_event\", \"event\": \"e\", \"where\": [",
                    "{\"property\": \"p\", \"op\": \"exists\"}", "]}]}",
                    "triggers[0].where: a list of 201", 200},
            {HEAD START ", \"tags\": [", "\"t\"", "]}", "tags: a list of 33", 32},
    };
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++)
        assert_limit(repeated(rows[i].before, rows[i].one, rows[i].max, rows[i].after),
                repeated(rows[i].before, rows[i].one, rows[i].max + 1, rows[i].after),
                rows[i].wanted);
    /* Leaves count in the whole filter, not in one list. */
    const char *half = "{\"everyone\":true},{\"everyone\":true}";
    assert_limit(repeated(HEAD START ", \"audience\": {\"filter\": {\"any\": [", half, 100, "]}}}"),
            repeated(HEAD START ", \"audience\": {\"filter\": {\"all\": [{\"everyone\": true}, "
                                "{\"any\": [",
                    half, 100, "]}]}}}"),
            "audience.filter.all[1].any[199]: more than 200 conditions");
}

static void test_limits_of_texts(void **state)
{
    (void)state;
    static const struct {
        const char *before, *after, *wanted;
        size_t max;
    } rows[] = {
            {"{\"id\": \"a\", \"channel\": \"email\", " START ", \"title\": \"", "\"}",
                    "title: a text of 121 bytes; give 1 to 120 bytes", 120},
            {HEAD START ", \"description\": \"", "\"}", "description: a text of 4097", 4096},
            {HEAD START ", \"message\": {\"subject\": \"", "\"}}", "message.subject: ", 1024},
            {HEAD START ", \"message\": {\"body\": \"", "\"}}", "message.body: ", 262144},
            {HEAD "\"triggers\": [{\"type\": \"custom_event\", \"event\": \"", "\"}]}",
                    "triggers[0].event: a text of 256", 255},
            {HEAD "\"triggers\": [{\"type\": \"attribute_changed\", \"attribute\": \"", "\"}]}",
                    "triggers[0].attribute: a text of 256", 255},
            {HEAD "\"triggers\": [{\"type\": \"custom_event\", \"event\": \"e\", \"where\": "
                  "[{\"op\": \"exists\", \"property\": \"",
                    "\"}]}]}", "triggers[0].where[0].property: a name of more than 255", 255},
            {HEAD "\"triggers\": [{\"type\": \"custom_event\", \"event\": \"e\", \"where\": "
                  "[{\"op\": \"matches\", \"property\": \"p\", \"value\": \"",
                    "\"}]}]}", "triggers[0].where[0].value: a regular expression of 1025", 1024},
            {"{\"title\": \"t\", \"channel\": \"email\", " START ", \"id\": \"", "\"}",
                    "is not an id", 64},
    };
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++)
        assert_limit(long_text(rows[i].before, rows[i].max, rows[i].after),
                long_text(rows[i].before, rows[i].max + 1, rows[i].after), rows[i].wanted);
}

static char *nested(const char *open, const char *close, int depth)
{
    struct buf out = {0};
    buf_add_text(&out, HEAD START ", \"audience\": {\"filter\": ");
    for (int i = 0; i < depth; i++)
        buf_add_text(&out, open);
    buf_add_text(&out, "{\"everyone\": true}");
    for (int i = 0; i < depth; i++)
        buf_add_text(&out, close);
    buf_add_text(&out, "}}");
    return buf_take(&out);
}

static void test_limit_of_depth(void **state)
{
    (void)state;
    assert_limit(nested("{\"not\": ", "}", 8), nested("{\"not\": ", "}", 9),
            ".not: more than 8 groups inside each other");
    assert_limit(nested("{\"any\": [", "]}", 8), nested("{\"any\": [", "]}", 9),
            ".any: more than 8 groups inside each other");
    char *deep = nested("{\"any\": [", "]}", 10000);
    assert_refused(deep, "line 1");
    mem_free(deep);
}

static void test_a_huge_document_is_refused(void **state)
{
    (void)state;
    char *huge = mem_new(DOCUMENT_SIZE_MAX + 2);
    memset(huge, ' ', DOCUMENT_SIZE_MAX + 1);
    assert_refused(huge, "at most 4194304 are read");
    mem_free(huge);
}

static void test_every_prefix_of_a_document_is_refused(void **state)
{
    (void)state;
    for (size_t size = 0; size < strlen(everything); size++) {
        struct error err = {0};
        assert_null(campaign_read(everything, size, DOCUMENT_WHOLE, &err));
        assert_int_not_equal(err.text[0], '\0');
    }
}

static void test_ids(void **state)
{
    (void)state;
    assert_true(id_is_valid("a.b_c-9"));
    assert_true(id_is_valid("0123456789012345678901234567890123456789012345678901234567890123"));
    assert_false(id_is_valid("01234567890123456789012345678901234567890123456789012345678901234"));
    assert_false(id_is_valid(""));
    assert_false(id_is_valid("A"));
    assert_false(id_is_valid("a/b"));
    assert_false(id_is_valid("*"));
}

static void test_least_delays(void **state)
{
    (void)state;
    struct delay after = {.kind = DELAY_AFTER, .after = {2, UNIT_HOURS}};
    struct delay days = {.kind = DELAY_IN_DAYS, .days = 3};
    struct delay weekday = {.kind = DELAY_ON_WEEKDAY};
    assert_int_equal(delay_least_ms(&after), 2 * HOUR_MS);
    assert_int_equal(delay_least_ms(&days), 2 * DAY_MS);
    assert_int_equal(delay_least_ms(&weekday), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(test_known_documents_are_fixed_points),
            cmocka_unit_test(test_every_key_is_kept),
            cmocka_unit_test(test_members_are_read),
            cmocka_unit_test(test_defaults_are_left_out),
            cmocka_unit_test(test_equal_documents_give_equal_bytes),
            cmocka_unit_test(test_identity_none_is_a_choice),
            cmocka_unit_test(test_working_copies_may_miss_anything),
            cmocka_unit_test(test_a_new_campaign_can_be_kept),
            cmocka_unit_test(test_what_is_malformed_is_refused_with_its_path),
            cmocka_unit_test(test_limits_of_lists),
            cmocka_unit_test(test_limits_of_texts),
            cmocka_unit_test(test_limit_of_depth),
            cmocka_unit_test(test_a_huge_document_is_refused),
            cmocka_unit_test(test_every_prefix_of_a_document_is_refused),
            cmocka_unit_test(test_ids),
            cmocka_unit_test(test_least_delays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
