#include "runner/count.h"

#include "base/alloc.h"
#include "runner/state_int.h"
#include "store/seen.h"

enum { USERS_PER_STEP = 512 };

struct count {
    const struct filter_plan *const *filters;
    size_t filter_count;
    int64_t now_ms;
    int64_t *sizes;
    int64_t done, total, limit;
    int (*step)(void *context, int64_t done, int64_t total);
    int (*visit)(void *context, const struct profile *profile);
    void *context;
    const char *path;
    struct error *err;
    bool failed;
};

static int stopped(struct count *count)
{
    count->failed = true;
    return error_set(count->err, ERROR_INTERRUPTED, "counting was interrupted");
}

static struct profile *unpacked(struct count *count, const struct user_record *row)
{
    struct profile *profile = profile_new(row->id, row->id_size, row->number, NULL);

    if (profile_unpack(profile, row->state, row->state_size, count->err) == 0)
        return profile;
    error_prefix(count->err, "the database '%s' is damaged: user %u", count->path, row->number);
    profile_free(profile);
    count->failed = true;
    return NULL;
}

static int count_user(void *context, const struct user_record *row)
{
    struct count *count = context;

    if (count->step && count->done % USERS_PER_STEP == 0 &&
            count->step(count->context, count->done, count->total))
        return stopped(count);
    count->done++;
    struct profile *profile = unpacked(count, row);
    if (!profile)
        return 1;
    for (size_t i = 0; i < count->filter_count; i++)
        count->sizes[i] += filter_holds(count->filters[i], profile, count->now_ms, NULL, NULL);
    profile_free(profile);
    return 0;
}

int runner_count(struct store *store, const struct filter_plan *const *filters, size_t count,
        int64_t now_ms, int64_t *sizes, int (*step)(void *context, int64_t done, int64_t total),
        void *context, struct error *err)
{
    int64_t bytes = 0;
    struct count all = {.filters = filters,
            .filter_count = count,
            .now_ms = now_ms,
            .sizes = sizes,
            .step = step,
            .context = context,
            .path = store_path(store),
            .err = err};

    for (size_t i = 0; i < count; i++)
        sizes[i] = 0;
    if (users_count(store, &all.total, &bytes, err) || users_scan(store, count_user, &all, err))
        return -1;
    return all.failed ? -1 : 0;
}

static int visit_member(void *context, const struct user_record *row)
{
    struct count *count = context;
    struct profile *profile = unpacked(count, row);
    int stop = 1;

    if (!profile)
        return 1;
    if (!filter_holds(count->filters[0], profile, count->now_ms, NULL, NULL))
        stop = 0;
    else
        stop = count->visit(count->context, profile) || ++count->done == count->limit;
    profile_free(profile);
    return stop;
}

int runner_members(struct store *store, const struct filter_plan *filter, int64_t now_ms,
        int64_t limit, int (*visit)(void *context, const struct profile *profile), void *context,
        struct error *err)
{
    struct count all = {.filters = &filter,
            .filter_count = 1,
            .now_ms = now_ms,
            .limit = limit,
            .visit = visit,
            .context = context,
            .path = store_path(store),
            .err = err};

    if (users_scan(store, visit_member, &all, err))
        return -1;
    return all.failed ? -1 : 0;
}

bool state_count_users(const struct state *state, const struct filter_plan *const *filters,
        size_t count, int64_t now_ms, int64_t *sizes)
{
    const struct profiles *profiles = &state->profiles;

    if (profiles->loaded < profiles->count)
        return false;
    for (size_t i = 0; i < count; i++)
        sizes[i] = 0;
    for (uint32_t number = 0; number < profiles->count; number++)
        for (size_t i = 0; i < count; i++)
            sizes[i] +=
                    filter_holds(filters[i], profiles->slots[number].profile, now_ms, NULL, NULL);
    return true;
}
