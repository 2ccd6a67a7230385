#include "engine/traits.h"

#include <string.h>

#include "base/alloc.h"

static const char groups_name[] = "subscriptionGroups";
static const char email_subscription[] = "emailSubscription";
static const char push_subscription[] = "pushSubscription";
static const char email_name[] = "email";

#define LITERAL(text) (text), sizeof(text) - 1

/* The statuses that a missing one counts as, packed: see base/value.h. */
static const unsigned char packed_subscribed[] = {
        VALUE_STRING, 10, 's', 'u', 'b', 's', 'c', 'r', 'i', 'b', 'e', 'd'};
static const unsigned char packed_unsubscribed[] = {
        VALUE_STRING, 12, 'u', 'n', 's', 'u', 'b', 's', 'c', 'r', 'i', 'b', 'e', 'd'};

void trait_changes_release(struct trait_changes *changes)
{
    mem_free(changes->items);
    buf_release(&changes->scratch);
    *changes = (struct trait_changes){0};
}

bool trait_is_empty(struct value trait)
{
    size_t size;

    switch (value_type(trait)) {
    case VALUE_MISSING:
    case VALUE_NULL: return true;
    case VALUE_STRING: return value_string(trait, &size) && size == 0;
    case VALUE_ARRAY:
    case VALUE_OBJECT: return value_count(trait) == 0;
    default: return false;
    }
}

bool trait_is_unsubscribed(const struct profile *profile, const char *name)
{
    return value_equal(profile_trait(profile, name), (struct value){packed_unsubscribed});
}

static bool is_key(const char *key, size_t size, const char *name, size_t name_size)
{
    return size == name_size && memcmp(key, name, size) == 0;
}

static void add_change(struct trait_changes *changes, enum trait_change_kind kind, const char *name,
        size_t name_size, struct value to)
{
    changes->items =
            mem_room(changes->items, changes->count, &changes->capacity, sizeof *changes->items);
    changes->items[changes->count++] = (struct trait_change){kind, name, name_size, to};
}

/* A status as rules see it: what is no text counts as missing. */
static struct value status_of(struct value status, const unsigned char *missing)
{
    return value_type(status) == VALUE_STRING ? status : (struct value){missing};
}

static void compare_status(struct trait_changes *changes, enum trait_change_kind kind,
        const char *name, size_t name_size, struct value before, struct value after)
{
    const unsigned char *missing = kind == CHANGE_GROUP ? packed_unsubscribed : packed_subscribed;

    before = status_of(before, missing);
    after = status_of(after, missing);
    if (!value_equal(before, after))
        add_change(changes, kind, name, name_size, after);
}

static void compare_groups(
        struct trait_changes *changes, struct value patch, struct value before, struct value after)
{
    struct value_iter iter;
    struct value ignored;
    const char *key;
    size_t size;

    if (value_type(patch) != VALUE_OBJECT)
        return;
    iter = value_iterate(patch);
    while (value_next(&iter, &key, &size, &ignored))
        compare_status(changes, CHANGE_GROUP, key, size, value_get(before, key, size),
                value_get(after, key, size));
}

static void compare_attribute(struct trait_changes *changes, const char *key, size_t size,
        struct value before, struct value after)
{
    if (value_type(after) > VALUE_NULL && !value_equal(before, after))
        add_change(changes, CHANGE_ATTRIBUTE, key, size, after);
    if (is_key(key, size, LITERAL(email_name)) && trait_is_empty(before) && !trait_is_empty(after))
        add_change(changes, CHANGE_EMAIL_ADDED, key, size, after);
    if (is_key(key, size, LITERAL(email_subscription)))
        compare_status(changes, CHANGE_EMAIL_SUBSCRIPTION, key, size, before, after);
    if (is_key(key, size, LITERAL(push_subscription)))
        compare_status(changes, CHANGE_PUSH_SUBSCRIPTION, key, size, before, after);
}

static void compare_traits(struct trait_changes *changes, struct value patch,
        const struct intern *cared, struct value before, struct value after)
{
    struct value_iter iter = value_iterate(patch);
    struct value member;
    const char *key;
    size_t size;

    if (cared && intern_count(cared) == 0)
        return;
    while (value_next(&iter, &key, &size, &member)) {
        if (cared && intern_find(cared, key, size) == INTERN_NONE)
            continue;
        if (is_key(key, size, LITERAL(groups_name)))
            compare_groups(
                    changes, member, value_get(before, key, size), value_get(after, key, size));
        else
            compare_attribute(
                    changes, key, size, value_get(before, key, size), value_get(after, key, size));
    }
}

/* Whether the patch says anything that is not so already: most of what clients repeat does not. */
static bool says_news(struct value traits, struct value patch, bool top)
{
    struct value_iter iter = value_iterate(patch);
    struct value member, before;
    const char *key;
    size_t size;

    while (value_next(&iter, &key, &size, &member)) {
        before = value_get(traits, key, size);
        if (top && is_key(key, size, LITERAL(groups_name))) {
            if (value_type(member) == VALUE_OBJECT &&
                    (value_type(before) != VALUE_OBJECT || says_news(before, member, false)))
                return true;
        } else if (value_type(member) == VALUE_NULL ? before.at != NULL
                                                    : !value_equal(before, member)) {
            return true;
        }
    }
    return false;
}

/* The patch as a top-level merge takes it: groups already merged, or left out where they are no
 * object. */
static size_t put_patch(struct buf *out, struct value traits, struct value patch)
{
    size_t start = out->size, mark = value_begin_object(out);
    struct value_iter iter = value_iterate(patch);
    struct value member;
    const char *key;
    size_t size;
    uint32_t count = 0;

    while (value_next(&iter, &key, &size, &member)) {
        bool groups = is_key(key, size, LITERAL(groups_name));

        if (groups && value_type(member) != VALUE_OBJECT)
            continue;
        value_put_key(out, key, size);
        if (groups)
            value_merge(out, value_get(traits, key, size), member);
        else
            value_put(out, member);
        count++;
    }
    value_end(out, mark, count);
    return start;
}

bool traits_apply(struct profile *profile, struct value patch, const struct intern *cared,
        struct trait_changes *changes)
{
    struct value before = profile_traits(profile), after;
    unsigned char *old = profile->traits;
    struct buf *scratch = &changes->scratch;
    struct buf merged = {0};
    bool fits;

    changes->count = 0;
    if (!says_news(before, patch, true))
        return true;
    buf_clear(scratch);
    if (value_get(patch, LITERAL(groups_name)).at) {
        put_patch(&merged, before, patch);
        value_merge(scratch, before, (struct value){(const unsigned char *)merged.bytes});
    } else {
        value_merge(scratch, before, patch);
    }
    after = (struct value){(const unsigned char *)scratch->bytes};
    fits = value_size(after) <= TRAITS_SIZE_MAX;
    if (fits) {
        profile->traits = NULL;
        profile_set_traits(profile, after);
        compare_traits(changes, patch, cared, before, profile_traits(profile));
        mem_free(old);
    }
    buf_release(&merged);
    return fits;
}

bool traits_unsubscribe(struct profile *profile, struct trait_changes *changes)
{
    struct buf *scratch = &changes->scratch;
    struct buf patch = {0};
    size_t mark;

    if (trait_is_unsubscribed(profile, email_subscription))
        return false;
    mark = value_begin_object(&patch);
    value_put_key(&patch, LITERAL(email_subscription));
    value_put(&patch, (struct value){packed_unsubscribed});
    value_end(&patch, mark, 1);
    buf_clear(scratch);
    value_merge(scratch, profile_traits(profile), (struct value){(unsigned char *)patch.bytes});
    profile_set_traits(profile, (struct value){(unsigned char *)scratch->bytes});
    buf_release(&patch);
    changes->count = 0;
    add_change(changes, CHANGE_ATTRIBUTE, LITERAL(email_subscription),
            (struct value){packed_unsubscribed});
    add_change(changes, CHANGE_EMAIL_SUBSCRIPTION, LITERAL(email_subscription),
            (struct value){packed_unsubscribed});
    return true;
}
