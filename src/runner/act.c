#include "runner/act.h"

#include <string.h>

#include "base/alloc.h"
#include "runner/engine_room.h"
#include "store/lease.h"
#include "store/pending.h"

struct stop {
    const struct act *act;
    const struct status_change *change;
};

static int change_status(void *context, struct store *store, struct error *err)
{
    const struct stop *stop = context;

    return documents_set_status(store, stop->act, stop->change, err);
}

static int end_entries(
        struct engine_room *room, const struct stop *stop, int64_t *stopped, struct error *err)
{
    const struct plan_campaign *campaign =
            plan_find(room->plan, stop->change->id, strlen(stop->change->id));
    uint32_t *users = NULL;
    size_t count = 0;
    int failed = 0;

    /* An unknown campaign is refused by the change of its status. */
    if (campaign)
        failed = pending_users(room->store, campaign->number, &users, &count, err);
    for (size_t i = 0; i < count && !failed; i++)
        failed = engine_stop_entries(
                room->engine, campaign->number, users[i], stop->act->at_ms, err);
    mem_free(users);
    *stopped = (int64_t)state_ledger_count(room->state);
    return failed;
}

int runner_stop_campaign(struct store *store, const struct act *act,
        const struct status_change *change, int64_t *stopped, struct error *err)
{
    struct lease_claim claim = {.what = "act", .where = change->id, .login = act->login};
    struct stop stop = {act, change};
    struct flush_also also = {.write = change_status, .context = &stop};
    struct engine_room room = {0};
    bool held = lease_held(store);
    int64_t count = 0;

    if (!held && lease_take(store, &claim, err))
        return -1;
    int failed = engine_room_open(&room, store, 0, false, err) ||
                 end_entries(&room, &stop, &count, err) ||
                 state_flush(room.state, room.engine, &also, err);
    engine_room_close(&room);
    if (!held)
        lease_give_back(store);
    if (stopped)
        *stopped = failed ? 0 : count;
    return failed ? -1 : 0;
}
