/* A growing run of bytes, always followed by a NUL that is not counted.
 *
 * `struct buf b = {0}` is a valid empty one. The owner calls buf_release. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
    char *bytes; /* NULL while nothing was ever added; see buf_text */
    size_t size;
    size_t capacity;
};

void buf_release(struct buf *buf);            /* frees, leaving an empty buf */
void buf_clear(struct buf *buf);              /* empties, keeping the memory */
void buf_cut(struct buf *buf, size_t size);   /* takes back all behind the first `size` bytes */
char *buf_room(struct buf *buf, size_t size); /* at least `size` writable bytes behind the end */
void buf_add(struct buf *buf, const void *bytes, size_t size);
void buf_add_char(struct buf *buf, char c);
void buf_add_text(struct buf *buf, const char *text);
void buf_add_format(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_add_format_v(struct buf *buf, const char *format, va_list args)
        __attribute__((format(printf, 2, 0)));
const char *buf_text(const struct buf *buf); /* NUL-terminated, never NULL */
char *buf_take(struct buf *buf); /* the text, now the caller's (mem_free); buf is empty */

/* Little-endian base-128 numbers, and their zigzag form for signed ones, for packed state. */
void buf_add_varint(struct buf *buf, uint64_t value);
void buf_add_signed(struct buf *buf, int64_t value);
void buf_add_double(struct buf *buf, double value);
void buf_add_blob(
        struct buf *buf, const void *bytes, size_t size); /* varint size, then the bytes */

/* Reads what the functions above wrote. A cursor that meets the end or nonsense sets `broken`, and
 * all further reads give 0; check it once at the end. */
struct cursor {
    const unsigned char *at;
    const unsigned char *end;
    int broken;
};

uint64_t cursor_varint(struct cursor *cursor);
int64_t cursor_signed(struct cursor *cursor);
double cursor_double(struct cursor *cursor);
/* Points into the read memory; never NULL; *size is 0 where broken. */
const unsigned char *cursor_blob(struct cursor *cursor, size_t *size);

#endif
