/* From what can happen to the rows that care, so that an event nobody asks about costs one look-up.
 * Only rows of live campaigns trigger or except; conversions go on in all (SEMANTICS 5, 8.3). */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "engine/plan_parts.h"

const struct row_lists *plan_event_rows(
        const struct plan *plan, uint32_t name, enum meaning meaning)
{
    if (name < plan->name_count) {
        const struct row_lists *rows = &plan->by_name[name];

        if (rows->of[ROLE_TRIGGER].count + rows->of[ROLE_EXCEPTION].count +
                        rows->of[ROLE_CONVERSION].count >
                0)
            return rows;
    }
    return meaning == MEANING_NONE ? NULL : &plan->by_meaning[meaning];
}

const struct plan_source *plan_source(const struct plan *plan, const char *id, size_t size)
{
    uint32_t source = intern_find(plan->source_ids, id, size);

    return source == INTERN_NONE ? NULL : &plan->sources[source];
}

const struct rule *rule_meant(const struct campaign *campaign, const struct rule *rule)
{
    if (rule->type != RULE_CONVERSION)
        return rule;
    return campaign->conversion_count > 0 ? &campaign->conversions[0].rule : NULL;
}

const char *rule_campaign(const struct campaign *campaign, const struct rule *rule)
{
    return rule->campaign ? rule->campaign : campaign->id;
}

static void add_row(struct row_lists *lists, enum row_role role, struct row_ref ref)
{
    struct row_list *list = &lists->of[role];

    list->refs = mem_room(list->refs, list->count, &list->capacity, sizeof *list->refs);
    list->refs[list->count++] = ref;
}

static uint32_t source_of(struct plan *plan, const char *id)
{
    return intern_add(plan->source_ids, id, strlen(id));
}

/* What is being indexed. */
struct indexing {
    struct plan *plan;
    const struct campaign *campaign;
    const struct rule *rule;
    enum row_role role;
    struct row_ref ref;
};

static void index_name(const struct indexing *at)
{
    struct plan *plan = at->plan;
    uint32_t name = intern_add(plan->names, at->rule->event, strlen(at->rule->event));

    add_row(&plan->by_name[name], at->role, at->ref);
}

static void index_meaning(const struct indexing *at, enum meaning meaning)
{
    add_row(&at->plan->by_meaning[meaning], at->role, at->ref);
}

static void index_purchase(const struct indexing *at)
{
    index_meaning(at, MEANING_PURCHASE);
}

static void index_session(const struct indexing *at)
{
    index_meaning(at, MEANING_SESSION);
}

static void index_card(const struct indexing *at)
{
    index_meaning(at, at->rule->card_click ? MEANING_FEED_CLICKED : MEANING_FEED_VIEWED);
}

static void index_location(const struct indexing *at)
{
    index_meaning(at, MEANING_LOCATION);
}

static void index_geofence(const struct indexing *at)
{
    index_meaning(at, at->rule->exit ? MEANING_GEOFENCE_EXITED : MEANING_GEOFENCE_ENTERED);
}

static void index_sms(const struct indexing *at)
{
    index_meaning(at, MEANING_INBOUND_SMS);
}

static void index_whatsapp(const struct indexing *at)
{
    index_meaning(at, MEANING_INBOUND_WHATSAPP);
}

static void index_canvas(const struct indexing *at)
{
    add_row(&at->plan->canvas, at->role, at->ref);
}

static void index_source(const struct indexing *at)
{
    const char *campaign = rule_campaign(at->campaign, at->rule);

    if (strcmp(campaign, "*") == 0)
        add_row(&at->plan->any_link, at->role, at->ref);
    else
        add_row(&at->plan->sources[source_of(at->plan, campaign)].rows, at->role, at->ref);
}

static void index_trait(const struct indexing *at, const char *attribute)
{
    intern_add(at->plan->attributes, attribute, strlen(attribute));
    add_row(&at->plan->traits, at->role, at->ref);
}

static void index_email_added(const struct indexing *at)
{
    index_trait(at, "email");
}

static void index_attribute(const struct indexing *at)
{
    index_trait(at, at->rule->attribute);
}

static void index_subscription(const struct indexing *at)
{
    index_trait(at, at->rule->channel == CHANNEL_PUSH ? "pushSubscription" : "emailSubscription");
}

static void index_group(const struct indexing *at)
{
    index_trait(at, "subscriptionGroups");
}

static void (*const indexers[RULE_TYPE_COUNT])(const struct indexing *) = {
        [RULE_CUSTOM_EVENT] = index_name,
        [RULE_PURCHASE] = index_purchase,
        [RULE_SESSION_START] = index_session,
        [RULE_EMAIL_ADDED] = index_email_added,
        [RULE_ATTRIBUTE_CHANGED] = index_attribute,
        [RULE_SUBSCRIPTION_CHANGED] = index_subscription,
        [RULE_SUBSCRIPTION_GROUP_CHANGED] = index_group,
        [RULE_CAMPAIGN_INTERACTION] = index_source,
        [RULE_CARD_INTERACTION] = index_card,
        [RULE_CANVAS_INTERACTION] = index_canvas,
        [RULE_EXCEPTION_PERFORMED] = index_source,
        [RULE_LOCATION_ENTERED] = index_location,
        [RULE_GEOFENCE] = index_geofence,
        [RULE_INBOUND_SMS] = index_sms,
        [RULE_INBOUND_WHATSAPP] = index_whatsapp,
};

static void index_row(struct plan *plan, const struct plan_campaign *campaign, enum row_role role,
        size_t row, const struct rule *rule)
{
    struct indexing at = {
            .plan = plan,
            .campaign = campaign->document,
            .rule = rule_meant(campaign->document, rule),
            .role = role,
            .ref = {campaign->rank, (uint32_t)row},
    };

    if (at.rule && indexers[at.rule->type])
        indexers[at.rule->type](&at);
}

static void index_campaign(struct plan *plan, const struct plan_campaign *campaign)
{
    const struct campaign *document = campaign->document;

    for (size_t i = 0; i < document->conversion_count; i++)
        index_row(plan, campaign, ROLE_CONVERSION, i, &document->conversions[i].rule);
    if (campaign->status != STATUS_LIVE)
        return;
    for (size_t i = 0; i < document->trigger_count; i++)
        index_row(plan, campaign, ROLE_TRIGGER, i, &document->triggers[i]);
    if (document->delay.kind == DELAY_IMMEDIATE)
        return;
    for (size_t i = 0; i < document->exception_count; i++)
        index_row(plan, campaign, ROLE_EXCEPTION, i, &document->exceptions[i]);
}

/* All names and sources get their numbers first, so that the tables are made once. */
static void number_rule(struct plan *plan, const struct campaign *campaign, const struct rule *rule)
{
    if (rule->type == RULE_CUSTOM_EVENT)
        intern_add(plan->names, rule->event, strlen(rule->event));
    else if (rule->type == RULE_CAMPAIGN_INTERACTION || rule->type == RULE_EXCEPTION_PERFORMED)
        source_of(plan, rule_campaign(campaign, rule));
}

static void number_campaign(struct plan *plan, const struct campaign *campaign)
{
    source_of(plan, campaign->id);
    for (size_t i = 0; i < campaign->trigger_count; i++)
        number_rule(plan, campaign, &campaign->triggers[i]);
    for (size_t i = 0; i < campaign->exception_count; i++)
        number_rule(plan, campaign, &campaign->exceptions[i]);
    for (size_t i = 0; i < campaign->conversion_count; i++)
        number_rule(plan, campaign, &campaign->conversions[i].rule);
}

static int compare_refs(const void *a, const void *b)
{
    const struct row_ref *left = a, *right = b;

    if (left->rank != right->rank)
        return left->rank < right->rank ? -1 : 1;
    return (left->row > right->row) - (left->row < right->row);
}

/* Where a row names an event that has a meaning, one list holds both kinds of rows. */
static void merge_meanings(struct plan *plan)
{
    for (uint32_t name = 0; name < plan->name_count; name++) {
        struct row_lists *rows = &plan->by_name[name];
        size_t size, count = 0;
        const char *text = intern_text(plan->names, name, &size);
        enum meaning meaning;

        for (int role = 0; role < ROLE_COUNT; role++)
            count += rows->of[role].count;
        meaning = count > 0 ? meaning_of(text, size) : MEANING_NONE;
        if (meaning == MEANING_NONE)
            continue;
        for (int role = 0; role < ROLE_COUNT; role++) {
            const struct row_list *more = &plan->by_meaning[meaning].of[role];
            struct row_list *list = &rows->of[role];

            for (size_t i = 0; i < more->count; i++)
                add_row(rows, (enum row_role)role, more->refs[i]);
            if (list->count > 1)
                qsort(list->refs, list->count, sizeof *list->refs, compare_refs);
        }
    }
}

void plan_index(struct plan *plan)
{
    plan->source_ids = intern_new();
    plan->attributes = intern_new();
    for (size_t i = 0; i < plan->campaign_count; i++)
        number_campaign(plan, plan->campaigns[i].document);
    plan->name_count = intern_count(plan->names);
    plan->by_name = mem_array(plan->name_count, sizeof *plan->by_name);
    plan->sources = mem_array(intern_count(plan->source_ids) + 1U, sizeof *plan->sources);
    for (size_t i = 0; i < plan->campaign_count; i++) {
        const struct plan_campaign *campaign = &plan->campaigns[i];

        plan->sources[source_of(plan, campaign->document->id)].campaign = campaign;
        index_campaign(plan, campaign);
    }
    merge_meanings(plan);
}

static void lists_release(struct row_lists *lists)
{
    for (int role = 0; role < ROLE_COUNT; role++)
        mem_free(lists->of[role].refs);
}

void plan_index_release(struct plan *plan)
{
    for (uint32_t name = 0; plan->by_name && name < plan->name_count; name++)
        lists_release(&plan->by_name[name]);
    for (int meaning = 0; meaning < MEANING_COUNT; meaning++)
        lists_release(&plan->by_meaning[meaning]);
    for (uint32_t i = 0; plan->sources && i < intern_count(plan->source_ids); i++)
        lists_release(&plan->sources[i].rows);
    lists_release(&plan->any_link);
    lists_release(&plan->canvas);
    lists_release(&plan->traits);
    mem_free(plan->by_name);
    mem_free(plan->sources);
    if (plan->source_ids)
        intern_free(plan->source_ids);
    if (plan->attributes)
        intern_free(plan->attributes);
}
