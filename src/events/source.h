/* Bytes of a file, plain, gzip or zstd (told by its first bytes, not its name), line by line. */
#ifndef EVENTS_SOURCE_H
#define EVENTS_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/hash.h"

struct source;
/* Opens a regular file (or the given descriptor, where path is only its name for errors and fd >=
 * 0, which the source then owns). Raw bytes also go into `hash` where that is not NULL. */
struct source *source_open(const char *path, int fd, struct hash_stream *hash, struct error *err);
void source_free(struct source *source);
/* Reads no further than so many raw bytes, as if the file ended there: for a file that grows. */
void source_limit(struct source *source, int64_t raw_bytes);

enum line_state {
    SOURCE_LINE,    /* a line that ended with a newline */
    SOURCE_PARTIAL, /* the last bytes of the file, without one */
    SOURCE_LONG, /* a line over EVENT_LINE_MAX; its first bytes are given, the rest was skipped */
    SOURCE_SKIPPED, /* a part of that rest was passed over, no line: a chance to stop, call again */
    SOURCE_END,
    SOURCE_ERROR,
};

/* The next line, without its newline, with PARSE_PADDING readable bytes behind it; valid until the
 * next call. A truncated or damaged gz/zst gives its whole lines first, then an error that says how
 * far. */
enum line_state source_line(
        struct source *source, const char **line, size_t *size, struct error *err);
int64_t source_raw_bytes(const struct source *source); /* read so far */

#endif
