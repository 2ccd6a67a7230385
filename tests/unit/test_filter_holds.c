/* Segments and audiences (FORMATS 3, SEMANTICS 2.4, 2.5, 9.4), leaf by leaf. */
#include "engine/audience.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "base/when.h"
#include "engine_rig.h"
#include "unit.h"

/* Whether the user is in a segment of that filter. */
static bool is_in(struct rig *rig, const char *user, const char *filter)
{
    char *json = mem_format("{'id':'x','name':'n','filter':%s}", filter);
    bool in;

    rig_segment(rig, json);
    in = filter_holds(plan_segment_filter(rig->plan, "x"), rig_user(rig, user),
            engine_clock(rig->engine), NULL, NULL);
    mem_free(json);
    return in;
}

static void rule_2_4_counts_over_days(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_events(rig, TRACK("u", "x", "11-02T00:00:00", "") TRACK("u", "x", "11-03T12:00:00", "")
                            TRACK("u", "x", "11-04T01:00:00", ""));
    assert_true(is_in(rig, "u", "{'event':'x','count':{'op':'eq','value':3}}"));
    assert_true(is_in(rig, "u", "{'event':'x','count':{'op':'eq','value':3},'days':2}"));
    assert_true(is_in(rig, "u", "{'event':'x','count':{'op':'eq','value':2},'days':1}"));
    rig_until(rig, "2026-11-04T23:59:59.999Z");
    assert_true(is_in(rig, "u", "{'event':'x','count':{'op':'eq','value':3},'days':2}"));
    rig_until(rig, "2026-11-05T00:00:00Z");
    assert_true(is_in(rig, "u", "{'event':'x','count':{'op':'eq','value':2},'days':2}"));
    assert_true(is_in(rig, "u", "{'event':'x','count':{'op':'lt','value':4},'days':90}"));
    rig_free(rig);
}

static void rule_9_4_count_operators_and_what_never_happened(void **state)
{
    static const struct {
        const char *op;
        bool holds[3]; /* of 2 events, against 1, 2, 3 */
    } table[] = {{"eq", {0, 1, 0}}, {"ne", {1, 0, 1}}, {"gt", {1, 0, 0}}, {"ge", {1, 1, 0}},
            {"lt", {0, 0, 1}}, {"le", {0, 1, 1}}};
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_events(rig, TRACK("u", "x", "11-02T00:00:00", "") TRACK("u", "x", "11-03T12:00:00", ""));
    for (size_t i = 0; i < ARRAY_COUNT(table); i++)
        for (int value = 1; value <= 3; value++) {
            char *filter =
                    mem_format("{'event':'x','count':{'op':'%s','value':%d}}", table[i].op, value);

            assert_int_equal(is_in(rig, "u", filter), table[i].holds[value - 1]);
            mem_free(filter);
        }
    assert_true(is_in(rig, "u", "{'event':'ghost','count':{'op':'lt','value':1}}"));
    assert_true(is_in(rig, "u", "{'event':'ghost','count':{'op':'eq','value':0}}"));
    assert_false(is_in(rig, "u", "{'event':'ghost','count':{'op':'ge','value':1}}"));
    assert_false(is_in(
            rig, "u", "{'event':'ghost','first':{'op':'before','value':'2199-01-01T00:00:00Z'}}"));
    assert_false(is_in(rig, "u", "{'event':'ghost','last':{'op':'more_than_days_ago','value':1}}"));
    assert_true(is_in(
            rig, "u", "{'not':{'event':'ghost','last':{'op':'less_than_days_ago','value':1}}}"));
    rig_free(rig);
}

static void rule_9_4_first_and_last_are_strict(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_events(rig, TRACK("u", "x", "11-02T10:00:00", "") TRACK("u", "x", "11-04T10:00:00", ""));
    assert_false(is_in(
            rig, "u", "{'event':'x','first':{'op':'before','value':'2026-11-02T10:00:00Z'}}"));
    assert_true(is_in(
            rig, "u", "{'event':'x','first':{'op':'before','value':'2026-11-02T10:00:00.001Z'}}"));
    assert_false(
            is_in(rig, "u", "{'event':'x','last':{'op':'after','value':'2026-11-04T10:00:00Z'}}"));
    assert_true(is_in(
            rig, "u", "{'event':'x','last':{'op':'after','value':'2026-11-04T09:59:59.999Z'}}"));
    assert_false(is_in(rig, "u", "{'event':'x','first':{'op':'more_than_days_ago','value':2}}"));
    assert_false(is_in(rig, "u", "{'event':'x','first':{'op':'less_than_days_ago','value':2}}"));
    rig_until(rig, "2026-11-04T10:00:00.001Z");
    assert_true(is_in(rig, "u", "{'event':'x','first':{'op':'more_than_days_ago','value':2}}"));
    assert_true(is_in(rig, "u", "{'event':'x','last':{'op':'less_than_days_ago','value':1}}"));
    rig_free(rig);
}

static void rule_2_1_earliest_and_latest_are_by_timestamp(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_events(rig, TRACK("u", "x", "11-04T10:00:00", ""));
    rig_events(rig, TRACK("u", "x", "11-02T10:00:00", ""));
    assert_true(is_in(
            rig, "u", "{'event':'x','first':{'op':'before','value':'2026-11-03T00:00:00Z'}}"));
    assert_true(
            is_in(rig, "u", "{'event':'x','last':{'op':'after','value':'2026-11-03T00:00:00Z'}}"));
    rig_free(rig);
}

static void rule_2_3_sessions_purchases_and_money(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_events(rig, TRACK("u", "Application Opened", "11-01T10:00:00", "") TRACK("u",
                            "Session Started", "11-02T10:00:00", "") TRACK("u", "Order Completed",
                            "11-02T11:00:00", "'revenue':'7','total':5,'value':1")
                            TRACK("u", "Order Completed", "11-04T11:00:00", "'value':2.5")
                                    TRACK("u", "Order Completed", "11-04T11:00:00", ""));
    assert_true(is_in(rig, "u", "{'event':'$session','count':{'op':'eq','value':2}}"));
    assert_true(is_in(rig, "u", "{'event':'Application Opened','count':{'op':'eq','value':1}}"));
    assert_true(is_in(rig, "u", "{'event':'$purchase','count':{'op':'eq','value':3}}"));
    assert_true(is_in(rig, "u", "{'spent':{'op':'eq','value':7.5}}"));
    assert_true(is_in(rig, "u", "{'spent':{'op':'eq','value':2.5},'days':1}"));
    assert_true(is_in(rig, "u", "{'spent':{'op':'lt','value':0.1},'days':90}") == false);
    rig_free(rig);
}

static void rule_2_5_random_buckets(void **state)
{
    struct rig *rig = rig_new(NULL);
    unsigned bucket = (unsigned)(hash_rule("u", 1) % 10000);
    char *inside = mem_format("{'bucket':{'from':%u,'to':%u}}", bucket, bucket);
    char *below = mem_format("{'bucket':{'from':0,'to':%u}}", bucket - 1);
    char *above = mem_format("{'bucket':{'from':%u,'to':9999}}", bucket + 1);

    (void)state;
    rig_events(rig, TRACK("u", "x", "11-04T10:00:00", ""));
    assert_true(bucket > 0 && bucket < 9999);
    assert_true(is_in(rig, "u", inside));
    assert_false(is_in(rig, "u", below));
    assert_false(is_in(rig, "u", above));
    assert_true(is_in(rig, "u", "{'bucket':{'from':0,'to':9999}}"));
    mem_free(inside);
    mem_free(below);
    mem_free(above);
    rig_free(rig);
}

static void leaves_of_campaigns(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("sends", GO));
    rig_live(rig, HOOK("holds", GO ",'control_percent':100"));
    rig_campaign(rig, HOOK("draft", GO));
    rig_events(rig, TRACK("u", "go", "11-04T10:00:00", "") TRACK("v", "Push Notification Tapped",
                            "11-04T10:00:00", "'campaign_id':'draft'"));
    assert_true(is_in(rig, "u", "{'received':'sends'}"));
    assert_false(is_in(rig, "u", "{'received':'holds'}"));
    assert_false(is_in(rig, "u", "{'received':'nobody-made-it'}"));
    assert_true(is_in(rig, "u", "{'received':'*'}"));
    assert_false(is_in(rig, "v", "{'received':'*'}"));
    assert_true(is_in(rig, "u", "{'control':'holds'}"));
    assert_false(is_in(rig, "u", "{'control':'sends'}"));
    assert_true(is_in(rig, "u", "{'interacted':'holds','interaction':'enter_control'}"));
    assert_true(is_in(rig, "u", "{'interacted':'sends','interaction':'receive_webhook'}"));
    assert_true(is_in(rig, "v", "{'interacted':'draft','interaction':'open_push'}"));
    assert_false(is_in(rig, "v", "{'interacted':'draft','interaction':'click_push_button'}"));
    assert_false(is_in(rig, "v", "{'interacted':'gone','interaction':'open_push'}"));
    rig_free(rig);
}

static void leaves_of_logic_users_and_segments(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_events(rig, IDENTIFY("u", "11-04T10:00:00", "'plan':'pro'")
                            IDENTIFY("v", "11-04T10:00:00", "'n':1"));
    rig_segment(rig, SEGMENT("pros", "{'trait':'plan','op':'equals','value':'pro'}"));
    assert_true(is_in(rig, "u", "{'segment':'pros'}"));
    assert_false(is_in(rig, "v", "{'segment':'pros'}"));
    assert_true(is_in(rig, "v", "{'not':{'segment':'pros'}}"));
    assert_true(is_in(rig, "v", "{'everyone':true}"));
    assert_true(is_in(rig, "v", "{'user':['z','v','a']}"));
    assert_false(is_in(rig, "u", "{'user':['z','v','uu']}"));
    assert_true(is_in(rig, "u", "{'any':[{'user':['v']},{'segment':'pros'}]}"));
    assert_false(is_in(rig, "u", "{'all':[{'user':['v']},{'segment':'pros'}]}"));
    assert_true(is_in(rig, "u",
            "{'all':[{'everyone':true},{'any':[{'not':{'user':['u']}},"
            "{'trait':'plan','op':'exists'}]}]}"));
    rig_free(rig);
}

/* Two that name each other, as only a damaged database has them, hold nobody and end. */
static void segments_that_name_each_other_end(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_events(rig, IDENTIFY("u", "11-04T10:00:00", "'plan':'pro'"));
    rig_segment(rig, SEGMENT("a", "{'segment':'b'}"));
    rig_segment(rig, SEGMENT("b", "{'segment':'a'}"));
    assert_int_equal(rig_segment_size(rig, "a"), 0);
    assert_int_equal(rig_segment_size(rig, "b"), 0);
    rig_free(rig);
}

static void an_unknown_segment_is_an_error_or_holds_nobody(void **state)
{
    struct rig *rig = rig_new(NULL);
    struct filter filter = {0};
    struct error err = {0};
    static const char json[] = "{\"segment\":\"gone\"}";

    (void)state;
    rig_live(rig, HOOK("c", GO ",'audience':{'segments':['gone']}"));
    rig_live(rig, HOOK("d", GO "," AUDIENCE("{'not':{'segment':'gone'}}")));
    rig_events(rig, TRACK("u", "go", "11-04T10:00:00", ""));
    assert_int_equal(rig_refusals(rig, "c", REFUSAL_NOT_IN_AUDIENCE), 1);
    assert_int_equal(rig_tally(rig, "d", TALLY_ENTRIES), 1);
    assert_int_equal(filter_read(&filter, json, strlen(json), &err), 0);
    assert_null(filter_plan_new(rig->plan, &filter, &err));
    assert_int_equal(err.code, ERROR_REFUSED);
    assert_contains(err.text, "gone");
    filter_release(&filter);
    rig_free(rig);
}

static void the_trace_shows_every_leaf(void **state)
{
    struct rig *rig = rig_new(NULL);
    struct trace trace = {0};

    (void)state;
    rig_segment(rig,
            SEGMENT("s",
                    "{'any':[{'trait':'n','op':'gt','value':5},{'spent':{'op':'ge','value':1}}]}"));
    rig_live(rig, HOOK("c", GO ",'audience':{'segments':['s'],'filter':{'event':'x','count':{'op':'"
                               "ge','value':2}}}"));
    rig_events(rig, IDENTIFY("u", "11-04T10:00:00", "'n':9") TRACK("u", "x", "11-04T10:00:01", ""));
    assert_false(audience_holds(rig->plan, rig_find(rig, "c"), rig_user(rig, "u"),
            engine_clock(rig->engine), &trace, NULL));
    assert_int_equal(trace.count, 3);
    assert_true(trace.steps[0].passed);
    assert_string_equal(trace.steps[0].segment, "s");
    assert_string_equal(trace.steps[0].wanted.text, "5");
    assert_string_equal(trace.steps[0].found.text, "9");
    assert_non_null(trace.steps[0].condition);
    assert_false(trace.steps[1].passed);
    assert_false(trace.steps[2].passed);
    assert_null(trace.steps[2].segment);
    assert_true(trace.steps[2].wanted.real == 2);
    assert_true(trace.steps[2].found.real == 1);
    assert_int_equal(trace.steps[2].leaf->kind, FILTER_EVENT_COUNT);
    trace_release(&trace);
    rig_free(rig);
}

static void the_trace_of_times_says_instants_or_spans(void **state)
{
    struct rig *rig = rig_new(NULL);
    struct trace trace = {0};

    (void)state;
    rig_segment(rig,
            SEGMENT("s",
                    "{'all':[{'event':'x','first':{'op':'before','value':'2026-11-05T00:00:00Z'}},"
                    "{'event':'x','last':{'op':'after','value':'2026-11-05T00:00:00Z'}},"
                    "{'event':'x','last':{'op':'more_than_days_ago','value':2}},"
                    "{'event':'ghost','last':{'op':'less_than_days_ago','value':3}}]}"));
    rig_events(rig, TRACK("u", "x", "11-04T10:00:00", "") TRACK("u", "x", "11-04T11:00:00", ""));
    assert_false(filter_holds(plan_segment_filter(rig->plan, "s"), rig_user(rig, "u"),
            engine_clock(rig->engine), &trace, NULL));
    assert_int_equal(trace.count, 4);
    assert_int_equal(trace.steps[0].wanted.kind, FACT_INSTANT);
    assert_int_equal(trace.steps[0].found.number, rig_instant("2026-11-04T10:00:00Z"));
    assert_int_equal(trace.steps[1].wanted.number, rig_instant("2026-11-05T00:00:00Z"));
    assert_int_equal(trace.steps[1].found.number, rig_instant("2026-11-04T11:00:00Z"));
    assert_int_equal(trace.steps[2].wanted.kind, FACT_SPAN_MS);
    assert_int_equal(trace.steps[2].wanted.number, 2 * DAY_MS);
    assert_int_equal(trace.steps[3].found.kind, FACT_NONE);
    trace_release(&trace);
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(rule_2_4_counts_over_days),
            cmocka_unit_test(rule_9_4_count_operators_and_what_never_happened),
            cmocka_unit_test(rule_9_4_first_and_last_are_strict),
            cmocka_unit_test(rule_2_1_earliest_and_latest_are_by_timestamp),
            cmocka_unit_test(rule_2_3_sessions_purchases_and_money),
            cmocka_unit_test(rule_2_5_random_buckets),
            cmocka_unit_test(leaves_of_campaigns),
            cmocka_unit_test(leaves_of_logic_users_and_segments),
            cmocka_unit_test(segments_that_name_each_other_end),
            cmocka_unit_test(an_unknown_segment_is_an_error_or_holds_nobody),
            cmocka_unit_test(the_trace_shows_every_leaf),
            cmocka_unit_test(the_trace_of_times_says_instants_or_spans),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
