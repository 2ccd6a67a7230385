/* Users and their packed profiles (engine/profile.h). */
#ifndef STORE_USERS_H
#define STORE_USERS_H

#include "engine/profile.h"
#include "store/store.h"

/* One user; the pointers are valid during the call it is handed to. */
struct user_record {
    uint32_t number;
    const char *id;
    size_t id_size;
    const void *state;
    size_t state_size;
};

/* A new profile for the caller to free; NULL without an error (ERROR_NONE) where there is none. */
struct profile *user_by_id(struct store *store, const char *id, size_t size, struct error *err);
struct profile *user_by_number(struct store *store, uint32_t number, struct error *err);
/* By number. */
int users_scan(struct store *store, int (*visit)(void *context, const struct user_record *row),
        void *context, struct error *err);
/* By id, bytewise, those that begin with `prefix` (NULL: all). */
int users_scan_by_id(struct store *store, const char *prefix,
        int (*visit)(void *context, const struct user_record *row), void *context,
        struct error *err);
/* Ids and numbers alone (state is NULL), in no order: much faster. */
int users_scan_ids(struct store *store, int (*visit)(void *context, const struct user_record *row),
        void *context, struct error *err);
/* How many there are, and how big the database is. */
int users_count(struct store *store, int64_t *count, int64_t *bytes, struct error *err);

/* Inside a transaction: new ones and changed ones, best in order of number. */
int users_put(struct store *store, const struct user_record *rows, size_t count, struct error *err);
/* Around users_put of many new ones in a database that has none: the index by id is made when they
 * are there, which is much faster. */
int users_bulk_begin(struct store *store, struct error *err);
int users_bulk_end(struct store *store, struct error *err);

#endif
