#include "desk.h"

#include "base/alloc.h"
#include "base/when.h"
#include "report/check.h"

#define PUSH "'channel': 'push', 'message': {'body': 'Hello'}"
#define WAITS_FOR(campaign, interaction)                                                           \
    "{'type': 'campaign_interaction', 'campaign': '" campaign "', 'interaction': '" interaction "'}"
#define AT_ONCE ", 'reeligibility': {'allowed': true}"

/* The findings of a campaign as 'code@path code@path'. */
static char *findings_of(struct desk *desk, const char *id, const char *members, bool count)
{
    struct error err = {0};
    struct finding_list list;
    struct buf out = {0};
    struct check_query query = {.action_ms = desk_when("2026-11-20T00:00:00Z"), .count = count};
    struct campaign *campaign = desk_read_campaign(id, members);
    if (check_campaign(desk->store, campaign, &query, &list, &err) < 0)
        fail_msg("%s", err.text);
    for (size_t i = 0; i < list.count; i++) {
        assert_true(strlen(list.items[i].message) > 20);
        buf_add_format(&out, "%s%s@%s", i ? " " : "", list.items[i].code, list.items[i].path);
    }
    finding_list_release(&list);
    campaign_free(campaign);
    return buf_take(&out);
}

static void assert_findings(
        struct desk *desk, const char *id, const char *members, const char *wanted)
{
    char *found = findings_of(desk, id, members, true);
    if (strcmp(found, wanted) != 0)
        fail_msg("%s\nfound:  %s\nwanted: %s", members, found, wanted);
    mem_free(found);
}

/* The sentence of the first finding with that code. */
static char *sentence_of(struct desk *desk, const char *members, const char *code)
{
    struct error err = {0};
    struct finding_list list;
    struct check_query query = {.action_ms = desk_when("2026-11-20T00:00:00Z"), .count = true};
    struct campaign *campaign = desk_read_campaign("c", members);
    char *sentence = NULL;
    assert_int_equal(check_campaign(desk->store, campaign, &query, &list, &err), 0);
    for (size_t i = 0; i < list.count && sentence == NULL; i++) {
        if (strcmp(list.items[i].code, code) == 0)
            sentence = mem_string(list.items[i].message);
    }
    assert_non_null(sentence);
    finding_list_release(&list);
    campaign_free(campaign);
    return sentence;
}

static void assert_says(
        struct desk *desk, const char *members, const char *code, const char *wanted)
{
    char *sentence = sentence_of(desk, members, code);
    assert_contains(sentence, wanted);
    mem_free(sentence);
}

static const char seen_events[] =
        "{'type':'identify','userId':'u1','timestamp':'2026-11-02T08:00:00Z',"
        "'traits':{'email':'a@b.c','plan':'pro','timezone':'Europe/Paris'}}\n"
        "{'type':'identify','userId':'u2','timestamp':'2026-11-02T08:00:00Z',"
        "'traits':{'email':'d@b.c','plan':'free'}}\n"
        "{'type':'track','userId':'u1','event':'go','timestamp':'2026-11-02T09:00:00Z',"
        "'properties':{'value':3,'items':[{'sku':'x'}]}}\n"
        "{'type':'track','userId':'u1','event':'Application Opened',"
        "'timestamp':'2026-11-02T09:00:00Z'}\n"
        "{'type':'track','userId':'u1','event':'Email Opened','timestamp':'2026-11-02T09:30:00Z',"
        "'properties':{'campaign_id':'live'}}\n"
        "{'type':'track','userId':'u1','event':'Email Opened','timestamp':'2026-11-02T09:40:00Z',"
        "'properties':{'campaign_id':'live'}}";

static int setup(void **state)
{
    struct desk *desk;
    desk_setup(state);
    desk = *state;
    desk_segment(desk, "pro", "{'trait': 'plan', 'op': 'equals', 'value': 'pro'}");
    desk_segment(desk, "goers", "{'event': 'go', 'count': {'op': 'ge', 'value': 1}}");
    desk_campaign(desk, "live", EMAIL ", " ON("go"));
    desk_campaign(desk, "draft", EMAIL ", " ON("go"));
    desk_campaign(desk, "gone", EMAIL ", " ON("go"));
    desk_do(desk, VERB_ACTIVATE, "live", AT_START);
    desk_do(desk, VERB_ARCHIVE, "gone", AT_START);
    desk_ingest(desk, seen_events, NULL);
    return 0;
}

static void check_finds_nothing_in_a_good_one(void **state)
{
    assert_findings(*state, "c", EMAIL ", " ON("go") ", 'audience': {'segments': ['pro']}", "");
}

static void check_names_that_are_not_there(void **state)
{
    struct desk *desk = *state;
    assert_findings(desk, "c", EMAIL ", " ON("go") ", 'audience': {'segments': ['pro', 'prop']}",
            "unknown_segment@audience.segments[1]");
    assert_says(desk, EMAIL ", " ON("go") ", 'audience': {'segments': ['goer']}", "unknown_segment",
            "Did you mean \"goers\"?");
    assert_findings(desk, "c",
            EMAIL ", " ON("go") ", 'audience': {'filter': {'all': [{'segment': 'nix'},"
                                "{'received': 'nox'}]}}",
            "unknown_segment@audience.filter.all[0].segment "
            "unknown_campaign@audience.filter.all[1].received");
    assert_findings(desk, "c",
            PUSH ", 'triggers': [" WAITS_FOR("nox", "open_email") ", " WAITS_FOR(
                    "gone", "open_email") "]",
            "unknown_campaign@triggers[0].campaign unknown_campaign@triggers[1].campaign");
    /* A filter may ask for the past of an archived one. */
    assert_findings(desk, "c",
            EMAIL ", " ON("go") ", 'audience': {'filter': {'not': {'received': 'gone'}}}", "");
}

static void check_surfaces(void **state)
{
    struct desk *desk = *state;
    desk_set(desk, "surfaces", "{'email': ['eu', 'us']}");
    assert_findings(desk, "c", EMAIL ", 'surface': 'asia', " ON("go"), "unknown_surface@surface");
    assert_findings(desk, "c", EMAIL ", 'surface': 'us', " ON("go"), "");
    assert_findings(desk, "c", PUSH ", 'surface': 'asia', " ON("go"), "");
    assert_says(desk, EMAIL ", 'surface': 'asia', " ON("go"), "unknown_surface",
            "choose \"eu\" or \"us\"");
    desk_set(desk, "surfaces", "");
}

static void check_sources_by_their_status(void **state)
{
    struct desk *desk = *state;
    assert_findings(desk, "c", PUSH ", 'triggers': [" WAITS_FOR("draft", "open_email") "]",
            "source_is_draft@triggers[0].campaign");
    assert_findings(desk, "c", PUSH ", 'triggers': [" WAITS_FOR("live", "open_email") "]",
            "source_already_live@triggers[0].campaign");
    assert_says(desk, PUSH ", 'triggers': [" WAITS_FOR("live", "open_email") "]",
            "source_already_live", "2 times it happened before");
    assert_says(desk, PUSH ", 'triggers': [" WAITS_FOR("live", "click_email") "]",
            "source_already_live", "Nothing of what this row waits for has happened yet");
}

static void check_a_source_is_old_news_to_a_live_follow_up(void **state)
{
    struct desk *desk = *state;
    desk_campaign(desk, "follow", PUSH ", 'triggers': [" WAITS_FOR("live", "open_email") "]");
    desk_do(desk, VERB_ACTIVATE, "follow", "2026-11-03T00:00:00Z");
    assert_findings(desk, "follow", PUSH ", 'triggers': [" WAITS_FOR("live", "open_email") "]", "");
}

static void check_rings_that_never_end(void **state)
{
    struct desk *desk = *state;
    desk_campaign(
            desk, "r1", EMAIL ", 'triggers': [" WAITS_FOR("live", "receive_email") "]" AT_ONCE);
    assert_findings(desk, "r1",
            EMAIL ", 'triggers': [" WAITS_FOR("r1", "receive_email") "]" AT_ONCE,
            "connector_cycle@triggers[0].campaign wait_zero@reeligibility.after");
    desk_campaign(desk, "r2", EMAIL ", 'triggers': [" WAITS_FOR("r1", "receive_email") "]" AT_ONCE);
    assert_findings(desk, "r1",
            EMAIL ", 'triggers': [" WAITS_FOR("r2", "enter_control") "]" AT_ONCE,
            "connector_cycle@triggers[0].campaign wait_zero@reeligibility.after "
            "source_is_draft@triggers[0].campaign");
    /* A delay, a wait, no re-eligibility or a human step in between end it. */
    assert_findings(desk, "r1",
            EMAIL ", 'triggers': [" WAITS_FOR("r2",
                    "receive_email") "]" AT_ONCE
                                     ", 'delay': {'kind': 'after', 'amount': 1, 'unit': 'hours'}",
            "connector_ring@triggers[0].campaign wait_zero@reeligibility.after "
            "source_is_draft@triggers[0].campaign");
    assert_findings(desk, "r1", EMAIL ", 'triggers': [" WAITS_FOR("r2", "receive_email") "]",
            "connector_ring@triggers[0].campaign source_is_draft@triggers[0].campaign");
    assert_findings(desk, "r1", EMAIL ", 'triggers': [" WAITS_FOR("r2", "open_email") "]" AT_ONCE,
            "connector_ring@triggers[0].campaign wait_zero@reeligibility.after "
            "source_is_draft@triggers[0].campaign");
}

static void check_a_ring_of_others_is_theirs(void **state)
{
    struct desk *desk = *state;
    desk_campaign(desk, "r1", EMAIL ", 'triggers': [" WAITS_FOR("r2", "receive_email") "]");
    desk_campaign(desk, "r2", EMAIL ", 'triggers': [" WAITS_FOR("r1", "receive_email") "]");
    assert_findings(desk, "c", EMAIL ", 'triggers': [" WAITS_FOR("r1", "receive_email") "]",
            "source_is_draft@triggers[0].campaign");
}

static void check_events_and_properties_never_seen(void **state)
{
    struct desk *desk = *state;
    assert_findings(desk, "c", EMAIL ", " ON("never"), "event_never_seen@triggers[0].event");
    assert_findings(desk, "c", EMAIL ", 'triggers': [{'type': 'session_start'}]", "");
    assert_findings(desk, "c", EMAIL ", 'triggers': [{'type': 'purchase'}]",
            "event_never_seen@triggers[0].type");
    assert_says(desk, EMAIL ", " ON("GO"), "event_never_seen", "\"go\" was, 1 time");
    assert_findings(desk, "c",
            EMAIL ", 'triggers': [{'type': 'custom_event', 'event': 'go', 'where': ["
                  "{'property': 'value', 'op': 'gt', 'value': 1},"
                  "{'property': 'items[0].sku', 'op': 'exists'},"
                  "{'property': 'price', 'op': 'gt', 'value': 1}]}]",
            "property_never_seen@triggers[0].where[2].property");
    assert_says(desk,
            EMAIL ", 'triggers': [{'type': 'custom_event', 'event': 'go', 'where': ["
                  "{'property': 'Value', 'op': 'gt', 'value': 1}]}]",
            "property_never_seen", "\"value\" was seen 1 time");
    assert_findings(desk, "c",
            EMAIL
            ", " ON("go") ", 'audience': {'filter': {'all': [{'trait': 'Plan', 'op': "
                          "'missing'}, {'event': 'went', 'count': {'op': 'lt', 'value': 1}}]}}",
            "property_never_seen@audience.filter.all[0].trait "
            "event_never_seen@audience.filter.all[1].event");
    assert_findings(
            desk, "c", PUSH ", 'identity': 'device', " ON("go"), "property_never_seen@identity");
}

static void check_what_segments_require(void **state)
{
    struct desk *desk = *state;
    assert_findings(desk, "c", EMAIL ", " ON("go") ", 'audience': {'segments': ['goers']}",
            "same_event_in_audience@audience.segments[0]");
    assert_findings(desk, "c",
            EMAIL ", " ON("go") ", 'audience': {'filter': {'all': [{'segment': 'goers'}]}}",
            "same_event_in_audience@audience.filter");
    assert_findings(desk, "c",
            EMAIL ", " ON("go") ", 'audience': {'filter': {'any': [{'segment': 'goers'},"
                                "{'segment': 'pro'}]}}",
            "");
}

static void check_who_is_there(void **state)
{
    struct desk *desk = *state;
    const char *local = EMAIL ", " ON("go") ", 'window': {'from': '09:00', 'to': '18:00'}";
    char *found;
    assert_findings(desk, "c",
            EMAIL ", " ON("go") ", 'audience': {'filter': {'trait': 'plan', 'op': 'equals',"
                                "'value': 'none'}}",
            "audience_empty@audience");
    assert_findings(desk, "c", local, "zone_unknown@audience");
    assert_says(desk, local, "zone_unknown", "50 % of the audience (1 user)");
    /* Everybody in the segment has a zone. */
    assert_findings(desk, "c",
            EMAIL ", " ON("go") ", 'window': {'from': '09:00', 'to': '18:00'},"
                                "'audience': {'segments': ['pro']}",
            "");
    found = findings_of(desk, "c", local, false);
    assert_string_equal(found, "");
    mem_free(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test_setup_teardown(
                    check_finds_nothing_in_a_good_one, setup, desk_teardown),
            cmocka_unit_test_setup_teardown(check_names_that_are_not_there, setup, desk_teardown),
            cmocka_unit_test_setup_teardown(check_surfaces, setup, desk_teardown),
            cmocka_unit_test_setup_teardown(check_sources_by_their_status, setup, desk_teardown),
            cmocka_unit_test_setup_teardown(
                    check_a_source_is_old_news_to_a_live_follow_up, setup, desk_teardown),
            cmocka_unit_test_setup_teardown(check_rings_that_never_end, setup, desk_teardown),
            cmocka_unit_test_setup_teardown(check_a_ring_of_others_is_theirs, setup, desk_teardown),
            cmocka_unit_test_setup_teardown(
                    check_events_and_properties_never_seen, setup, desk_teardown),
            cmocka_unit_test_setup_teardown(check_what_segments_require, setup, desk_teardown),
            cmocka_unit_test_setup_teardown(check_who_is_there, setup, desk_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
