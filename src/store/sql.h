/* Statements, for the files of this room alone: prepared once, bound by a format, errors in words.
 *
 * Formats: one letter an argument.
 *   i int   l int64_t   u uint32_t   U uint64_t   w int64_t instant (WHEN_NONE is NULL)
 *   t text (NULL is NULL)   s text and its size_t   b bytes and their size_t (NULL is NULL)
 * Bound memory must stay until the statement was stepped for the last time. */
#ifndef STORE_SQL_H
#define STORE_SQL_H

#include <sqlite3.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/when.h"
#include "store/store.h"

enum { STATEMENTS_MAX = 256, BUSY_TIMEOUT_MS = 10000, SCHEMA_VERSION = 2 };

struct statement {
    const char *text; /* a literal: told by its address */
    sqlite3_stmt *prepared;
};

struct bulk;

struct store {
    sqlite3 *db;
    char *path;
    enum store_mode mode;
    int depth;    /* of nested transactions */
    bool aborted; /* an inner one was rolled back: the outermost cannot commit */
    struct statement statements[STATEMENTS_MAX];
    const struct bulk *bulk; /* what the running statement's table `bulk` has */
    int lock_fd;             /* of the lease, -1 */
    bool lease_held;
    bool lease_locked;
    uint64_t lease_epoch;
};

/* What SQLite answered last, as an error with the path and what to do. Always returns -1. */
int sql_failed(struct store *store, int code, struct error *err);

/* The statement, ready to be stepped; NULL on failure. `text` must be a literal. */
sqlite3_stmt *sql_bind(
        struct store *store, struct error *err, const char *text, const char *format, ...);
/* 1: a row; 0: the end, and the statement is reset; -1: failed, and it is reset too. */
int sql_step(struct store *store, sqlite3_stmt *statement, struct error *err);
/* Ends a scan before its end. */
void sql_reset(sqlite3_stmt *statement);
/* Runs a statement that gives no rows. */
int sql_run(struct store *store, struct error *err, const char *text, const char *format, ...);
/* The first column of the first row: 1, 0 where there is none (then *out stays), -1. */
int sql_number(struct store *store, struct error *err, int64_t *out, const char *text,
        const char *format, ...);

/* Columns of the current row. */
int64_t sql_instant(sqlite3_stmt *statement, int column);  /* NULL is WHEN_NONE */
const char *sql_text(sqlite3_stmt *statement, int column); /* NULL is "" */
char *sql_copy(sqlite3_stmt *statement, int column);       /* to be freed; NULL is "" */

#endif
