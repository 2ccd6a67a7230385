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

/* Facts of the gate that refused, by refusal:
 *   before_start: the instant it starts for this user, t          after_end: its end, t
 *   outside_window: from, local time of t (times of day)          already_pending: due of the entry
 *   already_received, already_control: instant of the receipt     wait_not_over: when it is over, t
 *   missed_window: from, local time of due (times of day)         due_after_end: its end, due
 *   not_in_audience: `leaf` as in refusal_facts
 * One fact alone is in `found`. */
struct gate_result {
    enum refusal refusal; /* REFUSAL_NONE: an entry */
    int64_t due_ms;
    int64_t wanted, found;
    uint16_t leaf;
};

struct gate_result gates_pass(const struct plan *plan, const struct plan_campaign *campaign,
        const struct profile *profile, const struct trigger_facts *facts, struct trace *trace,
        uint64_t *regex_limit);

/* What becomes of an entry at an instant (6.1 to 6.6). `instant_ms` is that of 3.3, which is also
 * now; `wall_ms` the wall clock where rules.live, by which lateness is measured. moved_ms: with
 * OUTCOME_PENDING, the new due. */
struct decide_result {
    enum outcome outcome;
    const char *detail;
    int64_t moved_ms;
};
struct decide_result entry_decide(const struct plan *plan, const struct plan_campaign *campaign,
        const struct profile *profile, const struct entry *entry, int64_t instant_ms,
        int64_t wall_ms, struct trace *trace, uint64_t *regex_limit);

/* Whether the user is held out (6.5). */
bool control_holds(const struct campaign *campaign, const char *user, size_t user_size);

#endif
