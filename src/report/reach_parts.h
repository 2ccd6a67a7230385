/* Inside of reach.h: the pass over the users, which check shares. */
#ifndef REPORT_REACH_PARTS_H
#define REPORT_REACH_PARTS_H

#include "report/facts.h"
#include "report/reach.h"

/* Fills all of *out that needs the users. The audience's segments must exist. */
int reach_users(const struct facts *facts, const struct campaign *campaign, const struct scan *scan,
        struct reach *out, struct error *err);
/* Whether delay, window or duration ask for the user's zone. */
bool campaign_asks_zone(const struct campaign *campaign);

/* The first instant at which a message of the campaign can go, where it acts from `from_ms` on, for
 * a user in the company zone; WHEN_NONE where none can. */
int64_t reach_first_ms(const struct campaign *campaign, int64_t from_ms, zone_id company);

#endif
