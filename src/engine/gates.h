/* The gates of a trigger (SEMANTICS 5) and of a decision (SEMANTICS 6): the rules of delivery,
 * once, as pure functions. Live passes no trace; why, simulate and the tests do. */
#ifndef ENGINE_GATES_H
#define ENGINE_GATES_H

#include "engine/engine.h"

/* What a trigger brings to the gates. */
struct trigger_facts {
    int64_t at_ms;    /* t */
    int64_t clock_ms; /* max(clock, t): now, where the rules say so */
    bool from_server;
    bool source_live; /* some matching row is free of the gate of 5.0 */
    uint8_t row;      /* the first row that matched and may fire */
};

struct gate_result {
    enum refusal refusal; /* REFUSAL_NONE: an entry */
    int64_t due_ms;
    int64_t wanted, found; /* facts of the gate that refused */
    uint16_t leaf;
};

struct gate_result gates_pass(const struct plan *plan, const struct plan_campaign *campaign,
        const struct profile *profile, const struct trigger_facts *facts, struct trace *trace,
        uint64_t *regex_limit);

/* What becomes of an entry at an instant (6.1 to 6.6). moved_ms: with OUTCOME_PENDING, the new due.
 */
struct decide_result {
    enum outcome outcome;
    const char *detail;
    int64_t moved_ms;
};
struct decide_result entry_decide(const struct plan *plan, const struct plan_campaign *campaign,
        const struct profile *profile, const struct entry *entry, int64_t instant_ms,
        struct trace *trace, uint64_t *regex_limit);

/* Whether the user is held out (6.5). */
bool control_holds(const struct campaign *campaign, const char *user, size_t user_size);

#endif
