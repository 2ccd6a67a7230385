#include "report/facts.h"

#include <string.h>

#include "base/when.h"
#include "runner/plan_load.h"
#include "store/documents.h"
#include "store/users.h"

int facts_open(struct facts *facts, struct store *store, struct error *err)
{
    *facts = (struct facts){.store = store};
    if (settings_load(store, &facts->settings, err) < 0)
        return -1;
    facts->names = intern_new();
    if (engine_record_load(store, &facts->record, err) < 0 ||
            names_load(store, facts->names, err) < 0)
        goto out;
    facts->plan = plan_load(store, facts->names, &facts->settings, false, NULL, err);
    if (facts->plan != NULL)
        return 0;
out:
    facts_close(facts);
    return -1;
}

void facts_close(struct facts *facts)
{
    plan_free(facts->plan);
    intern_free(facts->names);
    settings_release(&facts->settings);
    *facts = (struct facts){0};
}

const struct plan_campaign *facts_campaign(
        const struct facts *facts, const char *id, struct error *err)
{
    const struct plan_campaign *found = plan_find(facts->plan, id, strlen(id));
    struct document document;
    if (found != NULL)
        return found;
    /* The store knows how to say it. */
    if (document_get(facts->store, OBJECT_CAMPAIGN, id, 0, &document, err) == 0) {
        document_release(&document);
        error_set(err, ERROR_UNAVAILABLE, "campaign %s was saved just now; try again", id);
    }
    return NULL;
}

int64_t facts_now(const struct facts *facts)
{
    return facts->record.clock_ms == WHEN_NONE ? 0 : facts->record.clock_ms;
}

enum { SCAN_USERS_BETWEEN = 2048 };

struct user_scan {
    const struct facts *facts;
    const struct scan *scan;
    int (*user)(void *context, const struct profile *profile);
    void *context;
    int64_t done;
    struct error *err;
    bool failed;
};

static int scan_step(struct user_scan *all)
{
    if (all->scan == NULL || all->scan->step == NULL || all->done % SCAN_USERS_BETWEEN != 0)
        return 0;
    if (all->scan->step(all->scan->context, all->done, all->facts->record.next_user) == 0)
        return 0;
    all->failed = true;
    return error_set(all->err, ERROR_INTERRUPTED, "stopped before all users were looked at");
}

static int scan_user(void *context, const struct user_record *row)
{
    struct user_scan *all = context;
    struct profile *profile;
    int answer;
    if (scan_step(all) < 0)
        return -1;
    all->done++;
    profile = profile_new(row->id, row->id_size, row->number, NULL);
    if (profile_unpack(profile, row->state, row->state_size, all->err) < 0) {
        all->failed = true;
        answer = error_prefix(all->err, "user %s", profile->id);
    } else {
        answer = all->user(all->context, profile);
    }
    profile_free(profile);
    return answer;
}

int facts_each_user(const struct facts *facts, const struct scan *scan,
        int (*user)(void *context, const struct profile *profile), void *context, struct error *err)
{
    struct user_scan all = {facts, scan, user, context, 0, err, false};
    if (users_scan(facts->store, scan_user, &all, err) < 0)
        return -1;
    return all.failed ? -1 : 0;
}
