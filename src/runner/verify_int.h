/* The parts of `verify`, for its own files. */
#ifndef RUNNER_VERIFY_INT_H
#define RUNNER_VERIFY_INT_H

#include "base/buf.h"
#include "runner/state_int.h"
#include "runner/verify.h"

enum { FINDINGS_MAX = 5 };

/* What one check found: nothing is good. Only the first are kept as text. */
struct findings {
    struct buf text;
    int64_t count;
};
void finding_note(struct findings *findings, const char *format, ...)
        __attribute__((format(printf, 2, 3)));

struct pending_fact {
    uint64_t seq;
    int64_t due_ms, trigger_ms;
    uint32_t user, campaign;
    bool met; /* in the profile of its user */
};

/* What is gathered in one pass over ledger, entries and users, and compared. */
struct facts {
    struct store *store;
    struct engine_record record;
    struct company_clock clock;
    bool by_hour;           /* the company's zone never changed, so that hours can be compared */
    struct tallies recount; /* entries and outcomes, from the ledger and what is pending */
    struct tallies counted; /* all counters, without users */
    uint64_t *newest;       /* by user: its newest ledger row */
    struct pending_fact *pending; /* by seq */
    size_t pending_count, pending_capacity;
    unsigned char *seqs; /* a bit an entry: seen */
    uint64_t expected;   /* number of the next ledger row */
    int64_t users;
    struct findings ledger, entries, profiles, counters, conservation;
    struct error *err;
};

int verify_ledger(struct facts *facts);   /* also gathers for the next */
int verify_entries(struct facts *facts);  /* pending, and that profiles have the same */
int verify_counters(struct facts *facts); /* against the ledger, and the law of 6.7 */

#endif
