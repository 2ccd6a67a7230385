#include "store/pending.h"

#include "store/bulk.h"

int pending_scan(struct store *store, int64_t after_ms, int64_t until_ms,
        int (*visit)(void *context, const struct pending_record *row), void *context,
        struct error *err)
{
    sqlite3_stmt *row = sql_bind(store, err,
            "SELECT due_ms, seq, user, campaign, trigger_ms, row, cut, properties FROM pending "
            "WHERE due_ms > ? AND due_ms <= ? ORDER BY due_ms, seq",
            "ll", after_ms, until_ms);
    int found = row ? sql_step(store, row, err) : -1;

    for (; found == 1; found = sql_step(store, row, err)) {
        struct pending_record record = {
                .due_ms = sqlite3_column_int64(row, 0),
                .seq = (uint64_t)sqlite3_column_int64(row, 1),
                .user = (uint32_t)sqlite3_column_int64(row, 2),
                .campaign = (uint32_t)sqlite3_column_int64(row, 3),
                .trigger_ms = sqlite3_column_int64(row, 4),
                .row = (uint8_t)sqlite3_column_int(row, 5),
                .cut = sqlite3_column_int(row, 6),
                .properties = sqlite3_column_blob(row, 7),
                .properties_size = (size_t)sqlite3_column_bytes(row, 7),
        };
        if (visit(context, &record)) {
            sql_reset(row);
            return 0;
        }
    }
    return found;
}

int pending_users(
        struct store *store, uint32_t campaign, uint32_t **users, size_t *count, struct error *err)
{
    size_t capacity = 0;
    sqlite3_stmt *row = sql_bind(store, err,
            "SELECT DISTINCT user FROM pending WHERE campaign = ? ORDER BY user", "u", campaign);
    int found = row ? sql_step(store, row, err) : -1;

    *users = NULL;
    *count = 0;
    for (; found == 1; found = sql_step(store, row, err)) {
        *users = mem_room(*users, *count, &capacity, sizeof **users);
        (*users)[(*count)++] = (uint32_t)sqlite3_column_int64(row, 0);
    }
    return found;
}

struct campaign_count {
    uint32_t campaign;
    int64_t count;
};

int pending_counts(struct store *store, int64_t since_ms, int64_t until_ms,
        int (*visit)(void *context, uint32_t campaign, int64_t count), void *context,
        struct error *err)
{
    struct campaign_count *items = NULL;
    size_t count = 0, capacity = 0;
    sqlite3_stmt *row = sql_bind(store, err,
            "SELECT campaign, count(*) FROM pending WHERE trigger_ms >= ? AND trigger_ms < ? "
            "GROUP BY campaign ORDER BY campaign",
            "ll", since_ms, until_ms);
    int found = row ? sql_step(store, row, err) : -1;

    for (; found == 1; found = sql_step(store, row, err)) {
        items = mem_room(items, count, &capacity, sizeof *items);
        items[count++] = (struct campaign_count){
                (uint32_t)sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1)};
    }
    for (size_t i = 0; i < count && !found; i++)
        if (visit(context, items[i].campaign, items[i].count))
            break;
    mem_free(items);
    return found;
}

int pending_properties(
        struct store *store, int64_t due_ms, uint64_t seq, struct buf *out, struct error *err)
{
    sqlite3_stmt *row = sql_bind(store, err,
            "SELECT properties FROM pending WHERE due_ms = ? AND seq = ? AND properties IS NOT "
            "NULL",
            "lU", due_ms, seq);
    int found = row ? sql_step(store, row, err) : -1;

    if (found == 1) {
        const void *bytes = sqlite3_column_blob(row, 0);
        buf_add(out, bytes, (size_t)sqlite3_column_bytes(row, 0));
        sql_reset(row);
    }
    return found;
}

int pending_insert(
        struct store *store, const struct pending_record *rows, size_t count, struct error *err)
{
    static const struct bulk_column COLUMNS[] = {
            {BULK_INT64, offsetof(struct pending_record, due_ms), 0},
            {BULK_UINT64, offsetof(struct pending_record, seq), 0},
            {BULK_UINT32, offsetof(struct pending_record, user), 0},
            {BULK_UINT32, offsetof(struct pending_record, campaign), 0},
            {BULK_INT64, offsetof(struct pending_record, trigger_ms), 0},
            {BULK_UINT8, offsetof(struct pending_record, row), 0},
            {BULK_UINT8, offsetof(struct pending_record, cut), 0},
            {BULK_BYTES, offsetof(struct pending_record, properties),
                    offsetof(struct pending_record, properties_size)},
    };
    struct bulk bulk = {COLUMNS, rows, sizeof *rows, count};

    return bulk_run(store, &bulk,
            "INSERT INTO pending (due_ms, seq, user, campaign, trigger_ms, row, cut, properties) "
            "SELECT c0, c1, c2, c3, c4, c5, c6, c7 FROM bulk",
            err);
}

/* One row must have changed: what the engine knows as stored is there. */
static int changed_one(struct store *store, int failed, uint64_t seq, struct error *err)
{
    if (failed || sqlite3_changes(store->db) == 1)
        return failed;
    return error_set(err, ERROR_UNAVAILABLE,
            "the database '%s' is damaged: entry %llu is not where it waits; see `campanile "
            "verify`",
            store->path, (unsigned long long)seq);
}

int pending_move(
        struct store *store, int64_t from_ms, uint64_t seq, int64_t due_ms, struct error *err)
{
    int failed = sql_run(store, err, "UPDATE pending SET due_ms = ? WHERE due_ms = ? AND seq = ?",
            "llU", due_ms, from_ms, seq);

    return changed_one(store, failed, seq, err);
}

int pending_delete(
        struct store *store, const struct pending_key *keys, size_t count, struct error *err)
{
    static const struct bulk_column COLUMNS[] = {
            {BULK_INT64, offsetof(struct pending_key, due_ms), 0},
            {BULK_UINT64, offsetof(struct pending_key, seq), 0},
    };
    struct bulk bulk = {COLUMNS, keys, sizeof *keys, count};
    int failed = bulk_run(store, &bulk,
            "DELETE FROM pending WHERE (due_ms, seq) IN (SELECT c0, c1 FROM bulk)", err);

    if (failed || count == 0 || sqlite3_changes64(store->db) == (sqlite3_int64)count)
        return failed;
    return error_set(err, ERROR_UNAVAILABLE,
            "the database '%s' is damaged: entries that ended are not among those that wait; see "
            "`campanile verify`",
            store->path);
}
