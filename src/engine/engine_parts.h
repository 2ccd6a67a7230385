/* What an engine is made of, and the steps of SEMANTICS 3 that stand in files of their own. Private
 * to the engine. */
#ifndef ENGINE_ENGINE_PARTS_H
#define ENGINE_ENGINE_PARTS_H

#include "engine/engine.h"
#include "engine/match.h"
#include "engine/timers.h"

enum { DERIVED_DEPTH_MAX = 8, DERIVED_MAX = 1024 };

enum derived_kind { DERIVED_INTERACTION, DERIVED_EXCEPTION, DERIVED_TRAITS };

/* A derived event that waits for its turn (SEMANTICS 3.6). */
struct derived {
    enum derived_kind kind;
    int depth;
    int64_t at_ms;
    const struct plan_campaign *campaign; /* NULL for DERIVED_TRAITS */
    enum interaction interaction;
};

/* The latest receipt or enrolment of a campaign, as it was once the clock was raised for the event
 * (SEMANTICS 8.2), where the event itself replaced it. */
struct kept_receipt {
    uint32_t campaign;
    bool is_control;
    uint8_t converted;
    int64_t at_ms;
};

/* A timer that fired, with what decides its place among those of the same instant. */
struct fired {
    struct timer timer;
    struct profile *profile;
    const struct plan_campaign *campaign;
    int64_t trigger_ms;
};

struct engine {
    const struct plan *plan;
    const struct user_source *source;
    const struct engine_sink *sink;
    int64_t clock_ms;
    int64_t wall_ms; /* WHEN_NEVER unless live */
    uint64_t next_seq;
    struct engine_counts counts;

    struct timers timers;
    int64_t timers_known_ms;
    struct fired *fired;
    size_t fired_count, fired_capacity;

    struct derived *derived; /* of the event, or of the entry decided by the clock */
    size_t derived_count, derived_done, derived_capacity;
    int depth; /* of what is being looked at: 0 the event itself */
    bool cut;  /* derived events were dropped */

    struct kept_receipt *kept;
    size_t kept_count, kept_capacity;
    bool keeping; /* before the conversions of an event */

    struct trait_changes changes;
    struct buf properties; /* of the entry that is being made */
    struct buf json;
};

/* The lists of rows that may care about a stimulus. */
struct candidates {
    const struct row_lists *lists[4];
    size_t count;
};

/* Rows of one role in order of campaign, then row. */
struct row_walk {
    const struct row_list *lists[4];
    size_t at[4];
    size_t count;
};
struct row_walk row_walk_start(const struct candidates *candidates, enum row_role role);
/* The next row without taking it; NULL at the end. */
const struct row_ref *row_walk_peek(struct row_walk *walk);
void row_walk_take(struct row_walk *walk);

void engine_tally(struct engine *engine, const struct profile *profile,
        const struct plan_campaign *campaign, int tally, int64_t at_ms, int64_t amount);

/* react.c: exceptions of all campaigns, then triggers of all campaigns (SEMANTICS 3.4, 3.5). */
struct candidates engine_candidates(
        const struct plan *plan, const struct stimulus *stimulus, uint32_t name);
void engine_react(struct engine *engine, struct profile *profile, const struct stimulus *stimulus,
        const struct candidates *candidates);

/* entries.c: an entry's life (SEMANTICS 4.2, 5.8, 6). */
void engine_enter(struct engine *engine, struct profile *profile,
        const struct plan_campaign *campaign, const struct stimulus *stimulus, uint8_t row,
        int64_t due_ms);
/* Decides a pending entry at max(due, clock), which the clock follows. */
void engine_decide(struct engine *engine, struct profile *profile,
        const struct plan_campaign *campaign, struct entry *entry);
/* Ends the entries of the campaign that wait at `at_ms`; true where there was one (4.1). */
bool engine_except(struct engine *engine, struct profile *profile,
        const struct plan_campaign *campaign, int64_t at_ms, uint8_t row);

/* derive.c: derived events, first in first out (SEMANTICS 3.6). */
void engine_begin(struct engine *engine);
void engine_derive_interaction(struct engine *engine, struct profile *profile,
        const struct plan_campaign *campaign, enum interaction interaction, int64_t at_ms);
void engine_derive_exception(
        struct engine *engine, const struct plan_campaign *campaign, int64_t at_ms);
void engine_derive_traits(struct engine *engine, int64_t at_ms);
void engine_drain(struct engine *engine, struct profile *profile);

/* convert.c: receipts, interactions, conversions (SEMANTICS 6.6, 8). */
void engine_receipt(struct engine *engine, struct profile *profile,
        const struct plan_campaign *campaign, int64_t at_ms, bool is_control);
void engine_record(struct engine *engine, struct profile *profile,
        const struct plan_campaign *campaign, enum interaction interaction, int64_t at_ms);
void engine_message(
        struct engine *engine, struct profile *profile, const struct stimulus *stimulus);
void engine_convert(struct engine *engine, struct profile *profile, const struct stimulus *stimulus,
        const struct candidates *candidates);

#endif
