#include "model/campaign.h"

#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "model/names.h"

static const char *const rule_type_words[] = {
        [RULE_CUSTOM_EVENT] = "custom_event",
        [RULE_PURCHASE] = "purchase",
        [RULE_SESSION_START] = "session_start",
        [RULE_CONVERSION] = "conversion",
        [RULE_EMAIL_ADDED] = "email_added",
        [RULE_ATTRIBUTE_CHANGED] = "attribute_changed",
        [RULE_SUBSCRIPTION_CHANGED] = "subscription_changed",
        [RULE_SUBSCRIPTION_GROUP_CHANGED] = "subscription_group_changed",
        [RULE_CAMPAIGN_INTERACTION] = "campaign_interaction",
        [RULE_CARD_INTERACTION] = "card_interaction",
        [RULE_CANVAS_INTERACTION] = "canvas_interaction",
        [RULE_EXCEPTION_PERFORMED] = "exception_performed",
        [RULE_LOCATION_ENTERED] = "location_entered",
        [RULE_GEOFENCE] = "geofence",
        [RULE_INBOUND_SMS] = "inbound_sms",
        [RULE_INBOUND_WHATSAPP] = "inbound_whatsapp",
};
const struct names rule_type_names = NAMES("a type of rule", rule_type_words);

const char *rule_type_name(enum rule_type type)
{
    return names_word(&rule_type_names, (int)type);
}

int rule_type_find(const char *name)
{
    return names_find(&rule_type_names, name);
}

const char *rule_own_event(const struct rule *rule)
{
    switch (rule->type) {
    case RULE_CUSTOM_EVENT: return rule->event;
    case RULE_PURCHASE: return "$purchase";
    case RULE_SESSION_START: return "$session";
    default: return NULL;
    }
}

bool id_is_valid(const char *id)
{
    size_t size = strlen(id);
    return size >= 1 && size <= CAMPAIGN_ID_MAX &&
           strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789._-") == size;
}

int64_t delay_least_ms(const struct delay *delay)
{
    switch (delay->kind) {
    case DELAY_AFTER: return span_ms(delay->after);
    case DELAY_IN_DAYS: return (delay->days > 0 ? delay->days - 1 : 0) * DAY_MS;
    case DELAY_IMMEDIATE:
    case DELAY_ON_WEEKDAY:
    case DELAY_INTELLIGENT: break;
    }
    return 0;
}

/* The texts a rule owns. */
static const size_t rule_texts[] = {
        offsetof(struct rule, event),
        offsetof(struct rule, product),
        offsetof(struct rule, attribute),
        offsetof(struct rule, group),
        offsetof(struct rule, campaign),
        offsetof(struct rule, button),
        offsetof(struct rule, link),
        offsetof(struct rule, card),
        offsetof(struct rule, canvas),
        offsetof(struct rule, step),
        offsetof(struct rule, geofence),
        offsetof(struct rule, keyword),
};

static const size_t campaign_texts[] = {
        offsetof(struct campaign, id),
        offsetof(struct campaign, title),
        offsetof(struct campaign, description),
        offsetof(struct campaign, surface),
        offsetof(struct campaign, identity),
        offsetof(struct campaign, subject),
        offsetof(struct campaign, body),
};

static const size_t segment_texts[] = {
        offsetof(struct segment, id),
        offsetof(struct segment, name),
        offsetof(struct segment, description),
};

static void release_texts(void *object, const size_t *offsets, size_t count)
{
    for (size_t i = 0; i < count; i++)
        mem_free(*(char **)((char *)object + offsets[i]));
}

/* `object` starts as a flat copy, whose texts belong to the original. */
static void own_texts(void *object, const size_t *offsets, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char **text = (char **)((char *)object + offsets[i]);
        *text = *text ? mem_string(*text) : NULL;
    }
}

static void release_list(char **list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        mem_free(list[i]);
    mem_free(list);
}

static char **copy_list(char *const *list, size_t count)
{
    if (count == 0)
        return NULL;
    char **copy = mem_array(count, sizeof *copy);
    for (size_t i = 0; i < count; i++)
        copy[i] = list[i] ? mem_string(list[i]) : NULL;
    return copy;
}

void rule_release(struct rule *rule)
{
    release_texts(rule, rule_texts, ARRAY_COUNT(rule_texts));
    for (size_t i = 0; i < rule->where_count; i++)
        condition_release(&rule->where[i]);
    mem_free(rule->where);
    mem_free(rule->to);
    memset(rule, 0, sizeof *rule);
}

void rule_copy(struct rule *to, const struct rule *from)
{
    *to = *from;
    own_texts(to, rule_texts, ARRAY_COUNT(rule_texts));
    to->where = from->where_count ? mem_array(from->where_count, sizeof *to->where) : NULL;
    for (size_t i = 0; i < from->where_count; i++)
        condition_copy(&to->where[i], &from->where[i]);
    to->to = from->to ? mem_copy(from->to, value_size((struct value){from->to})) : NULL;
}

static struct rule *copy_rules(const struct rule *rules, size_t count)
{
    if (count == 0)
        return NULL;
    struct rule *copy = mem_array(count, sizeof *copy);
    for (size_t i = 0; i < count; i++)
        rule_copy(&copy[i], &rules[i]);
    return copy;
}

static void release_rules(struct rule *rules, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rule_release(&rules[i]);
    mem_free(rules);
}

struct campaign *campaign_new(void)
{
    struct campaign *campaign = mem_new(sizeof *campaign);
    campaign->track_opens = true;
    campaign->track_clicks = true;
    campaign->duration.zone = ZONE_OF_COMPANY;
    return campaign;
}

struct segment *segment_new(void)
{
    return mem_new(sizeof(struct segment));
}

struct campaign *campaign_copy(const struct campaign *campaign)
{
    struct campaign *copy = mem_copy(campaign, sizeof *campaign);
    own_texts(copy, campaign_texts, ARRAY_COUNT(campaign_texts));
    copy->tags = copy_list(campaign->tags, campaign->tag_count);
    copy->segments = copy_list(campaign->segments, campaign->segment_count);
    if (campaign->filter) {
        copy->filter = mem_new(sizeof *copy->filter);
        filter_copy(copy->filter, campaign->filter);
    }
    copy->triggers = copy_rules(campaign->triggers, campaign->trigger_count);
    copy->exceptions = copy_rules(campaign->exceptions, campaign->exception_count);
    size_t count = campaign->conversion_count;
    copy->conversions = count ? mem_array(count, sizeof *copy->conversions) : NULL;
    for (size_t i = 0; i < count; i++) {
        copy->conversions[i].within = campaign->conversions[i].within;
        rule_copy(&copy->conversions[i].rule, &campaign->conversions[i].rule);
    }
    return copy;
}

struct segment *segment_copy(const struct segment *segment)
{
    struct segment *copy = mem_copy(segment, sizeof *segment);
    own_texts(copy, segment_texts, ARRAY_COUNT(segment_texts));
    copy->tags = copy_list(segment->tags, segment->tag_count);
    filter_copy(&copy->filter, &segment->filter);
    return copy;
}

void campaign_free(struct campaign *campaign)
{
    if (!campaign)
        return;
    release_texts(campaign, campaign_texts, ARRAY_COUNT(campaign_texts));
    release_list(campaign->tags, campaign->tag_count);
    release_list(campaign->segments, campaign->segment_count);
    if (campaign->filter)
        filter_release(campaign->filter);
    mem_free(campaign->filter);
    release_rules(campaign->triggers, campaign->trigger_count);
    release_rules(campaign->exceptions, campaign->exception_count);
    for (size_t i = 0; i < campaign->conversion_count; i++)
        rule_release(&campaign->conversions[i].rule);
    mem_free(campaign->conversions);
    mem_free(campaign);
}

void segment_free(struct segment *segment)
{
    if (!segment)
        return;
    release_texts(segment, segment_texts, ARRAY_COUNT(segment_texts));
    release_list(segment->tags, segment->tag_count);
    filter_release(&segment->filter);
    mem_free(segment);
}
