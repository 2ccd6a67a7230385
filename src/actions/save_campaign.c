#include <string.h>

#include "actions/save_parts.h"
#include "base/alloc.h"
#include "base/when.h"
#include "report/campaigns.h"
#include "report/check.h"
#include "store/pending.h"

/* What cannot change once a campaign was live (SEMANTICS 10.3): figures of before and after would
 * not be of the same thing. */
static const struct {
    const char *path;
    const char *words;
} frozen[] = {
        {"channel", "the channel"},
        {"identity", "the identity"},
        {"control_percent", "the control percentage"},
        {"conversions", "the conversion events"},
};

static bool path_is_below(const char *path, const char *field)
{
    size_t size = strlen(field);
    return strncmp(path, field, size) == 0 && strchr(".[", path[size]) != NULL;
}

static bool touches_frozen(struct saving *saving)
{
    struct buf words = {0};
    bool touched;
    if (!saving->current.exists || saving->current.document.activated_ms == WHEN_NONE)
        return false;
    for (size_t i = 0; i < ARRAY_COUNT(frozen); i++) {
        for (size_t j = 0; j < saving->answer->changes.count; j++) {
            if (!path_is_below(saving->answer->changes.items[j].path, frozen[i].path))
                continue;
            buf_add_text(&words, words.size == 0 ? "" : ", ");
            buf_add_text(&words, frozen[i].words);
            break;
        }
    }
    touched = words.size > 0;
    if (touched)
        answer_set(saving->answer, SAVED_REFUSED,
                "campaign %s was live already, so it keeps %s: nothing is saved. Clone it to try "
                "another.",
                saving->answer->id, buf_text(&words));
    buf_release(&words);
    return touched;
}

static bool is_live(const struct saving *saving)
{
    return saving->current.exists && saving->current.document.status == STATUS_LIVE;
}

/* 1: an error forbids it, 0, -1. Drafts are saved as they are; the findings are for information. */
static int find_errors(struct saving *saving, struct error *err)
{
    struct check_query query = {.action_ms = saving->act.at_ms};
    struct finding_list *findings = &saving->answer->findings;
    size_t errors;
    if (check_campaign(saving->store, saving->edited, &query, findings, err) < 0)
        return -1;
    errors = findings_count(findings, SEVERITY_ERROR);
    if (errors == 0 || !is_live(saving))
        return 0;
    answer_set(saving->answer, SAVED_REFUSED,
            "campaign %s is live and the edit has %zu %s: nothing is saved. %s", saving->answer->id,
            errors, errors == 1 ? "error" : "errors", findings->items[0].message);
    return 1;
}

struct waiting {
    uint32_t campaign;
    int64_t count;
};

static int add_waiting(void *context, uint32_t campaign, int64_t count)
{
    struct waiting *waiting = context;
    if (campaign == waiting->campaign)
        waiting->count += count;
    return 0;
}

static int count_waiting(struct saving *saving, struct error *err)
{
    struct waiting waiting = {.campaign = saving->current.document.number};
    if (!is_live(saving))
        return 0;
    if (pending_counts(saving->store, WHEN_NONE, WHEN_NEVER, add_waiting, &waiting, err) < 0)
        return -1;
    saving->answer->waiting = waiting.count;
    return 0;
}

static int forbidden(struct saving *saving, struct error *err)
{
    if (count_waiting(saving, err) < 0)
        return -1;
    return touches_frozen(saving) ? 1 : find_errors(saving, err);
}

static const char *id_of(const void *document)
{
    const struct campaign *campaign = document;
    return campaign->id;
}

static void *read_json(const char *json, size_t size, struct error *err)
{
    return campaign_read(json, size, DOCUMENT_WHOLE, err);
}

static void *get(struct store *store, const char *id, uint32_t version, struct error *err)
{
    return campaign_document(store, id, version, err);
}

static void write_json(const void *document, struct buf *out)
{
    campaign_write(document, 0, out);
}

static void changes(const void *before, const void *after, struct change_list *list)
{
    campaign_changes(before, after, list);
}

static int store_version(struct saving *saving, struct stored *stored, struct error *err)
{
    return documents_save_campaign(saving->store, &saving->act, saving->edited,
            saving->current.document.version, NULL, stored, err);
}

static void release(void *document)
{
    campaign_free(document);
}

static const struct save_kind campaign_kind = {
        .object = OBJECT_CAMPAIGN,
        .id = id_of,
        .read = read_json,
        .get = get,
        .write = write_json,
        .changes = changes,
        .forbidden = forbidden,
        .store = store_version,
        .free = release,
};

int save_campaign(struct store *store, const struct campaign *campaign,
        const struct save_request *request, struct save_answer *answer, struct error *err)
{
    return save_document(store, &campaign_kind, campaign, request, false, answer, err);
}

int save_campaign_preview(struct store *store, const struct campaign *campaign,
        const struct save_request *request, struct save_answer *answer, struct error *err)
{
    return save_document(store, &campaign_kind, campaign, request, true, answer, err);
}

int import_campaign(struct store *store, const char *json, size_t size,
        const struct save_request *request, struct save_answer *answer, struct error *err)
{
    return save_json(store, &campaign_kind, json, size, request, answer, err);
}

int revert_campaign(struct store *store, const char *id, uint32_t version,
        const struct save_request *request, struct save_answer *answer, struct error *err)
{
    return save_again(store, &campaign_kind, id, version, request, answer, err);
}
