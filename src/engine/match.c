#include "engine/match.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "engine/operators.h"

#define EARTH_RADIUS_M 6371008.8
#define PI             3.14159265358979323846

/* A row asked about a stimulus. */
struct matching {
    const struct rule *rule;
    const struct campaign *own;
    const struct stimulus *stimulus;
    const struct profile *profile;
    int64_t now_ms;
    struct trace *trace;
    uint64_t *regex_limit;
};

static struct value property_of(const struct event *event, const char *name)
{
    return value_get(event->properties, name, strlen(name));
}

/* Ids compare as strings, never with numbers. */
static bool is_text(struct value value, const char *wanted)
{
    size_t size;
    const char *text = value_string(value, &size);

    return text && size == strlen(wanted) && memcmp(text, wanted, size) == 0;
}

/* An optional id of a row: absent, it matches all. */
static bool property_is(const struct event *event, const char *name, const char *wanted)
{
    return !wanted || is_text(property_of(event, name), wanted);
}

static bool has_meaning(const struct matching *m, enum meaning meaning)
{
    return m->stimulus->kind == STIMULUS_TRACK && m->stimulus->event->meaning == meaning;
}

static bool has_interaction(const struct stimulus *stimulus, enum interaction interaction)
{
    for (int i = 0; i < stimulus->interaction_count; i++)
        if (stimulus->interactions[i] == interaction)
            return true;
    return false;
}

static bool where_holds(const struct matching *m)
{
    bool all = true;

    for (size_t i = 0; i < m->rule->where_count && (all || m->trace); i++) {
        const struct condition *condition = &m->rule->where[i];
        struct value properties = m->stimulus->event->properties;
        bool holds = condition_holds(condition, properties, m->now_ms, m->regex_limit);
        struct trace_step *step = trace_step(m->trace, GATE_MATCH, holds);

        if (step) {
            step->condition = condition;
            if (condition->operand)
                fact_set_value(&step->wanted, (struct value){condition->operand});
            fact_set_value(&step->found, path_first(&condition->path, properties));
        }
        all = all && holds;
    }
    return all;
}

static bool match_event(const struct matching *m)
{
    const struct event *event = m->stimulus->event;

    return m->stimulus->kind == STIMULUS_TRACK && strlen(m->rule->event) == event->name_size &&
           memcmp(m->rule->event, event->name, event->name_size) == 0 && where_holds(m);
}

static bool product_is(const struct event *event, const char *wanted)
{
    struct value_iter iter = value_iterate(property_of(event, "products"));
    struct value product;

    if (property_is(event, "product_id", wanted))
        return true;
    if (value_type(property_of(event, "products")) != VALUE_ARRAY)
        return false;
    while (value_next(&iter, NULL, NULL, &product))
        if (is_text(value_get(product, "product_id", strlen("product_id")), wanted) ||
                is_text(value_get(product, "sku", strlen("sku")), wanted))
            return true;
    return false;
}

static bool match_purchase(const struct matching *m)
{
    return has_meaning(m, MEANING_PURCHASE) &&
           (!m->rule->product || product_is(m->stimulus->event, m->rule->product)) &&
           where_holds(m);
}

static bool match_session(const struct matching *m)
{
    return has_meaning(m, MEANING_SESSION);
}

static bool change_fits(
        const struct rule *rule, const struct trait_change *change, const char *name)
{
    return (!name || (strlen(name) == change->name_size &&
                             memcmp(name, change->name, change->name_size) == 0)) &&
           (!rule->to || value_equal(change->to, (struct value){rule->to}));
}

static bool match_change(const struct matching *m, enum trait_change_kind kind, const char *name)
{
    const struct trait_changes *changes = m->stimulus->changes;

    if (m->stimulus->kind != STIMULUS_TRAITS)
        return false;
    for (size_t i = 0; i < changes->count; i++)
        if (changes->items[i].kind == kind && change_fits(m->rule, &changes->items[i], name))
            return true;
    return false;
}

static bool match_email_added(const struct matching *m)
{
    return match_change(m, CHANGE_EMAIL_ADDED, NULL);
}

static bool match_attribute(const struct matching *m)
{
    return match_change(m, CHANGE_ATTRIBUTE, m->rule->attribute);
}

static bool match_subscription(const struct matching *m)
{
    return match_change(m,
            m->rule->channel == CHANNEL_PUSH ? CHANGE_PUSH_SUBSCRIPTION : CHANGE_EMAIL_SUBSCRIPTION,
            NULL);
}

static bool match_group(const struct matching *m)
{
    return match_change(m, CHANGE_GROUP, m->rule->group);
}

static bool is_canvas_step(const struct event *event)
{
    return value_type(property_of(event, "canvas_id")) == VALUE_STRING &&
           value_type(property_of(event, "step_id")) == VALUE_STRING;
}

static bool is_about(const struct matching *m, const char *campaign)
{
    const struct stimulus *stimulus = m->stimulus;

    if (strcmp(campaign, "*") == 0)
        return stimulus->campaign ||
               (stimulus->kind == STIMULUS_TRACK && is_canvas_step(stimulus->event));
    return stimulus->campaign && strlen(campaign) == stimulus->campaign_size &&
           memcmp(campaign, stimulus->campaign, stimulus->campaign_size) == 0;
}

static bool details_fit(const struct matching *m)
{
    const struct event *event = m->stimulus->event;

    if (m->stimulus->kind != STIMULUS_TRACK)
        return !m->rule->button && !m->rule->link;
    return property_is(event, "button", m->rule->button) &&
           property_is(event, "link_alias", m->rule->link);
}

static bool match_interaction(const struct matching *m)
{
    return has_interaction(m->stimulus, m->rule->interaction) &&
           is_about(m, rule_campaign(m->own, m->rule)) && details_fit(m);
}

static bool match_canvas(const struct matching *m)
{
    const struct event *event = m->stimulus->event;

    return m->stimulus->kind == STIMULUS_TRACK &&
           has_interaction(m->stimulus, m->rule->interaction) &&
           property_is(event, "canvas_id", m->rule->canvas) &&
           property_is(event, "step_id", m->rule->step) && details_fit(m);
}

static bool match_exception(const struct matching *m)
{
    return m->stimulus->kind == STIMULUS_EXCEPTION && is_about(m, m->rule->campaign);
}

static bool match_card(const struct matching *m)
{
    return has_meaning(m, m->rule->card_click ? MEANING_FEED_CLICKED : MEANING_FEED_VIEWED) &&
           property_is(m->stimulus->event, "card_id", m->rule->card);
}

static double radians(double degrees)
{
    return degrees * PI / 180;
}

static double distance_m(double latitude, double longitude, const double place[2])
{
    double north = sin(radians(place[0] - latitude) / 2);
    double east = sin(radians(place[1] - longitude) / 2);
    double a = north * north + cos(radians(latitude)) * cos(radians(place[0])) * east * east;

    return 2 * EARTH_RADIUS_M * asin(fmin(1, sqrt(a)));
}

bool event_place(const struct event *event, double place[2])
{
    struct value latitude = property_of(event, "latitude");
    struct value longitude = property_of(event, "longitude");

    if (!value_is_number(latitude) || !value_is_number(longitude))
        return false;
    place[0] = value_number(latitude);
    place[1] = value_number(longitude);
    return fabs(place[0]) <= 90 && fabs(place[1]) <= 180;
}

static bool is_inside(const struct rule *rule, const double place[2])
{
    return distance_m(rule->latitude, rule->longitude, place) <= rule->radius_m;
}

static bool match_location(const struct matching *m)
{
    const double *before = m->profile->place;
    double place[2];

    return has_meaning(m, MEANING_LOCATION) && event_place(m->stimulus->event, place) &&
           is_inside(m->rule, place) && (!before || !is_inside(m->rule, before));
}

static bool match_geofence(const struct matching *m)
{
    return has_meaning(m, m->rule->exit ? MEANING_GEOFENCE_EXITED : MEANING_GEOFENCE_ENTERED) &&
           property_is(m->stimulus->event, "geofence", m->rule->geofence);
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void trim(const char **text, size_t *size)
{
    while (*size > 0 && is_blank((*text)[*size - 1]))
        --*size;
    while (*size > 0 && is_blank(**text)) {
        ++*text;
        --*size;
    }
}

static bool keyword_is(struct value body, const char *keyword)
{
    size_t size, keyword_size = strlen(keyword);
    const char *text = value_string(body, &size);

    if (!text)
        return false;
    trim(&text, &size);
    trim(&keyword, &keyword_size);
    return text_equal_case(text, size, keyword, keyword_size);
}

static bool match_inbound(const struct matching *m, enum meaning meaning)
{
    return has_meaning(m, meaning) && property_is(m->stimulus->event, "group", m->rule->group) &&
           (!m->rule->keyword ||
                   keyword_is(property_of(m->stimulus->event, "body"), m->rule->keyword));
}

static bool match_sms(const struct matching *m)
{
    return match_inbound(m, MEANING_INBOUND_SMS);
}

static bool match_whatsapp(const struct matching *m)
{
    return match_inbound(m, MEANING_INBOUND_WHATSAPP);
}

static bool (*const matchers[RULE_TYPE_COUNT])(const struct matching *) = {
        [RULE_CUSTOM_EVENT] = match_event,
        [RULE_PURCHASE] = match_purchase,
        [RULE_SESSION_START] = match_session,
        [RULE_EMAIL_ADDED] = match_email_added,
        [RULE_ATTRIBUTE_CHANGED] = match_attribute,
        [RULE_SUBSCRIPTION_CHANGED] = match_subscription,
        [RULE_SUBSCRIPTION_GROUP_CHANGED] = match_group,
        [RULE_CAMPAIGN_INTERACTION] = match_interaction,
        [RULE_CARD_INTERACTION] = match_card,
        [RULE_CANVAS_INTERACTION] = match_canvas,
        [RULE_EXCEPTION_PERFORMED] = match_exception,
        [RULE_LOCATION_ENTERED] = match_location,
        [RULE_GEOFENCE] = match_geofence,
        [RULE_INBOUND_SMS] = match_sms,
        [RULE_INBOUND_WHATSAPP] = match_whatsapp,
};

bool rule_matches(const struct rule *rule, const struct campaign *own,
        const struct stimulus *stimulus, const struct profile *profile, int64_t now_ms,
        struct trace *trace, uint64_t *regex_limit)
{
    struct matching m = {rule_meant(own, rule), own, stimulus, profile, now_ms, trace, regex_limit};
    bool matches = m.rule && matchers[m.rule->type](&m);

    trace_step(trace, GATE_MATCH, matches);
    return matches;
}

bool rule_source_is_live(const struct plan *plan, const struct campaign *own,
        const struct rule *rule, int64_t now_ms)
{
    const struct plan_campaign *source;
    const char *id;

    if (rule->type != RULE_CAMPAIGN_INTERACTION && rule->type != RULE_EXCEPTION_PERFORMED)
        return true;
    id = rule_campaign(own, rule);
    if (strcmp(id, "*") == 0)
        return true;
    source = plan_find(plan, id, strlen(id));
    return source && plan_is_live(source, now_ms);
}

struct stimulus stimulus_of_event(const struct event *event)
{
    struct stimulus stimulus = {
            .kind = STIMULUS_TRACK,
            .at_ms = event->at_ms,
            .from_server = event->from_server,
            .event = event,
    };

    if (event->meaning == MEANING_NONE)
        return stimulus;
    stimulus.interaction_count = event_interactions(event, stimulus.interactions);
    if (stimulus.interaction_count > 0)
        stimulus.campaign = event_campaign(event, &stimulus.campaign_size);
    return stimulus;
}
