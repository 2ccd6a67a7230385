#include "report/changelog.h"

#include "base/alloc.h"
#include "report/campaigns.h"

struct version_reading {
    struct version_list *out;
    size_t capacity;
};

void version_list_release(struct version_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        mem_free(list->items[i].by);
        mem_free(list->items[i].login);
    }
    mem_free(list->items);
    *list = (struct version_list){0};
}

static int version_add(void *context, const struct document *document)
{
    struct version_reading *reading = context;
    struct version_list *out = reading->out;
    out->items = mem_room(out->items, out->count, &reading->capacity, sizeof *out->items);
    out->items[out->count++] = (struct version_row){document->version, document->saved_ms,
            mem_string(document->updated_by), mem_string(document->updated_login)};
    return 0;
}

int versions_list(struct store *store, enum object object, const char *id, struct version_list *out,
        struct error *err)
{
    struct version_reading reading = {.out = out};
    *out = (struct version_list){0};
    if (document_versions(store, object, id, version_add, &reading, err) == 0)
        return 0;
    version_list_release(out);
    return -1;
}

static int campaign_diff(struct store *store, const char *id, uint32_t from, uint32_t to,
        struct change_list *out, struct error *err)
{
    struct campaign *after = campaign_document(store, id, to, err);
    struct campaign *before = NULL;
    int answer = -1;
    if (after == NULL)
        return -1;
    if (from != 0 && (before = campaign_document(store, id, from, err)) == NULL)
        goto out;
    campaign_changes(before, after, out);
    answer = 0;
out:
    campaign_free(before);
    campaign_free(after);
    return answer;
}

static int segment_diff(struct store *store, const char *id, uint32_t from, uint32_t to,
        struct change_list *out, struct error *err)
{
    struct segment *after = segment_document(store, id, to, err);
    struct segment *before = NULL;
    int answer = -1;
    if (after == NULL)
        return -1;
    if (from != 0 && (before = segment_document(store, id, from, err)) == NULL)
        goto out;
    segment_changes(before, after, out);
    answer = 0;
out:
    segment_free(before);
    segment_free(after);
    return answer;
}

int versions_diff(struct store *store, enum object object, const char *id, uint32_t from,
        uint32_t to, struct change_list *out, struct error *err)
{
    struct document document;
    *out = (struct change_list){0};
    if (document_get(store, object, id, to, &document, err) < 0)
        return -1;
    to = document.version;
    document_release(&document);
    if (from == 0)
        from = to - 1;
    if (from == 0 && to == 1) /* the first: nothing was before it */
        return 0;
    return object == OBJECT_CAMPAIGN ? campaign_diff(store, id, from, to, out, err)
                                     : segment_diff(store, id, from, to, out, err);
}
