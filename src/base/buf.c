#include "base/buf.h"

#include <endian.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

void buf_release(struct buf *buf)
{
    mem_free(buf->bytes);
    *buf = (struct buf){0};
}

void buf_clear(struct buf *buf)
{
    buf->size = 0;
    if (buf->bytes)
        buf->bytes[0] = '\0';
}

static void grow(struct buf *buf, size_t needed)
{
    size_t capacity = buf->capacity < 32 ? 64 : buf->capacity * 2;
    if (capacity < needed)
        capacity = needed;
    buf->bytes = mem_resize(buf->bytes, capacity, 1);
    buf->capacity = capacity;
    buf->bytes[buf->size] = '\0';
}

void buf_cut(struct buf *buf, size_t size)
{
    if (size >= buf->size)
        return;
    buf->size = size;
    buf->bytes[size] = '\0';
}

char *buf_room(struct buf *buf, size_t size)
{
    size_t needed;
    if (__builtin_add_overflow(buf->size + 1, size, &needed))
        needed = SIZE_MAX; /* more than there can be: mem_resize ends the program */
    if (needed > buf->capacity)
        grow(buf, needed);
    return buf->bytes + buf->size;
}

void buf_add(struct buf *buf, const void *bytes, size_t size)
{
    char *room = buf_room(buf, size);
    if (size)
        memcpy(room, bytes, size);
    room[size] = '\0';
    buf->size += size;
}

void buf_add_char(struct buf *buf, char c)
{
    char *room = buf_room(buf, 1);
    room[0] = c;
    room[1] = '\0';
    buf->size++;
}

void buf_add_text(struct buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text));
}

void buf_add_format_v(struct buf *buf, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    char *room = buf_room(buf, 64);
    int length = vsnprintf(room, buf->capacity - buf->size, format, args);
    if (length > 0 && (size_t)length >= buf->capacity - buf->size) {
        room = buf_room(buf, (size_t)length);
        length = vsnprintf(room, buf->capacity - buf->size, format, again);
    }
    va_end(again);
    if (length > 0)
        buf->size += (size_t)length;
    buf->bytes[buf->size] = '\0';
}

void buf_add_format(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buf_add_format_v(buf, format, args);
    va_end(args);
}

const char *buf_text(const struct buf *buf)
{
    return buf->bytes ? buf->bytes : "";
}

char *buf_take(struct buf *buf)
{
    char *text = buf->bytes ? buf->bytes : mem_string("");
    *buf = (struct buf){0};
    return text;
}

enum { VARINT_SIZE_MAX = 10 };

static size_t write_varint(char *to, uint64_t value)
{
    size_t used = 0;
    for (; value >= 0x80; value >>= 7)
        to[used++] = (char)(unsigned char)(value | 0x80);
    to[used++] = (char)(unsigned char)value;
    return used;
}

void buf_add_varint(struct buf *buf, uint64_t value)
{
    char *room = buf_room(buf, VARINT_SIZE_MAX);
    size_t used = write_varint(room, value);
    room[used] = '\0';
    buf->size += used;
}

void buf_add_signed(struct buf *buf, int64_t value)
{
    buf_add_varint(buf, ((uint64_t)value << 1) ^ (value < 0 ? UINT64_MAX : 0));
}

void buf_add_double(struct buf *buf, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    bits = htole64(bits);
    buf_add(buf, &bits, sizeof bits);
}

/* One look for room: events are made of these. */
void buf_add_blob(struct buf *buf, const void *bytes, size_t size)
{
    char *room = buf_room(buf, size < PTRDIFF_MAX ? VARINT_SIZE_MAX + size : size);
    size_t used = write_varint(room, size);
    if (size)
        memcpy(room + used, bytes, size);
    used += size;
    room[used] = '\0';
    buf->size += used;
}

static uint64_t cursor_fail(struct cursor *cursor)
{
    cursor->broken = 1;
    cursor->at = cursor->end;
    return 0;
}

uint64_t cursor_varint(struct cursor *cursor)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (cursor->at == cursor->end)
            return cursor_fail(cursor);
        unsigned char byte = *cursor->at++;
        if (shift == 63 && byte > 1)
            return cursor_fail(cursor);
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
    return cursor_fail(cursor);
}

int64_t cursor_signed(struct cursor *cursor)
{
    uint64_t value = cursor_varint(cursor);
    return (int64_t)((value >> 1) ^ (value & 1 ? UINT64_MAX : 0));
}

double cursor_double(struct cursor *cursor)
{
    uint64_t bits;
    if ((size_t)(cursor->end - cursor->at) < sizeof bits)
        return (double)cursor_fail(cursor);
    memcpy(&bits, cursor->at, sizeof bits);
    cursor->at += sizeof bits;
    bits = le64toh(bits);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

const unsigned char *cursor_blob(struct cursor *cursor, size_t *size)
{
    static const unsigned char nothing[1];
    uint64_t wanted = cursor_varint(cursor);
    if (cursor->broken || wanted > (size_t)(cursor->end - cursor->at)) {
        cursor_fail(cursor);
        *size = 0;
        return nothing;
    }
    const unsigned char *at = wanted ? cursor->at : nothing;
    *size = (size_t)wanted;
    cursor->at += wanted;
    return at;
}
