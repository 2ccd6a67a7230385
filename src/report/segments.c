#include "report/segments.h"

#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "model/words.h"
#include "report/facts.h"
#include "report/refs.h"
#include "report/sizes_stored.h"
#include "store/documents.h"

struct use_list {
    struct segment_use *items;
    size_t count, capacity;
};

void segment_uses_free(struct segment_use *uses, size_t count)
{
    for (size_t i = 0; i < count; i++)
        mem_free(uses[i].id);
    mem_free(uses);
}

static void use_add(struct use_list *uses, bool by_segment, enum status status, const char *id)
{
    uses->items = mem_room(uses->items, uses->count, &uses->capacity, sizeof *uses->items);
    uses->items[uses->count++] = (struct segment_use){by_segment, status, mem_string(id)};
}

static void uses_find(const struct plan *plan, const char *id, struct use_list *uses)
{
    for (size_t rank = 0; rank < plan_campaign_count(plan); rank++) {
        const struct plan_campaign *campaign = plan_campaign(plan, rank);
        if (campaign_uses_segment(campaign->document, id))
            use_add(uses, false, campaign->status, campaign->document->id);
    }
    for (size_t i = 0; i < plan_segment_count(plan); i++) {
        const struct segment *segment = plan_segment(plan, i);
        if (segment_uses_segment(segment, id))
            use_add(uses, true, STATUS_DRAFT, segment->id);
    }
}

int segment_uses(struct store *store, const char *id, struct segment_use **uses, size_t *count,
        struct error *err)
{
    struct facts facts;
    struct use_list found = {0};
    *uses = NULL;
    *count = 0;
    if (facts_open(&facts, store, err) < 0)
        return -1;
    uses_find(facts.plan, id, &found);
    facts_close(&facts);
    *uses = found.items;
    *count = found.count;
    return 0;
}

struct listing {
    struct facts facts;
    struct stored_sizes *sizes;
    struct segment_list *out;
    size_t capacity;
};

static const struct segment *segment_of(const struct plan *plan, const char *id)
{
    size_t low = 0, high = plan_segment_count(plan);
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct segment *segment = plan_segment(plan, middle);
        int order = strcmp(segment->id, id);
        if (order == 0)
            return segment;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static void row_fill(struct segment_row *row, const struct listing *listing,
        const struct document *document, const struct segment *segment)
{
    struct use_list uses = {0};
    struct buf words = {0};
    row->id = mem_string(document->id);
    row->name = mem_string(segment->name);
    row->tags = mem_array(segment->tag_count, sizeof *row->tags);
    row->tag_count = segment->tag_count;
    for (size_t i = 0; i < segment->tag_count; i++)
        row->tags[i] = mem_string(segment->tags[i]);
    row->version = document->version;
    stored_segment(listing->sizes, document->id, &row->size, &row->as_of_ms);
    uses_find(listing->facts.plan, document->id, &uses);
    row->uses = uses.items;
    row->use_count = uses.count;
    row->updated_ms = document->updated_ms;
    row->updated_by = mem_string(document->updated_by);
    row->updated_login = mem_string(document->updated_login);
    filter_add_words(&words, &segment->filter);
    row->filter_words = buf_take(&words);
}

static int list_document(void *context, const struct document *document)
{
    struct listing *listing = context;
    struct segment_list *out = listing->out;
    const struct segment *segment = segment_of(listing->facts.plan, document->id);
    if (segment == NULL) /* created since the plan was read: the next look shows it */
        return 0;
    out->items = mem_room(out->items, out->count, &listing->capacity, sizeof *out->items);
    out->items[out->count] = (struct segment_row){0};
    row_fill(&out->items[out->count++], listing, document, segment);
    return 0;
}

int segments_list(struct store *store, struct segment_list *out, struct error *err)
{
    struct listing listing = {.out = out};
    int answer = -1;
    *out = (struct segment_list){0};
    if (facts_open(&listing.facts, store, err) < 0)
        return -1;
    listing.sizes = stored_sizes_open(&listing.facts, err);
    if (listing.sizes != NULL)
        answer = documents_scan(store, OBJECT_SEGMENT, list_document, &listing, err);
    stored_sizes_free(listing.sizes);
    facts_close(&listing.facts);
    if (answer < 0)
        segment_list_release(out);
    return answer;
}

static void segment_row_release(struct segment_row *row)
{
    for (size_t i = 0; i < row->tag_count; i++)
        mem_free(row->tags[i]);
    mem_free(row->tags);
    mem_free(row->id);
    mem_free(row->name);
    segment_uses_free(row->uses, row->use_count);
    mem_free(row->updated_by);
    mem_free(row->updated_login);
    mem_free(row->filter_words);
}

void segment_list_release(struct segment_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        segment_row_release(&list->items[i]);
    mem_free(list->items);
    *list = (struct segment_list){0};
}
