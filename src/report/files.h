/* Which event files were read, and which of their lines were rejected. */
#ifndef REPORT_FILES_H
#define REPORT_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct store;

struct read_file {
    char *path; /* under which it was read */
    char *hash; /* of its bytes: its identity */
    int64_t size;
    int64_t read_ms; /* wall clock */
    bool whole;      /* false: the reading was interrupted, and goes on when it is given again */
    int64_t lines, accepted, duplicates, rejected, anonymous, skipped, late;
    int64_t rejects_kept; /* rows of reject_lines; the rest of `rejected` is only counted */
};

struct read_file_list {
    struct read_file *items; /* newest first */
    size_t count;
};

int read_files(struct store *store, int64_t limit, struct read_file_list *out, struct error *err);
void read_file_list_release(struct read_file_list *list);

struct reject_line {
    const char *file;
    int64_t line;
    const char *reason;
    const char *text; /* the first 4 KiB: any bytes */
    size_t text_size;
};

/* Hands over one row at a time, valid during the call, in order of reading and line. `file`: a
 * path as read, its last part, or the hash; NULL: all; refused where no such file was read. A
 * return other than 0 from `row` ends it, and the function returns 0. */
int reject_lines(struct store *store, const char *file, int64_t limit,
        int (*row)(void *context, const struct reject_line *reject), void *context,
        struct error *err);

#endif
