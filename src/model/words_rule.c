/* Triggers, exceptions and conversion events in words. */
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "model/phrase.h"
#include "model/rule.h"
#include "model/words.h"
#include "model/words_interaction.h"

static void add_custom_event(struct buf *out, const struct rule *rule)
{
    char *event = phrase_name(rule->event);
    phrase_add(out, "does {1}", event, NULL, NULL);
    mem_free(event);
}

static void add_purchase(struct buf *out, const struct rule *rule)
{
    char *product = phrase_name(rule->product);
    phrase_add(
            out, rule->product ? "buys the product {1}" : "makes a purchase", product, NULL, NULL);
    mem_free(product);
}

static void add_session_start(struct buf *out, const struct rule *rule)
{
    (void)rule;
    buf_add_text(out, "starts a session");
}

static void add_conversion(struct buf *out, const struct rule *rule)
{
    (void)rule;
    buf_add_text(out, "does the first conversion event");
}

static void add_email_added(struct buf *out, const struct rule *rule)
{
    (void)rule;
    buf_add_text(out, "gives an e-mail address for the first time");
}

static void add_attribute_changed(struct buf *out, const struct rule *rule)
{
    struct buf to = {0};
    char *attribute = phrase_name(rule->attribute);
    phrase_add_value(&to, (struct value){rule->to});
    phrase_add(
            out, rule->to ? "changes {1} to {2}" : "changes {1}", attribute, buf_text(&to), NULL);
    mem_free(attribute);
    buf_release(&to);
}

static void add_subscription_changed(struct buf *out, const struct rule *rule)
{
    static const char *const sentences[][2] = {
            [CHANNEL_EMAIL] = {"changes the e-mail subscription",
                    "changes the e-mail subscription to {1}"},
            [CHANNEL_PUSH] = {"changes the push subscription",
                    "changes the push subscription to {1}"},
    };
    struct buf to = {0};
    phrase_add_value(&to, (struct value){rule->to});
    phrase_add(out,
            sentences[rule->channel == CHANNEL_PUSH ? CHANNEL_PUSH : CHANNEL_EMAIL]
                     [rule->to ? 1 : 0],
            buf_text(&to), NULL, NULL);
    buf_release(&to);
}

static void add_group_changed(struct buf *out, const struct rule *rule)
{
    size_t size = 0;
    const char *to = value_string((struct value){rule->to}, &size);
    char *group = phrase_name(rule->group);
    const char *sentence = !to ? "joins or leaves the subscription group {1}"
                           : size == strlen("subscribed") ? "joins the subscription group {1}"
                                                          : "leaves the subscription group {1}";
    phrase_add(out, sentence, group, NULL, NULL);
    mem_free(group);
}

static void add_which(struct buf *out, const struct rule *rule, const char *source)
{
    const char *which = interaction_takes_button(rule->interaction) ? rule->button
                        : interaction_takes_link(rule->interaction) ? rule->link
                                                                    : NULL;
    char *name = which ? phrase_name(which) : NULL;
    interaction_add_words(out, rule->interaction, source, name);
    mem_free(name);
}

/* In a conversion event, the campaign is this one; in a trigger, it is not chosen yet. */
static void add_campaign_interaction(struct buf *out, const struct rule *rule)
{
    bool any = rule->campaign && strcmp(rule->campaign, "*") == 0;
    char *campaign = any ? mem_string("any campaign") : phrase_name(rule->campaign);
    add_which(out, rule, campaign);
    mem_free(campaign);
}

static void add_card_interaction(struct buf *out, const struct rule *rule)
{
    char *card = phrase_name(rule->card);
    phrase_add(
            out, rule->card_click ? "clicks the card {1}" : "sees the card {1}", card, NULL, NULL);
    mem_free(card);
}

static void add_canvas_interaction(struct buf *out, const struct rule *rule)
{
    struct buf source = {0};
    char *canvas = phrase_name(rule->canvas);
    char *step = phrase_name(rule->step);
    phrase_add(&source, "step {1} of the canvas {2}", step, canvas, NULL);
    add_which(out, rule, buf_text(&source));
    mem_free(canvas);
    mem_free(step);
    buf_release(&source);
}

static void add_exception_performed(struct buf *out, const struct rule *rule)
{
    char *campaign = phrase_name(rule->campaign);
    phrase_add(out, "does an exception of {1} while it waits", campaign, NULL, NULL);
    mem_free(campaign);
}

static void add_location_entered(struct buf *out, const struct rule *rule)
{
    struct buf latitude = {0}, longitude = {0}, radius = {0};
    text_add_double(&latitude, rule->latitude);
    text_add_double(&longitude, rule->longitude);
    text_add_double(&radius, rule->radius_m);
    phrase_add(out, "comes within {3} m of {1}, {2}", buf_text(&latitude), buf_text(&longitude),
            buf_text(&radius));
    buf_release(&latitude);
    buf_release(&longitude);
    buf_release(&radius);
}

static void add_geofence(struct buf *out, const struct rule *rule)
{
    char *geofence = phrase_name(rule->geofence);
    phrase_add(out, rule->exit ? "leaves the geofence {1}" : "enters the geofence {1}", geofence,
            NULL, NULL);
    mem_free(geofence);
}

static void add_inbound(struct buf *out, const struct rule *rule)
{
    static const char *const sentences[2][4] = {
            {"sends an SMS", "sends an SMS to the group {1}", "sends the SMS \"{2}\"",
                    "sends the SMS \"{2}\" to the group {1}"},
            {"sends a WhatsApp message", "sends a WhatsApp message to the group {1}",
                    "sends the WhatsApp message \"{2}\"",
                    "sends the WhatsApp message \"{2}\" to the group {1}"},
    };
    char *group = phrase_name(rule->group);
    char *keyword = phrase_name(rule->keyword);
    phrase_add(out,
            sentences[rule->type == RULE_INBOUND_WHATSAPP ? 1 : 0]
                     [(rule->group ? 1 : 0) + (rule->keyword ? 2 : 0)],
            group, keyword, NULL);
    mem_free(group);
    mem_free(keyword);
}

static void (*const rule_words[])(struct buf *out, const struct rule *rule) = {
        [RULE_CUSTOM_EVENT] = add_custom_event,
        [RULE_PURCHASE] = add_purchase,
        [RULE_SESSION_START] = add_session_start,
        [RULE_CONVERSION] = add_conversion,
        [RULE_EMAIL_ADDED] = add_email_added,
        [RULE_ATTRIBUTE_CHANGED] = add_attribute_changed,
        [RULE_SUBSCRIPTION_CHANGED] = add_subscription_changed,
        [RULE_SUBSCRIPTION_GROUP_CHANGED] = add_group_changed,
        [RULE_CAMPAIGN_INTERACTION] = add_campaign_interaction,
        [RULE_CARD_INTERACTION] = add_card_interaction,
        [RULE_CANVAS_INTERACTION] = add_canvas_interaction,
        [RULE_EXCEPTION_PERFORMED] = add_exception_performed,
        [RULE_LOCATION_ENTERED] = add_location_entered,
        [RULE_GEOFENCE] = add_geofence,
        [RULE_INBOUND_SMS] = add_inbound,
        [RULE_INBOUND_WHATSAPP] = add_inbound,
};

void rule_add_act_words(struct buf *out, const struct rule *rule)
{
    rule_words[rule->type](out, rule);
}

static bool takes_where(const struct rule *rule)
{
    return rule->type == RULE_CUSTOM_EVENT || rule->type == RULE_PURCHASE;
}

void rule_add_words(struct buf *out, const struct rule *rule)
{
    struct buf act = {0}, where = {0};
    rule_add_act_words(&act, rule);
    for (size_t i = 0; takes_where(rule) && i < rule->where_count; i++) {
        struct buf both = {0}, condition = {0};
        condition_add_words(&condition, &rule->where[i]);
        phrase_add(&both, i == 0 ? "{2}" : "{1} and {2}", buf_text(&where), buf_text(&condition),
                NULL);
        buf_release(&where);
        buf_release(&condition);
        where = both;
    }
    phrase_add(out, where.size ? "{1} where {2}" : "{1}", buf_text(&act), buf_text(&where), NULL);
    buf_release(&act);
    buf_release(&where);
}

void conversion_add_words(struct buf *out, const struct conversion_event *event)
{
    struct buf rule = {0}, within = {0};
    char this_campaign[] = "this campaign";
    struct rule own = event->rule;
    if (own.type == RULE_CAMPAIGN_INTERACTION)
        own.campaign = this_campaign;
    rule_add_words(&rule, &own);
    span_add_words(&within, event->within);
    phrase_add(out, "{1} within {2}", buf_text(&rule), buf_text(&within), NULL);
    buf_release(&rule);
    buf_release(&within);
}
