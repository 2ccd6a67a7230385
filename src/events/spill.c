#include "events/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "events/event.h"
#include "events/parse.h"

enum { WRITE_SIZE = 256 * 1024, READ_SIZE = 128 * 1024 };

struct run {
    int64_t start, end; /* in the file */
};

struct spill {
    int fd;
    struct buf pending; /* not written yet */
    int64_t written;
    struct run *runs;
    size_t run_count, run_capacity;
    int64_t run_start;
};

/* As in the file, without padding. */
struct record_head {
    int64_t at_ms;
    uint64_t line;
    uint32_t file;
    uint32_t size;
};

struct run_reader {
    int fd;
    int64_t at, end; /* what of the file was not read yet */
    char *data;      /* capacity bytes and PARSE_PADDING */
    size_t capacity, start, filled;
};

int scratch_open(const char *folder, struct error *err)
{
    char *name;
    int fd;

    if (!folder)
        folder = ".";
    fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0)
        return fd;
    name = mem_format("%s/campanile-XXXXXX", folder);
    fd = mkostemp(name, O_CLOEXEC);
    if (fd < 0)
        error_set_errno(
                err, ERROR_UNAVAILABLE, errno, "cannot make a temporary file in '%s'", folder);
    else
        unlink(name);
    mem_free(name);
    return fd;
}

int scratch_write(int fd, const void *bytes, size_t size, struct error *err)
{
    const char *at = bytes;

    while (size > 0) {
        ssize_t done = write(fd, at, size);

        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return error_set_errno(err, ERROR_UNAVAILABLE, errno, "cannot write a temporary file");
        at += done;
        size -= (size_t)done;
    }
    return 0;
}

struct spill *spill_new(const char *folder, struct error *err)
{
    struct spill *spill;
    int fd = scratch_open(folder, err);

    if (fd < 0)
        return NULL;
    spill = mem_new(sizeof *spill);
    spill->fd = fd;
    return spill;
}

void spill_free(struct spill *spill)
{
    if (!spill)
        return;
    close(spill->fd);
    buf_release(&spill->pending);
    mem_free(spill->runs);
    mem_free(spill);
}

static int flush(struct spill *spill, struct error *err)
{
    if (scratch_write(spill->fd, spill->pending.bytes, spill->pending.size, err) != 0)
        return -1;
    spill->written += (int64_t)spill->pending.size;
    buf_clear(&spill->pending);
    return 0;
}

int spill_add(struct spill *spill, const struct record *record, struct error *err)
{
    struct record_head head = {record->key.at_ms, record->key.line, record->key.file, record->size};

    buf_add(&spill->pending, &head, sizeof head);
    buf_add(&spill->pending, record->bytes, record->size);
    return spill->pending.size < WRITE_SIZE ? 0 : flush(spill, err);
}

int spill_end_run(struct spill *spill, struct error *err)
{
    if (flush(spill, err) != 0)
        return -1;
    spill->runs =
            mem_room(spill->runs, spill->run_count, &spill->run_capacity, sizeof *spill->runs);
    spill->runs[spill->run_count++] = (struct run){spill->run_start, spill->written};
    spill->run_start = spill->written;
    return 0;
}

size_t spill_run_count(const struct spill *spill)
{
    return spill->run_count;
}

struct run_reader *run_open(const struct spill *spill, size_t run)
{
    struct run_reader *reader = mem_new(sizeof *reader);

    reader->fd = spill->fd;
    reader->at = spill->runs[run].start;
    reader->end = spill->runs[run].end;
    reader->capacity = READ_SIZE;
    reader->data = mem_resize(NULL, reader->capacity + PARSE_PADDING, 1);
    return reader;
}

void run_free(struct run_reader *reader)
{
    if (!reader)
        return;
    mem_free(reader->data);
    mem_free(reader);
}

/* Makes at least `wanted` bytes of the run available. */
static int fill(struct run_reader *reader, size_t wanted, struct error *err)
{
    size_t left = reader->filled - reader->start;

    if (left >= wanted)
        return 0;
    memmove(reader->data, reader->data + reader->start, left);
    reader->start = 0;
    reader->filled = left;
    if (wanted > reader->capacity) {
        reader->capacity = wanted;
        reader->data = mem_resize(reader->data, reader->capacity + PARSE_PADDING, 1);
    }
    while (reader->filled < wanted) {
        size_t room = reader->capacity - reader->filled;
        ssize_t got;

        if ((int64_t)room > reader->end - reader->at)
            room = (size_t)(reader->end - reader->at);
        got = pread(reader->fd, reader->data + reader->filled, room, reader->at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set_errno(
                    err, ERROR_UNAVAILABLE, errno, "cannot read back a temporary file");
        if (got == 0)
            return error_set(err, ERROR_UNAVAILABLE, "a temporary file was cut off");
        reader->filled += (size_t)got;
        reader->at += got;
    }
    memset(reader->data + reader->filled, 0, PARSE_PADDING);
    return 0;
}

int run_next(struct run_reader *reader, struct record *record, struct error *err)
{
    struct record_head head;

    if (reader->start == reader->filled && reader->at == reader->end)
        return 0;
    if (fill(reader, sizeof head, err) != 0)
        return -1;
    memcpy(&head, reader->data + reader->start, sizeof head);
    if (head.size > EVENT_LINE_MAX)
        return error_set(err, ERROR_UNAVAILABLE, "a temporary file was damaged");
    if (fill(reader, sizeof head + head.size, err) != 0)
        return -1;
    record->key = (struct key){head.at_ms, head.file, head.line};
    record->size = head.size;
    record->bytes = reader->data + reader->start + sizeof head;
    reader->start += sizeof head + head.size;
    return 1;
}
