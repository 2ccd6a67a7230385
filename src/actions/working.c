#include "actions/working.h"

#include "base/alloc.h"
#include "base/when.h"
#include "store/working.h"

void working_document_release(struct working_document *copy)
{
    mem_free(copy->id);
    campaign_free(copy->campaign);
    segment_free(copy->segment);
    *copy = (struct working_document){0};
}

int working_document_read(struct store *store, enum object object, const char *id,
        const char *person, struct working_document *out, bool *found, struct error *err)
{
    struct working_record record;
    int there = working_get(store, person, object, id, &record, err);
    *out = (struct working_document){.object = object};
    *found = false;
    if (there <= 0)
        return there;
    out->id = mem_string(id);
    out->base = record.base_version;
    out->saved_ms = record.updated_ms;
    if (object == OBJECT_CAMPAIGN)
        out->campaign = campaign_read(record.json, record.json_size, DOCUMENT_WORKING, err);
    else
        out->segment = segment_read(record.json, record.json_size, DOCUMENT_WORKING, err);
    working_record_release(&record);
    if (out->campaign == NULL && out->segment == NULL) {
        working_document_release(out);
        return error_prefix(err, "the working copy of %s %s", object_name(object), id);
    }
    *found = true;
    return 0;
}

int working_document_write(struct store *store, const struct working_document *copy,
        const char *person, struct error *err)
{
    struct working_record record = {.id = copy->id,
            .object = copy->object,
            .base_version = copy->base,
            .updated_ms = copy->saved_ms == 0 ? when_now() : copy->saved_ms};
    struct buf json = {0};
    int answer;
    if (copy->object == OBJECT_CAMPAIGN)
        campaign_write(copy->campaign, 0, &json);
    else
        segment_write(copy->segment, 0, &json);
    record.json_size = json.size;
    record.json = buf_take(&json);
    answer = working_put(store, person, &record, err);
    mem_free(record.json);
    return answer;
}

int working_document_drop(struct store *store, enum object object, const char *id,
        const char *person, struct error *err)
{
    return working_delete(store, person, object, id, err);
}
