#include "engine/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "engine/due.h"
#include "engine/plan_parts.h"

struct plan *plan_new(const struct rules *rules, struct intern *names)
{
    struct plan *plan = mem_new(sizeof *plan);

    plan->rules = *rules;
    plan->names = names;
    plan->session_name = intern_add(names, "$session", strlen("$session"));
    plan->purchase_name = intern_add(names, "$purchase", strlen("$purchase"));
    return plan;
}

void plan_add_campaign(struct plan *plan, uint32_t number, uint32_t version, enum status status,
        int64_t activated_ms, int64_t resumed_ms, struct campaign *document)
{
    struct plan_rows *rows = mem_new(sizeof *rows);

    rows->document = document;
    plan->campaigns = mem_room(plan->campaigns, plan->campaign_count, &plan->campaign_capacity,
            sizeof *plan->campaigns);
    plan->campaigns[plan->campaign_count++] = (struct plan_campaign){
            .number = number,
            .version = version,
            .status = status,
            .activated_ms = activated_ms,
            .resumed_ms = resumed_ms,
            .document = document,
            .rows = rows,
    };
}

void plan_add_segment(struct plan *plan, uint32_t version, struct segment *document)
{
    plan->segments = mem_room(
            plan->segments, plan->segment_count, &plan->segment_capacity, sizeof *plan->segments);
    plan->segments[plan->segment_count++] =
            (struct plan_segment){.version = version, .document = document};
}

static int compare_campaigns(const void *a, const void *b)
{
    const struct plan_campaign *left = a, *right = b;

    return strcmp(left->document->id, right->document->id);
}

static int compare_segments(const void *a, const void *b)
{
    const struct plan_segment *left = a, *right = b;

    return strcmp(left->document->id, right->document->id);
}

static int compare_numbers(const void *a, const void *b)
{
    const struct plan_number *left = a, *right = b;

    return (left->number > right->number) - (left->number < right->number);
}

static void sort_all(struct plan *plan)
{
    if (plan->segment_count > 0)
        qsort(plan->segments, plan->segment_count, sizeof *plan->segments, compare_segments);
    if (plan->campaign_count == 0)
        return;
    qsort(plan->campaigns, plan->campaign_count, sizeof *plan->campaigns, compare_campaigns);
    plan->numbers = mem_array(plan->campaign_count, sizeof *plan->numbers);
    for (uint32_t rank = 0; rank < plan->campaign_count; rank++) {
        plan->campaigns[rank].rank = rank;
        plan->numbers[rank] = (struct plan_number){plan->campaigns[rank].number, rank};
    }
    qsort(plan->numbers, plan->campaign_count, sizeof *plan->numbers, compare_numbers);
}

static int check_unique(const struct plan *plan, struct error *err)
{
    for (size_t i = 1; i < plan->campaign_count; i++) {
        if (compare_campaigns(&plan->campaigns[i - 1], &plan->campaigns[i]) == 0)
            return error_set(err, ERROR_UNAVAILABLE,
                    "campaign %s is in the database twice; run 'campanile verify'",
                    plan->campaigns[i].document->id);
        if (plan->numbers[i - 1].number == plan->numbers[i].number)
            return error_set(err, ERROR_UNAVAILABLE,
                    "two campaigns have the number %u; run 'campanile verify'",
                    (unsigned)plan->numbers[i].number);
    }
    for (size_t i = 1; i < plan->segment_count; i++)
        if (compare_segments(&plan->segments[i - 1], &plan->segments[i]) == 0)
            return error_set(err, ERROR_UNAVAILABLE,
                    "segment %s is in the database twice; run 'campanile verify'",
                    plan->segments[i].document->id);
    return 0;
}

/* Segments may name each other, so all are there before the first is resolved. A name that is none
 * holds nobody: documents with an unknown segment can be saved, only not activated. */
static void resolve_filters(struct plan *plan)
{
    for (size_t i = 0; i < plan->segment_count; i++)
        plan->segments[i].filter = filter_plan_begin(&plan->segments[i].document->filter);
    for (size_t i = 0; i < plan->segment_count; i++)
        filter_plan_resolve(plan->segments[i].filter, plan);
    for (size_t i = 0; i < plan->campaign_count; i++) {
        const struct campaign *document = plan->campaigns[i].document;
        struct plan_rows *rows = plan->campaigns[i].rows;

        rows->segments = document->segment_count > 0
                                 ? mem_array(document->segment_count, sizeof *rows->segments)
                                 : NULL;
        for (size_t k = 0; k < document->segment_count; k++)
            rows->segments[k] = plan_segment_find(plan, document->segments[k]);
        if (document->filter) {
            rows->filter = filter_plan_begin(document->filter);
            filter_plan_resolve(rows->filter, plan);
        }
    }
}

static void resolve_times(const struct plan *plan, struct plan_campaign *campaign)
{
    const struct campaign *document = campaign->document;
    struct plan_rows *rows = campaign->rows;
    zone_id company = plan->rules.company;

    rows->wait_ms = document->reeligible ? span_ms(document->wait) : 0;
    rows->start_ms = document->duration.start.set ? wall_time_ms(&document->duration.start,
                                                            ZONE_OF_COMPANY, company, company)
                                                  : WHEN_NONE;
    rows->end_ms = document->duration.end.set ? wall_time_ms(&document->duration.end,
                                                        ZONE_OF_COMPANY, company, company)
                                              : WHEN_NEVER;
    for (size_t i = 0; i < document->conversion_count; i++)
        rows->within_ms[i] = span_ms(document->conversions[i].within);
}

int plan_ready(struct plan *plan, struct error *err)
{
    sort_all(plan);
    if (check_unique(plan, err) < 0)
        return -1;
    resolve_filters(plan);
    for (size_t i = 0; i < plan->campaign_count; i++)
        resolve_times(plan, &plan->campaigns[i]);
    plan_index(plan);
    return 0;
}

static void campaign_release(struct plan_campaign *campaign)
{
    struct plan_rows *rows = campaign->rows;

    mem_free(rows->segments);
    filter_plan_free(rows->filter);
    campaign_free(rows->document);
    mem_free(rows);
}

void plan_free(struct plan *plan)
{
    if (!plan)
        return;
    plan_index_release(plan);
    for (size_t i = 0; i < plan->campaign_count; i++)
        campaign_release(&plan->campaigns[i]);
    for (size_t i = 0; i < plan->segment_count; i++) {
        filter_plan_free(plan->segments[i].filter);
        segment_free(plan->segments[i].document);
    }
    mem_free(plan->campaigns);
    mem_free(plan->numbers);
    mem_free(plan->segments);
    mem_free(plan);
}

const struct rules *plan_rules(const struct plan *plan)
{
    return &plan->rules;
}

size_t plan_campaign_count(const struct plan *plan)
{
    return plan->campaign_count;
}

const struct plan_campaign *plan_campaign(const struct plan *plan, size_t rank)
{
    return &plan->campaigns[rank];
}

const struct plan_campaign *plan_find(const struct plan *plan, const char *id, size_t size)
{
    const struct plan_source *source = plan_source(plan, id, size);

    return source ? source->campaign : NULL;
}

const struct plan_campaign *plan_by_number(const struct plan *plan, uint32_t number)
{
    struct plan_number key = {.number = number};
    const struct plan_number *found = plan->campaign_count > 0
                                              ? bsearch(&key, plan->numbers, plan->campaign_count,
                                                        sizeof key, compare_numbers)
                                              : NULL;

    return found ? &plan->campaigns[found->rank] : NULL;
}

int64_t plan_start_ms(const struct plan *plan, const struct plan_campaign *campaign, zone_id user)
{
    const struct duration *duration = &campaign->document->duration;

    if (!duration->start.set || duration->zone == ZONE_OF_COMPANY || user == ZONE_NONE)
        return campaign->rows->start_ms;
    return wall_time_ms(&duration->start, ZONE_OF_USER, user, plan->rules.company);
}

int64_t plan_end_ms(const struct plan *plan, const struct plan_campaign *campaign, zone_id user)
{
    const struct duration *duration = &campaign->document->duration;

    if (!duration->end.set || duration->zone == ZONE_OF_COMPANY || user == ZONE_NONE)
        return campaign->rows->end_ms;
    return wall_time_ms(&duration->end, ZONE_OF_USER, user, plan->rules.company);
}

enum status plan_shown_status(const struct plan *plan, const struct plan_campaign *campaign,
        int64_t clock_ms, bool pending)
{
    (void)plan;
    if (campaign->status != STATUS_LIVE)
        return campaign->status;
    if (campaign->rows->start_ms > clock_ms)
        return STATUS_SCHEDULED;
    return clock_ms > campaign->rows->end_ms && !pending ? STATUS_ENDED : STATUS_LIVE;
}

bool plan_is_live(const struct plan_campaign *campaign, int64_t clock_ms)
{
    return campaign->status == STATUS_LIVE && campaign->rows->start_ms <= clock_ms;
}

size_t plan_segment_count(const struct plan *plan)
{
    return plan->segment_count;
}

const struct segment *plan_segment(const struct plan *plan, size_t index)
{
    return plan->segments[index].document;
}

struct filter_plan *plan_segment_find(const struct plan *plan, const char *id)
{
    size_t low = 0, high = plan->segment_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(plan->segments[middle].document->id, id);

        if (order == 0)
            return plan->segments[middle].filter;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct filter_plan *plan_segment_filter(const struct plan *plan, const char *id)
{
    return plan_segment_find(plan, id);
}
