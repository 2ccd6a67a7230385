/* The files of one ingest as one stream of events in time order (SEMANTICS 1.5).
 *
 * A batch first looks at every file once: it hashes the raw bytes (the file's identity), counts
 * lines and finds out whether the lines are in time order. Sorted files are then streamed; a file
 * that is not sorted is sorted in pieces that spill into unlinked temporary files. Reading,
 * decompressing and parsing happen in a thread of their own, which hands over blocks; at most a few
 * blocks are on the way.
 *
 * Going on after an interruption. The caller keeps whole blocks: its transaction covers all of a
 * block or nothing of it. With them it keeps, for each file, two places, which are independent of
 * each other: the key (at_ms, line) of the file's last event in those blocks, and the counted_line
 * of the file's last block_counts. Handed to the next batch as resume_at_ms, resume_line and
 * counted_line (and the first batch's now_ms), they make it hand over exactly the rest: events
 * behind the key in order of (at_ms, line), and, of the lines that are no events, those behind
 * counted_line in order of the file. This is exact for sorted and unsorted files alike.
 *
 * A file that changes between the first look and the end of the second pass is an error
 * (ERROR_UNAVAILABLE) as soon as it is seen, at the latest at the file's end. One that only grows
 * is read as far as the first look saw it. */
#ifndef EVENTS_BATCH_H
#define EVENTS_BATCH_H

#include "base/arena.h"
#include "base/error.h"
#include "events/event.h"

enum { REJECT_TEXT_MAX = 4096, REJECTS_PER_FILE_MAX = 10000, FILE_ID_SIZE = 33 };

struct batch_file {
    char *path;            /* as given; "-" is stdin, which is spooled to a temporary file first */
    char id[FILE_ID_SIZE]; /* hash of the raw bytes */
    int64_t size;          /* raw bytes */
    int64_t lines;         /* without blank ones */
    bool sorted;
    bool skip; /* set by the caller between batch_open and batch_start: read before, or twice in
                  this batch */
    /* Where an earlier, interrupted batch stopped: events up to this key, in order of (at_ms,
     * line), are not handed over again. WHEN_NONE: from the beginning. Set by the caller before
     * batch_start. */
    int64_t resume_at_ms;
    uint64_t resume_line;
    uint64_t counted_line; /* lines that are no events are not handed over again up to here */
    int64_t now_ms; /* the wall clock for in_future: batch_options.now_ms, unless the caller sets
                       the (earlier) one of the interrupted batch before batch_start */
};

struct batch_options {
    int64_t now_ms;          /* the wall clock for in_future */
    int64_t max_ahead_ms;    /* -1: off */
    const char *scratch_dir; /* for spilled pieces and stdin; beside the database */
    size_t memory_max;       /* bytes for sorting before it spills; 0: the default, 64 MiB */
    /* Called now and then by batch_open and, while it waits, by batch_next, in the caller's thread;
     * a return other than 0 interrupts. May be NULL. */
    int (*progress)(void *context, int64_t bytes_done, int64_t bytes_total);
    void *context;
};

struct reject {
    uint32_t file;
    uint64_t line;
    const char *reason; /* static or in the block's arena */
    const char *text;   /* the first REJECT_TEXT_MAX bytes */
    size_t text_size;
};

/* What the lines of one file in one block were, beside its events. */
struct block_counts {
    uint32_t file;
    int64_t lines; /* not blank; of events too */
    int64_t anonymous;
    int64_t skipped;
    int64_t rejected; /* in_future among them */
    int64_t in_future;
    uint64_t counted_line; /* see struct batch_file; 0: as before */
};

enum {
    BLOCK_EVENTS_MAX = 4096,
    BLOCK_REJECTS_MAX = 1024,
    BATCH_BLOCKS_MAX = 6, /* at once; a caller may hold half of them unreleased */
};

struct block {
    struct arena arena;
    struct event *events;   /* in time order; valid until block_release */
    size_t event_count;     /* may be 0 */
    struct reject *rejects; /* at most REJECTS_PER_FILE_MAX a file are handed over, the rest only
                               counted */
    size_t reject_count;
    struct block_counts *counts; /* one a file that has lines here */
    size_t counts_count;
};

struct batch;

/* Looks at the files. Fails where one cannot be read or decompressed (naming it), before anything
 * was evaluated. `paths` is only read. */
struct batch *batch_open(const char *const *paths, size_t count,
        const struct batch_options *options, struct error *err);
size_t batch_file_count(const struct batch *batch);
struct batch_file *batch_file(struct batch *batch, size_t index);

/* Starts the reading thread. */
int batch_start(struct batch *batch, struct error *err);
/* The next block, NULL at the end or with an error (err->code is ERROR_NONE at the end). What was
 * read before an error is handed over first. The caller gives it back with batch_release. */
struct block *batch_next(struct batch *batch, struct error *err);
void batch_release(struct batch *batch, struct block *block);
/* Raw bytes read so far by the second pass, for progress; any thread. */
int64_t batch_bytes_done(const struct batch *batch);
void batch_free(struct batch *batch); /* stops the thread */

#endif
