#include "report/campaigns.h"

#include "store/documents.h"

struct campaign *campaign_document(
        struct store *store, const char *id, uint32_t version, struct error *err)
{
    struct document document;
    struct campaign *campaign;
    if (document_get(store, OBJECT_CAMPAIGN, id, version, &document, err) < 0)
        return NULL;
    campaign = campaign_read(document.json, document.json_size, DOCUMENT_WHOLE, err);
    if (campaign == NULL)
        error_prefix(err, "campaign %s, version %u in the database", id, document.version);
    document_release(&document);
    return campaign;
}

struct segment *segment_document(
        struct store *store, const char *id, uint32_t version, struct error *err)
{
    struct document document;
    struct segment *segment;
    if (document_get(store, OBJECT_SEGMENT, id, version, &document, err) < 0)
        return NULL;
    segment = segment_read(document.json, document.json_size, DOCUMENT_WHOLE, err);
    if (segment == NULL)
        error_prefix(err, "segment %s, version %u in the database", id, document.version);
    document_release(&document);
    return segment;
}
