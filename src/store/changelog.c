#include "store/changelog.h"

#include "store/sql.h"

enum { CHUNK_ROWS = 256 };

struct chunk {
    struct arena arena;
    struct changelog_record records[CHUNK_ROWS];
    size_t count;
};

static const char *keep(struct arena *arena, sqlite3_stmt *row, int column)
{
    const char *text = sql_text(row, column);

    return arena_copy(arena, text, (size_t)sqlite3_column_bytes(row, column));
}

static void record_of_row(sqlite3_stmt *row, struct arena *arena, struct changelog_record *out)
{
    out->row = sqlite3_column_int64(row, 0);
    out->at_ms = sqlite3_column_int64(row, 1);
    out->by = keep(arena, row, 2);
    out->login = keep(arena, row, 3);
    out->object = (enum object)sqlite3_column_int(row, 4);
    out->id = keep(arena, row, 5);
    out->version = (uint32_t)sqlite3_column_int64(row, 6);
    out->action = keep(arena, row, 7);
    out->changes = keep(arena, row, 8);
}

/* `edge`: rows over it are wanted, or below it where the newest come first. */
static sqlite3_stmt *chunk_statement(
        struct store *store, const struct changelog_query *query, int64_t edge, struct error *err)
{
#define WANTED                                                                                     \
    "SELECT row, at_ms, by, login, object, id, version, action, changes FROM change "              \
    "WHERE (?1 IS NULL OR at_ms >= ?1) AND at_ms < ?2 AND (?3 < 0 OR object = ?3) "                \
    "AND (?4 IS NULL OR id = ?4) AND (?5 IS NULL OR by = ?5 OR login = ?5) AND row > ?6 "
    const char *text = query->newest_first ? WANTED "AND row < ?7 ORDER BY row DESC LIMIT ?8"
                                           : WANTED "AND row > ?7 ORDER BY row LIMIT ?8";
#undef WANTED
    return sql_bind(store, err, text, "wlittlli", query->since_ms, query->until_ms, query->object,
            query->id, query->by, query->after_row, edge, (int)CHUNK_ROWS);
}

static int chunk_read(struct store *store, const struct changelog_query *query, int64_t edge,
        struct chunk *chunk, struct error *err)
{
    sqlite3_stmt *row = chunk_statement(store, query, edge, err);
    int found = row ? sql_step(store, row, err) : -1;

    arena_clear(&chunk->arena);
    chunk->count = 0;
    for (; found == 1; found = sql_step(store, row, err))
        record_of_row(row, &chunk->arena, &chunk->records[chunk->count++]);
    return found;
}

int changelog_scan(struct store *store, const struct changelog_query *query,
        int (*visit)(void *context, const struct changelog_record *row), void *context,
        struct error *err)
{
    struct chunk chunk = {0};
    int64_t edge = query->newest_first ? INT64_MAX : 0, given = 0;
    int failed = 0;

    do {
        failed = chunk_read(store, query, edge, &chunk, err);
        for (size_t i = 0; i < chunk.count && !failed; i++) {
            edge = chunk.records[i].row;
            if ((query->limit && given++ >= query->limit) || visit(context, &chunk.records[i]))
                goto out;
        }
    } while (!failed && chunk.count == CHUNK_ROWS);
out:
    arena_release(&chunk.arena);
    return failed;
}

int changelog_newest(
        struct store *store, int object, const char *id, int64_t *row, struct error *err)
{
    *row = 0;
    return sql_number(store, err, row,
                   "SELECT coalesce(max(row), 0) FROM change WHERE (?1 < 0 OR object = ?1) AND "
                   "(?2 IS NULL OR id = ?2)",
                   "it", object, id) < 0
                   ? -1
                   : 0;
}

int looked_get(struct store *store, const char *person, enum object object, const char *id,
        int64_t *row, struct error *err)
{
    *row = 0;
    return sql_number(store, err, row,
                   "SELECT row FROM looked WHERE person = ? AND object = ? AND id = ?", "tit",
                   person, (int)object, id) < 0
                   ? -1
                   : 0;
}

int looked_put(struct store *store, const char *person, enum object object, const char *id,
        int64_t row, struct error *err)
{
    return sql_run(store, err,
            "INSERT INTO looked (person, object, id, row) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (person, object, id) DO UPDATE SET row = max(row, excluded.row)",
            "titl", person, (int)object, id, row);
}
