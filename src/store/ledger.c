#include "store/ledger.h"

#include <string.h>

#include "store/bulk.h"
#include "store/documents.h"
#include "store/users.h"

enum { CHUNK_ROWS = 20000 };

/* A listing is gathered in a temporary table, piece by piece, so that nobody waits while it is
 * sorted and shown. What is decided meanwhile replaces its pending row. */
static int listing_make(struct store *store, struct error *err)
{
    static const char SCRIPT[] =
            "CREATE TEMP TABLE IF NOT EXISTS listing (seq INTEGER PRIMARY KEY, number INTEGER, "
            "campaign INTEGER, campaign_id TEXT, user INTEGER, user_id TEXT, version INTEGER, "
            "trigger_ms INTEGER, due_ms INTEGER, decided_ms INTEGER, outcome INTEGER, "
            "detail TEXT, row INTEGER, cause_row INTEGER, previous INTEGER);"
            "DELETE FROM temp.listing";
    int code = sqlite3_exec(store->db, SCRIPT, NULL, NULL, NULL);

    return code == SQLITE_OK ? 0 : sql_failed(store, code, err);
}

static void listing_drop(struct store *store)
{
    sqlite3_exec(store->db, "DELETE FROM temp.listing", NULL, NULL, NULL);
}

/* What is asked for, in numbers. */
struct wanted {
    const struct ledger_filter *filter;
    int64_t campaign; /* -1: any */
};

static int add_pending_range(struct store *store, const struct wanted *wanted,
        const int64_t from[2], const int64_t to[2], struct error *err)
{
    return sql_run(store, err,
            "INSERT OR REPLACE INTO temp.listing SELECT p.seq, 0, p.campaign, coalesce(d.id, '?'), "
            "p.user, coalesce(u.id, '?'), 0, p.trigger_ms, p.due_ms, NULL, 0, NULL, p.row, NULL, 0 "
            "FROM main.pending p LEFT JOIN main.document d ON d.number = p.campaign "
            "LEFT JOIN main.user u ON u.number = p.user "
            "WHERE (p.due_ms, p.seq) > (?, ?) AND (p.due_ms, p.seq) <= (?, ?) "
            "AND p.trigger_ms >= ? AND p.trigger_ms < ? AND (?7 < 0 OR p.campaign = ?7)",
            "lllllll", from[0], from[1], to[0], to[1], wanted->filter->since_ms,
            wanted->filter->until_ms, wanted->campaign);
}

static int add_pending(struct store *store, const struct wanted *wanted, struct error *err)
{
    int64_t from[2] = {INT64_MIN, INT64_MIN};

    for (;;) {
        int64_t to[2] = {INT64_MAX, INT64_MAX};
        sqlite3_stmt *row = sql_bind(store, err,
                "SELECT due_ms, seq FROM main.pending WHERE (due_ms, seq) > (?, ?) "
                "ORDER BY due_ms, seq LIMIT 1 OFFSET ?",
                "lli", from[0], from[1], (int)CHUNK_ROWS);
        int found = row ? sql_step(store, row, err) : -1;
        if (found == 1) {
            to[0] = sqlite3_column_int64(row, 0);
            to[1] = sqlite3_column_int64(row, 1);
            sql_reset(row);
        }
        if (found < 0 || add_pending_range(store, wanted, from, to, err))
            return -1;
        if (found == 0)
            return 0;
        memcpy(from, to, sizeof from);
    }
}

static int add_decided_range(struct store *store, const struct wanted *wanted, int64_t after,
        int64_t last, struct error *err)
{
    return sql_run(store, err,
            "INSERT OR REPLACE INTO temp.listing SELECT l.seq, l.number, l.campaign, "
            "coalesce(d.id, '?'), l.user, coalesce(u.id, '?'), l.version, l.trigger_ms, l.due_ms, "
            "l.decided_ms, l.outcome, l.detail, l.row, l.cause_row, l.previous FROM main.ledger l "
            "LEFT JOIN main.document d ON d.number = l.campaign "
            "LEFT JOIN main.user u ON u.number = l.user "
            "WHERE l.number > ? AND l.number <= ? AND l.trigger_ms >= ? AND l.trigger_ms < ? "
            "AND (?5 < 0 OR l.campaign = ?5)",
            "lllll", after, last, wanted->filter->since_ms, wanted->filter->until_ms,
            wanted->campaign);
}

static int add_decided(struct store *store, const struct wanted *wanted, struct error *err)
{
    int64_t newest = 0;

    if (sql_number(store, err, &newest, "SELECT coalesce(max(number), 0) FROM main.ledger", "") < 0)
        return -1;
    for (int64_t after = 0; after < newest; after += CHUNK_ROWS)
        if (add_decided_range(store, wanted, after, after + CHUNK_ROWS, err))
            return -1;
    return 0;
}

static int add_all(struct store *store, const struct wanted *wanted, struct error *err)
{
    int outcome = wanted->filter->outcome;

    if ((outcome < 0 || outcome == OUTCOME_PENDING) && add_pending(store, wanted, err))
        return -1;
    return outcome == OUTCOME_PENDING ? 0 : add_decided(store, wanted, err);
}

/* One user: along the chain of ledger rows that the profile holds on to. */
static int add_of_user(struct store *store, const struct wanted *wanted, struct error *err)
{
    const char *id = wanted->filter->user;
    struct error why = {.code = ERROR_NONE};
    struct profile *profile = user_by_id(store, id, strlen(id), &why);
    int failed = 0;

    if (!profile) {
        if (why.code == ERROR_NONE)
            error_set(&why, ERROR_REFUSED, "there is no user '%.255s'", id);
        return error_set(err, why.code, "%s", why.text);
    }
    for (uint32_t i = 0; i < profile->entry_count && !failed; i++) {
        const struct entry *entry = &profile->entries[i];
        const int64_t from[2] = {entry->due_ms, (int64_t)entry->seq - 1};
        const int64_t to[2] = {entry->due_ms, (int64_t)entry->seq};
        failed = add_pending_range(store, wanted, from, to, err);
    }
    int64_t number = (int64_t)profile->last_ledger;
    while (number > 0 && !failed) {
        int64_t previous = 0;
        failed = add_decided_range(store, wanted, number - 1, number, err);
        if (!failed)
            failed = sql_number(store, err, &previous,
                             "SELECT previous FROM main.ledger WHERE number = ?", "l", number) < 0;
        /* The chain goes back in time: anything else is damage, and no loop. */
        number = previous < number ? previous : 0;
    }
    profile_free(profile);
    return failed ? -1 : 0;
}

static void record_of_row(sqlite3_stmt *row, struct ledger_record *out)
{
    out->seq = (uint64_t)sqlite3_column_int64(row, 0);
    out->number = (uint64_t)sqlite3_column_int64(row, 1);
    out->campaign_number = (uint32_t)sqlite3_column_int64(row, 2);
    out->campaign = sql_text(row, 3);
    out->user_number = (uint32_t)sqlite3_column_int64(row, 4);
    out->user = sql_text(row, 5);
    out->version = (uint32_t)sqlite3_column_int64(row, 6);
    out->trigger_ms = sqlite3_column_int64(row, 7);
    out->due_ms = sqlite3_column_int64(row, 8);
    out->decided_ms = sql_instant(row, 9);
    out->outcome = (enum outcome)sqlite3_column_int(row, 10);
    out->detail = sqlite3_column_type(row, 11) == SQLITE_NULL ? NULL : sql_text(row, 11);
    out->row = sqlite3_column_int(row, 12);
    out->cause_row = sqlite3_column_type(row, 13) == SQLITE_NULL ? -1 : sqlite3_column_int(row, 13);
    out->previous = (uint64_t)sqlite3_column_int64(row, 14);
}

static int listing_show(struct store *store, const struct ledger_filter *filter,
        int (*visit)(void *context, const struct ledger_record *record), void *context,
        struct error *err)
{
    sqlite3_stmt *row = sql_bind(store, err,
            filter->newest ? "SELECT * FROM temp.listing WHERE ?1 < 0 OR outcome = ?1 ORDER BY "
                             "trigger_ms DESC, user_id DESC, campaign_id DESC, due_ms DESC, "
                             "seq DESC LIMIT ?2"
                           : "SELECT * FROM temp.listing WHERE ?1 < 0 OR outcome = ?1 ORDER BY "
                             "trigger_ms, user_id, campaign_id, due_ms, seq LIMIT ?2",
            "il", filter->outcome, filter->limit > 0 ? filter->limit : -1);
    int found = row ? sql_step(store, row, err) : -1;

    for (; found == 1; found = sql_step(store, row, err)) {
        struct ledger_record record;
        record_of_row(row, &record);
        if (visit(context, &record)) {
            sql_reset(row);
            return 0;
        }
    }
    return found;
}

int ledger_scan(struct store *store, const struct ledger_filter *filter,
        int (*visit)(void *context, const struct ledger_record *record), void *context,
        struct error *err)
{
    struct wanted wanted = {.filter = filter, .campaign = -1};
    struct document document = {0};

    if (filter->campaign) {
        if (document_get(store, OBJECT_CAMPAIGN, filter->campaign, 0, &document, err))
            return -1;
        wanted.campaign = document.number;
        document_release(&document);
    }
    if (listing_make(store, err))
        return -1;
    int failed = filter->user ? add_of_user(store, &wanted, err) : add_all(store, &wanted, err);
    if (!failed)
        failed = listing_show(store, filter, visit, context, err);
    listing_drop(store);
    return failed;
}

struct tail {
    struct arena arena;
    struct ledger_record *records;
    size_t count, capacity;
};

static void tail_add(struct tail *tail, sqlite3_stmt *row)
{
    tail->records = mem_room(tail->records, tail->count, &tail->capacity, sizeof *tail->records);
    struct ledger_record *record = &tail->records[tail->count++];
    record_of_row(row, record);
    record->campaign = arena_copy(&tail->arena, record->campaign, strlen(record->campaign));
    record->user = arena_copy(&tail->arena, record->user, strlen(record->user));
    if (record->detail)
        record->detail = arena_copy(&tail->arena, record->detail, strlen(record->detail));
}

static int tail_read(struct store *store, sqlite3_stmt *row, struct tail *tail, struct error *err)
{
    int found = row ? sql_step(store, row, err) : -1;

    arena_clear(&tail->arena);
    tail->count = 0;
    for (; found == 1; found = sql_step(store, row, err))
        tail_add(tail, row);
    return found;
}

int ledger_tail(struct store *store, uint64_t after, int64_t limit,
        int (*visit)(void *context, const struct ledger_record *record), void *context,
        struct error *err)
{
    struct tail tail = {0};
    sqlite3_stmt *row = sql_bind(store, err,
            "SELECT * FROM (SELECT l.seq, l.number, l.campaign, coalesce(d.id, '?'), l.user, "
            "coalesce(u.id, '?'), l.version, l.trigger_ms, l.due_ms, l.decided_ms, l.outcome, "
            "l.detail, l.row, l.cause_row, l.previous FROM main.ledger l "
            "LEFT JOIN main.document d ON d.number = l.campaign "
            "LEFT JOIN main.user u ON u.number = l.user "
            "WHERE l.number > ? ORDER BY l.number DESC LIMIT ?) ORDER BY 2",
            "Ul", after, limit);
    int failed = tail_read(store, row, &tail, err);

    for (size_t i = 0; i < tail.count && !failed; i++)
        if (visit(context, &tail.records[i]))
            break;
    arena_release(&tail.arena);
    mem_free(tail.records);
    return failed;
}

int ledger_walk(struct store *store,
        int (*visit)(void *context, const struct ledger_record *record), void *context,
        struct error *err)
{
    struct tail tail = {0};
    uint64_t after = 0;
    int failed = 0;
    bool stopped = false;

    do {
        sqlite3_stmt *row = sql_bind(store, err,
                "SELECT seq, number, campaign, '', user, '', version, trigger_ms, due_ms, "
                "decided_ms, outcome, detail, row, cause_row, previous FROM main.ledger "
                "WHERE number > ? ORDER BY number LIMIT ?",
                "Ui", after, (int)CHUNK_ROWS);
        failed = tail_read(store, row, &tail, err);
        for (size_t i = 0; i < tail.count && !failed && !stopped; i++) {
            after = tail.records[i].number;
            stopped = visit(context, &tail.records[i]);
        }
    } while (!failed && !stopped && tail.count == CHUNK_ROWS);
    arena_release(&tail.arena);
    mem_free(tail.records);
    return failed;
}

int ledger_append(
        struct store *store, const struct ledger_record *rows, size_t count, struct error *err)
{
    static const struct bulk_column COLUMNS[] = {
            {BULK_UINT64, offsetof(struct ledger_record, number), 0},
            {BULK_UINT64, offsetof(struct ledger_record, seq), 0},
            {BULK_UINT32, offsetof(struct ledger_record, campaign_number), 0},
            {BULK_UINT32, offsetof(struct ledger_record, version), 0},
            {BULK_UINT32, offsetof(struct ledger_record, user_number), 0},
            {BULK_INT64, offsetof(struct ledger_record, trigger_ms), 0},
            {BULK_INT64, offsetof(struct ledger_record, due_ms), 0},
            {BULK_INT64, offsetof(struct ledger_record, decided_ms), 0},
            {BULK_INT, offsetof(struct ledger_record, outcome), 0},
            {BULK_TEXT, offsetof(struct ledger_record, detail), 0},
            {BULK_INT, offsetof(struct ledger_record, row), 0},
            {BULK_INT_OR_NULL, offsetof(struct ledger_record, cause_row), 0},
            {BULK_UINT64, offsetof(struct ledger_record, previous), 0},
    };
    struct bulk bulk = {COLUMNS, rows, sizeof *rows, count};

    return bulk_run(store, &bulk,
            "INSERT INTO ledger (number, seq, campaign, version, user, trigger_ms, due_ms, "
            "decided_ms, outcome, detail, row, cause_row, previous) SELECT c0, c1, c2, c3, c4, c5, "
            "c6, c7, c8, c9, c10, c11, c12 FROM bulk",
            err);
}
