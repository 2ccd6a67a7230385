/* What comes back: receipts, interactions, impressions, conversions, revenue (SEMANTICS 6.6, 8). */
#include <math.h>

#include "base/alloc.h"
#include "base/when.h"
#include "engine/engine_parts.h"

/* Revenue is counted in 1/10000; a larger amount of one purchase is an error of its sender, and a
 * sum of many of these still fits. */
#define REVENUE_UNIT 10000.0
#define REVENUE_MAX  1e15

static const struct kept_receipt *kept_of(const struct engine *engine, uint32_t campaign)
{
    for (size_t i = 0; i < engine->kept_count; i++)
        if (engine->kept[i].campaign == campaign)
            return &engine->kept[i];
    return NULL;
}

static struct kept_receipt receipt_of(const struct campaign_state *state)
{
    return (struct kept_receipt){
            state->campaign, state->last_is_control, state->converted, state->last_ms};
}

static void keep(struct engine *engine, const struct campaign_state *state)
{
    if (!engine->keeping || kept_of(engine, state->campaign))
        return;
    engine->kept = mem_room(
            engine->kept, engine->kept_count, &engine->kept_capacity, sizeof *engine->kept);
    engine->kept[engine->kept_count++] = receipt_of(state);
}

/* An impression may come late, below a receipt that is there: the later instant is the last one. */
void engine_receipt(struct engine *engine, struct profile *profile,
        const struct plan_campaign *campaign, int64_t at_ms, bool is_control)
{
    struct campaign_state *state = profile_campaign_at(profile, campaign->number);

    if (is_control)
        state->in_control = true;
    else
        state->received = true;
    if (at_ms < state->last_ms)
        return;
    keep(engine, state);
    state->last_ms = at_ms;
    state->last_is_control = is_control;
    state->converted = 0;
}

void engine_record(struct engine *engine, struct profile *profile,
        const struct plan_campaign *campaign, enum interaction interaction, int64_t at_ms)
{
    profile_campaign_at(profile, campaign->number)->interactions |= UINT32_C(1) << interaction;
    engine_tally(engine, profile, campaign, TALLY_INTERACTION + (int)interaction, at_ms, 1);
}

static void impress(struct engine *engine, struct profile *profile,
        const struct plan_campaign *campaign, int64_t at_ms)
{
    if (campaign_state_impress(profile_campaign_at(profile, campaign->number), at_ms))
        engine_receipt(engine, profile, campaign, at_ms, false);
}

void engine_message(struct engine *engine, struct profile *profile, const struct stimulus *stimulus)
{
    const struct event *event = stimulus->event;
    int report = event_report(event);
    const struct plan_campaign *campaign;
    const char *id;
    size_t size;

    if (stimulus->interaction_count == 0 && report < 0 &&
            event->meaning != MEANING_IN_APP_DISMISSED)
        return;
    id = event_campaign(event, &size);
    if (!id)
        return;
    campaign = plan_find(engine->plan, id, size);
    if (!campaign) {
        engine->counts.unknown_campaign++;
        return;
    }
    if (report >= 0)
        engine_tally(engine, profile, campaign, TALLY_REPORT + report, event->at_ms, 1);
    for (int i = 0; i < stimulus->interaction_count; i++) {
        enum interaction interaction = stimulus->interactions[i];

        engine_record(engine, profile, campaign, interaction, event->at_ms);
        if ((int)interaction == channel_impression(campaign->document->channel))
            impress(engine, profile, campaign, event->at_ms);
    }
}

/* The latest receipt or enrolment there was once the clock was raised for the event; its instant
 * is WHEN_NONE where there was none. */
static struct kept_receipt receipt_before(
        const struct engine *engine, const struct profile *profile, uint32_t campaign)
{
    const struct kept_receipt *kept = kept_of(engine, campaign);
    const struct campaign_state *state = kept ? NULL : profile_campaign(profile, campaign);

    if (kept)
        return *kept;
    if (state)
        return receipt_of(state);
    return (struct kept_receipt){.at_ms = WHEN_NONE};
}

static bool is_within(const struct kept_receipt *receipt, int64_t at_ms, int64_t within_ms)
{
    return receipt->at_ms != WHEN_NONE && receipt->at_ms < at_ms &&
           at_ms - receipt->at_ms <= within_ms;
}

static void convert(struct engine *engine, struct profile *profile,
        const struct plan_campaign *campaign, uint32_t number, int64_t at_ms)
{
    struct kept_receipt receipt = receipt_before(engine, profile, campaign->number);
    struct campaign_state *state;
    uint8_t bit = (uint8_t)(1U << number);

    if (!is_within(&receipt, at_ms, campaign->rows->within_ms[number]) || (receipt.converted & bit))
        return;
    state = profile_campaign_at(profile, campaign->number);
    if (!kept_of(engine, campaign->number))
        state->converted |= bit;
    engine_tally(engine, profile, campaign,
            (receipt.is_control ? TALLY_CONVERSION_CONTROL : TALLY_CONVERSION) + (int)number, at_ms,
            1);
    if (!receipt.is_control)
        engine_derive_interaction(engine, profile, campaign, INTERACTION_CONVERSION, at_ms);
}

static void convert_rows(struct engine *engine, struct profile *profile,
        const struct stimulus *stimulus, const struct candidates *candidates)
{
    struct row_walk walk = row_walk_start(candidates, ROLE_CONVERSION);
    const struct row_ref *ref;

    while ((ref = row_walk_peek(&walk))) {
        const struct plan_campaign *campaign = &engine->plan->campaigns[ref->rank];
        const struct campaign *document = campaign->document;

        if (profile_campaign(profile, campaign->number) &&
                rule_matches(&document->conversions[ref->row].rule, document, stimulus, profile,
                        engine->clock_ms, NULL, &engine->counts.regex_limit))
            convert(engine, profile, campaign, ref->row, stimulus->at_ms);
        row_walk_take(&walk);
    }
}

static int64_t revenue_units(double amount)
{
    return llround(fmax(-REVENUE_MAX, fmin(REVENUE_MAX, amount * REVENUE_UNIT)));
}

/* Every purchase inside the primary window of a receipt (8.2). */
static void add_revenue(
        struct engine *engine, struct profile *profile, const struct stimulus *stimulus)
{
    int64_t units = revenue_units(event_revenue(stimulus->event));

    for (uint32_t i = 0; i < profile->campaign_count && units != 0; i++) {
        uint32_t number = profile->campaigns[i].campaign;
        struct kept_receipt receipt = receipt_before(engine, profile, number);
        const struct plan_campaign *campaign = receipt.is_control || receipt.at_ms == WHEN_NONE
                                                       ? NULL
                                                       : plan_by_number(engine->plan, number);

        if (campaign && campaign->document->conversion_count > 0 &&
                is_within(&receipt, stimulus->at_ms, campaign->rows->within_ms[0]))
            engine_tally(engine, profile, campaign, TALLY_REVENUE, stimulus->at_ms, units);
    }
}

void engine_convert(struct engine *engine, struct profile *profile, const struct stimulus *stimulus,
        const struct candidates *candidates)
{
    if (profile->campaign_count == 0)
        return;
    convert_rows(engine, profile, stimulus, candidates);
    if (stimulus->event->meaning == MEANING_PURCHASE)
        add_revenue(engine, profile, stimulus);
}
