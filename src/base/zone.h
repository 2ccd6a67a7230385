/* Time zones by the names of the system's tzdata.zi (SEMANTICS 1.3, 1.4).
 *
 * A zone is a small number, valid for the life of the process only: store names. Zone data comes
 * from GLib, asked only for names that stand in tzdata.zi. After zone_start every function may be
 * called from any thread; each thread keeps its own cache. After 2037 the winters of Europe/Dublin
 * are an hour wrong: GLib does not read its negative summer time. */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

typedef uint16_t zone_id;
#define ZONE_NONE ((zone_id)0)
#define ZONE_UTC  ((zone_id)1)

/* Reads the list of names; call once before threads start. Fails where tzdata is not installed. */
int zone_start(struct error *err);

/* The zone of that exact spelling, or ZONE_NONE. Links are names of their own. */
zone_id zone_find(const char *name, size_t size);
const char *zone_name(zone_id zone); /* "" for ZONE_NONE */
size_t zone_count(void);             /* ids go from 1 to this */

/* Wall time: a civil day and the milliseconds shown on the clock, 0 to 86 399 999. */
struct wall {
    int64_t day;
    int64_t ms;
};

/* UTC to local is always unique. ZONE_NONE is taken as UTC. */
struct wall zone_wall(zone_id zone, int64_t instant_ms);
/* Local to UTC: in a spring gap the first instant after the gap, in an autumn overlap the first
 * occurrence (SEMANTICS 1.4). */
int64_t zone_instant(zone_id zone, struct wall wall);
/* Seconds east of UTC at an instant. */
int32_t zone_offset_s(zone_id zone, int64_t instant_ms);
/* The next instant after `instant_ms` at which the offset changes, or WHEN_NEVER where none comes
 * within ten years. */
int64_t zone_next_change(zone_id zone, int64_t instant_ms);

#endif
