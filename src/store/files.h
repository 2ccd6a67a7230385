/* Event files that were read, and lines that were not taken (FORMATS 1, 4). */
#ifndef STORE_FILES_H
#define STORE_FILES_H

#include "events/batch.h"
#include "store/store.h"

struct file_record {
    char id[FILE_ID_SIZE];
    const char *path; /* under which it was read first */
    int64_t size;     /* raw bytes */
    int64_t lines, accepted, duplicates, late, anonymous, skipped, rejected, in_future;
    int64_t rejects_kept;  /* rows of rejects_scan; only filled where files are read */
    int64_t first_read_ms; /* wall clock */
    bool done;
    int64_t resume_at_ms; /* see struct batch_file */
    uint64_t resume_line;
    uint64_t counted_line; /* likewise; kept with the counts, block by block */
};

/* 1 where it is known (path stays NULL), 0 where not, -1. */
int file_get(struct store *store, const char *id, struct file_record *out, struct error *err);
/* In order of first reading, newest first where `newest_first`. */
int files_scan(struct store *store, bool newest_first,
        int (*visit)(void *context, const struct file_record *row), void *context,
        struct error *err);

struct reject_record {
    const char *file; /* path */
    uint64_t line;
    const char *reason;
    const char *text; /* not made safe */
    size_t text_size;
};
/* By file in order of reading, then line. `file`: a path, its last part or a file id; NULL: all.
 * ERROR_REFUSED where no such file was read. */
int rejects_scan(struct store *store, const char *file,
        int (*visit)(void *context, const struct reject_record *row), void *context,
        struct error *err);

/* Inside a transaction. */
int file_put(struct store *store, const struct file_record *row, struct error *err);
int rejects_forget(struct store *store, const char *id, struct error *err);
int reject_add(struct store *store, const char *id, uint64_t line, const char *reason,
        const char *text, size_t text_size, struct error *err);

#endif
