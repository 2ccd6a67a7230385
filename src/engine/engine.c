#include "engine/engine.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "engine/engine_parts.h"
#include "events/catalogue.h"

bool tally_is_unique(int tally)
{
    return tally == TALLY_OUTCOME + (int)OUTCOME_SENT ||
           (tally >= TALLY_INTERACTION && tally < TALLY_CONVERSION);
}

struct engine *engine_new(const struct plan *plan, const struct user_source *source,
        const struct engine_sink *sink, int64_t clock_ms, uint64_t next_seq)
{
    struct engine *engine = mem_new(sizeof *engine);

    engine->plan = plan;
    engine->source = source;
    engine->sink = sink;
    engine->clock_ms = clock_ms;
    engine->wall_ms = plan->rules.live ? WHEN_NONE : WHEN_NEVER;
    engine->next_seq = next_seq;
    engine->timers_known_ms = source->timers ? WHEN_NONE : WHEN_NEVER;
    return engine;
}

void engine_free(struct engine *engine)
{
    if (!engine)
        return;
    timers_release(&engine->timers);
    trait_changes_release(&engine->changes);
    buf_release(&engine->properties);
    buf_release(&engine->json);
    mem_free(engine->fired);
    mem_free(engine->derived);
    mem_free(engine->kept);
    mem_free(engine);
}

void engine_set_plan(struct engine *engine, const struct plan *plan)
{
    engine->plan = plan;
}

void engine_set_wall(struct engine *engine, int64_t now_ms)
{
    if (engine->plan->rules.live)
        engine->wall_ms = now_ms;
}

int64_t engine_clock(const struct engine *engine)
{
    return engine->clock_ms;
}

uint64_t engine_next_seq(const struct engine *engine)
{
    return engine->next_seq;
}

const struct engine_counts *engine_counts(const struct engine *engine)
{
    return &engine->counts;
}

void engine_add_timer(
        struct engine *engine, uint32_t user, uint32_t campaign, uint64_t seq, int64_t due_ms)
{
    timers_add(&engine->timers, &(struct timer){due_ms, seq, user, campaign});
}

void engine_tally(struct engine *engine, const struct profile *profile,
        const struct plan_campaign *campaign, int tally, int64_t at_ms, int64_t amount)
{
    engine->sink->tally(engine->sink->context, campaign->number, tally, at_ms, profile, amount);
}

static void set_changed(struct engine *engine, struct profile *profile)
{
    profile->changed = true;
    engine->source->changed(engine->source->context, profile);
}

static int compare_ids(const struct profile *a, const struct profile *b)
{
    size_t size = a->id_size < b->id_size ? a->id_size : b->id_size;
    int order = memcmp(a->id, b->id, size);

    return order != 0 ? order : (a->id_size > b->id_size) - (a->id_size < b->id_size);
}

/* User id, campaign id, trigger time, creation (SEMANTICS 3.3). */
static int compare_fired(const void *left, const void *right)
{
    const struct fired *a = left, *b = right;

    if (a->profile != b->profile)
        return compare_ids(a->profile, b->profile);
    if (a->campaign->rank != b->campaign->rank)
        return a->campaign->rank < b->campaign->rank ? -1 : 1;
    if (a->trigger_ms != b->trigger_ms)
        return a->trigger_ms < b->trigger_ms ? -1 : 1;
    return (a->timer.seq > b->timer.seq) - (a->timer.seq < b->timer.seq);
}

/* The pending entry of a timer; NULL where it ended or moved since. */
static struct entry *entry_of(struct profile *profile, const struct timer *timer)
{
    struct entry *entry = profile_entry(profile, timer->seq);

    return entry && entry->due_ms == timer->due_ms ? entry : NULL;
}

/* Takes out all timers of the earliest instant. */
static int fire(struct engine *engine, struct error *err)
{
    int64_t due = timers_next_ms(&engine->timers);

    engine->fired_count = 0;
    while (timers_next_ms(&engine->timers) == due && engine->timers.count > 0) {
        struct fired fired = {.timer = timers_take(&engine->timers)};
        const struct entry *entry;

        fired.profile = engine->source->by_number(engine->source->context, fired.timer.user, err);
        if (!fired.profile)
            return -1;
        entry = entry_of(fired.profile, &fired.timer);
        fired.campaign = plan_by_number(engine->plan, fired.timer.campaign);
        if (!entry || !fired.campaign)
            continue;
        fired.trigger_ms = entry->trigger_ms;
        engine->fired = mem_room(
                engine->fired, engine->fired_count, &engine->fired_capacity, sizeof *engine->fired);
        engine->fired[engine->fired_count++] = fired;
    }
    if (engine->fired_count > 1)
        qsort(engine->fired, engine->fired_count, sizeof *engine->fired, compare_fired);
    return 0;
}

/* Each entry's derived events follow before the next one is decided. */
static void decide_fired(struct engine *engine)
{
    for (size_t i = 0; i < engine->fired_count; i++) {
        struct fired *fired = &engine->fired[i];
        struct entry *entry = entry_of(fired->profile, &fired->timer);

        if (!entry)
            continue;
        engine_begin(engine);
        engine_decide(engine, fired->profile, fired->campaign, entry);
        engine_drain(engine, fired->profile);
        set_changed(engine, fired->profile);
    }
}

/* Every pending entry with due <= until, and in live mode due <= wall clock. */
static int decide_until(struct engine *engine, int64_t until_ms, struct error *err)
{
    int64_t limit_ms = until_ms < engine->wall_ms ? until_ms : engine->wall_ms;

    for (;;) {
        if (limit_ms > engine->timers_known_ms &&
                engine->source->timers(engine->source->context, engine, limit_ms,
                        &engine->timers_known_ms, err) < 0)
            return -1;
        if (engine->timers.count == 0 || timers_next_ms(&engine->timers) > limit_ms)
            return 0;
        if (fire(engine, err) < 0)
            return -1;
        decide_fired(engine);
    }
}

int engine_raise(struct engine *engine, int64_t instant_ms, struct error *err)
{
    if (instant_ms < engine->clock_ms)
        instant_ms = engine->clock_ms;
    if (decide_until(engine, instant_ms, err) < 0)
        return -1;
    engine->clock_ms = instant_ms;
    return 0;
}

int engine_batch_end(struct engine *engine, struct error *err)
{
    return decide_until(engine, engine->clock_ms, err);
}

static bool is_duplicate(
        const struct engine *engine, struct profile *profile, const struct event *event)
{
    int64_t clock_ms = event->at_ms > engine->clock_ms ? event->at_ms : engine->clock_ms;

    return event->message_id && profile_seen(profile, event->message_hash, event->at_ms, clock_ms,
                                        engine->plan->rules.dedupe_ms);
}

static int local_hour(const struct engine *engine, const struct profile *profile, int64_t at_ms)
{
    zone_id zone = profile->zone != ZONE_NONE ? profile->zone : engine->plan->rules.company;

    return (int)(zone_wall(zone, at_ms).ms / HOUR_MS);
}

static void credit_meaning(
        struct engine *engine, struct profile *profile, const struct event *event, int64_t today)
{
    const struct plan *plan = engine->plan;
    double place[2];

    switch (event->meaning) {
    case MEANING_SESSION:
        profile_credit(profile, plan->session_name, event->at_ms, today);
        profile_count_session(profile, local_hour(engine, profile, event->at_ms));
        break;
    case MEANING_PURCHASE:
        profile_credit(profile, plan->purchase_name, event->at_ms, today);
        profile_spend(profile, event_revenue(event), event->at_ms, today);
        break;
    case MEANING_LOCATION:
        if (event_place(event, place))
            profile_set_place(profile, place[0], place[1]);
        break;
    case MEANING_UNSUBSCRIBED:
        if (traits_unsubscribe(profile, &engine->changes))
            engine_derive_traits(engine, event->at_ms);
        break;
    default: break;
    }
}

/* Exceptions and triggers see the profile before the event is credited, conversions the receipts
 * before it triggered (SEMANTICS 3.5, 8.2). */
static bool react_and_credit(
        struct engine *engine, struct profile *profile, const struct event *event, uint32_t name)
{
    struct stimulus stimulus = stimulus_of_event(event);
    struct candidates candidates = engine_candidates(engine->plan, &stimulus, name);
    int64_t today = when_day(engine->clock_ms);
    bool new_user;

    engine->keeping = true;
    engine->kept_count = 0;
    engine_react(engine, profile, &stimulus, &candidates);
    new_user = profile_credit(profile, name, event->at_ms, today);
    credit_meaning(engine, profile, event, today);
    engine_message(engine, profile, &stimulus);
    engine_convert(engine, profile, &stimulus, &candidates);
    engine->keeping = false;
    return new_user;
}

/* Most events mean nothing beside their name, and nobody asks for that. */
static void track(struct engine *engine, struct profile *profile, const struct event *event)
{
    const struct plan *plan = engine->plan;
    uint32_t name = intern_add_hashed(plan->names, event->name, event->name_size, event->name_hash);
    bool new_user;

    if (event->meaning == MEANING_NONE && !plan_event_rows(plan, name, MEANING_NONE))
        new_user = profile_credit(profile, name, event->at_ms, when_day(engine->clock_ms));
    else
        new_user = react_and_credit(engine, profile, event, name);
    engine->sink->credited(engine->sink->context, event, name, new_user);
}

static void identify(struct engine *engine, struct profile *profile, const struct event *event)
{
    struct stimulus stimulus = {
            .kind = STIMULUS_TRAITS,
            .at_ms = event->at_ms,
            .from_server = event->from_server,
            .changes = &engine->changes,
    };
    bool first = !profile->traits;
    struct candidates candidates;

    if (!traits_apply(profile, event->traits, engine->plan->attributes, &engine->changes))
        engine->counts.traits_limit++;
    else if (event->trait_zone != ZONE_NONE)
        profile->zone = event->trait_zone;
    candidates = engine_candidates(engine->plan, &stimulus, INTERN_NONE);
    engine_react(engine, profile, &stimulus, &candidates);
    engine->sink->credited(engine->sink->context, event, CATALOGUE_TRAITS, first);
}

int engine_event(struct engine *engine, const struct event *event, struct error *err)
{
    const struct user_source *source = engine->source;
    struct profile *profile =
            source->find(source->context, event->user, event->user_size, true, err);

    if (!profile)
        return -1;
    if (is_duplicate(engine, profile, event)) {
        engine->counts.duplicates++;
        return 0;
    }
    engine->counts.accepted++;
    if (event->at_ms < engine->clock_ms)
        engine->counts.late++;
    if (decide_until(engine, event->at_ms, err) < 0)
        return -1;
    if (event->at_ms > engine->clock_ms)
        engine->clock_ms = event->at_ms;
    if (event->zone != ZONE_NONE && !event->from_server)
        profile->zone = event->zone;
    engine_begin(engine);
    if (event->type == EVENT_TRACK)
        track(engine, profile, event);
    else
        identify(engine, profile, event);
    engine_drain(engine, profile);
    set_changed(engine, profile);
    return 0;
}
