#include "store/files.h"

#include <string.h>

#include "store/sql.h"

enum { CHUNK_ROWS = 256 };

static void record_of_row(sqlite3_stmt *row, struct file_record *out)
{
    memset(out, 0, sizeof *out);
    memcpy(out->id, sql_text(row, 0), strnlen(sql_text(row, 0), FILE_ID_SIZE - 1));
    int64_t *numbers[] = {&out->size, &out->lines, &out->accepted, &out->duplicates, &out->late,
            &out->anonymous, &out->skipped, &out->rejected, &out->in_future, &out->first_read_ms};
    for (size_t i = 0; i < ARRAY_COUNT(numbers); i++)
        *numbers[i] = sqlite3_column_int64(row, 1 + (int)i);
    out->done = sqlite3_column_int(row, 11);
    out->resume_at_ms = sql_instant(row, 12);
    out->resume_line = (uint64_t)sqlite3_column_int64(row, 13);
    out->counted_line = (uint64_t)sqlite3_column_int64(row, 14);
}

int file_get(struct store *store, const char *id, struct file_record *out, struct error *err)
{
    sqlite3_stmt *row = sql_bind(store, err,
            "SELECT id, size, lines, accepted, duplicates, late, anonymous, skipped, rejected, "
            "in_future, first_read_ms, done, resume_at_ms, resume_line, counted_line FROM file "
            "WHERE id = ?",
            "t", id);
    int found = row ? sql_step(store, row, err) : -1;

    memset(out, 0, sizeof *out);
    if (found == 1) {
        record_of_row(row, out);
        sql_reset(row);
    }
    return found;
}

struct files {
    struct arena arena;
    struct file_record *records;
    size_t count, capacity;
};

static int files_collect(
        struct store *store, bool newest_first, struct files *files, struct error *err)
{
    sqlite3_stmt *row = sql_bind(store, err,
            newest_first
                    ? "SELECT id, size, lines, accepted, duplicates, late, anonymous, skipped, "
                      "rejected, in_future, first_read_ms, done, resume_at_ms, resume_line, "
                      "counted_line, path, "
                      "(SELECT count(*) FROM reject WHERE file = number) FROM file "
                      "ORDER BY number DESC"
                    : "SELECT id, size, lines, accepted, duplicates, late, anonymous, skipped, "
                      "rejected, in_future, first_read_ms, done, resume_at_ms, resume_line, "
                      "counted_line, path, "
                      "(SELECT count(*) FROM reject WHERE file = number) FROM file "
                      "ORDER BY number",
            "");
    int found = row ? sql_step(store, row, err) : -1;

    for (; found == 1; found = sql_step(store, row, err)) {
        files->records =
                mem_room(files->records, files->count, &files->capacity, sizeof *files->records);
        struct file_record *record = &files->records[files->count++];
        record_of_row(row, record);
        const char *path = sql_text(row, 15);
        record->path = arena_copy(&files->arena, path, strlen(path));
        record->rejects_kept = sqlite3_column_int64(row, 16);
    }
    return found;
}

int files_scan(struct store *store, bool newest_first,
        int (*visit)(void *context, const struct file_record *row), void *context,
        struct error *err)
{
    struct files files = {0};
    int failed = files_collect(store, newest_first, &files, err);

    for (size_t i = 0; i < files.count && !failed; i++)
        if (visit(context, &files.records[i]))
            break;
    arena_release(&files.arena);
    mem_free(files.records);
    return failed;
}

struct chunk {
    struct arena arena;
    struct reject_record records[CHUNK_ROWS];
    size_t count;
};

/* After the given place, in order. */
static int chunk_read(struct store *store, const char *file, const char *ending, int64_t place[2],
        struct chunk *chunk, struct error *err)
{
    sqlite3_stmt *row = sql_bind(store, err,
            "SELECT r.file, r.line, f.path, r.reason, r.text FROM reject r JOIN file f ON "
            "f.number = r.file WHERE (r.file, r.line) > (?, ?) AND (?3 IS NULL OR f.path = ?3 OR "
            "f.id = ?3 OR substr(f.path, -length(?4)) = ?4) ORDER BY r.file, r.line LIMIT ?5",
            "lltti", place[0], place[1], file, ending, (int)CHUNK_ROWS);
    int found = row ? sql_step(store, row, err) : -1;

    arena_clear(&chunk->arena);
    chunk->count = 0;
    for (; found == 1; found = sql_step(store, row, err)) {
        struct reject_record *record = &chunk->records[chunk->count++];
        place[0] = sqlite3_column_int64(row, 0);
        place[1] = sqlite3_column_int64(row, 1);
        record->line = (uint64_t)place[1];
        record->file = arena_copy(&chunk->arena, sql_text(row, 2), strlen(sql_text(row, 2)));
        record->reason = arena_copy(&chunk->arena, sql_text(row, 3), strlen(sql_text(row, 3)));
        const void *text = sqlite3_column_blob(row, 4);
        record->text_size = (size_t)sqlite3_column_bytes(row, 4);
        record->text = arena_copy(&chunk->arena, text ? text : "", record->text_size);
    }
    return found;
}

static int file_known(struct store *store, const char *file, const char *ending, struct error *err)
{
    int64_t number = 0;
    int found = sql_number(store, err, &number,
            "SELECT number FROM file WHERE path = ?1 OR id = ?1 OR substr(path, -length(?2)) = ?2",
            "tt", file, ending);

    if (found == 0)
        return error_set(err, ERROR_REFUSED,
                "no file '%.1000s' was read; `campanile rejects` shows the lines of all files",
                file);
    return found < 0 ? -1 : 0;
}

int rejects_scan(struct store *store, const char *file,
        int (*visit)(void *context, const struct reject_record *row), void *context,
        struct error *err)
{
    struct chunk *chunk = mem_new(sizeof *chunk);
    char *ending = mem_format("/%s", file ? file : "");
    int64_t place[2] = {0, 0};
    int failed = file ? file_known(store, file, ending, err) : 0;
    bool stopped = false;

    while (!failed && !stopped) {
        failed = chunk_read(store, file, ending, place, chunk, err);
        for (size_t i = 0; i < chunk->count && !failed && !stopped; i++)
            stopped = visit(context, &chunk->records[i]);
        stopped = stopped || chunk->count < CHUNK_ROWS;
    }
    mem_free(ending);
    arena_release(&chunk->arena);
    mem_free(chunk);
    return failed;
}

int file_put(struct store *store, const struct file_record *row, struct error *err)
{
    return sql_run(store, err,
            "INSERT INTO file (id, path, size, lines, accepted, duplicates, late, anonymous, "
            "skipped, rejected, in_future, first_read_ms, done, resume_at_ms, resume_line, "
            "counted_line) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE "
            "SET "
            "lines = excluded.lines, accepted = excluded.accepted, duplicates = "
            "excluded.duplicates, late = excluded.late, anonymous = excluded.anonymous, skipped = "
            "excluded.skipped, rejected = excluded.rejected, in_future = excluded.in_future, "
            "done = excluded.done, resume_at_ms = excluded.resume_at_ms, resume_line = "
            "excluded.resume_line, counted_line = excluded.counted_line",
            "ttlllllllllliwUU", row->id, row->path, row->size, row->lines, row->accepted,
            row->duplicates, row->late, row->anonymous, row->skipped, row->rejected, row->in_future,
            row->first_read_ms, (int)row->done, row->resume_at_ms, row->resume_line,
            row->counted_line);
}

int rejects_forget(struct store *store, const char *id, struct error *err)
{
    return sql_run(store, err,
            "DELETE FROM reject WHERE file = (SELECT number FROM file WHERE id = ?)", "t", id);
}

int reject_add(struct store *store, const char *id, uint64_t line, const char *reason,
        const char *text, size_t text_size, struct error *err)
{
    return sql_run(store, err,
            "INSERT OR REPLACE INTO reject (file, line, reason, text) "
            "SELECT number, ?, ?, ? FROM file WHERE id = ?",
            "Utbt", line, reason, text_size ? text : "", text_size, id);
}
