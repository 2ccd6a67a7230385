/* The life of an entry: made (SEMANTICS 5.8), decided (6), ended by an exception (4.2) or a stop.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "engine/engine_parts.h"
#include "engine/gates.h"

/* JSON text is at most this many times as long as the packed value: `false` and a comma in place of
 * one byte, a control character as \u0001. */
enum { JSON_GROWTH_MAX = 6 };

static size_t json_size(struct engine *engine, struct value value)
{
    buf_clear(&engine->json);
    value_add_json(&engine->json, value);
    return engine->json.size;
}

/* Members as long as their text fits; true where some were left out. */
static bool put_members(struct engine *engine, struct value properties)
{
    struct value_iter iter = value_iterate(properties);
    size_t mark = value_begin_object(&engine->properties), text_size = strlen("{}");
    struct value member;
    const char *key;
    size_t size;
    uint32_t count = 0;
    bool cut = false;

    while (value_next(&iter, &key, &size, &member)) {
        buf_clear(&engine->json);
        json_add_string(&engine->json, key, size);
        value_add_json(&engine->json, member);
        text_size += engine->json.size + strlen(":") + (count > 0 ? strlen(",") : 0);
        cut = text_size > ENTRY_PROPERTIES_MAX;
        if (cut)
            break;
        value_put_key(&engine->properties, key, size);
        value_put(&engine->properties, member);
        count++;
    }
    value_end(&engine->properties, mark, count);
    return cut;
}

/* The trigger's properties, in engine->properties until they are kept. */
static void copy_properties(
        struct engine *engine, const struct stimulus *stimulus, struct entry *entry)
{
    struct value properties = stimulus->event ? stimulus->event->properties : (struct value){NULL};
    size_t size = value_size(properties);

    if (value_count(properties) == 0)
        return;
    buf_clear(&engine->properties);
    if (size > ENTRY_PROPERTIES_MAX / JSON_GROWTH_MAX &&
            json_size(engine, properties) > ENTRY_PROPERTIES_MAX)
        entry->cut = put_members(engine, properties);
    else
        value_put(&engine->properties, properties);
    entry->properties = (unsigned char *)engine->properties.bytes;
}

static void add_timer(
        struct engine *engine, const struct profile *profile, const struct entry *entry)
{
    timers_add(&engine->timers,
            &(struct timer){entry->due_ms, entry->seq, profile->number, entry->campaign});
}

static void keep_pending(struct engine *engine, struct profile *profile, struct entry *entry)
{
    if (entry->properties)
        entry->properties =
                mem_copy(entry->properties, value_size((struct value){entry->properties}));
    profile_add_entry(profile, entry);
    add_timer(engine, profile, entry);
}

static void send(struct engine *engine, struct profile *profile,
        const struct plan_campaign *campaign, const struct entry *entry, int64_t at_ms)
{
    enum channel channel = campaign->document->channel;
    int receipt = channel_receipt_interaction(channel);

    if (channel_impression(channel) >= 0)
        campaign_state_await(profile_campaign_at(profile, campaign->number), entry->due_ms);
    else
        engine_receipt(engine, profile, campaign, at_ms, false);
    if (receipt >= 0)
        engine_derive_interaction(engine, profile, campaign, (enum interaction)receipt, at_ms);
}

/* The entry is no longer among the pending ones. */
static void end_entry(struct engine *engine, struct profile *profile,
        const struct plan_campaign *campaign, const struct entry *entry,
        const struct decision *decision)
{
    engine->sink->decided(engine->sink->context, profile, campaign, entry, decision);
    engine_tally(
            engine, profile, campaign, TALLY_OUTCOME + (int)decision->outcome, decision->at_ms, 1);
    if (decision->outcome == OUTCOME_SENT) {
        send(engine, profile, campaign, entry, decision->at_ms);
    } else if (decision->outcome == OUTCOME_CONTROL) {
        engine_receipt(engine, profile, campaign, decision->at_ms, true);
        engine_derive_interaction(
                engine, profile, campaign, INTERACTION_ENTER_CONTROL, decision->at_ms);
    }
}

static struct decision decision_of(const struct plan_campaign *campaign, enum outcome outcome,
        const char *detail, int64_t at_ms)
{
    return (struct decision){
            .outcome = outcome, .detail = detail, .at_ms = at_ms, .version = campaign->version};
}

static struct decide_result decide(struct engine *engine, const struct profile *profile,
        const struct plan_campaign *campaign, const struct entry *entry, int64_t at_ms)
{
    if (campaign->status != STATUS_LIVE)
        return (struct decide_result){.outcome = OUTCOME_STOPPED};
    return entry_decide(engine->plan, campaign, profile, entry, at_ms, engine->wall_ms, NULL,
            &engine->counts.regex_limit);
}

static int64_t later(int64_t a_ms, int64_t b_ms)
{
    return a_ms > b_ms ? a_ms : b_ms;
}

static void move(
        struct engine *engine, const struct profile *profile, struct entry *entry, int64_t due_ms)
{
    int64_t from_ms = entry->due_ms;

    entry->due_ms = due_ms;
    engine->sink->moved(engine->sink->context, profile, entry, from_ms);
}

static void decide_at_once(struct engine *engine, struct profile *profile,
        const struct plan_campaign *campaign, struct entry *entry)
{
    int64_t at_ms = later(entry->due_ms, engine->clock_ms);
    struct decide_result result = decide(engine, profile, campaign, entry, at_ms);
    struct decision decision = decision_of(campaign, result.outcome, result.detail, at_ms);

    if (result.outcome != OUTCOME_PENDING) {
        end_entry(engine, profile, campaign, entry, &decision);
        return;
    }
    move(engine, profile, entry, result.moved_ms);
    keep_pending(engine, profile, entry);
}

void engine_enter(struct engine *engine, struct profile *profile,
        const struct plan_campaign *campaign, const struct stimulus *stimulus, uint8_t row,
        int64_t due_ms)
{
    struct entry entry = {
            .campaign = campaign->number,
            .row = row,
            .seq = engine->next_seq++,
            .trigger_ms = stimulus->at_ms,
            .due_ms = due_ms,
    };

    copy_properties(engine, stimulus, &entry);
    engine_tally(engine, profile, campaign, TALLY_ENTRIES, stimulus->at_ms, 1);
    engine->sink->entry(engine->sink->context, profile, &entry);
    if (due_ms <= stimulus->at_ms && due_ms <= engine->wall_ms)
        decide_at_once(engine, profile, campaign, &entry);
    else
        keep_pending(engine, profile, &entry);
}

/* Ends a pending entry. */
static void end_pending(struct engine *engine, struct profile *profile,
        const struct plan_campaign *campaign, struct entry *entry, const struct decision *decision)
{
    struct entry taken = profile_take_entry(profile, entry);

    end_entry(engine, profile, campaign, &taken, decision);
    mem_free(taken.properties);
}

void engine_decide(struct engine *engine, struct profile *profile,
        const struct plan_campaign *campaign, struct entry *entry)
{
    int64_t at_ms = later(entry->due_ms, engine->clock_ms);
    struct decide_result result;
    struct decision decision;

    engine->clock_ms = at_ms;
    result = decide(engine, profile, campaign, entry, at_ms);
    decision = decision_of(campaign, result.outcome, result.detail, at_ms);
    if (result.outcome == OUTCOME_PENDING) {
        move(engine, profile, entry, result.moved_ms);
        add_timer(engine, profile, entry);
    } else {
        end_pending(engine, profile, campaign, entry, &decision);
    }
}

bool engine_except(struct engine *engine, struct profile *profile,
        const struct plan_campaign *campaign, int64_t at_ms, uint8_t row)
{
    struct decision decision = decision_of(campaign, OUTCOME_EXCEPTION, NULL, at_ms);
    bool ended = false;

    decision.cause_row = row;
    for (uint32_t i = 0; i < profile->entry_count;) {
        struct entry *entry = &profile->entries[i];

        if (entry->campaign == campaign->number && entry->trigger_ms < at_ms &&
                at_ms < entry->due_ms) {
            end_pending(engine, profile, campaign, entry, &decision);
            ended = true;
        } else {
            i++;
        }
    }
    return ended;
}

int engine_stop_entries(struct engine *engine, uint32_t campaign, uint32_t user, int64_t instant_ms,
        struct error *err)
{
    const struct plan_campaign *stopped = plan_by_number(engine->plan, campaign);
    struct profile *profile = engine->source->by_number(engine->source->context, user, err);
    struct decision decision;
    bool changed = false;

    if (!profile)
        return -1;
    if (!stopped)
        return error_set(err, ERROR_UNAVAILABLE,
                "campaign number %u is not in the database; run 'campanile verify'",
                (unsigned)campaign);
    decision = decision_of(stopped, OUTCOME_STOPPED, NULL, later(instant_ms, engine->clock_ms));
    for (uint32_t i = 0; i < profile->entry_count;) {
        if (profile->entries[i].campaign != campaign) {
            i++;
            continue;
        }
        end_pending(engine, profile, stopped, &profile->entries[i], &decision);
        changed = true;
    }
    if (changed) {
        profile->changed = true;
        engine->source->changed(engine->source->context, profile);
    }
    return 0;
}
