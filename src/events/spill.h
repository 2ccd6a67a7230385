/* Unlinked temporary files, and sorted runs of lines in them. */
#ifndef EVENTS_SPILL_H
#define EVENTS_SPILL_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "events/heap.h"

/* A descriptor of a file without a name in that folder (NULL: the current one), or -1. */
int scratch_open(const char *folder, struct error *err);
/* Writes all of it at the end of the file. */
int scratch_write(int fd, const void *bytes, size_t size, struct error *err);

/* A line of an event and its place in the order. */
struct record {
    struct key key;
    uint32_t size;
    const char *bytes;
};

/* One temporary file with runs one after another. */
struct spill;
struct spill *spill_new(const char *folder, struct error *err);
void spill_free(struct spill *spill);
/* Records are added in order; spill_end_run ends the run. */
int spill_add(struct spill *spill, const struct record *record, struct error *err);
int spill_end_run(struct spill *spill, struct error *err);
size_t spill_run_count(const struct spill *spill);

struct run_reader;
struct run_reader *run_open(const struct spill *spill, size_t run);
void run_free(struct run_reader *reader);
/* The next record: 1, 0 at the end, -1. Its bytes, with PARSE_PADDING readable bytes behind them,
 * are valid until the next call. */
int run_next(struct run_reader *reader, struct record *record, struct error *err);

#endif
