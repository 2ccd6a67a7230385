#include "base/value.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum { FEW_MEMBERS = 24 };

void value_put_null(struct buf *out)
{
    buf_add_char(out, VALUE_NULL);
}

void value_put_bool(struct buf *out, bool yes)
{
    buf_add_char(out, yes ? VALUE_TRUE : VALUE_FALSE);
}

static void put_eight_bytes(struct buf *out, enum value_type type, uint64_t bits)
{
    unsigned char packed[9] = {(unsigned char)type};
    bits = htole64(bits);
    memcpy(packed + 1, &bits, sizeof bits);
    buf_add(out, packed, sizeof packed);
}

void value_put_integer(struct buf *out, int64_t number)
{
    put_eight_bytes(out, VALUE_INTEGER, (uint64_t)number);
}

void value_put_number(struct buf *out, double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    put_eight_bytes(out, VALUE_NUMBER, bits);
}

void value_put_string(struct buf *out, const char *bytes, size_t size)
{
    buf_add_char(out, VALUE_STRING);
    buf_add_blob(out, bytes, size);
}

void value_put(struct buf *out, struct value value)
{
    if (value.at)
        buf_add(out, value.at, value_size(value));
    else
        value_put_null(out);
}

static size_t begin(struct buf *out, enum value_type type)
{
    unsigned char head[VALUE_HEAD_SIZE] = {(unsigned char)type};
    size_t mark = out->size;
    buf_add(out, head, sizeof head);
    return mark;
}

size_t value_begin_array(struct buf *out)
{
    return begin(out, VALUE_ARRAY);
}

size_t value_begin_object(struct buf *out)
{
    return begin(out, VALUE_OBJECT);
}

void value_put_key(struct buf *out, const char *key, size_t size)
{
    buf_add_blob(out, key, size);
}

/* Ends a container by writing sizes into its head. One over 4 GiB cannot come from a line of 1 MiB;
 * it could not be stored, so it is a failure of memory. */
static void close_container(struct buf *out, size_t mark, uint32_t count)
{
    size_t body = out->size - mark - VALUE_HEAD_SIZE;
    if (body > UINT32_MAX)
        mem_exhausted();
    uint32_t head[2] = {htole32((uint32_t)body), htole32(count)};
    memcpy(out->bytes + mark + 1, head, sizeof head);
}

struct place {
    size_t start; /* of the member, in the buf */
    size_t end;
    size_t key;
    size_t key_size;
    uint32_t index;
    bool dropped;
};

static void find_places(const struct buf *out, size_t mark, uint32_t count, struct place *places)
{
    const unsigned char *base = (const unsigned char *)out->bytes;
    struct value_iter iter = {base + mark + VALUE_HEAD_SIZE, base + out->size, true};
    const char *key;
    struct value value;
    for (uint32_t i = 0; i < count; i++) {
        struct place *place = &places[i];
        place->start = (size_t)(iter.at - base);
        value_next(&iter, &key, &place->key_size, &value);
        place->end = (size_t)(iter.at - base);
        place->key = (size_t)((const unsigned char *)key - base);
        place->index = i;
        place->dropped = false;
    }
}

static bool same_key(const char *base, const struct place *a, const struct place *b)
{
    return a->key_size == b->key_size && memcmp(base + a->key, base + b->key, a->key_size) == 0;
}

/* By key, then by place, so that the last of equal keys stands last. */
static int compare_places(const void *a, const void *b, void *base)
{
    const struct place *left = *(const struct place *const *)a;
    const struct place *right = *(const struct place *const *)b;
    const char *bytes = base;
    if (left->key_size != right->key_size)
        return left->key_size < right->key_size ? -1 : 1;
    int order = memcmp(bytes + left->key, bytes + right->key, left->key_size);
    if (order != 0)
        return order;
    return left->index < right->index ? -1 : left->index > right->index;
}

/* Marks every member whose key stands again behind it. */
static uint32_t drop_duplicates(char *base, struct place *places, uint32_t count)
{
    uint32_t dropped = 0;
    if (count <= FEW_MEMBERS) {
        for (uint32_t i = 0; i < count; i++)
            for (uint32_t j = i + 1; j < count && !places[i].dropped; j++)
                if (same_key(base, &places[i], &places[j])) {
                    places[i].dropped = true;
                    dropped++;
                }
        return dropped;
    }
    struct place **order = mem_array(count, sizeof *order);
    for (uint32_t i = 0; i < count; i++)
        order[i] = &places[i];
    qsort_r(order, count, sizeof *order, compare_places, base);
    for (uint32_t i = 0; i + 1 < count; i++)
        if (same_key(base, order[i], order[i + 1])) {
            order[i]->dropped = true;
            dropped++;
        }
    mem_free(order);
    return dropped;
}

static uint32_t drop_nulls(const char *base, struct place *places, uint32_t count)
{
    uint32_t dropped = 0;
    for (uint32_t i = 0; i < count; i++)
        if (!places[i].dropped && base[places[i].key + places[i].key_size] == VALUE_NULL) {
            places[i].dropped = true;
            dropped++;
        }
    return dropped;
}

static void close_gaps(struct buf *out, size_t mark, const struct place *places, uint32_t count)
{
    size_t to = mark + VALUE_HEAD_SIZE;
    for (uint32_t i = 0; i < count; i++) {
        if (places[i].dropped)
            continue;
        size_t size = places[i].end - places[i].start;
        memmove(out->bytes + to, out->bytes + places[i].start, size);
        to += size;
    }
    out->size = to;
    out->bytes[to] = '\0';
}

static void end_object(struct buf *out, size_t mark, uint32_t count, bool without_nulls)
{
    struct place few[FEW_MEMBERS];
    struct place *places = count <= FEW_MEMBERS ? few : mem_array(count, sizeof *places);
    find_places(out, mark, count, places);
    uint32_t dropped = drop_duplicates(out->bytes, places, count);
    if (without_nulls)
        dropped += drop_nulls(out->bytes, places, count);
    if (dropped > 0)
        close_gaps(out, mark, places, count);
    close_container(out, mark, count - dropped);
    if (places != few)
        mem_free(places);
}

/* A glance that nearly always says no, since nearly no line has a key twice. */
static bool may_repeat(const struct buf *out, size_t mark)
{
    uint64_t seen[4] = {0};
    const unsigned char *base = (const unsigned char *)out->bytes;
    struct value_iter iter = {base + mark + VALUE_HEAD_SIZE, base + out->size, true};
    const char *key;
    size_t size;
    struct value value;
    while (value_next(&iter, &key, &size, &value)) {
        size_t sum = size == 0 ? 0
                               : size * 37 + (unsigned char)key[0] * 11u +
                                         (unsigned char)key[size / 2] * 5u +
                                         (unsigned char)key[size - 1] * 3u;
        uint64_t bit = UINT64_C(1) << (sum & 63);
        if (seen[sum >> 6 & 3] & bit)
            return true;
        seen[sum >> 6 & 3] |= bit;
    }
    return false;
}

void value_end(struct buf *out, size_t mark, uint32_t count)
{
    if (out->bytes[mark] == VALUE_OBJECT && count > 1 && may_repeat(out, mark))
        end_object(out, mark, count, false);
    else
        close_container(out, mark, count);
}

static void put_members(struct buf *out, struct value object)
{
    struct value_iter iter = value_iterate(object);
    if (iter.keyed)
        buf_add(out, iter.at, (size_t)(iter.end - iter.at));
}

void value_merge(struct buf *out, struct value base, struct value patch)
{
    size_t mark = value_begin_object(out);
    uint32_t count = 0;
    if (value_type(base) == VALUE_OBJECT)
        count += value_count(base);
    if (value_type(patch) == VALUE_OBJECT)
        count += value_count(patch);
    put_members(out, base);
    put_members(out, patch);
    end_object(out, mark, count, true);
}
