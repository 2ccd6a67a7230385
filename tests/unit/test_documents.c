/* Campaigns and segments in the database: versions, changelog, lifecycle, working copies. */
#include "model/change.h"
#include "store/changelog.h"
#include "store/working.h"
#include "store_rig.h"

#define CART(title)                                                                                \
    "{\"id\":\"cart\",\"title\":\"" title "\",\"channel\":\"email\","                              \
    "\"triggers\":[{\"type\":\"session_start\"}]}"

static char log_text[4096];

static int log_row(void *context, const struct changelog_record *row)
{
    size_t used = strlen(log_text);

    (void)context;
    snprintf(log_text + used, sizeof log_text - used, "%s %s %s %u %s;", row->by,
            object_name(row->object), row->id, row->version, row->action);
    return 0;
}

static const char *log_of(struct store *store, struct changelog_query query)
{
    log_text[0] = '\0';
    assert_done(changelog_scan(store, &query, log_row, NULL, &rig_err));
    return log_text;
}

#define EVERYTHING .since_ms = WHEN_NONE, .until_ms = WHEN_NEVER

static void saves_are_versions(void **state)
{
    (void)state;
    struct store *store = rig_open("db");
    struct document document;

    struct stored stored = rig_save(store, CART("one"), -1);
    assert_int_equal(stored.verdict, STORED_DONE);
    assert_true(stored.created);
    stored = rig_save(store, CART("two"), 1);
    assert_int_equal(stored.version, 2);
    assert_false(stored.created);
    assert_int_equal(rig_save(store, CART("two"), 1).verdict, STORED_SAME);
    assert_done(document_get(store, OBJECT_CAMPAIGN, "cart", 0, &document, &rig_err));
    assert_int_equal(document.version, 2);
    assert_int_equal(document.status, STATUS_DRAFT);
    assert_int_equal(document.activated_ms, WHEN_NONE);
    assert_string_equal(document.updated_by, "ana");
    assert_contains(document.json, "two");
    document_release(&document);
    assert_done(document_get(store, OBJECT_CAMPAIGN, "cart", 1, &document, &rig_err));
    assert_contains(document.json, "one");
    document_release(&document);
    assert_fails(document_get(store, OBJECT_CAMPAIGN, "cart", 3, &document, &rig_err),
            ERROR_REFUSED, "has no version 3; there are 1 to 2");
    assert_fails(document_get(store, OBJECT_CAMPAIGN, "card", 0, &document, &rig_err),
            ERROR_REFUSED, "there is 'cart'");
    assert_string_equal(log_of(store, (struct changelog_query){EVERYTHING, .object = -1}),
            "ana campaign cart 1 create;ana campaign cart 2 save;");
    store_close(store);
}

static void an_older_base_conflicts(void **state)
{
    (void)state;
    struct store *store = rig_open("db");

    rig_save(store, CART("one"), 0);
    rig_save(store, CART("two"), 1);
    struct stored stored = rig_save(store, CART("three"), 1);
    assert_int_equal(stored.verdict, STORED_CONFLICT);
    assert_int_equal(stored.version, 2);
    assert_int_equal(rig_save(store, CART("three"), 0).verdict, STORED_CONFLICT);
    struct document document;
    assert_done(document_get(store, OBJECT_CAMPAIGN, "cart", 0, &document, &rig_err));
    assert_contains(document.json, "two");
    document_release(&document);
    store_close(store);
}

static int count_changes(void *context, const struct changelog_record *row)
{
    struct change_list list = {0};

    assert_done(change_list_read(&list, row->changes, strlen(row->changes), &rig_err));
    *(size_t *)context = list.count;
    if (list.count)
        assert_string_equal(list.items[0].path, "title");
    change_list_release(&list);
    return 0;
}

static void the_changelog_has_the_fields(void **state)
{
    (void)state;
    struct store *store = rig_open("db");
    struct changelog_query newest = {EVERYTHING, .object = -1, .newest_first = true, .limit = 1};
    size_t count = 0;

    rig_save(store, CART("one"), -1);
    rig_save(store, CART("two"), -1);
    assert_done(changelog_scan(store, &newest, count_changes, &count, &rig_err));
    assert_int_equal(count, 1);
    store_close(store);
}

static void status_is_what_was_expected(void **state)
{
    (void)state;
    struct store *store = rig_open("db");
    struct status_change again = {.id = "cart",
            .from = STATUS_DRAFT,
            .to = STATUS_LIVE,
            .action = "activate",
            .activated_ms = 9,
            .resumed_ms = WHEN_NONE,
            .live_from_ms = WHEN_NONE};
    struct document document;
    uint64_t before = 0, after = 0;

    rig_save(store, CART("one"), -1);
    assert_done(documents_generation(store, &before, &rig_err));
    rig_activate(store, "cart", 5);
    assert_done(documents_generation(store, &after, &rig_err));
    assert_true(after > before);
    assert_fails(documents_set_status(store, &RIG_ACT, &again, &rig_err), ERROR_REFUSED,
            "is live, no longer draft");
    again.from = STATUS_LIVE;
    again.version = 7;
    assert_fails(documents_set_status(store, &RIG_ACT, &again, &rig_err), ERROR_REFUSED,
            "was saved meanwhile");
    assert_done(document_get(store, OBJECT_CAMPAIGN, "cart", 0, &document, &rig_err));
    assert_int_equal(document.activated_ms, 5);
    assert_int_equal(document.live_from_ms, 5);
    document_release(&document);
    store_close(store);
}

static void only_unused_things_are_deleted(void **state)
{
    (void)state;
    struct store *store = rig_open("db");

    rig_save_segment(store, "{\"id\":\"pro\",\"name\":\"Pro\",\"filter\":{\"everyone\":true}}");
    rig_save_segment(
            store, "{\"id\":\"both\",\"name\":\"B\",\"filter\":{\"not\":{\"segment\":\"pro\"}}}");
    rig_save(store,
            "{\"id\":\"cart\",\"title\":\"t\",\"channel\":\"push\",\"audience\":{\"segments\":"
            "[\"pro\"]},\"triggers\":[{\"type\":\"session_start\"}]}",
            -1);
    assert_fails(document_delete(store, &RIG_ACT, OBJECT_SEGMENT, "pro", &rig_err), ERROR_REFUSED,
            "campaign 'cart', segment 'both'");
    assert_done(document_delete(store, &RIG_ACT, OBJECT_SEGMENT, "both", &rig_err));
    assert_done(document_delete(store, &RIG_ACT, OBJECT_CAMPAIGN, "cart", &rig_err));
    assert_done(document_delete(store, &RIG_ACT, OBJECT_SEGMENT, "pro", &rig_err));
    assert_int_equal(document_exists(store, OBJECT_SEGMENT, "pro", &rig_err), 0);
    assert_string_equal(
            log_of(store, (struct changelog_query){EVERYTHING, .object = -1, .id = "pro"}),
            "ana segment pro 1 create;ana segment pro 1 delete;");
    store_close(store);
}

static void live_ones_stay(void **state)
{
    (void)state;
    struct store *store = rig_open("db");
    struct document first, second;

    rig_save(store, CART("one"), -1);
    assert_done(document_get(store, OBJECT_CAMPAIGN, "cart", 0, &first, &rig_err));
    assert_done(document_delete(store, &RIG_ACT, OBJECT_CAMPAIGN, "cart", &rig_err));
    rig_save(store, CART("one"), 0);
    assert_done(document_get(store, OBJECT_CAMPAIGN, "cart", 0, &second, &rig_err));
    assert_true(second.number > first.number);
    document_release(&first);
    document_release(&second);
    rig_activate(store, "cart", 5);
    assert_fails(document_delete(store, &RIG_ACT, OBJECT_CAMPAIGN, "cart", &rig_err), ERROR_REFUSED,
            "only drafts");
    store_close(store);
}

static void the_changelog_is_asked(void **state)
{
    (void)state;
    struct store *store = rig_open("db");
    struct act bob = {.login = "bob", .at_ms = 2000};
    struct campaign *campaign = rig_campaign(CART("bob's"));
    struct stored stored;
    int64_t row = 0;

    rig_save(store, CART("one"), -1);
    assert_done(documents_save_campaign(store, &bob, campaign, -1, NULL, &stored, &rig_err));
    campaign_free(campaign);
    assert_string_equal(
            log_of(store, (struct changelog_query){EVERYTHING, .object = -1, .by = "alm"}),
            "ana campaign cart 1 create;");
    assert_string_equal(log_of(store, (struct changelog_query){.since_ms = 1500,
                                              .until_ms = WHEN_NEVER,
                                              .object = OBJECT_CAMPAIGN}),
            "bob campaign cart 2 save;");
    assert_string_equal(log_of(store,
                                (struct changelog_query){
                                        .since_ms = WHEN_NONE, .until_ms = 2000, .object = -1}),
            "ana campaign cart 1 create;");
    assert_done(changelog_newest(store, OBJECT_CAMPAIGN, "cart", &row, &rig_err));
    assert_int_equal(row, 2);
    assert_string_equal(
            log_of(store, (struct changelog_query){EVERYTHING, .object = -1, .after_row = row}),
            "");
    assert_done(looked_put(store, "ana", OBJECT_CAMPAIGN, "cart", row, &rig_err));
    assert_done(looked_put(store, "ana", OBJECT_CAMPAIGN, "cart", 1, &rig_err));
    assert_done(looked_get(store, "ana", OBJECT_CAMPAIGN, "cart", &row, &rig_err));
    assert_int_equal(row, 2);
    store_close(store);
}

static void the_log_goes_over_its_chunks(void **state)
{
    (void)state;
    struct store *store = rig_open("db");

    for (int i = 0; i < 600; i++)
        rig_save(store, i % 2 ? CART("a") : CART("b"), -1);
    struct changelog_query query = {EVERYTHING, .object = -1, .newest_first = true};
    log_of(store, query);
    assert_contains(log_text, "ana campaign cart 600 save;ana campaign cart 599 save;");
    query = (struct changelog_query){EVERYTHING, .object = -1, .after_row = 300, .limit = 3};
    assert_string_equal(log_of(store, query),
            "ana campaign cart 301 save;ana campaign cart 302 save;ana campaign cart 303 save;");
    store_close(store);
}

static int copy_ids(void *context, const struct working_record *copy)
{
    buf_add_format(context, "%s %u;", copy->id, copy->base_version);
    return 0;
}

static void working_copies_are_ones_own(void **state)
{
    (void)state;
    struct store *store = rig_open("db");
    struct working_record mine = {.object = OBJECT_CAMPAIGN,
            .id = mem_string("cart"),
            .base_version = 3,
            .updated_ms = 5,
            .json = mem_string("{}"),
            .json_size = 2};
    struct working_record got;
    struct buf ids = {0};

    assert_done(working_put(store, "ana", &mine, &rig_err));
    mine.base_version = 4;
    assert_done(working_put(store, "ana", &mine, &rig_err));
    assert_int_equal(working_get(store, "bob", OBJECT_CAMPAIGN, "cart", &got, &rig_err), 0);
    assert_int_equal(working_get(store, "ana", OBJECT_SEGMENT, "cart", &got, &rig_err), 0);
    store_close(store);
    store = rig_open("db");
    assert_int_equal(working_get(store, "ana", OBJECT_CAMPAIGN, "cart", &got, &rig_err), 1);
    assert_int_equal(got.base_version, 4);
    assert_string_equal(got.json, "{}");
    working_record_release(&got);
    assert_done(working_scan(store, "ana", copy_ids, &ids, &rig_err));
    assert_buf(&ids, "cart 4;");
    assert_done(working_delete(store, "ana", OBJECT_CAMPAIGN, "cart", &rig_err));
    assert_int_equal(working_get(store, "ana", OBJECT_CAMPAIGN, "cart", &got, &rig_err), 0);
    working_record_release(&mine);
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            rig_test(saves_are_versions),
            rig_test(an_older_base_conflicts),
            rig_test(the_changelog_has_the_fields),
            rig_test(status_is_what_was_expected),
            rig_test(only_unused_things_are_deleted),
            rig_test(live_ones_stay),
            rig_test(the_changelog_is_asked),
            rig_test(the_log_goes_over_its_chunks),
            rig_test(working_copies_are_ones_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
