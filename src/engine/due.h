/* When a message is due (SEMANTICS 7): pure functions of document, zones and instants. */
#ifndef ENGINE_DUE_H
#define ENGINE_DUE_H

#include "base/zone.h"
#include "model/campaign.h"

/* Due of a trigger at `at_ms`. `user` is the user's zone or ZONE_NONE, `best_hour` that of
 * profile_best_hour. */
int64_t due_ms(
        const struct delay *delay, int64_t at_ms, zone_id user, zone_id company, int best_hour);

/* The time of day a window looks at. */
int64_t window_clock_ms(const struct window *window, int64_t at_ms, zone_id user, zone_id company);
/* Whether an instant lies in the window; true without a window. */
bool window_holds(const struct window *window, int64_t at_ms, zone_id user, zone_id company);
/* The first instant at or after `at_ms` that lies inside (SEMANTICS 7.4). */
int64_t window_next_ms(const struct window *window, int64_t at_ms, zone_id user, zone_id company);

/* A wall time of a document as an instant in its zone (SEMANTICS 7.5). */
int64_t wall_time_ms(const struct wall_time *wall, enum zone_of of, zone_id user, zone_id company);

#endif
