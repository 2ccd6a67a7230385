#include "engine/trace.h"

#include <string.h>

#include "base/alloc.h"

static const char *const gate_names[GATE_COUNT] = {
        [GATE_MATCH] = "match",
        [GATE_SOURCE] = "source_live",
        [GATE_START] = "start",
        [GATE_END] = "end",
        [GATE_SDK] = "from_sdk",
        [GATE_WINDOW] = "window",
        [GATE_PENDING] = "pending",
        [GATE_RECEIVED] = "received",
        [GATE_WAIT] = "wait",
        [GATE_AUDIENCE] = "audience",
        [GATE_MISSED_WINDOW] = "due_in_window",
        [GATE_DUE_AFTER_END] = "due_before_end",
        [GATE_DECIDE_END] = "decide_end",
        [GATE_TOO_LATE] = "in_time",
        [GATE_REEVALUATE] = "audience_at_send",
        [GATE_IDENTITY] = "identity",
        [GATE_SUBSCRIPTION] = "subscription",
        [GATE_CONTROL] = "control",
};

const char *gate_name(enum gate gate)
{
    return gate_names[gate];
}

static void fact_clear(struct fact *fact)
{
    mem_free(fact->text);
    *fact = (struct fact){0};
}

struct trace_step *trace_step(struct trace *trace, enum gate gate, bool passed)
{
    struct trace_step *step;

    if (!trace)
        return NULL;
    if (trace->count == TRACE_STEPS_MAX) {
        step = &trace->steps[TRACE_STEPS_MAX - 1];
        fact_clear(&step->wanted);
        fact_clear(&step->found);
    } else {
        trace->steps = mem_room(trace->steps, trace->count, &trace->capacity, sizeof *trace->steps);
        step = &trace->steps[trace->count++];
    }
    *step = (struct trace_step){.gate = gate, .passed = passed};
    return step;
}

static bool fact_begin(struct fact *fact, enum fact_kind kind)
{
    if (!fact)
        return false;
    fact_clear(fact);
    fact->kind = kind;
    return true;
}

void fact_set_instant(struct fact *fact, int64_t instant_ms)
{
    if (fact_begin(fact, FACT_INSTANT))
        fact->number = instant_ms;
}

void fact_set_span(struct fact *fact, int64_t ms)
{
    if (fact_begin(fact, FACT_SPAN_MS))
        fact->number = ms;
}

void fact_set_number(struct fact *fact, double number)
{
    if (fact_begin(fact, FACT_NUMBER))
        fact->real = number;
}

void fact_set_clock(struct fact *fact, int64_t ms_of_day)
{
    if (fact_begin(fact, FACT_CLOCK_MS))
        fact->number = ms_of_day;
}

void fact_set_text(struct fact *fact, const char *bytes, size_t size)
{
    if (fact_begin(fact, FACT_TEXT))
        fact->text = mem_string_of(bytes, size);
}

void fact_set_value(struct fact *fact, struct value value)
{
    struct buf json = {0};

    if (!fact_begin(fact, FACT_JSON))
        return;
    value_add_json(&json, value);
    fact->text = buf_take(&json);
}

void trace_release(struct trace *trace)
{
    for (size_t i = 0; i < trace->count; i++) {
        fact_clear(&trace->steps[i].wanted);
        fact_clear(&trace->steps[i].found);
    }
    mem_free(trace->steps);
    *trace = (struct trace){0};
}
