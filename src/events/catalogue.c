#include "events/catalogue.h"

#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "events/catalogue_int.h"

enum { SLOTS_MIN = 64 };

struct catalogue *catalogue_new(void)
{
    return mem_new(sizeof(struct catalogue));
}

static void release_properties(struct entry *entry)
{
    for (size_t i = 0; i < entry->name.property_count; i++) {
        struct catalogue_property *shown = &entry->name.properties[i];
        struct property *property = &entry->tree[i];

        for (size_t k = 0; k < shown->example_count; k++) {
            mem_free(shown->examples[k].json);
            if (property->scalars[k].type == VALUE_STRING)
                mem_free((void *)(uintptr_t)property->scalars[k].text);
        }
        mem_free(shown->examples);
        mem_free(shown->path);
        mem_free(property->scalars);
        mem_free(property->key);
    }
    mem_free(entry->name.properties);
    mem_free(entry->name.days);
    mem_free(entry->tree);
    mem_free(entry->slots);
}

static void entry_init(struct entry *entry, uint32_t name)
{
    *entry = (struct entry){
            .name = {.name = name, .first_ms = WHEN_NONE, .last_ms = WHEN_NONE},
            .successors = {PROPERTY_NONE, PROPERTY_NONE},
    };
}

void entry_clear(struct catalogue *catalogue, struct entry *entry)
{
    catalogue->properties -= entry->name.property_count;
    catalogue->with_properties -= entry->name.property_count > 0;
    release_properties(entry);
    entry_init(entry, entry->name.name);
}

void catalogue_free(struct catalogue *catalogue)
{
    if (!catalogue)
        return;
    for (size_t i = 0; i < catalogue->count; i++) {
        release_properties(catalogue->entries[i]);
        mem_free(catalogue->entries[i]);
    }
    mem_free(catalogue->entries);
    mem_free(catalogue->slots);
    mem_free(catalogue);
}

/* The slot of a name, or the empty one where it belongs. The table is never full. */
static uint32_t *find_slot(const struct catalogue *catalogue, uint32_t name)
{
    size_t mask = catalogue->slot_count - 1;
    size_t at = (name * UINT64_C(0x9e3779b97f4a7c15)) >> 32 & mask;

    while (catalogue->slots[at] != 0 &&
            catalogue->entries[catalogue->slots[at] - 1]->name.name != name)
        at = (at + 1) & mask;
    return &catalogue->slots[at];
}

static void grow_slots(struct catalogue *catalogue)
{
    if (catalogue->count * 2 < catalogue->slot_count)
        return;
    mem_free(catalogue->slots);
    catalogue->slot_count = catalogue->slot_count == 0 ? SLOTS_MIN : catalogue->slot_count * 2;
    catalogue->slots = mem_array(catalogue->slot_count, sizeof *catalogue->slots);
    for (size_t i = 0; i < catalogue->count; i++)
        *find_slot(catalogue, catalogue->entries[i]->name.name) = (uint32_t)i + 1;
}

struct entry *catalogue_entry(struct catalogue *catalogue, uint32_t name)
{
    struct entry *entry;
    uint32_t *slot;

    grow_slots(catalogue);
    slot = find_slot(catalogue, name);
    if (*slot != 0)
        return catalogue->entries[*slot - 1];
    entry = mem_new(sizeof *entry);
    entry_init(entry, name);
    catalogue->entries = mem_room(
            catalogue->entries, catalogue->count, &catalogue->capacity, sizeof(struct entry *));
    catalogue->entries[catalogue->count++] = entry;
    *slot = (uint32_t)catalogue->count;
    return entry;
}

static size_t day_place(const struct catalogue_name *name, int64_t day)
{
    size_t low = 0, high = name->day_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (name->days[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct catalogue_day *entry_day(struct entry *entry, int64_t day)
{
    struct catalogue_name *name = &entry->name;
    size_t at;

    if (entry->day_at < name->day_count && name->days[entry->day_at].day == day)
        return &name->days[entry->day_at];
    at = day_place(name, day);
    if (at == name->day_count || name->days[at].day != day) {
        name->days =
                mem_room(name->days, name->day_count, &entry->day_capacity, sizeof *name->days);
        memmove(&name->days[at + 1], &name->days[at], (name->day_count - at) * sizeof *name->days);
        name->days[at] = (struct catalogue_day){day, 0};
        name->day_count++;
    }
    entry->day_at = at;
    return &name->days[at];
}

void catalogue_credit(struct catalogue *catalogue, uint32_t name, int64_t at_ms, int64_t day,
        bool new_user, struct value properties)
{
    struct entry *entry = catalogue_entry(catalogue, name);
    struct catalogue_name *shown = &entry->name;

    if (shown->count == 0 || at_ms < shown->first_ms)
        shown->first_ms = at_ms;
    if (shown->count == 0 || at_ms > shown->last_ms)
        shown->last_ms = at_ms;
    shown->count++;
    shown->users += new_user;
    shown->dirty = true;
    entry_day(entry, day)->count++;
    if (value_type(properties) == VALUE_OBJECT)
        properties_credit(catalogue, entry, properties);
}

size_t catalogue_count(const struct catalogue *catalogue)
{
    return catalogue->count;
}

const struct catalogue_name *catalogue_at(const struct catalogue *catalogue, size_t index)
{
    return &catalogue->entries[index]->name;
}

const struct catalogue_name *catalogue_find(const struct catalogue *catalogue, uint32_t name)
{
    uint32_t slot = catalogue->slot_count > 0 ? *find_slot(catalogue, name) : 0;

    return slot != 0 ? &catalogue->entries[slot - 1]->name : NULL;
}

void catalogue_clean(struct catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->count; i++)
        catalogue->entries[i]->name.dirty = false;
}
