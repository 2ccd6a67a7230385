#include <string.h>

#include "base/alloc.h"
#include "report/check_parts.h"
#include "report/refs.h"
#include "report/say.h"

/* The campaigns that are there, with the one under check in place of its saved version. */
struct ring_node {
    const struct campaign *document;
    size_t from; /* the node it was reached from */
    bool reached;
};

struct rings {
    struct checking *checking;
    struct ring_node *nodes;
    size_t count;
    size_t own;
    size_t *queue;
    size_t queued;
    size_t at; /* the node whose rows are looked at */
    bool tight;
};

static size_t node_find(const struct rings *rings, const char *id)
{
    size_t low = 0, high = rings->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(rings->nodes[middle].document->id, id);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

static void nodes_fill(struct rings *rings)
{
    const struct plan *plan = rings->checking->facts->plan;
    const struct campaign *own = rings->checking->campaign;
    bool placed = false;
    for (size_t rank = 0; rank < plan_campaign_count(plan); rank++) {
        const struct plan_campaign *campaign = plan_campaign(plan, rank);
        int order = strcmp(campaign->document->id, own->id);
        if (order >= 0 && !placed) {
            rings->own = rings->count;
            rings->nodes[rings->count++].document = own;
            placed = true;
        }
        if (order != 0 && campaign->status != STATUS_ARCHIVED)
            rings->nodes[rings->count++].document = campaign->document;
    }
    if (!placed) {
        rings->own = rings->count;
        rings->nodes[rings->count++].document = own;
    }
}

/* No time passes and nothing is refused between the messages of such a ring: it would never end. */
static bool sends_at_once(const struct campaign *campaign)
{
    return campaign->delay.kind == DELAY_IMMEDIATE && campaign->reeligible &&
           span_ms(campaign->wait) == 0;
}

static bool row_is_tight(const struct rule *rule)
{
    if (rule->type != RULE_CAMPAIGN_INTERACTION)
        return false;
    if (rule->interaction == INTERACTION_ENTER_CONTROL)
        return true;
    for (int channel = 0; channel < CHANNEL_COUNT; channel++) {
        if (channel_receipt_interaction((enum channel)channel) == (int)rule->interaction)
            return true;
    }
    return false;
}

static bool row_counts(const struct rings *rings, const struct ref *ref)
{
    if (ref->kind != REF_SOURCE || ref->place != PLACE_TRIGGERS)
        return false;
    return !rings->tight ||
           (row_is_tight(ref->rule) && sends_at_once(rings->nodes[rings->at].document));
}

static void follow_row(const struct ref *ref, void *context)
{
    struct rings *rings = context;
    size_t source;
    if (!row_counts(rings, ref))
        return;
    source = node_find(rings, ref->name);
    if (source == SIZE_MAX || rings->nodes[source].reached)
        return;
    rings->nodes[source].reached = true;
    rings->nodes[source].from = rings->at;
    rings->queue[rings->queued++] = source;
}

/* Breadth first from the source of one row: the ring found is a shortest one. */
static bool leads_back(struct rings *rings, size_t source)
{
    for (size_t i = 0; i < rings->count; i++)
        rings->nodes[i].reached = false;
    rings->queued = 0;
    rings->queue[rings->queued++] = source;
    rings->nodes[source].reached = true;
    rings->nodes[source].from = rings->own;
    for (size_t i = 0; i < rings->queued && !rings->nodes[rings->own].reached; i++) {
        rings->at = rings->queue[i];
        campaign_refs(rings->nodes[rings->at].document, follow_row, rings);
    }
    return rings->nodes[rings->own].reached;
}

static void say_ring(struct buf *out, const struct rings *rings, size_t source)
{
    size_t at = rings->nodes[rings->own].from;
    buf_add_text(out, rings->nodes[rings->own].document->id);
    if (source != rings->own) {
        for (; at != source; at = rings->nodes[at].from)
            buf_add_format(out, " -> %s", rings->nodes[at].document->id);
        buf_add_format(out, " -> %s", rings->nodes[source].document->id);
    }
    buf_add_format(out, " -> %s", rings->nodes[rings->own].document->id);
}

static void ring_found(struct rings *rings, const struct ref *ref, size_t source)
{
    struct buf words = {0};
    buf_add_text(&words, "The campaigns trigger each other in a ring (");
    say_ring(&words, rings, source);
    if (rings->tight)
        buf_add_text(&words, "), each at once and as often as it likes, so it would never end: "
                             "give one of them a delay or a wait, or remove this row.");
    else
        buf_add_text(&words, "): a user may go round it again and again. Make sure that the "
                             "waits of re-eligibility stop it.");
    finding_add(rings->checking->out, rings->tight ? SEVERITY_ERROR : SEVERITY_WARNING,
            rings->tight ? "connector_cycle" : "connector_ring", ref->path, "%s", buf_text(&words));
    buf_release(&words);
}

static void check_row(const struct ref *ref, void *context)
{
    struct rings *rings = context;
    size_t source;
    if (ref->kind != REF_SOURCE || ref->place != PLACE_TRIGGERS)
        return;
    source = node_find(rings, ref->name);
    for (int tight = 1; source != SIZE_MAX && tight >= 0; tight--) {
        rings->tight = tight != 0;
        rings->at = rings->own;
        if (!row_counts(rings, ref))
            continue;
        if (source == rings->own || leads_back(rings, source)) {
            ring_found(rings, ref, source);
            return;
        }
    }
}

void check_rings(struct checking *checking)
{
    struct rings rings = {.checking = checking};
    size_t room = plan_campaign_count(checking->facts->plan) + 1;
    if (checking->campaign->id == NULL)
        return;
    rings.nodes = mem_array(room, sizeof *rings.nodes);
    rings.queue = mem_array(room, sizeof *rings.queue);
    nodes_fill(&rings);
    campaign_refs(checking->campaign, check_row, &rings);
    mem_free(rings.queue);
    mem_free(rings.nodes);
}
