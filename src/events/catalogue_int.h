/* How the catalogue keeps what it shows: a tree of properties for each name. Private to
 * catalogue*.c.
 */
#ifndef EVENTS_CATALOGUE_INT_H
#define EVENTS_CATALOGUE_INT_H

#include "events/catalogue.h"

enum {
    KEY_SIZE_MAX = 255,            /* longer ones have no path a document could name */
    KEYS_MAX = 4,                  /* in a path */
    STEPS_MAX = 8,                 /* in a path, `[]` among them */
    ELEMENTS_MAX = 64,             /* of an array that are looked at */
    PROPERTIES_TOTAL_MAX = 200000, /* over all names, which bounds the memory */
    PROPERTY_NONE = UINT16_MAX,
    SUCCESSORS = 2,
};

/* An example as it is compared: numbers that are equal are one. */
struct scalar {
    uint32_t mark; /* a fingerprint */
    uint32_t size; /* of the text */
    enum value_type type;
    union {
        uint64_t bits;    /* VALUE_INTEGER, VALUE_NUMBER */
        const char *text; /* VALUE_STRING */
    };
};

/* Beside each struct catalogue_property, by the same index. */
struct property {
    uint16_t parent; /* PROPERTY_NONE: the event itself */
    /* The properties that came next when this one was last seen: an event of the same shape finds
     * each property by one comparison. */
    uint16_t successors[SUCCESSORS];
    uint16_t key_size;
    bool element; /* `[]` of its parent; it has no key */
    uint8_t keys, steps;
    char *key;
    struct scalar *scalars; /* of the examples */
    uint32_t marks[CATALOGUE_EXAMPLES_MAX];
};

struct entry {
    struct catalogue_name name; /* first: what catalogue_at gives */
    struct property *tree;
    size_t property_capacity, tree_capacity, day_capacity;
    size_t day_at;                   /* the day of the last event */
    uint16_t successors[SUCCESSORS]; /* the first properties */
    uint16_t *slots;                 /* a hash table of tree: index, or PROPERTY_NONE */
    size_t slot_count;
};

struct catalogue {
    struct entry **entries;
    size_t count, capacity;
    uint32_t *slots; /* a hash table by name: 1 + place in entries */
    size_t slot_count;
    size_t properties; /* of all names */
    size_t with_properties;
};

struct entry *catalogue_entry(struct catalogue *catalogue, uint32_t name);
/* Forgets all that is known of a name, keeping its place. */
void entry_clear(struct catalogue *catalogue, struct entry *entry);
struct catalogue_day *entry_day(struct entry *entry, int64_t day);

/* Counts the members of an object. */
void properties_credit(struct catalogue *catalogue, struct entry *entry, struct value object);
/* The property of that key (NULL: `[]`) below the parent; made where it is new. PROPERTY_NONE where
 * there is no room for more. */
uint16_t property_add(struct catalogue *catalogue, struct entry *entry, uint16_t parent,
        const char *key, size_t key_size);
/* A scalar value as it is compared; its text stays the value's. */
struct scalar scalar_of(struct value value);
bool scalar_equal(const struct scalar *a, const struct scalar *b);
void scalar_pack(const struct scalar *scalar, struct buf *out);
/* Adds an example that is known to be new. */
void example_add(
        struct entry *entry, uint16_t property, const struct scalar *scalar, int64_t count);

#endif
