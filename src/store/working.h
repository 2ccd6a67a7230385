/* Working copies of the wizard: one per person and document, survives everything, is no version
 * (SEMANTICS 10.3). Needs no lease. */
#ifndef STORE_WORKING_H
#define STORE_WORKING_H

#include "store/documents.h"

struct working_record {
    char *id;
    enum object object;
    uint32_t base_version; /* the version it started from, 0: a new document */
    int64_t updated_ms;
    char *json; /* may be incomplete: read with DOCUMENT_WORKING */
    size_t json_size;
};
void working_record_release(struct working_record *copy);

int working_put(struct store *store, const char *person, const struct working_record *copy,
        struct error *err);
/* 1 where there is one, 0 where not, -1 with an error. */
int working_get(struct store *store, const char *person, enum object object, const char *id,
        struct working_record *out, struct error *err);
int working_delete(struct store *store, const char *person, enum object object, const char *id,
        struct error *err);
/* The newest first. */
int working_scan(struct store *store, const char *person,
        int (*visit)(void *context, const struct working_record *copy), void *context,
        struct error *err);

#endif
