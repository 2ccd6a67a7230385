/* Whether the database is whole (FORMATS 4, `verify`). */
#ifndef RUNNER_VERIFY_H
#define RUNNER_VERIFY_H

#include "store/store.h"

struct verify_row {
    const char *check; /* database, documents, references, conservation, counters, pending, ledger,
                          users */
    bool ok;
    const char *detail; /* what was looked at, or the first things that are wrong */
};

/* Looks at everything; *all_ok says whether every row was. Fails only where it cannot look. */
int verify(struct store *store, int (*visit)(void *context, const struct verify_row *row),
        void *context, bool *all_ok, struct error *err);

#endif
