#include "report/stats.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "engine/engine.h"
#include "report/facts.h"
#include "report/stats_span.h"
#include "store/counters.h"
#include "store/pending.h"

/* A row while it is put together. */
struct slot {
    size_t rank; /* of the campaign, that is the order of ids */
    struct stats_row row;
};

struct counting {
    struct facts facts;
    const struct stats_query *query;
    int64_t since_ms, until_ms; /* the query's, on whole hours */
    bool *wanted;               /* by rank */
    struct slot *slots;
    size_t count, capacity;
};

static struct slot *slot_add(struct counting *counting, size_t rank, int64_t from_ms)
{
    const struct campaign *document = plan_campaign(counting->facts.plan, rank)->document;
    struct slot *slot;
    counting->slots = mem_room(
            counting->slots, counting->count, &counting->capacity, sizeof *counting->slots);
    slot = &counting->slots[counting->count++];
    *slot = (struct slot){.rank = rank};
    slot->row.campaign = mem_string(document->id);
    slot->row.channel = document->channel;
    slot->row.track_opens = document->track_opens;
    slot->row.track_clicks = document->track_clicks;
    slot->row.conversion_count = document->conversion_count;
    slot->row.from_ms = from_ms;
    slot->row.to_ms = counting->query->by == STATS_WHOLE
                              ? counting->until_ms
                              : period_next_ms(counting->query->by,
                                        counting->facts.settings.timezone, from_ms);
    return slot;
}

static int slot_compare(const void *a, const void *b)
{
    const struct slot *left = a, *right = b;
    if (left->rank != right->rank)
        return left->rank < right->rank ? -1 : 1;
    return (left->row.from_ms > right->row.from_ms) - (left->row.from_ms < right->row.from_ms);
}

static struct slot *slot_find(struct counting *counting, size_t rank, int64_t from_ms)
{
    struct slot wanted = {.rank = rank, .row = {.from_ms = from_ms}};
    if (counting->count == 0)
        return NULL;
    return bsearch(&wanted, counting->slots, counting->count, sizeof wanted, slot_compare);
}

static void row_conversion(
        struct stats_row *row, const struct counter_record *counter, int base, bool control)
{
    struct conversion_count *conversion = &row->conversions[counter->tally - base];
    if (control)
        conversion->control += counter->total;
    else
        conversion->sent += counter->total;
}

static void row_count(struct stats_row *row, const struct counter_record *counter)
{
    int tally = counter->tally;
    struct stat_count count = {counter->total, counter->unique};
    if (tally == TALLY_MATCHES)
        row->matches = counter->total;
    else if (tally == TALLY_ENTRIES)
        row->entries = counter->total;
    else if (tally == TALLY_REVENUE)
        row->revenue = (double)counter->total / 10000;
    else if (tally >= TALLY_REFUSAL && tally < TALLY_REFUSAL + REFUSAL_COUNT)
        row->refusals[tally - TALLY_REFUSAL] = counter->total;
    else if (tally >= TALLY_OUTCOME && tally < TALLY_OUTCOME + OUTCOME_COUNT)
        row->outcomes[tally - TALLY_OUTCOME] = counter->total;
    else if (tally >= TALLY_INTERACTION && tally < TALLY_INTERACTION + INTERACTION_COUNT)
        row->interactions[tally - TALLY_INTERACTION] = count;
    else if (tally >= TALLY_REPORT && tally < TALLY_REPORT + REPORT_KIND_COUNT)
        row->reports[tally - TALLY_REPORT] = count;
    else if (tally >= TALLY_CONVERSION && tally < TALLY_CONVERSION + CAMPAIGN_CONVERSIONS_MAX)
        row_conversion(row, counter, TALLY_CONVERSION, false);
    else if (tally >= TALLY_CONVERSION_CONTROL &&
             tally < TALLY_CONVERSION_CONTROL + CAMPAIGN_CONVERSIONS_MAX)
        row_conversion(row, counter, TALLY_CONVERSION_CONTROL, true);
    if (tally == TALLY_OUTCOME + OUTCOME_SENT)
        row->unique_recipients = counter->unique;
}

/* Counters arrive in order of campaign and period. */
static int count_counter(void *context, const struct counter_record *counter)
{
    struct counting *counting = context;
    const struct plan_campaign *campaign = plan_by_number(counting->facts.plan, counter->campaign);
    int64_t from_ms = counting->query->by == STATS_WHOLE ? counting->since_ms : counter->from_ms;
    struct slot *slot = counting->count == 0 ? NULL : &counting->slots[counting->count - 1];
    if (campaign == NULL || !counting->wanted[campaign->rank])
        return 0;
    if (slot == NULL || slot->rank != campaign->rank || slot->row.from_ms != from_ms)
        slot = slot_add(counting, campaign->rank, from_ms);
    row_count(&slot->row, counter);
    return 0;
}

static int count_pending(void *context, uint32_t number, int64_t count)
{
    struct counting *counting = context;
    const struct plan_campaign *campaign = plan_by_number(counting->facts.plan, number);
    struct slot *slot =
            campaign == NULL ? NULL : slot_find(counting, campaign->rank, counting->since_ms);
    if (slot != NULL)
        slot->row.outcomes[OUTCOME_PENDING] = count;
    return 0;
}

/* There is a row for each: the entry was counted in the hour of its trigger. */
static int count_waiting(void *context, const struct pending_record *pending)
{
    struct counting *counting = context;
    const struct plan_campaign *campaign = plan_by_number(counting->facts.plan, pending->campaign);
    int64_t from_ms = period_start_ms(
            counting->query->by, counting->facts.settings.timezone, pending->trigger_ms);
    struct slot *slot = campaign == NULL ? NULL : slot_find(counting, campaign->rank, from_ms);
    if (slot != NULL && pending->trigger_ms >= counting->since_ms &&
            pending->trigger_ms < counting->until_ms)
        slot->row.outcomes[OUTCOME_PENDING]++;
    return 0;
}

static void slots_sort(struct counting *counting)
{
    if (counting->count > 1)
        qsort(counting->slots, counting->count, sizeof *counting->slots, slot_compare);
}

static int count_all(struct counting *counting, struct error *err)
{
    static const enum counter_by by[] = {COUNTER_BY_NONE, COUNTER_BY_DAY, COUNTER_BY_HOUR};
    struct store *store = counting->facts.store;
    struct counter_query query = {.campaign = -1,
            .since_ms = counting->since_ms,
            .until_ms = counting->until_ms,
            .by = by[counting->query->by],
            .zone = counting->facts.settings.timezone};
    if (counting->query->id_count == 1) {
        const char *id = counting->query->ids[0];
        query.campaign = plan_find(counting->facts.plan, id, strlen(id))->number;
    }
    if (counters_scan(store, &query, count_counter, counting, err) < 0)
        return -1;
    slots_sort(counting);
    if (counting->query->by == STATS_WHOLE)
        return pending_counts(
                store, counting->since_ms, counting->until_ms, count_pending, counting, err);
    return pending_scan(store, WHEN_NONE, WHEN_NEVER, count_waiting, counting, err);
}

/* Rows for campaigns without any figure, and for hours or days between figures. */
static void fill_gaps(struct counting *counting)
{
    enum stats_by by = counting->query->by;
    zone_id zone = counting->facts.settings.timezone;
    size_t found = counting->count;
    int64_t first_ms = counting->since_ms, last_ms = counting->until_ms;
    for (size_t i = 0; i < found && counting->since_ms == WHEN_NONE; i++) {
        if (first_ms == WHEN_NONE || counting->slots[i].row.from_ms < first_ms)
            first_ms = counting->slots[i].row.from_ms;
    }
    if (last_ms == WHEN_NEVER)
        last_ms = counting->facts.record.clock_ms;
    for (size_t rank = 0; rank < plan_campaign_count(counting->facts.plan); rank++) {
        int64_t at_ms = first_ms == WHEN_NONE ? last_ms : period_start_ms(by, zone, first_ms);
        for (; counting->wanted[rank] && at_ms < last_ms && counting->count <= STATS_ROWS_MAX;
                at_ms = period_next_ms(by, zone, at_ms)) {
            size_t all = counting->count;
            counting->count = found;
            bool there = slot_find(counting, rank, at_ms) != NULL;
            counting->count = all;
            if (!there)
                slot_add(counting, rank, at_ms);
        }
    }
    slots_sort(counting);
}

static int want_campaigns(struct counting *counting, struct error *err)
{
    const struct stats_query *query = counting->query;
    size_t count = plan_campaign_count(counting->facts.plan);
    counting->wanted = mem_array(count + 1, sizeof *counting->wanted);
    for (size_t rank = 0; rank < count && query->id_count == 0; rank++)
        counting->wanted[rank] = true;
    for (size_t i = 0; i < query->id_count; i++) {
        const struct plan_campaign *campaign = facts_campaign(&counting->facts, query->ids[i], err);
        if (campaign == NULL)
            return -1;
        counting->wanted[campaign->rank] = true;
    }
    return 0;
}

static void fill_whole(struct counting *counting)
{
    size_t found = counting->count;
    for (size_t rank = 0; rank < plan_campaign_count(counting->facts.plan); rank++) {
        bool there = false;
        for (size_t i = 0; i < found && !there; i++)
            there = counting->slots[i].rank == rank;
        if (counting->wanted[rank] && !there)
            slot_add(counting, rank, counting->since_ms);
    }
    slots_sort(counting);
}

static int hand_over(struct counting *counting, struct stats *out, struct error *err)
{
    if (counting->count > STATS_ROWS_MAX)
        return error_set(err, ERROR_REFUSED,
                "over %d rows; name campaigns, or a shorter span with --since and --until",
                STATS_ROWS_MAX);
    out->items = mem_array(counting->count, sizeof *out->items);
    for (size_t i = 0; i < counting->count; i++)
        out->items[out->count++] = counting->slots[i].row;
    counting->count = 0;
    return 0;
}

static void counting_release(struct counting *counting)
{
    for (size_t i = 0; i < counting->count; i++)
        mem_free(counting->slots[i].row.campaign);
    mem_free(counting->slots);
    mem_free(counting->wanted);
    facts_close(&counting->facts);
}

int stats_count(
        struct store *store, const struct stats_query *query, struct stats *out, struct error *err)
{
    struct counting counting = {
            .query = query, .since_ms = query->since_ms, .until_ms = query->until_ms};
    int answer = -1;
    *out = (struct stats){0};
    if (facts_open(&counting.facts, store, err) < 0)
        return -1;
    if (query->since_ms != WHEN_NONE)
        counting.since_ms =
                period_start_ms(STATS_BY_HOUR, counting.facts.settings.timezone, query->since_ms);
    if (query->until_ms != WHEN_NEVER)
        counting.until_ms = hour_ceiling_ms(counting.facts.settings.timezone, query->until_ms);
    if (want_campaigns(&counting, err) < 0 || count_all(&counting, err) < 0)
        goto out;
    if (query->by == STATS_WHOLE)
        fill_whole(&counting);
    else if (query->gaps)
        fill_gaps(&counting);
    answer = hand_over(&counting, out, err);
out:
    counting_release(&counting);
    return answer;
}

void stats_release(struct stats *stats)
{
    for (size_t i = 0; i < stats->count; i++)
        mem_free(stats->items[i].campaign);
    mem_free(stats->items);
    *stats = (struct stats){0};
}
