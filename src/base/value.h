/* JSON values in one run of bytes: what events and profiles carry.
 *
 * A `struct value` is a view: it points into memory that somebody else owns and is valid as long as
 * that memory is. `at == NULL` is a missing value, which every function takes. Packed values are
 * stored in the database as they are, so the layout never changes:
 *
 *   tag byte, then  null false true: nothing; integer: 8 bytes; number: 8 bytes (double);
 *   string: varint size, bytes; array: u32 bytes of the body, u32 count, body;
 *   object: the same, each member a varint key size, key bytes, value.
 *
 * An object has every key once (the last one read wins). Integers that fit 64 bits keep their
 * digits and compare as doubles, as all numbers do (SEMANTICS 2.2). */
#ifndef BASE_VALUE_H
#define BASE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum value_type {
    VALUE_MISSING = 0,
    VALUE_NULL,
    VALUE_FALSE,
    VALUE_TRUE,
    VALUE_INTEGER,
    VALUE_NUMBER,
    VALUE_STRING,
    VALUE_ARRAY,
    VALUE_OBJECT,
};

struct value {
    const unsigned char *at;
};

enum {
    VALUE_DEPTH_MAX = 64,
    VALUE_HEAD_SIZE = 9, /* what stands before the body of an array or object */
};

enum value_type value_type(struct value value);
size_t value_size(struct value value); /* packed bytes, 0 for a missing one */
bool value_is_number(struct value value);
double value_number(struct value value);   /* 0 where it is none */
int64_t value_integer(struct value value); /* only for VALUE_INTEGER */
const char *value_string(
        struct value value, size_t *size); /* NULL where it is none; no final NUL */
uint32_t value_count(struct value value);  /* members or elements */

struct value value_get(struct value object, const char *key, size_t key_size);
struct value value_element(struct value array, uint32_t index);

struct value_iter {
    const unsigned char *at;
    const unsigned char *end;
    bool keyed;
};
struct value_iter value_iterate(struct value container);
/* The next element or member; key and key_size may be NULL. False at the end. */
bool value_next(struct value_iter *iter, const char **key, size_t *key_size, struct value *value);

/* Deep equality: numbers as doubles, objects whatever the order of their keys. Missing equals
 * missing. */
bool value_equal(struct value a, struct value b);

/* Building, into a buf. Containers are begun and ended; the mark is what value_begin_* returned. */
void value_put_null(struct buf *out);
void value_put_bool(struct buf *out, bool yes);
void value_put_integer(struct buf *out, int64_t number);
void value_put_number(struct buf *out, double number);
void value_put_string(struct buf *out, const char *bytes, size_t size);
void value_put(struct buf *out, struct value value); /* a copy; missing puts null */
size_t value_begin_array(struct buf *out);
size_t value_begin_object(struct buf *out);
void value_put_key(struct buf *out, const char *key, size_t size);
/* `count` elements or members were put since the mark. Keys that stand twice are reduced to the
 * last; the final count may be smaller. */
void value_end(struct buf *out, size_t mark, uint32_t count);

/* A top-level merge (SEMANTICS 2.2): members of `patch` replace those of `base`, null removes.
 * `base` may be missing. Appends the new object to `out`. */
void value_merge(struct buf *out, struct value base, struct value patch);

/* JSON text of a value; a missing one is null. Numbers as text_add_double, strings escaped. */
void value_add_json(struct buf *out, struct value value);
void json_add_string(struct buf *out, const char *bytes, size_t size); /* with the quotes */

/* True where the bytes are one whole well-formed packed value of exactly that size: for state read
 * from a database that may be damaged. */
bool value_is_valid(const void *bytes, size_t size);

#endif
