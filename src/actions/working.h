/* The wizard's working copy: one per person and document, may be incomplete, is no version
 * (SEMANTICS 10.3). It survives a lost line. */
#ifndef ACTIONS_WORKING_H
#define ACTIONS_WORKING_H

#include "base/error.h"
#include "store/documents.h"

struct store;

struct working_document {
    enum object object;
    char *id;      /* of the document; a new one that has none yet: a name of the caller's, "" */
    uint32_t base; /* the version the edit started from, 0: new */
    int64_t saved_ms;
    struct campaign *campaign; /* by object, the other is NULL */
    struct segment *segment;
};

/* 0 and `found` false where there is none. A copy that can no longer be read is an error. */
int working_document_read(struct store *store, enum object object, const char *id,
        const char *person, struct working_document *out, bool *found, struct error *err);
/* Takes nothing over. */
int working_document_write(struct store *store, const struct working_document *copy,
        const char *person, struct error *err);
int working_document_drop(struct store *store, enum object object, const char *id,
        const char *person, struct error *err);
void working_document_release(struct working_document *copy);

#endif
