#include <stdlib.h>
#include <string.h>

#include "actions/lifecycle.h"
#include "base/alloc.h"
#include "report/facts.h"
#include "report/refs.h"

/* The campaigns to be ordered, and who waits for whom among them. */
struct ordering {
    const struct plan *plan;
    const char **ids;
    size_t count;
    bool *placed;
    size_t at;     /* whose rows are looked at */
    bool has_wait; /* another one that is not placed waits for it */
    size_t wanted; /* the campaign asked about */
};

static void row_waits(const struct ref *ref, void *context)
{
    struct ordering *ordering = context;
    if (ref->kind == REF_SOURCE && ref->place == PLACE_TRIGGERS &&
            strcmp(ref->name, ordering->ids[ordering->wanted]) == 0)
        ordering->has_wait = true;
}

/* Whether a follow-up of it has to go first. */
static bool is_waited_for(struct ordering *ordering, size_t index)
{
    ordering->wanted = index;
    ordering->has_wait = false;
    for (size_t i = 0; i < ordering->count && !ordering->has_wait; i++) {
        const struct plan_campaign *campaign =
                plan_find(ordering->plan, ordering->ids[i], strlen(ordering->ids[i]));
        if (i != index && !ordering->placed[i] && campaign != NULL)
            campaign_refs(campaign->document, row_waits, ordering);
    }
    return ordering->has_wait;
}

/* The first by id that no other waits for; in a ring, the first by id. */
static size_t next_free(struct ordering *ordering)
{
    size_t fallback = SIZE_MAX;
    for (size_t i = 0; i < ordering->count; i++) {
        if (ordering->placed[i])
            continue;
        if (fallback == SIZE_MAX)
            fallback = i;
        if (!is_waited_for(ordering, i))
            return i;
    }
    return fallback;
}

static int by_id(const void *a, const void *b)
{
    const char *const *left = a, *const *right = b;
    return strcmp(*left, *right);
}

static void order_ids(const struct plan *plan, const char **ids, size_t count)
{
    struct ordering ordering = {.plan = plan, .ids = ids, .count = count};
    const char **ordered = mem_array(count, sizeof *ordered);
    ordering.placed = mem_array(count, sizeof *ordering.placed);
    if (count > 1)
        qsort(ids, count, sizeof *ids, by_id);
    for (size_t i = 0; i < count; i++) {
        size_t next = next_free(&ordering);
        ordering.placed[next] = true;
        ordered[i] = ids[next];
    }
    for (size_t i = 0; i < count; i++)
        ids[i] = ordered[i];
    mem_free(ordering.placed);
    mem_free(ordered);
}

int lifecycle_order(struct store *store, const char **ids, size_t count, struct error *err)
{
    struct facts facts;
    if (facts_open(&facts, store, err) < 0)
        return -1;
    order_ids(facts.plan, ids, count);
    facts_close(&facts);
    return 0;
}

/* Drafts that belong together: found from one, along the rows in both directions. */
struct gathering {
    const struct plan *plan;
    bool *in; /* by rank */
    const struct plan_campaign *at;
    bool grown;
};

static void gather_row(const struct ref *ref, void *context)
{
    struct gathering *gathering = context;
    const struct plan_campaign *source;
    if (ref->kind != REF_SOURCE || ref->place != PLACE_TRIGGERS)
        return;
    source = plan_find(gathering->plan, ref->name, strlen(ref->name));
    if (source == NULL || source->status != STATUS_DRAFT || gathering->at->status != STATUS_DRAFT ||
            gathering->in[source->rank] == gathering->in[gathering->at->rank])
        return;
    gathering->in[source->rank] = gathering->in[gathering->at->rank] = true;
    gathering->grown = true;
}

static void gather_drafts(struct gathering *gathering)
{
    do {
        gathering->grown = false;
        for (size_t rank = 0; rank < plan_campaign_count(gathering->plan); rank++) {
            gathering->at = plan_campaign(gathering->plan, rank);
            campaign_refs(gathering->at->document, gather_row, gathering);
        }
    } while (gathering->grown);
}

int lifecycle_publish_set(
        struct store *store, const char *id, char ***ids, size_t *count, struct error *err)
{
    struct facts facts;
    struct gathering gathering = {0};
    const struct plan_campaign *own;
    const char **found;
    *ids = NULL;
    *count = 0;
    if (facts_open(&facts, store, err) < 0)
        return -1;
    own = facts_campaign(&facts, id, err);
    if (own == NULL) {
        facts_close(&facts);
        return -1;
    }
    gathering.plan = facts.plan;
    gathering.in = mem_array(plan_campaign_count(facts.plan), sizeof *gathering.in);
    gathering.in[own->rank] = true;
    gather_drafts(&gathering);
    found = mem_array(plan_campaign_count(facts.plan), sizeof *found);
    for (size_t rank = 0; rank < plan_campaign_count(facts.plan); rank++) {
        if (gathering.in[rank])
            found[(*count)++] = plan_campaign(facts.plan, rank)->document->id;
    }
    order_ids(facts.plan, found, *count);
    *ids = mem_array(*count, sizeof **ids);
    for (size_t i = 0; i < *count; i++)
        (*ids)[i] = mem_string(found[i]);
    mem_free(found);
    mem_free(gathering.in);
    facts_close(&facts);
    return 0;
}

void lifecycle_ids_free(char **ids, size_t count)
{
    for (size_t i = 0; i < count; i++)
        mem_free(ids[i]);
    mem_free(ids);
}
