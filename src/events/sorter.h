/* Sorts any number of lines within bounded memory: pieces are sorted and spilled, then merged. */
#ifndef EVENTS_SORTER_H
#define EVENTS_SORTER_H

#include "events/spill.h"

/* Merged at once; more are first merged into fewer. */
enum { SORTER_RUNS_MAX = 64 };

struct sorter;
struct sorter *sorter_new(const char *scratch_folder, size_t memory_max);
void sorter_free(struct sorter *sorter);

/* Copies the record. */
int sorter_add(struct sorter *sorter, const struct record *record, struct error *err);
/* Ends the adding. `stop` may be asked at times whether to give up, which is an error
 * (ERROR_INTERRUPTED). */
int sorter_finish(
        struct sorter *sorter, int (*stop)(void *context), void *context, struct error *err);
/* The records in order: 1, 0 at the end, -1. The bytes are valid until the next call, with
 * PARSE_PADDING readable bytes behind them. */
int sorter_next(struct sorter *sorter, struct record *record, struct error *err);

#endif
