/* What was seen in event files: event names, properties, values, traits; for `events`, for `check`
 * and for suggestions while typing. */
#ifndef REPORT_SEEN_H
#define REPORT_SEEN_H

#include "base/error.h"
#include "base/value.h"

struct store;

/* The catalogue as it was when it was opened; read once, then asked as often as one likes. */
struct seen;
struct seen *seen_open(struct store *store, struct error *err);
void seen_free(struct seen *seen);

struct event_row {
    const char *event;
    int64_t count;
    int64_t users;
    int64_t first_ms, last_ms;
};

struct event_day {
    int64_t day; /* civil day in the company zone */
    int64_t count;
};

struct value_example {
    const char *json;
    int64_t count;
};

struct property_row {
    const char *path;
    int64_t count;
    int64_t counts[VALUE_OBJECT + 1];     /* by enum value_type */
    const struct value_example *examples; /* the most frequent first */
    size_t example_count;
    bool more_values; /* than the examples */
};

/* All event names, in order of name (bytewise). Texts and rows belong to the `seen`. */
size_t seen_event_count(const struct seen *seen);
const struct event_row *seen_event_at(const struct seen *seen, size_t index);
/* NULL where it was never seen. The name is of that exact spelling. */
const struct event_row *seen_event(const struct seen *seen, const char *name);
/* The days of an event, ascending; days without any are left out. */
const struct event_day *seen_event_days(const struct seen *seen, const char *name, size_t *count);
/* The properties of an event, NULL: the traits of identify; in order of path. */
const struct property_row *seen_properties(
        const struct seen *seen, const char *event, size_t *count);
/* One property; NULL where it was never seen. Indexes in a path are taken as `[]`. */
const struct property_row *seen_property(
        const struct seen *seen, const char *event, const char *path);
/* The same, whatever the case of its letters: for 'did you mean'. */
const struct event_row *seen_event_other_case(const struct seen *seen, const char *name);
const struct property_row *seen_property_other_case(
        const struct seen *seen, const char *event, const char *path);

struct suggestion {
    char *text;
    int64_t count;
    char *note;  /* for people: 'text, 12 840 times'; NULL without */
    bool begins; /* with the typed text */
};

struct suggestions {
    struct suggestion *items; /* what begins with the typed text first, then by count */
    size_t count;
};

/* What contains the typed text, case and accents folded, at most `limit`. `event` NULL: traits. */
void seen_suggest_events(
        const struct seen *seen, const char *typed, size_t limit, struct suggestions *out);
void seen_suggest_properties(const struct seen *seen, const char *event, const char *typed,
        size_t limit, struct suggestions *out);
/* Values as one would type them: strings without quotes. */
void seen_suggest_values(const struct seen *seen, const char *event, const char *path,
        const char *typed, size_t limit, struct suggestions *out);
void suggestions_release(struct suggestions *suggestions);

#endif
