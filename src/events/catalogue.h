/* What was seen: event names with counts by day and users, property names with types and example
 * values, and the same for traits. Kept in memory as a whole for names and days, in bounds for
 * properties. */
#ifndef EVENTS_CATALOGUE_H
#define EVENTS_CATALOGUE_H

#include "base/error.h"
#include "base/intern.h"
#include "events/event.h"

/* Also bounded: 200 000 properties in all, 64 elements of an array, keys of 255 bytes. What is
 * beyond a bound is not listed; counts by name, day and user are exact for every name. */
enum {
    CATALOGUE_PROPERTIES_MAX = 200, /* a name; paths of nested members as `a.b`, `a[].b`, depth 4 */
    CATALOGUE_EXAMPLES_MAX = 12,    /* a property */
    CATALOGUE_EXAMPLE_SIZE_MAX = 64,
    CATALOGUE_NAMES_MAX = 20000, /* names with properties; counts are kept for all */
};

struct catalogue_example {
    char *json; /* the value as JSON text, strings cut at CATALOGUE_EXAMPLE_SIZE_MAX */
    int64_t count;
};

struct catalogue_property {
    char *path; /* as SEMANTICS 9.3 writes paths: `a.b`, `a[]`, `a[].b`, `"a.b"` */
    int64_t counts[VALUE_OBJECT + 1]; /* by enum value_type */
    struct catalogue_example *examples;
    size_t example_count;
    bool more; /* other values were seen too */
};

struct catalogue_day {
    int64_t day; /* civil day in the company zone */
    int64_t count;
};

struct catalogue_name {
    uint32_t name; /* id in the intern table; CATALOGUE_TRAITS for the traits of identify */
    int64_t count;
    int64_t users;
    int64_t first_ms, last_ms;
    struct catalogue_day *days; /* ascending */
    size_t day_count;
    struct catalogue_property *properties;
    size_t property_count;
    bool dirty; /* changed since catalogue_clean: for the store */
};

#define CATALOGUE_TRAITS UINT32_MAX

struct catalogue;
struct catalogue *catalogue_new(void);
void catalogue_free(struct catalogue *catalogue);

/* Credits one accepted track event, or the traits of an identify (name CATALOGUE_TRAITS).
 * `new_user`: the user's first of that name. Cheap where the shape of the event was seen before. */
void catalogue_credit(struct catalogue *catalogue, uint32_t name, int64_t at_ms, int64_t day,
        bool new_user, struct value properties);

size_t catalogue_count(const struct catalogue *catalogue);
const struct catalogue_name *catalogue_at(const struct catalogue *catalogue, size_t index);
const struct catalogue_name *catalogue_find(const struct catalogue *catalogue, uint32_t name);
void catalogue_clean(struct catalogue *catalogue);

/* One name packed for the database, and back. The name must be one of a catalogue.
 * catalogue_load replaces what was known of the name, and fails on damaged bytes. */
void catalogue_pack(const struct catalogue_name *name, struct buf *out);
int catalogue_load(struct catalogue *catalogue, uint32_t name, const void *bytes, size_t size,
        struct error *err);

#endif
