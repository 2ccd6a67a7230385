/* Inside of check.h: what the files of checks share. */
#ifndef REPORT_CHECK_PARTS_H
#define REPORT_CHECK_PARTS_H

#include "model/finding.h"
#include "report/facts.h"
#include "report/seen.h"

struct checking {
    const struct facts *facts;
    const struct seen *seen;
    const struct campaign *campaign;
    const struct plan_campaign *saved; /* its current version, NULL for a new one */
    int64_t action_ms;
    struct finding_list *out;
    int failed; /* a look into the database failed, with `err` set */
    struct error *err;
};

/* Segments, sources, surface that do not exist (check_names.c). */
void check_names(struct checking *checking);
/* Events, properties and traits that were never seen (check_seen.c). */
void check_seen(struct checking *checking);
/* Sources that are drafts or live already (check_sources.c). */
void check_sources(struct checking *checking);
/* Campaigns that trigger each other in a ring (check_rings.c). */
void check_rings(struct checking *checking);
/* What the audience requires through its segments (check_segments.c). */
void check_segments(struct checking *checking);

#endif
