/* What a campaign did, in numbers: the rows of `stats` (SEMANTICS 6.7, 8.3). */
#ifndef REPORT_STATS_H
#define REPORT_STATS_H

#include "base/error.h"
#include "model/campaign.h"

struct store;

struct stat_count {
    int64_t total;
    int64_t unique; /* users, each once within the span of the row */
};

struct conversion_count {
    int64_t sent;
    int64_t control;
};

struct stats_row {
    char *campaign;
    int64_t from_ms, to_ms; /* the span of the row: [from, to); WHEN_NONE and WHEN_NEVER: ever */
    enum channel channel;
    bool track_opens, track_clicks; /* where false, opens and clicks are 'not tracked', not 0 */
    int64_t matches;
    int64_t refusals[REFUSAL_COUNT];
    int64_t entries;
    /* In a span, outcomes are those decided in it, and pending are entries that were triggered in
     * it and still wait. */
    int64_t outcomes[OUTCOME_COUNT];
    int64_t unique_recipients;
    struct stat_count interactions[INTERACTION_COUNT];
    struct stat_count reports[REPORT_KIND_COUNT];
    struct conversion_count conversions[CAMPAIGN_CONVERSIONS_MAX];
    size_t conversion_count; /* of the document */
    double revenue;
};

struct stats {
    struct stats_row *items; /* by campaign (bytewise), then by from_ms */
    size_t count;
};

enum stats_by { STATS_WHOLE, STATS_BY_DAY, STATS_BY_HOUR };

/* Days and hours are those of the company zone; a span is widened to whole hours (figures are kept
 * by the hour). Days and hours without any figure are left out unless `gaps`. */
struct stats_query {
    const char *const *ids; /* refused where one is unknown */
    size_t id_count;        /* 0: all */
    enum stats_by by;
    int64_t since_ms, until_ms; /* WHEN_NONE, WHEN_NEVER: open; until is not in */
    bool gaps;
};

enum { STATS_ROWS_MAX = 200000 };

int stats_count(
        struct store *store, const struct stats_query *query, struct stats *out, struct error *err);
void stats_release(struct stats *stats);

/* One sentence a figure, for those who ask what it means: 'Refused: the user already had an entry
 * waiting.' Static texts. */
const char *refusal_words(enum refusal refusal);
const char *outcome_words(enum outcome outcome);
const char *interaction_words(enum interaction interaction);
const char *report_kind_words(enum report_kind kind);

#endif
