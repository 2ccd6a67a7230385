#include "desk.h"

#include <stdlib.h>

#include "actions/settings.h"
#include "actions/working.h"
#include "base/alloc.h"
#include "base/when.h"
#include "report/campaigns.h"
#include "report/changelog.h"
#include "report/check.h"
#include "store/lease.h"

#define LATER   "2026-11-05T00:00:00Z"
#define DELAYED ", 'delay': {'kind': 'after', 'amount': 2, 'unit': 'hours'}"

static struct act_result act_on(struct desk *desk, enum lifecycle_verb verb, const char *id)
{
    struct error err = {0};
    struct act_request request = desk_act(desk, LATER);
    struct act_list list;
    struct act_result result;
    if (lifecycle_act(desk->store, verb, &id, 1, &request, &list, &err) < 0)
        fail_msg("%s", err.text);
    assert_int_equal(list.count, 1);
    result = list.items[0];
    list.count = 0;
    act_list_release(&list);
    return result;
}

static void assert_refused(
        struct desk *desk, enum lifecycle_verb verb, const char *id, const char *words)
{
    struct act_result result = act_on(desk, verb, id);
    if (result.done)
        fail_msg("%s of %s was done: %s", lifecycle_verb_name(verb), id, result.sentence);
    assert_contains(result.sentence, words);
    assert_int_equal(result.before, result.after);
    act_result_release(&result);
}

static void assert_done(
        struct desk *desk, enum lifecycle_verb verb, const char *id, const char *words)
{
    struct act_result result = act_on(desk, verb, id);
    if (!result.done)
        fail_msg("%s", result.sentence);
    assert_contains(result.sentence, words);
    act_result_release(&result);
}

static struct campaign_row row_of(struct desk *desk, const char *id, struct campaign_list *list)
{
    struct error err = {0};
    struct campaigns_query query = {.status = -1, .id = id};
    if (campaigns_list(desk->store, &query, list, &err) < 0)
        fail_msg("%s", err.text);
    assert_int_equal(list->count, 1);
    return list->items[0];
}

static void assert_status(struct desk *desk, const char *id, enum status status)
{
    struct campaign_list list;
    assert_int_equal(row_of(desk, id, &list).status, status);
    campaign_list_release(&list);
}

/* SEMANTICS 10.1, every status and every verb. */
static void life_goes_its_ways_only(void **state)
{
    struct desk *desk = *state;
    desk_campaign(desk, "c", EMAIL ", " ON("go"));
    assert_refused(desk, VERB_STOP, "c", "draft");
    assert_refused(desk, VERB_RESUME, "c", "activate it instead");
    assert_refused(desk, VERB_UNARCHIVE, "c", "not archived");
    assert_done(desk, VERB_ACTIVATE, "c", "live; what happens from 2026-11-05 00:00 (UTC)");
    assert_status(desk, "c", STATUS_LIVE);
    assert_refused(desk, VERB_ACTIVATE, "c", "live already");
    assert_refused(desk, VERB_RESUME, "c", "live already");
    assert_refused(desk, VERB_ARCHIVE, "c", "stop it first");
    assert_refused(desk, VERB_UNARCHIVE, "c", "not archived");
    assert_refused(desk, VERB_DELETE, "c", "stop and archive it instead");
    assert_done(desk, VERB_STOP, "c", "nothing was waiting");
    assert_status(desk, "c", STATUS_STOPPED);
    assert_refused(desk, VERB_ACTIVATE, "c", "resume it instead");
    assert_refused(desk, VERB_STOP, "c", "stopped already");
    assert_refused(desk, VERB_UNARCHIVE, "c", "not archived");
    assert_refused(desk, VERB_DELETE, "c", "archive it instead");
    assert_done(desk, VERB_RESUME, "c", "live");
    assert_done(desk, VERB_STOP, "c", "stopped");
    assert_done(desk, VERB_ARCHIVE, "c", "archived");
    assert_status(desk, "c", STATUS_ARCHIVED);
    assert_refused(desk, VERB_ACTIVATE, "c", "unarchive it first");
    assert_refused(desk, VERB_STOP, "c", "archived");
    assert_refused(desk, VERB_RESUME, "c", "unarchive it first");
    assert_refused(desk, VERB_ARCHIVE, "c", "archived already");
    assert_refused(desk, VERB_DELETE, "c", "unarchive it first");
    assert_done(desk, VERB_UNARCHIVE, "c", "stopped again");
    assert_status(desk, "c", STATUS_STOPPED);
}

static void a_draft_comes_back_as_a_draft(void **state)
{
    struct desk *desk = *state;
    desk_campaign(desk, "c", EMAIL ", " ON("go"));
    assert_done(desk, VERB_ARCHIVE, "c", "archived");
    assert_done(desk, VERB_UNARCHIVE, "c", "a draft again");
    assert_status(desk, "c", STATUS_DRAFT);
    assert_done(desk, VERB_DELETE, "c", "deleted");
    assert_refused(desk, VERB_ACTIVATE, "c", "c");
}

static void one_refusal_does_not_hold_up_the_others(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct act_request request = desk_act(desk, LATER);
    const char *ids[] = {"a", "missing", "b"};
    struct act_list list;
    desk_campaign(desk, "a", EMAIL ", " ON("go"));
    desk_campaign(desk, "b", EMAIL ", " ON("go"));
    assert_int_equal(lifecycle_act(desk->store, VERB_ACTIVATE, ids, 3, &request, &list, &err), 0);
    assert_int_equal(list.count, 3);
    assert_true(list.items[0].done);
    assert_false(list.items[1].done);
    assert_contains(list.items[1].sentence, "missing");
    assert_true(list.items[2].done);
    act_list_release(&list);
}

/* SEMANTICS 10.2 */
static void activation_needs_a_clean_check(void **state)
{
    struct desk *desk = *state;
    struct act_result result;
    desk_campaign(desk, "c", "'channel': 'push', 'message': {'body': ''}, " ON("go"));
    result = act_on(desk, VERB_ACTIVATE, "c");
    assert_false(result.done);
    assert_contains(result.sentence, "1 error");
    assert_contains(result.sentence, "message.body");
    assert_int_equal(findings_count(&result.findings, SEVERITY_ERROR), 1);
    act_result_release(&result);
    assert_status(desk, "c", STATUS_DRAFT);
    /* The end is looked at from the instant of the action. */
    desk_campaign(desk, "c", EMAIL ", " ON("go") ", 'duration': {'end': '2026-11-04T00:00'}");
    assert_refused(desk, VERB_ACTIVATE, "c", "in the past");
    desk_do(desk, VERB_ACTIVATE, "c", AT_START);
    assert_status(desk, "c", STATUS_LIVE);
}

static void a_start_ahead_is_scheduled(void **state)
{
    struct desk *desk = *state;
    struct campaign_list list;
    desk_campaign(desk, "c", EMAIL ", " ON("go") ", 'duration': {'start': '2026-12-01T09:00'}");
    assert_done(desk, VERB_ACTIVATE, "c", "scheduled; it goes live by itself 2026-12-01 09:00");
    assert_int_equal(row_of(desk, "c", &list).status, STATUS_SCHEDULED);
    assert_int_equal(list.items[0].live_from_ms, desk_when("2026-12-01T09:00:00Z"));
    campaign_list_release(&list);
    desk_ingest(desk,
            "{'type':'track','userId':'u1','event':'go','timestamp':'2026-12-01T09:00:00Z'}", NULL);
    assert_status(desk, "c", STATUS_LIVE);
}

static void a_lagging_clock_is_told(void **state)
{
    struct desk *desk = *state;
    desk_campaign(desk, "c", EMAIL ", " ON("go"));
    desk_campaign(desk, "d", EMAIL ", " ON("go"));
    desk_do(desk, VERB_ACTIVATE, "d", AT_START);
    desk_ingest(desk,
            "{'type':'track','userId':'u1','event':'go','timestamp':'2026-11-02T09:00:00Z'}", NULL);
    assert_done(desk, VERB_ACTIVATE, "c", "The engine clock is only at 2026-11-02 09:00");
}

/* SEMANTICS 6: stopping ends what waits, and resuming replays nothing. */
static void stopping_cancels_what_waits(void **state)
{
    struct desk *desk = *state;
    struct act_result result;
    struct campaign_list list;
    desk_campaign(desk, "c", EMAIL ", " ON("go") DELAYED);
    desk_do(desk, VERB_ACTIVATE, "c", AT_START);
    desk_ingest(desk,
            "{'type':'track','userId':'u1','event':'go','timestamp':'2026-11-04T23:00:00Z'}\n"
            "{'type':'track','userId':'u2','event':'go','timestamp':'2026-11-04T23:30:00Z'}",
            NULL);
    assert_int_equal(row_of(desk, "c", &list).pending, 2);
    campaign_list_release(&list);
    result = act_on(desk, VERB_STOP, "c");
    assert_true(result.done);
    assert_int_equal(result.ended, 2);
    assert_contains(result.sentence, "2 waiting messages are cancelled for good");
    act_result_release(&result);
    assert_done(desk, VERB_RESUME, "c", "live");
    desk_ingest(desk,
            "{'type':'track','userId':'u1','event':'stay','timestamp':'2026-11-06T00:00:00Z'}",
            NULL);
    assert_int_equal(row_of(desk, "c", &list).pending, 0);
    assert_int_equal(list.items[0].sent, 0);
    campaign_list_release(&list);
}

static struct save_answer save(struct desk *desk, const char *id, const char *members, int64_t base)
{
    struct error err = {0};
    struct save_request request = desk_request(desk, base);
    struct campaign *campaign = desk_read_campaign(id, members);
    struct save_answer answer;
    if (save_campaign(desk->store, campaign, &request, &answer, &err) < 0)
        fail_msg("%s", err.text);
    campaign_free(campaign);
    return answer;
}

static void every_save_is_a_version(void **state)
{
    struct desk *desk = *state;
    struct save_answer answer = save(desk, "c", EMAIL ", " ON("go"), -1);
    assert_int_equal(answer.outcome, SAVED_CREATED);
    assert_int_equal(answer.version, 1);
    save_answer_release(&answer);
    answer = save(desk, "c", EMAIL ", " ON("go"), -1);
    assert_int_equal(answer.outcome, SAVED_SAME);
    assert_int_equal(answer.version, 1);
    assert_contains(answer.sentence, "the same as version 1");
    save_answer_release(&answer);
    answer = save(desk, "c", EMAIL ", " ON("go") DELAYED, 1);
    assert_int_equal(answer.outcome, SAVED_VERSION);
    assert_int_equal(answer.version, 2);
    assert_true(answer.changes.count > 0);
    assert_contains(answer.changes.items[0].path, "delay");
    save_answer_release(&answer);
}

static void a_save_on_an_old_base_is_a_conflict(void **state)
{
    struct desk *desk = *state;
    struct save_answer answer;
    desk_campaign(desk, "c", EMAIL ", " ON("go"));
    desk_campaign(desk, "c", EMAIL ", " ON("went"));
    answer = save(desk, "c", EMAIL ", " ON("go") DELAYED, 1);
    assert_int_equal(answer.outcome, SAVED_CONFLICT);
    assert_int_equal(answer.version, 2);
    assert_contains(answer.sentence, "Version 2 of campaign c was saved since");
    assert_true(answer.theirs.count > 0);
    assert_contains(answer.theirs.items[0].path, "triggers[0]");
    assert_true(answer.changes.count > 0);
    assert_contains(answer.changes.items[0].path, "delay");
    save_answer_release(&answer);
    answer = save(desk, "c", EMAIL ", " ON("go"), 0);
    assert_int_equal(answer.outcome, SAVED_CONFLICT);
    assert_contains(answer.sentence, "There is a campaign c already");
    save_answer_release(&answer);
    answer = save(desk, "new", EMAIL ", " ON("go"), 3);
    assert_int_equal(answer.outcome, SAVED_CONFLICT);
    assert_contains(answer.sentence, "was deleted");
    save_answer_release(&answer);
    answer = save(desk, "c", EMAIL ", " ON("went"), 2);
    assert_int_equal(answer.outcome, SAVED_SAME);
    save_answer_release(&answer);
}

static void what_was_live_keeps_its_shape(void **state)
{
    static const struct {
        const char *members, *kept;
    } edits[] = {
            {"'channel': 'push', 'message': {'body': 'b'}, " ON("go"), "the channel"},
            {EMAIL ", 'identity': 'mail2', " ON("go"), "the identity"},
            {EMAIL ", 'control_percent': 10, " ON("go"), "the control percentage"},
            {EMAIL ", 'conversions': [{'event': {'type': 'purchase'}}], " ON("go"),
                    "the conversion events"},
    };
    struct desk *desk = *state;
    struct save_answer answer;
    desk_campaign(desk, "c", EMAIL ", " ON("go"));
    desk_campaign(desk, "c", EMAIL ", 'control_percent': 5, " ON("go"));
    desk_campaign(desk, "c", EMAIL ", " ON("go"));
    desk_do(desk, VERB_ACTIVATE, "c", AT_START);
    desk_do(desk, VERB_STOP, "c", AT_START);
    for (size_t i = 0; i < ARRAY_COUNT(edits); i++) {
        answer = save(desk, "c", edits[i].members, -1);
        assert_int_equal(answer.outcome, SAVED_REFUSED);
        assert_contains(answer.sentence, edits[i].kept);
        assert_int_equal(answer.version, 3);
        save_answer_release(&answer);
    }
    answer = save(desk, "c", EMAIL ", " ON("went"), -1);
    assert_int_equal(answer.outcome, SAVED_VERSION);
    save_answer_release(&answer);
}

static void a_live_one_takes_no_errors(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct save_request request = desk_request(desk, -1);
    struct save_answer answer;
    struct campaign *edit =
            desk_read_campaign("c", EMAIL ", " ON("go") ", 'audience': {'segments': ['nix']}");
    desk_campaign(desk, "c", EMAIL ", " ON("go") DELAYED);
    desk_do(desk, VERB_ACTIVATE, "c", AT_START);
    desk_ingest(desk,
            "{'type':'track','userId':'u1','event':'go','timestamp':'2026-11-04T23:00:00Z'}", NULL);
    answer = save(desk, "c", EMAIL ", " ON("go") ", 'audience': {'segments': ['nix']}", -1);
    assert_int_equal(answer.outcome, SAVED_REFUSED);
    assert_contains(answer.sentence, "1 error");
    assert_contains(answer.sentence, "nix");
    assert_int_equal(answer.waiting, 1);
    save_answer_release(&answer);
    assert_int_equal(save_campaign_preview(desk->store, edit, &request, &answer, &err), 0);
    assert_int_equal(answer.outcome, SAVED_REFUSED);
    save_answer_release(&answer);
    campaign_free(edit);
    /* Of a draft it is only told. */
    answer = save(desk, "d", EMAIL ", " ON("go") ", 'audience': {'segments': ['nix']}", -1);
    assert_int_equal(answer.outcome, SAVED_CREATED);
    assert_int_equal(findings_count(&answer.findings, SEVERITY_ERROR), 1);
    save_answer_release(&answer);
}

static void a_preview_writes_nothing(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct save_request request = desk_request(desk, 1);
    struct save_answer answer;
    struct campaign *edit = desk_read_campaign("c", EMAIL ", " ON("went"));
    desk_campaign(desk, "c", EMAIL ", " ON("go"));
    assert_int_equal(save_campaign_preview(desk->store, edit, &request, &answer, &err), 0);
    assert_int_equal(answer.outcome, SAVED_VERSION);
    assert_true(answer.changes.count > 0);
    save_answer_release(&answer);
    campaign_free(edit);
    answer = save(desk, "c", EMAIL ", " ON("go"), 1);
    assert_int_equal(answer.outcome, SAVED_SAME);
    save_answer_release(&answer);
}

static struct save_answer save_filter(struct desk *desk, const char *id, const char *filter)
{
    struct error err = {0};
    struct save_request request = desk_request(desk, -1);
    struct save_answer answer;
    char *json = mem_format("{\"id\": \"%s\", \"name\": \"n\", \"filter\": %s}", id, filter);
    if (import_segment(desk->store, json, strlen(json), &request, &answer, &err) < 0)
        fail_msg("%s", err.text);
    mem_free(json);
    return answer;
}

static void assert_segment(struct desk *desk, const char *id, const char *filter,
        enum saved outcome, const char *words)
{
    struct save_answer answer = save_filter(desk, id, filter);
    if (answer.outcome != outcome)
        fail_msg("%s: %s", filter, answer.sentence);
    assert_contains(answer.sentence, words);
    save_answer_release(&answer);
}

static void segments_name_each_other_one_level_deep(void **state)
{
    struct desk *desk = *state;
    desk_segment(desk, "base", "{'everyone': true}");
    assert_segment(desk, "one", "{\"segment\": \"base\"}", SAVED_CREATED, "created");
    assert_segment(desk, "two", "{\"all\": [{\"segment\": \"one\"}]}", SAVED_REFUSED,
            "itself names a segment");
    assert_segment(desk, "self", "{\"segment\": \"self\"}", SAVED_REFUSED, "which is this one");
    assert_segment(desk, "bad", "{\"segment\": \"nix\"}", SAVED_REFUSED, "does not exist");
    assert_segment(desk, "third", "{\"everyone\": true}", SAVED_CREATED, "created");
    assert_segment(desk, "base", "{\"segment\": \"third\"}", SAVED_REFUSED, "named by segment one");
    assert_segment(desk, "base", "{\"not\": {\"everyone\": true}}", SAVED_VERSION, "version 2");
    assert_segment(
            desk, "base", "{\"not\": {\"everyone\": true}}", SAVED_SAME, "same as version 2");
}

static void a_clone_is_a_draft_without_history(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct act_request request = desk_act(desk, LATER);
    struct act_result result;
    struct campaign_list list;
    desk_campaign(desk, "c", EMAIL ", " ON("go"));
    desk_do(desk, VERB_ACTIVATE, "c", AT_START);
    assert_int_equal(clone_campaign(desk->store, "c", "d", NULL, &request, &result, &err), 0);
    assert_true(result.done);
    act_result_release(&result);
    assert_int_equal(row_of(desk, "d", &list).status, STATUS_DRAFT);
    assert_string_equal(list.items[0].title, "T c (copy)");
    assert_int_equal(list.items[0].version, 1);
    assert_int_equal(list.items[0].live_from_ms, WHEN_NONE);
    campaign_list_release(&list);
    assert_int_equal(clone_campaign(desk->store, "c", "d", NULL, &request, &result, &err), 0);
    assert_false(result.done);
    assert_contains(result.sentence, "already");
    act_result_release(&result);
    assert_int_equal(clone_campaign(desk->store, "c", "No Id", NULL, &request, &result, &err), -1);
    assert_int_equal(err.code, ERROR_USAGE);
    assert_int_equal(
            clone_campaign(desk->store, "missing", "e", NULL, &request, &result, &err), -1);
    assert_int_equal(err.code, ERROR_REFUSED);
}

static void what_is_used_is_not_deleted(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct act_request request = desk_act(desk, LATER);
    struct act_result result;
    desk_segment(desk, "s", "{'everyone': true}");
    desk_campaign(desk, "c", EMAIL ", " ON("go") ", 'audience': {'segments': ['s']}");
    assert_int_equal(delete_segment(desk->store, "s", &request, &result, &err), 0);
    assert_false(result.done);
    assert_contains(result.sentence, "used by c");
    act_result_release(&result);
    desk_campaign(desk, "c", EMAIL ", " ON("go"));
    assert_int_equal(delete_segment(desk->store, "s", &request, &result, &err), 0);
    assert_true(result.done);
    act_result_release(&result);
    desk_campaign(desk, "f",
            "'channel': 'push', 'message': {'body': 'b'}, 'triggers': [{'type':"
            "'campaign_interaction', 'campaign': 'c', 'interaction': 'open_email'}]");
    assert_refused(desk, VERB_DELETE, "c", "f names it");
    assert_done(desk, VERB_DELETE, "f", "deleted");
    assert_done(desk, VERB_DELETE, "c", "deleted");
}

static void undo_brings_back(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct act_request request = desk_act(desk, LATER);
    struct act_result done, undone;
    desk_campaign(desk, "c", EMAIL ", " ON("go"));
    done = act_on(desk, VERB_ARCHIVE, "c");
    assert_int_equal(lifecycle_undo(desk->store, VERB_ARCHIVE, &done, &request, &undone, &err), 0);
    assert_true(undone.done);
    act_result_release(&done);
    act_result_release(&undone);
    assert_status(desk, "c", STATUS_DRAFT);
    done = act_on(desk, VERB_DELETE, "c");
    assert_int_equal(lifecycle_undo(desk->store, VERB_DELETE, &done, &request, &undone, &err), 0);
    assert_true(undone.done);
    act_result_release(&undone);
    assert_status(desk, "c", STATUS_DRAFT);
    assert_int_equal(lifecycle_undo(desk->store, VERB_DELETE, &done, &request, &undone, &err), 0);
    assert_false(undone.done);
    act_result_release(&done);
    act_result_release(&undone);
    done = act_on(desk, VERB_ACTIVATE, "c");
    assert_int_equal(lifecycle_undo(desk->store, VERB_ACTIVATE, &done, &request, &undone, &err), 0);
    assert_false(undone.done);
    act_result_release(&done);
    act_result_release(&undone);
    assert_status(desk, "c", STATUS_LIVE);
}

#define FOLLOWS(id)                                                                                \
    "'channel': 'push', 'message': {'body': 'b'}, 'triggers': [{'type': 'campaign_interaction',"   \
    "'campaign': '" id "', 'interaction': 'open_email'}]"

/* SEMANTICS 10.4 */
static void follow_ups_go_first(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct act_request request = desk_act(desk, LATER);
    struct act_list list;
    char **ids;
    size_t count;
    desk_campaign(desk, "a-source", EMAIL ", " ON("go"));
    desk_campaign(desk, "b-middle", FOLLOWS("a-source"));
    desk_campaign(desk, "c-last", FOLLOWS("b-middle"));
    desk_campaign(desk, "other", EMAIL ", " ON("go"));
    assert_int_equal(lifecycle_publish_set(desk->store, "b-middle", &ids, &count, &err), 0);
    assert_int_equal(count, 3);
    assert_string_equal(ids[0], "c-last");
    assert_string_equal(ids[1], "b-middle");
    assert_string_equal(ids[2], "a-source");
    assert_int_equal(
            lifecycle_publish(desk->store, (const char *const *)ids, count, &request, &list, &err),
            0);
    assert_int_equal(list.count, 3);
    assert_true(list.items[2].done);
    act_list_release(&list);
    lifecycle_ids_free(ids, count);
    assert_status(desk, "a-source", STATUS_LIVE);
    assert_status(desk, "other", STATUS_DRAFT);
}

static void publishing_stops_at_the_first_refusal(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct act_request request = desk_act(desk, LATER);
    struct act_list list;
    const char *ids[] = {"source", "follow"};
    desk_campaign(desk, "source", EMAIL ", " ON("go"));
    desk_campaign(desk, "follow",
            "'channel': 'push', 'message': {'body': ''}, 'triggers': [{'type':"
            "'campaign_interaction', 'campaign': 'source', 'interaction': 'open_email'}]");
    assert_int_equal(lifecycle_order(desk->store, ids, 2, &err), 0);
    assert_string_equal(ids[0], "follow");
    assert_int_equal(lifecycle_publish(desk->store, ids, 2, &request, &list, &err), 0);
    assert_int_equal(list.count, 1);
    assert_false(list.items[0].done);
    act_list_release(&list);
    assert_status(desk, "source", STATUS_DRAFT);
}

static void a_ring_is_ordered_by_id(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    const char *ids[] = {"y", "x"};
    desk_campaign(desk, "x", FOLLOWS("y"));
    desk_campaign(desk, "y", FOLLOWS("x"));
    assert_int_equal(lifecycle_order(desk->store, ids, 2, &err), 0);
    assert_string_equal(ids[0], "x");
    assert_string_equal(ids[1], "y");
}

/* Acts wait for nobody who ingests. */
static void while_somebody_holds_the_engine_nothing_is_done(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct act_request request = desk_act(desk, LATER);
    struct lease_claim claim = {.what = "ingest", .where = "events.ndjson"};
    struct store *other = store_open(store_path(desk->store), STORE_EXISTING, &err);
    const char *id = "c";
    struct act_list list;
    desk_campaign(desk, "c", EMAIL ", " ON("go"));
    assert_non_null(other);
    assert_int_equal(lease_take(other, &claim, &err), 0);
    assert_int_equal(lifecycle_act(desk->store, VERB_ACTIVATE, &id, 1, &request, &list, &err), -1);
    assert_int_equal(err.code, ERROR_UNAVAILABLE);
    act_list_release(&list);
    lease_give_back(other);
    store_close(other);
    assert_done(desk, VERB_ACTIVATE, "c", "live");
}

static void settings_are_checked_and_told(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct act_request request = desk_act(desk, LATER);
    struct act_result result;
    struct setting_list list;
    assert_int_equal(
            change_setting(desk->store, "timezone", "Europe/Paris", &request, &result, &err), 0);
    assert_string_equal(result.sentence, "timezone is Europe/Paris.");
    act_result_release(&result);
    assert_int_equal(
            change_setting(desk->store, "timezone", "Europe/Paris", &request, &result, &err), 0);
    assert_string_equal(result.sentence, "timezone is already Europe/Paris.");
    act_result_release(&result);
    assert_int_equal(change_setting(desk->store, "timezone", "Paris", &request, &result, &err), -1);
    assert_int_equal(err.code, ERROR_USAGE);
    assert_int_equal(change_setting(desk->store, "time", "1", &request, &result, &err), -1);
    assert_int_equal(err.code, ERROR_USAGE);
    assert_int_equal(list_settings(desk->store, &list, &err), 0);
    assert_string_equal(list.items[0].key, "timezone");
    assert_string_equal(list.items[0].value, "Europe/Paris");
    assert_false(list.items[0].is_default);
    setting_list_release(&list);
}

static void working_copies_survive(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct working_document copy = {.object = OBJECT_CAMPAIGN, .id = mem_string("c"), .base = 2};
    struct working_document read;
    bool found;
    copy.campaign = campaign_new();
    copy.campaign->title = mem_string("half");
    assert_int_equal(
            working_document_read(desk->store, OBJECT_CAMPAIGN, "c", "anna", &read, &found, &err),
            0);
    assert_false(found);
    assert_int_equal(working_document_write(desk->store, &copy, "anna", &err), 0);
    working_document_release(&copy);
    assert_int_equal(
            working_document_read(desk->store, OBJECT_CAMPAIGN, "c", "anna", &read, &found, &err),
            0);
    assert_true(found);
    assert_int_equal(read.base, 2);
    assert_string_equal(read.campaign->title, "half");
    assert_int_equal(read.campaign->trigger_count, 0);
    working_document_release(&read);
    assert_int_equal(
            working_document_read(desk->store, OBJECT_CAMPAIGN, "c", "ben", &read, &found, &err),
            0);
    assert_false(found);
    assert_int_equal(working_document_drop(desk->store, OBJECT_CAMPAIGN, "c", "anna", &err), 0);
    assert_int_equal(
            working_document_read(desk->store, OBJECT_CAMPAIGN, "c", "anna", &read, &found, &err),
            0);
    assert_false(found);
}

static void the_actor_is_who_says_so_and_who_logged_in(void **state)
{
    struct actor actor;
    (void)state;
    unsetenv("CAMPANILE_AS");
    actor_init(&actor, NULL);
    assert_string_equal(actor.by, actor.login);
    actor_release(&actor);
    setenv("CAMPANILE_AS",
            "from\xff"
            "env",
            1);
    actor_init(&actor, NULL);
    assert_string_equal(actor.by, "from\xef\xbf\xbd"
                                  "env");
    actor_release(&actor);
    actor_init(&actor, "zoe");
    assert_string_equal(actor.by, "zoe");
    assert_true(actor.login[0] != '\0');
    actor_release(&actor);
    unsetenv("CAMPANILE_AS");
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, desk_setup, desk_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
            AT_DESK(life_goes_its_ways_only),
            AT_DESK(a_draft_comes_back_as_a_draft),
            AT_DESK(one_refusal_does_not_hold_up_the_others),
            AT_DESK(activation_needs_a_clean_check),
            AT_DESK(a_start_ahead_is_scheduled),
            AT_DESK(a_lagging_clock_is_told),
            AT_DESK(stopping_cancels_what_waits),
            AT_DESK(every_save_is_a_version),
            AT_DESK(a_save_on_an_old_base_is_a_conflict),
            AT_DESK(what_was_live_keeps_its_shape),
            AT_DESK(a_live_one_takes_no_errors),
            AT_DESK(a_preview_writes_nothing),
            AT_DESK(segments_name_each_other_one_level_deep),
            AT_DESK(a_clone_is_a_draft_without_history),
            AT_DESK(what_is_used_is_not_deleted),
            AT_DESK(undo_brings_back),
            AT_DESK(follow_ups_go_first),
            AT_DESK(publishing_stops_at_the_first_refusal),
            AT_DESK(a_ring_is_ordered_by_id),
            AT_DESK(while_somebody_holds_the_engine_nothing_is_done),
            AT_DESK(settings_are_checked_and_told),
            AT_DESK(working_copies_survive),
            cmocka_unit_test(the_actor_is_who_says_so_and_who_logged_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
