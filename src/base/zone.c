#include "base/zone.h"

#include <errno.h>
#include <glib.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/intern.h"
#include "base/when.h"

enum { ZONE_MAX = 2048, TZDATA_SIZE_MAX = 4 * 1024 * 1024, SPANS = 4 };

/* GLib is asked about these instants only; beyond them the offset is the one at the limit. */
#define FIRST_S (day_from_civil(1800, 1, 1) * 86400)
#define LAST_S  (day_from_civil(2400, 1, 1) * 86400)

static struct intern *names;      /* id - 1 is the number of the name */
static zone_id targets[ZONE_MAX]; /* by id: what a link points to, or itself */
static _Atomic(GTimeZone *) zones[ZONE_MAX];

/* start_ms <= instant < end_ms: the offset is the same, and GLib counts it as one interval. */
struct span {
    int64_t start_ms;
    int64_t end_ms;
    int64_t offset_ms;
};

static thread_local struct span spans[ZONE_MAX][SPANS]; /* the last used first */

/* One line of tzdata.zi: 'Z name ...' or 'L target name'. */
static int add_line(const char *line)
{
    char kind[2], first[256], second[256];
    if (sscanf(line, "%1s %255s %255s", kind, first, second) != 3)
        return 0;
    bool link = kind[0] == 'L';
    if (!link && kind[0] != 'Z')
        return 0;
    const char *name = link ? second : first;
    uint32_t id = intern_add(names, name, strlen(name)) + 1;
    uint32_t target = link ? intern_add(names, first, strlen(first)) + 1 : id;
    if (id >= ZONE_MAX || target >= ZONE_MAX)
        return -1;
    targets[id] = (zone_id)target;
    return 0;
}

static int read_names(FILE *file, const char *path, struct error *err)
{
    char *line = NULL;
    size_t room = 0, total = 0;
    int result = 0;
    ssize_t size;
    while (result == 0 && (size = getline(&line, &room, file)) >= 0) {
        total += (size_t)size;
        if (total > TZDATA_SIZE_MAX || add_line(line) != 0)
            result = error_set(err, ERROR_UNAVAILABLE,
                    "%s: far more zones than there are; reinstall the package tzdata", path);
    }
    if (result == 0 && ferror(file))
        result = error_set_errno(err, ERROR_UNAVAILABLE, errno, "%s: cannot be read", path);
    free(line);
    return result;
}

static void forget_names(void)
{
    intern_free(names);
    names = NULL;
    memset(targets, 0, sizeof targets);
}

int zone_start(struct error *err)
{
    if (names)
        return 0;
    const char *folder = getenv("TZDIR");
    char *path = mem_format("%s/tzdata.zi", folder && *folder ? folder : "/usr/share/zoneinfo");
    int result = -1;
    FILE *file = fopen(path, "re");
    if (!file) {
        error_set_errno(err, ERROR_UNAVAILABLE, errno,
                "%s: cannot read the names of the time zones; install the package tzdata", path);
        goto out;
    }
    names = intern_new();
    intern_add(names, "UTC", 3); /* ZONE_UTC */
    result = read_names(file, path, err);
    if (result == 0 && targets[ZONE_UTC] == ZONE_NONE)
        result = error_set(err, ERROR_UNAVAILABLE,
                "%s: the zone UTC is not in it; reinstall the package tzdata", path);
    if (result != 0)
        forget_names();
out:
    if (file)
        fclose(file);
    mem_free(path);
    return result;
}

zone_id zone_find(const char *name, size_t size)
{
    uint32_t found = names ? intern_find(names, name, size) : INTERN_NONE;
    /* A link's target that has no line of its own is no zone. */
    if (found == INTERN_NONE || targets[found + 1] == ZONE_NONE)
        return ZONE_NONE;
    return (zone_id)(found + 1);
}

const char *zone_name(zone_id zone)
{
    if (zone == ZONE_NONE || zone > zone_count())
        return "";
    return intern_text(names, zone - 1u, NULL);
}

size_t zone_count(void)
{
    return names ? intern_count(names) : 0;
}

/* The target first: GLib takes some links ('EST5EDT') for rules and not for names. */
static GTimeZone *open_zone(zone_id zone)
{
    GTimeZone *opened = g_time_zone_new_identifier(zone_name(targets[zone]));
    if (!opened)
        opened = g_time_zone_new_identifier(zone_name(zone));
    return opened ? opened : g_time_zone_new_utc();
}

static GTimeZone *zone_data(zone_id zone)
{
    GTimeZone *data = atomic_load_explicit(&zones[zone], memory_order_acquire);
    if (data)
        return data;
    GTimeZone *opened = open_zone(zone);
    if (atomic_compare_exchange_strong(&zones[zone], &data, opened))
        return opened;
    g_time_zone_unref(opened);
    return data;
}

static int interval_at(GTimeZone *data, int64_t instant_s)
{
    return g_time_zone_find_interval(data, G_TIME_TYPE_UNIVERSAL, instant_s);
}

/* The first second of [low, high] whose interval is not below `wanted`; high's is not. */
static int64_t first_not_below(GTimeZone *data, int64_t low, int64_t high, int wanted)
{
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (interval_at(data, middle) < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct span find_span(zone_id zone, int64_t instant_ms)
{
    GTimeZone *data = zone_data(zone);
    int64_t at = instant_ms / 1000 - (instant_ms % 1000 < 0);
    at = at < FIRST_S ? FIRST_S : at > LAST_S ? LAST_S : at;
    int interval = interval_at(data, at);
    struct span span = {
            INT64_MIN, INT64_MAX, (int64_t)g_time_zone_get_offset(data, interval) * 1000};
    if (interval_at(data, FIRST_S) < interval)
        span.start_ms = first_not_below(data, FIRST_S, at, interval) * 1000;
    if (interval_at(data, LAST_S) > interval)
        span.end_ms = first_not_below(data, at, LAST_S, interval + 1) * 1000;
    return span;
}

static const struct span *span_at(zone_id zone, int64_t instant_ms)
{
    if (zone == ZONE_NONE || zone > zone_count())
        zone = ZONE_UTC;
    struct span *cached = spans[zone];
    if (instant_ms >= cached->start_ms && instant_ms < cached->end_ms)
        return cached;
    size_t place = 1;
    while (place < SPANS &&
            !(instant_ms >= cached[place].start_ms && instant_ms < cached[place].end_ms))
        place++;
    struct span found;
    if (place < SPANS) {
        found = cached[place];
    } else {
        found = find_span(zone, instant_ms);
        place = SPANS - 1;
    }
    memmove(cached + 1, cached, place * sizeof *cached);
    cached[0] = found;
    return cached;
}

/* Far beyond every instant that can be read, so that sums cannot overflow. */
static int64_t bounded(int64_t instant_ms)
{
    const int64_t limit = 1000000 * DAY_MS;
    return instant_ms < -limit ? -limit : instant_ms > limit ? limit : instant_ms;
}

struct wall zone_wall(zone_id zone, int64_t instant_ms)
{
    int64_t at = bounded(instant_ms);
    int64_t shown = at + span_at(zone, at)->offset_ms;
    int64_t day = when_day(shown);
    return (struct wall){day, shown - day * DAY_MS};
}

/* The first instant whose wall time is not below the wanted one. Wall time runs with the instants
 * and jumps between spans: over a gap that is the instant after it, in an overlap the first
 * occurrence. */
int64_t zone_instant(zone_id zone, struct wall wall)
{
    int64_t shown = bounded(wall.day < -1000000  ? INT64_MIN
                            : wall.day > 1000000 ? INT64_MAX
                                                 : wall.day * DAY_MS + bounded(wall.ms));
    /* No zone is further than 16 h from UTC, none goes back by more than a day. */
    int64_t from = shown - 40 * HOUR_MS;
    for (;;) {
        const struct span *span = span_at(zone, from);
        int64_t instant = shown - span->offset_ms;
        if (instant < from)
            instant = from;
        if (instant < span->end_ms)
            return instant;
        from = span->end_ms;
    }
}

int32_t zone_offset_s(zone_id zone, int64_t instant_ms)
{
    return (int32_t)(span_at(zone, bounded(instant_ms))->offset_ms / 1000);
}

int64_t zone_next_change(zone_id zone, int64_t instant_ms)
{
    int64_t at = bounded(instant_ms);
    int64_t last = at + 3653 * DAY_MS;
    struct span span = *span_at(zone, at);
    for (;;) {
        if (span.end_ms > last)
            return WHEN_NEVER;
        struct span next = *span_at(zone, span.end_ms);
        if (next.offset_ms != span.offset_ms)
            return span.end_ms;
        span = next;
    }
}
