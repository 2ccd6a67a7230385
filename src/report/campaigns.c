#include "report/campaigns.h"

#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "engine/due.h"
#include "engine/engine.h"
#include "model/words.h"
#include "report/facts.h"
#include "report/sizes_stored.h"
#include "report/unseen.h"
#include "store/counters.h"

struct listing {
    struct facts facts;
    const struct campaigns_query *query;
    struct campaign_list *out;
    size_t capacity;
};

static void campaign_row_release(struct campaign_row *row)
{
    for (size_t i = 0; i < row->tag_count; i++)
        mem_free(row->tags[i]);
    mem_free(row->tags);
    mem_free(row->id);
    mem_free(row->title);
    mem_free(row->updated_by);
    mem_free(row->updated_login);
    mem_free(row->trigger_words);
}

void campaign_list_release(struct campaign_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        campaign_row_release(&list->items[i]);
    mem_free(list->items);
    *list = (struct campaign_list){0};
}

static void tags_copy(struct campaign_row *row, const struct campaign *document)
{
    row->tags = mem_array(document->tag_count, sizeof *row->tags);
    row->tag_count = document->tag_count;
    for (size_t i = 0; i < document->tag_count; i++)
        row->tags[i] = mem_string(document->tags[i]);
}

static char *trigger_words(const struct campaign *document)
{
    struct buf words = {0};
    for (size_t i = 0; i < document->trigger_count; i++) {
        if (i > 0)
            buf_add_text(&words, "; or ");
        rule_add_words(&words, &document->triggers[i]);
    }
    return buf_take(&words);
}

static int64_t live_from(const struct facts *facts, const struct plan_campaign *campaign)
{
    int64_t from = plan_start_ms(facts->plan, campaign, ZONE_NONE);
    if (campaign->activated_ms == WHEN_NONE)
        return WHEN_NONE;
    if (from < campaign->activated_ms)
        from = campaign->activated_ms;
    return from < campaign->resumed_ms ? campaign->resumed_ms : from;
}

static void row_fill(
        struct campaign_row *row, const struct facts *facts, const struct document *document)
{
    const struct plan_campaign *campaign =
            plan_find(facts->plan, document->id, strlen(document->id));
    row->id = mem_string(document->id);
    row->title = mem_string(campaign->document->title);
    tags_copy(row, campaign->document);
    row->status = document->status;
    row->channel = campaign->document->channel;
    row->version = document->version;
    row->live_from_ms = live_from(facts, campaign);
    row->start_ms = plan_start_ms(facts->plan, campaign, ZONE_NONE);
    row->end_ms = plan_end_ms(facts->plan, campaign, ZONE_NONE);
    row->impressions = channel_impression(row->channel) < 0 ? -1 : 0;
    row->updated_ms = document->updated_ms;
    row->updated_by = mem_string(document->updated_by);
    row->updated_login = mem_string(document->updated_login);
    row->audience = -1;
    row->audience_ms = WHEN_NONE;
    row->trigger_words = trigger_words(campaign->document);
}

static bool has_tag(const struct campaign *document, const char *tag)
{
    for (size_t i = 0; i < document->tag_count; i++) {
        if (strcmp(document->tags[i], tag) == 0)
            return true;
    }
    return false;
}

static int list_document(void *context, const struct document *document)
{
    struct listing *listing = context;
    struct campaign_list *out = listing->out;
    const struct plan_campaign *campaign =
            plan_find(listing->facts.plan, document->id, strlen(document->id));
    if (campaign == NULL) /* created since the plan was read: the next look shows it */
        return 0;
    if (listing->query->id != NULL && strcmp(listing->query->id, document->id) != 0)
        return 0;
    if (listing->query->tag != NULL && !has_tag(campaign->document, listing->query->tag))
        return 0;
    out->items = mem_room(out->items, out->count, &listing->capacity, sizeof *out->items);
    out->items[out->count] = (struct campaign_row){0};
    row_fill(&out->items[out->count++], &listing->facts, document);
    return 0;
}

static struct campaign_row *row_of(const struct listing *listing, uint32_t number)
{
    const struct plan_campaign *campaign = plan_by_number(listing->facts.plan, number);
    size_t low = 0, high = listing->out->count;
    while (campaign != NULL && low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(listing->out->items[middle].id, campaign->document->id);
        if (order == 0)
            return &listing->out->items[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* pending = entries - outcomes (SEMANTICS 6.7) */
static int total_counter(void *context, const struct counter_record *counter)
{
    struct campaign_row *row = row_of(context, counter->campaign);
    if (row == NULL)
        return 0;
    if (counter->tally == TALLY_ENTRIES)
        row->pending += counter->total;
    if (counter->tally > TALLY_OUTCOME && counter->tally < TALLY_OUTCOME + OUTCOME_COUNT)
        row->pending -= counter->total;
    if (counter->tally == TALLY_OUTCOME + OUTCOME_SENT)
        row->sent += counter->total;
    if (row->impressions >= 0 &&
            counter->tally == TALLY_INTERACTION + channel_impression(row->channel))
        row->impressions += counter->total;
    return 0;
}

static void activity_add(struct activity *activity, int64_t hours_ago, int64_t total)
{
    if (hours_ago < 0 || hours_ago >= (int64_t)ACTIVITY_DAYS * ACTIVITY_HOURS)
        return;
    if (hours_ago < ACTIVITY_HOURS) {
        activity->hours[ACTIVITY_HOURS - 1 - hours_ago] += total;
        activity->day += total;
    }
    activity->days[ACTIVITY_DAYS - 1 - hours_ago / ACTIVITY_HOURS] += total;
    activity->week += total;
}

static int hour_counter(void *context, const struct counter_record *counter)
{
    struct listing *listing = context;
    struct campaign_row *row = row_of(listing, counter->campaign);
    int64_t ago_ms = listing->out->clock_ms - counter->from_ms;
    if (row == NULL || ago_ms < 0)
        return 0;
    if (counter->tally == TALLY_OUTCOME + OUTCOME_SENT)
        activity_add(&row->sends, ago_ms / HOUR_MS, counter->total);
    if (row->impressions >= 0 &&
            counter->tally == TALLY_INTERACTION + channel_impression(row->channel))
        activity_add(&row->views, ago_ms / HOUR_MS, counter->total);
    return 0;
}

/* The hours of one tally of all campaigns. */
static int list_hours(struct listing *listing, int tally, struct error *err)
{
    struct counter_query query = {.campaign = -1,
            .since_ms = listing->out->clock_ms - ACTIVITY_DAYS * DAY_MS,
            .until_ms = WHEN_NEVER,
            .by = COUNTER_BY_HOUR,
            .zone = listing->facts.settings.timezone,
            .totals_only = true,
            .one_tally = true,
            .tally = tally};
    return counters_scan(listing->facts.store, &query, hour_counter, listing, err);
}

static int list_counters(struct listing *listing, struct error *err)
{
    static const int tallies[] = {TALLY_OUTCOME + OUTCOME_SENT,
            TALLY_INTERACTION + INTERACTION_VIEW_IN_APP,
            TALLY_INTERACTION + INTERACTION_VIEW_CONTENT_CARD};
    if (counters_totals(listing->facts.store, total_counter, listing, err) < 0)
        return -1;
    if (!listing->query->figures || listing->out->clock_ms == WHEN_NONE)
        return 0;
    for (size_t i = 0; i < ARRAY_COUNT(tallies); i++) {
        if (list_hours(listing, tallies[i], err) < 0)
            return -1;
    }
    return 0;
}

static int list_figures(struct listing *listing, struct error *err)
{
    struct stored_sizes *sizes = stored_sizes_open(&listing->facts, err);
    struct unseen *unseen = NULL;
    int answer = -1;
    if (sizes == NULL)
        return -1;
    if (listing->query->person != NULL) {
        unseen = unseen_open(&listing->facts, listing->query->person, err);
        if (unseen == NULL)
            goto out;
    }
    for (size_t i = 0; i < listing->out->count; i++) {
        struct campaign_row *row = &listing->out->items[i];
        const struct campaign *document =
                plan_find(listing->facts.plan, row->id, strlen(row->id))->document;
        stored_audience(sizes, document, &row->audience, &row->audience_ms);
        row->changes = unseen == NULL ? 0 : unseen_count(unseen, document);
    }
    answer = 0;
out:
    unseen_free(unseen);
    stored_sizes_free(sizes);
    return answer;
}

/* The status shown depends on what is pending, so it is known last. */
static void list_statuses(struct listing *listing)
{
    struct campaign_list *out = listing->out;
    size_t kept = 0;
    for (size_t i = 0; i < out->count; i++) {
        struct campaign_row *row = &out->items[i];
        const struct plan_campaign *campaign =
                plan_find(listing->facts.plan, row->id, strlen(row->id));
        row->status =
                plan_shown_status(listing->facts.plan, campaign, out->clock_ms, row->pending > 0);
        if (listing->query->status >= 0 && listing->query->status != (int)row->status)
            campaign_row_release(row);
        else
            out->items[kept++] = *row;
    }
    out->count = kept;
}

int campaigns_list(struct store *store, const struct campaigns_query *query,
        struct campaign_list *out, struct error *err)
{
    struct listing listing = {.query = query, .out = out};
    int answer = -1;
    *out = (struct campaign_list){0};
    if (facts_open(&listing.facts, store, err) < 0)
        return -1;
    out->clock_ms = listing.facts.record.clock_ms;
    if (query->id != NULL && facts_campaign(&listing.facts, query->id, err) == NULL)
        goto out;
    if (documents_scan(store, OBJECT_CAMPAIGN, list_document, &listing, err) < 0 ||
            list_counters(&listing, err) < 0)
        goto out;
    if (query->figures && list_figures(&listing, err) < 0)
        goto out;
    list_statuses(&listing);
    answer = 0;
out:
    facts_close(&listing.facts);
    if (answer < 0)
        campaign_list_release(out);
    return answer;
}
