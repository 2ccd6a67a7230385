#include "store/users.h"

#include <string.h>

#include "store/bulk.h"

enum { CHUNK_ROWS = 1024, CHUNK_BYTES = 4 << 20 };

static int damaged(struct store *store, uint32_t number, struct error *err)
{
    return error_prefix(err, "the database '%s' is damaged: user %u", store->path, number);
}

/* number, id, state */
static struct profile *profile_of_row(struct store *store, sqlite3_stmt *row, struct error *err)
{
    uint32_t number = (uint32_t)sqlite3_column_int64(row, 0);
    const char *id = sql_text(row, 1);
    struct profile *profile = profile_new(id, (size_t)sqlite3_column_bytes(row, 1), number, NULL);
    const void *state = sqlite3_column_blob(row, 2);

    if (profile_unpack(profile, state, (size_t)sqlite3_column_bytes(row, 2), err)) {
        damaged(store, number, err);
        profile_free(profile);
        profile = NULL;
    }
    return profile;
}

static struct profile *profile_of(struct store *store, sqlite3_stmt *row, struct error *err)
{
    struct profile *profile = NULL;
    int found = row ? sql_step(store, row, err) : -1;

    if (err && found == 0)
        err->code = ERROR_NONE;
    if (found == 1) {
        profile = profile_of_row(store, row, err);
        sql_reset(row);
    }
    return profile;
}

struct profile *user_by_id(struct store *store, const char *id, size_t size, struct error *err)
{
    return profile_of(store,
            sql_bind(store, err, "SELECT number, id, state FROM user WHERE id = ?", "s", id, size),
            err);
}

struct profile *user_by_number(struct store *store, uint32_t number, struct error *err)
{
    return profile_of(store,
            sql_bind(
                    store, err, "SELECT number, id, state FROM user WHERE number = ?", "u", number),
            err);
}

struct chunk {
    struct arena arena;
    struct user_record records[CHUNK_ROWS];
    size_t count;
    bool more;
};

static void chunk_add(struct chunk *chunk, sqlite3_stmt *row)
{
    struct user_record *record = &chunk->records[chunk->count++];
    const char *id = sql_text(row, 1);
    const void *state = sqlite3_column_blob(row, 2);

    record->number = (uint32_t)sqlite3_column_int64(row, 0);
    record->id_size = (size_t)sqlite3_column_bytes(row, 1);
    record->id = arena_copy(&chunk->arena, id, record->id_size);
    record->state_size = (size_t)sqlite3_column_bytes(row, 2);
    record->state = arena_copy(&chunk->arena, state ? state : "", record->state_size);
}

static int chunk_read(
        struct store *store, sqlite3_stmt *row, struct chunk *chunk, struct error *err)
{
    int found = row ? sql_step(store, row, err) : -1;
    size_t bytes = 0;

    arena_clear(&chunk->arena);
    chunk->count = 0;
    for (; found == 1; found = sql_step(store, row, err)) {
        chunk_add(chunk, row);
        bytes += chunk->records[chunk->count - 1].state_size;
        if (chunk->count == CHUNK_ROWS || bytes >= CHUNK_BYTES)
            break;
    }
    chunk->more = found == 1;
    if (found == 1)
        sql_reset(row);
    return found < 0 ? -1 : 0;
}

static void chunk_free(struct chunk *chunk)
{
    arena_release(&chunk->arena);
    mem_free(chunk);
}

int users_scan(struct store *store, int (*visit)(void *context, const struct user_record *row),
        void *context, struct error *err)
{
    struct chunk *chunk = mem_new(sizeof *chunk);
    int64_t after = -1;
    int failed = 0;
    bool stopped = false;

    do {
        sqlite3_stmt *row = sql_bind(store, err,
                "SELECT number, id, state FROM user WHERE number > ? ORDER BY number", "l", after);
        failed = chunk_read(store, row, chunk, err);
        for (size_t i = 0; i < chunk->count && !failed && !stopped; i++) {
            after = chunk->records[i].number;
            stopped = visit(context, &chunk->records[i]);
        }
    } while (!failed && !stopped && chunk->more);
    chunk_free(chunk);
    return failed;
}

/* The id behind which the next chunk begins. */
static void keep_id(struct buf *after, const struct chunk *chunk)
{
    buf_clear(after);
    if (chunk->count)
        buf_add(after, chunk->records[chunk->count - 1].id,
                chunk->records[chunk->count - 1].id_size);
}

static bool begins_with(const struct user_record *record, const char *prefix, size_t size)
{
    return record->id_size >= size && memcmp(record->id, prefix, size) == 0;
}

int users_scan_by_id(struct store *store, const char *prefix,
        int (*visit)(void *context, const struct user_record *row), void *context,
        struct error *err)
{
    struct chunk *chunk = mem_new(sizeof *chunk);
    struct buf after = {0};
    size_t prefix_size = prefix ? strlen(prefix) : 0;
    int failed = 0;
    bool stopped = false, first = true;

    buf_add(&after, prefix, prefix_size);
    do {
        sqlite3_stmt *row = sql_bind(store, err,
                first ? "SELECT number, id, state FROM user WHERE id >= ? ORDER BY id"
                      : "SELECT number, id, state FROM user WHERE id > ? ORDER BY id",
                "s", buf_text(&after), after.size);
        failed = chunk_read(store, row, chunk, err);
        first = false;
        for (size_t i = 0; i < chunk->count && !failed && !stopped; i++)
            stopped = !begins_with(&chunk->records[i], prefix, prefix_size) ||
                      visit(context, &chunk->records[i]);
        keep_id(&after, chunk);
    } while (!failed && !stopped && chunk->more);
    buf_release(&after);
    chunk_free(chunk);
    return failed;
}

int users_scan_ids(struct store *store, int (*visit)(void *context, const struct user_record *row),
        void *context, struct error *err)
{
    struct chunk *chunk = mem_new(sizeof *chunk);
    struct buf after = {0};
    int failed = 0;
    bool stopped = false;

    do {
        sqlite3_stmt *row =
                sql_bind(store, err, "SELECT number, id, NULL FROM user WHERE id > ? ORDER BY id",
                        "s", buf_text(&after), after.size);
        failed = chunk_read(store, row, chunk, err);
        for (size_t i = 0; i < chunk->count && !failed && !stopped; i++)
            stopped = visit(context, &chunk->records[i]);
        keep_id(&after, chunk);
    } while (!failed && !stopped && chunk->more);
    buf_release(&after);
    chunk_free(chunk);
    return failed;
}

int users_count(struct store *store, int64_t *count, int64_t *bytes, struct error *err)
{
    int64_t pages = 0, size = 0;

    *count = 0;
    if (sql_number(store, err, count, "SELECT next_user FROM engine", "") < 0 ||
            sql_number(store, err, &pages, "PRAGMA page_count", "") < 0 ||
            sql_number(store, err, &size, "PRAGMA page_size", "") < 0)
        return -1;
    *bytes = pages * size;
    return 0;
}

int users_put(struct store *store, const struct user_record *rows, size_t count, struct error *err)
{
    static const struct bulk_column COLUMNS[] = {
            {BULK_UINT32, offsetof(struct user_record, number), 0},
            {BULK_STRING, offsetof(struct user_record, id), offsetof(struct user_record, id_size)},
            {BULK_BYTES, offsetof(struct user_record, state),
                    offsetof(struct user_record, state_size)},
    };
    struct bulk bulk = {COLUMNS, rows, sizeof *rows, count};

    return bulk_run(store, &bulk,
            "INSERT INTO user (number, id, state) SELECT c0, c1, c2 FROM bulk WHERE true "
            "ON CONFLICT (number) DO UPDATE SET state = excluded.state",
            err);
}

int users_bulk_begin(struct store *store, struct error *err)
{
    return sql_run(store, err, "DROP INDEX user_id", "");
}

int users_bulk_end(struct store *store, struct error *err)
{
    return sql_run(store, err, "CREATE UNIQUE INDEX user_id ON user (id)", "");
}
