#include "store/sql.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct failure {
    int code;
    enum error_code kind;
    const char *words; /* behind 'the database FILE' */
};

static const struct failure FAILURES[] = {
        {SQLITE_BUSY, ERROR_UNAVAILABLE, "is locked by another process; try again"},
        {SQLITE_LOCKED, ERROR_UNAVAILABLE, "is locked; try again"},
        {SQLITE_FULL, ERROR_UNAVAILABLE, "has no room on its disk; make room and try again"},
        {SQLITE_READONLY, ERROR_UNAVAILABLE,
                "or its folder cannot be written; check their permissions"},
        {SQLITE_PERM, ERROR_UNAVAILABLE, "cannot be used; check its permissions"},
        {SQLITE_CANTOPEN, ERROR_UNAVAILABLE,
                "cannot be opened; check the permissions of it and its folder"},
        {SQLITE_CORRUPT, ERROR_UNAVAILABLE, "is damaged; restore it from a backup"},
        {SQLITE_NOTADB, ERROR_REFUSED, "is no database of campanile; name another file with --db"},
        {SQLITE_TOOBIG, ERROR_UNAVAILABLE, "cannot hold something that big"},
        {SQLITE_NOMEM, ERROR_UNAVAILABLE, "needs more memory than there is"},
};

static int io_failed(struct store *store, int code, struct error *err)
{
    int number = store->db ? sqlite3_system_errno(store->db) : 0;

    return error_set(err, ERROR_UNAVAILABLE,
            "the database '%s' cannot be read or written (%s); check its disk and try again",
            store->path, number ? strerror(number) : sqlite3_errstr(code));
}

int sql_failed(struct store *store, int code, struct error *err)
{
    if ((code & 0xff) == SQLITE_IOERR)
        return io_failed(store, code, err);
    for (size_t i = 0; i < ARRAY_COUNT(FAILURES); i++)
        if (FAILURES[i].code == (code & 0xff))
            return error_set(
                    err, FAILURES[i].kind, "the database '%s' %s", store->path, FAILURES[i].words);
    return error_set(err, ERROR_UNAVAILABLE, "the database '%s': %s", store->path,
            store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(code));
}

static struct statement *statement_slot(struct store *store, const char *text)
{
    size_t slot = ((uintptr_t)text >> 3) * 2654435761U % STATEMENTS_MAX;

    for (size_t i = 0; i < STATEMENTS_MAX; i++) {
        struct statement *at = &store->statements[(slot + i) % STATEMENTS_MAX];
        if (!at->text || at->text == text)
            return at;
    }
    return NULL;
}

static sqlite3_stmt *statement_of(struct store *store, const char *text, struct error *err)
{
    struct statement *slot = statement_slot(store, text);

    if (!slot) {
        error_set(err, ERROR_UNAVAILABLE, "too many different statements");
        return NULL;
    }
    if (!slot->prepared) {
        int code = sqlite3_prepare_v3(
                store->db, text, -1, SQLITE_PREPARE_PERSISTENT, &slot->prepared, NULL);
        if (code != SQLITE_OK) {
            sql_failed(store, code, err);
            return NULL;
        }
        slot->text = text;
    }
    return slot->prepared;
}

static int bind_instant(sqlite3_stmt *statement, int index, int64_t instant_ms)
{
    return instant_ms == WHEN_NONE ? sqlite3_bind_null(statement, index)
                                   : sqlite3_bind_int64(statement, index, instant_ms);
}

static int bind_bytes(sqlite3_stmt *statement, int index, char kind, va_list *args)
{
    const void *bytes = va_arg(*args, const void *);
    size_t size = va_arg(*args, size_t);

    if (kind == 's')
        return sqlite3_bind_text64(
                statement, index, bytes ? bytes : "", size, SQLITE_STATIC, SQLITE_UTF8);
    if (bytes && !size)
        return sqlite3_bind_zeroblob(statement, index, 0);
    return sqlite3_bind_blob64(statement, index, bytes, size, SQLITE_STATIC);
}

static int bind_one(sqlite3_stmt *statement, int index, char kind, va_list *args)
{
    switch (kind) {
    case 'i': return sqlite3_bind_int(statement, index, va_arg(*args, int));
    case 'l': return sqlite3_bind_int64(statement, index, va_arg(*args, int64_t));
    case 'u': return sqlite3_bind_int64(statement, index, va_arg(*args, uint32_t));
    case 'U': return sqlite3_bind_int64(statement, index, (int64_t)va_arg(*args, uint64_t));
    case 'w': return bind_instant(statement, index, va_arg(*args, int64_t));
    case 't':
        return sqlite3_bind_text(statement, index, va_arg(*args, const char *), -1, SQLITE_STATIC);
    default: return bind_bytes(statement, index, kind, args);
    }
}

static sqlite3_stmt *bind_all(
        struct store *store, struct error *err, const char *text, const char *format, va_list *args)
{
    sqlite3_stmt *statement = statement_of(store, text, err);

    if (!statement)
        return NULL;
    for (int i = 0; format[i]; i++) {
        int code = bind_one(statement, i + 1, format[i], args);
        if (code != SQLITE_OK) {
            sql_failed(store, code, err);
            return NULL;
        }
    }
    return statement;
}

sqlite3_stmt *sql_bind(
        struct store *store, struct error *err, const char *text, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    sqlite3_stmt *statement = bind_all(store, err, text, format, &args);
    va_end(args);
    return statement;
}

int sql_step(struct store *store, sqlite3_stmt *statement, struct error *err)
{
    int code = sqlite3_step(statement);

    if (code == SQLITE_ROW)
        return 1;
    if (code != SQLITE_DONE)
        sql_failed(store, code, err);
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? 0 : -1;
}

void sql_reset(sqlite3_stmt *statement)
{
    sqlite3_reset(statement);
}

int sql_run(struct store *store, struct error *err, const char *text, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    sqlite3_stmt *statement = bind_all(store, err, text, format, &args);
    va_end(args);
    return statement && sql_step(store, statement, err) == 0 ? 0 : -1;
}

int sql_number(struct store *store, struct error *err, int64_t *out, const char *text,
        const char *format, ...)
{
    va_list args;

    va_start(args, format);
    sqlite3_stmt *statement = bind_all(store, err, text, format, &args);
    va_end(args);
    int found = statement ? sql_step(store, statement, err) : -1;
    if (found == 1) {
        *out = sqlite3_column_int64(statement, 0);
        sqlite3_reset(statement);
    }
    return found;
}

int64_t sql_instant(sqlite3_stmt *statement, int column)
{
    return sqlite3_column_type(statement, column) == SQLITE_NULL
                   ? WHEN_NONE
                   : sqlite3_column_int64(statement, column);
}

const char *sql_text(sqlite3_stmt *statement, int column)
{
    const unsigned char *text = sqlite3_column_text(statement, column);

    return text ? (const char *)text : "";
}

char *sql_copy(sqlite3_stmt *statement, int column)
{
    const char *text = sql_text(statement, column);

    return mem_string_of(text, (size_t)sqlite3_column_bytes(statement, column));
}
