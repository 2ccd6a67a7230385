#include "events/catalogue_int.h"

enum { FORMAT = 1 };

/* What is packed of a property says how it is read:
 *   parent + 1 (0: the event itself), 1 for `[]`, else 0 and the key; a count for each type; 1
 *   where other values were seen; the number of examples, each a packed scalar and its count. */

static void pack_example(const struct scalar *scalar, int64_t count, struct buf *out)
{
    struct buf packed = {0};

    scalar_pack(scalar, &packed);
    buf_add_blob(out, packed.bytes, packed.size);
    buf_add_signed(out, count);
    buf_release(&packed);
}

static void pack_property(const struct entry *entry, size_t index, struct buf *out)
{
    const struct catalogue_property *shown = &entry->name.properties[index];
    const struct property *property = &entry->tree[index];

    buf_add_varint(out, property->parent == PROPERTY_NONE ? 0 : property->parent + UINT64_C(1));
    buf_add_varint(out, property->element);
    if (!property->element)
        buf_add_blob(out, property->key, property->key_size);
    for (size_t i = VALUE_NULL; i <= VALUE_OBJECT; i++)
        buf_add_signed(out, shown->counts[i]);
    buf_add_varint(out, shown->more);
    buf_add_varint(out, shown->example_count);
    for (size_t i = 0; i < shown->example_count; i++)
        pack_example(&property->scalars[i], shown->examples[i].count, out);
}

void catalogue_pack(const struct catalogue_name *name, struct buf *out)
{
    const struct entry *entry = (const struct entry *)name;
    int64_t before = 0;

    buf_add_varint(out, FORMAT);
    buf_add_signed(out, name->count);
    buf_add_signed(out, name->users);
    buf_add_signed(out, name->first_ms);
    buf_add_signed(out, name->last_ms);
    buf_add_varint(out, name->day_count);
    for (size_t i = 0; i < name->day_count; i++) {
        buf_add_signed(out, name->days[i].day - before);
        buf_add_signed(out, name->days[i].count);
        before = name->days[i].day;
    }
    buf_add_varint(out, name->property_count);
    for (size_t i = 0; i < name->property_count; i++)
        pack_property(entry, i, out);
}

static bool load_days(struct entry *entry, struct cursor *cursor)
{
    uint64_t count = cursor_varint(cursor);
    int64_t day = 0;

    for (uint64_t i = 0; i < count && !cursor->broken; i++) {
        int64_t step = cursor_signed(cursor);

        if ((i > 0 && step <= 0) || __builtin_add_overflow(day, step, &day))
            return false;
        entry_day(entry, day)->count = cursor_signed(cursor);
    }
    return !cursor->broken;
}

static bool load_example(struct entry *entry, uint16_t property, struct cursor *cursor)
{
    const struct property *inner = &entry->tree[property];
    size_t size;
    struct value value = {cursor_blob(cursor, &size)};
    int64_t count = cursor_signed(cursor);
    struct scalar scalar;

    if (cursor->broken || !value_is_valid(value.at, size) || value_type(value) <= VALUE_NULL ||
            value_type(value) >= VALUE_ARRAY)
        return false;
    scalar = scalar_of(value);
    for (size_t i = 0; i < entry->name.properties[property].example_count; i++)
        if (inner->marks[i] == scalar.mark && scalar_equal(&inner->scalars[i], &scalar))
            return false;
    example_add(entry, property, &scalar, count);
    return true;
}

static bool load_property(struct catalogue *catalogue, struct entry *entry, struct cursor *cursor)
{
    size_t before = entry->name.property_count;
    uint64_t above = cursor_varint(cursor), element = cursor_varint(cursor), examples;
    const unsigned char *key = NULL;
    size_t key_size = 0;
    uint16_t property;

    if (element == 0)
        key = cursor_blob(cursor, &key_size);
    if (cursor->broken || above > before || element > 1)
        return false;
    property = property_add(catalogue, entry, above == 0 ? PROPERTY_NONE : (uint16_t)(above - 1),
            (const char *)key, key_size);
    if (property != before)
        return false;

    struct catalogue_property *shown = &entry->name.properties[property];

    for (size_t i = VALUE_NULL; i <= VALUE_OBJECT; i++)
        shown->counts[i] = cursor_signed(cursor);
    shown->more = cursor_varint(cursor) != 0;
    examples = cursor_varint(cursor);
    if (examples > CATALOGUE_EXAMPLES_MAX)
        return false;
    for (uint64_t i = 0; i < examples; i++)
        if (!load_example(entry, property, cursor))
            return false;
    return !cursor->broken;
}

static bool load_entry(struct catalogue *catalogue, struct entry *entry, struct cursor *cursor)
{
    uint64_t properties;

    if (cursor_varint(cursor) != FORMAT)
        return false;
    entry->name.count = cursor_signed(cursor);
    entry->name.users = cursor_signed(cursor);
    entry->name.first_ms = cursor_signed(cursor);
    entry->name.last_ms = cursor_signed(cursor);
    if (!load_days(entry, cursor))
        return false;
    properties = cursor_varint(cursor);
    if (properties > CATALOGUE_PROPERTIES_MAX)
        return false;
    for (uint64_t i = 0; i < properties; i++)
        if (!load_property(catalogue, entry, cursor))
            return false;
    return !cursor->broken && cursor->at == cursor->end;
}

int catalogue_load(struct catalogue *catalogue, uint32_t name, const void *bytes, size_t size,
        struct error *err)
{
    struct cursor cursor = {bytes, (const unsigned char *)bytes + size, 0};
    struct entry *entry = catalogue_entry(catalogue, name);

    entry_clear(catalogue, entry);
    if (load_entry(catalogue, entry, &cursor))
        return 0;
    entry_clear(catalogue, entry);
    return error_set(err, ERROR_UNAVAILABLE, "what is kept of an event name is damaged");
}
