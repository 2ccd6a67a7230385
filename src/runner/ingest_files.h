/* The files of a batch in the database: what was read before, how far, and what their lines were.
 */
#ifndef RUNNER_INGEST_FILES_H
#define RUNNER_INGEST_FILES_H

#include "events/batch.h"
#include "runner/ingest.h"
#include "store/files.h"

struct kept_reject {
    uint32_t file;
    uint64_t line;
    char *reason, *text; /* in the arena */
    size_t text_size;
};

struct ingest_files {
    struct file_record *records; /* one a file of the batch */
    bool *dirty;                 /* since the last flush */
    size_t count;
    struct kept_reject *rejects; /* since the last flush */
    size_t reject_count, reject_capacity;
    struct arena arena;
};

/* Marks what was read before or stands twice as skipped, and where others go on. */
int ingest_files_open(struct ingest_files *files, struct batch *batch, struct store *store,
        int64_t now_ms, struct ingest_result *result, struct error *err);
void ingest_files_release(struct ingest_files *files);

/* What a block says of its lines. Events are noted as they are evaluated. */
void ingest_files_add(
        struct ingest_files *files, const struct block *block, struct ingest_result *result);
void ingest_files_event(struct ingest_files *files, const struct event *event);
bool ingest_files_full(const struct ingest_files *files);
/* With the last flush of the batch: all its files are read. */
void ingest_files_finish(struct ingest_files *files, struct batch *batch);
/* Inside a transaction; ingest_files_clear after its commit. */
int ingest_files_write(const struct ingest_files *files, struct store *store, struct error *err);
void ingest_files_clear(struct ingest_files *files);

#endif
