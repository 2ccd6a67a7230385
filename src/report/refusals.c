#include "report/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/when.h"
#include "report/facts.h"
#include "report/refusal.h"
#include "store/users.h"

/* A refusal that was found; users are found in order of number, campaigns in none. */
struct found {
    uint32_t rank; /* of the campaign */
    const char *user;
    struct refusal_facts facts;
};

struct search {
    struct facts facts;
    const struct ledger_query *query;
    const struct plan_campaign *campaign; /* NULL: all */
    struct arena texts;
    struct found *items;
    size_t count, capacity;
};

static bool search_wants(const struct search *search, const struct campaign_state *state)
{
    const struct ledger_query *query = search->query;
    const struct refusal_facts *refusal = &state->refusal;
    if (refusal->reason == REFUSAL_NONE || refusal->reason >= REFUSAL_COUNT)
        return false;
    if (search->campaign != NULL && search->campaign->number != state->campaign)
        return false;
    if (query->outcome >= 0 && query->outcome != refusal->reason)
        return false;
    return refusal->trigger_ms >= query->since_ms &&
           (query->until_ms == WHEN_NEVER || refusal->trigger_ms < query->until_ms);
}

static int search_user(void *context, const struct profile *profile)
{
    struct search *search = context;
    const char *user = NULL;
    for (uint32_t i = 0; i < profile->campaign_count; i++) {
        const struct campaign_state *state = &profile->campaigns[i];
        const struct plan_campaign *campaign = plan_by_number(search->facts.plan, state->campaign);
        if (campaign == NULL || !search_wants(search, state))
            continue;
        if (user == NULL)
            user = arena_copy(&search->texts, profile->id, profile->id_size);
        search->items =
                mem_room(search->items, search->count, &search->capacity, sizeof *search->items);
        search->items[search->count++] = (struct found){campaign->rank, user, state->refusal};
    }
    return 0;
}

static int found_compare(const void *a, const void *b)
{
    const struct found *left = a, *right = b;
    if (left->rank != right->rank)
        return left->rank < right->rank ? -1 : 1;
    return strcmp(left->user, right->user);
}

static int found_newest(const void *a, const void *b)
{
    const struct found *left = a, *right = b;
    if (left->facts.trigger_ms != right->facts.trigger_ms)
        return left->facts.trigger_ms > right->facts.trigger_ms ? -1 : 1;
    return found_compare(a, b);
}

static int search_all(struct search *search, const struct scan *scan, struct error *err)
{
    const char *user = search->query->user;
    struct profile *profile;
    if (user == NULL)
        return facts_each_user(&search->facts, scan, search_user, search, err);
    *err = (struct error){0};
    profile = user_by_id(search->facts.store, user, strlen(user), err);
    if (profile == NULL)
        return err->code != ERROR_NONE
                       ? -1
                       : error_set(err, ERROR_REFUSED, "there is no user %s; no event named it yet",
                                 user);
    search_user(search, profile);
    profile_free(profile);
    return 0;
}

static void hand_over(struct search *search,
        int (*row)(void *context, const struct refusal_row *refusal), void *context)
{
    size_t limit = search->count;
    if (search->count > 1)
        qsort(search->items, search->count, sizeof *search->items,
                search->query->newest ? found_newest : found_compare);
    if (search->query->limit > 0 && (size_t)search->query->limit < limit)
        limit = (size_t)search->query->limit;
    for (size_t i = 0; i < limit; i++) {
        const struct found *found = &search->items[i];
        const struct plan_campaign *campaign = plan_campaign(search->facts.plan, found->rank);
        char *detail = refusal_detail(&search->facts, campaign, &found->facts);
        struct refusal_row handed = {.campaign = campaign->document->id,
                .user = found->user,
                .trigger_ms = found->facts.trigger_ms,
                .reason = (enum refusal)found->facts.reason,
                .detail = detail};
        int answer = row(context, &handed);
        mem_free(detail);
        if (answer != 0)
            return;
    }
}

int refusal_rows(struct store *store, const struct ledger_query *query,
        int (*row)(void *context, const struct refusal_row *refusal), void *context,
        const struct scan *scan, struct error *err)
{
    struct search search = {.query = query};
    struct error own;
    int answer = -1;
    if (err == NULL)
        err = &own;
    if (facts_open(&search.facts, store, err) < 0)
        return -1;
    if (query->campaign != NULL) {
        search.campaign = facts_campaign(&search.facts, query->campaign, err);
        if (search.campaign == NULL)
            goto out;
    }
    answer = search_all(&search, scan, err);
    if (answer == 0)
        hand_over(&search, row, context);
out:
    mem_free(search.items);
    arena_release(&search.texts);
    facts_close(&search.facts);
    return answer;
}
