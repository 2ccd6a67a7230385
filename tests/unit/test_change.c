#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "model/change.h"

/* Members of a campaign before and after, and the changes: 'path: words' a line. */
struct row {
    const char *before, *after, *changes;
};

static struct campaign *read_members(const char *members)
{
    struct error err = {0};
    char *json = mem_format("{\"id\": \"a\", \"title\": \"t\", \"channel\": \"email\", "
                            "\"triggers\": [{\"type\": \"session_start\"}], %s}",
            members);
    /* What the row says itself replaces the usual. */
    if (strstr(members, "\"triggers\"")) {
        mem_free(json);
        json = mem_format("{\"id\": \"a\", \"title\": \"t\", \"channel\": \"email\", %s}", members);
    }
    struct campaign *campaign = campaign_read(json, strlen(json), DOCUMENT_WHOLE, &err);
    if (!campaign)
        print_message("%s\n%s\n", err.text, json);
    assert_non_null(campaign);
    mem_free(json);
    return campaign;
}

static char *lines_of(const struct change_list *list)
{
    struct buf out = {0};
    for (size_t i = 0; i < list->count; i++)
        buf_add_format(&out, "%s%s: %s", i ? "\n" : "", list->items[i].path, list->items[i].words);
    buf_add_text(&out, "");
    return buf_take(&out);
}

static void assert_json(const char *json)
{
    if (!json)
        return;
    struct change_list list = {0};
    char *whole = mem_format("[{\"path\": \"\", \"before\": %s, \"words\": \"\"}]", json);
    assert_int_equal(change_list_read(&list, whole, strlen(whole), NULL), 0);
    assert_string_equal(list.items[0].before, json);
    change_list_release(&list);
    mem_free(whole);
}

/* What is stored comes back byte for byte, and every value is JSON. */
static void assert_is_kept(const struct change_list *list)
{
    struct buf once = {0}, twice = {0};
    struct change_list again = {0};
    struct error err = {0};
    change_list_write(list, &once);
    change_list_read(&again, once.bytes, once.size, &err);
    assert_string_equal(err.text, "");
    assert_int_equal(again.count, list->count);
    change_list_write(&again, &twice);
    assert_string_equal(once.bytes, twice.bytes);
    for (size_t i = 0; i < list->count; i++) {
        assert_json(list->items[i].before);
        assert_json(list->items[i].after);
        assert_string_equal(again.items[i].words, list->items[i].words);
    }
    change_list_release(&again);
    buf_release(&once);
    buf_release(&twice);
}

static void assert_rows_of(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct campaign *before = read_members(rows[i].before);
        struct campaign *after = read_members(rows[i].after);
        struct change_list list = {0};
        campaign_changes(before, after, &list);
        char *lines = lines_of(&list);
        assert_string_equal(lines, rows[i].changes);
        assert_is_kept(&list);
        mem_free(lines);
        change_list_release(&list);
        campaign_changes(after, after, &list);
        assert_int_equal(list.count, 0);
        campaign_changes(after, before, &list);
        assert_true(list.count > 0);
        change_list_release(&list);
        campaign_free(before);
        campaign_free(after);
    }
}

#define assert_rows(rows) assert_rows_of(rows, ARRAY_COUNT(rows))
#define NONE              "\"tags\": []"

static void test_plain_members(void **state)
{
    (void)state;
    const struct row rows[] = {
            {NONE, "\"description\": \"new\"", "description: description set: \"new\""},
            {"\"description\": \"old\"", NONE, "description: description removed: \"old\""},
            {"\"description\": \"old\"", "\"description\": \"new\"",
                    "description: description: \"old\" -> \"new\""},
            {"\"message\": {\"body\": \"a long text that goes on and on, says Hello to everybody "
             "and then ends\"}",
                    "\"message\": {\"body\": \"a long text that goes on and on, says Good day to "
                    "everybody and then ends\"}",
                    "message.body: body: ...\"oes on and on, says Hello to everybody and then "
                    "ends\" -> ...\"oes on and on, says Good day to everybody and then ends\""},
            {NONE, "\"tracking\": {\"opens\": false}",
                    "tracking.opens: tracking of opens: yes -> no"},
            {"\"control_percent\": 5", "\"control_percent\": 10",
                    "control_percent: control group: 5 % -> 10 %"},
            {NONE, "\"control_percent\": 10", "control_percent: control group: 0 % -> 10 %"},
            {NONE, "\"reevaluate_audience\": true",
                    "reevaluate_audience: audience checked again before sending: no -> yes"},
            {NONE, "\"identity\": \"\"", "identity: identity set: \"\""},
            {"\"identity\": \"token\"", "\"identity\": \"phone\"",
                    "identity: identity: token -> phone"},
            {NONE, "\"duration\": {\"end\": \"2026-12-01T00:00\"}",
                    "duration.end: end set: 2026-12-01T00:00"},
            {"\"duration\": {\"end\": \"2026-12-01T00:00\"}",
                    "\"duration\": {\"end\": \"2026-12-02T00:00\", \"zone\": \"user\"}",
                    "duration.end: end: 2026-12-01T00:00 -> 2026-12-02T00:00\n"
                    "duration.zone: zone of start and end: company -> user"},
    };
    assert_rows(rows);
}

#define DELAY(amount, unit)                                                                        \
    "\"delay\": {\"kind\": \"after\", \"amount\": " #amount ", \"unit\": \"" unit "\"}"

static void test_members_in_words(void **state)
{
    (void)state;
    const struct row rows[] = {
            {DELAY(1, "hours"), DELAY(2, "hours"), "delay.amount: delay: 1 hour -> 2 hours"},
            {DELAY(1, "hours"), DELAY(2, "days"), "delay: delay: 1 hour -> 2 days"},
            {NONE, DELAY(2, "days"), "delay: delay: at once -> 2 days"},
            {DELAY(2, "days"), "\"delay\": {\"kind\": \"in_days\", \"days\": 1, \"at\": \"09:00\"}",
                    "delay: delay: 2 days -> the next day at 09:00, the user's time"},
            {"\"window\": {\"from\": \"09:00\", \"to\": \"18:00\"}",
                    "\"window\": {\"from\": \"09:00\", \"to\": \"19:00\"}",
                    "window.to: time window: 09:00 to 18:00 -> 09:00 to 19:00"},
            {"\"window\": {\"from\": \"09:00\", \"to\": \"18:00\"}",
                    "\"window\": {\"from\": \"09:00\", \"to\": \"18:00\", \"if_missed\": \"next\"}",
                    "window.if_missed: time window: from 09:00 to 18:00, the user's time; what is "
                    "due outside is dropped -> from 09:00 to 18:00, the user's time; what is due "
                    "outside goes at the next opening"},
            {"\"reeligibility\": {\"allowed\": true}",
                    "\"reeligibility\": {\"allowed\": true, \"after\": {\"amount\": 1, \"unit\": "
                    "\"days\"}}",
                    "reeligibility.after: re-eligibility: again at every trigger -> again, 1 day "
                    "after the last one at the earliest"},
            {NONE, "\"reeligibility\": {\"allowed\": true}",
                    "reeligibility: re-eligibility: once a user -> again at every trigger"},
    };
    assert_rows(rows);
}

#define TAGS(list)     "\"tags\": [" list "]"
#define EVENT(name)    "{\"type\": \"custom_event\", \"event\": \"" name "\"}"
#define TRIGGERS(list) "\"triggers\": [" list "]"
#define WHERE(event, rows)                                                                         \
    "{\"type\": \"custom_event\", \"event\": \"" event "\", \"where\": [" rows "]}"
#define OVER(property, value)                                                                      \
    "{\"property\": \"" property "\", \"op\": \"gt\", \"value\": " #value "}"

static void test_lists(void **state)
{
    (void)state;
    const struct row rows[] = {
            {TAGS("\"a\", \"b\""), TAGS("\"x\", \"a\", \"b\""), "tags[0]: tag added: x"},
            {TAGS("\"a\", \"b\", \"c\""), TAGS("\"a\", \"c\""), "tags[1]: tag removed: b"},
            {TAGS("\"a\", \"b\", \"c\""), TAGS("\"c\", \"a\", \"b\""), "tags[0]: tag moved: c"},
            {"\"audience\": {\"segments\": [\"a\"]}", "\"audience\": {\"segments\": [\"b\"]}",
                    "audience.segments[0]: audience segment removed: a\n"
                    "audience.segments[0]: audience segment added: b"},
            /* a row inserted at the top is one change */
            {TRIGGERS(EVENT("a") ", " EVENT("b")),
                    TRIGGERS("{\"type\": \"purchase\"}, " EVENT("a") ", " EVENT("b")),
                    "triggers[0]: trigger 1 added: makes a purchase"},
            {TRIGGERS(EVENT("a") ", " EVENT("b")), TRIGGERS(EVENT("b")),
                    "triggers[0]: trigger 1 removed: does a"},
            {TRIGGERS(EVENT("a") ", " EVENT("b") ", {\"type\": \"purchase\"}"),
                    TRIGGERS("{\"type\": \"purchase\"}, " EVENT("a") ", " EVENT("b")),
                    "triggers[0]: trigger 1 was trigger 3: makes a purchase"},
            {TRIGGERS(EVENT("a")), TRIGGERS(EVENT("b")),
                    "triggers[0].event: trigger 1: does a -> does b"},
            {TRIGGERS(EVENT("a")), TRIGGERS("{\"type\": \"session_start\"}"),
                    "triggers[0]: trigger 1 removed: does a\n"
                    "triggers[0]: trigger 1 added: starts a session"},
            {NONE, DELAY(1, "hours") ", \"exceptions\": [" EVENT("a") "]",
                    "delay: delay: at once -> 1 hour\n"
                    "exceptions[0]: exception 1 added: does a"},
    };
    assert_rows(rows);
}

static void test_conditions(void **state)
{
    (void)state;
    const struct row rows[] = {
            {TRIGGERS(WHERE("a", OVER("x", 1))), TRIGGERS(WHERE("a", OVER("x", 2))),
                    "triggers[0].where[0].value: trigger 1: x is over 1 -> x is over 2"},
            {TRIGGERS(WHERE("a", OVER("x", 1))),
                    TRIGGERS(WHERE("a", OVER("y", 5) ", " OVER("x", 1))),
                    "triggers[0].where[0]: trigger 1: condition 'y is over 5' added"},
            {TRIGGERS(WHERE("a", OVER("x", 1) ", " OVER("y", 5))),
                    TRIGGERS(WHERE("a", OVER("y", 5))),
                    "triggers[0].where[0]: trigger 1: condition 'x is over 1' removed"},
            {TRIGGERS(WHERE("a", OVER("x", 1))), TRIGGERS(EVENT("a")),
                    "triggers[0].where[0]: trigger 1: condition 'x is over 1' removed"},
            {TRIGGERS(WHERE("a", OVER("x", 1))), TRIGGERS(WHERE("b", OVER("x", 2))),
                    "triggers[0].event: trigger 1: does a -> does b\n"
                    "triggers[0].where[0].value: trigger 1: x is over 1 -> x is over 2"},
            /* the likest rows are paired, wherever they stand */
            {TRIGGERS(WHERE("a", OVER("x", 1)) ", " WHERE("b", OVER("x", 1))),
                    TRIGGERS(WHERE("b", OVER("x", 2)) ", " WHERE("a", OVER("x", 2))),
                    "triggers[0].where[0].value: trigger 1: x is over 1 -> x is over 2\n"
                    "triggers[1].where[0].value: trigger 2: x is over 1 -> x is over 2"},
    };
    assert_rows(rows);
}

#define CONVERSION(type, amount)                                                                   \
    "{\"event\": {\"type\": \"" type "\"}, \"within\": {\"amount\": " #amount                      \
    ", \"unit\": \"days\"}}"

static void test_conversions(void **state)
{
    (void)state;
    const struct row rows[] = {
            {"\"conversions\": [" CONVERSION("purchase", 1) "]",
                    "\"conversions\": [" CONVERSION("purchase", 2) "]",
                    "conversions[0].within.amount: conversion event 1: makes a purchase within 1 "
                    "day -> makes a purchase within 2 days"},
            {"\"conversions\": [" CONVERSION("purchase", 1) "]",
                    "\"conversions\": [" CONVERSION("session_start", 3) ", " CONVERSION(
                            "purchase", 1) "]",
                    "conversions[0]: conversion event 1 added: starts a session within 3 days"},
            /* the first is the primary one, so the order counts */
            {"\"conversions\": [" CONVERSION("purchase", 1) ", " CONVERSION("session_start", 3) "]",
                    "\"conversions\": [" CONVERSION("session_start", 3) ", " CONVERSION(
                            "purchase", 1) "]",
                    "conversions[1]: conversion event 2 was conversion event 1: makes a purchase "
                    "within 1 day"},
    };
    assert_rows(rows);
}

#define FILTER(node) "\"audience\": {\"filter\": " node "}"
#define PLAN(value)  "{\"trait\": \"plan\", \"op\": \"equals\", \"value\": \"" value "\"}"
#define SEG(id)      "{\"segment\": \"" id "\"}"
#define ALL(nodes)   "{\"all\": [" nodes "]}"
#define ANY(nodes)   "{\"any\": [" nodes "]}"
#define NOT(node)    "{\"not\": " node "}"
#define AND          ", "

static void test_filters(void **state)
{
    (void)state;
    const struct row rows[] = {
            {NONE, FILTER(PLAN("pro")), "audience.filter: audience filter set: plan is pro"},
            {FILTER(PLAN("pro")), NONE, "audience.filter: audience filter removed: plan is pro"},
            {FILTER(PLAN("pro")), FILTER(PLAN("free")),
                    "audience.filter.value: audience filter: 'plan is pro' -> 'plan is free'"},
            {FILTER(PLAN("pro")), FILTER(SEG("a")),
                    "audience.filter: audience filter: 'plan is pro' -> 'is in the segment a'"},
            {FILTER(ALL(PLAN("pro") AND SEG("a"))), FILTER(ALL(SEG("a"))),
                    "audience.filter.all[0]: audience filter: 'plan is pro' removed"},
            {FILTER(ALL(PLAN("pro") AND SEG("a"))),
                    FILTER(ALL(SEG("b") AND PLAN("pro") AND SEG("a"))),
                    "audience.filter.all[0]: audience filter: 'is in the segment b' added"},
            {FILTER(ALL(PLAN("pro") AND SEG("a"))), FILTER(ALL(PLAN("free") AND SEG("a"))),
                    "audience.filter.all[0].value: audience filter: 'plan is pro' -> 'plan is "
                    "free'"},
            {FILTER(ALL(PLAN("pro") AND SEG("a"))), FILTER(ANY(PLAN("pro") AND SEG("a"))),
                    "audience.filter: audience filter: conditions that had all to hold are now "
                    "alternatives"},
            /* wrapped and unwrapped */
            {FILTER(PLAN("pro")), FILTER(ALL(SEG("a") AND PLAN("pro"))),
                    "audience.filter.all[0]: audience filter: 'is in the segment a' added"},
            {FILTER(PLAN("pro")), FILTER(ANY(PLAN("pro") AND SEG("a"))),
                    "audience.filter.any[1]: audience filter: 'is in the segment a' added as an "
                    "alternative"},
            {FILTER(PLAN("pro")), FILTER(ALL(PLAN("pro"))),
                    "audience.filter: audience filter: 'plan is pro' now stands in a group of its "
                    "own"},
            {FILTER(PLAN("pro")), FILTER(NOT(PLAN("pro"))),
                    "audience.filter: audience filter: 'plan is pro' is now excluded"},
            {FILTER(NOT(PLAN("pro"))), FILTER(PLAN("pro")),
                    "audience.filter: audience filter: 'plan is pro' is no longer excluded"},
            {FILTER(NOT(PLAN("pro"))), FILTER(NOT(PLAN("free"))),
                    "audience.filter.not.value: audience filter: 'plan is pro' -> 'plan is free'"},
            {FILTER(ALL(PLAN("pro") AND SEG("a"))), FILTER(PLAN("pro")),
                    "audience.filter.all[1]: audience filter: 'is in the segment a' removed"},
            {FILTER(ALL(PLAN("pro") AND SEG("a"))),
                    FILTER(ANY(ALL(PLAN("pro") AND SEG("a")) AND SEG("b"))),
                    "audience.filter.any[1]: audience filter: 'is in the segment b' added as an "
                    "alternative"},
            {FILTER(ANY(SEG("b") AND ALL(PLAN("pro") AND SEG("a")))),
                    FILTER(ALL(PLAN("pro") AND SEG("a"))),
                    "audience.filter.any[0]: audience filter: alternative 'is in the segment b' "
                    "removed"},
            {FILTER(ALL(PLAN("pro") AND SEG("a") AND SEG("b"))),
                    FILTER(ALL(NOT(PLAN("pro")) AND SEG("a") AND SEG("b"))),
                    "audience.filter.all[0]: audience filter: 'plan is pro' is now excluded"},
            {FILTER(ALL(PLAN("pro") AND SEG("a"))),
                    FILTER(ALL(ANY(PLAN("pro") AND SEG("c")) AND SEG("a"))),
                    "audience.filter.all[0].any[1]: audience filter: 'is in the segment c' added "
                    "as an alternative"},
            /* wrapped and changed at once */
            {FILTER(PLAN("pro")), FILTER(ALL(SEG("a") AND PLAN("free"))),
                    "audience.filter.all[0]: audience filter: 'is in the segment a' added\n"
                    "audience.filter.all[1].value: audience filter: 'plan is pro' -> 'plan is "
                    "free'"},
            {FILTER(ALL(SEG("a") AND ANY(PLAN("pro") AND SEG("b")))),
                    FILTER(ALL(SEG("a") AND ANY(PLAN("pro") AND SEG("b") AND SEG("c")))),
                    "audience.filter.all[1].any[2]: audience filter: 'is in the segment c' added "
                    "as an alternative"},
            {FILTER("{\"spent\": {\"op\": \"ge\", \"value\": 100}}"),
                    FILTER("{\"spent\": {\"op\": \"ge\", \"value\": 200}}"),
                    "audience.filter.spent.value: audience filter: 'spent at least 100' -> 'spent "
                    "at least 200'"},
            {FILTER("{\"event\": \"go\", \"count\": {\"op\": \"ge\", \"value\": 2}}"),
                    FILTER("{\"event\": \"go\", \"count\": {\"op\": \"ge\", \"value\": 2}, "
                           "\"days\": 7}"),
                    "audience.filter.days: audience filter: 'did go at least 2 times' -> 'did go "
                    "at least 2 times in the last 7 days'"},
    };
    assert_rows(rows);
}

static void test_values_are_json(void **state)
{
    (void)state;
    struct campaign *before = read_members(DELAY(1, "hours"));
    struct campaign *after = read_members(TAGS("\"x\""));
    struct change_list list = {0};
    campaign_changes(before, after, &list);
    assert_int_equal(list.count, 2);
    assert_null(list.items[0].before);
    assert_string_equal(list.items[0].after, "\"x\"");
    assert_string_equal(
            list.items[1].before, "{\"kind\": \"after\", \"amount\": 1, \"unit\": \"hours\"}");
    assert_null(list.items[1].after);
    struct buf out = {0};
    change_list_write(&list, &out);
    assert_string_equal(out.bytes,
            "[{\"path\": \"tags[0]\", \"before\": null, \"after\": \"x\", \"words\": \"tag added: "
            "x\"}, {\"path\": \"delay\", \"before\": {\"kind\": \"after\", \"amount\": 1, "
            "\"unit\": \"hours\"}, \"after\": null, \"words\": \"delay: 1 hour -> at once\"}]");
    buf_release(&out);
    change_list_release(&list);
    campaign_free(before);
    campaign_free(after);
}

static void test_all_is_new_or_gone(void **state)
{
    (void)state;
    struct campaign *campaign = read_members(
            FILTER(PLAN("pro")) AND DELAY(1, "hours") AND "\"message\": {\"body\": \"b\"}");
    struct change_list list = {0};
    campaign_changes(NULL, campaign, &list);
    char *lines = lines_of(&list);
    assert_string_equal(lines, "id: id set: \"a\"\n"
                               "title: title set: \"t\"\n"
                               "channel: channel set: email\n"
                               "message.body: body set: \"b\"\n"
                               "audience.filter: audience filter set: plan is pro\n"
                               "triggers[0]: trigger 1 added: starts a session\n"
                               "delay: delay: at once -> 1 hour");
    mem_free(lines);
    for (size_t i = 0; i < list.count; i++)
        assert_null(list.items[i].before);
    change_list_release(&list);
    campaign_changes(campaign, NULL, &list);
    assert_int_equal(list.count, 7);
    for (size_t i = 0; i < list.count; i++)
        assert_null(list.items[i].after);
    change_list_release(&list);
    campaign_free(campaign);
}

static struct segment *read_segment(const char *json)
{
    struct error err = {0};
    struct segment *segment = segment_read(json, strlen(json), DOCUMENT_WHOLE, &err);
    assert_string_equal(err.text, "");
    return segment;
}

static void test_segments(void **state)
{
    (void)state;
    struct segment *before =
            read_segment("{\"id\": \"s\", \"name\": \"S\", \"filter\": " PLAN("pro") "}");
    struct segment *after = read_segment("{\"id\": \"s\", \"name\": \"T\", \"tags\": [\"x\"], "
                                         "\"filter\": " ANY(PLAN("pro") AND SEG("b")) "}");
    struct change_list list = {0};
    segment_changes(before, after, &list);
    char *lines = lines_of(&list);
    assert_string_equal(lines,
            "name: name: \"S\" -> \"T\"\n"
            "tags[0]: tag added: x\n"
            "filter.any[1]: filter: 'is in the segment b' added as an alternative");
    mem_free(lines);
    change_list_release(&list);
    segment_changes(NULL, before, &list);
    lines = lines_of(&list);
    assert_string_equal(
            lines, "id: id set: \"s\"\nname: name set: \"S\"\nfilter: filter set: plan is pro");
    mem_free(lines);
    change_list_release(&list);
    segment_changes(before, NULL, &list);
    assert_int_equal(list.count, 3);
    change_list_release(&list);
    segment_free(before);
    segment_free(after);
}

/* Whatever differs is told, and what is equal is not. */
static void test_known_documents_against_each_other(void **state)
{
    (void)state;
    enum { DOCUMENTS_MAX = 200 };
    struct campaign *campaigns[DOCUMENTS_MAX];
    char *texts[DOCUMENTS_MAX];
    size_t count = 0;
    FILE *file = fopen("tests/unit/documents.ndjson", "r");
    assert_non_null(file);
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, file) > 0 && count < DOCUMENTS_MAX) {
        struct buf text = {0};
        campaigns[count] = campaign_read(line, strlen(line), DOCUMENT_WHOLE, NULL);
        if (!campaigns[count])
            continue;
        campaign_write(campaigns[count], 0, &text);
        texts[count++] = buf_take(&text);
    }
    free(line);
    fclose(file);
    assert_true(count > 100);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            struct change_list list = {0};
            campaign_changes(campaigns[i], campaigns[j], &list);
            assert_int_equal(list.count == 0, strcmp(texts[i], texts[j]) == 0);
            if ((i + j) % 16 == 0)
                assert_is_kept(&list);
            change_list_release(&list);
        }
    }
    for (size_t i = 0; i < count; i++) {
        campaign_free(campaigns[i]);
        mem_free(texts[i]);
    }
}

static void test_damaged_lists_are_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "{}", "[1]", "[{}]", "[{\"path\": 1}]",
            "[{\"path\": \"a\", \"words\": \"b\", \"more\": 1}]", "[{\"path\": \"a\", \"words\": "};
    for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
        struct change_list list = {0};
        struct error err = {0};
        assert_int_equal(change_list_read(&list, texts[i], strlen(texts[i]), &err), -1);
        assert_int_equal(list.count, 0);
        assert_int_not_equal(err.text[0], '\0');
    }
    struct change_list list = {0};
    assert_int_equal(change_list_read(&list, "[]", 2, NULL), 0);
    change_list_release(&list);
}

static void test_values_for_people(void **state)
{
    static const char *const texts[][2] = {
            {"\"Hello,\\n\\u00e9t\\u00e9 \\\"now\\\"\"", "Hello,\n\xc3\xa9t\xc3\xa9 \"now\""},
            {"{\"event\": \"a\"}", "{\"event\": \"a\"}"},
            {"12", "12"},
            {"\"\"", ""},
            {"\"cut off", "\"cut off"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(texts); i++) {
        struct buf text = {0};
        change_value_add_text(&text, texts[i][0]);
        assert_string_equal(buf_text(&text), texts[i][1]);
        buf_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(test_plain_members),
            cmocka_unit_test(test_members_in_words),
            cmocka_unit_test(test_lists),
            cmocka_unit_test(test_conditions),
            cmocka_unit_test(test_conversions),
            cmocka_unit_test(test_filters),
            cmocka_unit_test(test_values_are_json),
            cmocka_unit_test(test_all_is_new_or_gone),
            cmocka_unit_test(test_segments),
            cmocka_unit_test(test_known_documents_against_each_other),
            cmocka_unit_test(test_damaged_lists_are_refused),
            cmocka_unit_test(test_values_for_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
