/* What the first look at the files (first_look.c) leaves to the second pass (reader.c). */
#ifndef EVENTS_BATCH_INT_H
#define EVENTS_BATCH_INT_H

#include <stdatomic.h>
#include <sys/stat.h>

#include "events/block_queue.h"
#include "events/source.h"

/* Sorted files that are open at once. */
enum { OPEN_FILES_MAX = 64 };

struct file_look {
    int spool; /* the copy of stdin, or -1 */
    struct stat status;
    int64_t first_ms, last_ms; /* of a sorted file: no event lies outside; WHEN_NONE: no times */
};

struct batch {
    struct batch_file *files;
    struct file_look *looks;
    size_t file_count;
    struct batch_options options;
    char *scratch_dir;
    struct block_queue queue;
    pthread_t thread;
    bool started;
    int64_t bytes_total; /* of the files that are read */
    _Atomic int64_t bytes_done;
};

/* Opens a file of the batch from its beginning. */
struct source *batch_source(
        const struct batch *batch, size_t file, struct hash_stream *hash, struct error *err);
/* Whether an event of that time is one for later (SEMANTICS 1.6). */
bool batch_in_future(const struct batch *batch, int64_t now_ms, int64_t at_ms);

bool batch_is_stdin(const char *path);

/* Looks at every file once: identity, size, lines, order. */
int first_look(struct batch *batch, struct error *err);

/* The second pass: fills the queue until the end, an error or until the queue is stopped. */
int batch_read(struct batch *batch, struct error *err);

#endif
