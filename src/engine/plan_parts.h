/* What a plan is made of: campaigns by rank, the rows that care about a stimulus by what it is, and
 * compiled filters. Private to the engine. */
#ifndef ENGINE_PLAN_PARTS_H
#define ENGINE_PLAN_PARTS_H

#include "engine/plan.h"
#include "events/event.h"

/* A row of a campaign that cares; lists are in order of campaign rank, then row. */
struct row_ref {
    uint32_t rank;
    uint32_t row;
};

struct row_list {
    struct row_ref *refs;
    size_t count, capacity;
};

enum row_role { ROLE_TRIGGER, ROLE_EXCEPTION, ROLE_CONVERSION, ROLE_COUNT };

struct row_lists {
    struct row_list of[ROLE_COUNT];
};

/* A campaign id that exists, or that some row names. */
struct plan_source {
    const struct plan_campaign *campaign; /* NULL: no such campaign */
    struct row_lists rows;                /* interactions with it, exceptions performed for it */
};

struct plan_segment {
    uint32_t version;
    struct segment *document;
    struct filter_plan *filter;
};

struct plan_rows {
    struct campaign *document;     /* owned */
    struct filter_plan **segments; /* of the audience; NULL where there is no such segment */
    struct filter_plan *filter;    /* NULL: none */
    int64_t wait_ms;
    int64_t start_ms, end_ms; /* in the company zone */
    int64_t within_ms[CAMPAIGN_CONVERSIONS_MAX];
};

struct plan_number {
    uint32_t number;
    uint32_t rank;
};

struct plan {
    struct rules rules;
    struct intern *names;
    uint32_t session_name, purchase_name;

    struct plan_campaign *campaigns; /* by rank once ready */
    size_t campaign_count, campaign_capacity;
    struct plan_number *numbers; /* ascending by number */
    struct plan_segment *segments;
    size_t segment_count, segment_capacity;

    struct row_lists *by_name; /* by id of the event's name, rows of its meaning included */
    uint32_t name_count;
    struct row_lists by_meaning[MEANING_COUNT]; /* for names that no row names */
    struct intern *source_ids;
    struct plan_source *sources; /* by id in source_ids */
    struct row_lists any_link;   /* click_email_link with any campaign or canvas step */
    struct row_lists canvas;
    struct row_lists traits;
    struct intern *attributes; /* traits whose change some row of `traits` waits for */
};

/* The rows that care about a track event of that name; NULL: none. */
const struct row_lists *plan_event_rows(
        const struct plan *plan, uint32_t name, enum meaning meaning);
/* NULL: no campaign of that id, and no row names it. */
const struct plan_source *plan_source(const struct plan *plan, const char *id, size_t size);
/* Whether the campaign is live at that clock; scheduled is not (SEMANTICS 5.0). */
bool plan_is_live(const struct plan_campaign *campaign, int64_t clock_ms);

/* The rule a row stands for: `conversion` is the campaign's first conversion event, NULL where it
 * has none. */
const struct rule *rule_meant(const struct campaign *campaign, const struct rule *rule);
/* The campaign whose interactions a rule is about. */
const char *rule_campaign(const struct campaign *campaign, const struct rule *rule);

/* Filters: begun first, resolved when all segments are begun (they name each other). */
struct filter_plan *filter_plan_begin(const struct filter *filter);
/* NULL, or the id of a segment there is none of: that leaf holds nobody. */
const char *filter_plan_resolve(struct filter_plan *filter, const struct plan *plan);
struct filter_plan *plan_segment_find(const struct plan *plan, const char *id);

void plan_index(struct plan *plan);
void plan_index_release(struct plan *plan);

#endif
