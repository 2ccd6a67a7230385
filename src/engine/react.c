/* What an event, or a derived one, sets off: exceptions of all campaigns, then triggers of all
 * campaigns, each in order of id (SEMANTICS 3.4 to 3.7, 4, 5). */
#include "base/when.h"
#include "engine/engine_parts.h"
#include "engine/gates.h"

struct row_walk row_walk_start(const struct candidates *candidates, enum row_role role)
{
    struct row_walk walk = {.count = 0};

    for (size_t i = 0; i < candidates->count; i++)
        if (candidates->lists[i]->of[role].count > 0)
            walk.lists[walk.count++] = &candidates->lists[i]->of[role];
    return walk;
}

static bool comes_before(const struct row_ref *a, const struct row_ref *b)
{
    return a->rank != b->rank ? a->rank < b->rank : a->row < b->row;
}

/* The list that has the next row; walk->count at the end. */
static size_t walk_list(const struct row_walk *walk)
{
    size_t best = walk->count;

    for (size_t i = 0; i < walk->count; i++) {
        if (walk->at[i] == walk->lists[i]->count)
            continue;
        if (best == walk->count || comes_before(&walk->lists[i]->refs[walk->at[i]],
                                           &walk->lists[best]->refs[walk->at[best]]))
            best = i;
    }
    return best;
}

const struct row_ref *row_walk_peek(struct row_walk *walk)
{
    size_t list = walk_list(walk);

    return list < walk->count ? &walk->lists[list]->refs[walk->at[list]] : NULL;
}

void row_walk_take(struct row_walk *walk)
{
    walk->at[walk_list(walk)]++;
}

static void add_candidates(struct candidates *candidates, const struct row_lists *lists)
{
    if (lists)
        candidates->lists[candidates->count++] = lists;
}

struct candidates engine_candidates(
        const struct plan *plan, const struct stimulus *stimulus, uint32_t name)
{
    struct candidates candidates = {.count = 0};
    const struct plan_source *source;

    if (stimulus->kind == STIMULUS_TRAITS) {
        if (stimulus->changes->count > 0)
            add_candidates(&candidates, &plan->traits);
        return candidates;
    }
    if (stimulus->kind == STIMULUS_TRACK)
        add_candidates(&candidates, plan_event_rows(plan, name, stimulus->event->meaning));
    if (stimulus->campaign) {
        source = plan_source(plan, stimulus->campaign, stimulus->campaign_size);
        if (source)
            add_candidates(&candidates, &source->rows);
    }
    if (stimulus->kind == STIMULUS_TRACK && stimulus->interaction_count > 0) {
        add_candidates(&candidates, &plan->any_link);
        add_candidates(&candidates, &plan->canvas);
    }
    return candidates;
}

static const struct plan_campaign *campaign_of(
        const struct engine *engine, const struct row_ref *ref)
{
    return &engine->plan->campaigns[ref->rank];
}

/* The first row of the campaign that matches; takes all its rows off the walk. */
static int match_exceptions(struct engine *engine, const struct profile *profile,
        const struct stimulus *stimulus, struct row_walk *walk,
        const struct plan_campaign *campaign)
{
    bool waits = profile_has_entry(profile, campaign->number);
    const struct row_ref *ref;
    int matched = -1;

    while ((ref = row_walk_peek(walk)) && ref->rank == campaign->rank) {
        if (waits && matched < 0 &&
                rule_matches(&campaign->document->exceptions[ref->row], campaign->document,
                        stimulus, profile, engine->clock_ms, NULL, &engine->counts.regex_limit))
            matched = (int)ref->row;
        row_walk_take(walk);
    }
    return matched;
}

static void react_exceptions(struct engine *engine, struct profile *profile,
        const struct stimulus *stimulus, const struct candidates *candidates)
{
    struct row_walk walk;
    const struct row_ref *ref;

    if (profile->entry_count == 0)
        return;
    walk = row_walk_start(candidates, ROLE_EXCEPTION);
    while ((ref = row_walk_peek(&walk))) {
        const struct plan_campaign *campaign = campaign_of(engine, ref);
        int row = match_exceptions(engine, profile, stimulus, &walk, campaign);

        if (row >= 0 && engine_except(engine, profile, campaign, stimulus->at_ms, (uint8_t)row))
            engine_derive_exception(engine, campaign, stimulus->at_ms);
    }
}

static void refuse(struct engine *engine, struct profile *profile,
        const struct plan_campaign *campaign, const struct trigger_facts *facts,
        const struct gate_result *result)
{
    struct campaign_state *state = profile_campaign_at(profile, campaign->number);

    state->refusal = (struct refusal_facts){
            .reason = (uint8_t)result->refusal,
            .row = facts->row,
            .leaf = result->leaf,
            .version = campaign->version,
            .trigger_ms = facts->at_ms,
            .wanted = result->wanted,
            .found = result->found,
    };
    engine_tally(engine, profile, campaign, TALLY_REFUSAL + (int)result->refusal, facts->at_ms, 1);
}

static void pass_trigger(struct engine *engine, struct profile *profile,
        const struct plan_campaign *campaign, const struct stimulus *stimulus, uint8_t row,
        bool source_live)
{
    struct trigger_facts facts = {
            .at_ms = stimulus->at_ms,
            .clock_ms = engine->clock_ms,
            .from_server = stimulus->from_server,
            .source_live = source_live,
            .row = row,
    };
    struct gate_result result =
            gates_pass(engine->plan, campaign, profile, &facts, NULL, &engine->counts.regex_limit);

    engine_tally(engine, profile, campaign, TALLY_MATCHES, facts.at_ms, 1);
    if (result.refusal != REFUSAL_NONE)
        refuse(engine, profile, campaign, &facts, &result);
    else
        engine_enter(engine, profile, campaign, stimulus, row, result.due_ms);
}

/* Rows are ORed; one that may fire goes before one whose source is not live (5.0). */
static void react_campaign(struct engine *engine, struct profile *profile,
        const struct stimulus *stimulus, struct row_walk *walk,
        const struct plan_campaign *campaign)
{
    const struct campaign *document = campaign->document;
    const struct row_ref *ref;
    bool live = false;
    int matched = -1;

    while ((ref = row_walk_peek(walk)) && ref->rank == campaign->rank) {
        const struct rule *rule = &document->triggers[ref->row];

        if (!live && rule_matches(rule, document, stimulus, profile, engine->clock_ms, NULL,
                             &engine->counts.regex_limit)) {
            live = rule_source_is_live(engine->plan, document, rule, engine->clock_ms);
            if (live || matched < 0)
                matched = (int)ref->row;
        }
        row_walk_take(walk);
    }
    if (matched >= 0)
        pass_trigger(engine, profile, campaign, stimulus, (uint8_t)matched, live);
}

void engine_react(struct engine *engine, struct profile *profile, const struct stimulus *stimulus,
        const struct candidates *candidates)
{
    struct row_walk walk;
    const struct row_ref *ref;

    react_exceptions(engine, profile, stimulus, candidates);
    walk = row_walk_start(candidates, ROLE_TRIGGER);
    while ((ref = row_walk_peek(&walk)))
        react_campaign(engine, profile, stimulus, &walk, campaign_of(engine, ref));
}
