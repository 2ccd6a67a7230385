#include "desk.h"

#include <stdio.h>

#include "base/alloc.h"
#include "base/when.h"
#include "report/campaigns.h"
#include "report/changelog.h"
#include "report/files.h"
#include "report/ledger.h"
#include "report/reach.h"
#include "report/segments.h"
#include "report/sizes.h"
#include "report/user.h"

#define DELAYED ", 'delay': {'kind': 'after', 'amount': 2, 'unit': 'hours'}"
#define GO(user, at)                                                                               \
    "{'type':'track','userId':'" user "','event':'go','timestamp':'2026-11-" at "Z'}\n"
#define IS(user, email, plan)                                                                      \
    "{'type':'identify','userId':'" user "','timestamp':'2026-11-02T08:00:00Z','traits':{"         \
    "'email':'" email "','plan':'" plan "'}}\n"

static const char happened[] = IS("u1", "Anna@x.org", "pro") IS("u2", "ben@x.org", "free") IS("u3",
        "", "pro") "{'type':'identify','userId':'u2','timestamp':'2026-11-02T08:00:01Z',"
                   "'traits':{'emailSubscription':'unsubscribed','timezone':'Asia/Tokyo',"
                   "'email':'ANNA@x.org'}}\n" GO("u1", "02T10:00:00") GO("u1", "02T10:30:00")
                           GO("u2", "02T10:10:00") GO("u3", "02T10:10:00")
                                   GO("u1", "02T13:00:00") "no json\n" GO("u3", "02T13:30:00");

static int setup(void **state)
{
    struct desk *desk;
    desk_setup(state);
    desk = *state;
    desk_segment(desk, "pro", "{'trait': 'plan', 'op': 'equals', 'value': 'pro'}");
    desk_segment(desk, "not-pro", "{'not': {'segment': 'pro'}}");
    desk_campaign(desk, "c", EMAIL ", " ON("go") DELAYED ", 'audience': {'segments': ['pro']}");
    desk_campaign(desk, "old",
            EMAIL ", " ON("go") ", 'tags': ['x'], 'audience': {'filter':"
                                "{'segment': 'pro'}}");
    desk_do(desk, VERB_ACTIVATE, "c", AT_START);
    desk_do(desk, VERB_ARCHIVE, "old", AT_START);
    desk_ingest(desk, happened, NULL);
    return 0;
}

static int add_delivery(void *context, const struct delivery_row *row)
{
    buf_add_format(context, "%s:%s:%s:%s ", row->campaign, row->user, outcome_name(row->outcome),
            row->detail == NULL ? "" : row->detail);
    return 0;
}

static struct ledger_query all_rows(void)
{
    return (struct ledger_query){.outcome = -1, .since_ms = WHEN_NONE, .until_ms = WHEN_NEVER};
}

static void assert_deliveries(
        struct desk *desk, const struct ledger_query *query, const char *wanted)
{
    struct error err = {0};
    struct buf rows = {0};
    if (delivery_rows(desk->store, query, add_delivery, &rows, NULL, &err) < 0)
        fail_msg("%s", err.text);
    assert_string_equal(buf_text(&rows), wanted);
    buf_release(&rows);
}

static void deliveries_are_listed_and_filtered(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct ledger_query query = all_rows();
    assert_deliveries(desk, &query, "c:u1:sent: c:u3:unreachable:no_identity c:u3:pending: ");
    query.limit = 1;
    assert_deliveries(desk, &query, "c:u1:sent: ");
    query.newest = true;
    assert_deliveries(desk, &query, "c:u3:pending: ");
    query = all_rows();
    query.user = "u3";
    assert_deliveries(desk, &query, "c:u3:unreachable:no_identity c:u3:pending: ");
    query.outcome = OUTCOME_PENDING;
    assert_deliveries(desk, &query, "c:u3:pending: ");
    query = all_rows();
    query.campaign = "nix";
    assert_int_equal(delivery_rows(desk->store, &query, add_delivery, NULL, NULL, &err), -1);
    assert_int_equal(err.code, ERROR_REFUSED);
}

static int add_refusal(void *context, const struct refusal_row *row)
{
    buf_add_format(context, "%s:%s:%s:%s ", row->campaign, row->user, refusal_name(row->reason),
            row->detail == NULL ? "" : row->detail);
    return 0;
}

static void assert_refusals(struct desk *desk, const struct ledger_query *query, const char *wanted)
{
    struct error err = {0};
    struct buf rows = {0};
    if (refusal_rows(desk->store, query, add_refusal, &rows, NULL, &err) < 0)
        fail_msg("%s", err.text);
    assert_string_equal(buf_text(&rows), wanted);
    buf_release(&rows);
}

static void refusals_say_what_was_found(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct ledger_query query = all_rows();
    assert_refusals(desk, &query,
            "c:u1:already_received:received 2026-11-02 12:00 "
            "c:u2:not_in_audience:not in segment pro ");
    query.user = "u2";
    assert_refusals(desk, &query, "c:u2:not_in_audience:not in segment pro ");
    query.outcome = REFUSAL_WAIT_NOT_OVER;
    assert_refusals(desk, &query, "");
    query = all_rows();
    query.limit = 1;
    query.newest = true;
    assert_refusals(desk, &query, "c:u1:already_received:received 2026-11-02 12:00 ");
    query.user = "nobody";
    assert_int_equal(refusal_rows(desk->store, &query, add_refusal, NULL, NULL, &err), -1);
    assert_int_equal(err.code, ERROR_REFUSED);
}

/* One campaign a gate, all asked by the same event of the 2nd, 15:00. */
static void refusals_name_what_the_gate_found(void **state)
{
    static const struct {
        const char *id, *members, *detail;
    } gates[] = {
            {"g-audience",
                    ", 'audience': {'filter': {'all': [{'everyone': true}, {'trait': 'plan',"
                    "'op': 'equals', 'value': 'gold'}]}}",
                    "not_in_audience:fails: "},
            {"g-end", ", 'duration': {'end': '2026-11-02T14:00'}",
                    "after_end:ended 2026-11-02 14:00, happened 2026-11-02 15:00 "},
            {"g-late", DELAYED ", 'duration': {'end': '2026-11-02T16:00'}",
                    "due_after_end:ends 2026-11-02 16:00, it would have gone 2026-11-02 17:00 "},
            {"g-missed", DELAYED ", 'window': {'from': '09:00', 'to': '16:00'}",
                    "missed_window:the window opens at 09:00, it would have gone at 17:00 "},
            {"g-start", ", 'duration': {'start': '2026-11-03T00:00'}",
                    "before_start:acts from 2026-11-03 00:00, happened 2026-11-02 15:00 "},
            {"g-window", ", 'window': {'from': '16:00', 'to': '18:00'}",
                    "outside_window:the window opens at 16:00, it was 15:00 "},
    };
    struct desk *desk = *state;
    for (size_t i = 0; i < ARRAY_COUNT(gates); i++) {
        char *members = mem_format("%s, %s%s", EMAIL, ON("gate"), gates[i].members);
        desk_campaign(desk, gates[i].id, members);
        desk_do(desk, VERB_ACTIVATE, gates[i].id, AT_START);
        mem_free(members);
    }
    desk_ingest(desk,
            "{'type':'track','userId':'u1','event':'gate','timestamp':'2026-11-02T15:00:00Z'}",
            NULL);
    for (size_t i = 0; i < ARRAY_COUNT(gates); i++) {
        struct error err = {0};
        struct ledger_query query = all_rows();
        struct buf rows = {0};
        query.campaign = gates[i].id;
        assert_int_equal(refusal_rows(desk->store, &query, add_refusal, &rows, NULL, &err), 0);
        assert_contains(buf_text(&rows), gates[i].detail);
        buf_release(&rows);
    }
}

static void segments_know_their_sizes_and_users(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct segment_list list;
    struct size_list sizes;
    const char *unknown = "nix";
    assert_int_equal(segments_count(desk->store, NULL, 0, NULL, &sizes, &err), 0);
    assert_int_equal(sizes.count, 2);
    assert_string_equal(sizes.items[0].id, "not-pro");
    assert_int_equal(sizes.items[0].size, 1);
    assert_int_equal(sizes.items[1].size, 2);
    assert_int_equal(sizes.items[1].as_of_ms, desk_when("2026-11-02T13:30:00Z"));
    size_list_release(&sizes);
    assert_int_equal(segments_count(desk->store, &unknown, 1, NULL, &sizes, &err), -1);
    assert_int_equal(err.code, ERROR_REFUSED);
    assert_int_equal(segments_list(desk->store, &list, &err), 0);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[1].id, "pro");
    assert_int_equal(list.items[1].size, 2);
    assert_int_equal(list.items[1].use_count, 3);
    assert_string_equal(list.items[1].uses[0].id, "c");
    assert_string_equal(list.items[1].uses[1].id, "old");
    assert_string_equal(list.items[1].uses[2].id, "not-pro");
    assert_true(list.items[1].uses[2].by_segment);
    segment_list_release(&list);
    /* A new version has not been counted. */
    desk_segment(desk, "pro", "{'trait': 'plan', 'op': 'equals', 'value': 'free'}");
    assert_int_equal(segments_list(desk->store, &list, &err), 0);
    assert_int_equal(list.items[1].size, -1);
    assert_int_equal(list.items[1].as_of_ms, WHEN_NONE);
    segment_list_release(&list);
}

static struct filter read_filter(const char *text)
{
    struct error err = {0};
    struct filter filter = {0};
    char *json = mem_string(text);
    for (char *at = json; *at != '\0'; at++)
        *at = *at == '\'' ? '"' : *at;
    if (filter_read(&filter, json, strlen(json), &err) < 0)
        fail_msg("%s", err.text);
    mem_free(json);
    return filter;
}

static void every_branch_of_a_filter_is_counted(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    int64_t sizes[8] = {0}, as_of;
    struct filter filter =
            read_filter("{'all': [{'any': [{'segment': 'pro'}, {'everyone': true}]},"
                        "{'not': {'trait': 'email', 'op': 'equals', 'value': ''}}]}");
    assert_int_equal(filter_node_count(&filter), 6);
    assert_int_equal(filter_count(desk->store, &filter, sizes, 8, &as_of, NULL, &err), 0);
    assert_int_equal(sizes[0], 2);
    assert_int_equal(sizes[1], 3);
    assert_int_equal(sizes[2], 2);
    assert_int_equal(sizes[3], 3);
    assert_int_equal(sizes[4], 2);
    assert_int_equal(sizes[5], 1);
    sizes[1] = 77;
    assert_int_equal(filter_count(desk->store, &filter, sizes, 1, &as_of, NULL, &err), 0);
    assert_int_equal(sizes[0], 2);
    assert_int_equal(sizes[1], 77);
    filter_release(&filter);
}

static int stop_at_once(void *context, int64_t done, int64_t total)
{
    (void)done;
    *(int64_t *)context = total;
    return 1;
}

static void a_count_can_be_stopped(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    int64_t sizes[1], as_of, total = 0;
    struct scan scan = {stop_at_once, &total};
    struct filter filter = read_filter("{'everyone': true}");
    struct campaign *campaign =
            desk_read_campaign("n", EMAIL ", " ON("go") ", 'audience': {'segments': ['pro']}");
    assert_int_equal(filter_count(desk->store, &filter, sizes, 1, &as_of, &scan, &err), -1);
    assert_int_equal(err.code, ERROR_INTERRUPTED);
    assert_int_equal(audience_count(desk->store, campaign, sizes, &as_of, &scan, &err), -1);
    assert_int_equal(err.code, ERROR_INTERRUPTED);
    assert_int_equal(total, 3);
    assert_int_equal(audience_count(desk->store, campaign, sizes, &as_of, NULL, &err), 0);
    assert_int_equal(sizes[0], 2);
    campaign_free(campaign);
    filter_release(&filter);
}

static void add_member(void *context, const char *user, size_t size)
{
    buf_add_format(context, "%.*s ", (int)size, user);
}

static void members_are_listed(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct buf users = {0};
    assert_int_equal(segment_members(desk->store, "pro", 0, add_member, &users, NULL, &err), 0);
    assert_buf(&users, "u1 u3 ");
    assert_int_equal(segment_members(desk->store, "pro", 1, add_member, &users, NULL, &err), 0);
    assert_buf(&users, "u1 ");
    assert_int_equal(segment_members(desk->store, "x", 0, add_member, &users, NULL, &err), -1);
    assert_int_equal(err.code, ERROR_REFUSED);
}

static void a_user_is_shown_whole(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct user_query query = {.id = "u1"};
    struct user_answer user;
    assert_int_equal(user_show(desk->store, &query, &user, &err), 0);
    assert_string_equal(user.id, "u1");
    assert_null(user.zone);
    assert_string_equal(user.company_zone, "UTC");
    assert_string_equal(user.email, "Anna@x.org");
    assert_int_equal(user.trait_count, 2);
    assert_string_equal(user.traits[1].name, "plan");
    assert_string_equal(user.traits[1].json, "\"pro\"");
    assert_int_equal(user.event_count, 1);
    assert_int_equal(user.events[0].count, 3);
    assert_int_equal(user.events[0].recent, 3);
    assert_int_equal(user.campaign_count, 1);
    assert_true(user.campaigns[0].received);
    assert_int_equal(user.campaigns[0].refusal, REFUSAL_ALREADY_RECEIVED);
    assert_int_equal(user.entry_count, 1);
    assert_int_equal(user.entries[0].outcome, OUTCOME_SENT);
    assert_int_equal(user.segment_count, 1);
    assert_string_equal(user.segments[0], "pro");
    assert_int_equal(user.best_hour, -1);
    user_answer_release(&user);
    query.id = "u3";
    assert_int_equal(user_show(desk->store, &query, &user, &err), 0);
    assert_int_equal(user.entry_count, 2);
    assert_int_equal(user.entries[0].outcome, OUTCOME_PENDING);
    assert_string_equal(user.entries[1].detail, "no_identity");
    user_answer_release(&user);
    query.id = "u2";
    query.event = "other";
    assert_int_equal(user_show(desk->store, &query, &user, &err), 0);
    assert_string_equal(user.zone, "Asia/Tokyo");
    assert_int_equal(user.event_count, 0);
    user_answer_release(&user);
    query.id = "U1";
    assert_int_equal(user_show(desk->store, &query, &user, &err), -1);
    assert_int_equal(err.code, ERROR_REFUSED);
}

static void users_are_found(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct user_found_list list;
    assert_int_equal(user_find_email(desk->store, "ANNA@x.org", NULL, &list, &err), 0);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0].user, "u2"); /* exactly so */
    assert_string_equal(list.items[1].user, "u1");
    assert_string_equal(list.items[1].email, "Anna@x.org");
    user_found_list_release(&list);
    assert_int_equal(user_find_email(desk->store, "x.org", NULL, &list, &err), 0);
    assert_int_equal(list.count, 0);
    assert_int_equal(user_find_prefix(desk->store, "u", 2, &list, &err), 0);
    assert_int_equal(list.count, 2);
    assert_true(list.more);
    assert_string_equal(list.items[0].user, "u1");
    assert_string_equal(list.items[0].email, "Anna@x.org");
    assert_true(list.items[0].last_ms > 0);
    user_found_list_release(&list);
}

static int add_reject(void *context, const struct reject_line *line)
{
    buf_add_format(context, "%d:%.*s ", (int)line->line, (int)line->text_size, line->text);
    return 0;
}

static void files_and_their_bad_lines(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct read_file_list list;
    struct buf lines = {0};
    desk_ingest(desk, GO("u9", "02T14:00:00"), NULL);
    assert_int_equal(read_files(desk->store, 0, &list, &err), 0);
    assert_int_equal(list.count, 2);
    assert_contains(list.items[0].path, "events-1.ndjson");
    assert_true(list.items[1].whole);
    assert_int_equal(list.items[1].lines, 11);
    assert_int_equal(list.items[1].rejected, 1);
    assert_int_equal(list.items[1].accepted, 10);
    read_file_list_release(&list);
    assert_int_equal(read_files(desk->store, 1, &list, &err), 0);
    assert_int_equal(list.count, 1);
    read_file_list_release(&list);
    assert_int_equal(reject_lines(desk->store, "events-0.ndjson", 0, add_reject, &lines, &err), 0);
    assert_buf(&lines, "10:no json ");
    assert_int_equal(reject_lines(desk->store, "nix", 0, add_reject, &lines, &err), -1);
    assert_int_equal(err.code, ERROR_REFUSED);
}

static void campaigns_are_listed(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct campaigns_query query = {.status = -1, .person = "ben", .figures = true};
    struct campaign_list list;
    assert_int_equal(campaigns_list(desk->store, &query, &list, &err), 0);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.items[0].audience, 2);
    assert_int_equal(list.items[0].changes, 3);
    assert_int_equal(list.items[1].status, STATUS_ARCHIVED);
    assert_int_equal(list.items[1].audience, -1); /* a filter of its own: counted on demand */
    campaign_list_release(&list);
    assert_int_equal(log_look(desk->store, "c", "ben", &err), 0);
    query.id = "c";
    assert_int_equal(campaigns_list(desk->store, &query, &list, &err), 0);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].changes, 0);
    campaign_list_release(&list);
    query = (struct campaigns_query){.status = -1, .tag = "x"};
    assert_int_equal(campaigns_list(desk->store, &query, &list, &err), 0);
    assert_int_equal(list.count, 1);
    assert_string_equal(list.items[0].id, "old");
    campaign_list_release(&list);
    query = (struct campaigns_query){.status = -1, .id = "oldd"};
    assert_int_equal(campaigns_list(desk->store, &query, &list, &err), -1);
    assert_int_equal(err.code, ERROR_REFUSED);
    assert_contains(err.text, "old");
}

static struct reach reach_of(struct desk *desk, const char *members)
{
    struct error err = {0};
    struct campaign *campaign = desk_read_campaign("n", members);
    struct reach reach;
    if (reach_count(desk->store, campaign, desk_when("2026-11-03T20:00:00Z"), NULL, &reach, &err) <
            0)
        fail_msg("%s", err.text);
    campaign_free(campaign);
    return reach;
}

static void assert_first(struct desk *desk, const char *members, const char *first)
{
    struct reach reach = reach_of(desk, members);
    int64_t wanted = first == NULL ? WHEN_NONE : desk_when(first);
    if (reach.first_ms != wanted)
        fail_msg("%s: %s", members, reach.first_words);
    reach_release(&reach);
}

static void reach_tells_who_and_when(void **state)
{
    struct desk *desk = *state;
    struct reach reach = reach_of(desk, EMAIL ", " ON("go") ", 'control_percent': 100");
    assert_int_equal(reach.users, 3);
    assert_int_equal(reach.audience, 3);
    assert_int_equal(reach.no_identity, 1);
    assert_int_equal(reach.unsubscribed, 1);
    assert_int_equal(reach.reachable, 1);
    assert_int_equal(reach.held_out, 3);
    assert_int_equal(reach.zone_unknown, 2);
    assert_false(reach.zone_matters);
    reach_release(&reach);
    assert_first(desk, EMAIL ", " ON("go"), "2026-11-03T20:00:00Z");
    assert_first(desk, EMAIL ", " ON("go") DELAYED, "2026-11-03T22:00:00Z");
    assert_first(desk, EMAIL ", " ON("go") DELAYED ", 'duration': {'start': '2026-12-01T00:00'}",
            "2026-12-01T02:00:00Z");
    assert_first(desk, EMAIL ", " ON("go") DELAYED ", 'window': {'from': '09:00', 'to': '18:00'}",
            "2026-11-04T11:00:00Z");
    /* Due after midnight is outside: the trigger has to wait until two hours before the opening. */
    assert_first(desk,
            EMAIL ", " ON("go") ", 'delay': {'kind': 'after', 'amount': 20, 'unit': 'hours'},"
                                "'window': {'from': '09:00', 'to': '18:00'}",
            "2026-11-05T09:00:00Z");
    assert_first(desk,
            EMAIL ", " ON("go") ", 'delay': {'kind': 'in_days', 'days': 1, 'at': '20:00'},"
                                "'window': {'from': '09:00', 'to': '18:00'}",
            NULL);
    assert_first(desk,
            EMAIL ", " ON("go") ", 'delay': {'kind': 'in_days', 'days': 1, 'at': '20:00'},"
                                "'window': {'from': '09:00', 'to': '18:00', 'if_missed': 'next'}",
            "2026-11-06T09:00:00Z");
    assert_first(
            desk, EMAIL ", " ON("go") DELAYED ", 'duration': {'end': '2026-11-03T21:00'}", NULL);
    assert_first(desk,
            EMAIL ", " ON("go") ", 'delay': {'kind': 'intelligent', 'fallback': '10:00'}",
            "2026-11-03T21:00:00Z");
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, setup, desk_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
            AT_DESK(deliveries_are_listed_and_filtered),
            AT_DESK(refusals_say_what_was_found),
            AT_DESK(refusals_name_what_the_gate_found),
            AT_DESK(segments_know_their_sizes_and_users),
            AT_DESK(every_branch_of_a_filter_is_counted),
            AT_DESK(a_count_can_be_stopped),
            AT_DESK(members_are_listed),
            AT_DESK(a_user_is_shown_whole),
            AT_DESK(users_are_found),
            AT_DESK(files_and_their_bad_lines),
            AT_DESK(campaigns_are_listed),
            AT_DESK(reach_tells_who_and_when),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
