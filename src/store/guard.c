#include "store/guard.h"

#include <string.h>

#include "base/value.h"
#include "model/change.h"
#include "store/lease.h"

int guard_begin(struct guard *guard, struct store *store, struct error *err)
{
    *guard = (struct guard){false, false};
    if (!store->lease_held && store->lock_fd < 0) {
        if (lease_take_for_act(store, err))
            return -1;
        guard->took_lease = true;
    }
    if (store_begin(store, err) == 0)
        guard->began = true;
    return guard->began ? 0 : -1;
}

void guard_leave(struct guard *guard, struct store *store)
{
    if (guard->began)
        store_rollback(store);
    if (guard->took_lease)
        lease_give_back(store);
    *guard = (struct guard){false, false};
}

int guard_end(struct guard *guard, struct store *store, int failed, struct error *err)
{
    if (!failed && guard->began)
        failed = sql_run(store, err, "UPDATE engine SET generation = generation + 1", "");
    if (!failed && guard->began) {
        guard->began = false;
        failed = store_commit(store, err);
    }
    guard_leave(guard, store);
    return failed ? -1 : 0;
}

const char *act_login(const struct act *act)
{
    return act->login ? act->login : "";
}

const char *act_by(const struct act *act)
{
    return act->by && act->by[0] ? act->by : act_login(act);
}

int changelog_add(
        struct store *store, const struct act *act, const struct logged *logged, struct error *err)
{
    return sql_run(store, err,
            "INSERT INTO change (at_ms, by, login, object, id, version, action, changes) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            "lttitutt", act->at_ms, act_by(act), act_login(act), (int)logged->object, logged->id,
            logged->version, logged->action, logged->changes);
}

static char *json_of(const char *text)
{
    struct buf json = {0};

    json_add_string(&json, text, strlen(text));
    return buf_take(&json);
}

void change_of_field(struct buf *out, const char *path, const char *before, const char *after)
{
    struct change change = {
            .path = mem_string(path),
            .before = before ? json_of(before) : NULL,
            .after = after ? json_of(after) : NULL,
            .words = mem_format(
                    "%s: %s -> %s", path, before ? before : "not set", after ? after : "not set"),
    };
    struct change_list list = {.items = mem_copy(&change, sizeof change), .count = 1};

    list.capacity = 1;
    change_list_write(&list, out);
    change_list_release(&list);
}
