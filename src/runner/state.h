/* The engine's state in memory (DESIGN 2): profiles on demand, counters, what was decided. It is
 * the engine's user_source and engine_sink; a flush writes all that changed in one transaction.
 *
 * Without a store it is all in memory, for simulations: then nothing is ever dropped and the rows
 * of the ledger can be read. */
#ifndef RUNNER_STATE_H
#define RUNNER_STATE_H

#include "engine/engine.h"
#include "events/catalogue.h"
#include "store/files.h"
#include "store/ledger.h"
#include "store/engine_record.h"

struct state;

enum { STATE_CACHE_DEFAULT = 1 << 30 };

/* `store` may be NULL. The names are the store's; they must outlive the state. cache_bytes 0: the
 * default. NULL on failure. */
struct state *state_new(
        struct store *store, struct intern *names, size_t cache_bytes, struct error *err);
void state_free(struct state *state);
/* In place of state_free where the process ends: giving back hundreds of thousands of profiles one
 * by one takes longer than anybody should wait. Only the thread is ended. */
void state_abandon(struct state *state);

const struct user_source *state_source(struct state *state);
const struct engine_sink *state_sink(struct state *state);
/* The plan in use: for the company zone and for identities. Set before the first event. */
void state_set_plan(struct state *state, const struct plan *plan);
const struct engine_record *state_record(const struct state *state); /* as of the last flush */
const struct catalogue *state_catalogue(const struct state *state);

/* Loads all users where a batch of `events` is worth it and they fit the cache. */
int state_preload(struct state *state, int64_t events, struct error *err);
/* From now on what events add to counters and catalogue is added by a second thread. */
void state_use_thread(struct state *state);
/* Hands it what the events since the last call add. They must stay where they are until the next
 * call, a flush or state_free. */
void state_hand_over(struct state *state);
/* Before each event of a run of them is evaluated: asks for the memory that those behind it will
 * need, stage by stage. Begin with index 0. */
void state_look_ahead(struct state *state, const struct event *events, size_t count, size_t index);
/* How many users each filter holds for, where all are in memory; false where they are not. */
bool state_count_users(const struct state *state, const struct filter_plan *const *filters,
        size_t count, int64_t now_ms, int64_t *sizes);

size_t state_flush_rows(const struct state *state); /* that a flush would write now */
/* Whether memory alone asks for a flush now. */
bool state_is_full(const struct state *state);
/* What goes with a flush. Both may be NULL. */
struct flush_also {
    void (*beside)(void *context); /* done in a second thread meanwhile; may read the state */
    int (*write)(void *context, struct store *store, struct error *err); /* after `beside` */
    void *context;
};
/* One transaction: changed users, names, ledger, pending, outbox, counters, catalogue, the engine
 * row, and what `also` (may be NULL) adds. Checks the lease first. On failure nothing was written
 * and the state is as before. */
int state_flush(struct state *state, const struct engine *engine, const struct flush_also *also,
        struct error *err);
/* Between events, after a flush: drops profiles until the cache is within its bound. */
void state_trim(struct state *state);

/* In memory alone: what was decided, in order; texts of ids are NULL. */
size_t state_ledger_count(const struct state *state);
const struct ledger_record *state_ledger_row(const struct state *state, size_t index);
/* The sum of a counter over all hours, and its users. */
int64_t state_tally(const struct state *state, uint32_t campaign, int tally, int64_t *unique);
size_t state_user_count(const struct state *state);
struct profile *state_user(struct state *state, uint32_t number);

#endif
