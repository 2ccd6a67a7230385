#include "report/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/when.h"
#include "report/facts.h"
#include "report/refusal.h"
#include "store/users.h"

enum { FOUND_MAX = 1000000, NEWEST_MAX = 100000 };

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
    size_t *by_rank;      /* of the items */
    uint32_t first, last; /* ranks this pass looks for */
    int64_t left;         /* rows still wanted, -1: all */
};

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

static void found_sort(struct search *search)
{
    if (search->count > 1)
        qsort(search->items, search->count, sizeof *search->items,
                search->query->newest ? found_newest : found_compare);
}

/* Every user may have been refused by every campaign, which no memory holds: the campaigns at the
 * end of the order are left to another pass. The newest are cut to as many as are wanted. */
static void search_shrink(struct search *search)
{
    size_t kept = 0;
    if (search->query->newest) {
        found_sort(search);
        search->count = (size_t)search->left;
        return;
    }
    for (kept = search->count; kept > FOUND_MAX / 2 && search->last > search->first; search->last--)
        kept -= search->by_rank[search->last];
    kept = 0;
    for (size_t i = 0; i < search->count; i++) {
        if (search->items[i].rank <= search->last)
            search->items[kept++] = search->items[i];
    }
    search->count = kept;
}

static bool search_is_full(const struct search *search)
{
    if (search->query->newest)
        return search->count > (size_t)search->left * 2 + FOUND_MAX / 10;
    return search->count > FOUND_MAX && search->last > search->first;
}

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
        if (campaign == NULL || campaign->rank < search->first || campaign->rank > search->last ||
                !search_wants(search, state))
            continue;
        if (user == NULL)
            user = arena_copy(&search->texts, profile->id, profile->id_size);
        search->items =
                mem_room(search->items, search->count, &search->capacity, sizeof *search->items);
        search->items[search->count++] = (struct found){campaign->rank, user, state->refusal};
        search->by_rank[campaign->rank]++;
    }
    if (search_is_full(search))
        search_shrink(search);
    return 0;
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

struct handing {
    int (*row)(void *context, const struct refusal_row *refusal);
    void *context;
};

/* Returns 1 where no more is wanted. */
static int hand_over(struct search *search, const struct handing *handing)
{
    found_sort(search);
    for (size_t i = 0; i < search->count; i++) {
        const struct found *found = &search->items[i];
        const struct plan_campaign *campaign = plan_campaign(search->facts.plan, found->rank);
        char *detail = refusal_detail(&search->facts, campaign, &found->facts);
        struct refusal_row row = {.campaign = campaign->document->id,
                .user = found->user,
                .trigger_ms = found->facts.trigger_ms,
                .reason = (enum refusal)found->facts.reason,
                .detail = detail};
        int ended = search->left == 0 || handing->row(handing->context, &row) != 0;
        mem_free(detail);
        if (ended)
            return 1;
        search->left -= search->left > 0;
    }
    return search->left == 0;
}

static int search_passes(struct search *search, const struct handing *handing,
        const struct scan *scan, struct error *err)
{
    uint32_t campaigns = (uint32_t)plan_campaign_count(search->facts.plan);
    search->by_rank = mem_array(campaigns + 1, sizeof *search->by_rank);
    while (search->first < campaigns) {
        search->last = campaigns - 1;
        search->count = 0;
        arena_clear(&search->texts);
        memset(search->by_rank, 0, campaigns * sizeof *search->by_rank);
        if (search_all(search, scan, err) < 0)
            return -1;
        if (hand_over(search, handing) != 0)
            break;
        search->first = search->last + 1;
    }
    return 0;
}

int refusal_rows(struct store *store, const struct ledger_query *query,
        int (*row)(void *context, const struct refusal_row *refusal), void *context,
        const struct scan *scan, struct error *err)
{
    struct search search = {.query = query, .left = query->limit > 0 ? query->limit : -1};
    struct handing handing = {row, context};
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
    if (query->newest && (search.left < 0 || search.left > NEWEST_MAX))
        search.left = NEWEST_MAX;
    answer = search_passes(&search, &handing, scan, err);
out:
    mem_free(search.by_rank);
    mem_free(search.items);
    arena_release(&search.texts);
    facts_close(&search.facts);
    return answer;
}
