/* What becomes of an entry (SEMANTICS 6). */
#include <string.h>

#include "base/hash.h"
#include "base/when.h"
#include "engine/audience.h"
#include "engine/due.h"
#include "engine/gates.h"
#include "engine/traits.h"

enum { HASH_TEXT_MAX = 255 + 1 + CAMPAIGN_ID_MAX };

bool control_holds(const struct campaign *campaign, const char *user, size_t user_size)
{
    size_t id_size = strlen(campaign->id);
    char text[HASH_TEXT_MAX];

    if (campaign->control_percent == 0)
        return false;
    if (user_size > 255 || id_size > CAMPAIGN_ID_MAX)
        return false;
    memcpy(text, user, user_size);
    text[user_size] = ':';
    memcpy(text + user_size + 1, campaign->id, id_size);
    return hash_rule(text, user_size + 1 + id_size) % 100 < (uint64_t)campaign->control_percent;
}

/* One entry on its way to an outcome. */
struct deciding {
    const struct plan *plan;
    const struct plan_campaign *campaign;
    const struct campaign *document;
    const struct profile *profile;
    const struct entry *entry;
    int64_t instant_ms;
    int64_t wall_ms;
    struct trace *trace;
    uint64_t *regex_limit;
    struct decide_result result;
    int64_t end_ms;
};

/* A step of a decision; false ends it with d->result. */
static bool decided(struct deciding *d, enum outcome outcome, const char *detail)
{
    d->result.outcome = outcome;
    d->result.detail = detail;
    return false;
}

static struct trace_step *step_instants(
        struct deciding *d, enum gate gate, bool passed, int64_t wanted_ms, int64_t found_ms)
{
    struct trace_step *step = trace_step(d->trace, gate, passed);

    if (step && wanted_ms != WHEN_NEVER)
        fact_set_instant(&step->wanted, wanted_ms);
    if (step)
        fact_set_instant(&step->found, found_ms);
    return step;
}

static bool decide_end(struct deciding *d)
{
    bool passed = d->entry->due_ms <= d->end_ms;

    step_instants(d, GATE_DECIDE_END, passed, d->end_ms, d->entry->due_ms);
    return passed || decided(d, OUTCOME_DUE_AFTER_END, NULL);
}

static bool is_past_limit(int64_t late_ms, int64_t limit_ms)
{
    return limit_ms != WHEN_NEVER && late_ms > limit_ms;
}

/* Late, and the window closed: to the next opening, where it still has one. */
static bool decide_late(struct deciding *d)
{
    const struct rules *rules = plan_rules(d->plan);
    const struct window *window = &d->document->window;
    zone_id user = d->profile->zone, company = rules->company;
    int64_t due = d->entry->due_ms;
    int64_t instant_ms = rules->live ? d->wall_ms : d->instant_ms;
    bool late = instant_ms - due > (rules->live ? rules->grace_ms : 0);
    bool open, over;

    if (!late) {
        step_instants(d, GATE_TOO_LATE, true, due, instant_ms);
        return true;
    }
    open = window_holds(window, instant_ms, user, company);
    over = instant_ms > d->end_ms || (!open && !window->next) ||
           is_past_limit(instant_ms - due, rules->max_late_ms);
    if (!open && !over) {
        d->result.moved_ms = window_next_ms(window, instant_ms, user, company);
        over = d->result.moved_ms > d->end_ms;
    }
    step_instants(d, GATE_TOO_LATE, !over, due, instant_ms);
    if (over)
        return decided(d, OUTCOME_TOO_LATE, NULL);
    return open || decided(d, OUTCOME_PENDING, NULL);
}

static bool decide_audience(struct deciding *d)
{
    const struct campaign *document = d->document;
    size_t place = d->trace ? d->trace->count : 0;
    uint16_t leaf;
    bool holds;

    if (!document->reevaluate_audience || document->delay.kind == DELAY_IMMEDIATE)
        return true;
    trace_step(d->trace, GATE_REEVALUATE, false);
    holds = audience_asks(d->campaign, d->profile, d->instant_ms, GATE_REEVALUATE, d->trace,
            d->regex_limit, &leaf);
    if (d->trace && place < d->trace->count)
        d->trace->steps[place].passed = holds;
    return holds || decided(d, OUTCOME_LEFT_AUDIENCE, NULL);
}

static bool decide_identity(struct deciding *d)
{
    const char *identity = d->document->identity;
    struct value trait;
    struct trace_step *step;
    bool passed;

    if (!identity || !*identity)
        return true;
    trait = profile_trait(d->profile, identity);
    passed = !trait_is_empty(trait);
    step = trace_step(d->trace, GATE_IDENTITY, passed);
    if (step) {
        fact_set_text(&step->wanted, identity, strlen(identity));
        fact_set_value(&step->found, trait);
    }
    return passed || decided(d, OUTCOME_UNREACHABLE, "no_identity");
}

static bool decide_subscription(struct deciding *d)
{
    const char *trait = d->document->channel == CHANNEL_EMAIL  ? "emailSubscription"
                        : d->document->channel == CHANNEL_PUSH ? "pushSubscription"
                                                               : NULL;
    struct trace_step *step;
    bool passed;

    if (!trait)
        return true;
    passed = !trait_is_unsubscribed(d->profile, trait);
    step = trace_step(d->trace, GATE_SUBSCRIPTION, passed);
    if (step) {
        fact_set_text(&step->wanted, trait, strlen(trait));
        fact_set_value(&step->found, profile_trait(d->profile, trait));
    }
    return passed || decided(d, OUTCOME_UNREACHABLE, "unsubscribed");
}

static bool decide_control(struct deciding *d)
{
    bool held = control_holds(d->document, d->profile->id, d->profile->id_size);
    struct trace_step *step =
            d->document->control_percent > 0 ? trace_step(d->trace, GATE_CONTROL, !held) : NULL;

    if (step)
        fact_set_number(&step->wanted, d->document->control_percent);
    return !held || decided(d, OUTCOME_CONTROL, NULL);
}

static bool (*const steps[])(struct deciding *) = {
        decide_end,
        decide_late,
        decide_audience,
        decide_identity,
        decide_subscription,
        decide_control,
};

struct decide_result entry_decide(const struct plan *plan, const struct plan_campaign *campaign,
        const struct profile *profile, const struct entry *entry, int64_t instant_ms,
        int64_t wall_ms, struct trace *trace, uint64_t *regex_limit)
{
    struct deciding deciding = {
            .plan = plan,
            .campaign = campaign,
            .document = campaign->document,
            .profile = profile,
            .entry = entry,
            .instant_ms = instant_ms,
            .wall_ms = wall_ms,
            .trace = trace,
            .regex_limit = regex_limit,
            .result = {.outcome = OUTCOME_SENT},
            .end_ms = plan_end_ms(plan, campaign, profile->zone),
    };

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (!steps[i](&deciding))
            break;
    return deciding.result;
}
