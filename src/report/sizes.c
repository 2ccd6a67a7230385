#include "report/sizes.h"

#include "base/alloc.h"
#include "base/when.h"
#include "report/facts.h"
#include "runner/count.h"
#include "store/documents.h"
#include "store/lease.h"
#include "store/seen.h"

void size_list_release(struct size_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        mem_free(list->items[i].id);
    mem_free(list->items);
    *list = (struct size_list){0};
}

static int scan_step(void *context, int64_t done, int64_t total)
{
    const struct scan *scan = context;
    return scan == NULL || scan->step == NULL ? 0 : scan->step(scan->context, done, total);
}

/* One pass over the users. A copy, since runner_count hands its context back without const. */
static int count_users(const struct facts *facts, const struct filter_plan *const *filters,
        size_t count, int64_t *sizes, const struct scan *scan, struct error *err)
{
    struct scan own = {0};
    if (scan != NULL)
        own = *scan;
    return runner_count(
            facts->store, filters, count, facts_now(facts), sizes, scan_step, &own, err);
}

static int list_segments(const struct facts *facts, const char *const *ids, size_t count,
        struct size_list *out, struct error *err)
{
    size_t all = count == 0 ? plan_segment_count(facts->plan) : count;
    out->items = mem_array(all, sizeof *out->items);
    for (size_t i = 0; i < all; i++) {
        const char *id = count == 0 ? plan_segment(facts->plan, i)->id : ids[i];
        struct document document;
        if (plan_segment_filter(facts->plan, id) == NULL) {
            if (document_get(facts->store, OBJECT_SEGMENT, id, 0, &document, err) == 0)
                document_release(&document);
            else
                return -1;
        }
        out->items[out->count++] = (struct size_row){mem_string(id), -1, facts->record.clock_ms};
    }
    return 0;
}

/* Lists show the sizes counted last; that they are kept is a help, not a promise. While somebody
 * holds the engine they would be overtaken at once. */
static void keep_sizes(struct store *store, const struct size_list *list)
{
    struct lease_holder holder;
    if (lease_look(store, &holder, NULL) != 0 || store_begin(store, NULL) < 0)
        return;
    for (size_t i = 0; i < list->count; i++) {
        struct document document;
        struct segment_size size = {
                .size = list->items[i].size, .as_of_ms = list->items[i].as_of_ms};
        int kept;
        if (document_get(store, OBJECT_SEGMENT, list->items[i].id, 0, &document, NULL) < 0)
            continue;
        size.number = document.number;
        size.version = document.version;
        document_release(&document);
        kept = segment_size_put(store, &size, NULL);
        if (kept < 0) {
            store_rollback(store);
            return;
        }
    }
    store_commit(store, NULL);
}

int segments_count(struct store *store, const char *const *ids, size_t count,
        const struct scan *scan, struct size_list *out, struct error *err)
{
    struct facts facts;
    const struct filter_plan **filters = NULL;
    int64_t *sizes = NULL;
    int answer = -1;
    *out = (struct size_list){0};
    if (facts_open(&facts, store, err) < 0)
        return -1;
    if (list_segments(&facts, ids, count, out, err) < 0)
        goto out;
    filters = mem_array(out->count, sizeof *filters);
    sizes = mem_array(out->count, sizeof *sizes);
    for (size_t i = 0; i < out->count; i++)
        filters[i] = plan_segment_filter(facts.plan, out->items[i].id);
    if (out->count > 0 && count_users(&facts, filters, out->count, sizes, scan, err) < 0)
        goto out;
    for (size_t i = 0; i < out->count; i++)
        out->items[i].size = sizes[i];
    if (facts.record.clock_ms != WHEN_NONE)
        keep_sizes(store, out);
    answer = 0;
out:
    mem_free(sizes);
    mem_free(filters);
    facts_close(&facts);
    if (answer < 0)
        size_list_release(out);
    return answer;
}

struct node_list {
    const struct filter **items;
    size_t count, capacity;
};

static void add_node(const struct filter *filter, void *context)
{
    struct node_list *nodes = context;
    nodes->items = mem_room(nodes->items, nodes->count, &nodes->capacity, sizeof *nodes->items);
    nodes->items[nodes->count++] = filter;
}

size_t filter_node_count(const struct filter *filter)
{
    struct node_list nodes = {0};
    filter_each(filter, add_node, &nodes);
    mem_free(nodes.items);
    return nodes.count;
}

static int count_nodes(const struct facts *facts, const struct node_list *nodes, size_t count,
        int64_t *sizes, const struct scan *scan, struct error *err)
{
    struct filter_plan **plans = mem_array(count, sizeof *plans);
    const struct filter_plan **filters = mem_array(count, sizeof *filters);
    int answer = -1;
    for (size_t i = 0; i < count; i++) {
        plans[i] = filter_plan_new(facts->plan, nodes->items[i], err);
        if (plans[i] == NULL)
            goto out;
        filters[i] = plans[i];
    }
    answer = count_users(facts, filters, count, sizes, scan, err);
out:
    for (size_t i = 0; i < count; i++)
        filter_plan_free(plans[i]);
    mem_free(filters);
    mem_free(plans);
    return answer;
}

int filter_count(struct store *store, const struct filter *filter, int64_t *sizes, size_t capacity,
        int64_t *as_of_ms, const struct scan *scan, struct error *err)
{
    struct facts facts;
    struct node_list nodes = {0};
    int answer;
    if (facts_open(&facts, store, err) < 0)
        return -1;
    filter_each(filter, add_node, &nodes);
    *as_of_ms = facts.record.clock_ms;
    answer = count_nodes(
            &facts, &nodes, nodes.count < capacity ? nodes.count : capacity, sizes, scan, err);
    mem_free(nodes.items);
    facts_close(&facts);
    return answer;
}

struct member_search {
    void (*member)(void *context, const char *user, size_t size);
    void *context;
    const struct scan *scan;
    int64_t done, total;
    bool stopped;
};

static int hand_member(void *context, const struct profile *profile)
{
    struct member_search *search = context;
    search->done++;
    search->member(search->context, profile->id, profile->id_size);
    if (search->scan == NULL || search->scan->step == NULL || search->done % 1024 != 0)
        return 0;
    search->stopped = search->scan->step(search->scan->context, search->done, search->total) != 0;
    return search->stopped;
}

int segment_members(struct store *store, const char *id, int64_t limit,
        void (*member)(void *context, const char *user, size_t size), void *context,
        const struct scan *scan, struct error *err)
{
    struct member_search search = {.member = member, .context = context, .scan = scan};
    struct size_list one = {0};
    struct facts facts;
    int answer = -1;
    if (facts_open(&facts, store, err) < 0)
        return -1;
    search.total = facts.record.next_user;
    if (list_segments(&facts, &id, 1, &one, err) == 0)
        answer = runner_members(store, plan_segment_filter(facts.plan, id), facts_now(&facts),
                limit, hand_member, &search, err);
    if (answer == 0 && search.stopped)
        answer = error_set(err, ERROR_INTERRUPTED, "stopped before all members were listed");
    size_list_release(&one);
    facts_close(&facts);
    return answer;
}

int filter_members(struct store *store, const struct filter *filter, int64_t limit,
        void (*member)(void *context, const char *user, size_t size), void *context,
        const struct scan *scan, struct error *err)
{
    struct member_search search = {.member = member, .context = context, .scan = scan};
    struct filter_plan *plan;
    struct facts facts;
    int answer = -1;
    if (facts_open(&facts, store, err) < 0)
        return -1;
    search.total = facts.record.next_user;
    plan = filter_plan_new(facts.plan, filter, err);
    if (plan != NULL)
        answer = runner_members(store, plan, facts_now(&facts), limit, hand_member, &search, err);
    if (answer == 0 && search.stopped)
        answer = error_set(err, ERROR_INTERRUPTED, "stopped before all members were listed");
    filter_plan_free(plan);
    facts_close(&facts);
    return answer;
}
