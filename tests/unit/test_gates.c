/* The gates of a trigger (SEMANTICS 5) and what becomes of an entry (6), edge by edge. */
#include "engine/gates.h"

#include "base/when.h"
#include "engine_rig.h"
#include "unit.h"

static void rule_5_0_a_source_must_be_live_now(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_campaign(rig, CAMPAIGN("src", "push", GO ",'duration':{'start':'2026-11-03T00:00'}"));
    rig_live(rig, HOOK("f", TRIGGER("'type':'campaign_interaction','campaign':'src','interaction':'"
                                    "open_push'") "," AGAIN));
    rig_events(
            rig, TRACK("u", "Push Notification Tapped", "11-02T10:00:00", "'campaign_id':'src'"));
    assert_int_equal(rig_refusals(rig, "f", REFUSAL_SOURCE_NOT_LIVE), 1);
    rig_activate(rig, "src", "2026-11-02T10:30:00Z");
    /* Live, but scheduled: its start is ahead of the clock. */
    rig_events(rig,
            TRACK("u", "Push Notification Tapped", "11-02T23:59:59.999", "'campaign_id':'src'"));
    assert_int_equal(rig_refusals(rig, "f", REFUSAL_SOURCE_NOT_LIVE), 2);
    rig_events(
            rig, TRACK("u", "Push Notification Tapped", "11-03T00:00:00", "'campaign_id':'src'"));
    assert_int_equal(rig_tally(rig, "f", TALLY_ENTRIES), 1);
    /* Now is the clock, also for a late event. */
    rig_events(
            rig, TRACK("u", "Push Notification Tapped", "11-02T23:00:00", "'campaign_id':'src'"));
    assert_int_equal(rig_tally(rig, "f", TALLY_ENTRIES), 2);
    rig_stop(rig, "src", "2026-11-03T01:00:00Z");
    rig_events(
            rig, TRACK("u", "Push Notification Tapped", "11-03T02:00:00", "'campaign_id':'src'"));
    assert_int_equal(rig_refusals(rig, "f", REFUSAL_SOURCE_NOT_LIVE), 3);
    rig_verify(rig);
    rig_free(rig);
}

static void rule_5_0_one_row_without_a_dead_source_is_enough(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_campaign(rig, CAMPAIGN("src", "push", GO));
    rig_live(rig,
            HOOK("f", TRIGGER("'type':'campaign_interaction','campaign':'src','interaction':'open_"
                              "push'},{'type':'custom_event','event':'Push Notification Tapped'")));
    rig_events(
            rig, TRACK("u", "Push Notification Tapped", "11-02T10:00:00", "'campaign_id':'src'"));
    assert_int_equal(rig_tally(rig, "f", TALLY_MATCHES), 1);
    assert_int_equal(rig_tally(rig, "f", TALLY_ENTRIES), 1);
    assert_int_equal(rig->deliveries[0].row, 1);
    rig_free(rig);
}

static void rule_5_0_an_unknown_source_is_not_live(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("f", TRIGGER("'type':'campaign_interaction','campaign':'gone','interaction':"
                                    "'open_push'")));
    rig_events(
            rig, TRACK("u", "Push Notification Tapped", "11-02T10:00:00", "'campaign_id':'gone'"));
    assert_int_equal(rig_refusals(rig, "f", REFUSAL_SOURCE_NOT_LIVE), 1);
    assert_int_equal(engine_counts(rig->engine)->unknown_campaign, 1);
    rig_free(rig);
}

static void rule_5_1_start_activation_and_resumption(void **state)
{
    struct rig *rig = rig_new("Europe/Paris");

    (void)state;
    rig_campaign(rig, HOOK("c", GO "," AGAIN ",'duration':{'start':'2026-11-02T10:00'}"));
    rig_activate(rig, "c", "2026-11-01T00:00:00Z");
    rig_events(
            rig, TRACK("u", "go", "11-02T08:59:59.999", "") TRACK("u", "go", "11-02T09:00:00", ""));
    assert_int_equal(rig_refusals(rig, "c", REFUSAL_BEFORE_START), 1);
    assert_int_equal(rig_tally(rig, "c", TALLY_ENTRIES), 1);
    assert_int_equal(profile_campaign(rig_user(rig, "u"), 0)->refusal.reason, REFUSAL_BEFORE_START);
    assert_int_equal(profile_campaign(rig_user(rig, "u"), 0)->refusal.wanted,
            rig_instant("2026-11-02T09:00:00Z"));
    assert_int_equal(profile_campaign(rig_user(rig, "u"), 0)->refusal.found,
            rig_instant("2026-11-02T08:59:59.999Z"));
    rig_activate(rig, "c", "2026-11-02T12:00:00Z");
    rig_events(
            rig, TRACK("u", "go", "11-02T11:59:59.999", "") TRACK("u", "go", "11-02T12:00:00", ""));
    assert_int_equal(rig_refusals(rig, "c", REFUSAL_BEFORE_START), 2);
    rig_resume(rig, "c", "2026-11-02T14:00:00Z");
    rig_events(
            rig, TRACK("u", "go", "11-02T13:59:59.999", "") TRACK("u", "go", "11-02T14:00:00", ""));
    assert_int_equal(rig_refusals(rig, "c", REFUSAL_BEFORE_START), 3);
    assert_int_equal(rig_tally(rig, "c", TALLY_ENTRIES), 3);
    rig_verify(rig);
    rig_free(rig);
}

static void rule_5_2_and_7_5_end_is_inclusive_in_the_users_zone(void **state)
{
    struct rig *rig = rig_new("America/New_York");

    (void)state;
    rig_live(rig, HOOK("c", GO "," AGAIN ",'duration':{'end':'2026-11-02T10:00','zone':'user'}"));
    rig_events(rig,
            LINE("track", "u", "11-02T01:00:00", "'event':'go','context':{'timezone':'Asia/Tokyo'}")
                    LINE("track", "u", "11-02T01:00:00.001", "'event':'go'")
                            LINE("track", "v", "11-02T15:00:00", "'event':'go'")
                                    LINE("track", "v", "11-02T15:00:00.001", "'event':'go'"));
    assert_int_equal(rig_refusals(rig, "c", REFUSAL_AFTER_END), 2);
    assert_int_equal(rig_tally(rig, "c", TALLY_ENTRIES), 2);
    rig_free(rig);
}

static void rule_5_3_in_app_takes_no_server_events(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, CAMPAIGN("in", "in_app", GO));
    rig_live(rig, CAMPAIGN("id", "in_app", TRIGGER("'type':'attribute_changed','attribute':'n'")));
    rig_live(rig, CAMPAIGN("card", "content_card", GO));
    rig_events(rig,
            LINE("track", "u", "11-02T10:00:00", "'event':'go','channel':'server'") LINE(
                    "identify", "u", "11-02T10:00:00", "'traits':{'n':1},'channel':'server'")
                    LINE("identify", "u", "11-02T10:00:01", "'traits':{'n':2},'channel':'web'"));
    assert_int_equal(rig_refusals(rig, "in", REFUSAL_NOT_FROM_SDK), 1);
    assert_int_equal(rig_refusals(rig, "id", REFUSAL_NOT_FROM_SDK), 1);
    assert_int_equal(rig_tally(rig, "id", TALLY_ENTRIES), 1);
    assert_int_equal(rig_tally(rig, "card", TALLY_ENTRIES), 1);
    rig_free(rig);
}

static void rule_5_4_the_local_time_of_t(void **state)
{
    struct rig *rig = rig_new(NULL);
    const struct campaign_state *c;

    (void)state;
    rig_live(rig, HOOK("c", GO "," AGAIN ",'window':{'from':'09:00','to':'18:00'}"));
    rig_events(rig, IDENTIFY("u", "11-02T01:00:00", "'timezone':'Asia/Tokyo'") TRACK("u", "go",
                            "11-01T23:59:59.999", "") TRACK("u", "go", "11-02T00:00:00", "")
                            TRACK("u", "go", "11-02T08:59:59.999", "")
                                    TRACK("u", "go", "11-02T09:00:00", ""));
    /* The batch is in order of time: the first two come before the identify. */
    assert_int_equal(rig_refusals(rig, "c", REFUSAL_OUTSIDE_WINDOW), 3);
    assert_int_equal(rig_tally(rig, "c", TALLY_ENTRIES), 1);
    c = profile_campaign(rig_user(rig, "u"), 0);
    assert_int_equal(c->refusal.wanted, 9 * HOUR_MS);
    assert_int_equal(c->refusal.found, 18 * HOUR_MS);
    rig_free(rig);
}

static void rule_5_5_already_pending_unless_the_wait_is_0(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("once", GO "," AFTER("10", "minutes")));
    rig_live(rig,
            HOOK("wait", GO "," AFTER("10", "minutes") ",'reeligibility':{'allowed':true,'after':{'"
                                                       "amount':1,'unit':'minutes'}}"));
    rig_live(rig, HOOK("zero", GO "," AFTER("10", "minutes") "," AGAIN));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", "") TRACK("u", "go", "11-02T10:05:00", ""));
    assert_int_equal(rig_refusals(rig, "once", REFUSAL_ALREADY_PENDING), 1);
    assert_int_equal(rig_refusals(rig, "wait", REFUSAL_ALREADY_PENDING), 1);
    assert_int_equal(rig_tally(rig, "zero", TALLY_ENTRIES), 2);
    assert_int_equal(profile_campaign(rig_user(rig, "u"), 0)->refusal.found,
            rig_instant("2026-11-02T10:10:00Z"));
    /* At its due it is decided first: then the receipt refuses. */
    rig_events(rig, TRACK("u", "go", "11-02T10:10:00", ""));
    assert_int_equal(rig_refusals(rig, "once", REFUSAL_ALREADY_RECEIVED), 1);
    assert_int_equal(rig_refusals(rig, "wait", REFUSAL_WAIT_NOT_OVER), 1);
    rig_verify(rig);
    rig_free(rig);
}

static void rule_5_5_exactly_the_wait_is_enough(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig,
            HOOK("c", GO ",'reeligibility':{'allowed':true,'after':{'amount':7,'unit':'days'}}"));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", "") TRACK("u", "go", "11-09T09:59:59.999",
                            "") TRACK("u", "go", "11-09T10:00:00", ""));
    assert_int_equal(rig_refusals(rig, "c", REFUSAL_WAIT_NOT_OVER), 1);
    assert_int_equal(rig_tally(rig, "c", TALLY_ENTRIES), 2);
    assert_int_equal(profile_campaign(rig_user(rig, "u"), 0)->refusal.wanted,
            rig_instant("2026-11-09T10:00:00Z"));
    /* A late trigger, older than the receipt. */
    rig_events(rig, TRACK("u", "go", "11-09T09:00:00", ""));
    assert_int_equal(rig_refusals(rig, "c", REFUSAL_WAIT_NOT_OVER), 2);
    rig_free(rig);
}

static void rule_5_5_already_control_where_the_last_one_is_an_enrolment(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("c", GO ",'control_percent':100"));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", "") TRACK("u", "go", "11-02T10:00:00", ""));
    assert_int_equal(rig_refusals(rig, "c", REFUSAL_ALREADY_CONTROL), 1);
    assert_int_equal(rig_tally(rig, "c", TALLY_OUTCOME + OUTCOME_CONTROL), 1);
    rig_free(rig);
}

static void rule_5_6_every_segment_and_the_filter(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_segment(rig, SEGMENT("a", "{'trait':'a','op':'exists'}"));
    rig_segment(rig, SEGMENT("b", "{'trait':'b','op':'exists'}"));
    rig_live(rig, HOOK("c", GO ",'audience':{'segments':['a','b'],'filter':{'any':[{'trait':'x','"
                               "op':'exists'},{'trait':'c','op':'exists'}]}}"));
    rig_events(rig, IDENTIFY("u1", "11-02T10:00:00", "'a':1,'c':1") TRACK("u1", "go",
                            "11-02T10:00:00", "") IDENTIFY("u2", "11-02T10:00:00", "'a':1,'b':1")
                            TRACK("u2", "go", "11-02T10:00:00", "") IDENTIFY("u3", "11-02T10:00:00",
                                    "'a':1,'b':1,'c':1") TRACK("u3", "go", "11-02T10:00:00", ""));
    assert_int_equal(rig_refusals(rig, "c", REFUSAL_NOT_IN_AUDIENCE), 2);
    assert_int_equal(rig_tally(rig, "c", TALLY_ENTRIES), 1);
    assert_int_equal(profile_campaign(rig_user(rig, "u1"), 0)->refusal.leaf, REFUSAL_SEGMENT | 1);
    /* The last leaf of the `any`. */
    assert_int_equal(profile_campaign(rig_user(rig, "u2"), 0)->refusal.leaf, 1);
    rig_free(rig);
}

static void rule_5_7_drop_next_and_the_end(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig,
            HOOK("drop", GO "," AFTER("30", "minutes") ",'window':{'from':'09:00','to':'18:00'}"));
    rig_live(rig,
            HOOK("next", GO
                    "," AFTER("30", "minutes") ",'window':{'from':'09:00','to':'18:00','if_missed':"
                                               "'next'},'duration':{'end':'2026-11-03T09:00'}"));
    rig_live(rig,
            HOOK("over", GO
                    "," AFTER("30", "minutes") ",'window':{'from':'09:00','to':'18:00','if_missed':"
                                               "'next'},'duration':{'end':'2026-11-03T08:59'}"));
    rig_events(rig, TRACK("u", "go", "11-02T17:30:00", ""));
    assert_int_equal(rig_refusals(rig, "drop", REFUSAL_MISSED_WINDOW), 1);
    assert_int_equal(profile_campaign(rig_user(rig, "u"), 0)->refusal.found, 18 * HOUR_MS);
    assert_int_equal(rig->deliveries[0].due_ms, rig_instant("2026-11-03T09:00:00Z"));
    assert_int_equal(rig_refusals(rig, "over", REFUSAL_DUE_AFTER_END), 1);
    assert_int_equal(profile_campaign(rig_user(rig, "u"), 2)->refusal.wanted,
            rig_instant("2026-11-03T08:59:00Z"));
    assert_int_equal(profile_campaign(rig_user(rig, "u"), 2)->refusal.found,
            rig_instant("2026-11-03T09:00:00Z"));
    rig_free(rig);
}

static void rule_5_campaigns_that_are_not_live_are_not_looked_at(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_campaign(rig, HOOK("draft", GO));
    rig_live(rig, HOOK("stopped", GO));
    rig_stop(rig, "stopped", "2026-02-01T00:00:00Z");
    rig_events(rig, TRACK("u", "go", "11-02T17:30:00", ""));
    assert_int_equal(rig_tally(rig, "draft", TALLY_MATCHES), 0);
    assert_int_equal(rig_tally(rig, "stopped", TALLY_MATCHES), 0);
    assert_int_equal(rig_user(rig, "u")->campaign_count, 0);
    rig_free(rig);
}

static void rule_5_a_scheduled_campaign_refuses(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("c", GO ",'duration':{'start':'2026-12-01T00:00'}"));
    rig_events(rig, TRACK("u", "go", "11-02T17:30:00", ""));
    assert_int_equal(rig_refusals(rig, "c", REFUSAL_BEFORE_START), 1);
    assert_int_equal(
            plan_shown_status(rig->plan, rig_find(rig, "c"), engine_clock(rig->engine), false),
            STATUS_SCHEDULED);
    assert_int_equal(plan_shown_status(rig->plan, rig_find(rig, "c"),
                             rig_instant("2026-12-01T00:00:00Z"), false),
            STATUS_LIVE);
    rig_free(rig);
}

static void rule_10_1_ended_is_past_the_end_with_nothing_pending(void **state)
{
    struct rig *rig = rig_new(NULL);
    int64_t end = rig_instant("2026-11-02T00:00:00Z");

    (void)state;
    rig_live(rig, HOOK("c", GO ",'duration':{'end':'2026-11-02T00:00'}"));
    assert_int_equal(plan_shown_status(rig->plan, rig_find(rig, "c"), end, false), STATUS_LIVE);
    assert_int_equal(plan_shown_status(rig->plan, rig_find(rig, "c"), end + 1, true), STATUS_LIVE);
    assert_int_equal(
            plan_shown_status(rig->plan, rig_find(rig, "c"), end + 1, false), STATUS_ENDED);
    rig_free(rig);
}

/* What the trace of a trigger says, gate by gate. */
static void the_trace_names_every_gate(void **state)
{
    struct rig *rig = rig_new(NULL);
    struct trace trace = {0};
    struct trigger_facts facts = {.source_live = true};
    struct gate_result result;

    (void)state;
    rig_live(rig,
            HOOK("c", GO "," AFTER("30", "minutes") ",'window':{'from':'09:00','to':'18:00','if_"
                                                    "missed':'next'},'duration':{'end':'2026-11-"
                                                    "03T08:59'}," AUDIENCE("{'everyone':true}")));
    rig_events(rig, TRACK("u", "other", "11-02T17:30:00", ""));
    facts.at_ms = facts.clock_ms = rig_instant("2026-11-02T17:45:00Z");
    result = gates_pass(rig->plan, rig_find(rig, "c"), rig_user(rig, "u"), &facts, &trace, NULL);
    assert_int_equal(result.refusal, REFUSAL_DUE_AFTER_END);
    assert_int_equal(trace.count, 12);
    for (size_t i = 0; i < 11; i++)
        assert_true(trace.steps[i].passed);
    assert_int_equal(trace.steps[4].gate, GATE_WINDOW);
    assert_int_equal(trace.steps[4].found.number, 17 * HOUR_MS + 45 * MINUTE_MS);
    assert_int_equal(trace.steps[8].gate, GATE_AUDIENCE);
    assert_null(trace.steps[8].leaf);
    assert_non_null(trace.steps[9].leaf);
    assert_int_equal(trace.steps[11].gate, GATE_DUE_AFTER_END);
    assert_false(trace.steps[11].passed);
    assert_int_equal(trace.steps[11].found.number, rig_instant("2026-11-03T09:00:00Z"));
    assert_string_equal(gate_name(trace.steps[11].gate), "due_before_end");
    trace_release(&trace);
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(rule_5_0_a_source_must_be_live_now),
            cmocka_unit_test(rule_5_0_one_row_without_a_dead_source_is_enough),
            cmocka_unit_test(rule_5_0_an_unknown_source_is_not_live),
            cmocka_unit_test(rule_5_1_start_activation_and_resumption),
            cmocka_unit_test(rule_5_2_and_7_5_end_is_inclusive_in_the_users_zone),
            cmocka_unit_test(rule_5_3_in_app_takes_no_server_events),
            cmocka_unit_test(rule_5_4_the_local_time_of_t),
            cmocka_unit_test(rule_5_5_already_pending_unless_the_wait_is_0),
            cmocka_unit_test(rule_5_5_exactly_the_wait_is_enough),
            cmocka_unit_test(rule_5_5_already_control_where_the_last_one_is_an_enrolment),
            cmocka_unit_test(rule_5_6_every_segment_and_the_filter),
            cmocka_unit_test(rule_5_7_drop_next_and_the_end),
            cmocka_unit_test(rule_5_campaigns_that_are_not_live_are_not_looked_at),
            cmocka_unit_test(rule_5_a_scheduled_campaign_refuses),
            cmocka_unit_test(rule_10_1_ended_is_past_the_end_with_nothing_pending),
            cmocka_unit_test(the_trace_names_every_gate),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
