/* State in memory and in the database: the same whatever the cache, the batches or the store; and
 * what is asked of it afterwards. */
#include "ingest_rig.h"
#include "runner/act.h"
#include "runner/count.h"
#include "runner/engine_room.h"
#include "runner/plan_load.h"
#include "store/counters.h"
#include "store/ledger.h"
#include "store/outbox.h"
#include "store/pending.h"
#include "store/seen.h"

#define UNTIL_MS (RIG_START_MS + 3 * DAY_MS)

static const char *path_a, *path_b;

static void write_files(void)
{
    struct rig_file first = {6000, 700, RIG_START_MS, DAY_MS, 1, false, 0};
    struct rig_file second = {3000, 900, RIG_START_MS + DAY_MS, DAY_MS, 2, false, 0};

    path_a = rig_file("a", &first);
    path_b = rig_file("b", &second);
}

static void run(const char *name, size_t cache_bytes, int64_t flush_ms)
{
    struct ingest_options options = RIG_INGEST;

    options.cache_bytes = cache_bytes;
    options.flush_ms = flush_ms;
    rig_fill(name);
    rig_ingest(name, &path_a, 1, &options);
    options.until_ms = UNTIL_MS;
    rig_ingest(name, &path_b, 1, &options);
}

static void the_cache_changes_nothing(void **state)
{
    (void)state;
    write_files();
    run("wide", 0, 0);
    char *wanted = rig_dump("wide");
    run("narrow", 20000, 1);
    char *got = rig_dump("narrow");
    assert_dump(got, wanted);
    mem_free(got);
    mem_free(wanted);
    assert_verified("wide");
    assert_verified("narrow");
}

/* A batch in time order may be cut anywhere (the end of SEMANTICS' introduction). */
static void cuts_change_nothing(void **state)
{
    (void)state;
    struct rig_file whole = {2000, 300, RIG_START_MS, 2 * DAY_MS, 4, false, 0};
    struct buf text = {0};
    struct ingest_options options = RIG_INGEST;

    const char *path = rig_file("whole", &whole);
    FILE *file = fopen(path, "r");
    char line[1024];
    rig_fill("whole.db");
    rig_fill("cut.db");
    while (fgets(line, sizeof line, file)) {
        buf_add_text(&text, line);
        if (rig_random(300) == 0) {
            const char *piece = file_write("piece", text.bytes, text.size);
            rig_ingest("cut.db", &piece, 1, &options);
            buf_clear(&text);
        }
    }
    fclose(file);
    const char *piece = file_write("piece", text.bytes, text.size);
    options.until_ms = UNTIL_MS;
    rig_ingest("cut.db", &piece, 1, &options);
    rig_ingest("whole.db", &path, 1, &options);
    char *got = rig_dump("cut.db"), *wanted = rig_dump("whole.db");
    char *got_files = strstr(got, "# SELECT id, size"),
         *wanted_files = strstr(wanted, "# SELECT id, size");
    *got_files = *wanted_files = '\0';
    assert_dump(got, wanted);
    mem_free(got);
    mem_free(wanted);
    buf_release(&text);
}

struct rows {
    struct buf text;
    int limit;
};

static int add_row(void *context, const struct ledger_record *record)
{
    struct rows *rows = context;

    buf_add_format(&rows->text, "%lld %s %s %s\n", (long long)record->trigger_ms, record->user,
            record->campaign, outcome_name(record->outcome));
    return --rows->limit == 0;
}

static char *ledger_text(struct store *store, struct ledger_filter filter)
{
    struct rows rows = {.limit = -1};

    assert_done(ledger_scan(store, &filter, add_row, &rows, &rig_err));
    return buf_take(&rows.text);
}

static int lines_of(const char *text)
{
    int lines = 0;

    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

#define ALL_TIME .since_ms = WHEN_NONE, .until_ms = WHEN_NEVER
#define ANY      ALL_TIME, .outcome = -1

static int count_with(struct store *store, struct ledger_filter filter)
{
    char *text = ledger_text(store, filter);
    int lines = lines_of(text);

    mem_free(text);
    return lines;
}

static void the_ledger_is_listed(void **state)
{
    (void)state;
    struct ingest_options options = RIG_INGEST;
    struct engine_record record;

    write_files();
    rig_fill("db");
    rig_ingest("db", &path_a, 1, &options);
    struct store *store = rig_open("db");
    assert_done(engine_record_load(store, &record, &rig_err));
    int all = count_with(store, (struct ledger_filter){ANY});
    assert_int_equal(all, record.next_seq - 1);
    int pending = count_with(store, (struct ledger_filter){ALL_TIME, .outcome = OUTCOME_PENDING});
    assert_true(pending > 0);
    assert_int_equal(all - pending, record.next_ledger - 1);
    int sum = 0, users = 0;
    for (size_t i = 0; i < ARRAY_COUNT(RIG_CAMPAIGNS); i++) {
        struct campaign *campaign = rig_campaign(RIG_CAMPAIGNS[i]);
        sum += count_with(store, (struct ledger_filter){ANY, .campaign = campaign->id});
        campaign_free(campaign);
    }
    assert_int_equal(sum, all);
    for (int i = 0; i < 700; i++) {
        char id[16];
        snprintf(id, sizeof id, "u%d", i);
        struct profile *profile = user_by_id(store, id, strlen(id), &rig_err);
        if (profile)
            users += count_with(store, (struct ledger_filter){ANY, .user = id});
        profile_free(profile);
    }
    assert_int_equal(users, all);
    int early = count_with(store,
            (struct ledger_filter){
                    .outcome = -1, .since_ms = WHEN_NONE, .until_ms = RIG_START_MS + HOUR_MS});
    int later = count_with(store,
            (struct ledger_filter){
                    .outcome = -1, .since_ms = RIG_START_MS + HOUR_MS, .until_ms = WHEN_NEVER});
    assert_true(early > 0 && later > 0);
    assert_int_equal(early + later, all);
    struct ledger_filter nobody = {ANY, .user = "nobody"};
    assert_fails(ledger_scan(store, &nobody, add_row, NULL, &rig_err), ERROR_REFUSED,
            "there is no user 'nobody'");
    store_close(store);
}

static void the_ledger_is_in_order(void **state)
{
    (void)state;
    write_files();
    run("db", 0, 0);
    struct store *store = rig_open("db");
    char *up = ledger_text(store, (struct ledger_filter){ANY});
    char *first = ledger_text(store, (struct ledger_filter){ANY, .limit = 3});
    char *last = ledger_text(store, (struct ledger_filter){ANY, .limit = 2, .newest = true});
    int64_t before = 0;

    assert_int_equal(lines_of(first), 3);
    assert_memory_equal(up, first, strlen(first));
    for (const char *line = up; *line; line = strchr(line, '\n') + 1) {
        int64_t trigger_ms = strtoll(line, NULL, 10);
        assert_true(trigger_ms >= before);
        before = trigger_ms;
    }
    assert_int_equal(strtoll(last, NULL, 10), before);
    mem_free(up);
    mem_free(first);
    mem_free(last);
    store_close(store);
}

/* The lines of a text from the last to the first. */
static char *reversed(const char *text)
{
    struct buf out = {0};
    size_t end = strlen(text);

    while (end > 0) {
        size_t begin = end - 1;
        while (begin > 0 && text[begin - 1] != '\n')
            begin--;
        buf_add(&out, text + begin, end - begin);
        end = begin;
    }
    return buf_take(&out);
}

static void a_limit_is_a_piece_of_the_whole(void **state)
{
    (void)state;
    static const struct ledger_filter FILTERS[] = {
            {ANY},
            {ANY, .campaign = "cart"},
            {ALL_TIME, .outcome = OUTCOME_SENT},
            {ALL_TIME, .outcome = OUTCOME_PENDING},
            {.since_ms = RIG_START_MS + HOUR_MS, .until_ms = RIG_START_MS + DAY_MS, .outcome = -1},
    };
    struct ingest_options options = RIG_INGEST;

    write_files();
    rig_fill("db");
    rig_ingest("db", &path_a, 1, &options);
    struct store *store = rig_open("db");
    for (size_t i = 0; i < ARRAY_COUNT(FILTERS); i++) {
        struct ledger_filter filter = FILTERS[i];
        char *up = ledger_text(store, filter), *down = reversed(up);
        for (int64_t limit = 1; limit < 400; limit = limit * 3 + 1) {
            filter.limit = limit;
            filter.newest = false;
            char *first = ledger_text(store, filter);
            filter.newest = true;
            char *last = ledger_text(store, filter);
            assert_memory_equal(first, up, strlen(first));
            assert_memory_equal(last, down, strlen(last));
            assert_int_equal(lines_of(first), limit < lines_of(up) ? limit : lines_of(up));
            assert_int_equal(lines_of(last), lines_of(first));
            mem_free(first);
            mem_free(last);
        }
        mem_free(up);
        mem_free(down);
    }
    store_close(store);
}

static int count_sent(void *context, const struct counter_record *row)
{
    int64_t *sums = context;

    if (row->tally == TALLY_OUTCOME + (int)OUTCOME_SENT) {
        sums[0] += row->total;
        sums[1] += row->unique;
    }
    return 0;
}

static int count_outbox(void *context, const struct outbox_record *row)
{
    int64_t *counts = context;

    counts[0]++;
    counts[1] += row->properties != NULL;
    counts[2] += row->identity != NULL && strchr(row->identity, '@') != NULL;
    return 0;
}

static void counters_are_asked(void **state)
{
    (void)state;
    write_files();
    run("db", 0, 1);
    struct store *store = rig_open("db");
    struct counter_query query = {
            .campaign = -1, .since_ms = WHEN_NONE, .until_ms = WHEN_NEVER, .zone = ZONE_UTC};
    int64_t whole[2] = {0}, hours[2] = {0}, days[2] = {0}, half[2] = {0}, totals[2] = {0};
    int64_t outbox[3] = {0};

    assert_done(counters_scan(store, &query, count_sent, whole, &rig_err));
    query.by = COUNTER_BY_HOUR;
    assert_done(counters_scan(store, &query, count_sent, hours, &rig_err));
    query.by = COUNTER_BY_DAY;
    assert_done(counters_scan(store, &query, count_sent, days, &rig_err));
    query.since_ms = RIG_START_MS + DAY_MS;
    assert_done(counters_scan(store, &query, count_sent, half, &rig_err));
    query.since_ms = WHEN_NONE;
    query.totals_only = true;
    assert_done(counters_scan(store, &query, count_sent, totals, &rig_err));
    assert_int_equal(
            whole[0], count_with(store, (struct ledger_filter){ALL_TIME, .outcome = OUTCOME_SENT}));
    assert_int_equal(hours[0], whole[0]);
    assert_int_equal(days[0], whole[0]);
    assert_int_equal(totals[0], whole[0]);
    assert_int_equal(totals[1], 0);
    assert_true(half[0] > 0 && half[0] < whole[0]);
    /* A user who got two in two hours counts once in the whole. */
    assert_true(whole[1] < days[1] && days[1] <= hours[1]);
    assert_done(outbox_scan(store, 0, 1000000, count_outbox, outbox, &rig_err));
    assert_int_equal(outbox[0], whole[0]);
    assert_true(outbox[1] > 0);
    assert_true(outbox[2] > 0);
    store_close(store);
}

static int note_campaign(void *context, uint32_t campaign, int64_t count)
{
    (void)campaign;
    *(int64_t *)context += count;
    return 0;
}

static void stopping_ends_what_waits(void **state)
{
    (void)state;
    struct ingest_options options = RIG_INGEST;
    struct status_change stop = {.id = "cart",
            .from = STATUS_LIVE,
            .to = STATUS_STOPPED,
            .action = "stop",
            .activated_ms = WHEN_NONE,
            .resumed_ms = WHEN_NONE,
            .live_from_ms = WHEN_NONE};
    int64_t before = 0, after = 0, stopped = 0;

    write_files();
    rig_fill("db");
    rig_ingest("db", &path_a, 1, &options);
    struct store *store = rig_open("db");
    assert_done(pending_counts(store, WHEN_NONE, WHEN_NEVER, note_campaign, &before, &rig_err));
    int waiting = count_with(store,
            (struct ledger_filter){ALL_TIME, .campaign = "cart", .outcome = OUTCOME_PENDING});
    assert_true(waiting > 0);
    assert_done(runner_stop_campaign(store, &RIG_ACT, &stop, &stopped, &rig_err));
    assert_int_equal(stopped, waiting);
    assert_done(pending_counts(store, WHEN_NONE, WHEN_NEVER, note_campaign, &after, &rig_err));
    assert_int_equal(before - after, stopped);
    assert_int_equal(count_with(store, (struct ledger_filter){ALL_TIME, .campaign = "cart",
                                               .outcome = OUTCOME_STOPPED}),
            stopped);
    /* Refused the second time, and nothing of it stays. */
    assert_fails(runner_stop_campaign(store, &RIG_ACT, &stop, &stopped, &rig_err), ERROR_REFUSED,
            "no longer live");
    store_close(store);
    assert_verified("db");
}

static int note_member(void *context, const struct profile *profile)
{
    buf_add_format(context, "%s ", profile->id);
    return 0;
}

static void segments_are_counted(void **state)
{
    (void)state;
    struct ingest_options options = RIG_INGEST;
    struct engine_room room;
    struct segment_size size;
    struct document document;
    struct buf members = {0}, few = {0};
    int64_t counted = 0;

    write_files();
    rig_fill("db");
    rig_ingest("db", &path_a, 1, &options);
    struct store *store = rig_open("db");
    assert_done(engine_room_open(&room, store, 0, false, &rig_err));
    const struct filter_plan *filter = plan_segment_filter(room.plan, "pro");
    int64_t now_ms = state_record(room.state)->clock_ms;
    assert_done(runner_count(store, &filter, 1, now_ms, &counted, NULL, NULL, &rig_err));
    assert_done(runner_members(store, filter, now_ms, 0, note_member, &members, &rig_err));
    assert_done(runner_members(store, filter, now_ms, 2, note_member, &few, &rig_err));
    int64_t named = 0;
    for (size_t i = 0; i < members.size; i++)
        named += members.bytes[i] == ' ';
    assert_true(counted > 0);
    assert_int_equal(named, counted);
    assert_memory_equal(members.bytes, few.bytes, few.size);
    assert_done(document_get(store, OBJECT_SEGMENT, "pro", 0, &document, &rig_err));
    assert_int_equal(segment_size_get(store, document.number, &size, &rig_err), 1);
    assert_int_equal(size.size, counted);
    assert_int_equal(size.as_of_ms, now_ms);
    document_release(&document);
    buf_release(&members);
    buf_release(&few);
    engine_room_close(&room);
    store_close(store);
}

/* Without a store: the same decisions, all in memory. */
static void memory_alone_decides_the_same(void **state)
{
    (void)state;
    struct ingest_options options = RIG_INGEST;
    struct engine_room room;
    struct batch_options reading = {
            .now_ms = RIG_INGEST.now_ms, .max_ahead_ms = -1, .scratch_dir = test_folder};
    struct block *block = NULL;
    int64_t unique = 0;

    write_files();
    rig_fill("db");
    struct store *store = rig_open("db");
    assert_done(engine_room_open(&room, store, 0, false, &rig_err));
    struct state *memory = state_new(NULL, room.names, 0, &rig_err);
    state_set_plan(memory, room.plan);
    struct engine *engine =
            engine_new(room.plan, state_source(memory), state_sink(memory), WHEN_NONE, 1);
    struct batch *batch = batch_open(&path_a, 1, &reading, &rig_err);
    assert_done(batch_start(batch, &rig_err));
    while ((block = batch_next(batch, &rig_err))) {
        for (size_t i = 0; i < block->event_count; i++)
            assert_done(engine_event(engine, &block->events[i], &rig_err));
        batch_release(batch, block);
    }
    assert_done(engine_batch_end(engine, &rig_err));
    rig_ingest("db", &path_a, 1, &options);
    assert_int_equal(state_ledger_count(memory),
            count_with(store, (struct ledger_filter){ANY}) -
                    count_with(
                            store, (struct ledger_filter){ALL_TIME, .outcome = OUTCOME_PENDING}));
    int64_t sent = 0;
    for (size_t i = 0; i < state_ledger_count(memory); i++)
        sent += state_ledger_row(memory, i)->outcome == OUTCOME_SENT &&
                state_ledger_row(memory, i)->campaign_number ==
                        plan_find(room.plan, "cart", 4)->number;
    assert_int_equal(sent, state_tally(memory, plan_find(room.plan, "cart", 4)->number,
                                   TALLY_OUTCOME + OUTCOME_SENT, &unique));
    assert_true(unique > 0 && unique <= sent);
    assert_true(state_user_count(memory) > 0);
    assert_int_equal(state_user(memory, 3)->number, 3);
    batch_free(batch);
    engine_free(engine);
    state_free(memory);
    engine_room_close(&room);
    store_close(store);
}

/* What was broken by hand, and which check must say so. */
static void verify_sees_damage(void **state)
{
    (void)state;
    static const struct {
        const char *script, *check;
    } DAMAGE[] = {
            {"DELETE FROM ledger WHERE number = 5", "ledger: row 6 follows on row 4"},
            {"UPDATE ledger SET previous = 0 WHERE number = (SELECT max(number) FROM ledger WHERE "
             "previous > 0)",
                    "ledger: row"},
            {"UPDATE ledger SET user = 999999 WHERE number = 3", "references: ledger row 3"},
            {"UPDATE ledger SET version = 9 WHERE number = 3", "has no version 9"},
            {"DELETE FROM pending WHERE seq = (SELECT min(seq) FROM pending)", "pending: entry"},
            {"UPDATE pending SET due_ms = due_ms + 1 WHERE seq = (SELECT min(seq) FROM pending)",
                    "pending: entry"},
            {"UPDATE counter SET total = total + 1 WHERE tally = 0 AND hour_ms = (SELECT "
             "min(hour_ms) FROM counter WHERE tally = 0)",
                    "conservation: campaign"},
            {"UPDATE counter SET total = total + 1 WHERE tally = 49", "counters: campaign"},
            {"UPDATE counter SET users = (SELECT users FROM counter WHERE tally = 49 ORDER BY "
             "total DESC LIMIT 1) WHERE tally = 49",
                    "counters: campaign"},
            {"DELETE FROM counter WHERE tally = 49", "nothing counted"},
            {"UPDATE user SET state = x'00ff' WHERE number = 7", "users: user"},
            {"DELETE FROM user WHERE number = 8", "users: user 9 is where user 8"},
            {"UPDATE document_version SET json = '{}' WHERE number = 2",
                    "documents: campaign 'cart'"},
            {"DELETE FROM document_version WHERE number = 3", "documents: campaign late has 0"},
            {"INSERT INTO outbox VALUES (999999999, NULL, 0, NULL)",
                    "references: outbox 999999999"},
            {"UPDATE engine SET next_ledger = next_ledger + 1", "ledger: the last row is"},
            {"DROP INDEX user_id; CREATE UNIQUE INDEX user_id ON user (id) WHERE number <> 5; "
             "PRAGMA writable_schema = on; UPDATE sqlite_schema SET sql = 'CREATE UNIQUE INDEX "
             "user_id ON user (id)' WHERE name = 'user_id'",
                    "database: "},
    };

    struct ingest_options options = RIG_INGEST;
    write_files();
    for (size_t i = 0; i < ARRAY_COUNT(DAMAGE); i++) {
        sqlite3 *db = NULL;
        rig_fill("db");
        rig_ingest("db", &path_a, 1, &options);
        if (i == 0)
            assert_verified("db");
        assert_int_equal(sqlite3_open(file_path("db"), &db), SQLITE_OK);
        if (sqlite3_exec(db, DAMAGE[i].script, NULL, NULL, NULL) != SQLITE_OK)
            fail_msg("%s: %s", DAMAGE[i].script, sqlite3_errmsg(db));
        sqlite3_close(db);
        char *found = rig_verify("db");
        assert_contains(found, DAMAGE[i].check);
        mem_free(found);
        remove(file_path("db"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            rig_test(the_cache_changes_nothing),
            rig_test(cuts_change_nothing),
            rig_test(the_ledger_is_listed),
            rig_test(the_ledger_is_in_order),
            rig_test(a_limit_is_a_piece_of_the_whole),
            rig_test(counters_are_asked),
            rig_test(stopping_ends_what_waits),
            rig_test(segments_are_counted),
            rig_test(memory_alone_decides_the_same),
            rig_test(verify_sees_damage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
