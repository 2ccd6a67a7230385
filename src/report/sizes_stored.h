/* Sizes as they were last counted: what lists show at once. */
#ifndef REPORT_SIZES_STORED_H
#define REPORT_SIZES_STORED_H

#include "report/facts.h"

struct stored_sizes;
/* Of all segments. The facts must outlive it. */
struct stored_sizes *stored_sizes_open(const struct facts *facts, struct error *err);
void stored_sizes_free(struct stored_sizes *sizes);

/* -1 and WHEN_NONE where it was never counted, or counted for an older version. */
void stored_segment(
        const struct stored_sizes *sizes, const char *id, int64_t *size, int64_t *as_of_ms);
/* Of a whole audience: known where it is everyone or exactly one segment. */
void stored_audience(const struct stored_sizes *sizes, const struct campaign *campaign,
        int64_t *size, int64_t *as_of_ms);

#endif
