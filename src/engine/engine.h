/* The engine: one event, or one raise of the clock, at a time (SEMANTICS 3). No SQL, no files, no
 * wall clock: users and stored timers come through struct user_source, results go out through
 * struct engine_sink. */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include "engine/plan.h"
#include "events/event.h"

struct engine;

/* Users, from wherever they are. A profile stays valid until the engine call it was fetched in
 * returns. The engine sets profile->changed. */
struct user_source {
    void *context;
    /* The user of that id; made where there is none and `create`. NULL without an error: no such
     * user. */
    struct profile *(*find)(
            void *context, const char *id, size_t size, bool create, struct error *err);
    struct profile *(*by_number)(void *context, uint32_t number, struct error *err);
    /* Called once for every event and decision that changed this profile. */
    void (*changed)(void *context, struct profile *profile);
    /* Entries that were pending before this engine existed: hands those with due <= `until_ms` that
     * were not handed over yet to engine_add_timer, and may go further: sets *known_ms to the
     * instant up to which all are known. NULL: there are none. */
    int (*timers)(void *context, struct engine *engine, int64_t until_ms, int64_t *known_ms,
            struct error *err);
};

/* Counters of a campaign, by hour of an instant. Refusals, outcomes, interactions and reports are
 * added to their base. `conversion` n of the sent and of the control group. */
enum tally {
    TALLY_MATCHES = 0,
    TALLY_ENTRIES = 1,
    TALLY_REVENUE = 2, /* in 1/10000 of the unit of the purchase events */
    TALLY_REFUSAL = 16,
    TALLY_OUTCOME = 48,
    TALLY_INTERACTION = 64,
    TALLY_REPORT = 96,
    TALLY_CONVERSION = 112,
    TALLY_CONVERSION_CONTROL = 116,
    TALLY_COUNT = 128,
};
/* Whether users are counted once beside the total: TALLY_OUTCOME + OUTCOME_SENT, interactions,
 * reports. */
bool tally_is_unique(int tally);

struct decision {
    enum outcome outcome;
    const char *detail; /* a static text: no_identity, unsubscribed; or NULL */
    int64_t at_ms;
    uint32_t version;  /* of the campaign that decided */
    uint8_t cause_row; /* exceptions: the row that matched */
};

/* Where results go. Called in the order in which things happen; all must be there. */
struct engine_sink {
    void *context;
    /* A new entry, before any decision on it. It is in profile->entries only while pending. Its
     * properties belong to the engine. */
    void (*entry)(void *context, const struct profile *profile, const struct entry *entry);
    /* The entry ended. `properties` are still there unless entry->stored. */
    void (*decided)(void *context, struct profile *profile, const struct plan_campaign *campaign,
            const struct entry *entry, const struct decision *decision);
    /* The entry goes on waiting with another due (SEMANTICS 6.2). */
    void (*moved)(void *context, const struct profile *profile, const struct entry *entry,
            int64_t from_ms);
    /* Adds to a counter; the hour is that of at_ms: the trigger for matches, refusals and entries,
     * the decision instant for outcomes, the event's t for the rest. */
    void (*tally)(void *context, uint32_t campaign, int tally, int64_t at_ms,
            const struct profile *profile, int64_t amount);
    /* An accepted track event was credited under its name, or an identify applied (name
     * CATALOGUE_TRAITS). `new_user`: the user's first of that name, the first traits. */
    void (*credited)(void *context, const struct event *event, uint32_t name, bool new_user);
};

struct engine_counts {
    uint64_t accepted, duplicates, late, unknown_campaign, regex_limit;
    uint64_t cycle; /* events, and entries decided by the clock, whose derived events were cut
                       (SEMANTICS 3.6) */
    uint64_t traits_limit; /* identifies whose traits were not applied: over TRAITS_SIZE_MAX */
};

/* Plan, source and sink must outlive the engine. `clock_ms` is the persisted engine clock
 * (WHEN_NONE in a fresh database: then any event is ahead of it), `next_seq` the number of the next
 * entry. */
struct engine *engine_new(const struct plan *plan, const struct user_source *source,
        const struct engine_sink *sink, int64_t clock_ms, uint64_t next_seq);
void engine_free(struct engine *engine);
/* Takes another plan from the next call on (a save, an action). Pending entries stay. */
void engine_set_plan(struct engine *engine, const struct plan *plan);

int64_t engine_clock(const struct engine *engine);
uint64_t engine_next_seq(const struct engine *engine);
const struct engine_counts *engine_counts(const struct engine *engine);

void engine_add_timer(
        struct engine *engine, uint32_t user, uint32_t campaign, uint64_t seq, int64_t due_ms);

/* One event in order of the batch (SEMANTICS 3.2 to 3.6). This and the calls below fail only where
 * the source does; the engine is then half-way through an event and good for nothing but
 * engine_free. */
int engine_event(struct engine *engine, const struct event *event, struct error *err);
/* Between batches: raises the clock to an instant, deciding on the way (SEMANTICS 1.2, 3.3). One
 * that is behind leaves the clock where it is; what the wall clock held back is decided all the
 * same. */
int engine_raise(struct engine *engine, int64_t instant_ms, struct error *err);
/* The end of a batch: late entries with due <= clock (SEMANTICS 3.3). */
int engine_batch_end(struct engine *engine, struct error *err);
/* Ends all pending entries of one user and campaign as stopped, at max(instant, clock) (SEMANTICS
 * 6). The caller goes through the users that have one. */
int engine_stop_entries(struct engine *engine, uint32_t campaign, uint32_t user, int64_t instant_ms,
        struct error *err);
/* In live mode the wall clock, above which nothing is decided; set before each call. What was held
 * back by it is decided by a later raise or end of batch. */
void engine_set_wall(struct engine *engine, int64_t now_ms);

#endif
