/* Filters over users (SEMANTICS 9, FORMATS 3): what plan.h promises, with the leaf that decided. */
#ifndef ENGINE_AUDIENCE_H
#define ENGINE_AUDIENCE_H

#include "engine/plan_parts.h"

/* As audience_holds. `gate` is the one whose leaves go into the trace; *leaf says what failed: see
 * refusal_facts. */
bool audience_asks(const struct plan_campaign *campaign, const struct profile *profile,
        int64_t now_ms, enum gate gate, struct trace *trace, uint64_t *regex_limit, uint16_t *leaf);

#endif
