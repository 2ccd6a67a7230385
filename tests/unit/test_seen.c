#include "desk.h"

#include "base/alloc.h"
#include "report/seen.h"

static const char happened[] =
        "{'type':'track','userId':'u1','event':'Product Viewed','timestamp':'2026-11-02T08:00:00Z',"
        "'properties':{'brand':'Acme','price':10,'tags':['a','b'],'items':[{'sku':'x'}]}}\n"
        "{'type':'track','userId':'u2','event':'Product Viewed','timestamp':'2026-11-03T08:00:00Z',"
        "'properties':{'brand':'Acme','price':20.5}}\n"
        "{'type':'track','userId':'u2','event':'Product Viewed','timestamp':'2026-11-03T09:00:00Z',"
        "'properties':{'brand':'B \\u00e9 \\\\q','price':'none'}}\n"
        "{'type':'track','userId':'u2','event':'Cart Viewed','timestamp':'2026-11-03T09:00:00Z'}\n"
        "{'type':'track','userId':'u2','event':'viewed','timestamp':'2026-11-03T09:00:00Z'}\n"
        "{'type':'identify','userId':'u2','timestamp':'2026-11-03T10:00:00Z',"
        "'traits':{'plan':'pro'}}";

static struct seen *open_seen(struct desk *desk)
{
    struct error err = {0};
    struct seen *seen = seen_open(desk->store, &err);
    if (seen == NULL)
        fail_msg("%s", err.text);
    return seen;
}

static int setup(void **state)
{
    desk_setup(state);
    desk_ingest(*state, happened, NULL);
    return 0;
}

static void nothing_was_seen_in_an_empty_database(void **state)
{
    struct seen *seen = open_seen(*state);
    struct suggestions suggestions;
    size_t count;
    assert_int_equal(seen_event_count(seen), 0);
    assert_null(seen_event(seen, "x"));
    assert_null(seen_event_days(seen, "x", &count));
    assert_int_equal(count, 0);
    assert_null(seen_property(seen, NULL, "plan"));
    seen_suggest_events(seen, "", 10, &suggestions);
    assert_int_equal(suggestions.count, 0);
    suggestions_release(&suggestions);
    seen_free(seen);
}

static void events_are_counted(void **state)
{
    struct seen *seen = open_seen(*state);
    const struct event_row *row = seen_event(seen, "Product Viewed");
    const struct event_day *days;
    size_t count;
    assert_int_equal(seen_event_count(seen), 3);
    assert_string_equal(seen_event_at(seen, 0)->event, "Cart Viewed");
    assert_int_equal(row->count, 3);
    assert_int_equal(row->users, 2);
    assert_int_equal(row->first_ms, desk_when("2026-11-02T08:00:00Z"));
    assert_int_equal(row->last_ms, desk_when("2026-11-03T09:00:00Z"));
    days = seen_event_days(seen, "Product Viewed", &count);
    assert_int_equal(count, 2);
    assert_int_equal(days[0].count, 1);
    assert_int_equal(days[1].count, 2);
    assert_null(seen_event(seen, "product viewed"));
    assert_string_equal(seen_event_other_case(seen, "product viewed")->event, "Product Viewed");
    assert_null(seen_event_other_case(seen, "Product Viewed"));
    seen_free(seen);
}

static void properties_have_types_and_examples(void **state)
{
    struct seen *seen = open_seen(*state);
    const struct property_row *row = seen_property(seen, "Product Viewed", "price");
    size_t count;
    const struct property_row *rows = seen_properties(seen, "Product Viewed", &count);
    for (size_t i = 1; i < count; i++)
        assert_true(strcmp(rows[i - 1].path, rows[i].path) < 0);
    assert_int_equal(row->count, 3);
    assert_int_equal(row->counts[VALUE_STRING], 1);
    assert_int_equal(row->counts[VALUE_INTEGER] + row->counts[VALUE_NUMBER], 2);
    row = seen_property(seen, "Product Viewed", "brand");
    assert_string_equal(row->examples[0].json, "\"Acme\"");
    assert_int_equal(row->examples[0].count, 2);
    assert_non_null(seen_property(seen, "Product Viewed", "items[0].sku"));
    assert_non_null(seen_property(seen, "Product Viewed", "items[].sku"));
    assert_null(seen_property(seen, "Product Viewed", "items.sku"));
    assert_string_equal(
            seen_property_other_case(seen, "Product Viewed", "Items[3].SKU")->path, "items[].sku");
    assert_non_null(seen_property(seen, NULL, "plan"));
    assert_null(seen_property(seen, NULL, "brand"));
    seen_free(seen);
}

static void suggestions_begin_with_what_was_typed(void **state)
{
    struct seen *seen = open_seen(*state);
    struct suggestions found;
    seen_suggest_events(seen, "view", 10, &found);
    assert_int_equal(found.count, 3);
    assert_string_equal(found.items[0].text, "viewed");
    assert_string_equal(found.items[1].text, "Product Viewed");
    assert_int_equal(found.items[1].count, 3);
    assert_string_equal(found.items[1].note, "3 times");
    suggestions_release(&found);
    seen_suggest_events(seen, "", 2, &found);
    assert_int_equal(found.count, 2);
    assert_string_equal(found.items[0].text, "Product Viewed");
    suggestions_release(&found);
    seen_suggest_properties(seen, "Product Viewed", "PRI", 10, &found);
    assert_int_equal(found.count, 1);
    assert_string_equal(found.items[0].text, "price");
    suggestions_release(&found);
    seen_suggest_values(seen, "Product Viewed", "brand", "", 10, &found);
    assert_int_equal(found.count, 2);
    assert_string_equal(found.items[0].text, "Acme");
    assert_string_equal(found.items[1].text, "B \xc3\xa9 \\q");
    suggestions_release(&found);
    seen_suggest_values(seen, "Product Viewed", "nix", "", 10, &found);
    assert_int_equal(found.count, 0);
    suggestions_release(&found);
    seen_free(seen);
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, setup, desk_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test_setup_teardown(
                    nothing_was_seen_in_an_empty_database, desk_setup, desk_teardown),
            AT_DESK(events_are_counted),
            AT_DESK(properties_have_types_and_examples),
            AT_DESK(suggestions_begin_with_what_was_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
