/* Who is in: filters over all users, exact at the engine clock (FORMATS 4, `segment size`). */
#ifndef RUNNER_COUNT_H
#define RUNNER_COUNT_H

#include "engine/plan.h"
#include "store/users.h"

/* How many users each filter holds for, in one pass. `step` (may be NULL) is called now and then,
 * at least every few milliseconds, from the calling thread, with how many of all users were looked
 * at; other than 0 gives ERROR_INTERRUPTED. */
int runner_count(struct store *store, const struct filter_plan *const *filters, size_t count,
        int64_t now_ms, int64_t *sizes, int (*step)(void *context, int64_t done, int64_t total),
        void *context, struct error *err);
/* The members in order of first sight, at most `limit` (0: all). The profile is valid during the
 * call. */
int runner_members(struct store *store, const struct filter_plan *filter, int64_t now_ms,
        int64_t limit, int (*visit)(void *context, const struct profile *profile), void *context,
        struct error *err);
/* Counts all segments and keeps their sizes with the instant they are for. `plan` must be of the
 * documents in the database. */
int runner_segment_sizes(struct store *store, const struct plan *plan, struct error *err);

#endif
