/* The demo's documents and its load script, compiled in from data/demo, with their dates filled in.
 */
#ifndef DEMO_DOCUMENT_H
#define DEMO_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "demo/demo.h"

enum { DEMO_BATCHES = 3 };

struct demo_dates {
    int64_t start_ms, end_ms;
    int64_t batch_end_ms[DEMO_BATCHES];    /* of the events in each batch */
    const char *batch_files[DEMO_BATCHES]; /* shell words, from the demo's folder */
    const char *customers;                 /* the same for the export of customers */
};

/* Writes all of them below the folder, counting campaigns and segments. */
int documents_write(const char *directory, const struct demo_dates *dates,
        struct demo_summary *summary, struct error *err);

/* Appends `text` with its marks replaced: {{start}} {{end}} {{batch1-end}} {{batch1-files}}
 * {{customers}} (batches 1 to 3), {{date+N}} and {{date-N}} (N days from the day of the end). Fails
 * on any other. */
int document_fill(const char *text, size_t size, const struct demo_dates *dates, struct buf *out,
        struct error *err);

#endif
