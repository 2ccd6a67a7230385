#include "store/engine_record.h"

#include "store/sql.h"

int engine_record_load(struct store *store, struct engine_record *record, struct error *err)
{
    sqlite3_stmt *row = sql_bind(store, err,
            "SELECT clock_ms, next_seq, next_ledger, next_user, generation, accepted, duplicates, "
            "late, cycle, unknown_campaign, regex_limit FROM engine",
            "");
    int found = row ? sql_step(store, row, err) : -1;

    if (found == 0)
        return error_set(err, ERROR_UNAVAILABLE,
                "the database '%s' is damaged: it has no engine row; restore it from a backup",
                store->path);
    if (found < 0)
        return -1;
    record->clock_ms = sql_instant(row, 0);
    record->next_seq = (uint64_t)sqlite3_column_int64(row, 1);
    record->next_ledger = (uint64_t)sqlite3_column_int64(row, 2);
    record->next_user = (uint32_t)sqlite3_column_int64(row, 3);
    record->generation = (uint64_t)sqlite3_column_int64(row, 4);
    uint64_t *sums[] = {&record->accepted, &record->duplicates, &record->late, &record->cycle,
            &record->unknown_campaign, &record->regex_limit};
    for (size_t i = 0; i < ARRAY_COUNT(sums); i++)
        *sums[i] = (uint64_t)sqlite3_column_int64(row, 5 + (int)i);
    sql_reset(row);
    return 0;
}

int engine_record_save(struct store *store, const struct engine_record *record, struct error *err)
{
    return sql_run(store, err,
            "UPDATE engine SET clock_ms = ?, next_seq = ?, next_ledger = ?, next_user = ?, "
            "accepted = ?, duplicates = ?, late = ?, cycle = ?, unknown_campaign = ?, "
            "regex_limit = ?",
            "wUUuUUUUUU", record->clock_ms, record->next_seq, record->next_ledger,
            record->next_user, record->accepted, record->duplicates, record->late, record->cycle,
            record->unknown_campaign, record->regex_limit);
}

int names_load(struct store *store, struct intern *names, struct error *err)
{
    uint32_t next = intern_count(names);
    sqlite3_stmt *row =
            sql_bind(store, err, "SELECT id, text FROM name WHERE id >= ? ORDER BY id", "u", next);
    int found = row ? sql_step(store, row, err) : -1;

    for (; found == 1; found = sql_step(store, row, err), next++) {
        const char *text = sql_text(row, 1);
        if (sqlite3_column_int64(row, 0) == next &&
                intern_add(names, text, (size_t)sqlite3_column_bytes(row, 1)) == next)
            continue;
        sql_reset(row);
        return error_set(err, ERROR_UNAVAILABLE,
                "the database '%s' is damaged: event name %u is not in its place; restore it from "
                "a backup",
                store->path, next);
    }
    return found < 0 ? -1 : 0;
}

int names_count(struct store *store, uint32_t *count, struct error *err)
{
    int64_t number = 0;

    if (sql_number(store, err, &number, "SELECT coalesce(max(id) + 1, 0) FROM name", "") < 0)
        return -1;
    *count = (uint32_t)number;
    return 0;
}

int names_save(struct store *store, const struct intern *names, uint32_t from, struct error *err)
{
    for (uint32_t id = from; id < intern_count(names); id++) {
        size_t size = 0;
        const char *text = intern_text(names, id, &size);
        if (sql_run(store, err, "INSERT INTO name (id, text) VALUES (?, ?)", "us", id, text, size))
            return -1;
    }
    return 0;
}
