/* The wizard's working copy: one per person and document, may be incomplete, is no version
 * (SEMANTICS 10.3). It survives a lost line. */
#ifndef ACTIONS_WORKING_H
#define ACTIONS_WORKING_H

#include "base/error.h"
#include "report/changelog.h"

struct store;

struct working_copy {
    enum document_kind kind;
    char *id;      /* of the document; a new one that has none yet: a name of the caller's, "" */
    uint32_t base; /* the version the edit started from, 0: new */
    int64_t saved_ms;
    struct campaign *campaign; /* by kind, the other is NULL */
    struct segment *segment;
};

/* 0 and `found` false where there is none. A copy that can no longer be read is an error. */
int working_copy_read(struct store *store, enum document_kind kind, const char *id,
        const char *person, struct working_copy *out, bool *found, struct error *err);
/* Takes nothing over. */
int working_copy_write(struct store *store, const struct working_copy *copy, const char *person,
        struct error *err);
int working_copy_drop(struct store *store, enum document_kind kind, const char *id,
        const char *person, struct error *err);
void working_copy_release(struct working_copy *copy);

#endif
