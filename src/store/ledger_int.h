/* Rows of ledger and listings, for the files of this room. */
#ifndef STORE_LEDGER_INT_H
#define STORE_LEDGER_INT_H

#include "store/ledger.h"
#include "store/sql.h"

/* seq, number, campaign, its id, user, its id, version, trigger, due, decided, outcome, detail,
 * row, cause_row, previous. Texts are valid until the next step. */
void ledger_record_of_row(sqlite3_stmt *row, struct ledger_record *out);

/* What a listing asks for, in numbers. */
struct ledger_wanted {
    int64_t campaign;           /* -1: any */
    int outcome;                /* -1: any */
    int64_t since_ms, until_ms; /* of the trigger */
};

/* A part of ledger and pending entries, small enough to be read at once. */
struct ledger_part {
    bool pending;
    int64_t from[2],
            to[2]; /* pending: after due and seq, up to them; else: ledger numbers in [0] */
};
/* All parts that can hold what is wanted: pending entries first, so that what is decided meanwhile
 * is not missed. */
int ledger_parts(struct store *store, const struct ledger_wanted *wanted,
        int (*visit)(void *context, const struct ledger_part *part, struct error *err),
        void *context, struct error *err);
/* Narrows the span of triggers to that of the first (or the last) `limit` rows. */
int ledger_narrow(struct store *store, struct ledger_wanted *wanted, int64_t limit, bool newest,
        struct error *err);

#endif
