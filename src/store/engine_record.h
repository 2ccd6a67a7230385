/* Where the engine is: one row. And the names it has given numbers to. */
#ifndef STORE_ENGINE_RECORD_H
#define STORE_ENGINE_RECORD_H

#include "base/intern.h"
#include "store/store.h"

struct engine_record {
    int64_t clock_ms;     /* the engine clock (SEMANTICS 1.2), WHEN_NONE before the first event */
    uint64_t next_seq;    /* of entries, from 1 */
    uint64_t next_ledger; /* of ledger rows, from 1 */
    uint32_t next_user;   /* users there are */
    uint64_t generation;  /* of the documents */
    /* Sums over all batches. */
    uint64_t accepted, duplicates, late, cycle, unknown_campaign, regex_limit;
};

int engine_record_load(struct store *store, struct engine_record *record, struct error *err);
/* Inside a transaction. The generation is not written. */
int engine_record_save(struct store *store, const struct engine_record *record, struct error *err);

/* Event names in order of their numbers into an empty table, or those a table does not have yet. */
int names_load(struct store *store, struct intern *names, struct error *err);
int names_count(struct store *store, uint32_t *count, struct error *err);
/* Inside a transaction: names from number `from` on. */
int names_save(struct store *store, const struct intern *names, uint32_t from, struct error *err);

#endif
