/* Findings about the message, the rows and the audience (SEMANTICS 11). */
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "model/finding_check.h"
#include "model/rule.h"
#include "model/shown.h"

static bool is_blank(const char *text)
{
    return !text || text[strspn(text, " \t\r\n")] == '\0';
}

static void check_template(struct check *check, const char *text, const char *path)
{
    if (text && (strstr(text, "{{") || strstr(text, "{%")))
        check_error(check, "template_not_supported", path,
                "\"{{\" and \"{%%\" would be sent as they stand, since messages are not filled in "
                "yet: write the text without them.");
}

void check_message(struct check *check)
{
    const struct campaign *campaign = check->campaign;
    bool email = campaign->channel == CHANNEL_EMAIL;
    if (email && is_blank(campaign->subject))
        check_error(
                check, "no_content", "message.subject", "The e-mail has no subject: write one.");
    if (is_blank(campaign->body))
        check_error(
                check, "no_content", "message.body", "The message has no text: write its body.");
    check_template(check, campaign->subject, "message.subject");
    check_template(check, campaign->body, "message.body");
    if (email && !is_blank(campaign->body) && !strcasestr(campaign->body, "unsubscrib"))
        check_warning(check, "no_unsubscribe", "message.body",
                "The e-mail has no word on how to unsubscribe: add a link, unless the gateway "
                "does.");
}

/* Events that gateways report from servers: an app never sends them. */
static const char *const server_events[] = {"Email Delivered", "Email Bounced",
        "Email Marked as Spam", "Email Opened", "Email Link Clicked", "Unsubscribed",
        "Push Notification Bounced", "SMS Delivered", "SMS Failed", "SMS Link Clicked",
        "Webhook Failed", "SMS Received", "WhatsApp Received"};

static bool interaction_is_by_server(enum interaction interaction)
{
    switch (interaction) {
    case INTERACTION_CLICK_EMAIL:
    case INTERACTION_CLICK_EMAIL_LINK:
    case INTERACTION_OPEN_EMAIL:
    case INTERACTION_OPEN_EMAIL_MACHINE:
    case INTERACTION_OPEN_EMAIL_OTHER:
    case INTERACTION_CLICK_SMS_LINK: return true;
    default: return false;
    }
}

static bool rule_is_by_server(const struct rule *rule)
{
    switch (rule->type) {
    case RULE_CAMPAIGN_INTERACTION:
    case RULE_CANVAS_INTERACTION: return interaction_is_by_server(rule->interaction);
    case RULE_INBOUND_SMS:
    case RULE_INBOUND_WHATSAPP: return true;
    case RULE_CUSTOM_EVENT: break;
    default: return false;
    }
    for (size_t i = 0; rule->event && i < ARRAY_COUNT(server_events); i++) {
        if (strcmp(rule->event, server_events[i]) == 0)
            return true;
    }
    return false;
}

static void check_in_app_triggers(struct check *check)
{
    const struct campaign *campaign = check->campaign;
    if (campaign->channel != CHANNEL_IN_APP)
        return;
    for (size_t i = 0; i < campaign->trigger_count; i++) {
        if (!rule_is_by_server(&campaign->triggers[i]))
            continue;
        char *path = mem_format("triggers[%zu]", i);
        check_warning(check, "in_app_trigger", path,
                "No app reports what trigger %zu waits for; it comes from a server, and an in-app "
                "message needs an event from the app: take another trigger or channel.",
                i + 1);
        mem_free(path);
    }
}

static void check_conversion_rows(
        struct check *check, const char *list, const struct rule *rules, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (rules[i].type != RULE_CONVERSION)
            continue;
        char *path = mem_format("%s[%zu]", list, i);
        check_error(check, "conversion_missing", path,
                "This row waits for a conversion, but the campaign has no conversion event: add "
                "one, or remove the row.");
        mem_free(path);
    }
}

/* What is trigger and exception at once; the cases of rows, not of single events. */
static void check_pair(struct check *check, size_t trigger, size_t exception)
{
    const struct rule *begins = &check->campaign->triggers[trigger];
    const struct rule *cancels = &check->campaign->exceptions[exception];
    char *path = mem_format("exceptions[%zu]", exception);
    if (begins->type == RULE_SESSION_START && cancels->type == RULE_SESSION_START)
        check_error(check, "session_start_twice", path,
                "The start of a session is trigger and exception, so every session would cancel "
                "the message and begin anew: remove one of the two.");
    else if (rule_covers(cancels, begins) || rule_covers(begins, cancels))
        check_warning(check, "trigger_is_exception", path,
                "Exception %zu is also trigger %zu: each time it happens, the waiting message is "
                "cancelled and the delay begins anew, so the message goes once the user has been "
                "quiet for the whole delay. Where a rule refuses the new entry (re-eligibility, "
                "window, audience, end), the old one stays cancelled and nothing is sent.",
                exception + 1, trigger + 1);
    mem_free(path);
}

void check_rows(struct check *check)
{
    const struct campaign *campaign = check->campaign;
    check_in_app_triggers(check);
    if (campaign->conversion_count == 0) {
        check_conversion_rows(check, "triggers", campaign->triggers, campaign->trigger_count);
        check_conversion_rows(check, "exceptions", campaign->exceptions, campaign->exception_count);
    }
    for (size_t i = 0; i < campaign->exception_count; i++) {
        for (size_t j = 0; j < campaign->trigger_count; j++)
            check_pair(check, j, i);
    }
    if (campaign->exception_count > 0 && campaign->delay.kind != DELAY_IMMEDIATE)
        check_hint(check, "exception_ignores_past", "exceptions",
                "Exceptions cancel only messages that are already waiting. What users did before "
                "the trigger does not count: put it into the audience if it should.");
}

static void check_same_event(struct check *check, const struct rule *trigger, size_t index)
{
    const char *event = rule_own_event(trigger);
    if (!event || !filter_requires_event(check->campaign->filter, event))
        return;
    struct buf shown = {0};
    text_add_shown(&shown, event, strlen(event));
    check_warning(check, "same_event_in_audience", "audience.filter",
            "The audience requires %s, which is also trigger %zu. Events are credited after they "
            "trigger, so the first one only lets the user into the audience and the second one "
            "triggers: take the condition out if the first should count.",
            buf_text(&shown), index + 1);
    buf_release(&shown);
}

struct attribute_search {
    const char *attribute;
    bool found;
};

static void find_attribute(const struct filter *filter, void *context)
{
    struct attribute_search *search = context;
    const struct path *path = &filter->condition.path;
    if (filter->kind == FILTER_TRAIT && path->count > 0 &&
            strcmp(path->steps[0].key, search->attribute) == 0)
        search->found = true;
}

static void check_same_attribute(struct check *check, const struct rule *trigger, size_t index)
{
    if (trigger->type != RULE_ATTRIBUTE_CHANGED || !trigger->attribute)
        return;
    struct attribute_search search = {.attribute = trigger->attribute};
    filter_each(check->campaign->filter, find_attribute, &search);
    if (!search.found)
        return;
    struct buf shown = {0};
    text_add_shown(&shown, trigger->attribute, strlen(trigger->attribute));
    check_warning(check, "same_attribute_in_audience", "audience.filter",
            "The audience asks for %s, whose change is trigger %zu. It sees the value after the "
            "change: make sure that this is the value you mean.",
            buf_text(&shown), index + 1);
    buf_release(&shown);
}

static bool is_negative(const struct filter *filter)
{
    return filter->kind == FILTER_NOT ||
           (filter->kind == FILTER_TRAIT && op_positive(filter->condition.op) >= 0);
}

static void check_any(struct check *check, const struct filter *filter, struct buf *path)
{
    static const char *const keys[] = {
            [FILTER_ALL] = ".all", [FILTER_ANY] = ".any", [FILTER_NOT] = ".not"};
    if (!filter_is_group(filter))
        return;
    size_t mark = path->size, negative = 0;
    buf_add_text(path, keys[filter->kind]);
    for (size_t i = 0; i < filter->child_count; i++)
        negative += is_negative(&filter->children[i]) ? 1 : 0;
    if (filter->kind == FILTER_ANY && negative > 1)
        check_warning(check, "negative_any", buf_text(path),
                "Negative conditions are joined by \"any\": whoever meets one of them is in, which "
                "is nearly everybody. Take \"all\" if none of the values may be there.");
    size_t inner = path->size;
    for (size_t i = 0; i < filter->child_count; i++) {
        if (filter->kind != FILTER_NOT)
            buf_add_format(path, "[%zu]", i);
        check_any(check, &filter->children[i], path);
        buf_cut(path, inner);
    }
    buf_cut(path, mark);
}

static bool is_interaction(const struct rule *rule)
{
    return rule->type == RULE_CAMPAIGN_INTERACTION || rule->type == RULE_CANVAS_INTERACTION ||
           rule->type == RULE_CARD_INTERACTION;
}

static void check_connector(struct check *check)
{
    const struct campaign *campaign = check->campaign;
    for (size_t i = 0; i < campaign->trigger_count; i++) {
        if (!is_interaction(&campaign->triggers[i]))
            continue;
        check_warning(check, "narrow_connector", "audience",
                "Trigger %zu is an interaction with a message, and its receivers were chosen "
                "already; the audience narrows them once more. Remove it unless you mean that.",
                i + 1);
        return;
    }
}

void check_audience(struct check *check)
{
    const struct campaign *campaign = check->campaign;
    bool everyone = !campaign->filter || campaign->filter->kind == FILTER_EVERYONE;
    if (campaign->segment_count > 0 || !everyone)
        check_connector(check);
    if (!campaign->filter)
        return;
    for (size_t i = 0; i < campaign->trigger_count; i++) {
        check_same_event(check, &campaign->triggers[i], i);
        check_same_attribute(check, &campaign->triggers[i], i);
    }
    struct buf path = {0};
    buf_add_text(&path, "audience.filter");
    check_any(check, campaign->filter, &path);
    buf_release(&path);
}
