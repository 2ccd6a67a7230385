#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "events/catalogue_int.h"

enum { TREE_SLOTS_MIN = 16, PATH_MAX_BYTES = 1024 };

#define DOUBLE_EXACT_MAX (INT64_C(1) << 53)

static uint32_t mix(uint64_t bits)
{
    return (uint32_t)((bits * UINT64_C(0x9e3779b97f4a7c15)) >> 32);
}

static uint64_t load_8(const char *at)
{
    uint64_t bytes;

    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

static uint64_t load_4(const char *at)
{
    uint32_t bytes;

    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

/* memcmp without the call, which costs more than most keys and values take. */
static bool same_bytes(const char *a, const char *b, size_t size)
{
    if (size > 16)
        return memcmp(a, b, size) == 0;
    if (size >= 8)
        return load_8(a) == load_8(b) && load_8(a + size - 8) == load_8(b + size - 8);
    if (size >= 4)
        return load_4(a) == load_4(b) && load_4(a + size - 4) == load_4(b + size - 4);
    return size == 0 || (a[0] == b[0] && a[size / 2] == b[size / 2] && a[size - 1] == b[size - 1]);
}

/* Ends and length of a text: what differs only between them is told apart by comparing. */
static uint32_t text_mark(const char *text, size_t size)
{
    uint64_t first = 0, last = 0;

    if (size >= 8) {
        first = load_8(text);
        last = load_8(text + size - 8);
    } else if (size >= 4) {
        first = load_4(text);
        last = load_4(text + size - 4);
    } else if (size > 0) {
        first = (unsigned char)text[0] | (uint64_t)(unsigned char)text[size / 2] << 8;
        last = (unsigned char)text[size - 1];
    }
    return mix(first + size) ^ mix(last ^ (last >> 32));
}

static struct scalar integer_scalar(int64_t integer)
{
    uint64_t bits = (uint64_t)integer;

    return (struct scalar){.mark = mix(bits ^ bits >> 32), .type = VALUE_INTEGER, .bits = bits};
}

static struct scalar number_scalar(double number)
{
    struct scalar scalar = {.type = VALUE_NUMBER};

    if (number > (double)-DOUBLE_EXACT_MAX && number < (double)DOUBLE_EXACT_MAX &&
            (double)(int64_t)number == number)
        return integer_scalar((int64_t)number);
    memcpy(&scalar.bits, &number, sizeof scalar.bits);
    scalar.mark = mix(scalar.bits ^ scalar.bits >> 32);
    return scalar;
}

static struct scalar text_scalar(struct value value)
{
    struct scalar scalar = {.type = VALUE_STRING};
    size_t size;

    scalar.text = value_string(value, &size);
    if (size > CATALOGUE_EXAMPLE_SIZE_MAX)
        size = text_cut_bytes(scalar.text, size, CATALOGUE_EXAMPLE_SIZE_MAX);
    scalar.size = (uint32_t)size;
    scalar.mark = text_mark(scalar.text, size);
    return scalar;
}

struct scalar scalar_of(struct value value)
{
    enum value_type type = value_type(value);

    switch (type) {
    case VALUE_STRING: return text_scalar(value);
    case VALUE_INTEGER: return integer_scalar(value_integer(value));
    case VALUE_NUMBER: return number_scalar(value_number(value));
    default: return (struct scalar){.mark = (uint32_t)type, .type = type};
    }
}

bool scalar_equal(const struct scalar *a, const struct scalar *b)
{
    if (a->type != b->type)
        return false;
    if (a->type == VALUE_STRING)
        return a->size == b->size && same_bytes(a->text, b->text, a->size);
    return (a->type != VALUE_INTEGER && a->type != VALUE_NUMBER) || a->bits == b->bits;
}

void scalar_pack(const struct scalar *scalar, struct buf *out)
{
    double number;

    switch (scalar->type) {
    case VALUE_STRING: value_put_string(out, scalar->text, scalar->size); break;
    case VALUE_INTEGER: value_put_integer(out, (int64_t)scalar->bits); break;
    case VALUE_NUMBER:
        memcpy(&number, &scalar->bits, sizeof number);
        value_put_number(out, number);
        break;
    default: value_put_bool(out, scalar->type == VALUE_TRUE); break;
    }
}

static char *scalar_json(const struct scalar *scalar)
{
    struct buf packed = {0}, json = {0};

    scalar_pack(scalar, &packed);
    value_add_json(&json, (struct value){(const unsigned char *)packed.bytes});
    buf_release(&packed);
    return buf_take(&json);
}

void example_add(struct entry *entry, uint16_t property, const struct scalar *scalar, int64_t count)
{
    struct catalogue_property *shown = &entry->name.properties[property];
    struct property *inner = &entry->tree[property];
    size_t at = shown->example_count++;

    if (at == 0) {
        shown->examples = mem_array(CATALOGUE_EXAMPLES_MAX, sizeof *shown->examples);
        inner->scalars = mem_array(CATALOGUE_EXAMPLES_MAX, sizeof *inner->scalars);
    }
    shown->examples[at] = (struct catalogue_example){scalar_json(scalar), count};
    inner->marks[at] = scalar->mark;
    inner->scalars[at] = *scalar;
    if (scalar->type == VALUE_STRING)
        inner->scalars[at].text = mem_string_of(scalar->text, scalar->size);
}

typedef uint32_t lanes __attribute__((vector_size(16)));

/* A bit for each example that may be the value, found without a branch: which one it is nobody can
 * predict. */
static unsigned candidates(const struct property *property, uint32_t mark)
{
    static const lanes bits[3] = {{1, 2, 4, 8}, {16, 32, 64, 128}, {256, 512, 1024, 2048}};
    lanes found = {0}, marks[3];
    uint64_t halves[2];

    _Static_assert(sizeof marks == sizeof property->marks, "a lane for each example");
    memcpy(marks, property->marks, sizeof marks);
    for (int i = 0; i < 3; i++)
        found |= (lanes)(marks[i] == mark) & bits[i];
    memcpy(halves, &found, sizeof halves);
    halves[0] |= halves[1];
    return (unsigned)(halves[0] | halves[0] >> 32);
}

static void credit_example(struct entry *entry, uint16_t property, struct value value)
{
    struct catalogue_property *shown = &entry->name.properties[property];
    const struct property *inner = &entry->tree[property];
    struct scalar scalar = scalar_of(value);

    for (unsigned left = candidates(inner, scalar.mark); left != 0; left &= left - 1) {
        unsigned i = (unsigned)__builtin_ctz(left);

        if (i < shown->example_count && scalar_equal(&inner->scalars[i], &scalar)) {
            shown->examples[i].count++;
            return;
        }
    }
    if (shown->example_count == CATALOGUE_EXAMPLES_MAX)
        shown->more = true;
    else
        example_add(entry, property, &scalar, 1);
}

/* The path as SEMANTICS 9.3 writes it. */
static char *path_below(const struct entry *entry, uint16_t parent, const char *key, size_t size)
{
    struct buf path = {0};

    if (parent != PROPERTY_NONE)
        buf_add_text(&path, entry->name.properties[parent].path);
    if (!key) {
        buf_add_text(&path, "[]");
        return buf_take(&path);
    }
    if (parent != PROPERTY_NONE)
        buf_add_char(&path, '.');
    bool quoted = size == 0;
    for (size_t i = 0; i < size; i++)
        quoted |= strchr(".[]\"", key[i]) != NULL;
    if (quoted)
        buf_add_char(&path, '"');
    for (size_t i = 0; i < size; i++) {
        if (quoted && (key[i] == '"' || key[i] == '\\'))
            buf_add_char(&path, '\\');
        buf_add_char(&path, key[i]);
    }
    if (quoted)
        buf_add_char(&path, '"');
    return buf_take(&path);
}

static bool is_property(
        const struct property *property, uint16_t parent, const char *key, size_t key_size)
{
    return property->parent == parent && property->element == !key &&
           property->key_size == key_size && (!key || same_bytes(property->key, key, key_size));
}

static uint16_t *find_slot(
        const struct entry *entry, uint16_t parent, const char *key, size_t key_size)
{
    size_t mask = entry->slot_count - 1;
    uint32_t mark = key ? text_mark(key, key_size) : 1;
    size_t at = mix(mark + ((uint64_t)parent << 32)) & mask;

    while (entry->slots[at] != PROPERTY_NONE &&
            !is_property(&entry->tree[entry->slots[at]], parent, key, key_size))
        at = (at + 1) & mask;
    return &entry->slots[at];
}

static void grow_slots(struct entry *entry)
{
    if (entry->name.property_count * 2 < entry->slot_count)
        return;
    mem_free(entry->slots);
    entry->slot_count = entry->slot_count == 0 ? TREE_SLOTS_MIN : entry->slot_count * 2;
    entry->slots = mem_resize(NULL, entry->slot_count, sizeof *entry->slots);
    for (size_t i = 0; i < entry->slot_count; i++)
        entry->slots[i] = PROPERTY_NONE;
    for (size_t i = 0; i < entry->name.property_count; i++) {
        const struct property *property = &entry->tree[i];

        *find_slot(entry, property->parent, property->element ? NULL : property->key,
                property->key_size) = (uint16_t)i;
    }
}

static bool has_room(const struct catalogue *catalogue, const struct entry *entry)
{
    if (entry->name.property_count == 0 && catalogue->with_properties == CATALOGUE_NAMES_MAX)
        return false;
    return entry->name.property_count < CATALOGUE_PROPERTIES_MAX &&
           catalogue->properties < PROPERTIES_TOTAL_MAX;
}

uint16_t property_add(struct catalogue *catalogue, struct entry *entry, uint16_t parent,
        const char *key, size_t key_size)
{
    static const struct property root = {.keys = 0};
    const struct property *above = parent == PROPERTY_NONE ? &root : &entry->tree[parent];
    uint8_t keys = (uint8_t)(above->keys + (key != NULL)), steps = (uint8_t)(above->steps + 1);
    size_t count = entry->name.property_count;
    uint16_t *slot;
    char *path;

    if (key_size > KEY_SIZE_MAX)
        return PROPERTY_NONE;
    grow_slots(entry);
    slot = find_slot(entry, parent, key, key_size);
    if (*slot != PROPERTY_NONE)
        return *slot;
    if (keys > KEYS_MAX || steps > STEPS_MAX || !has_room(catalogue, entry))
        return PROPERTY_NONE;
    path = path_below(entry, parent, key, key_size);
    if (strlen(path) > PATH_MAX_BYTES) {
        mem_free(path);
        return PROPERTY_NONE;
    }
    entry->name.properties = mem_room(entry->name.properties, count, &entry->property_capacity,
            sizeof *entry->name.properties);
    entry->name.properties[count] = (struct catalogue_property){.path = path};
    entry->tree = mem_room(entry->tree, count, &entry->tree_capacity, sizeof *entry->tree);
    entry->tree[count] = (struct property){
            .parent = parent,
            .successors = {PROPERTY_NONE, PROPERTY_NONE},
            .key_size = (uint16_t)key_size,
            .element = !key,
            .keys = keys,
            .steps = steps,
            .key = key ? mem_string_of(key, key_size) : NULL,
    };
    entry->name.property_count++;
    catalogue->properties++;
    catalogue->with_properties += count == 0;
    return *slot = (uint16_t)count;
}

struct walk {
    struct catalogue *catalogue;
    struct entry *entry;
    uint16_t last; /* the property before, or PROPERTY_NONE */
};

static uint16_t find_property(struct walk *walk, uint16_t parent, const char *key, size_t key_size)
{
    struct entry *entry = walk->entry;
    uint16_t *successors =
            walk->last == PROPERTY_NONE ? entry->successors : entry->tree[walk->last].successors;
    uint16_t found;

    for (size_t i = 0; i < SUCCESSORS; i++)
        if (successors[i] != PROPERTY_NONE &&
                is_property(&entry->tree[successors[i]], parent, key, key_size))
            return successors[i];
    found = property_add(walk->catalogue, entry, parent, key, key_size);
    if (found == PROPERTY_NONE)
        return found;
    successors =
            walk->last == PROPERTY_NONE ? entry->successors : entry->tree[walk->last].successors;
    successors[1] = successors[0];
    successors[0] = found;
    return found;
}

/* Recursion ends at STEPS_MAX: what lies deeper is no property. */
static void credit_members(struct walk *walk, uint16_t parent, struct value container)
{
    struct value_iter iter = value_iterate(container);
    const char *key;
    size_t key_size;
    struct value value;

    for (size_t i = 0; value_next(&iter, &key, &key_size, &value); i++) {
        enum value_type type = value_type(value);
        uint16_t property;

        if (!iter.keyed) {
            key = NULL;
            key_size = 0;
            if (i == ELEMENTS_MAX)
                return;
        }
        property = find_property(walk, parent, key, key_size);
        if (property == PROPERTY_NONE)
            continue;
        walk->last = property;
        walk->entry->name.properties[property].counts[type]++;
        if (type >= VALUE_ARRAY)
            credit_members(walk, property, value);
        else if (type > VALUE_NULL)
            credit_example(walk->entry, property, value);
    }
}

void properties_credit(struct catalogue *catalogue, struct entry *entry, struct value object)
{
    struct walk walk = {catalogue, entry, PROPERTY_NONE};

    credit_members(&walk, PROPERTY_NONE, object);
}
