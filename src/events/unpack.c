#include "events/unpack.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "base/alloc.h"

enum { RAW_SIZE = 128 * 1024, MAGIC_SIZE = 4 };

enum packing { PACKING_UNKNOWN, PACKING_NONE, PACKING_GZIP, PACKING_ZSTD };

struct unpack {
    int fd;
    struct hash_stream *hash;
    int64_t raw_bytes;
    int64_t raw_max;
    enum packing packing;
    bool raw_ended;
    bool inside;       /* a member or frame was begun and is not complete */
    const char *fault; /* what was wrong, for every further call */
    int fault_errno;   /* 0: damage, not the system */
    unsigned char *raw;
    size_t raw_at, raw_end;
    z_stream gzip;
    ZSTD_DStream *zstd;
};

struct unpack *unpack_new(int fd, struct hash_stream *hash)
{
    struct unpack *unpack = mem_new(sizeof *unpack);

    unpack->fd = fd;
    unpack->hash = hash;
    unpack->raw_max = INT64_MAX;
    unpack->raw = mem_resize(NULL, RAW_SIZE, 1);
    return unpack;
}

void unpack_free(struct unpack *unpack)
{
    if (!unpack)
        return;
    if (unpack->packing == PACKING_GZIP)
        inflateEnd(&unpack->gzip);
    ZSTD_freeDStream(unpack->zstd);
    close(unpack->fd);
    mem_free(unpack->raw);
    mem_free(unpack);
}

void unpack_limit(struct unpack *unpack, int64_t raw_bytes)
{
    unpack->raw_max = raw_bytes;
}

int64_t unpack_raw_bytes(const struct unpack *unpack)
{
    return unpack->raw_bytes;
}

/* Raw bytes of the file; 0 at its end or where reading failed. */
static size_t read_raw(struct unpack *unpack, void *out, size_t room)
{
    int64_t left = unpack->raw_max - unpack->raw_bytes;
    ssize_t got;

    if ((int64_t)room > left)
        room = (size_t)left;
    do
        got = room > 0 ? read(unpack->fd, out, room) : 0;
    while (got < 0 && errno == EINTR);
    if (got < 0) {
        unpack->fault = "cannot be read";
        unpack->fault_errno = errno;
    }
    if (got <= 0) {
        unpack->raw_ended = true;
        return 0;
    }
    if (unpack->hash)
        hash_stream_add(unpack->hash, out, (size_t)got);
    unpack->raw_bytes += got;
    return (size_t)got;
}

/* Makes raw bytes available, at least `wanted` unless the file ends before. */
static size_t fill_raw(struct unpack *unpack, size_t wanted)
{
    if (unpack->raw_at == unpack->raw_end)
        unpack->raw_at = unpack->raw_end = 0;
    while (unpack->raw_end - unpack->raw_at < wanted && !unpack->raw_ended)
        unpack->raw_end +=
                read_raw(unpack, unpack->raw + unpack->raw_end, RAW_SIZE - unpack->raw_end);
    return unpack->raw_end - unpack->raw_at;
}

static bool is_zstd(const unsigned char *bytes, size_t size)
{
    static const unsigned char frame[] = {0x28, 0xb5, 0x2f, 0xfd};
    static const unsigned char skippable[] = {0x2a, 0x4d, 0x18};

    return size >= MAGIC_SIZE &&
           (memcmp(bytes, frame, sizeof frame) == 0 ||
                   ((bytes[0] & 0xf0) == 0x50 &&
                           memcmp(bytes + 1, skippable, sizeof skippable) == 0));
}

static bool is_gzip(const unsigned char *bytes, size_t size)
{
    return size >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

static void detect(struct unpack *unpack)
{
    size_t size = fill_raw(unpack, MAGIC_SIZE);
    const unsigned char *bytes = unpack->raw + unpack->raw_at;

    unpack->packing = PACKING_NONE;
    if (is_gzip(bytes, size)) {
        if (inflateInit2(&unpack->gzip, 15 + 16) != Z_OK)
            mem_exhausted();
        unpack->packing = PACKING_GZIP;
    } else if (is_zstd(bytes, size)) {
        unpack->zstd = ZSTD_createDStream();
        if (!unpack->zstd)
            mem_exhausted();
        unpack->packing = PACKING_ZSTD;
    }
}

static size_t read_plain(struct unpack *unpack, char *out, size_t room)
{
    size_t size = unpack->raw_end - unpack->raw_at;

    if (size == 0)
        return unpack->raw_ended ? 0 : read_raw(unpack, out, room);
    if (size > room)
        size = room;
    memcpy(out, unpack->raw + unpack->raw_at, size);
    unpack->raw_at += size;
    return size;
}

/* Between two members: another one must begin, or only zeros follow (tapes and some tools pad). */
static bool gzip_continues(struct unpack *unpack)
{
    size_t size = fill_raw(unpack, 2);
    const unsigned char *bytes = unpack->raw + unpack->raw_at;

    if (is_gzip(bytes, size)) {
        if (inflateReset(&unpack->gzip) != Z_OK)
            mem_exhausted();
        return true;
    }
    for (; size > 0; size = fill_raw(unpack, 1)) {
        for (bytes = unpack->raw + unpack->raw_at; size > 0 && *bytes == 0; size--, bytes++)
            unpack->raw_at++;
        if (size > 0) {
            unpack->fault = "has other bytes behind its gzip data; fetch the file again";
            break;
        }
    }
    return false;
}

static size_t read_gzip(struct unpack *unpack, char *out, size_t room)
{
    z_stream *gzip = &unpack->gzip;
    size_t raw = unpack->raw_end - unpack->raw_at;
    int code;

    gzip->next_in = unpack->raw + unpack->raw_at;
    gzip->avail_in = (uInt)raw;
    gzip->next_out = (unsigned char *)out;
    gzip->avail_out = (uInt)room;
    code = inflate(gzip, Z_NO_FLUSH);
    unpack->raw_at += raw - gzip->avail_in;
    if (code == Z_MEM_ERROR)
        mem_exhausted();
    if (code == Z_STREAM_END)
        unpack->inside = false;
    else if (code != Z_OK && code != Z_BUF_ERROR)
        unpack->fault = "has damaged gzip data; fetch the file again";
    return room - gzip->avail_out;
}

static size_t read_zstd(struct unpack *unpack, char *out, size_t room)
{
    ZSTD_inBuffer in = {unpack->raw + unpack->raw_at, unpack->raw_end - unpack->raw_at, 0};
    ZSTD_outBuffer made = {out, room, 0};
    size_t code = ZSTD_decompressStream(unpack->zstd, &made, &in);

    unpack->raw_at += in.pos;
    if (ZSTD_isError(code))
        unpack->fault = "has damaged zstd data, or a window over 128 MiB";
    else
        unpack->inside = code != 0;
    return made.pos;
}

/* Runs the decompressor until it gives something, the data end or they are damaged. */
static size_t read_packed(struct unpack *unpack, char *out, size_t room)
{
    bool gzip = unpack->packing == PACKING_GZIP;
    size_t got = 0;

    while (got == 0 && !unpack->fault) {
        bool ended = fill_raw(unpack, 1) == 0;

        if (unpack->fault)
            break;
        if (ended && !unpack->inside)
            return 0;
        if (gzip && !unpack->inside && unpack->gzip.total_in > 0 && !gzip_continues(unpack))
            return 0;
        unpack->inside = true;
        got = gzip ? read_gzip(unpack, out, room) : read_zstd(unpack, out, room);
        /* The decompressor may hold back output after its last input: only when it gives none is
         * the end premature. */
        if (ended && got == 0 && unpack->inside && !unpack->fault)
            unpack->fault = gzip ? "ends in the middle of its gzip data; fetch the file again"
                                 : "ends in the middle of its zstd data; fetch the file again";
    }
    return got;
}

ptrdiff_t unpack_read(struct unpack *unpack, char *out, size_t room, struct error *err)
{
    size_t got = 0;

    if (!unpack->fault && unpack->packing == PACKING_UNKNOWN)
        detect(unpack);
    if (room > UINT32_MAX)
        room = UINT32_MAX;
    if (!unpack->fault)
        got = unpack->packing == PACKING_NONE ? read_plain(unpack, out, room)
                                              : read_packed(unpack, out, room);
    if (got > 0 || !unpack->fault)
        return (ptrdiff_t)got;
    if (unpack->fault_errno)
        error_set_errno(err, ERROR_UNAVAILABLE, unpack->fault_errno, "%s", unpack->fault);
    else
        error_set(err, ERROR_UNAVAILABLE, "%s", unpack->fault);
    return -1;
}
