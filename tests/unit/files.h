/* A folder for the files of a test, and files in it: plain, gzip, zstd. */
#ifndef FILES_H
#define FILES_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "unit.h"

static char test_folder[64];

static inline void folder_make(void)
{
    snprintf(test_folder, sizeof test_folder, "/tmp/campanile-test-XXXXXX");
    assert_non_null(mkdtemp(test_folder));
}

/* `path` is the folder's; static, valid until the fourth call after. */
static inline const char *file_path(const char *name)
{
    static char paths[4][128];
    static unsigned next;
    char *path = paths[next++ % 4];

    snprintf(path, sizeof paths[0], "%s/%s", test_folder, name);
    return path;
}

static inline const char *file_write(const char *name, const void *bytes, size_t size)
{
    const char *path = file_path(name);
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    return path;
}

static inline const char *file_write_text(const char *name, const char *text)
{
    return file_write(name, text, strlen(text));
}

static inline void add_gzip(struct buf *out, const void *bytes, size_t size)
{
    z_stream stream = {0};
    size_t room = size + size / 100 + 1024;

    assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (unsigned char *)(uintptr_t)bytes;
    stream.avail_in = (uInt)size;
    stream.next_out = (unsigned char *)buf_room(out, room);
    stream.avail_out = (uInt)room;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out->size += stream.total_out;
    deflateEnd(&stream);
}

static inline void add_zstd(struct buf *out, const void *bytes, size_t size)
{
    size_t room = ZSTD_compressBound(size);
    size_t made = ZSTD_compress(buf_room(out, room), room, bytes, size, 3);

    assert_false(ZSTD_isError(made));
    out->size += made;
}

static inline int remove_entry(
        const char *path, const struct stat *status, int type, struct FTW *place)
{
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

static inline void folder_remove(void)
{
    assert_int_equal(nftw(test_folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS), 0);
}

#endif
