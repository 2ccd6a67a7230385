/* Receipts by impression, interactions, conversions and revenue (SEMANTICS 6.6, 8). */
#include "base/alloc.h"
#include "base/when.h"
#include "engine_rig.h"
#include "unit.h"

static int64_t converted(const struct rig *rig, const char *campaign, int number)
{
    return rig_tally(rig, campaign, TALLY_CONVERSION + number);
}

static int64_t revenue(const struct rig *rig, const char *campaign)
{
    return rig_tally(rig, campaign, TALLY_REVENUE);
}

#define BUY(user, at, amount) TRACK(user, "Order Completed", at, "'revenue':" amount)
#define CONVERTS(rows)        "'conversions':[" rows "]"
#define ON_PURCHASE           "{'event':{'type':'purchase'}}"

static void rule_8_1_the_window_is_inclusive_and_three_days_long(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("c", GO "," CONVERTS(ON_PURCHASE)));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", "") BUY("u", "11-05T10:00:00", "1") TRACK(
                            "v", "go", "11-02T10:00:00", "") BUY("v", "11-05T10:00:00.001", "1")
                            TRACK("w", "go", "11-02T10:00:00", "") BUY("w", "11-02T10:00:00", "1")
                                    BUY("w", "11-02T10:00:00.001", "2"));
    assert_int_equal(converted(rig, "c", 0), 2);
    assert_int_equal(revenue(rig, "c"), 30000);
    rig_free(rig);
}

static void rule_8_2_once_per_event_and_receipt(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig,
            HOOK("c", GO "," AGAIN "," CONVERTS(ON_PURCHASE
                              ",{'event':{'type':'session_start'},'within':{'amount':1,'unit':'"
                              "hours'}},{'event':{'type':'custom_event','event':'like','where':[{'"
                              "property':'n','op':'gt','value':1}]}},{'event':{'type':'campaign_"
                              "interaction','interaction':'click_sms_link'}}")));
    rig_events(rig,
            TRACK("u", "go", "11-02T10:00:00", "") BUY("u", "11-02T10:10:00", "1") BUY(
                    "u", "11-02T10:20:00", "2.5") TRACK("u", "Session Started", "11-02T11:00:00",
                    "") TRACK("u", "Application Opened", "11-02T11:00:00", "") TRACK("u", "like",
                    "11-02T11:10:00", "'n':1") TRACK("u", "like", "11-02T11:20:00", "'n':2")
                    TRACK("u", "SMS Link Clicked", "11-02T11:30:00", "'campaign_id':'d'")
                            TRACK("u", "SMS Link Clicked", "11-02T11:30:00", "'campaign_id':'c'"));
    for (int number = 0; number < 4; number++)
        assert_int_equal(converted(rig, "c", number), 1);
    assert_int_equal(revenue(rig, "c"), 35000);
    /* A new receipt may convert again. */
    rig_events(rig, TRACK("u", "go", "11-02T12:00:00", "") BUY("u", "11-02T12:10:00", "1")
                            TRACK("u", "Session Started", "11-02T13:00:00.001", ""));
    assert_int_equal(converted(rig, "c", 0), 2);
    assert_int_equal(converted(rig, "c", 1), 1);
    assert_int_equal(rig_tally(rig, "c", TALLY_INTERACTION + INTERACTION_CONVERSION), 5);
    assert_int_equal(rig->tallies[0][TALLY_INTERACTION + INTERACTION_CONVERSION].unique, 1);
    rig_free(rig);
}

/* The receipt that existed once the clock was raised converts, also where the same event sends
 * again; and then the new one starts from nothing. */
static void rule_8_2_what_caused_a_message_does_not_convert_it(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("c", TRIGGER("'type':'purchase'") "," AGAIN "," CONVERTS(ON_PURCHASE)));
    rig_events(rig, BUY("u", "11-02T10:00:00", "1"));
    assert_int_equal(converted(rig, "c", 0), 0);
    assert_int_equal(revenue(rig, "c"), 0);
    rig_events(rig, BUY("u", "11-02T10:10:00", "2"));
    assert_int_equal(converted(rig, "c", 0), 1);
    rig_events(rig, BUY("u", "11-02T10:20:00", "4"));
    assert_int_equal(converted(rig, "c", 0), 2);
    assert_int_equal(revenue(rig, "c"), 60000);
    rig_free(rig);
}

/* A message sent by a late event, at the clock, is not its conversion either; the older receipt is
 * what the event converts. */
static void rule_8_2_late_events_see_the_receipts_there_were(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("c", TRIGGER("'type':'purchase'") "," AGAIN "," CONVERTS(ON_PURCHASE)));
    rig_events(rig, BUY("u", "11-02T10:00:00", "1"));
    rig_until(rig, "2026-11-02T12:00:00Z");
    rig_events(rig, BUY("u", "11-02T11:00:00", "2"));
    assert_int_equal(converted(rig, "c", 0), 1);
    /* Below the instant of the latest receipt, 12:00. */
    rig_events(rig, BUY("u", "11-02T11:30:00", "4"));
    assert_int_equal(converted(rig, "c", 0), 1);
    assert_int_equal(revenue(rig, "c"), 20000);
    rig_free(rig);
}

static void rule_8_2_control_conversions_are_counted_apart(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("c", GO ",'control_percent':100," CONVERTS(ON_PURCHASE)));
    rig_live(rig, HOOK("f", TRIGGER("'type':'campaign_interaction','campaign':'c','interaction':'"
                                    "conversion'")));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", "") BUY("u", "11-02T10:10:00", "1")
                            BUY("u", "11-02T10:11:00", "1"));
    assert_int_equal(converted(rig, "c", 0), 0);
    assert_int_equal(rig_tally(rig, "c", TALLY_CONVERSION_CONTROL), 1);
    assert_int_equal(revenue(rig, "c"), 0);
    assert_int_equal(rig_tally(rig, "c", TALLY_INTERACTION + INTERACTION_CONVERSION), 0);
    assert_int_equal(rig_tally(rig, "f", TALLY_MATCHES), 0);
    rig_free(rig);
}

static void rule_3_6_a_conversion_is_derived_at_t(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("c", GO "," CONVERTS(ON_PURCHASE)));
    rig_live(rig, HOOK("f", TRIGGER("'type':'campaign_interaction','campaign':'c','interaction':'"
                                    "conversion'") "," AUDIENCE("{'all':[{'event':'$purchase','"
                                                                "count':{'op':'eq','value':1}},{'"
                                                                "interacted':'c','interaction':'"
                                                                "conversion'}]}")));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", ""));
    rig_until(rig, "2026-11-02T12:00:00Z");
    rig_events(rig, BUY("u", "11-02T11:00:00", "1"));
    rig_expect(rig, "c u 11-02T10:00:00.000 11-02T10:00:00.000 11-02T10:00:00.000 sent -\n"
                    "f u 11-02T11:00:00.000 11-02T11:00:00.000 11-02T12:00:00.000 sent -\n");
    rig_free(rig);
}

static void rule_8_2_revenue_in_the_primary_window_alone(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("c", GO "," CONVERTS("{'event':{'type':'session_start'},'within':{'amount':"
                                            "1,'unit':'hours'}},{'event':{'type':'purchase'},'"
                                            "within':{'amount':2,'unit':'hours'}}")));
    rig_live(rig, HOOK("none", GO));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", "") BUY("u", "11-02T11:00:00", "0.00005")
                            BUY("u", "11-02T11:00:00", "-3") BUY("u", "11-02T11:00:00.001", "100")
                                    TRACK("u", "Order Completed", "11-02T10:30:00",
                                            "'revenue':'x','total':null,'value':7"));
    assert_int_equal(revenue(rig, "c"), 70000 - 30000 + 1);
    assert_int_equal(revenue(rig, "none"), 0);
    assert_int_equal(converted(rig, "c", 0), 0);
    assert_int_equal(converted(rig, "c", 1), 1);
    rig_free(rig);
}

static void rule_8_2_absurd_revenue_does_not_overflow(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, HOOK("c", GO "," CONVERTS(ON_PURCHASE)));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", "") BUY("u", "11-02T11:00:00", "1e308")
                            BUY("u", "11-02T11:00:00", "-1e308"));
    assert_int_equal(revenue(rig, "c"), 0);
    rig_free(rig);
}

static void rule_8_3_what_comes_back_goes_on_after_the_stop(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, CAMPAIGN("c", "content_card", GO "," CONVERTS(ON_PURCHASE)));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", ""));
    rig_stop(rig, "c", "2026-11-02T10:30:00Z");
    rig_events(rig, TRACK("u", "Content Card Displayed", "11-02T11:00:00", "'campaign_id':'c'")
                            BUY("u", "11-02T12:00:00", "5") TRACK("u", "Content Card Clicked",
                                    "11-02T12:01:00", "'campaign_id':'c'"));
    assert_int_equal(converted(rig, "c", 0), 1);
    assert_int_equal(revenue(rig, "c"), 50000);
    assert_int_equal(rig_tally(rig, "c", TALLY_INTERACTION + INTERACTION_CLICK_CONTENT_CARD), 1);
    assert_true(profile_campaign(rig_user(rig, "u"), 0)->received);
    rig_free(rig);
}

static void rule_6_6_the_first_impression_not_before_its_due(void **state)
{
    struct rig *rig = rig_new(NULL);
    const struct campaign_state *c;

    (void)state;
    rig_live(rig, CAMPAIGN("c", "in_app", GO "," AGAIN "," CONVERTS(ON_PURCHASE)));
    rig_events(rig, TRACK("u", "In-App Message Displayed", "11-02T09:00:00", "'campaign_id':'c'"));
    c = profile_campaign(rig_user(rig, "u"), 0);
    assert_false(c->received);
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", ""));
    assert_false(profile_campaign(rig_user(rig, "u"), 0)->received);
    /* A sale between send and impression converts nothing. */
    rig_events(rig, BUY("u", "11-02T10:30:00", "1") TRACK("u", "In-App Message Displayed",
                            "11-02T11:00:00", "'campaign_id':'c'") BUY("u", "11-02T11:00:00", "2")
                            BUY("u", "11-02T11:30:00", "4") TRACK("u", "In-App Message Displayed",
                                    "11-02T12:00:00", "'campaign_id':'c'"));
    c = profile_campaign(rig_user(rig, "u"), 0);
    assert_true(c->received);
    assert_int_equal(c->last_ms, rig_instant("2026-11-02T11:00:00Z"));
    assert_int_equal(converted(rig, "c", 0), 1);
    assert_int_equal(revenue(rig, "c"), 40000);
    assert_int_equal(rig_tally(rig, "c", TALLY_INTERACTION + INTERACTION_VIEW_IN_APP), 3);
    /* A late impression, from before the due of what was sent since. */
    rig_events(rig, TRACK("u", "go", "11-02T13:00:00", ""));
    rig_events(
            rig, TRACK("u", "In-App Message Displayed", "11-02T12:59:59.999", "'campaign_id':'c'"));
    assert_int_equal(
            profile_campaign(rig_user(rig, "u"), 0)->last_ms, rig_instant("2026-11-02T11:00:00Z"));
    rig_events(rig, TRACK("u", "In-App Message Displayed", "11-02T13:00:00", "'campaign_id':'c'"));
    assert_int_equal(
            profile_campaign(rig_user(rig, "u"), 0)->last_ms, rig_instant("2026-11-02T13:00:00Z"));
    rig_free(rig);
}

static void rule_6_6_another_channel_s_impression_is_no_receipt(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, CAMPAIGN("c", "content_card", GO));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", "") TRACK("u", "In-App Message Displayed",
                            "11-02T11:00:00", "'campaign_id':'c'"));
    assert_false(profile_campaign(rig_user(rig, "u"), 0)->received);
    assert_int_equal(rig_tally(rig, "c", TALLY_INTERACTION + INTERACTION_VIEW_IN_APP), 1);
    rig_events(rig, TRACK("u", "Content Card Displayed", "11-02T11:00:00", "'campaign_id':'c'"));
    assert_true(profile_campaign(rig_user(rig, "u"), 0)->received);
    rig_free(rig);
}

/* An impression can convert an older receipt by the campaign's own message. */
static void rule_8_2_the_impression_that_is_the_receipt_does_not_convert_it(void **state)
{
    struct rig *rig = rig_new(NULL);

    (void)state;
    rig_live(rig, CAMPAIGN("c", "in_app",
                          GO "," AGAIN "," CONVERTS("{'event':{'type':'campaign_interaction','"
                                                    "interaction':'view_in_app'}}")));
    rig_events(rig, TRACK("u", "go", "11-02T10:00:00", "") TRACK("u", "In-App Message Displayed",
                            "11-02T11:00:00", "'campaign_id':'c'"));
    assert_int_equal(converted(rig, "c", 0), 0);
    rig_events(rig, TRACK("u", "go", "11-02T12:00:00", "") TRACK("u", "In-App Message Displayed",
                            "11-02T13:00:00", "'campaign_id':'c'"));
    assert_int_equal(converted(rig, "c", 0), 1);
    rig_events(rig,
            TRACK("u", "In-App Message Displayed", "11-02T14:00:00", "'campaign_id':'c'")
                    TRACK("u", "In-App Message Displayed", "11-02T15:00:00", "'campaign_id':'c'"));
    assert_int_equal(converted(rig, "c", 0), 2);
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(rule_8_1_the_window_is_inclusive_and_three_days_long),
            cmocka_unit_test(rule_8_2_once_per_event_and_receipt),
            cmocka_unit_test(rule_8_2_what_caused_a_message_does_not_convert_it),
            cmocka_unit_test(rule_8_2_late_events_see_the_receipts_there_were),
            cmocka_unit_test(rule_8_2_control_conversions_are_counted_apart),
            cmocka_unit_test(rule_3_6_a_conversion_is_derived_at_t),
            cmocka_unit_test(rule_8_2_revenue_in_the_primary_window_alone),
            cmocka_unit_test(rule_8_2_absurd_revenue_does_not_overflow),
            cmocka_unit_test(rule_8_3_what_comes_back_goes_on_after_the_stop),
            cmocka_unit_test(rule_6_6_the_first_impression_not_before_its_due),
            cmocka_unit_test(rule_6_6_another_channel_s_impression_is_no_receipt),
            cmocka_unit_test(rule_8_2_the_impression_that_is_the_receipt_does_not_convert_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
