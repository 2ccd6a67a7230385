/* What was decided, and what is still pending (SEMANTICS 5.8, 6). Rows are appended and never
 * change. There is no index by user: the profile has the user's newest row, each row the one
 * before. */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include "model/terms.h"
#include "store/store.h"

struct ledger_record {
    uint64_t number; /* of the ledger row, 0 while pending */
    uint64_t seq;    /* of the entry */
    uint32_t campaign_number, user_number;
    const char *campaign; /* ids; for listings */
    const char *user;
    uint32_t version; /* that decided; pending: 0 */
    int64_t trigger_ms, due_ms;
    int64_t decided_ms; /* pending: WHEN_NONE */
    enum outcome outcome;
    const char *detail; /* NULL where there is none */
    int row;            /* of triggers */
    int cause_row;      /* exceptions: the row that matched; -1 */
    uint64_t previous;  /* the user's ledger row before, 0 */
};

struct ledger_filter {
    const char *campaign;       /* NULL: any */
    const char *user;           /* NULL: any */
    int outcome;                /* enum outcome, OUTCOME_PENDING too; -1: any */
    int64_t since_ms, until_ms; /* since <= trigger < until; WHEN_NONE and WHEN_NEVER: all */
    int64_t limit;              /* 0: all */
    bool newest;                /* the last `limit` rows instead of the first, newest first */
};

/* Ordered by trigger, user, campaign, due, seq. A campaign or user that does not exist is
 * ERROR_REFUSED. The callback must not list the ledger itself. */
int ledger_scan(struct store *store, const struct ledger_filter *query,
        int (*visit)(void *context, const struct ledger_record *record), void *context,
        struct error *err);

/* The newest ledger rows over `after`, oldest first, at most `limit`: for streams on screens. */
int ledger_tail(struct store *store, uint64_t after, int64_t limit,
        int (*visit)(void *context, const struct ledger_record *record), void *context,
        struct error *err);

/* All of it in order of number, without ids: for `verify`. */
int ledger_walk(struct store *store,
        int (*visit)(void *context, const struct ledger_record *record), void *context,
        struct error *err);

/* Inside a transaction: ids are not looked at. */
int ledger_append(
        struct store *store, const struct ledger_record *rows, size_t count, struct error *err);

#endif
