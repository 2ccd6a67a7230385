/* Event files into the database: one call is one batch (SEMANTICS 1.5). */
#ifndef RUNNER_INGEST_H
#define RUNNER_INGEST_H

#include <signal.h>

#include "store/store.h"

struct ingest_progress {
    const char *phase;
    int64_t bytes_done, bytes_total; /* raw bytes of the files in this phase */
    int64_t lines;
    int64_t elapsed_ms;
};

struct ingest_options {
    int64_t until_ms;    /* raises the clock after the batch; WHEN_NONE: not */
    int64_t rejects_max; /* stops after so many new rejects; -1: never */
    int64_t now_ms;      /* the wall clock, for in_future */
    size_t cache_bytes;  /* bound of profiles in memory; 0: the default, 1 GiB */
    int64_t flush_ms;    /* between two flushes; 0: they find their own measure */
    bool ends;           /* the process ends afterwards: its memory is not taken apart */
    const char *login;   /* whom the lease names; NULL: nobody */
    const volatile sig_atomic_t *interrupted; /* set by a signal; NULL: never */
    /* Called about ten times a second. `phase` says what is done now: 'reading', 'evaluating',
     * 'writing', 'counting segments'. May be NULL. */
    void (*progress)(void *context, const struct ingest_progress *progress);
    void *context;
};

/* Counts of this call (FORMATS 4). */
struct ingest_result {
    int64_t files; /* that were read */
    int64_t lines, accepted, duplicates, rejected, anonymous, skipped, late, in_future;
    int64_t already_ingested; /* files */
    int64_t cycle, unknown_campaign, regex_limit;
    int64_t clock_ms;
    bool until_behind; /* the clock was past `until` already: nothing to raise */
};

/* Takes the lease, reads the files that were not read before, evaluates them and keeps everything.
 * What was kept when it fails, is interrupted or killed stays; the same call again continues there.
 * `result` is filled in any case. ERROR_REFUSED after `rejects_max`, ERROR_INTERRUPTED,
 * ERROR_UNAVAILABLE. */
int ingest(struct store *store, const char *const *paths, size_t count,
        const struct ingest_options *options, struct ingest_result *result, struct error *err);

#endif
