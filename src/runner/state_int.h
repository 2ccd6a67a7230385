/* The parts of struct state, for the files of this room that make it up. */
#ifndef RUNNER_STATE_INT_H
#define RUNNER_STATE_INT_H

#include "base/arena.h"
#include "runner/profiles.h"
#include "runner/state.h"
#include "runner/tallies.h"
#include "runner/worker.h"
#include "store/outbox.h"
#include "store/pending.h"

struct moved_entry {
    int64_t from_ms, due_ms;
    uint64_t seq;
};

struct deltas {
    struct profile **users;
    size_t user_count, user_capacity;
    struct ledger_record *ledger;
    size_t ledger_count, ledger_capacity;
    struct pending_key *gone; /* stored entries that ended */
    size_t gone_count, gone_capacity;
    struct moved_entry *moved;
    size_t moved_count, moved_capacity;
    struct outbox_record *sends;
    size_t send_count, send_capacity;
    struct outbox_pending *stored_sends; /* their properties are still with the stored entry */
    size_t stored_send_count, stored_send_capacity;
    struct arena arena; /* what the sends point to */
    struct tallies tallies;
    size_t tally_count; /* of tallies, when the second thread was last idle */
    uint64_t credited;  /* events */
};

/* What a block of events adds to counters and catalogue: sums, so that a second thread can add them
 * while the next block is evaluated. */
struct credit {
    const struct event *event;
    uint32_t name;
    bool new_user;
};

struct tally_item {
    int64_t at_ms, amount;
    uint32_t campaign, user;
    int tally;
};

struct postponed {
    struct state *state;
    struct credit *credits;
    size_t credit_count, credit_capacity;
    struct tally_item *tallies;
    size_t tally_count, tally_capacity;
};

/* The company's clock, cached for the span in which its offset does not change. */
struct company_clock {
    zone_id zone;
    int64_t from_ms, to_ms; /* the offset holds for from <= instant < to */
    int64_t offset_ms;
};
int64_t company_hour(struct company_clock *clock, int64_t instant_ms); /* its start */
int64_t company_day(struct company_clock *clock, int64_t instant_ms);

/* An event that comes soon. What is not known yet is looked up where it is needed. */
struct ahead {
    const char *user; /* of the event: tells that this is its place */
    uint64_t hash;
    uint32_t number; /* UINT32_MAX: not known */
};
enum { AHEAD_EVENTS = 32 }; /* a power of two */

struct state {
    struct store *store;
    struct intern *names;
    uint32_t names_saved;
    struct engine_record record;
    const struct plan *plan;
    struct company_clock clock;
    struct profiles profiles;
    size_t cache_bytes;
    struct catalogue *catalogue;
    uint64_t next_ledger;
    uint64_t first_seq; /* entries from this number on were made here */
    int64_t timers_ms;  /* up to where stored entries were handed to the engine */
    struct deltas deltas;
    struct worker *worker; /* NULL: nothing is postponed */
    struct postponed postponed[2];
    int filling; /* the one that takes new items; the other is the second thread's */
    struct engine_counts flushed;     /* counts of the engine at the last flush */
    struct ahead ahead[AHEAD_EVENTS]; /* by index of the event */
    const struct ahead *ahead_now;    /* of the event that is evaluated; NULL: not looked at */
    struct user_source source;
    struct engine_sink sink;
};

void state_fill_source(struct state *state);
void state_fill_sink(struct state *state);
/* The hash of an id, known already where the event was looked ahead at. */
uint64_t state_hash(struct state *state, const char *id, size_t size);
void deltas_clear(struct deltas *deltas);
void deltas_release(struct deltas *deltas);

#endif
