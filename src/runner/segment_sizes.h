/* The sizes of all segments, from memory where the users are there, else from the database. */
#ifndef RUNNER_SEGMENT_SIZES_H
#define RUNNER_SEGMENT_SIZES_H

#include "runner/state.h"

struct segment_sizes {
    const struct filter_plan **filters; /* in order of plan_segment */
    struct segment_size *rows;
    size_t count;
};

/* Numbers and versions are those of the documents in the database. */
int segment_sizes_prepare(struct segment_sizes *sizes, struct store *store, const struct plan *plan,
        struct error *err);
/* False where not all users are in memory. */
bool segment_sizes_count(struct segment_sizes *sizes, const struct state *state, int64_t clock_ms);
int segment_sizes_count_stored(
        struct segment_sizes *sizes, struct store *store, int64_t clock_ms, struct error *err);
/* Inside a transaction. */
int segment_sizes_write(const struct segment_sizes *sizes, struct store *store, struct error *err);
void segment_sizes_release(struct segment_sizes *sizes);

#endif
