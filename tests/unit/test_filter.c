#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/when.h"
#include "model/filter.h"
#include "model/campaign.h"

static struct filter read(const char *json)
{
    struct filter filter;
    struct error err = {0};
    filter_read(&filter, json, strlen(json), &err);
    assert_string_equal(err.text, "");
    return filter;
}

/* One leaf of each kind of FORMATS 3, as it is written. */
static const struct {
    const char *json;
    enum filter_kind kind;
} leaves[] = {
        {"{\"everyone\": true}", FILTER_EVERYONE},
        {"{\"trait\": \"a.b\", \"op\": \"between\", \"value\": [1, 2]}", FILTER_TRAIT},
        {"{\"trait\": \"a\", \"op\": \"exists\"}", FILTER_TRAIT},
        {"{\"event\": \"go\", \"count\": {\"op\": \"ne\", \"value\": 2}, \"days\": 90}",
                FILTER_EVENT_COUNT},
        {"{\"event\": \"$purchase\", \"count\": {\"op\": \"ge\", \"value\": 0}}",
                FILTER_EVENT_COUNT},
        {"{\"event\": \"go\", \"first\": {\"op\": \"before\", \"value\": "
         "\"2026-01-01T00:00:00+02:00\"}}",
                FILTER_EVENT_TIME},
        {"{\"event\": \"go\", \"last\": {\"op\": \"less_than_days_ago\", \"value\": 0.5}}",
                FILTER_EVENT_TIME},
        {"{\"spent\": {\"op\": \"gt\", \"value\": -0.5}, \"days\": 1}", FILTER_SPENT},
        {"{\"received\": \"*\"}", FILTER_RECEIVED},
        {"{\"received\": \"welcome\"}", FILTER_RECEIVED},
        {"{\"interacted\": \"welcome\", \"interaction\": \"receive_sms\"}", FILTER_INTERACTED},
        {"{\"control\": \"welcome\"}", FILTER_CONTROL},
        {"{\"segment\": \"active\"}", FILTER_SEGMENT},
        {"{\"bucket\": {\"from\": 0, \"to\": 0}}", FILTER_BUCKET},
        {"{\"bucket\": {\"from\": 9999, \"to\": 9999}}", FILTER_BUCKET},
        {"{\"user\": [\"u1\", \"u2\"]}", FILTER_USER},
};

static void test_leaves_are_kept(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(leaves); i++) {
        struct filter filter = read(leaves[i].json), copy;
        struct buf out = {0};
        assert_int_equal(filter.kind, leaves[i].kind);
        assert_false(filter_is_group(&filter));
        filter_copy(&copy, &filter);
        filter_release(&filter);
        filter_write(&copy, 0, &out);
        assert_string_equal(out.bytes, leaves[i].json);
        filter_release(&copy);
        buf_release(&out);
    }
}

static void test_members(void **state)
{
    (void)state;
    struct filter count = read(leaves[3].json);
    assert_string_equal(count.name, "go");
    assert_int_equal(count.count_op, COUNT_NE);
    assert_true(count.number == 2);
    assert_int_equal(count.days, 90);
    struct filter first = read(leaves[5].json);
    assert_false(first.last);
    assert_int_equal(first.time_op, TIME_BEFORE);
    assert_int_equal(first.instant_ms % DAY_MS, 22 * HOUR_MS);
    struct filter last = read(leaves[6].json);
    assert_true(last.last);
    assert_true(last.number == 0.5);
    struct filter interacted = read(leaves[10].json);
    assert_int_equal(interacted.interaction, INTERACTION_RECEIVE_SMS);
    struct filter users = read(leaves[15].json);
    assert_int_equal(users.user_count, 2);
    assert_string_equal(users.users[1], "u2");
    filter_release(&count);
    filter_release(&first);
    filter_release(&last);
    filter_release(&interacted);
    filter_release(&users);
}

static void add_node(const struct filter *filter, void *context)
{
    struct buf *out = context;
    if (filter_is_group(filter))
        buf_add_format(out, "%c ", "+|!"[filter->kind]);
    else
        buf_add_format(out, "%u:%s ", (unsigned)filter->leaf, filter->name);
}

static void test_nodes_and_their_numbers(void **state)
{
    (void)state;
    const char *json = "{\"all\": [{\"segment\": \"a\"}, {\"any\": [{\"not\": {\"segment\": "
                       "\"b\"}}, {\"segment\": \"c\"}]}, {\"segment\": \"d\"}]}";
    struct filter filter = read(json);
    struct buf out = {0};
    filter_each(&filter, add_node, &out);
    assert_string_equal(out.bytes, "+ 0:a | ! 1:b 2:c 3:d ");
    buf_clear(&out);
    filter_write(&filter, 0, &out);
    assert_string_equal(out.bytes, json);
    buf_clear(&out);
    filter_write(&filter, 2, &out);
    assert_string_equal(out.bytes,
            "{\n"
            "  \"all\": [\n"
            "    {\"segment\": \"a\"},\n"
            "    {\"any\": [{\"not\": {\"segment\": \"b\"}}, {\"segment\": \"c\"}]},\n"
            "    {\"segment\": \"d\"}\n"
            "  ]\n"
            "}");
    buf_release(&out);
    filter_release(&filter);
}

static void test_a_bad_filter_leaves_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *json, *wanted;
    } rows[] = {
            {"{\"all\": [{\"segment\": \"a\"}, {\"segment\": \"B\"}]}",
                    "all[1].segment: \"B\" is not an id"},
            {"{\"all\": [{\"segment\": \"a\"}, 5]}", "all[1]: 5 is not a condition"},
            {"5", "the filter"},
            {"{}", "the filter: \"\" is not a condition"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        struct filter filter;
        struct error err = {0};
        assert_int_equal(filter_read(&filter, rows[i].json, strlen(rows[i].json), &err), -1);
        assert_non_null(strstr(err.text, rows[i].wanted));
        assert_null(filter.children);
        filter_release(&filter);
    }
}

static void test_names(void **state)
{
    (void)state;
    static const char *const counts[] = {"eq", "ne", "gt", "ge", "lt", "le"};
    static const char *const times[] = {
            "before", "after", "more_than_days_ago", "less_than_days_ago"};
    assert_int_equal(ARRAY_COUNT(counts), COUNT_OP_COUNT);
    assert_int_equal(ARRAY_COUNT(times), TIME_OP_COUNT);
    for (int i = 0; i < COUNT_OP_COUNT; i++) {
        assert_string_equal(count_op_name((enum count_op)i), counts[i]);
        assert_int_equal(count_op_find(counts[i]), i);
    }
    for (int i = 0; i < TIME_OP_COUNT; i++) {
        assert_string_equal(time_op_name((enum time_op)i), times[i]);
        assert_int_equal(time_op_find(times[i]), i);
    }
    assert_int_equal(count_op_find("="), -1);
    assert_int_equal(time_op_find("since"), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(test_leaves_are_kept),
            cmocka_unit_test(test_members),
            cmocka_unit_test(test_nodes_and_their_numbers),
            cmocka_unit_test(test_a_bad_filter_leaves_nothing),
            cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
