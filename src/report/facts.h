/* What most answers start from: settings, the engine's clock, all documents compiled. */
#ifndef REPORT_FACTS_H
#define REPORT_FACTS_H

#include "engine/plan.h"
#include "report/scan.h"
#include "store/engine_record.h"
#include "store/settings.h"

struct facts {
    struct store *store;
    struct settings settings;
    struct engine_record record;
    struct intern *names; /* of events, by the numbers of the store */
    struct plan *plan;
};

/* On failure there is nothing to close. */
int facts_open(struct facts *facts, struct store *store, struct error *err);
void facts_close(struct facts *facts);

/* The campaign; refused, with ids that are spelled nearly so, where there is none. */
const struct plan_campaign *facts_campaign(
        const struct facts *facts, const char *id, struct error *err);
/* 'now' for filters: the clock, or 1970 in a fresh database (nobody is there to ask). */
int64_t facts_now(const struct facts *facts);

/* Calls `user` for every user, with its profile, which is valid during the call; `scan` as in
 * report/scan.h. A return other than 0 from `user` ends it without an error. */
int facts_each_user(const struct facts *facts, const struct scan *scan,
        int (*user)(void *context, const struct profile *profile), void *context,
        struct error *err);

#endif
