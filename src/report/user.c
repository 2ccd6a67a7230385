#include "report/user.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "report/facts.h"
#include "report/refusal.h"
#include "store/ledger.h"
#include "store/users.h"

static int by_name(const void *a, const void *b)
{
    const struct user_event *left = a, *right = b;
    return strcmp(left->name, right->name);
}

static int by_trait(const void *a, const void *b)
{
    const struct user_trait *left = a, *right = b;
    return strcmp(left->name, right->name);
}

static int by_campaign(const void *a, const void *b)
{
    const struct user_campaign *left = a, *right = b;
    return strcmp(left->campaign, right->campaign);
}

static void fill_traits(struct user_answer *out, const struct profile *profile)
{
    struct value traits = profile_traits(profile), value;
    struct value_iter iter = value_iterate(traits);
    size_t size = 0;
    const char *name, *email = value_string(profile_trait(profile, "email"), &size);
    if (email != NULL)
        out->email = mem_string_of(email, size);
    out->traits = mem_array(value_count(traits), sizeof *out->traits);
    while (out->trait_count < value_count(traits) && value_next(&iter, &name, &size, &value)) {
        struct buf json = {0};
        value_add_json(&json, value);
        out->traits[out->trait_count++] =
                (struct user_trait){mem_string_of(name, size), buf_take(&json)};
    }
    if (out->trait_count > 1)
        qsort(out->traits, out->trait_count, sizeof *out->traits, by_trait);
}

static void fill_events(struct user_answer *out, const struct facts *facts,
        const struct profile *profile, const struct user_query *query)
{
    int days = query->days > 0 ? query->days : FILTER_DAYS_MAX;
    int64_t today = when_day(facts_now(facts));
    out->events = mem_array(profile->event_count, sizeof *out->events);
    for (uint32_t i = 0; i < profile->event_count; i++) {
        const struct event_stat *stat = &profile->events[i];
        const char *name = intern_text(facts->names, stat->name, NULL);
        if (query->event != NULL && strcmp(query->event, name) != 0)
            continue;
        out->events[out->event_count++] =
                (struct user_event){mem_string(name), stat->count, stat->first_ms, stat->last_ms,
                        (int64_t)profile_event_count(profile, stat->name, days, today)};
    }
    if (out->event_count > 1)
        qsort(out->events, out->event_count, sizeof *out->events, by_name);
}

static void fill_campaign(struct user_campaign *row, const struct facts *facts,
        const struct plan_campaign *campaign, const struct campaign_state *state)
{
    row->campaign = mem_string(campaign->document->id);
    row->received = state->received;
    row->in_control = state->in_control;
    row->last_ms = state->last_ms;
    row->last_is_control = state->last_is_control;
    for (int i = 0; i < INTERACTION_COUNT; i++)
        row->interactions[i] = state->interactions >> i & 1;
    if (state->refusal.reason == REFUSAL_NONE || state->refusal.reason >= REFUSAL_COUNT)
        return;
    row->refusal = (enum refusal)state->refusal.reason;
    row->refusal_ms = state->refusal.trigger_ms;
    row->refusal_detail = refusal_detail(facts, campaign, &state->refusal);
}

static void fill_campaigns(
        struct user_answer *out, const struct facts *facts, const struct profile *profile)
{
    out->campaigns = mem_array(profile->campaign_count, sizeof *out->campaigns);
    for (uint32_t i = 0; i < profile->campaign_count; i++) {
        const struct campaign_state *state = &profile->campaigns[i];
        const struct plan_campaign *campaign = plan_by_number(facts->plan, state->campaign);
        if (campaign != NULL)
            fill_campaign(&out->campaigns[out->campaign_count++], facts, campaign, state);
    }
    if (out->campaign_count > 1)
        qsort(out->campaigns, out->campaign_count, sizeof *out->campaigns, by_campaign);
}

static void fill_segments(
        struct user_answer *out, const struct facts *facts, const struct profile *profile)
{
    size_t count = plan_segment_count(facts->plan);
    out->segments = mem_array(count, sizeof *out->segments);
    for (size_t i = 0; i < count; i++) {
        const char *id = plan_segment(facts->plan, i)->id;
        if (filter_holds(
                    plan_segment_filter(facts->plan, id), profile, facts_now(facts), NULL, NULL))
            out->segments[out->segment_count++] = mem_string(id);
    }
}

static int entry_add(void *context, const struct ledger_record *record)
{
    struct user_answer *out = context;
    out->entries[out->entry_count++] = (struct user_entry){.seq = record->seq,
            .campaign = mem_string(record->campaign),
            .version = record->version,
            .trigger_ms = record->trigger_ms,
            .due_ms = record->due_ms,
            .decided_ms = record->decided_ms,
            .outcome = record->outcome,
            .detail = record->detail == NULL ? NULL : mem_string(record->detail)};
    return out->entry_count == USER_ENTRIES_MAX;
}

static int fill_entries(struct user_answer *out, struct store *store, struct error *err)
{
    struct ledger_filter filter = {.user = out->id,
            .outcome = -1,
            .since_ms = WHEN_NONE,
            .until_ms = WHEN_NEVER,
            .limit = USER_ENTRIES_MAX,
            .newest = true};
    out->entries = mem_array(USER_ENTRIES_MAX, sizeof *out->entries);
    return ledger_scan(store, &filter, entry_add, out, err);
}

static void fill_profile(struct user_answer *out, const struct facts *facts,
        const struct profile *profile, const struct user_query *query)
{
    out->id = mem_string_of(profile->id, profile->id_size);
    if (profile->zone != ZONE_NONE)
        out->zone = mem_string(zone_name(profile->zone));
    out->company_zone = mem_string(zone_name(facts->settings.timezone));
    out->spent = profile->spent;
    out->best_hour = profile_best_hour(profile);
    out->has_place = profile->place != NULL;
    if (out->has_place) {
        out->latitude = profile->place[0];
        out->longitude = profile->place[1];
    }
    out->clock_ms = facts->record.clock_ms;
    fill_traits(out, profile);
    fill_events(out, facts, profile, query);
    fill_campaigns(out, facts, profile);
    fill_segments(out, facts, profile);
}

int user_show(struct store *store, const struct user_query *query, struct user_answer *out,
        struct error *err)
{
    struct error own;
    struct facts facts;
    struct profile *profile;
    int answer = -1;
    *out = (struct user_answer){0};
    if (err == NULL)
        err = &own;
    *err = (struct error){0};
    if (facts_open(&facts, store, err) < 0)
        return -1;
    profile = user_by_id(store, query->id, strlen(query->id), err);
    if (profile != NULL) {
        fill_profile(out, &facts, profile, query);
        answer = fill_entries(out, store, err);
    } else if (err->code == ERROR_NONE) {
        error_set(err, ERROR_REFUSED,
                "there is no user %s: no event with this userId was accepted; ids are exact, "
                "'user find' looks for an e-mail address",
                query->id);
    }
    profile_free(profile);
    facts_close(&facts);
    if (answer < 0)
        user_answer_release(out);
    return answer;
}
