/* Derived events: first in, first out, at the same user (SEMANTICS 3.6). */
#include <string.h>

#include "base/alloc.h"
#include "engine/engine_parts.h"

void engine_begin(struct engine *engine)
{
    engine->derived_count = 0;
    engine->derived_done = 0;
    engine->depth = 0;
    engine->cut = false;
}

static void derive(struct engine *engine, const struct derived *derived)
{
    if (engine->depth == DERIVED_DEPTH_MAX || engine->derived_count == DERIVED_MAX) {
        engine->cut = true;
        return;
    }
    engine->derived = mem_room(engine->derived, engine->derived_count, &engine->derived_capacity,
            sizeof *engine->derived);
    engine->derived[engine->derived_count] = *derived;
    engine->derived[engine->derived_count++].depth = engine->depth + 1;
}

void engine_derive_interaction(struct engine *engine, struct profile *profile,
        const struct plan_campaign *campaign, enum interaction interaction, int64_t at_ms)
{
    engine_record(engine, profile, campaign, interaction, at_ms);
    derive(engine, &(struct derived){.kind = DERIVED_INTERACTION,
                           .at_ms = at_ms,
                           .campaign = campaign,
                           .interaction = interaction});
}

void engine_derive_exception(
        struct engine *engine, const struct plan_campaign *campaign, int64_t at_ms)
{
    derive(engine,
            &(struct derived){.kind = DERIVED_EXCEPTION, .at_ms = at_ms, .campaign = campaign});
}

void engine_derive_traits(struct engine *engine, int64_t at_ms)
{
    derive(engine, &(struct derived){.kind = DERIVED_TRAITS, .at_ms = at_ms});
}

static struct stimulus stimulus_of(const struct engine *engine, const struct derived *derived)
{
    struct stimulus stimulus = {.at_ms = derived->at_ms};

    if (derived->kind == DERIVED_TRAITS) {
        stimulus.kind = STIMULUS_TRAITS;
        stimulus.changes = &engine->changes;
        return stimulus;
    }
    stimulus.campaign = derived->campaign->document->id;
    stimulus.campaign_size = strlen(stimulus.campaign);
    stimulus.kind = STIMULUS_EXCEPTION;
    if (derived->kind == DERIVED_INTERACTION) {
        stimulus.kind = STIMULUS_INTERACTION;
        stimulus.interactions[0] = derived->interaction;
        stimulus.interaction_count = 1;
    }
    return stimulus;
}

void engine_drain(struct engine *engine, struct profile *profile)
{
    while (engine->derived_done < engine->derived_count) {
        struct derived derived = engine->derived[engine->derived_done++];
        struct stimulus stimulus = stimulus_of(engine, &derived);
        struct candidates candidates = engine_candidates(engine->plan, &stimulus, INTERN_NONE);

        engine->depth = derived.depth;
        engine_react(engine, profile, &stimulus, &candidates);
    }
    if (engine->cut)
        engine->counts.cycle++;
}
