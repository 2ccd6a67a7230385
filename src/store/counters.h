/* Statistics of campaigns: a total per campaign, tally (engine/engine.h) and hour of the company
 * zone, with the set of users where they are counted once. */
#ifndef STORE_COUNTERS_H
#define STORE_COUNTERS_H

#include "base/zone.h"
#include "store/store.h"

enum counter_by { COUNTER_BY_NONE, COUNTER_BY_DAY, COUNTER_BY_HOUR };

struct counter_query {
    int64_t campaign;           /* number, -1: all */
    int64_t since_ms, until_ms; /* since <= start of the hour < until; WHEN_NONE, WHEN_NEVER: all */
    enum counter_by by;
    zone_id zone;     /* of days: the company's */
    bool totals_only; /* `unique` is not asked for: much faster */
    bool one_tally;   /* only `tally`, found without looking at the others */
    int tally;
};

struct counter_record {
    uint32_t campaign;
    int64_t from_ms; /* start of the day or hour; WHEN_NONE without `by` */
    int tally;
    int64_t total;
    int64_t unique; /* users, each once in the whole span of the row; 0 where tally_is_unique is not
                     */
};

/* Ordered by campaign, from, tally. */
int counters_scan(struct store *store, const struct counter_query *query,
        int (*visit)(void *context, const struct counter_record *row), void *context,
        struct error *err);

/* The sum of each tally over all time, which is kept beside the hours: for lists of campaigns.
 * Ordered by campaign and tally; `unique` is 0. */
int counters_totals(struct store *store,
        int (*visit)(void *context, const struct counter_record *row), void *context,
        struct error *err);

struct counter_key {
    uint32_t campaign;
    int tally;
    int64_t hour_ms; /* start of the hour on the company's clock */
};
struct roaring_bitmap_s;
/* Inside a transaction: adds to the total, and the users to its set (NULL: it has none). */
int counter_add(struct store *store, const struct counter_key *key, int64_t total,
        const struct roaring_bitmap_s *users, struct error *err);
/* Likewise: the sum of all its hours, which is kept beside them. */
int counter_total_add(
        struct store *store, uint32_t campaign, int tally, int64_t total, struct error *err);

#endif
