#include <string.h>

#include "actions/save_parts.h"
#include "base/alloc.h"
#include "base/when.h"
#include "report/campaigns.h"
#include "report/check.h"
#include "store/lease.h"
#include "store/pending.h"

struct saving {
    struct store *store;
    const struct campaign *campaign;
    const struct save_request *request;
    struct act act;
    struct current current;
    struct campaign *there; /* the current version, NULL without */
    struct save_answer *answer;
    bool preview;
};

static bool campaigns_equal(const struct campaign *a, const struct campaign *b)
{
    struct buf left = {0}, right = {0};
    bool equal;
    campaign_write(a, 0, &left);
    campaign_write(b, 0, &right);
    equal = strcmp(buf_text(&left), buf_text(&right)) == 0;
    buf_release(&left);
    buf_release(&right);
    return equal;
}

/* What each side changed since the version the edit started from. */
static int tell_conflict(struct saving *saving, struct error *err)
{
    struct campaign *base = NULL;
    if (saving->request->base > 0 && saving->current.exists) {
        base = campaign_document(
                saving->store, saving->answer->id, (uint32_t)saving->request->base, err);
        if (base == NULL)
            return -1;
    }
    campaign_changes(base, saving->campaign, &saving->answer->changes);
    if (saving->current.exists)
        campaign_changes(base, saving->there, &saving->answer->theirs);
    campaign_free(base);
    return 0;
}

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
    if (check_campaign(saving->store, saving->campaign, &query, findings, err) < 0)
        return -1;
    errors = findings_count(findings, SEVERITY_ERROR);
    if (errors == 0 || !is_live(saving))
        return 0;
    answer_set(saving->answer, SAVED_REFUSED,
            "campaign %s is live and the edit has %zu %s: nothing is saved. %s", saving->answer->id,
            errors, errors == 1 ? "error" : "errors", findings->items[0].message);
    return 1;
}

static int store_campaign(struct saving *saving, struct error *err)
{
    struct save_answer *answer = saving->answer;
    struct stored stored;
    if (saving->preview) {
        answer->version = saving->current.document.version + 1;
    } else {
        if (documents_save_campaign(saving->store, &saving->act, saving->campaign,
                    saving->current.document.version, NULL, &stored, err) < 0)
            return -1;
        answer->version = stored.version;
    }
    answer_done(answer, OBJECT_CAMPAIGN, &saving->current);
    return 0;
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

static int save_steps(struct saving *saving, struct error *err)
{
    struct save_answer *answer = saving->answer;
    int forbidden;
    answer->version = saving->current.document.version;
    if (!base_is_current(saving->request, &saving->current, OBJECT_CAMPAIGN, answer))
        return tell_conflict(saving, err);
    if (saving->there != NULL && campaigns_equal(saving->there, saving->campaign))
        return answer_set(answer, SAVED_SAME,
                "campaign %s is the same as version %u: nothing to save.", answer->id,
                answer->version);
    campaign_changes(saving->there, saving->campaign, &answer->changes);
    if (count_waiting(saving, err) < 0)
        return -1;
    if (touches_frozen(saving))
        return 0;
    forbidden = find_errors(saving, err);
    return forbidden != 0 ? (forbidden < 0 ? -1 : 0) : store_campaign(saving, err);
}

/* The lease is held from the first look to the write, so that nobody saves in between. */
static int save_held(struct saving *saving, struct error *err)
{
    bool leased = saving->preview || lease_held(saving->store);
    int answer = -1;
    if (!leased && lease_take_for_act(saving->store, err) < 0)
        return -1;
    if (current_open(&saving->current, saving->store, OBJECT_CAMPAIGN, saving->answer->id, err) < 0)
        goto out;
    if (saving->current.exists) {
        saving->there = campaign_document(saving->store, saving->answer->id, 0, err);
        if (saving->there == NULL)
            goto out;
    }
    answer = save_steps(saving, err);
out:
    if (!leased)
        lease_give_back(saving->store);
    campaign_free(saving->there);
    current_release(&saving->current);
    return answer;
}

static int save_any(struct store *store, const struct campaign *campaign,
        const struct save_request *request, bool preview, struct save_answer *answer,
        struct error *err)
{
    struct saving saving = {.store = store,
            .campaign = campaign,
            .request = request,
            .act = act_of(request->actor, request->at_ms),
            .answer = answer,
            .preview = preview};
    *answer = (struct save_answer){.id = mem_string(campaign->id)};
    if (save_held(&saving, err) == 0)
        return 0;
    save_answer_release(answer);
    return -1;
}

int save_campaign(struct store *store, const struct campaign *campaign,
        const struct save_request *request, struct save_answer *answer, struct error *err)
{
    return save_any(store, campaign, request, false, answer, err);
}

int save_campaign_preview(struct store *store, const struct campaign *campaign,
        const struct save_request *request, struct save_answer *answer, struct error *err)
{
    return save_any(store, campaign, request, true, answer, err);
}

int import_campaign(struct store *store, const char *json, size_t size,
        const struct save_request *request, struct save_answer *answer, struct error *err)
{
    struct campaign *campaign = campaign_read(json, size, DOCUMENT_WHOLE, err);
    int done;
    *answer = (struct save_answer){0};
    if (campaign == NULL)
        return -1;
    done = save_campaign(store, campaign, request, answer, err);
    campaign_free(campaign);
    return done;
}

int revert_campaign(struct store *store, const char *id, uint32_t version,
        const struct save_request *request, struct save_answer *answer, struct error *err)
{
    struct campaign *campaign = campaign_document(store, id, version, err);
    int done;
    *answer = (struct save_answer){0};
    if (campaign == NULL)
        return -1;
    done = save_campaign(store, campaign, request, answer, err);
    campaign_free(campaign);
    return done;
}
