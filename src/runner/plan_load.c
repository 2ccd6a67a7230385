#include "runner/plan_load.h"

#include "base/when.h"
#include "store/documents.h"

struct load {
    struct plan *plan;
    struct error *err;
    bool failed;
};

static int unreadable(struct load *load, const char *what, const struct document *document)
{
    error_prefix(
            load->err, "%s '%s' version %u cannot be read", what, document->id, document->version);
    load->failed = true;
    return 1;
}

static int add_campaign(void *context, const struct document *document)
{
    struct load *load = context;
    struct campaign *campaign =
            campaign_read(document->json, document->json_size, DOCUMENT_WHOLE, load->err);

    if (!campaign)
        return unreadable(load, "campaign", document);
    plan_add_campaign(load->plan, document->number, document->version, document->status,
            document->activated_ms, document->resumed_ms, campaign);
    return 0;
}

static int add_segment(void *context, const struct document *document)
{
    struct load *load = context;
    struct segment *segment =
            segment_read(document->json, document->json_size, DOCUMENT_WHOLE, load->err);

    if (!segment)
        return unreadable(load, "segment", document);
    plan_add_segment(load->plan, document->version, segment);
    return 0;
}

static int load_all(struct load *load, struct store *store, uint64_t *generation, struct error *err)
{
    uint64_t number = 0;

    if (documents_generation(store, &number, err) ||
            documents_scan(store, OBJECT_SEGMENT, add_segment, load, err) || load->failed ||
            documents_scan(store, OBJECT_CAMPAIGN, add_campaign, load, err) || load->failed)
        return -1;
    if (generation)
        *generation = number;
    return 0;
}

struct plan *plan_load(struct store *store, struct intern *names, const struct settings *settings,
        bool live, uint64_t *generation, struct error *err)
{
    struct rules rules = {
            .company = settings->timezone,
            .max_late_ms = settings->max_late_ms < 0 ? WHEN_NEVER : settings->max_late_ms,
            .dedupe_ms = settings->dedupe_ms,
            .grace_ms = settings->grace_ms,
            .live = live,
    };
    struct load load = {.err = err};

    if (store_begin_read(store, err))
        return NULL;
    load.plan = plan_new(&rules, names);
    int failed = load_all(&load, store, generation, err);
    store_rollback(store);
    if (failed || plan_ready(load.plan, err)) {
        plan_free(load.plan);
        return NULL;
    }
    return load.plan;
}
