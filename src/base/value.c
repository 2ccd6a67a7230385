#include "base/value.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"

enum { FEW_MEMBERS = 24 };

static uint32_t read_u32(const unsigned char *at)
{
    uint32_t number;
    memcpy(&number, at, sizeof number);
    return le32toh(number);
}

static uint64_t read_u64(const unsigned char *at)
{
    uint64_t number;
    memcpy(&number, at, sizeof number);
    return le64toh(number);
}

/* A varint that is known to be whole; nearly all are one byte. */
static inline size_t read_size(const unsigned char **at)
{
    uint64_t size = *(*at)++;
    if (size < 0x80)
        return (size_t)size;
    size &= 0x7f;
    for (unsigned shift = 7; shift < 64; shift += 7) {
        unsigned char byte = *(*at)++;
        size |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            break;
    }
    return (size_t)size;
}

static inline const unsigned char *value_end_of(const unsigned char *at)
{
    switch ((enum value_type) * at) {
    case VALUE_INTEGER:
    case VALUE_NUMBER: return at + 9;
    case VALUE_STRING: {
        at++;
        size_t size = read_size(&at);
        return at + size;
    }
    case VALUE_ARRAY:
    case VALUE_OBJECT: return at + VALUE_HEAD_SIZE + read_u32(at + 1);
    default: return at + 1;
    }
}

enum value_type value_type(struct value value)
{
    return value.at ? (enum value_type) * value.at : VALUE_MISSING;
}

size_t value_size(struct value value)
{
    return value.at ? (size_t)(value_end_of(value.at) - value.at) : 0;
}

bool value_is_number(struct value value)
{
    return value.at && (*value.at == VALUE_INTEGER || *value.at == VALUE_NUMBER);
}

int64_t value_integer(struct value value)
{
    return value_type(value) == VALUE_INTEGER ? (int64_t)read_u64(value.at + 1) : 0;
}

double value_number(struct value value)
{
    if (!value_is_number(value))
        return 0;
    uint64_t bits = read_u64(value.at + 1);
    if (*value.at == VALUE_INTEGER)
        return (double)(int64_t)bits;
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

const char *value_string(struct value value, size_t *size)
{
    if (value_type(value) != VALUE_STRING) {
        *size = 0;
        return NULL;
    }
    const unsigned char *at = value.at + 1;
    *size = read_size(&at);
    return (const char *)at;
}

static bool is_container(struct value value)
{
    return value.at && (*value.at == VALUE_ARRAY || *value.at == VALUE_OBJECT);
}

uint32_t value_count(struct value value)
{
    return is_container(value) ? read_u32(value.at + 5) : 0;
}

struct value_iter value_iterate(struct value container)
{
    if (!is_container(container))
        return (struct value_iter){0};
    const unsigned char *body = container.at + VALUE_HEAD_SIZE;
    return (struct value_iter){
            body, body + read_u32(container.at + 1), *container.at == VALUE_OBJECT};
}

bool value_next(struct value_iter *iter, const char **key, size_t *key_size, struct value *value)
{
    if (iter->at == iter->end)
        return false;
    size_t size = 0;
    if (iter->keyed)
        size = read_size(&iter->at);
    if (key)
        *key = (const char *)iter->at;
    if (key_size)
        *key_size = size;
    value->at = iter->at + size;
    iter->at = value_end_of(value->at);
    return true;
}

struct value value_get(struct value object, const char *key, size_t key_size)
{
    if (value_type(object) != VALUE_OBJECT)
        return (struct value){0};
    const unsigned char *at = object.at + VALUE_HEAD_SIZE;
    const unsigned char *end = at + read_u32(object.at + 1);
    while (at < end) {
        size_t size = read_size(&at);
        if (size == key_size && memcmp(at, key, size) == 0)
            return (struct value){at + size};
        at = value_end_of(at + size);
    }
    return (struct value){0};
}

struct value value_element(struct value array, uint32_t index)
{
    struct value element = {0};
    if (value_type(array) != VALUE_ARRAY || index >= value_count(array))
        return element;
    struct value_iter iter = value_iterate(array);
    for (uint32_t i = 0; i <= index; i++)
        if (!value_next(&iter, NULL, NULL, &element))
            return (struct value){0};
    return element;
}

struct member {
    const char *key;
    size_t key_size;
    struct value value;
};

static int compare_members(const void *a, const void *b)
{
    const struct member *left = a, *right = b;
    if (left->key_size != right->key_size)
        return left->key_size < right->key_size ? -1 : 1;
    return memcmp(left->key, right->key, left->key_size);
}

/* The members in order of their keys; the caller's (mem_free). */
static struct member *sorted_members(struct value object, uint32_t count)
{
    struct member *members = mem_array(count, sizeof *members);
    struct value_iter iter = value_iterate(object);
    for (uint32_t i = 0; i < count; i++) {
        struct member *member = &members[i];
        if (!value_next(&iter, &member->key, &member->key_size, &member->value))
            break;
    }
    qsort(members, count, sizeof *members, compare_members);
    return members;
}

static bool many_members_equal(struct value a, struct value b, uint32_t count)
{
    struct member *left = sorted_members(a, count);
    struct member *right = sorted_members(b, count);
    bool equal = true;
    for (uint32_t i = 0; equal && i < count; i++)
        equal = compare_members(&left[i], &right[i]) == 0 &&
                value_equal(left[i].value, right[i].value);
    mem_free(left);
    mem_free(right);
    return equal;
}

static bool objects_equal(struct value a, struct value b)
{
    uint32_t count = value_count(a);
    if (count != value_count(b))
        return false;
    if (count > FEW_MEMBERS)
        return many_members_equal(a, b, count);
    const char *key;
    size_t key_size;
    struct value member;
    for (struct value_iter iter = value_iterate(a); value_next(&iter, &key, &key_size, &member);) {
        struct value other = value_get(b, key, key_size);
        if (!other.at || !value_equal(member, other))
            return false;
    }
    return true;
}

static bool arrays_equal(struct value a, struct value b)
{
    if (value_count(a) != value_count(b))
        return false;
    struct value_iter left = value_iterate(a), right = value_iterate(b);
    struct value one, other;
    while (value_next(&left, NULL, NULL, &one) && value_next(&right, NULL, NULL, &other))
        if (!value_equal(one, other))
            return false;
    return true;
}

bool value_equal(struct value a, struct value b)
{
    if (value_is_number(a) && value_is_number(b))
        return !(value_number(a) < value_number(b)) && !(value_number(a) > value_number(b));
    if (value_type(a) != value_type(b))
        return false;
    size_t size = value_size(a);
    if (size == value_size(b) && (size == 0 || memcmp(a.at, b.at, size) == 0))
        return true;
    switch (value_type(a)) {
    case VALUE_ARRAY: return arrays_equal(a, b);
    case VALUE_OBJECT: return objects_equal(a, b);
    default: return false;
    }
}

static bool is_valid(struct cursor *cursor, int depth);

/* The body of a container whose head was read: exactly `count` elements up to its end. */
static bool is_valid_body(struct cursor *body, uint32_t count, bool keyed, int depth)
{
    for (uint32_t i = 0; i < count; i++) {
        size_t key_size;
        if (keyed)
            cursor_blob(body, &key_size);
        if (body->broken || !is_valid(body, depth))
            return false;
    }
    return body->at == body->end;
}

static bool is_valid_container(struct cursor *cursor, bool keyed, int depth)
{
    if (depth > VALUE_DEPTH_MAX || cursor->end - cursor->at < VALUE_HEAD_SIZE - 1)
        return false;
    uint32_t size = read_u32(cursor->at);
    uint32_t count = read_u32(cursor->at + 4);
    cursor->at += VALUE_HEAD_SIZE - 1;
    if (size > (size_t)(cursor->end - cursor->at) || count > size)
        return false;
    struct cursor body = {cursor->at, cursor->at + size, 0};
    cursor->at += size;
    return is_valid_body(&body, count, keyed, depth + 1);
}

/* `depth` containers stand around the value at the cursor, which it moves behind it. */
static bool is_valid(struct cursor *cursor, int depth)
{
    if (cursor->at == cursor->end)
        return false;
    size_t size;
    switch ((enum value_type) * cursor->at++) {
    case VALUE_NULL:
    case VALUE_FALSE:
    case VALUE_TRUE: return true;
    case VALUE_INTEGER:
    case VALUE_NUMBER: cursor_double(cursor); return !cursor->broken;
    case VALUE_STRING: cursor_blob(cursor, &size); return !cursor->broken;
    case VALUE_ARRAY: return is_valid_container(cursor, false, depth);
    case VALUE_OBJECT: return is_valid_container(cursor, true, depth);
    default: return false;
    }
}

bool value_is_valid(const void *bytes, size_t size)
{
    struct cursor cursor = {bytes, (const unsigned char *)bytes + size, 0};
    return size > 0 && is_valid(&cursor, 0) && cursor.at == cursor.end;
}
