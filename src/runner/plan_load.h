/* The plan of the engine from the documents in the database. */
#ifndef RUNNER_PLAN_LOAD_H
#define RUNNER_PLAN_LOAD_H

#include "engine/plan.h"
#include "store/settings.h"

/* All campaigns and segments, whatever their status, and the rules of the settings. `names` holds
 * the names of the store (names_load) and gets those the documents use. *generation (may be NULL)
 * is that of the documents read. NULL on failure. */
struct plan *plan_load(struct store *store, struct intern *names, const struct settings *settings,
        bool live, uint64_t *generation, struct error *err);

#endif
