/* Campaigns and segments made ready for the engine: names interned, an index from event names to
 * the rows that care, sources resolved (DESIGN 2). A plan does not change; after a save or an
 * action a new one is made. */
#ifndef ENGINE_PLAN_H
#define ENGINE_PLAN_H

#include "base/intern.h"
#include "engine/profile.h"
#include "engine/trace.h"
#include "model/campaign.h"

/* The settings that rules ask for. */
struct rules {
    zone_id company;
    int64_t max_late_ms; /* WHEN_NEVER: off */
    int64_t dedupe_ms;
    int64_t grace_ms;
    bool live; /* decisions wait for the wall clock, lateness is measured with grace (SEMANTICS 6.2)
                */
};

struct plan_campaign {
    uint32_t number;    /* the store's, for good */
    uint32_t version;   /* of the document */
    uint32_t rank;      /* place among all campaigns by id, bytewise (SEMANTICS 3.7) */
    enum status status; /* draft, live, stopped, archived */
    int64_t activated_ms, resumed_ms; /* WHEN_NONE where it never was */
    const struct campaign *document;
    struct plan_rows *rows; /* private to the engine */
};

struct plan;
struct filter_plan; /* a filter with names and campaigns resolved */

struct plan *plan_new(const struct rules *rules, struct intern *names);
/* Takes the document over. All campaigns that exist are added, also drafts and archived ones. */
void plan_add_campaign(struct plan *plan, uint32_t number, uint32_t version, enum status status,
        int64_t activated_ms, int64_t resumed_ms, struct campaign *document);
void plan_add_segment(struct plan *plan, uint32_t version, struct segment *document);
/* Sorts, resolves and indexes; call once, after all were added. */
int plan_ready(struct plan *plan, struct error *err);
void plan_free(struct plan *plan);

const struct rules *plan_rules(const struct plan *plan);
size_t plan_campaign_count(const struct plan *plan);
const struct plan_campaign *plan_campaign(const struct plan *plan, size_t rank);
const struct plan_campaign *plan_find(const struct plan *plan, const char *id, size_t size);
const struct plan_campaign *plan_by_number(const struct plan *plan, uint32_t number);

/* Start and end of a campaign for a user's zone (or the company's: ZONE_NONE), WHEN_NONE and
 * WHEN_NEVER where it has none (SEMANTICS 7.5). */
int64_t plan_start_ms(const struct plan *plan, const struct plan_campaign *campaign, zone_id user);
int64_t plan_end_ms(const struct plan *plan, const struct plan_campaign *campaign, zone_id user);
/* draft, scheduled, live, ended, stopped, archived at that clock (SEMANTICS 10.1). `pending`:
 * whether entries wait. */
enum status plan_shown_status(const struct plan *plan, const struct plan_campaign *campaign,
        int64_t clock_ms, bool pending);

size_t plan_segment_count(const struct plan *plan);
const struct segment *plan_segment(const struct plan *plan, size_t index); /* in order of id */
/* The segment's resolved filter, NULL where there is no such segment. */
const struct filter_plan *plan_segment_filter(const struct plan *plan, const char *id);

/* Any other filter over the same users (a draft's, an editor's). The filter must outlive it. Fails
 * where a segment it names is unknown. */
struct filter_plan *filter_plan_new(
        const struct plan *plan, const struct filter *filter, struct error *err);
void filter_plan_free(struct filter_plan *filter);

/* Whether the user is in (SEMANTICS 9). `now_ms` is the engine clock; the trace may be NULL. Counts
 * expressions that ran into a limit in *regex_limit where that is not NULL. */
bool filter_holds(const struct filter_plan *filter, const struct profile *profile, int64_t now_ms,
        struct trace *trace, uint64_t *regex_limit);
/* Every segment of the campaign's audience and its own filter. */
bool audience_holds(const struct plan *plan, const struct plan_campaign *campaign,
        const struct profile *profile, int64_t now_ms, struct trace *trace, uint64_t *regex_limit);

#endif
