#include "store/seen.h"

#include "store/engine_record.h"
#include "store/sql.h"

struct catalogue *catalogue_read(struct store *store, struct intern *names, struct error *err)
{
    struct catalogue *catalogue = catalogue_new();
    sqlite3_stmt *row = NULL;
    int found = names ? names_load(store, names, err) : 0;

    if (!found)
        row = sql_bind(store, err, "SELECT name, packed FROM catalogue ORDER BY name", "");
    found = row ? sql_step(store, row, err) : -1;
    for (; found == 1; found = sql_step(store, row, err)) {
        const void *packed = sqlite3_column_blob(row, 1);
        size_t size = (size_t)sqlite3_column_bytes(row, 1);
        uint32_t name = (uint32_t)sqlite3_column_int64(row, 0);
        if (catalogue_load(catalogue, name, packed, size, err) == 0)
            continue;
        error_prefix(err, "the database '%s' is damaged: event name %u in the catalogue",
                store->path, name);
        sql_reset(row);
        found = -1;
        break;
    }
    if (found == 0)
        return catalogue;
    catalogue_free(catalogue);
    return NULL;
}

int catalogue_save(struct store *store, const struct catalogue *catalogue, struct error *err)
{
    struct buf packed = {0};
    int failed = 0;

    for (size_t i = 0; i < catalogue_count(catalogue) && !failed; i++) {
        const struct catalogue_name *name = catalogue_at(catalogue, i);
        if (!name->dirty)
            continue;
        buf_clear(&packed);
        catalogue_pack(name, &packed);
        failed = sql_run(store, err,
                "INSERT INTO catalogue (name, packed) VALUES (?, ?) ON CONFLICT (name) DO UPDATE "
                "SET packed = excluded.packed",
                "lb", name->name == CATALOGUE_TRAITS ? (int64_t)-1 : (int64_t)name->name,
                packed.bytes ? packed.bytes : "", packed.size);
    }
    buf_release(&packed);
    return failed;
}

int segment_size_get(
        struct store *store, uint32_t number, struct segment_size *out, struct error *err)
{
    sqlite3_stmt *row = sql_bind(store, err,
            "SELECT version, size, as_of_ms FROM segment_size WHERE number = ?", "u", number);
    int found = row ? sql_step(store, row, err) : -1;

    if (found == 1) {
        out->number = number;
        out->version = (uint32_t)sqlite3_column_int64(row, 0);
        out->size = sqlite3_column_int64(row, 1);
        out->as_of_ms = sql_instant(row, 2);
        sql_reset(row);
    }
    return found;
}

int segment_size_put(struct store *store, const struct segment_size *size, struct error *err)
{
    return sql_run(store, err,
            "INSERT INTO segment_size (number, version, size, as_of_ms) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (number) DO UPDATE SET version = excluded.version, size = excluded.size, "
            "as_of_ms = excluded.as_of_ms",
            "uulw", size->number, size->version, size->size, size->as_of_ms);
}
