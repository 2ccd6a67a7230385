#include "desk.h"

#include "base/alloc.h"
#include "base/when.h"
#include "report/changelog.h"

static struct log_list read_log(struct desk *desk, const struct log_query *query)
{
    struct error err = {0};
    struct log_list list;
    if (log_read(desk->store, query, &list, &err) < 0)
        fail_msg("%s", err.text);
    return list;
}

static struct log_query everything(void)
{
    return (struct log_query){.object = -1, .since_ms = WHEN_NONE, .until_ms = WHEN_NEVER};
}

/* Object, id and action of each row: 'campaign c create, ...'. */
static void assert_log(struct desk *desk, const struct log_query *query, const char *wanted)
{
    struct log_list list = read_log(desk, query);
    struct buf found = {0};
    for (size_t i = 0; i < list.count; i++)
        buf_add_format(&found, "%s%s %s %s", i ? ", " : "", object_name(list.items[i].object),
                list.items[i].id, list.items[i].action);
    if (strcmp(buf_text(&found), wanted) != 0)
        fail_msg("found:  %s\nwanted: %s", buf_text(&found), wanted);
    buf_release(&found);
    log_list_release(&list);
}

static void become(struct desk *desk, const char *name)
{
    mem_free(desk->actor.by);
    desk->actor.by = mem_string(name);
}

static int setup(void **state)
{
    struct desk *desk;
    desk_setup(state);
    desk = *state;
    desk_segment(desk, "s", "{'everyone': true}");
    desk_campaign(desk, "c", EMAIL ", " ON("go") ", 'audience': {'segments': ['s']}");
    desk_campaign(desk, "c", EMAIL ", " ON("went") ", 'audience': {'segments': ['s']}");
    desk_campaign(desk, "d", EMAIL ", " ON("go"));
    become(desk, "ben");
    desk_do(desk, VERB_ACTIVATE, "d", "2026-11-03T00:00:00Z");
    return 0;
}

static void rows_are_found_by_what_they_are(void **state)
{
    struct desk *desk = *state;
    struct log_query query = everything();
    assert_log(desk, &query,
            "setting max_ahead set, segment s create, campaign c create, campaign c save, "
            "campaign d create, campaign d activate");
    query.newest = true;
    query.limit = 2;
    assert_log(desk, &query, "campaign d activate, campaign d create");
    query = everything();
    query.object = OBJECT_SEGMENT;
    assert_log(desk, &query, "segment s create");
    query = everything();
    query.id = "c";
    assert_log(desk, &query, "campaign c create, campaign c save");
    query = everything();
    query.by = "ben";
    assert_log(desk, &query, "campaign d activate");
    query = everything();
    query.since_ms = desk_when("2026-11-02T00:00:00Z");
    assert_log(desk, &query, "campaign d activate");
    query = everything();
    query.until_ms = desk_when(AT_START);
    assert_log(desk, &query, "");
}

static void rows_say_who_when_and_what(void **state)
{
    struct desk *desk = *state;
    struct log_query query = everything();
    struct log_list list;
    query.id = "c";
    list = read_log(desk, &query);
    assert_int_equal(list.count, 2);
    assert_false(list.more);
    assert_string_equal(list.items[1].by, "anna");
    assert_string_equal(list.items[1].login, "login");
    assert_int_equal(list.items[1].at_ms, desk_when(AT_START));
    assert_int_equal(list.items[1].version, 2);
    assert_int_equal(list.items[1].changes.count, 1);
    assert_string_equal(list.items[1].changes.items[0].path, "triggers[0].event");
    assert_string_equal(list.items[1].changes.items[0].before, "\"go\"");
    assert_string_equal(list.items[1].changes.items[0].after, "\"went\"");
    log_list_release(&list);
    query.limit = 1;
    list = read_log(desk, &query);
    assert_int_equal(list.count, 1);
    assert_true(list.more);
    log_list_release(&list);
}

static void assert_unseen(struct desk *desk, const char *campaign, const char *person, size_t count)
{
    struct error err = {0};
    struct log_list list;
    if (log_unseen(desk->store, campaign, person, &list, &err) < 0)
        fail_msg("%s", err.text);
    assert_int_equal(list.count, count);
    log_list_release(&list);
}

static void what_is_new_is_by_others_since_the_last_look(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    assert_unseen(desk, "c", "anna", 0);
    assert_unseen(desk, "c", "ben", 3); /* its segment too */
    assert_unseen(desk, "d", "anna", 1);
    assert_int_equal(log_look(desk->store, "c", "ben", &err), 0);
    assert_unseen(desk, "c", "ben", 0);
    assert_unseen(desk, "d", "ben", 1);
    become(desk, "anna");
    desk_segment(desk, "s", "{'not': {'everyone': true}}");
    assert_unseen(desk, "c", "ben", 1);
    assert_unseen(desk, "d", "ben", 1);
    assert_unseen(desk, "c", "anna", 0);
    assert_int_equal(log_look(desk->store, "c", "ben", &err), 0);
    assert_unseen(desk, "c", "ben", 0);
}

static void versions_are_compared(void **state)
{
    struct desk *desk = *state;
    struct error err = {0};
    struct version_list versions;
    struct change_list changes;
    desk_campaign(desk, "c", EMAIL ", " ON("gone") ", 'audience': {'segments': ['s']}");
    assert_int_equal(versions_list(desk->store, OBJECT_CAMPAIGN, "c", &versions, &err), 0);
    assert_int_equal(versions.count, 3);
    assert_int_equal(versions.items[0].version, 1);
    assert_string_equal(versions.items[0].by, "anna");
    assert_string_equal(versions.items[2].by, "ben");
    version_list_release(&versions);
    assert_int_equal(versions_diff(desk->store, OBJECT_CAMPAIGN, "c", 0, 0, &changes, &err), 0);
    assert_int_equal(changes.count, 1);
    assert_string_equal(changes.items[0].before, "\"went\"");
    change_list_release(&changes);
    assert_int_equal(versions_diff(desk->store, OBJECT_CAMPAIGN, "c", 1, 3, &changes, &err), 0);
    assert_string_equal(changes.items[0].before, "\"go\"");
    assert_string_equal(changes.items[0].after, "\"gone\"");
    change_list_release(&changes);
    assert_int_equal(versions_diff(desk->store, OBJECT_CAMPAIGN, "c", 3, 1, &changes, &err), 0);
    assert_string_equal(changes.items[0].after, "\"go\"");
    change_list_release(&changes);
    assert_int_equal(versions_diff(desk->store, OBJECT_SEGMENT, "s", 0, 0, &changes, &err), 0);
    assert_int_equal(changes.count, 0);
    assert_int_equal(versions_diff(desk->store, OBJECT_CAMPAIGN, "c", 1, 9, &changes, &err), -1);
    assert_int_equal(err.code, ERROR_REFUSED);
    assert_int_equal(versions_diff(desk->store, OBJECT_CAMPAIGN, "x", 0, 0, &changes, &err), -1);
    assert_int_equal(err.code, ERROR_REFUSED);
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, setup, desk_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
            AT_DESK(rows_are_found_by_what_they_are),
            AT_DESK(rows_say_who_when_and_what),
            AT_DESK(what_is_new_is_by_others_since_the_last_look),
            AT_DESK(versions_are_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
