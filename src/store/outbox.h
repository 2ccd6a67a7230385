/* Sends that were decided and still have to be handed to the delivery gateway: one row for each
 * `sent` of the ledger, by its number. */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include "store/store.h"

struct outbox_record {
    uint64_t number;        /* of the ledger row */
    const char *identity;   /* the value of the identity trait when it was decided; NULL: none */
    const void *properties; /* of the trigger, packed; NULL without */
    size_t properties_size;
    bool cut; /* whole members were left out */
};

/* Rows over `after` in order of number, at most `limit`. */
int outbox_scan(struct store *store, uint64_t after, int64_t limit,
        int (*visit)(void *context, const struct outbox_record *row), void *context,
        struct error *err);
int outbox_count(struct store *store, int64_t *count, struct error *err);

/* A send whose properties are still with its pending entry. */
struct outbox_pending {
    uint64_t number;
    const char *identity;
    int64_t due_ms;
    uint64_t seq;
};

/* Inside a transaction. */
int outbox_insert(
        struct store *store, const struct outbox_record *rows, size_t count, struct error *err);
int outbox_insert_pending(
        struct store *store, const struct outbox_pending *rows, size_t count, struct error *err);
int outbox_remove(struct store *store, uint64_t first, uint64_t last, struct error *err);

#endif
