/* What the gates found, in their order, for those who ask why (DESIGN 1). Live, the trace is NULL
 * and a gate writes nothing but its facts. */
#ifndef ENGINE_TRACE_H
#define ENGINE_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "model/filter.h"

enum gate {
    GATE_MATCH,
    GATE_SOURCE,
    GATE_START,
    GATE_END,
    GATE_SDK,
    GATE_WINDOW,
    GATE_PENDING,
    GATE_RECEIVED,
    GATE_WAIT,
    GATE_AUDIENCE,
    GATE_MISSED_WINDOW,
    GATE_DUE_AFTER_END,
    GATE_DECIDE_END,
    GATE_TOO_LATE,
    GATE_REEVALUATE,
    GATE_IDENTITY,
    GATE_SUBSCRIPTION,
    GATE_CONTROL,
    GATE_COUNT,
};
const char *gate_name(enum gate gate);

enum fact_kind {
    FACT_NONE,
    FACT_INSTANT,
    FACT_SPAN_MS,
    FACT_NUMBER,
    FACT_CLOCK_MS, /* time of day */
    FACT_TEXT,     /* safe to keep: a copy */
    FACT_JSON,     /* a value found, as JSON text */
};

struct fact {
    enum fact_kind kind;
    int64_t number;
    double real;
    char *text; /* owned by the trace */
};

/* One gate, or one leaf of a filter below the gate of the audience (leaf set, depth over 0). */
struct trace_step {
    enum gate gate;
    bool passed;
    const struct filter *leaf;         /* belongs to the plan; NULL for a gate itself */
    const struct condition *condition; /* the row filter that was looked at, or NULL */
    const char *segment; /* the segment it belongs to; NULL: the audience's own filter */
    struct fact wanted, found;
};

struct trace {
    struct trace_step *steps;
    size_t count, capacity;
};

enum { TRACE_STEPS_MAX = 4096 };

/* All take NULL and then do nothing. trace_step returns the new step, NULL without a trace; past
 * the maximum the last one is overwritten. A step is valid until the next one. */
struct trace_step *trace_step(struct trace *trace, enum gate gate, bool passed);
void fact_set_instant(struct fact *fact, int64_t instant_ms);
void fact_set_span(struct fact *fact, int64_t ms);
void fact_set_number(struct fact *fact, double number);
void fact_set_clock(struct fact *fact, int64_t ms_of_day);
void fact_set_text(struct fact *fact, const char *bytes, size_t size);
void fact_set_value(struct fact *fact, struct value value);
void trace_release(struct trace *trace);

#endif
