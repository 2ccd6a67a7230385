#include "engine/gates.h"

#include "base/when.h"
#include "engine/audience.h"
#include "engine/due.h"

/* One match on its way through the gates. */
struct passing {
    const struct plan *plan;
    const struct plan_campaign *campaign;
    const struct campaign *document;
    const struct profile *profile;
    const struct campaign_state *state; /* NULL: nothing is known of the two */
    const struct trigger_facts *facts;
    struct trace *trace;
    uint64_t *regex_limit;
    struct gate_result *result;
    zone_id company;
    int64_t end_ms;
};

static void note(struct passing *p, int64_t wanted, int64_t found)
{
    p->result->wanted = wanted;
    p->result->found = found;
}

/* A gate that compares two instants. */
static bool pass_instants(
        struct passing *p, enum gate gate, bool passed, int64_t wanted_ms, int64_t found_ms)
{
    struct trace_step *step = trace_step(p->trace, gate, passed);

    if (step && wanted_ms != WHEN_NONE && wanted_ms != WHEN_NEVER)
        fact_set_instant(&step->wanted, wanted_ms);
    if (step && found_ms != WHEN_NONE)
        fact_set_instant(&step->found, found_ms);
    if (!passed)
        note(p, wanted_ms, found_ms);
    return passed;
}

static bool pass_window(struct passing *p, enum gate gate, bool passed, int64_t at_ms)
{
    const struct window *window = &p->document->window;
    struct trace_step *step = trace_step(p->trace, gate, passed);
    int64_t clock_ms;

    if (passed && !step)
        return true;
    clock_ms = window_clock_ms(window, at_ms, p->profile->zone, p->company);
    if (step && window->set)
        fact_set_clock(&step->wanted, window->from_ms);
    if (step)
        fact_set_clock(&step->found, clock_ms);
    if (!passed)
        note(p, window->from_ms, clock_ms);
    return passed;
}

static enum refusal gate_source(struct passing *p)
{
    trace_step(p->trace, GATE_SOURCE, p->facts->source_live);
    return p->facts->source_live ? REFUSAL_NONE : REFUSAL_SOURCE_NOT_LIVE;
}

static enum refusal gate_start(struct passing *p)
{
    int64_t start_ms = plan_start_ms(p->plan, p->campaign, p->profile->zone);

    if (p->campaign->activated_ms > start_ms)
        start_ms = p->campaign->activated_ms;
    if (p->campaign->resumed_ms > start_ms)
        start_ms = p->campaign->resumed_ms;
    return pass_instants(p, GATE_START, p->facts->at_ms >= start_ms, start_ms, p->facts->at_ms)
                   ? REFUSAL_NONE
                   : REFUSAL_BEFORE_START;
}

static enum refusal gate_end(struct passing *p)
{
    p->end_ms = plan_end_ms(p->plan, p->campaign, p->profile->zone);
    return pass_instants(p, GATE_END, p->facts->at_ms <= p->end_ms, p->end_ms, p->facts->at_ms)
                   ? REFUSAL_NONE
                   : REFUSAL_AFTER_END;
}

static enum refusal gate_sdk(struct passing *p)
{
    bool passed = p->document->channel != CHANNEL_IN_APP || !p->facts->from_server;

    trace_step(p->trace, GATE_SDK, passed);
    return passed ? REFUSAL_NONE : REFUSAL_NOT_FROM_SDK;
}

static enum refusal gate_window(struct passing *p)
{
    bool holds = window_holds(&p->document->window, p->facts->at_ms, p->profile->zone, p->company);

    return pass_window(p, GATE_WINDOW, holds, p->facts->at_ms) ? REFUSAL_NONE
                                                               : REFUSAL_OUTSIDE_WINDOW;
}

static bool has_no_wait(const struct passing *p)
{
    return p->document->reeligible && p->campaign->rows->wait_ms == 0;
}

static enum refusal gate_pending(struct passing *p)
{
    const struct profile *profile = p->profile;
    const struct entry *entry = NULL;

    for (uint32_t i = 0; i < profile->entry_count && !entry && !has_no_wait(p); i++)
        if (profile->entries[i].campaign == p->campaign->number)
            entry = &profile->entries[i];
    return pass_instants(p, GATE_PENDING, !entry, WHEN_NONE, entry ? entry->due_ms : WHEN_NONE)
                   ? REFUSAL_NONE
                   : REFUSAL_ALREADY_PENDING;
}

static enum refusal gate_received(struct passing *p)
{
    bool received = p->state && p->state->last_ms != WHEN_NONE;

    if (pass_instants(p, GATE_RECEIVED, !received || p->document->reeligible, WHEN_NONE,
                received ? p->state->last_ms : WHEN_NONE))
        return REFUSAL_NONE;
    return p->state->last_is_control ? REFUSAL_ALREADY_CONTROL : REFUSAL_ALREADY_RECEIVED;
}

/* A receipt may be younger than a late trigger: then too the wait is not over, but without a wait
 * there is nothing to be over. */
static enum refusal gate_wait(struct passing *p)
{
    int64_t wait_ms = p->campaign->rows->wait_ms;
    bool waits = wait_ms > 0 && p->state && p->state->last_ms != WHEN_NONE;
    int64_t over_ms = waits ? p->state->last_ms + wait_ms : WHEN_NONE;

    return pass_instants(
                   p, GATE_WAIT, !waits || p->facts->at_ms >= over_ms, over_ms, p->facts->at_ms)
                   ? REFUSAL_NONE
                   : REFUSAL_WAIT_NOT_OVER;
}

/* The step of the gate itself stands before those of its leaves. */
static bool pass_audience(const struct plan_campaign *campaign, const struct profile *profile,
        int64_t now_ms, enum gate gate, struct trace *trace, uint64_t *regex_limit, uint16_t *leaf)
{
    size_t place = trace ? trace->count : 0;
    bool holds;

    trace_step(trace, gate, false);
    holds = audience_asks(campaign, profile, now_ms, gate, trace, regex_limit, leaf);
    if (trace && place < trace->count)
        trace->steps[place].passed = holds;
    return holds;
}

static enum refusal gate_audience(struct passing *p)
{
    return pass_audience(p->campaign, p->profile, p->facts->clock_ms, GATE_AUDIENCE, p->trace,
                   p->regex_limit, &p->result->leaf)
                   ? REFUSAL_NONE
                   : REFUSAL_NOT_IN_AUDIENCE;
}

static enum refusal gate_due_window(struct passing *p)
{
    const struct window *window = &p->document->window;
    zone_id user = p->profile->zone;
    int64_t due = due_ms(
            &p->document->delay, p->facts->at_ms, user, p->company, profile_best_hour(p->profile));
    bool holds = window_holds(window, due, user, p->company);

    if (!pass_window(p, GATE_MISSED_WINDOW, holds || window->next, due))
        return REFUSAL_MISSED_WINDOW;
    p->result->due_ms = holds ? due : window_next_ms(window, due, user, p->company);
    return REFUSAL_NONE;
}

static enum refusal gate_due_end(struct passing *p)
{
    int64_t due = p->result->due_ms;

    return pass_instants(p, GATE_DUE_AFTER_END, due <= p->end_ms, p->end_ms, due)
                   ? REFUSAL_NONE
                   : REFUSAL_DUE_AFTER_END;
}

static enum refusal (*const gates[])(struct passing *) = {
        gate_source,
        gate_start,
        gate_end,
        gate_sdk,
        gate_window,
        gate_pending,
        gate_received,
        gate_wait,
        gate_audience,
        gate_due_window,
        gate_due_end,
};

struct gate_result gates_pass(const struct plan *plan, const struct plan_campaign *campaign,
        const struct profile *profile, const struct trigger_facts *facts, struct trace *trace,
        uint64_t *regex_limit)
{
    struct gate_result result = {0};
    struct passing passing = {
            .plan = plan,
            .campaign = campaign,
            .document = campaign->document,
            .profile = profile,
            .state = profile_campaign(profile, campaign->number),
            .facts = facts,
            .trace = trace,
            .regex_limit = regex_limit,
            .result = &result,
            .company = plan_rules(plan)->company,
    };

    for (size_t i = 0; i < sizeof gates / sizeof *gates && result.refusal == REFUSAL_NONE; i++)
        result.refusal = gates[i](&passing);
    return result;
}
