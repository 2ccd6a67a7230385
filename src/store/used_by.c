#include <string.h>

#include "store/documents.h"
#include "store/sql.h"

struct search {
    enum object object;
    const char *id;
    enum object in; /* which documents are gone through */
    bool found;     /* in the document that is looked at */
    struct used_by *out;
    struct error *err;
    bool failed;
};

static void look_at_node(const struct filter *filter, void *context)
{
    struct search *search = context;
    bool names_segment = filter->kind == FILTER_SEGMENT;
    bool names_campaign = filter->kind == FILTER_RECEIVED || filter->kind == FILTER_INTERACTED ||
                          filter->kind == FILTER_CONTROL;

    if (search->object == OBJECT_SEGMENT ? !names_segment : !names_campaign)
        return;
    if (filter->name && strcmp(filter->name, search->id) == 0)
        search->found = true;
}

static void look_at_rules(struct search *search, const struct rule *rules, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rules[i].campaign && strcmp(rules[i].campaign, search->id) == 0)
            search->found = true;
}

static void look_at_campaign(struct search *search, const struct campaign *campaign)
{
    if (campaign->filter)
        filter_each(campaign->filter, look_at_node, search);
    if (search->object == OBJECT_SEGMENT) {
        for (size_t i = 0; i < campaign->segment_count; i++)
            if (strcmp(campaign->segments[i], search->id) == 0)
                search->found = true;
        return;
    }
    if (strcmp(campaign->id, search->id) == 0)
        return;
    look_at_rules(search, campaign->triggers, campaign->trigger_count);
    look_at_rules(search, campaign->exceptions, campaign->exception_count);
}

static bool read_and_look(struct search *search, const struct document *document)
{
    if (search->in == OBJECT_CAMPAIGN) {
        struct campaign *campaign =
                campaign_read(document->json, document->json_size, DOCUMENT_WHOLE, search->err);
        if (campaign)
            look_at_campaign(search, campaign);
        campaign_free(campaign);
        return campaign;
    }
    struct segment *segment =
            segment_read(document->json, document->json_size, DOCUMENT_WHOLE, search->err);
    if (segment)
        filter_each(&segment->filter, look_at_node, search);
    segment_free(segment);
    return segment;
}

static int look_at_document(void *context, const struct document *document)
{
    struct search *search = context;
    struct used_by *out = search->out;

    search->found = false;
    if (!read_and_look(search, document)) {
        error_prefix(search->err, "%s '%s'", object_name(search->in), document->id);
        search->failed = true;
        return 1;
    }
    if (search->found) {
        out->items = mem_room(out->items, out->count, &out->capacity, sizeof *out->items);
        out->items[out->count++] = (struct document_name){search->in, mem_string(document->id)};
    }
    return 0;
}

int document_used_by(struct store *store, enum object object, const char *id, struct used_by *out,
        struct error *err)
{
    struct search search = {.object = object, .id = id, .out = out, .err = err};

    memset(out, 0, sizeof *out);
    for (int in = OBJECT_CAMPAIGN; in <= OBJECT_SEGMENT; in++) {
        search.in = (enum object)in;
        if (documents_scan(store, search.in, look_at_document, &search, err) || search.failed) {
            used_by_release(out);
            return -1;
        }
    }
    return 0;
}

void used_by_release(struct used_by *used_by)
{
    for (size_t i = 0; i < used_by->count; i++)
        mem_free(used_by->items[i].id);
    mem_free(used_by->items);
    memset(used_by, 0, sizeof *used_by);
}
