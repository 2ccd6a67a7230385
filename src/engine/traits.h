/* What an identify does to the traits, and which changes rules can see (SEMANTICS 2.2, 3.4). */
#ifndef ENGINE_TRAITS_H
#define ENGINE_TRAITS_H

#include "base/intern.h"
#include "engine/profile.h"

enum trait_change_kind {
    CHANGE_ATTRIBUTE,
    CHANGE_EMAIL_ADDED,
    CHANGE_EMAIL_SUBSCRIPTION,
    CHANGE_PUSH_SUBSCRIPTION,
    CHANGE_GROUP,
};

struct trait_change {
    enum trait_change_kind kind;
    const char *name; /* of the attribute or group; into the event */
    size_t name_size;
    struct value to; /* what it is now; of a subscription, `subscribed` or the like */
};

/* Keeps its memory from one event to the next. */
struct trait_changes {
    struct trait_change *items;
    size_t count, capacity;
    struct buf scratch;
};

void trait_changes_release(struct trait_changes *changes);

/* Merges `patch` (an object, or missing) into the traits and fills `changes` with those of
 * attributes that stand in `cared` (NULL: of all). False where the traits would be larger than
 * TRAITS_SIZE_MAX: then nothing is changed. The changes are valid as long as the traits and the
 * event are. */
bool traits_apply(struct profile *profile, struct value patch, const struct intern *cared,
        struct trait_changes *changes);

/* `Unsubscribed`: sets emailSubscription (SEMANTICS 3.5). False where it was so already. */
bool traits_unsubscribe(struct profile *profile, struct trait_changes *changes);

/* Missing, null, "", [] or {}. */
bool trait_is_empty(struct value trait);
/* `emailSubscription` or `pushSubscription` is `unsubscribed`. */
bool trait_is_unsubscribed(const struct profile *profile, const char *name);

#endif
