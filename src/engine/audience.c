#include "engine/audience.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/when.h"
#include "engine/operators.h"

/* A segment that is named has no segment leaf itself (FORMATS 3); where it has one all the same,
 * one more step is taken, and rings of a damaged database end. */
enum { SEGMENT_DEPTH_MAX = 2, BUCKETS = 10000 };

struct filter_node {
    const struct filter *filter;
    struct filter_node *children;
    uint32_t number;                   /* of the event's name, of the campaign */
    bool known;                        /* the campaign exists */
    bool any;                          /* received: "*" */
    const struct filter_plan *segment; /* NULL: there is no such segment */
    const char **users;                /* ascending */
};

struct filter_plan {
    struct filter_node root;
};

static void node_begin(struct filter_node *node, const struct filter *filter)
{
    node->filter = filter;
    if (filter->child_count > 0)
        node->children = mem_array(filter->child_count, sizeof *node->children);
    for (size_t i = 0; i < filter->child_count; i++)
        node_begin(&node->children[i], &filter->children[i]);
}

static void node_release(struct filter_node *node)
{
    for (size_t i = 0; i < node->filter->child_count; i++)
        node_release(&node->children[i]);
    mem_free(node->children);
    mem_free(node->users);
}

struct filter_plan *filter_plan_begin(const struct filter *filter)
{
    struct filter_plan *plan = mem_new(sizeof *plan);

    node_begin(&plan->root, filter);
    return plan;
}

void filter_plan_free(struct filter_plan *filter)
{
    if (!filter)
        return;
    node_release(&filter->root);
    mem_free(filter);
}

static int compare_users(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void resolve_users(struct filter_node *node)
{
    const struct filter *filter = node->filter;

    node->users = mem_array(filter->user_count + 1, sizeof *node->users);
    for (size_t i = 0; i < filter->user_count; i++)
        node->users[i] = filter->users[i];
    if (filter->user_count > 0)
        qsort(node->users, filter->user_count, sizeof *node->users, compare_users);
}

static void resolve_campaign(struct filter_node *node, const struct plan *plan)
{
    const char *id = node->filter->name;

    node->any = node->filter->kind == FILTER_RECEIVED && strcmp(id, "*") == 0;
    for (size_t i = 0; i < plan->campaign_count && !node->known; i++) {
        node->known = strcmp(plan->campaigns[i].document->id, id) == 0;
        node->number = plan->campaigns[i].number;
    }
}

/* Returns the id of a segment there is none of, NULL where all are known. */
static const char *node_resolve(struct filter_node *node, const struct plan *plan)
{
    const struct filter *filter = node->filter;
    const char *unknown = NULL;

    switch (filter->kind) {
    case FILTER_EVENT_COUNT:
    case FILTER_EVENT_TIME:
        node->number = intern_add(plan->names, filter->name, strlen(filter->name));
        break;
    case FILTER_RECEIVED:
    case FILTER_INTERACTED:
    case FILTER_CONTROL: resolve_campaign(node, plan); break;
    case FILTER_SEGMENT:
        node->segment = plan_segment_find(plan, filter->name);
        return node->segment ? NULL : filter->name;
    case FILTER_USER: resolve_users(node); break;
    default: break;
    }
    for (size_t i = 0; i < filter->child_count; i++) {
        const char *below = node_resolve(&node->children[i], plan);

        unknown = unknown ? unknown : below;
    }
    return unknown;
}

const char *filter_plan_resolve(struct filter_plan *filter, const struct plan *plan)
{
    return node_resolve(&filter->root, plan);
}

struct filter_plan *filter_plan_new(
        const struct plan *plan, const struct filter *filter, struct error *err)
{
    struct filter_plan *made = filter_plan_begin(filter);
    const char *unknown = filter_plan_resolve(made, plan);

    if (!unknown)
        return made;
    filter_plan_free(made);
    error_set(
            err, ERROR_REFUSED, "there is no segment %s; create it, or name another one", unknown);
    return NULL;
}

/* One user asked about one tree. */
struct asking {
    const struct profile *profile;
    int64_t now_ms;
    int64_t today;
    enum gate gate;
    struct trace *trace;
    uint64_t *regex_limit;
    const char *segment;     /* whose filter this is */
    int depth;               /* of segments */
    uint16_t leaf;           /* the last one that was asked */
    struct trace_step *step; /* of that leaf */
};

static bool node_holds(struct asking *asking, const struct filter_node *node);

/* All children are asked where somebody wants to see them, else only until it is decided. */
static bool ask_children(struct asking *asking, const struct filter_node *node, bool decisive)
{
    bool decided = false;

    for (size_t i = 0; i < node->filter->child_count && (!decided || asking->trace); i++) {
        uint16_t leaf = asking->leaf;

        if (node_holds(asking, &node->children[i]) == decisive && !decided)
            decided = true;
        else if (decided)
            asking->leaf = leaf;
    }
    return decided ? decisive : !decisive;
}

static bool ask_all(struct asking *asking, const struct filter_node *node)
{
    return ask_children(asking, node, false);
}

static bool ask_any(struct asking *asking, const struct filter_node *node)
{
    return ask_children(asking, node, true);
}

static bool ask_not(struct asking *asking, const struct filter_node *node)
{
    return !node_holds(asking, &node->children[0]);
}

static bool ask_everyone(struct asking *asking, const struct filter_node *node)
{
    (void)asking;
    (void)node;
    return true;
}

static bool ask_trait(struct asking *asking, const struct filter_node *node)
{
    const struct condition *condition = &node->filter->condition;
    struct value traits = profile_traits(asking->profile);

    if (asking->step) {
        asking->step->condition = condition;
        if (condition->operand)
            fact_set_value(&asking->step->wanted, (struct value){condition->operand});
        fact_set_value(&asking->step->found, path_first(&condition->path, traits));
    }
    return condition_holds(condition, traits, asking->now_ms, asking->regex_limit);
}

static bool compare_number(enum count_op op, double found, double wanted)
{
    switch (op) {
    case COUNT_EQ: return found >= wanted && found <= wanted;
    case COUNT_NE: return found < wanted || found > wanted;
    case COUNT_GT: return found > wanted;
    case COUNT_GE: return found >= wanted;
    case COUNT_LT: return found < wanted;
    case COUNT_LE: return found <= wanted;
    default: return false;
    }
}

static bool ask_number(struct asking *asking, const struct filter *filter, double found)
{
    if (asking->step) {
        fact_set_number(&asking->step->wanted, filter->number);
        fact_set_number(&asking->step->found, found);
    }
    return compare_number(filter->count_op, found, filter->number);
}

static bool ask_count(struct asking *asking, const struct filter_node *node)
{
    return ask_number(asking, node->filter,
            (double)profile_event_count(
                    asking->profile, node->number, node->filter->days, asking->today));
}

static bool ask_spent(struct asking *asking, const struct filter_node *node)
{
    return ask_number(asking, node->filter,
            profile_spent(asking->profile, node->filter->days, asking->today));
}

static bool ask_time(struct asking *asking, const struct filter_node *node)
{
    const struct filter *filter = node->filter;
    const struct event_stat *stat = profile_event(asking->profile, node->number);
    int64_t at_ms = stat ? (filter->last ? stat->last_ms : stat->first_ms) : WHEN_NONE;
    double ago_ms = stat ? (double)(asking->now_ms - at_ms) : 0;

    if (asking->step) {
        if (filter->time_op == TIME_BEFORE || filter->time_op == TIME_AFTER)
            fact_set_instant(&asking->step->wanted, filter->instant_ms);
        else
            fact_set_span(&asking->step->wanted, (int64_t)(filter->number * (double)DAY_MS));
        if (stat)
            fact_set_instant(&asking->step->found, at_ms);
    }
    if (!stat)
        return false;
    switch (filter->time_op) {
    case TIME_BEFORE: return at_ms < filter->instant_ms;
    case TIME_AFTER: return at_ms > filter->instant_ms;
    case TIME_MORE_THAN_DAYS_AGO: return ago_ms > filter->number * (double)DAY_MS;
    case TIME_LESS_THAN_DAYS_AGO: return ago_ms < filter->number * (double)DAY_MS;
    default: return false;
    }
}

static bool ask_received(struct asking *asking, const struct filter_node *node)
{
    const struct profile *profile = asking->profile;
    const struct campaign_state *state;

    if (node->any) {
        for (uint32_t i = 0; i < profile->campaign_count; i++)
            if (profile->campaigns[i].received)
                return true;
        return false;
    }
    state = node->known ? profile_campaign(profile, node->number) : NULL;
    return state && state->received;
}

static bool ask_interacted(struct asking *asking, const struct filter_node *node)
{
    const struct campaign_state *state =
            node->known ? profile_campaign(asking->profile, node->number) : NULL;

    return state && state->interactions >> node->filter->interaction & 1;
}

static bool ask_control(struct asking *asking, const struct filter_node *node)
{
    const struct campaign_state *state =
            node->known ? profile_campaign(asking->profile, node->number) : NULL;

    return state && state->in_control;
}

static bool ask_segment(struct asking *asking, const struct filter_node *node)
{
    const char *outer = asking->segment;
    struct trace_step *step = asking->step;
    size_t place = asking->trace ? asking->trace->count : 0;
    bool holds;

    if (!node->segment || asking->depth == SEGMENT_DEPTH_MAX)
        return false;
    asking->segment = node->filter->name;
    asking->depth++;
    holds = node_holds(asking, &node->segment->root);
    asking->depth--;
    asking->segment = outer;
    /* The leaves below may have moved the steps. */
    asking->step = step ? &asking->trace->steps[place - 1] : NULL;
    asking->leaf = (uint16_t)node->filter->leaf;
    return holds;
}

static bool ask_bucket(struct asking *asking, const struct filter_node *node)
{
    const struct profile *profile = asking->profile;
    int bucket = (int)(hash_rule(profile->id, profile->id_size) % BUCKETS);

    if (asking->step)
        fact_set_number(&asking->step->found, bucket);
    return bucket >= node->filter->bucket_from && bucket <= node->filter->bucket_to;
}

static bool ask_user(struct asking *asking, const struct filter_node *node)
{
    const char *id = asking->profile->id;

    /* An id with a NUL cannot stand in a document, nor be accepted in an event. */
    return node->filter->user_count > 0 &&
           bsearch(&id, node->users, node->filter->user_count, sizeof *node->users, compare_users);
}

static bool (*const asks[FILTER_KIND_COUNT])(struct asking *, const struct filter_node *) = {
        [FILTER_ALL] = ask_all,
        [FILTER_ANY] = ask_any,
        [FILTER_NOT] = ask_not,
        [FILTER_EVERYONE] = ask_everyone,
        [FILTER_TRAIT] = ask_trait,
        [FILTER_EVENT_COUNT] = ask_count,
        [FILTER_EVENT_TIME] = ask_time,
        [FILTER_SPENT] = ask_spent,
        [FILTER_RECEIVED] = ask_received,
        [FILTER_INTERACTED] = ask_interacted,
        [FILTER_CONTROL] = ask_control,
        [FILTER_SEGMENT] = ask_segment,
        [FILTER_BUCKET] = ask_bucket,
        [FILTER_USER] = ask_user,
};

static bool node_holds(struct asking *asking, const struct filter_node *node)
{
    const struct filter *filter = node->filter;
    bool holds;

    if (filter->kind <= FILTER_NOT)
        return asks[filter->kind](asking, node);
    asking->leaf = (uint16_t)filter->leaf;
    asking->step = trace_step(asking->trace, asking->gate, false);
    if (asking->step) {
        asking->step->leaf = filter;
        asking->step->segment = asking->segment;
    }
    holds = asks[filter->kind](asking, node);
    if (asking->step)
        asking->step->passed = holds;
    return holds;
}

static struct asking asking_of(const struct profile *profile, int64_t now_ms, enum gate gate,
        struct trace *trace, uint64_t *regex_limit)
{
    return (struct asking){
            .profile = profile,
            .now_ms = now_ms,
            .today = when_day(now_ms),
            .gate = gate,
            .trace = trace,
            .regex_limit = regex_limit,
    };
}

bool filter_holds(const struct filter_plan *filter, const struct profile *profile, int64_t now_ms,
        struct trace *trace, uint64_t *regex_limit)
{
    struct asking asking = asking_of(profile, now_ms, GATE_AUDIENCE, trace, regex_limit);

    return node_holds(&asking, &filter->root);
}

bool audience_asks(const struct plan_campaign *campaign, const struct profile *profile,
        int64_t now_ms, enum gate gate, struct trace *trace, uint64_t *regex_limit, uint16_t *leaf)
{
    const struct campaign *document = campaign->document;
    const struct plan_rows *rows = campaign->rows;
    struct asking asking = asking_of(profile, now_ms, gate, trace, regex_limit);
    bool holds = true;

    for (size_t i = 0; i < document->segment_count && (holds || trace); i++) {
        asking.segment = document->segments[i];
        if (rows->segments[i] && node_holds(&asking, &rows->segments[i]->root))
            continue;
        if (holds)
            *leaf = (uint16_t)(REFUSAL_SEGMENT | i);
        holds = false;
    }
    asking.segment = NULL;
    if (rows->filter && (holds || trace) && !node_holds(&asking, &rows->filter->root)) {
        if (holds)
            *leaf = asking.leaf;
        holds = false;
    }
    return holds;
}

bool audience_holds(const struct plan *plan, const struct plan_campaign *campaign,
        const struct profile *profile, int64_t now_ms, struct trace *trace, uint64_t *regex_limit)
{
    uint16_t leaf;

    (void)plan;
    return audience_asks(campaign, profile, now_ms, GATE_AUDIENCE, trace, regex_limit, &leaf);
}
