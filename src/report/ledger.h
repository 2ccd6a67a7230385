/* The rows of `deliveries` and `refusals`. */
#ifndef REPORT_LEDGER_H
#define REPORT_LEDGER_H

#include "base/error.h"
#include "model/campaign.h"
#include "report/scan.h"

struct store;

struct delivery_row {
    uint64_t seq;
    const char *campaign;
    uint32_t version; /* of the campaign that decided; 0 while pending */
    const char *user;
    enum channel channel;
    int64_t trigger_ms, due_ms;
    int64_t decided_ms; /* WHEN_NONE while pending */
    enum outcome outcome;
    const char *detail; /* NULL without */
};

struct refusal_row {
    const char *campaign;
    const char *user;
    int64_t trigger_ms;
    enum refusal reason;
    const char *detail; /* in words: what was wanted, what was found; NULL without */
};

struct ledger_query {
    const char *campaign;       /* NULL: all; refused where unknown */
    const char *user;           /* NULL: all; refused where unknown */
    int outcome;                /* enum outcome, -1: all; refusals: enum refusal */
    int64_t since_ms, until_ms; /* of the trigger; WHEN_NONE, WHEN_NEVER: open; until is not in */
    int64_t limit;              /* 0: all */
    bool newest; /* the last rows first, not the first ones; refusals: at most 100 000 of them */
};

/* Hand over one row at a time, valid during the call: deliveries in order of trigger_at, user,
 * campaign, due_at, seq; refusals (the last one a user and campaign) in order of campaign, user. A
 * return other than 0 from `row` ends it, and the function returns 0. */
int delivery_rows(struct store *store, const struct ledger_query *query,
        int (*row)(void *context, const struct delivery_row *delivery), void *context,
        const struct scan *scan, struct error *err);
int refusal_rows(struct store *store, const struct ledger_query *query,
        int (*row)(void *context, const struct refusal_row *refusal), void *context,
        const struct scan *scan, struct error *err);

#endif
