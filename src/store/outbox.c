#include "store/outbox.h"

#include "store/bulk.h"

enum { CHUNK_ROWS = 256 };

struct chunk {
    struct arena arena;
    struct outbox_record records[CHUNK_ROWS];
    size_t count;
};

static void record_of_row(sqlite3_stmt *row, struct arena *arena, struct outbox_record *out)
{
    const void *properties = sqlite3_column_blob(row, 3);

    out->number = (uint64_t)sqlite3_column_int64(row, 0);
    out->identity = NULL;
    if (sqlite3_column_type(row, 1) != SQLITE_NULL) {
        const char *identity = sql_text(row, 1);
        out->identity = arena_copy(arena, identity, (size_t)sqlite3_column_bytes(row, 1));
    }
    out->cut = sqlite3_column_int(row, 2);
    out->properties_size = (size_t)sqlite3_column_bytes(row, 3);
    out->properties = properties ? arena_copy(arena, properties, out->properties_size) : NULL;
}

static int chunk_read(
        struct store *store, uint64_t after, int64_t limit, struct chunk *chunk, struct error *err)
{
    sqlite3_stmt *row = sql_bind(store, err,
            "SELECT number, identity, cut, properties FROM outbox WHERE number > ? "
            "ORDER BY number LIMIT ?",
            "Ul", after, limit < CHUNK_ROWS ? limit : CHUNK_ROWS);
    int found = row ? sql_step(store, row, err) : -1;

    arena_clear(&chunk->arena);
    chunk->count = 0;
    for (; found == 1; found = sql_step(store, row, err))
        record_of_row(row, &chunk->arena, &chunk->records[chunk->count++]);
    return found;
}

int outbox_scan(struct store *store, uint64_t after, int64_t limit,
        int (*visit)(void *context, const struct outbox_record *row), void *context,
        struct error *err)
{
    struct chunk chunk = {0};
    int failed = 0;
    bool stopped = false;

    while (!failed && !stopped && limit > 0) {
        failed = chunk_read(store, after, limit, &chunk, err);
        for (size_t i = 0; i < chunk.count && !failed && !stopped; i++) {
            after = chunk.records[i].number;
            stopped = visit(context, &chunk.records[i]);
        }
        limit -= (int64_t)chunk.count;
        stopped = stopped || chunk.count == 0;
    }
    arena_release(&chunk.arena);
    return failed;
}

int outbox_count(struct store *store, int64_t *count, struct error *err)
{
    *count = 0;
    return sql_number(store, err, count, "SELECT count(*) FROM outbox", "") < 0 ? -1 : 0;
}

int outbox_insert(
        struct store *store, const struct outbox_record *rows, size_t count, struct error *err)
{
    static const struct bulk_column COLUMNS[] = {
            {BULK_UINT64, offsetof(struct outbox_record, number), 0},
            {BULK_TEXT, offsetof(struct outbox_record, identity), 0},
            {BULK_UINT8, offsetof(struct outbox_record, cut), 0},
            {BULK_BYTES, offsetof(struct outbox_record, properties),
                    offsetof(struct outbox_record, properties_size)},
    };
    struct bulk bulk = {COLUMNS, rows, sizeof *rows, count};

    return bulk_run(store, &bulk,
            "INSERT INTO outbox (number, identity, cut, properties) SELECT c0, c1, c2, c3 FROM "
            "bulk",
            err);
}

int outbox_insert_pending(
        struct store *store, const struct outbox_pending *rows, size_t count, struct error *err)
{
    static const struct bulk_column COLUMNS[] = {
            {BULK_UINT64, offsetof(struct outbox_pending, number), 0},
            {BULK_TEXT, offsetof(struct outbox_pending, identity), 0},
            {BULK_INT64, offsetof(struct outbox_pending, due_ms), 0},
            {BULK_UINT64, offsetof(struct outbox_pending, seq), 0},
    };
    struct bulk bulk = {COLUMNS, rows, sizeof *rows, count};

    return bulk_run(store, &bulk,
            "INSERT INTO outbox (number, identity, cut, properties) SELECT b.c0, b.c1, p.cut, "
            "p.properties FROM bulk b CROSS JOIN pending p ON p.due_ms = b.c2 AND p.seq = b.c3",
            err);
}

int outbox_remove(struct store *store, uint64_t first, uint64_t last, struct error *err)
{
    return sql_run(
            store, err, "DELETE FROM outbox WHERE number BETWEEN ? AND ?", "UU", first, last);
}
