#include "report/check.h"

#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "report/campaigns.h"
#include "report/check_parts.h"
#include "report/reach_parts.h"
#include "report/say.h"
#include "report/sizes_stored.h"

static void audience_is_empty(struct checking *checking)
{
    bool nobody = checking->facts->record.next_user == 0;
    finding_add(checking->out, SEVERITY_WARNING, "audience_empty", "audience", "%s",
            nobody ? "No user is known yet, so nobody is in the audience: ingest event files to "
                     "see who it would reach."
                   : "Nobody is in the audience now: nobody will get the message unless users "
                     "come in later. Look at the segments and the filter.");
}

static void zone_is_unknown(struct finding_list *out, const struct reach *reach, zone_id company)
{
    struct buf words = {0};
    buf_add_text(&words, "Local time matters here, but ");
    say_share(&words, reach->zone_unknown, reach->audience);
    buf_add_text(&words, " of the audience (");
    say_count(&words, reach->zone_unknown, "user", "users");
    buf_add_format(&words,
            ") have no known time zone: for them the time of the company counts (%s). Send "
            "'timezone' with identify to know it.",
            zone_name(company));
    finding_add(out, SEVERITY_WARNING, "zone_unknown", "audience", "%s", buf_text(&words));
    buf_release(&words);
}

/* An audience that names what is not there was found already, and cannot be counted. */
static bool audience_is_whole(const struct finding_list *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        if (strcmp(findings->items[i].code, "unknown_segment") == 0)
            return false;
    }
    return true;
}

static int check_users(struct checking *checking, const struct scan *scan, struct error *err)
{
    struct reach reach = {0};
    if (!audience_is_whole(checking->out))
        return 0;
    if (reach_users(checking->facts, checking->campaign, scan, &reach, err) < 0)
        return -1;
    if (reach.audience == 0)
        audience_is_empty(checking);
    else if (reach.zone_matters && reach.zone_unknown > 0)
        zone_is_unknown(checking->out, &reach, checking->facts->settings.timezone);
    return 0;
}

static int check_stored_size(struct checking *checking, struct error *err)
{
    struct stored_sizes *sizes = stored_sizes_open(checking->facts, err);
    int64_t size, as_of_ms;
    if (sizes == NULL)
        return -1;
    stored_audience(sizes, checking->campaign, &size, &as_of_ms);
    if (size == 0)
        audience_is_empty(checking);
    stored_sizes_free(sizes);
    return 0;
}

static int check_facts(
        struct checking *checking, const struct check_query *query, struct error *err)
{
    static void (*const checks[])(struct checking *) = {
            check_names, check_seen, check_sources, check_rings, check_segments};
    for (size_t i = 0; i < ARRAY_COUNT(checks); i++)
        checks[i](checking);
    if (checking->failed < 0)
        return -1;
    return query->count ? check_users(checking, &query->scan, err)
                        : check_stored_size(checking, err);
}

int check_campaign(struct store *store, const struct campaign *campaign,
        const struct check_query *query, struct finding_list *out, struct error *err)
{
    struct facts facts;
    struct seen *seen = NULL;
    struct checking checking = {.facts = &facts,
            .campaign = campaign,
            .action_ms = query->action_ms == WHEN_NONE ? when_now() : query->action_ms,
            .out = out,
            .err = err};
    int answer = -1;
    *out = (struct finding_list){0};
    if (facts_open(&facts, store, err) < 0)
        return -1;
    seen = seen_open(store, err);
    if (seen == NULL)
        goto out;
    checking.seen = seen;
    if (campaign->id != NULL)
        checking.saved = plan_find(facts.plan, campaign->id, strlen(campaign->id));
    campaign_findings(campaign, checking.action_ms, facts.settings.timezone, out);
    answer = check_facts(&checking, query, err);
    finding_list_sort(out);
out:
    seen_free(seen);
    facts_close(&facts);
    if (answer < 0)
        finding_list_release(out);
    return answer;
}

int check_campaign_id(struct store *store, const char *id, const struct check_query *query,
        struct finding_list *out, struct error *err)
{
    struct campaign *campaign = campaign_document(store, id, 0, err);
    int answer;
    *out = (struct finding_list){0};
    if (campaign == NULL)
        return -1;
    answer = check_campaign(store, campaign, query, out, err);
    campaign_free(campaign);
    return answer;
}

size_t findings_count(const struct finding_list *list, enum severity severity)
{
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++)
        count += list->items[i].severity == severity;
    return count;
}
