#include "report/refs.h"

#include <string.h>

struct walk {
    ref_visit *visit;
    void *context;
    struct buf path;
    struct ref ref;
};

static void walk_ref(struct walk *walk, enum ref_kind kind, const char *member, const char *name)
{
    size_t mark = walk->path.size;
    if (name == NULL || *name == '\0' || strcmp(name, "*") == 0)
        return;
    buf_add_text(&walk->path, member);
    walk->ref.kind = kind;
    walk->ref.name = name;
    walk->ref.path = buf_text(&walk->path);
    walk->visit(&walk->ref, walk->context);
    buf_cut(&walk->path, mark);
}

static const struct {
    enum rule_type type;
    const char *event;
} rule_events[] = {
        {RULE_PURCHASE, "$purchase"},
        {RULE_SESSION_START, "$session"},
        {RULE_LOCATION_ENTERED, "Location Updated"},
        {RULE_INBOUND_SMS, "SMS Received"},
        {RULE_INBOUND_WHATSAPP, "WhatsApp Received"},
};

const char *rule_event(const struct rule *rule)
{
    if (rule->type == RULE_CUSTOM_EVENT)
        return rule->event;
    if (rule->type == RULE_GEOFENCE)
        return rule->exit ? "Geofence Exited" : "Geofence Entered";
    for (size_t i = 0; i < sizeof rule_events / sizeof rule_events[0]; i++) {
        if (rule_events[i].type == rule->type)
            return rule_events[i].event;
    }
    return NULL;
}

static void walk_rule(struct walk *walk, const struct rule *rule)
{
    const char *event = rule_event(rule);
    size_t mark = walk->path.size;
    walk->ref.rule = rule;
    walk_ref(walk, REF_EVENT, rule->type == RULE_CUSTOM_EVENT ? ".event" : ".type", event);
    walk->ref.event = event;
    for (size_t i = 0; event != NULL && i < rule->where_count; i++) {
        buf_add_format(&walk->path, ".where[%zu]", i);
        walk_ref(walk, REF_PROPERTY, ".property", rule->where[i].path.text);
        buf_cut(&walk->path, mark);
    }
    walk->ref.event = NULL;
    if (rule->type == RULE_ATTRIBUTE_CHANGED)
        walk_ref(walk, REF_TRAIT, ".attribute", rule->attribute);
    if (walk->ref.place != PLACE_CONVERSIONS &&
            (rule->type == RULE_CAMPAIGN_INTERACTION || rule->type == RULE_EXCEPTION_PERFORMED))
        walk_ref(walk, REF_SOURCE, ".campaign", rule->campaign);
    walk->ref.rule = NULL;
}

static void walk_leaf(struct walk *walk, const struct filter *leaf)
{
    static const struct {
        enum filter_kind kind;
        enum ref_kind ref;
        const char *member;
    } named[] = {
            {FILTER_EVENT_COUNT, REF_EVENT, ".event"},
            {FILTER_EVENT_TIME, REF_EVENT, ".event"},
            {FILTER_RECEIVED, REF_CAMPAIGN, ".received"},
            {FILTER_INTERACTED, REF_CAMPAIGN, ".interacted"},
            {FILTER_CONTROL, REF_CAMPAIGN, ".control"},
            {FILTER_SEGMENT, REF_SEGMENT, ".segment"},
    };
    walk->ref.filter = leaf;
    if (leaf->kind == FILTER_TRAIT)
        walk_ref(walk, REF_TRAIT, ".trait", leaf->condition.path.text);
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++) {
        if (named[i].kind == leaf->kind)
            walk_ref(walk, named[i].ref, named[i].member, leaf->name);
    }
    walk->ref.filter = NULL;
}

/* The depth is bounded by FILTER_DEPTH_MAX, which the reader of documents keeps. */
static void walk_filter(struct walk *walk, const struct filter *filter)
{
    static const char *const names[] = {"all", "any", "not"};
    size_t mark = walk->path.size;
    if (filter->kind > FILTER_NOT) {
        walk_leaf(walk, filter);
        return;
    }
    for (size_t i = 0; i < filter->child_count; i++) {
        buf_add_format(&walk->path, ".%s", names[filter->kind]);
        if (filter->kind != FILTER_NOT)
            buf_add_format(&walk->path, "[%zu]", i);
        walk_filter(walk, &filter->children[i]);
        buf_cut(&walk->path, mark);
    }
}

static void walk_rules(struct walk *walk, enum ref_place place, const char *name,
        const struct rule *rules, size_t count)
{
    walk->ref.place = place;
    for (size_t i = 0; i < count; i++) {
        buf_cut(&walk->path, 0);
        buf_add_format(&walk->path, "%s[%zu]", name, i);
        walk->ref.row = i;
        walk_rule(walk, &rules[i]);
    }
    buf_cut(&walk->path, 0);
}

static void walk_conversions(struct walk *walk, const struct campaign *campaign)
{
    walk->ref.place = PLACE_CONVERSIONS;
    for (size_t i = 0; i < campaign->conversion_count; i++) {
        buf_cut(&walk->path, 0);
        buf_add_format(&walk->path, "conversions[%zu].event", i);
        walk->ref.row = i;
        walk_rule(walk, &campaign->conversions[i].rule);
    }
    buf_cut(&walk->path, 0);
}

static void walk_audience(struct walk *walk, const struct campaign *campaign)
{
    walk->ref.place = PLACE_AUDIENCE;
    walk->ref.row = 0;
    for (size_t i = 0; i < campaign->segment_count; i++) {
        buf_add_format(&walk->path, "audience.segments[%zu]", i);
        walk_ref(walk, REF_SEGMENT, "", campaign->segments[i]);
        buf_cut(&walk->path, 0);
    }
    if (campaign->filter != NULL) {
        buf_add_text(&walk->path, "audience.filter");
        walk_filter(walk, campaign->filter);
        buf_cut(&walk->path, 0);
    }
}

void campaign_refs(const struct campaign *campaign, ref_visit *visit, void *context)
{
    struct walk walk = {.visit = visit, .context = context, .ref = {.place = PLACE_FIELD}};
    walk_ref(&walk, REF_TRAIT, "identity", campaign->identity);
    walk_audience(&walk, campaign);
    walk_rules(&walk, PLACE_TRIGGERS, "triggers", campaign->triggers, campaign->trigger_count);
    walk_rules(
            &walk, PLACE_EXCEPTIONS, "exceptions", campaign->exceptions, campaign->exception_count);
    walk_conversions(&walk, campaign);
    buf_release(&walk.path);
}

void segment_refs(const struct segment *segment, ref_visit *visit, void *context)
{
    struct walk walk = {.visit = visit, .context = context, .ref = {.place = PLACE_AUDIENCE}};
    buf_add_text(&walk.path, "filter");
    walk_filter(&walk, &segment->filter);
    buf_release(&walk.path);
}

struct segment_search {
    const char *id;
    bool found;
};

static void search_segment(const struct ref *ref, void *context)
{
    struct segment_search *search = context;
    if (ref->kind == REF_SEGMENT && strcmp(ref->name, search->id) == 0)
        search->found = true;
}

bool campaign_uses_segment(const struct campaign *campaign, const char *id)
{
    struct segment_search search = {id, false};
    campaign_refs(campaign, search_segment, &search);
    return search.found;
}

bool segment_uses_segment(const struct segment *segment, const char *id)
{
    struct segment_search search = {id, false};
    segment_refs(segment, search_segment, &search);
    return search.found;
}
