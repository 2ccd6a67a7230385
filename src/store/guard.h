/* The frame of everything that changes documents or settings: lease, transaction, generation and
 * changelog. For this room alone. */
#ifndef STORE_GUARD_H
#define STORE_GUARD_H

#include "store/documents.h"
#include "store/sql.h"

/* Takes the lease where it is not held, and begins. Always followed by guard_end. */
struct guard {
    bool took_lease;
    bool began;
};
int guard_begin(struct guard *guard, struct store *store, struct error *err);
/* Moves the generation on and commits, or rolls back where `failed`. Returns -1 where it did. */
int guard_end(struct guard *guard, struct store *store, int failed, struct error *err);
/* Rolls back without an error: nothing was to be done. */
void guard_leave(struct guard *guard, struct store *store);

struct logged {
    enum object object;
    const char *id;
    uint32_t version;
    const char *action;
    const char *changes; /* JSON */
};
int changelog_add(
        struct store *store, const struct act *act, const struct logged *logged, struct error *err);
const char *act_by(const struct act *act);
const char *act_login(const struct act *act);

/* Of one field that is not in a document, as a change list. */
void change_of_field(struct buf *out, const char *path, const char *before, const char *after);

#endif
