/* The database: one SQLite file that holds documents, state of the engine and statistics (DESIGN
 * 2).
 *
 * A `struct store` belongs to one thread. Functions of this room fail with ERROR_UNAVAILABLE where
 * the database cannot be reached now (locked for over ten seconds, I/O error, full disk, read-only,
 * damaged) and name file and remedy. Anything that lists takes a callback; a callback that returns
 * something else than 0 ends the list without an error. No list holds a read transaction while its
 * callback runs, so a slow reader never holds anybody up; what it shows may be as old as its first
 * row. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct store;

enum store_mode {
    STORE_CREATE,   /* made where there is none (0600; 0660 in a folder that its group may write) */
    STORE_EXISTING, /* refused (ERROR_REFUSED) where there is none */
    STORE_READ_ONLY, /* the same, and nothing is ever written */
};

/* Opens, migrates an older schema, refuses a newer one and what is no database of this program. */
struct store *store_open(const char *path, enum store_mode mode, struct error *err);
void store_close(struct store *store); /* NULL is fine; gives a lease back that is still held */
const char *store_path(const struct store *store);

/* One transaction; the outermost pair counts where they are nested. store_commit that fails has
 * rolled back. store_rollback keeps errno and `err` of its caller alone and cannot fail. */
int store_begin(struct store *store, struct error *err);
int store_commit(struct store *store, struct error *err);
void store_rollback(struct store *store);

/* Everything read from here to store_commit is of one moment, whatever others write meanwhile. For
 * short reads, and for backup and verify: the journal cannot be emptied as long as it lasts. */
int store_begin_read(struct store *store, struct error *err);

/* A number that changes with every commit of another process, and every change of this one: cheap
 * to ask for, to see whether anything is worth reading again. -1 on failure. */
int64_t store_data_version(struct store *store);

/* Who acts and when: for the changelog. `at_ms` is the instant of the action (`--at`). */
struct act {
    const char *by;    /* the name given with --as; NULL: the login */
    const char *login; /* of the operating system */
    int64_t at_ms;
};

#endif
