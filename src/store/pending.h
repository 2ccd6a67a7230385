/* Entries that wait, in order of due, with the properties of their triggers. Profiles hold the same
 * entries without properties. */
#ifndef STORE_PENDING_H
#define STORE_PENDING_H

#include "base/buf.h"
#include "store/store.h"

struct pending_record {
    int64_t due_ms;
    uint64_t seq;
    uint32_t user, campaign; /* numbers */
    int64_t trigger_ms;
    uint8_t row;
    bool cut;
    const void *properties; /* packed object, NULL without */
    size_t properties_size;
};

/* after < due <= until, in order of due and seq. Holds a read transaction. */
int pending_scan(struct store *store, int64_t after_ms, int64_t until_ms,
        int (*visit)(void *context, const struct pending_record *row), void *context,
        struct error *err);
/* Numbers of the users with entries of one campaign, ascending, each once. The array is the
 * caller's. */
int pending_users(
        struct store *store, uint32_t campaign, uint32_t **users, size_t *count, struct error *err);
/* How many entries wait per campaign, of those with since <= trigger < until. */
int pending_counts(struct store *store, int64_t since_ms, int64_t until_ms,
        int (*visit)(void *context, uint32_t campaign, int64_t count), void *context,
        struct error *err);
/* The trigger's properties of one entry, as a packed value: 1, 0 where there are none, -1. */
int pending_properties(
        struct store *store, int64_t due_ms, uint64_t seq, struct buf *out, struct error *err);

/* Inside a transaction. Best in order of due and seq. */
int pending_insert(
        struct store *store, const struct pending_record *rows, size_t count, struct error *err);
int pending_move(
        struct store *store, int64_t from_ms, uint64_t seq, int64_t due_ms, struct error *err);
struct pending_key {
    int64_t due_ms;
    uint64_t seq;
};
/* Fails where one of them is not there. */
int pending_delete(
        struct store *store, const struct pending_key *keys, size_t count, struct error *err);

#endif
