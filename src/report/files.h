/* Which event files were read, and which of their lines were rejected. */
#ifndef REPORT_FILES_H
#define REPORT_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct store;

struct file_row {
    char *path; /* under which it was read */
    char *hash; /* of its bytes: its identity */
    int64_t size;
    int64_t read_ms; /* wall clock */
    bool whole;      /* false: the reading was interrupted, and goes on when it is given again */
    int64_t lines, accepted, duplicates, rejected, anonymous, skipped, late;
    int64_t rejects_kept; /* rows of rejects_each; the rest of `rejected` is only counted */
};

struct file_list {
    struct file_row *items; /* newest first */
    size_t count;
};

int files_list(struct store *store, int64_t limit, struct file_list *out, struct error *err);
void file_list_release(struct file_list *list);

struct reject_row {
    const char *file;
    int64_t line;
    const char *reason;
    const char *text; /* the first 4 KiB: any bytes */
    size_t text_size;
};

/* Hands over one row at a time, valid during the call, in order of reading and line. `file`: a
 * path as read, its last part, or the hash; NULL: all; refused where no such file was read. A
 * return other than 0 from `row` ends it, and the function returns 0. */
int rejects_each(struct store *store, const char *file, int64_t limit,
        int (*row)(void *context, const struct reject_row *reject), void *context,
        struct error *err);

#endif
