/* What becomes of an entry (SEMANTICS 6), late and live. */
#include "base/alloc.h"
#include "base/hash.h"
#include "base/when.h"
#include "engine_rig.h"
#include "unit.h"

static void rule_6_1_an_edit_moved_the_end(void **state)
{
    struct rig *rig = rig_new("Europe/Paris");

    (void)state;
    rig_live(rig, HOOK("c", GO "," AFTER("1", "hours") "," AGAIN));
    rig_events(
            rig, TRACK("u", "go", "11-02T09:00:00", "") TRACK("u", "go", "11-02T09:00:00.001", ""));
    rig_campaign(rig, HOOK("c", GO ",'duration':{'end':'2026-11-02T11:00'}"));
    rig_until(rig, "2026-11-02T12:00:00Z");
    rig_expect(rig,
            "c u 11-02T09:00:00.000 11-02T10:00:00.000 11-02T10:00:00.000 sent -\n"
            "c u 11-02T09:00:00.001 11-02T10:00:00.001 11-02T10:00:00.001 due_after_end -\n");
    assert_int_equal(rig->deliveries[1].version, 2);
    rig_free(rig);
}

/* An immediate entry of a late event is decided at the clock. */
static void rule_6_2_too_late_edges(void **state)
{
    static const struct {
        const char *rest;
        const char *clock;
        enum outcome outcome;
    } table[] = {
            {"", "2026-11-03T10:00:00Z", OUTCOME_SENT}, /* exactly max_late */
            {"", "2026-11-03T10:00:00.001Z", OUTCOME_TOO_LATE},
            {",'duration':{'end':'2026-11-02T12:00'}", "2026-11-02T12:00:00Z", OUTCOME_SENT},
            {",'duration':{'end':'2026-11-02T12:00'}", "2026-11-02T12:00:00.001Z",
                    OUTCOME_TOO_LATE},
            {",'window':{'from':'09:00','to':'18:00'}", "2026-11-02T17:59:59.999Z", OUTCOME_SENT},
            {",'window':{'from':'09:00','to':'18:00'}", "2026-11-02T18:00:00Z", OUTCOME_TOO_LATE},
            {",'window':{'from':'09:00','to':'18:00','if_missed':'next'}", "2026-11-02T18:00:00Z",
                    OUTCOME_PENDING},
            {",'window':{'from':'09:00','to':'18:00','if_missed':'next'}", "2026-11-03T08:00:00Z",
                    OUTCOME_PENDING},
            {",'window':{'from':'09:00','to':'18:00','if_missed':'next'},'duration':{'end':'2026-"
             "11-03T09:00'}",
                    "2026-11-02T18:00:00Z", OUTCOME_PENDING},
            {",'window':{'from':'09:00','to':'18:00','if_missed':'next'},'duration':{'end':'2026-"
             "11-03T08:59'}",
                    "2026-11-02T18:00:00Z", OUTCOME_TOO_LATE},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(table); i++) {
        struct rig *rig = rig_new(NULL);
        char *json = mem_format("{'id':'c','title':'t','channel':'webhook','message':{'body':'b'},'"
                                "triggers':[{'type':'custom_event','event':'go'}]%s}",
                table[i].rest);

        rig_live(rig, json);
        rig_until(rig, table[i].clock);
        rig_events(rig, TRACK("u", "go", "11-02T10:00:00", ""));
        assert_int_equal(rig->deliveries[0].outcome, table[i].outcome);
        if (table[i].outcome == OUTCOME_PENDING)
            assert_int_equal(rig->deliveries[0].due_ms, rig_instant("2026-11-03T09:00:00Z"));
        else
            assert_int_equal(rig->deliveries[0].due_ms, rig_instant("2026-11-02T10:00:00Z"));
        rig_until(rig, "2026-11-03T12:00:00Z");
        if (table[i].outcome == OUTCOME_PENDING)
            assert_int_equal(rig->deliveries[0].decided_ms, rig_instant("2026-11-03T09:00:00Z"));
        rig_verify(rig);
        mem_free(json);
        rig_free(rig);
    }
}

static void rule_6_2_max_late_off(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig->rules.max_late_ms = WHEN_NEVER;
    rig_live(rig, HOOK("c", GO));
    rig_until(rig, "2026-12-30T00:00:00Z");
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", ""));
    assert_int_equal(rig->deliveries[0].outcome, OUTCOME_SENT);
    rig_free(rig);
}

static void rule_6_2_on_time_the_window_is_not_asked_again(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("c", GO "," AFTER("1", "hours") ",'window':{'from':'09:00','to':'18:00'}"));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", ""));
    /* An edit closes the window at due: pending entries keep theirs. */
    rig_campaign(rig, HOOK("c", GO ",'window':{'from':'20:00','to':'21:00'}"));
    rig_until(rig, "2026-11-02T12:00:00Z");
    assert_int_equal(rig->deliveries[0].outcome, OUTCOME_SENT);
    rig_free(rig);
}

static void rule_6_3_re_evaluation_needs_a_delay(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("now", GO
                          ",'reevaluate_audience':true," AUDIENCE("{'trait':'p','op':'missing'}")));
    rig_live(
            rig, HOOK("later", GO "," AFTER("1", "minutes") ",'reevaluate_audience':true," AUDIENCE(
                                       "{'trait':'p','op':'missing'}")));
    rig_live(rig, HOOK("once", GO
                          "," AFTER("1", "minutes") "," AUDIENCE("{'trait':'p','op':'missing'}")));
    rig_events(
            rig, TRACK("u", "go", "11-02T10:00:00", "") IDENTIFY("u", "11-02T10:00:30", "'p':1"));
    rig_until(rig, "2026-11-02T10:10:00Z");
    assert_int_equal(rig_tally(rig, "now", TALLY_OUTCOME + OUTCOME_SENT), 1);
    assert_int_equal(rig_tally(rig, "later", TALLY_OUTCOME + OUTCOME_LEFT_AUDIENCE), 1);
    assert_int_equal(rig_tally(rig, "once", TALLY_OUTCOME + OUTCOME_SENT), 1);
    rig_free(rig);
}

static void rule_6_4_identities(void **state)
{
    static const struct {
        const char *campaign, *traits, *detail;
    } table[] = {
            {"'channel':'email'", "", "no_identity"},
            {"'channel':'email'", "'email':null", "no_identity"},
            {"'channel':'email'", "'email':''", "no_identity"},
            {"'channel':'email'", "'email':{}", "no_identity"},
            {"'channel':'email'", "'email':[]", "no_identity"},
            {"'channel':'email'", "'email':'a@b.c'", NULL},
            {"'channel':'sms'", "'email':'a@b.c'", "no_identity"},
            {"'channel':'sms'", "'phone':33123456789", NULL},
            {"'channel':'whatsapp'", "'phone':'+33'", NULL},
            {"'channel':'push'", "", NULL},
            {"'channel':'webhook','identity':'crm'", "", "no_identity"},
            {"'channel':'webhook','identity':'crm'", "'crm':'7'", NULL},
            {"'channel':'email','identity':''", "", NULL},
            {"'channel':'email'", "'email':'a@b.c','emailSubscription':'unsubscribed'",
                    "unsubscribed"},
            {"'channel':'email'", "'email':'a@b.c','emailSubscription':'opted_in'", NULL},
            {"'channel':'email'", "'email':'a@b.c','pushSubscription':'unsubscribed'", NULL},
            {"'channel':'push'", "'pushSubscription':'unsubscribed'", "unsubscribed"},
            {"'channel':'sms'",
                    "'phone':'1','emailSubscription':'unsubscribed','pushSubscription':'"
                    "unsubscribed'",
                    NULL},
            {"'channel':'email'", "'emailSubscription':'unsubscribed'", "no_identity"},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(table); i++) {
        struct rig *rig = rig_new(NULL);
        char *json = mem_format(
                "{'id':'c','title':'t',%s,'message':{'subject':'s','body':'b'},'triggers':[{'type':"
                "'custom_event','event':'go'}],'control_percent':100}",
                table[i].campaign);
        char *line = mem_format(
                "{'type':'identify','userId':'u','timestamp':'2026-11-02T09:00:00Z','traits':{%s}}",
                table[i].traits);

        rig_live(rig, json);
        rig_events(rig, line);
        rig_events(rig, TRACK("u", "go", "11-02T10:00:00", ""));
        /* Who cannot be reached is not enrolled either. */
        assert_int_equal(rig->deliveries[0].outcome,
                table[i].detail ? OUTCOME_UNREACHABLE : OUTCOME_CONTROL);
        if (table[i].detail)
            assert_string_equal(rig->deliveries[0].detail, table[i].detail);
        mem_free(json);
        mem_free(line);
        rig_free(rig);
    }
}

static void rule_6_5_the_control_group(void **state)
{
    struct rig *rig = rig_new(NULL);
    int held = 0;

    (void)state;
    rig_live(rig, HOOK("c.1", GO ",'control_percent':30"));
    for (int i = 0; i < 1000; i++) {
        char *line = mem_format(
                "{'type':'track','userId':'u%d','timestamp':'2026-11-02T10:00:00Z','event':'go'}",
                i);
        char *text = mem_format("u%d:c.1", i);
        bool control = hash_rule(text, strlen(text)) % 100 < 30;

        rig_events(rig, line);
        assert_int_equal(rig->deliveries[i].outcome, control ? OUTCOME_CONTROL : OUTCOME_SENT);
        held += control;
        mem_free(line);
        mem_free(text);
    }
    assert_in_range(held, 250, 350);
    rig_free(rig);
}

static void rule_6_5_no_control_group_and_nothing_else(void **state)
{
    struct rig *rig = rig_new(NULL);
    const struct campaign *none, *all;

    (void)state;
    rig_live(rig, HOOK("none", GO));
    rig_live(rig, HOOK("all", GO ",'control_percent':100"));
    none = rig_find(rig, "none")->document;
    all = rig_find(rig, "all")->document;
    for (char c = 'a'; c <= 'z'; c++) {
        assert_false(control_holds(none, &c, 1));
        assert_true(control_holds(all, &c, 1));
    }
    rig_free(rig);
}

/* Live: never before the wall clock has reached due, late by the wall clock, with grace. */

static struct rig *live_rig(const char *wall)
{
    struct rig *rig = rig_new(NULL);

    rig->rules.live = true;
    rig_live(rig, HOOK("first", ON("never")));
    engine_free(rig->engine);
    rig->engine = engine_new(rig->plan, &rig->source, &rig->sink, WHEN_NONE, 1);
    engine_set_wall(rig->engine, rig_instant(wall));
    return rig;
}

static void rule_6_live_nothing_before_the_wall_clock(void **state)
{
    struct rig *rig = live_rig("2026-11-02T10:00:00Z");

    (void)state;
    rig_live(rig, HOOK("c", GO));
    rig_live(rig, HOOK("d", GO "," AFTER("10", "minutes")));
    /* A device clock that is half an hour ahead. */
    rig_events(rig, TRACK("u", "go", "11-02T10:30:00", ""));
    rig_events(rig, TRACK("x", "x", "11-02T10:50:00", ""));
    assert_int_equal(rig->deliveries[0].outcome, OUTCOME_PENDING);
    engine_set_wall(rig->engine, rig_instant("2026-11-02T10:29:59.999Z"));
    rig_events(rig, TRACK("x", "x", "11-02T10:50:00", ""));
    assert_int_equal(rig->deliveries[0].outcome, OUTCOME_PENDING);
    engine_set_wall(rig->engine, rig_instant("2026-11-02T10:30:00Z"));
    rig_events(rig, "");
    /* At the instant of 3.3: the clock was raised meanwhile. */
    rig_expect(rig, "c u 11-02T10:30:00.000 11-02T10:30:00.000 11-02T10:50:00.000 sent -\n"
                    "d u 11-02T10:30:00.000 11-02T10:40:00.000 - pending -\n");
    engine_set_wall(rig->engine, rig_instant("2026-11-02T10:40:00Z"));
    /* The watermark is still behind the clock. */
    rig_until(rig, "2026-11-02T10:39:30Z");
    assert_int_equal(rig->deliveries[1].outcome, OUTCOME_SENT);
    assert_int_equal(engine_clock(rig->engine), rig_instant("2026-11-02T10:50:00Z"));
    rig_free(rig);
}

static void rule_6_2_live_lateness_has_a_grace(void **state)
{
    static const struct {
        const char *wall;
        enum outcome outcome;
    } table[] = {
            {"2026-11-02T18:00:30Z", OUTCOME_SENT}, /* the window closed, but it is not late yet */
            {"2026-11-02T18:00:30.001Z", OUTCOME_TOO_LATE},
            {"2026-11-03T10:00:00Z", OUTCOME_SENT}, /* late, and the window is open */
            {"2026-11-03T18:00:00.001Z", OUTCOME_TOO_LATE},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(table); i++) {
        struct rig *rig = live_rig("2026-11-02T10:00:00Z");

        rig_live(rig,
                HOOK("c", GO "," AFTER("10", "minutes") ",'window':{'from':'09:00','to':'18:01'}"));
        rig_events(rig, TRACK("u", "go", "11-02T17:50:00", ""));
        assert_int_equal(rig->deliveries[0].outcome, OUTCOME_PENDING);
        /* Down for a while; the backlog raises the clock step by step. */
        rig_campaign(rig,
                HOOK("c", GO "," AFTER("10", "minutes") ",'window':{'from':'09:00','to':'18:00'}"));
        engine_set_wall(rig->engine, rig_instant(table[i].wall));
        rig_events(rig, TRACK("x", "x", "11-02T18:00:00", ""));
        assert_int_equal(rig->deliveries[0].outcome, table[i].outcome);
        assert_int_equal(rig->deliveries[0].decided_ms, rig_instant("2026-11-02T18:00:00Z"));
        rig_free(rig);
    }
}

static void rule_6_2_live_next_opening_is_from_the_wall_clock(void **state)
{
    struct rig *rig = live_rig("2026-11-02T10:00:00Z");

    (void)state;
    rig_live(rig, HOOK("c", GO "," AFTER("10", "minutes") ",'window':{'from':'09:00','to':'18:00','"
                                                          "if_missed':'next'}"));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", ""));
    engine_set_wall(rig->engine, rig_instant("2026-11-02T22:00:00Z"));
    rig_until(rig, "2026-11-02T12:00:00Z");
    rig_expect(rig, "c u 11-02T10:00:00.000 11-03T09:00:00.000 - pending -\n");
    engine_set_wall(rig->engine, rig_instant("2026-11-03T09:00:00Z"));
    rig_until(rig, "2026-11-03T09:00:00Z");
    rig_expect(rig, "c u 11-02T10:00:00.000 11-03T09:00:00.000 11-03T09:00:00.000 sent -\n");
    rig_free(rig);
}

/* The steps of a decision that is sent, and of one at each gate. */
static void the_trace_of_a_decision(void **state)
{
    struct rig *rig = rig_new(NULL);
    struct trace trace = {0};
    struct entry entry = {.due_ms = rig_instant("2026-11-02T10:00:00Z")};
    struct decide_result result;
    static const enum gate gates[] = {GATE_DECIDE_END, GATE_TOO_LATE, GATE_REEVALUATE,
            GATE_REEVALUATE, GATE_IDENTITY, GATE_SUBSCRIPTION, GATE_CONTROL};

    (void)state;
    rig_live(rig,
            "{'id':'c','title':'t','channel':'email','message':{'subject':'s','body':'b'}," ON(
                    "go") "," AFTER("1", "hours") ",'duration':{'end':'2026-12-01T00:00'},"
                                                  "'reevaluate_audience':true,'control_percent':"
                                                  "100," AUDIENCE("{'everyone':true}") "}");
    rig_events(rig, IDENTIFY("u", "11-02T09:00:00", "'email':'a@b.c','emailSubscription':'x'"));
    result = entry_decide(rig->plan, rig_find(rig, "c"), rig_user(rig, "u"), &entry, entry.due_ms,
            WHEN_NEVER, &trace, NULL);
    assert_int_equal(result.outcome, OUTCOME_CONTROL);
    assert_int_equal(trace.count, ARRAY_COUNT(gates));
    for (size_t i = 0; i < ARRAY_COUNT(gates); i++) {
        assert_int_equal(trace.steps[i].gate, gates[i]);
        assert_int_equal(trace.steps[i].passed, gates[i] != GATE_CONTROL);
    }
    assert_int_equal(trace.steps[0].wanted.number, rig_instant("2026-12-01T00:00:00Z"));
    assert_int_equal(trace.steps[0].found.number, entry.due_ms);
    assert_string_equal(trace.steps[4].wanted.text, "email");
    assert_string_equal(trace.steps[4].found.text, "\"a@b.c\"");
    assert_string_equal(trace.steps[5].found.text, "\"x\"");
    assert_true(trace.steps[6].wanted.real == 100);
    trace_release(&trace);
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(rule_6_1_an_edit_moved_the_end),
            cmocka_unit_test(rule_6_2_too_late_edges),
            cmocka_unit_test(rule_6_2_max_late_off),
            cmocka_unit_test(rule_6_2_on_time_the_window_is_not_asked_again),
            cmocka_unit_test(rule_6_3_re_evaluation_needs_a_delay),
            cmocka_unit_test(rule_6_4_identities),
            cmocka_unit_test(rule_6_5_the_control_group),
            cmocka_unit_test(rule_6_5_no_control_group_and_nothing_else),
            cmocka_unit_test(the_trace_of_a_decision),
            cmocka_unit_test(rule_6_live_nothing_before_the_wall_clock),
            cmocka_unit_test(rule_6_2_live_lateness_has_a_grace),
            cmocka_unit_test(rule_6_2_live_next_opening_is_from_the_wall_clock),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
