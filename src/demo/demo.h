/* A shop's weeks: event files and documents that are the same for the same numbers.
 *
 * Writes DIR/events (one file a day, older ones compressed), DIR/campaigns, DIR/segments, DIR/edits
 * and DIR/load, a shell script that puts it all into a database. */
#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

#include <stdint.h>

#include "base/error.h"

enum { DEMO_USERS_MAX = 10000000, DEMO_DAYS_MAX = 366 };

struct demo_options {
    const char *directory; /* made where it is not there; empty, or a demo from before */
    uint32_t users, days;
    int64_t end_ms;
    uint64_t seed;
    /* Called now and then; a return other than 0 interrupts. */
    int (*progress)(void *context, int64_t done, int64_t total);
    void *context;
};

struct demo_summary {
    int64_t events, lines, files, bytes; /* lines: dirty ones and duplicates too; bytes as JSON */
    int64_t start_ms;
    int campaigns, segments;
};

int demo_write(const struct demo_options *options, struct demo_summary *summary, struct error *err);

#endif
