#include "report/seen.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "report/seen_private.h"
#include "store/engine_record.h"
#include "store/seen.h"

static int example_compare(const void *a, const void *b)
{
    const struct value_example *left = a, *right = b;
    if (left->count != right->count)
        return left->count < right->count ? 1 : -1;
    return strcmp(left->json, right->json);
}

static int property_compare(const void *a, const void *b)
{
    const struct property_row *left = a, *right = b;
    return strcmp(left->path, right->path);
}

static int name_compare(const void *a, const void *b)
{
    const struct seen_name *left = a, *right = b;
    return strcmp(left->row.event, right->row.event);
}

static size_t property_fill(struct property_row *row, const struct catalogue_property *from,
        struct value_example *examples)
{
    row->path = from->path;
    for (size_t i = 0; i < ARRAY_COUNT(row->counts); i++) {
        row->counts[i] = from->counts[i];
        row->count += from->counts[i];
    }
    for (size_t i = 0; i < from->example_count; i++)
        examples[i] = (struct value_example){from->examples[i].json, from->examples[i].count};
    if (from->example_count > 1)
        qsort(examples, from->example_count, sizeof *examples, example_compare);
    row->examples = examples;
    row->example_count = from->example_count;
    row->more_values = from->more;
    return from->example_count;
}

static void properties_fill(struct seen_name *name, const struct catalogue_name *from)
{
    size_t examples = 0, used = 0;
    for (size_t i = 0; i < from->property_count; i++)
        examples += from->properties[i].example_count;
    name->examples = mem_array(examples, sizeof *name->examples);
    name->properties = mem_array(from->property_count, sizeof *name->properties);
    name->property_count = from->property_count;
    for (size_t i = 0; i < from->property_count; i++)
        used += property_fill(&name->properties[i], &from->properties[i], name->examples + used);
    if (name->property_count > 1)
        qsort(name->properties, name->property_count, sizeof *name->properties, property_compare);
}

static void name_fill(struct seen_name *name, const char *text, const struct catalogue_name *from)
{
    name->row = (struct event_row){text, from->count, from->users, from->first_ms, from->last_ms};
    name->days = mem_array(from->day_count, sizeof *name->days);
    name->day_count = from->day_count;
    for (size_t i = 0; i < from->day_count; i++)
        name->days[i] = (struct event_day){from->days[i].day, from->days[i].count};
    properties_fill(name, from);
}

static void name_release(struct seen_name *name)
{
    mem_free(name->properties);
    mem_free(name->examples);
    mem_free(name->days);
}

static void names_fill(struct seen *seen)
{
    size_t count = catalogue_count(seen->catalogue);
    seen->events = mem_array(count, sizeof *seen->events);
    for (size_t i = 0; i < count; i++) {
        const struct catalogue_name *from = catalogue_at(seen->catalogue, i);
        if (from->name == CATALOGUE_TRAITS)
            name_fill(&seen->traits, "", from);
        else if (from->count > 0)
            name_fill(&seen->events[seen->event_count++],
                    intern_text(seen->names, from->name, NULL), from);
    }
    if (seen->event_count > 1)
        qsort(seen->events, seen->event_count, sizeof *seen->events, name_compare);
}

struct seen *seen_open(struct store *store, struct error *err)
{
    struct seen *seen = mem_new(sizeof *seen);
    seen->names = intern_new();
    seen->catalogue = names_load(store, seen->names, err) < 0
                              ? NULL
                              : catalogue_read(store, seen->names, err);
    if (seen->catalogue == NULL) {
        seen_free(seen);
        return NULL;
    }
    names_fill(seen);
    return seen;
}

void seen_free(struct seen *seen)
{
    if (seen == NULL)
        return;
    for (size_t i = 0; i < seen->event_count; i++)
        name_release(&seen->events[i]);
    name_release(&seen->traits);
    mem_free(seen->events);
    catalogue_free(seen->catalogue);
    intern_free(seen->names);
    mem_free(seen);
}

size_t seen_event_count(const struct seen *seen)
{
    return seen->event_count;
}

const struct event_row *seen_event_at(const struct seen *seen, size_t index)
{
    return &seen->events[index].row;
}

const struct seen_name *seen_name_of(const struct seen *seen, const char *event)
{
    struct seen_name wanted = {.row = {.event = event}};
    if (event == NULL)
        return &seen->traits;
    if (seen->event_count == 0)
        return NULL;
    return bsearch(&wanted, seen->events, seen->event_count, sizeof wanted, name_compare);
}

const struct event_row *seen_event(const struct seen *seen, const char *name)
{
    const struct seen_name *found = seen_name_of(seen, name);
    return found == NULL ? NULL : &found->row;
}

const struct event_day *seen_event_days(const struct seen *seen, const char *name, size_t *count)
{
    const struct seen_name *found = seen_name_of(seen, name);
    *count = found == NULL ? 0 : found->day_count;
    return found == NULL ? NULL : found->days;
}

const struct property_row *seen_properties(
        const struct seen *seen, const char *event, size_t *count)
{
    const struct seen_name *found = seen_name_of(seen, event);
    *count = found == NULL ? 0 : found->property_count;
    return found == NULL ? NULL : found->properties;
}

/* Elements of lists were seen as `a[]`, whatever their place. */
static char *path_without_places(const char *path)
{
    struct buf out = {0};
    bool quoted = false;
    for (const char *at = path; *at != '\0'; at++) {
        if (*at == '"')
            quoted = !quoted;
        buf_add_char(&out, *at);
        if (*at == '[' && !quoted)
            at += strspn(at + 1, "0123456789");
    }
    return buf_take(&out);
}

const struct property_row *seen_property(
        const struct seen *seen, const char *event, const char *path)
{
    const struct seen_name *name = seen_name_of(seen, event);
    struct property_row wanted = {0};
    const struct property_row *found = NULL;
    char *plain;
    if (name == NULL || name->property_count == 0)
        return NULL;
    plain = path_without_places(path);
    wanted.path = plain;
    found = bsearch(
            &wanted, name->properties, name->property_count, sizeof wanted, property_compare);
    mem_free(plain);
    return found;
}

static bool other_case(const char *a, const char *b)
{
    return strcmp(a, b) != 0 && text_compare_folded(a, b) == 0;
}

const struct event_row *seen_event_other_case(const struct seen *seen, const char *name)
{
    for (size_t i = 0; i < seen->event_count; i++) {
        if (other_case(seen->events[i].row.event, name))
            return &seen->events[i].row;
    }
    return NULL;
}

const struct property_row *seen_property_other_case(
        const struct seen *seen, const char *event, const char *path)
{
    const struct seen_name *name = seen_name_of(seen, event);
    const struct property_row *found = NULL;
    char *plain = path_without_places(path);
    for (size_t i = 0; name != NULL && i < name->property_count && found == NULL; i++) {
        if (other_case(name->properties[i].path, plain))
            found = &name->properties[i];
    }
    mem_free(plain);
    return found;
}
