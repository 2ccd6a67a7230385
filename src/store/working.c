#include "store/working.h"

#include <string.h>

#include "store/sql.h"

void working_record_release(struct working_record *copy)
{
    mem_free(copy->id);
    mem_free(copy->json);
    memset(copy, 0, sizeof *copy);
}

int working_put(struct store *store, const char *person, const struct working_record *copy,
        struct error *err)
{
    return sql_run(store, err,
            "INSERT INTO working (person, object, id, base_version, updated_ms, json) "
            "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (person, object, id) DO UPDATE SET "
            "base_version = excluded.base_version, updated_ms = excluded.updated_ms, "
            "json = excluded.json",
            "tituls", person, (int)copy->object, copy->id, copy->base_version, copy->updated_ms,
            copy->json, copy->json_size);
}

static void record_of_row(sqlite3_stmt *row, struct working_record *out)
{
    out->object = (enum object)sqlite3_column_int(row, 0);
    out->id = sql_copy(row, 1);
    out->base_version = (uint32_t)sqlite3_column_int64(row, 2);
    out->updated_ms = sqlite3_column_int64(row, 3);
    out->json = sql_copy(row, 4);
    out->json_size = (size_t)sqlite3_column_bytes(row, 4);
}

int working_get(struct store *store, const char *person, enum object object, const char *id,
        struct working_record *out, struct error *err)
{
    sqlite3_stmt *row = sql_bind(store, err,
            "SELECT object, id, base_version, updated_ms, json FROM working "
            "WHERE person = ? AND object = ? AND id = ?",
            "tit", person, (int)object, id);
    int found = row ? sql_step(store, row, err) : -1;

    memset(out, 0, sizeof *out);
    if (found == 1) {
        record_of_row(row, out);
        sql_reset(row);
    }
    return found;
}

int working_delete(struct store *store, const char *person, enum object object, const char *id,
        struct error *err)
{
    return sql_run(store, err, "DELETE FROM working WHERE person = ? AND object = ? AND id = ?",
            "tit", person, (int)object, id);
}

int working_scan(struct store *store, const char *person,
        int (*visit)(void *context, const struct working_record *copy), void *context,
        struct error *err)
{
    struct working_record *items = NULL;
    size_t count = 0, capacity = 0;
    sqlite3_stmt *row = sql_bind(store, err,
            "SELECT object, id, base_version, updated_ms, json FROM working WHERE person = ? "
            "ORDER BY updated_ms DESC, object, id",
            "t", person);
    int found = row ? sql_step(store, row, err) : -1;
    bool stopped = false;

    for (; found == 1; found = sql_step(store, row, err)) {
        items = mem_room(items, count, &capacity, sizeof *items);
        record_of_row(row, &items[count++]);
    }
    for (size_t i = 0; i < count; i++) {
        stopped = stopped || found < 0 || visit(context, &items[i]);
        working_record_release(&items[i]);
    }
    mem_free(items);
    return found;
}
