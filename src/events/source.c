#include "events/source.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "events/event.h"
#include "events/parse.h"
#include "events/unpack.h"

enum {
    CAPACITY_FIRST = 256 * 1024,
    CAPACITY_MAX = 4 * EVENT_LINE_MAX,
    SKIP_STEP = 64 * 1024 * 1024, /* of a long line in one call, so that callers can stop */
};

struct source {
    struct unpack *unpack;
    char *path;
    char *data; /* capacity bytes and PARSE_PADDING */
    size_t capacity;
    size_t start, end; /* what was not handed out yet */
    size_t searched;   /* no newline stands between start and here */
    bool skipping;     /* inside a long line whose first bytes were handed out */
    uint64_t lines;
};

/* Not blocking, so that a pipe without a writer is refused rather than waited for. */
static int open_regular(const char *path, struct error *err)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

    if (fd < 0)
        return error_set_errno(err, ERROR_UNAVAILABLE, errno, "cannot open '%s'", path);
    if (fstat(fd, &status) != 0) {
        error_set_errno(err, ERROR_UNAVAILABLE, errno, "cannot look at '%s'", path);
    } else if (S_ISDIR(status.st_mode)) {
        error_set(err, ERROR_UNAVAILABLE, "'%s' is a directory; name the files in it", path);
    } else if (!S_ISREG(status.st_mode)) {
        error_set(err, ERROR_UNAVAILABLE,
                "'%s' is not a regular file; to read from a pipe, use '-' and redirect it", path);
    } else {
        (void)posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
        return fd;
    }
    close(fd);
    return -1;
}

struct source *source_open(const char *path, int fd, struct hash_stream *hash, struct error *err)
{
    struct source *source;

    if (fd < 0 && (fd = open_regular(path, err)) < 0)
        return NULL;
    source = mem_new(sizeof *source);
    source->unpack = unpack_new(fd, hash);
    source->path = mem_string(path);
    source->capacity = CAPACITY_FIRST;
    source->data = mem_resize(NULL, source->capacity + PARSE_PADDING, 1);
    return source;
}

void source_free(struct source *source)
{
    if (!source)
        return;
    unpack_free(source->unpack);
    mem_free(source->path);
    mem_free(source->data);
    mem_free(source);
}

void source_limit(struct source *source, int64_t raw_bytes)
{
    unpack_limit(source->unpack, raw_bytes);
}

int64_t source_raw_bytes(const struct source *source)
{
    return unpack_raw_bytes(source->unpack);
}

/* Moves what is left to the front, and grows where that is half of the room already. */
static void make_room(struct source *source)
{
    size_t left = source->end - source->start;

    if (source->start > 0) {
        memmove(source->data, source->data + source->start, left);
        source->searched -= source->start;
        source->start = 0;
        source->end = left;
    }
    if (left > source->capacity / 2 && source->capacity < CAPACITY_MAX) {
        source->capacity *= 2;
        source->data = mem_resize(source->data, source->capacity + PARSE_PADDING, 1);
    }
}

/* More bytes behind the end: 1, 0 at the end of the file, -1. */
static int read_more(struct source *source, struct error *err)
{
    ptrdiff_t got;

    make_room(source);
    got = unpack_read(
            source->unpack, source->data + source->end, source->capacity - source->end, err);
    if (got < 0)
        return error_prefix(err, "'%s', after line %" PRIu64, source->path, source->lines);
    source->end += (size_t)got;
    memset(source->data + source->end, 0, PARSE_PADDING);
    return got > 0;
}

static const char *find_newline(struct source *source)
{
    const char *newline =
            memchr(source->data + source->searched, '\n', source->end - source->searched);

    source->searched = newline ? (size_t)(newline - source->data) : source->end;
    return newline;
}

static enum line_state give(struct source *source, enum line_state state, size_t size, size_t used,
        const char **line, size_t *line_size)
{
    *line = source->data + source->start;
    *line_size = size;
    source->start += used;
    source->searched = source->start;
    source->lines++;
    return state;
}

/* Passes over the rest of a long line; SOURCE_LINE where it has ended. */
static enum line_state skip_rest(struct source *source, struct error *err)
{
    size_t skipped = 0;

    for (;;) {
        const char *newline = find_newline(source);
        int more;

        if (newline) {
            source->start = source->searched = (size_t)(newline - source->data) + 1;
            source->skipping = false;
            return SOURCE_LINE;
        }
        skipped += source->end - source->start;
        source->start = source->searched = source->end;
        if (skipped > SKIP_STEP)
            return SOURCE_SKIPPED;
        if ((more = read_more(source, err)) <= 0)
            return more < 0 ? SOURCE_ERROR : SOURCE_END;
    }
}

enum line_state source_line(
        struct source *source, const char **line, size_t *size, struct error *err)
{
    enum line_state state;

    *line = "";
    *size = 0;
    if (source->skipping && (state = skip_rest(source, err)) != SOURCE_LINE)
        return state;
    for (;;) {
        const char *newline = find_newline(source);
        size_t left = source->searched - source->start;
        int more;

        if (left > EVENT_LINE_MAX) {
            source->skipping = true;
            return give(source, SOURCE_LONG, EVENT_LINE_MAX, left, line, size);
        }
        if (newline)
            return give(source, SOURCE_LINE, left, left + 1, line, size);
        if ((more = read_more(source, err)) < 0)
            return SOURCE_ERROR;
        if (more == 0)
            return left == 0 ? SOURCE_END : give(source, SOURCE_PARTIAL, left, left, line, size);
    }
}
