#include "report/sizes_stored.h"

#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "store/documents.h"
#include "store/seen.h"

struct stored_size {
    char *id;
    int64_t size, as_of_ms;
    uint32_t number, version;
};

struct stored_sizes {
    const struct facts *facts;
    struct stored_size *items; /* by id */
    size_t count, capacity;
};

static int add_segment(void *context, const struct document *document)
{
    struct stored_sizes *sizes = context;
    sizes->items = mem_room(sizes->items, sizes->count, &sizes->capacity, sizeof *sizes->items);
    sizes->items[sizes->count++] = (struct stored_size){.id = mem_string(document->id),
            .size = -1,
            .as_of_ms = WHEN_NONE,
            .number = document->number,
            .version = document->version};
    return 0;
}

struct stored_sizes *stored_sizes_open(const struct facts *facts, struct error *err)
{
    struct stored_sizes *sizes = mem_new(sizeof *sizes);
    sizes->facts = facts;
    if (documents_scan(facts->store, OBJECT_SEGMENT, add_segment, sizes, err) < 0)
        goto failed;
    for (size_t i = 0; i < sizes->count; i++) {
        struct stored_size *item = &sizes->items[i];
        struct segment_size stored;
        int found = segment_size_get(facts->store, item->number, &stored, err);
        if (found < 0)
            goto failed;
        if (found == 0 || stored.version != item->version)
            continue;
        item->size = stored.size;
        item->as_of_ms = stored.as_of_ms;
    }
    return sizes;
failed:
    stored_sizes_free(sizes);
    return NULL;
}

void stored_sizes_free(struct stored_sizes *sizes)
{
    if (sizes == NULL)
        return;
    for (size_t i = 0; i < sizes->count; i++)
        mem_free(sizes->items[i].id);
    mem_free(sizes->items);
    mem_free(sizes);
}

void stored_segment(
        const struct stored_sizes *sizes, const char *id, int64_t *size, int64_t *as_of_ms)
{
    size_t low = 0, high = sizes->count;
    *size = -1;
    *as_of_ms = WHEN_NONE;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(sizes->items[middle].id, id);
        if (order == 0) {
            *size = sizes->items[middle].size;
            *as_of_ms = sizes->items[middle].as_of_ms;
            return;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
}

static bool filter_is_everyone(const struct filter *filter)
{
    return filter == NULL || filter->kind == FILTER_EVERYONE;
}

void stored_audience(const struct stored_sizes *sizes, const struct campaign *campaign,
        int64_t *size, int64_t *as_of_ms)
{
    *size = -1;
    *as_of_ms = WHEN_NONE;
    if (!filter_is_everyone(campaign->filter))
        return;
    if (campaign->segment_count == 1) {
        stored_segment(sizes, campaign->segments[0], size, as_of_ms);
    } else if (campaign->segment_count == 0) {
        *size = sizes->facts->record.next_user;
        *as_of_ms = sizes->facts->record.clock_ms;
    }
}
