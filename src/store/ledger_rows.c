#include <string.h>

#include "store/bulk.h"
#include "store/ledger_int.h"

enum { CHUNK_ROWS = 20000 };

void ledger_record_of_row(sqlite3_stmt *row, struct ledger_record *out)
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

struct tail {
    struct arena arena;
    struct ledger_record *records;
    size_t count, capacity;
};

static void tail_add(struct tail *tail, sqlite3_stmt *row)
{
    tail->records = mem_room(tail->records, tail->count, &tail->capacity, sizeof *tail->records);
    struct ledger_record *record = &tail->records[tail->count++];
    ledger_record_of_row(row, record);
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
