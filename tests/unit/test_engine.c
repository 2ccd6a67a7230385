/* What one event does, in order (SEMANTICS 1.2, 1.5, 3, 4): the clock, duplicates, late events,
 * exceptions, derived events. */
#include "base/alloc.h"
#include "base/when.h"
#include "engine_rig.h"
#include "unit.h"

static void rule_1_2_the_clock_never_goes_back(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_until(rig, "2026-11-02T10:00:00Z");
    assert_int_equal(engine_clock(rig->engine), rig_instant("2026-11-02T10:00:00Z"));
    rig_until(rig, "2026-11-02T09:00:00Z");
    rig_events(rig, TRACK("u", "x", "11-02T08:00:00", ""));
    assert_int_equal(engine_clock(rig->engine), rig_instant("2026-11-02T10:00:00Z"));
    assert_int_equal(engine_counts(rig->engine)->late, 1);
    rig_events(rig, TRACK("u", "x", "11-02T10:00:00", ""));
    assert_int_equal(engine_counts(rig->engine)->late, 1);
    rig_free(rig);
}

/* Raised at once or in many steps, over a chain of delays: the same ledger. */
static void rule_1_2_raising_stops_at_every_due(void **state)
{
    static const char wanted[] =
            "a u 11-02T10:00:00.000 11-02T10:10:00.000 11-02T10:10:00.000 sent -\n"
            "b u 11-02T10:10:00.000 11-02T10:30:00.000 11-02T10:30:00.000 sent -\n"
            "c u 11-02T10:30:00.000 11-02T11:30:00.000 11-02T11:30:00.000 sent -\n";

    (void)state;
    for (int steps = 0; steps < 2; steps++) {
        struct rig *rig = rig_new(NULL);

        rig_live(rig, HOOK("a", GO "," AFTER("10", "minutes")));
        rig_live(rig, HOOK("b", TRIGGER("'type':'campaign_interaction','campaign':'a','interaction'"
                                        ":'receive_webhook'") "," AFTER("20", "minutes")));
        rig_live(rig, HOOK("c", TRIGGER("'type':'campaign_interaction','campaign':'b','interaction'"
                                        ":'receive_webhook'") "," AFTER("1", "hours")));
        rig_events(rig, TRACK("u", "go", "11-02T10:00:00", ""));
        if (steps > 0) {
            rig_until(rig, "2026-11-02T10:10:00Z");
            rig_until(rig, "2026-11-02T10:29:59.999Z");
            rig_until(rig, "2026-11-02T11:29:59.999Z");
        }
        rig_until(rig, "2026-11-02T11:30:00Z");
        rig_expect(rig, wanted);
        rig_free(rig);
    }
}

static void rule_1_3_the_last_valid_zone(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_events(rig, LINE("track", "u", "11-02T10:00:00",
                            "'event':'x','context':{'timezone':'Asia/Tokyo'}"));
    assert_string_equal(zone_name(rig_user(rig, "u")->zone), "Asia/Tokyo");
    rig_events(rig, LINE("track", "u", "11-02T10:01:00",
                            "'event':'x','context':{'timezone':'europe/paris'}") LINE("track", "u",
                            "11-02T10:02:00",
                            "'event':'x','context':{'timezone':'Europe/Paris'},'channel':'server'")
                            IDENTIFY("u", "11-02T10:03:00", "'timezone':null"));
    assert_string_equal(zone_name(rig_user(rig, "u")->zone), "Asia/Tokyo");
    /* Traits last. */
    rig_events(rig,
            LINE("identify", "u", "11-02T10:04:00",
                    "'traits':{'timezone':'Europe/Paris'},'context':{'timezone':'Asia/Tokyo'}"));
    assert_string_equal(zone_name(rig_user(rig, "u")->zone), "Europe/Paris");
    rig_events(rig, LINE("identify", "u", "11-02T10:05:00",
                            "'traits':{'timezone':'UTC'},'channel':'server'"));
    assert_string_equal(zone_name(rig_user(rig, "u")->zone), "UTC");
    rig_free(rig);
}

static void rule_2_2_traits_merge_at_the_top_level(void **state)
{
    struct rig *rig = rig_new(NULL);
    struct buf json = {0};

    (void)state;
    rig_events(rig, IDENTIFY("u", "11-02T10:00:00",
                            "'a':{'x':1,'y':2},'b':1,'subscriptionGroups':{'g':'subscribed','h':'"
                            "subscribed'}") IDENTIFY("u", "11-02T10:01:00",
                            "'a':{'x':3},'b':null,'subscriptionGroups':{'g':null,'i':'subscribed'}")
                            IDENTIFY("u", "11-02T10:02:00", "'subscriptionGroups':null")
                                    IDENTIFY("u", "11-02T10:03:00", "'subscriptionGroups':['g']"));
    value_add_json(&json, profile_trait(rig_user(rig, "u"), "a"));
    buf_add_char(&json, ' ');
    value_add_json(&json, profile_trait(rig_user(rig, "u"), "b"));
    buf_add_char(&json, ' ');
    value_add_json(&json, profile_trait(rig_user(rig, "u"), "subscriptionGroups"));
    assert_buf(&json, "{\"x\":3} null {\"h\":\"subscribed\",\"i\":\"subscribed\"}");
    rig_events(rig,
            IDENTIFY("u", "11-02T10:04:00", "'a':null,'subscriptionGroups':{'h':null,'i':null}"));
    assert_int_equal(value_count(profile_traits(rig_user(rig, "u"))), 1);
    rig_free(rig);
}

static void traits_over_the_limit_are_not_applied_and_counted(void **state)
{
    struct rig *rig = rig_new(NULL);
    char *filler = mem_new(TRAITS_SIZE_MAX + 1), *line;

    (void)state;
    memset(filler, 'x', TRAITS_SIZE_MAX);
    rig_live(rig, HOOK("c", TRIGGER("'type':'attribute_changed','attribute':'a'") "," AGAIN));
    rig_events(rig, IDENTIFY("u", "11-02T10:00:00", "'a':1"));
    line = mem_format("{'type':'identify','userId':'u','timestamp':'2026-11-02T11:00:00Z','traits':"
                      "{'a':2,'timezone':'UTC','f':'%s'},'context':{'timezone':'Asia/Tokyo'}}",
            filler);
    rig_events(rig, line);
    assert_int_equal(engine_counts(rig->engine)->traits_limit, 1);
    assert_int_equal(engine_counts(rig->engine)->accepted, 2);
    assert_true(value_number(profile_trait(rig_user(rig, "u"), "a")) == 1);
    assert_string_equal(zone_name(rig_user(rig, "u")->zone), "Asia/Tokyo");
    assert_int_equal(rig_tally(rig, "c", TALLY_MATCHES), 1);
    assert_int_equal(engine_clock(rig->engine), rig_instant("2026-11-02T11:00:00Z"));
    mem_free(filler);
    mem_free(line);
    rig_free(rig);
}

#define WITH_ID(id, at) LINE("track", "u", at, "'event':'go','messageId':'" id "'")

static void rule_3_2_a_duplicate_does_nothing(void **state)
{
    struct rig *rig = rig_new(NULL);
    int calls;

    (void)state;
    rig_live(rig, HOOK("c", GO "," AFTER("10", "minutes") "," AGAIN));
    rig_events(rig, WITH_ID("m", "11-02T10:00:00"));
    calls = rig->changed_calls;
    rig_events(rig, WITH_ID("m", "11-02T12:00:00"));
    assert_int_equal(engine_counts(rig->engine)->duplicates, 1);
    assert_int_equal(engine_counts(rig->engine)->accepted, 1);
    assert_int_equal(engine_clock(rig->engine), rig_instant("2026-11-02T10:00:00Z"));
    assert_int_equal(rig->changed_calls, calls);
    rig_expect(rig, "c u 11-02T10:00:00.000 11-02T10:10:00.000 - pending -\n");
    rig_free(rig);
}

static void rule_3_3_order_of_what_is_due_at_one_instant(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    /* Only the first of all gets through: everyone else left the audience by then. */
    rig_live(rig,
            HOOK("b",
                    GO "," AFTER("30", "minutes") "," AGAIN ",'reevaluate_audience':true," AUDIENCE(
                            "{'not':{'any':[{'received':'a'},{'received':'b'}]}}")));
    rig_live(rig, HOOK("a", GO "," AFTER("30", "minutes") ",'reevaluate_audience':true," AUDIENCE(
                                    "{'not':{'received':'b'}}")));
    rig_events(rig, TRACK("u2", "go", "11-02T10:00:00", "") TRACK("u10", "go", "11-02T10:00:00", "")
                            TRACK("u10", "go", "11-02T10:00:00", ""));
    rig_until(rig, "2026-11-02T10:30:00Z");
    rig_expect(rig,
            "a u10 11-02T10:00:00.000 11-02T10:30:00.000 11-02T10:30:00.000 sent -\n"
            "b u10 11-02T10:00:00.000 11-02T10:30:00.000 11-02T10:30:00.000 left_audience -\n"
            "b u10 11-02T10:00:00.000 11-02T10:30:00.000 11-02T10:30:00.000 left_audience -\n"
            "a u2 11-02T10:00:00.000 11-02T10:30:00.000 11-02T10:30:00.000 sent -\n"
            "b u2 11-02T10:00:00.000 11-02T10:30:00.000 11-02T10:30:00.000 left_audience -\n");
    rig_free(rig);
}

static void rule_3_3_late_entries_wait_for_their_batch(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("c", GO "," AFTER("30", "minutes") "," UNLESS("stop") "," AGAIN));
    rig_events(rig, TRACK("x", "x", "11-02T12:00:00", ""));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", "") TRACK("u", "stop", "11-02T10:29:59.999",
                            "") TRACK("v", "go", "11-02T10:00:00", "")
                            TRACK("v", "stop", "11-02T10:30:00", ""));
    rig_expect(rig, "c u 11-02T10:00:00.000 11-02T10:30:00.000 11-02T10:29:59.999 exception -\n"
                    "c v 11-02T10:00:00.000 11-02T10:30:00.000 11-02T12:00:00.000 sent -\n");
    rig_free(rig);
}

static void rule_3_5_a_send_at_once_comes_before_the_credit(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("c", GO "," AUDIENCE("{'event':'go','count':{'op':'eq','value':1}}")));
    rig_live(rig, HOOK("d", TRIGGER("'type':'campaign_interaction','campaign':'c','interaction':'"
                                    "receive_webhook'") "," AUDIENCE("{'event':'go','count':{'op':'"
                                                                     "eq','value':2}}")));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", "") TRACK("u", "go", "11-02T10:01:00", ""));
    /* Derived events follow the credit. */
    rig_expect(rig, "c u 11-02T10:01:00.000 11-02T10:01:00.000 11-02T10:01:00.000 sent -\n"
                    "d u 11-02T10:01:00.000 11-02T10:01:00.000 11-02T10:01:00.000 sent -\n");
    rig_free(rig);
}

static void rule_3_6_first_in_first_out(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    /* a and b are sent; then a's follow-up f, then b's g, then f's h: g sees f, but not h. */
    rig_live(rig, HOOK("a", GO));
    rig_live(rig, HOOK("b", GO));
    rig_live(rig, HOOK("f", TRIGGER("'type':'campaign_interaction','campaign':'a','interaction':'"
                                    "receive_webhook'")));
    rig_live(rig, HOOK("g", TRIGGER("'type':'campaign_interaction','campaign':'b','interaction':'"
                                    "receive_webhook'") "," AUDIENCE("{'all':[{'received':'f'},{'"
                                                                     "not':{'received':'h'}}]}")));
    rig_live(rig, HOOK("h", TRIGGER("'type':'campaign_interaction','campaign':'f','interaction':'"
                                    "receive_webhook'") "," AUDIENCE("{'received':'g'}")));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", ""));
    assert_int_equal(rig_tally(rig, "g", TALLY_OUTCOME + OUTCOME_SENT), 1);
    assert_int_equal(rig_tally(rig, "h", TALLY_OUTCOME + OUTCOME_SENT), 1);
    rig_free(rig);
}

static void rule_3_6_a_ring_is_cut_and_counted_once(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig,
            HOOK("a", TRIGGER("'type':'custom_event','event':'go'},{'type':'campaign_interaction','"
                              "campaign':'b','interaction':'receive_webhook'") "," AGAIN));
    rig_live(rig, HOOK("b", TRIGGER("'type':'campaign_interaction','campaign':'a','interaction':'"
                                    "receive_webhook'") "," AGAIN));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", ""));
    assert_int_equal(rig_tally(rig, "a", TALLY_ENTRIES), 5);
    assert_int_equal(rig_tally(rig, "b", TALLY_ENTRIES), 4);
    /* What was sent last is counted, although nothing may follow from it. */
    assert_int_equal(rig_tally(rig, "a", TALLY_INTERACTION + INTERACTION_RECEIVE_WEBHOOK), 5);
    assert_int_equal(engine_counts(rig->engine)->cycle, 1);
    rig_events(rig, TRACK("u", "go", "11-02T11:00:00", ""));
    assert_int_equal(engine_counts(rig->engine)->cycle, 2);
    rig_free(rig);
}

/* Eleven campaigns that all follow each other: 11 + 11*11 + ... would be a flood. */
static void rule_3_6_at_most_1024_in_all(void **state)
{
    struct rig *rig = rig_new(NULL);
    struct buf triggers = {0};
    int64_t sent = 0;

    (void)state;
    for (int i = 0; i < 11; i++)
        buf_add_format(&triggers,
                ",{'type':'campaign_interaction','campaign':'c%d','interaction':'receive_webhook'}",
                i);
    for (int i = 0; i < 11; i++) {
        char *json = mem_format(
                "{'id':'c%d','title':'t','channel':'webhook','message':{'body':'b'},'reeligibility'"
                ":{'allowed':true},'triggers':[{'type':'custom_event','event':'go'}%s]}",
                i, buf_text(&triggers));

        rig_live(rig, json);
        mem_free(json);
    }
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", ""));
    for (size_t i = 0; i < rig->campaign_count; i++)
        sent += rig->tallies[i][TALLY_OUTCOME + OUTCOME_SENT].total;
    /* The event sends 11, each of the 1024 derived events 11 more. */
    assert_int_equal(sent, 11 + 1024 * 11);
    assert_int_equal(engine_counts(rig->engine)->cycle, 1);
    buf_release(&triggers);
    rig_free(rig);
}

static void rule_3_6_entries_decided_by_the_clock_have_their_own_depth(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig,
            HOOK("a", TRIGGER("'type':'custom_event','event':'go'},{'type':'campaign_interaction','"
                              "campaign':'a','interaction':'receive_webhook'") "," AGAIN
                                                                               "," AFTER("1",
                                                                                       "minutes")));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", ""));
    rig_until(rig, "2026-11-02T10:20:00Z");
    assert_int_equal(rig_tally(rig, "a", TALLY_OUTCOME + OUTCOME_SENT), 20);
    assert_int_equal(engine_counts(rig->engine)->cycle, 0);
    rig_free(rig);
}

static void rule_3_6_unsubscribing_is_a_derived_trait_change(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    /* An exception of the change; a trigger that sees the event as credited. */
    rig_live(rig,
            HOOK("w", GO "," AFTER("1", "hours") ",'exceptions':[{'type':'subscription_changed','"
                                                 "channel':'email','to':'unsubscribed'}]"));
    rig_live(rig,
            HOOK("s", TRIGGER("'type':'attribute_changed','attribute':'emailSubscription','"
                              "to':'unsubscribed'") "," AUDIENCE("{'event':'Unsubscribed','count':{"
                                                                 "'op':'eq','value':1}}")));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", "")
                            TRACK("u", "Unsubscribed", "11-02T10:05:00", ""));
    rig_expect(rig, "w u 11-02T10:00:00.000 11-02T11:00:00.000 11-02T10:05:00.000 exception -\n"
                    "s u 11-02T10:05:00.000 11-02T10:05:00.000 11-02T10:05:00.000 sent -\n");
    rig_free(rig);
}

static void rule_4_1_only_between_trigger_and_due(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("c", GO "," AFTER("30", "minutes") "," UNLESS("stop") "," AGAIN));
    rig_events(rig, TRACK("u", "stop", "11-02T10:00:00", "") TRACK("u", "go", "11-02T10:00:00", "")
                            TRACK("u", "stop", "11-02T10:00:00", "") TRACK("u", "go",
                                    "11-02T10:10:00", "") TRACK("u", "stop", "11-02T10:10:00", ""));
    /* At the instant of its trigger it does not count: only the first entry ends. */
    rig_expect(rig, "c u 11-02T10:00:00.000 11-02T10:30:00.000 11-02T10:10:00.000 exception -\n"
                    "c u 11-02T10:10:00.000 11-02T10:40:00.000 - pending -\n");
    rig_free(rig);
}

static void rule_4_1_exceptions_need_a_delay(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    /* In live mode or late, an immediate entry may be pending for a while: no row excepts it. */
    rig_live(rig,
            HOOK("c",
                    GO "," UNLESS(
                            "stop") ",'window':{'from':'09:00','to':'18:00','if_missed':'next'}"));
    rig_events(rig, TRACK("x", "x", "11-02T20:00:00", ""));
    rig_events(rig, TRACK("u", "go", "11-02T17:00:00", ""));
    rig_events(rig, TRACK("u", "stop", "11-02T21:00:00", ""));
    rig_expect(rig, "c u 11-02T17:00:00.000 11-03T09:00:00.000 - pending -\n");
    rig_until(rig, "2026-11-03T09:00:00Z");
    rig_expect(rig, "c u 11-02T17:00:00.000 11-03T09:00:00.000 11-03T09:00:00.000 sent -\n");
    rig_free(rig);
}

static void rule_4_2_and_4_3_trigger_and_exception_in_one(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("c", GO "," AFTER("5", "minutes") "," UNLESS(
                                    "go") ",'window':{'from':'10:00','to':'10:04'}"));
    rig_live(rig, HOOK("f", TRIGGER("'type':'exception_performed','campaign':'d'") "," AGAIN));
    rig_live(rig, HOOK("d", GO "," AFTER("5", "minutes") "," UNLESS(
                                    "go") ",'duration':{'end':'2026-11-02T10:06'}"));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", "") TRACK("u", "go", "11-02T10:01:00", "")
                            TRACK("u", "go", "11-02T10:03:00", ""));
    /* Where a gate refuses the trigger, the old entry stays cancelled. */
    rig_expect(rig, "d u 11-02T10:00:00.000 11-02T10:05:00.000 11-02T10:01:00.000 exception -\n"
                    "d u 11-02T10:01:00.000 11-02T10:06:00.000 11-02T10:03:00.000 exception -\n"
                    "f u 11-02T10:01:00.000 11-02T10:01:00.000 11-02T10:01:00.000 sent -\n"
                    "f u 11-02T10:03:00.000 11-02T10:03:00.000 11-02T10:03:00.000 sent -\n");
    assert_int_equal(rig_refusals(rig, "d", REFUSAL_DUE_AFTER_END), 1);
    assert_int_equal(rig_refusals(rig, "c", REFUSAL_MISSED_WINDOW), 3);
    rig_free(rig);
}

static void rule_4_2_the_row_that_cancelled_is_told(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig,
            HOOK("c", GO "," AFTER("5", "minutes") ",'exceptions':[{'type':'custom_event','event':'"
                                                   "no'},{'type':'custom_event','event':'stop','"
                                                   "where':[{'property':'n','op':'equals','value':"
                                                   "1}]},{'type':'custom_event','event':'stop'}]"));
    rig_events(rig,
            TRACK("u", "go", "11-02T10:00:00", "") TRACK("u", "stop", "11-02T10:01:00", "'n':2"));
    assert_int_equal(rig->deliveries[0].outcome, OUTCOME_EXCEPTION);
    assert_int_equal(rig->deliveries[0].cause_row, 2);
    rig_free(rig);
}

static void entries_keep_the_trigger_s_properties(void **state)
{
    struct rig *rig = rig_new(NULL);
    char *filler = mem_new(4000), *line;

    (void)state;
    memset(filler, '\x07' + 'a', 3999);
    rig_live(rig, HOOK("c", GO "," AFTER("5", "minutes") "," AGAIN));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", "'a':[1,{'b':null}],'c':'\\u0001'")
                            TRACK("u", "go", "11-02T10:00:01", ""));
    line = mem_format("{'type':'track','userId':'u','timestamp':'2026-11-02T10:00:02Z','event':'go'"
                      ",'properties':{'a':1,'long':'%s','tail':'%.100s','z':2}}",
            filler, filler);
    rig_events(rig, line);
    assert_string_equal(
            rig->deliveries[0].properties, "{\"a\":[1,{\"b\":null}],\"c\":\"\\u0001\"}");
    assert_false(rig->deliveries[0].cut);
    assert_null(rig->deliveries[1].properties);
    assert_true(rig->deliveries[2].cut);
    assert_true(strlen(rig->deliveries[2].properties) <= ENTRY_PROPERTIES_MAX);
    assert_contains(rig->deliveries[2].properties, "\"long\"");
    assert_null(strstr(rig->deliveries[2].properties, "tail"));
    assert_null(strstr(rig->deliveries[2].properties, "\"z\""));
    mem_free(filler);
    mem_free(line);
    rig_free(rig);
}

static void changed_is_called_once_an_event_and_decision(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("a", GO "," AFTER("10", "minutes")));
    rig_live(rig, HOOK("b", GO));
    rig_live(rig, HOOK("c", TRIGGER("'type':'campaign_interaction','campaign':'b','interaction':'"
                                    "receive_webhook'")));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", ""));
    assert_int_equal(rig->changed_calls, 1);
    rig_until(rig, "2026-11-02T10:10:00Z");
    assert_int_equal(rig->changed_calls, 2);
    rig_free(rig);
}

static void rule_6_stopping_ends_what_waits(void **state)
{
    struct rig *rig = rig_new(NULL);
    int calls;

    (void)state;
    rig_live(rig, HOOK("a", GO "," AFTER("10", "minutes") "," AGAIN));
    rig_live(rig, HOOK("b", GO "," AFTER("10", "minutes")));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", "") TRACK("u", "go", "11-02T10:05:00", ""));
    calls = rig->changed_calls;
    rig_stop(rig, "a", "2026-11-02T10:01:00Z");
    assert_int_equal(rig->changed_calls, calls + 1);
    rig_until(rig, "2026-11-02T10:30:00Z");
    rig_expect(rig, "a u 11-02T10:00:00.000 11-02T10:10:00.000 11-02T10:05:00.000 stopped -\n"
                    "b u 11-02T10:00:00.000 11-02T10:10:00.000 11-02T10:10:00.000 sent -\n"
                    "a u 11-02T10:05:00.000 11-02T10:15:00.000 11-02T10:05:00.000 stopped -\n");
    assert_int_equal(rig->deliveries[0].version, 1);
    rig_free(rig);
}

/* The whole input in one batch, event by event, and with restarts between: the same ledger. */
static void rule_1_5_batches_may_be_cut_anywhere(void **state)
{
    static const char *const lines[] = {TRACK("u", "go", "11-02T10:00:00", ""),
            TRACK("v", "go", "11-02T10:07:00", ""), TRACK("u", "stop", "11-02T10:09:00", ""),
            TRACK("u", "go", "11-02T10:20:00", ""), TRACK("v", "stop", "11-02T10:30:00", ""),
            TRACK("w", "go", "11-02T10:31:00", ""), TRACK("u", "go", "11-02T10:32:00", ""),
            TRACK("w", "x", "11-02T12:00:00", "")};
    struct buf ledgers[3] = {{0}};

    (void)state;
    for (int way = 0; way < 3; way++) {
        struct rig *rig = rig_new(NULL);
        struct buf all = {0};

        rig->restart = way == 2;
        rig_live(rig, HOOK("a", GO "," AFTER("10", "minutes") "," UNLESS("stop") "," AGAIN));
        rig_live(rig, HOOK("b", TRIGGER("'type':'campaign_interaction','campaign':'a','interaction'"
                                        ":'receive_webhook'") "," AFTER("13",
                                        "minutes") "," UNLESS("go") "," AGAIN));
        rig_live(rig, HOOK("c", TRIGGER("'type':'exception_performed','campaign':'b'") "," AGAIN));
        for (size_t i = 0; i < ARRAY_COUNT(lines); i++) {
            buf_add_text(&all, lines[i]);
            if (way > 0)
                rig_events(rig, lines[i]);
        }
        if (way == 0)
            rig_events(rig, buf_text(&all));
        rig_verify(rig);
        rig_ledger(rig, &ledgers[way]);
        buf_release(&all);
        rig_free(rig);
    }
    assert_contains(buf_text(&ledgers[0]), "c u");
    assert_string_equal(buf_text(&ledgers[0]), buf_text(&ledgers[1]));
    assert_string_equal(buf_text(&ledgers[0]), buf_text(&ledgers[2]));
    for (int way = 0; way < 3; way++)
        buf_release(&ledgers[way]);
}

/* Rows that are found by the event's name, by its campaign, as a link of any campaign and as a
 * canvas step are walked as one list in order of campaign: each campaign wants the one before it.
 */
static void rule_3_7_campaigns_in_order_of_id(void **state)
{
    static const char *const triggers[] = {"'type':'custom_event','event':'Email Link Clicked'",
            "'type':'campaign_interaction','campaign':'src','interaction':'click_email'",
            "'type':'campaign_interaction','campaign':'*','interaction':'click_email_link'",
            "'type':'canvas_interaction','canvas':'k','step':'s','interaction':'click_email'"};
    static const char *const audiences[] = {
            "'everyone':true", "'received':'c0'", "'received':'c1'", "'received':'c2'"};

    (void)state;
    for (int step = 1; step <= 3; step += 2)
        for (int first = 0; first < 4; first++) {
            struct rig *rig = rig_new(NULL);

            rig_live(rig, HOOK("src", ON("never")));
            for (int i = 3; i >= 0; i--) {
                char *json = mem_format("{'id':'c%d','title':'t','channel':'webhook','message':{"
                                        "'body':'b'},'triggers':[{%s}],'audience':{'filter':{%s}}}",
                        i, triggers[(first + i * step) % 4], audiences[i]);

                rig_live(rig, json);
                mem_free(json);
            }
            rig_events(rig,
                    TRACK("u", "Email Link Clicked", "11-02T10:00:00",
                            "'campaign_id':'src','canvas_id':'k','step_id':'s','link_alias':'l'"));
            assert_int_equal(rig->delivery_count, 4);
            rig_free(rig);
        }
}

static void properties_are_cut_at_4_kib_exactly(void **state)
{
    (void)state;
    for (size_t over = 0; over < 2; over++) {
        struct rig *rig = rig_new(NULL);
        /* {"a":"..."} */
        size_t size = ENTRY_PROPERTIES_MAX - 8 + over;
        char *filler = mem_new(size + 1), *line;

        memset(filler, 'x', size);
        rig_live(rig, HOOK("c", GO));
        line = mem_format("{'type':'track','userId':'u','timestamp':'2026-11-02T10:00:02Z','event':"
                          "'go','properties':{'a':'%s'}}",
                filler);
        rig_events(rig, line);
        assert_int_equal(rig->deliveries[0].cut, over);
        assert_int_equal(
                strlen(rig->deliveries[0].properties), over ? strlen("{}") : ENTRY_PROPERTIES_MAX);
        mem_free(filler);
        mem_free(line);
        rig_free(rig);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(rule_1_2_the_clock_never_goes_back),
            cmocka_unit_test(rule_1_2_raising_stops_at_every_due),
            cmocka_unit_test(rule_1_3_the_last_valid_zone),
            cmocka_unit_test(rule_2_2_traits_merge_at_the_top_level),
            cmocka_unit_test(traits_over_the_limit_are_not_applied_and_counted),
            cmocka_unit_test(rule_3_2_a_duplicate_does_nothing),
            cmocka_unit_test(rule_3_3_order_of_what_is_due_at_one_instant),
            cmocka_unit_test(rule_3_3_late_entries_wait_for_their_batch),
            cmocka_unit_test(rule_3_5_a_send_at_once_comes_before_the_credit),
            cmocka_unit_test(rule_3_6_first_in_first_out),
            cmocka_unit_test(rule_3_6_a_ring_is_cut_and_counted_once),
            cmocka_unit_test(rule_3_6_at_most_1024_in_all),
            cmocka_unit_test(rule_3_6_entries_decided_by_the_clock_have_their_own_depth),
            cmocka_unit_test(rule_3_6_unsubscribing_is_a_derived_trait_change),
            cmocka_unit_test(rule_4_1_only_between_trigger_and_due),
            cmocka_unit_test(rule_4_1_exceptions_need_a_delay),
            cmocka_unit_test(rule_4_2_and_4_3_trigger_and_exception_in_one),
            cmocka_unit_test(rule_4_2_the_row_that_cancelled_is_told),
            cmocka_unit_test(entries_keep_the_trigger_s_properties),
            cmocka_unit_test(rule_3_7_campaigns_in_order_of_id),
            cmocka_unit_test(properties_are_cut_at_4_kib_exactly),
            cmocka_unit_test(changed_is_called_once_an_event_and_decision),
            cmocka_unit_test(rule_6_stopping_ends_what_waits),
            cmocka_unit_test(rule_1_5_batches_may_be_cut_anywhere),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
