/* What is wrong or odd with a campaign (SEMANTICS 11): the findings of the document alone
 * (model/finding.h) and those that need facts, as one sorted list. */
#ifndef REPORT_CHECK_H
#define REPORT_CHECK_H

#include "base/error.h"
#include "model/finding.h"
#include "report/scan.h"

struct store;

struct check_query {
    int64_t action_ms; /* the instant of the action; WHEN_NONE: the wall clock */
    bool count;        /* go through all users too: audience_empty, zone_unknown (warnings both) */
    struct scan scan;
};

/* The document need not be saved. Fails only where the database does. */
int check_campaign(struct store *store, const struct campaign *campaign,
        const struct check_query *query, struct finding_list *out, struct error *err);
/* The current version. Refused where there is no such campaign. */
int check_campaign_id(struct store *store, const char *id, const struct check_query *query,
        struct finding_list *out, struct error *err);

size_t findings_count(const struct finding_list *list, enum severity severity);

#endif
