/* What can be entered for each type of trigger, exception and conversion event. */
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "screens/rule_form_private.h"

#define OF(type)  (1u << (type))
#define AT(where) offsetof(struct rule, where)

static const struct editing *editing_of(void *context)
{
    return context;
}

static void suggest_event(void *context, struct form *form, struct field *field, const char *typed,
        struct choices *out)
{
    (void)form;
    (void)field;
    suggest_events(editing_of(context)->suggest, typed, out);
}

static void suggest_traits(void *context, struct form *form, struct field *field, const char *typed,
        struct choices *out)
{
    (void)form;
    (void)field;
    suggest_properties(editing_of(context)->suggest, NULL, typed, out);
}

static void suggest_trait_values(void *context, struct form *form, struct field *field,
        const char *typed, struct choices *out)
{
    const struct field *attribute = form_find(form, RULE_ATTRIBUTE, field->row);
    if (attribute)
        suggest_values(editing_of(context)->suggest, NULL, field_text(attribute), typed, out);
}

static void suggest_products(void *context, struct form *form, struct field *field,
        const char *typed, struct choices *out)
{
    (void)form;
    (void)field;
    suggest_values(
            editing_of(context)->suggest, "Order Completed", "products[].product_id", typed, out);
}

static void suggest_sources(void *context, struct form *form, struct field *field,
        const char *typed, struct choices *out)
{
    const struct field *interaction = form_find(form, RULE_INTERACTION, field->row);
    bool links = interaction && strcmp(field_text(interaction), "click_email_link") == 0;
    suggest_campaigns(editing_of(context)->suggest, typed, links ? _("any campaign") : NULL, out);
}

static enum field_verdict check_event(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    struct choices seen = {0};
    const struct editing *editing = editing_of(context);
    const char *event = field_text(field);
    (void)form;
    if (!*event)
        return FIELD_OK;
    suggest_events(editing->suggest, event, &seen);
    bool known = choices_find(&seen, event);
    choices_release(&seen);
    if (known)
        return FIELD_OK;
    suggest_event_words(editing->suggest, event, why);
    return FIELD_WARNING;
}

static enum field_verdict check_campaign(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    const char *id = field_text(field);
    const struct field *interaction = form_find(form, RULE_INTERACTION, field->row);
    bool links = interaction && strcmp(field_text(interaction), "click_email_link") == 0;
    if (!*id || (strcmp(id, "*") == 0 && links))
        return FIELD_OK;
    if (strcmp(id, "*") == 0)
        buf_add_text(why, _("Any campaign is possible only with a click on a link; name one."));
    else if (!id_is_valid(id))
        buf_add_text(why, _("This is no campaign's id: take one from the list."));
    else if (!suggest_has_campaign(editing_of(context)->suggest, id))
        buf_add_text(why, _("There is no campaign with this id; take one from the list, or write "
                            "that one first."));
    else
        return FIELD_OK;
    return id_is_valid(id) ? FIELD_WARNING : FIELD_ERROR;
}

static enum field_verdict check_within(
        struct field *field, double low, double high, const char *sentence, struct buf *why)
{
    double number;
    if (!field_number(field, &number) || (number >= low && number <= high))
        return FIELD_OK;
    buf_add_text(why, sentence);
    return FIELD_ERROR;
}

static enum field_verdict check_latitude(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    (void)context;
    (void)form;
    return check_within(field, -90, 90, _("A latitude lies between -90 and 90."), why);
}

static enum field_verdict check_longitude(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    (void)context;
    (void)form;
    return check_within(field, -180, 180, _("A longitude lies between -180 and 180."), why);
}

static enum field_verdict check_radius(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    (void)context;
    (void)form;
    return check_within(field, 1, 500000, _("The radius lies between 1 and 500 000 metres."), why);
}

static const struct field_option subscriptions[] = {
        {"email", N_("e-mail")},
        {"push", N_("push")},
};
static const struct field_option states[] = {
        {"opted_in", N_("opted in")},
        {"subscribed", N_("subscribed")},
        {"unsubscribed", N_("unsubscribed")},
};
static const struct field_option group_states[] = {
        {"subscribed", N_("subscribed")},
        {"unsubscribed", N_("unsubscribed")},
};
static const struct field_option card_acts[] = {
        {"view", N_("views it")},
        {"click", N_("clicks it")},
};
static const struct field_option transitions[] = {
        {"enter", N_("goes in")},
        {"exit", N_("comes out")},
};
static const struct field_option interactions[INTERACTION_COUNT] = {
        [INTERACTION_VIEW_IN_APP] = {"view_in_app", N_("views the in-app message")},
        [INTERACTION_CLICK_IN_APP] = {"click_in_app", N_("clicks the in-app message")},
        [INTERACTION_CLICK_IN_APP_BUTTON] = {"click_in_app_button",
                N_("clicks a button of the in-app message")},
        [INTERACTION_CLICK_EMAIL] = {"click_email", N_("clicks in the e-mail")},
        [INTERACTION_CLICK_EMAIL_LINK] = {"click_email_link", N_("clicks a certain link")},
        [INTERACTION_OPEN_EMAIL] = {"open_email", N_("opens the e-mail")},
        [INTERACTION_OPEN_EMAIL_MACHINE] = {"open_email_machine",
                N_("opens the e-mail (a machine)")},
        [INTERACTION_OPEN_EMAIL_OTHER] = {"open_email_other", N_("opens the e-mail (no machine)")},
        [INTERACTION_OPEN_PUSH] = {"open_push", N_("opens the push message")},
        [INTERACTION_CLICK_PUSH_BUTTON] = {"click_push_button",
                N_("clicks a button of the push message")},
        [INTERACTION_CLICK_PUSH_STORY] = {"click_push_story",
                N_("clicks a page of the push story")},
        [INTERACTION_CONVERSION] = {"conversion", N_("converts")},
        [INTERACTION_RECEIVE_EMAIL] = {"receive_email", N_("is sent the e-mail")},
        [INTERACTION_RECEIVE_PUSH] = {"receive_push", N_("is sent the push message")},
        [INTERACTION_RECEIVE_SMS] = {"receive_sms", N_("is sent the SMS")},
        [INTERACTION_RECEIVE_WHATSAPP] = {"receive_whatsapp", N_("is sent the WhatsApp message")},
        [INTERACTION_RECEIVE_WEBHOOK] = {"receive_webhook", N_("is passed to the webhook")},
        [INTERACTION_CLICK_SMS_LINK] = {"click_sms_link", N_("clicks the link in the SMS")},
        [INTERACTION_ENTER_CONTROL] = {"enter_control", N_("enters the control group")},
        [INTERACTION_VIEW_CONTENT_CARD] = {"view_content_card", N_("views the content card")},
        [INTERACTION_CLICK_CONTENT_CARD] = {"click_content_card", N_("clicks the content card")},
        [INTERACTION_DISMISS_CONTENT_CARD] = {"dismiss_content_card",
                N_("dismisses the content card")},
};

const char *interaction_label(enum interaction interaction)
{
    return i18n_text(interactions[interaction].label);
}

/* Canvas steps and conversions know none that follows from the engine's own acts. */
static enum field_verdict check_interaction(
        void *context, struct form *form, struct field *field, struct buf *why)
{
    int found = interaction_find(field_text(field));
    bool derived = found == INTERACTION_CONVERSION || found == INTERACTION_ENTER_CONTROL ||
                   (found >= INTERACTION_RECEIVE_EMAIL && found <= INTERACTION_RECEIVE_WEBHOOK);
    bool named = form_find(form, RULE_CAMPAIGN, field->row);
    (void)context;
    if (!derived || named)
        return FIELD_OK;
    buf_add_text(why, _("This is nothing the user does; take an open, a view or a click."));
    return FIELD_ERROR;
}

const struct rule_part rule_parts[] = {
        {"event", OF(RULE_CUSTOM_EVENT), PART_TEXT, AT(event), 0, 0,
                {.id = RULE_EVENT,
                        .kind = FIELD_TEXT,
                        .label = N_("event"),
                        .required = true,
                        .size_max = NAME_SIZE_MAX,
                        .choices = suggest_event,
                        .check = check_event,
                        .hint = N_("type a part of its name"),
                        .width = 34,
                        .help = N_("The name of the event, spelled exactly as your apps and shops "
                                   "send it. What was seen so far is suggested with how often it "
                                   "came: Down goes into the list, Enter takes the row.")}},
        {"product", OF(RULE_PURCHASE), PART_TEXT, AT(product), 0, 0,
                {.id = RULE_PRODUCT,
                        .kind = FIELD_TEXT,
                        .label = N_("product"),
                        .size_max = NAME_SIZE_MAX,
                        .choices = suggest_products,
                        .hint = N_("an id; empty: any product"),
                        .help = N_("The id of a product or its SKU. Empty: any purchase.")}},
        {"attribute", OF(RULE_ATTRIBUTE_CHANGED), PART_TEXT, AT(attribute), 0, 0,
                {.id = RULE_ATTRIBUTE,
                        .kind = FIELD_TEXT,
                        .label = N_("attribute"),
                        .required = true,
                        .size_max = NAME_SIZE_MAX,
                        .choices = suggest_traits,
                        .help = N_("The name of the trait of the user, such as plan. A first value "
                                   "is a change too; its removal is none.")}},
        {"to", OF(RULE_ATTRIBUTE_CHANGED), PART_SCALAR, AT(to), 0, 0,
                {.id = RULE_TO,
                        .kind = FIELD_TEXT,
                        .label = N_("to"),
                        .size_max = OPERAND_SIZE_MAX,
                        .choices = suggest_trait_values,
                        .hint = N_("empty: any change"),
                        .help = N_("The value it changes to. 100 is a number, true a yes, "
                                   "\"100\" in double quotes a text. Empty: any change.")}},
        {"channel", OF(RULE_SUBSCRIPTION_CHANGED), PART_CHANNEL, AT(channel), 0, 0,
                {.id = RULE_SUBSCRIPTION,
                        .kind = FIELD_CHOICE,
                        .label = N_("of"),
                        .required = true,
                        .options = subscriptions,
                        .option_count = ARRAY_COUNT(subscriptions),
                        .help = N_("Whose subscription: that to e-mail or that to push.")}},
        {"group", OF(RULE_SUBSCRIPTION_GROUP_CHANGED), PART_TEXT, AT(group), 0, 0,
                {.id = RULE_GROUP,
                        .kind = FIELD_TEXT,
                        .label = N_("group"),
                        .required = true,
                        .size_max = NAME_SIZE_MAX,
                        .help = N_("The name of the subscription group.")}},
        {"group", OF(RULE_INBOUND_SMS) | OF(RULE_INBOUND_WHATSAPP), PART_TEXT, AT(group), 0, 0,
                {.id = RULE_GROUP,
                        .kind = FIELD_TEXT,
                        .label = N_("to the group"),
                        .size_max = NAME_SIZE_MAX,
                        .hint = N_("empty: any"),
                        .help = N_("The subscription group the message was sent to. Empty: "
                                   "any.")}},
        {"to", OF(RULE_SUBSCRIPTION_CHANGED), PART_SCALAR, AT(to), 0, 0,
                {.id = RULE_TO_STATE,
                        .kind = FIELD_CHOICE,
                        .label = N_("to"),
                        .options = states,
                        .option_count = ARRAY_COUNT(states),
                        .hint = N_("empty: any change"),
                        .help = N_("The state it changes to; Backspace empties: any change. Only a "
                                   "real change counts, and who never said anything is "
                                   "subscribed.")}},
        {"to", OF(RULE_SUBSCRIPTION_GROUP_CHANGED), PART_SCALAR, AT(to), 0, 0,
                {.id = RULE_TO_GROUP_STATE,
                        .kind = FIELD_CHOICE,
                        .label = N_("to"),
                        .options = group_states,
                        .option_count = ARRAY_COUNT(group_states),
                        .hint = N_("empty: any change"),
                        .help = N_("The state it changes to; Backspace empties: any change. Who "
                                   "never said anything is not subscribed to a group.")}},
        {"interaction", OF(RULE_CAMPAIGN_INTERACTION) | OF(RULE_CANVAS_INTERACTION),
                PART_INTERACTION, AT(interaction), 0, 0,
                {.id = RULE_INTERACTION,
                        .kind = FIELD_CHOICE,
                        .label = N_("how"),
                        .required = true,
                        .options = interactions,
                        .option_count = INTERACTION_COUNT,
                        .check = check_interaction,
                        .help = N_("What the user does with the message, or what becomes of it. "
                                   "'Is sent' follows from this tool's own sending, not from "
                                   "delivery reports.")}},
        {"campaign", OF(RULE_CAMPAIGN_INTERACTION), PART_TEXT, AT(campaign), 0, 0,
                {.id = RULE_CAMPAIGN,
                        .kind = FIELD_TEXT,
                        .label = N_("of campaign"),
                        .required = true,
                        .size_max = CAMPAIGN_ID_MAX,
                        .choices = suggest_sources,
                        .check = check_campaign,
                        .help = N_("The id of the campaign whose message it is. This one follows "
                                   "up on it, so publish this one first and the other after "
                                   "it.")}},
        {"campaign", OF(RULE_EXCEPTION_PERFORMED), PART_TEXT, AT(campaign), 0, 0,
                {.id = RULE_CAMPAIGN,
                        .kind = FIELD_TEXT,
                        .label = N_("of campaign"),
                        .required = true,
                        .size_max = CAMPAIGN_ID_MAX,
                        .choices = suggest_sources,
                        .check = check_campaign,
                        .help = N_("The campaign whose waiting message the user cancelled by an "
                                   "exception of it.")}},
        {"button", OF(RULE_CAMPAIGN_INTERACTION) | OF(RULE_CANVAS_INTERACTION), PART_TEXT,
                AT(button), 0, 0,
                {.id = RULE_BUTTON,
                        .kind = FIELD_TEXT,
                        .label = N_("button"),
                        .size_max = NAME_SIZE_MAX,
                        .hint = N_("empty: any button"),
                        .help = N_("The name of the button. Empty: any.")}},
        {"link", OF(RULE_CAMPAIGN_INTERACTION) | OF(RULE_CANVAS_INTERACTION), PART_TEXT, AT(link),
                0, 0,
                {.id = RULE_LINK,
                        .kind = FIELD_TEXT,
                        .label = N_("link"),
                        .size_max = NAME_SIZE_MAX,
                        .hint = N_("its alias; empty: any link that has one"),
                        .help = N_("The alias of the link, as the gateway reports it. Empty: any "
                                   "link that has an alias.")}},
        {"card", OF(RULE_CARD_INTERACTION), PART_TEXT, AT(card), 0, 0,
                {.id = RULE_CARD,
                        .kind = FIELD_TEXT,
                        .label = N_("card"),
                        .required = true,
                        .size_max = NAME_SIZE_MAX,
                        .help = N_("The id of the news feed card.")}},
        {"interaction", OF(RULE_CARD_INTERACTION), PART_FLAG, AT(card_click), 0, 0,
                {.id = RULE_CARD_ACT,
                        .kind = FIELD_CHOICE,
                        .label = N_("how"),
                        .required = true,
                        .options = card_acts,
                        .option_count = ARRAY_COUNT(card_acts),
                        .help = N_("Whether the user views the card or clicks it.")}},
        {"canvas", OF(RULE_CANVAS_INTERACTION), PART_TEXT, AT(canvas), 0, 0,
                {.id = RULE_CANVAS,
                        .kind = FIELD_TEXT,
                        .label = N_("canvas"),
                        .required = true,
                        .size_max = NAME_SIZE_MAX,
                        .help = N_("The id of the canvas, as its message events carry it.")}},
        {"step", OF(RULE_CANVAS_INTERACTION), PART_TEXT, AT(step), 0, 0,
                {.id = RULE_STEP,
                        .kind = FIELD_TEXT,
                        .label = N_("step"),
                        .required = true,
                        .size_max = NAME_SIZE_MAX,
                        .help = N_("The id of the step in that canvas.")}},
        {"latitude", OF(RULE_LOCATION_ENTERED), PART_NUMBER, AT(latitude), -90, 90,
                {.id = RULE_LATITUDE,
                        .kind = FIELD_NUMBER,
                        .label = N_("latitude"),
                        .required = true,
                        .check = check_latitude,
                        .hint = N_("degrees, north is positive"),
                        .help = N_("Degrees from -90 to 90: Paris is 48.8566.")}},
        {"longitude", OF(RULE_LOCATION_ENTERED), PART_NUMBER, AT(longitude), -180, 180,
                {.id = RULE_LONGITUDE,
                        .kind = FIELD_NUMBER,
                        .label = N_("longitude"),
                        .required = true,
                        .check = check_longitude,
                        .hint = N_("degrees, east is positive"),
                        .help = N_("Degrees from -180 to 180: Paris is 2.3522.")}},
        {"radius_m", OF(RULE_LOCATION_ENTERED), PART_NUMBER, AT(radius_m), 1, 500000,
                {.id = RULE_RADIUS,
                        .kind = FIELD_NUMBER,
                        .label = N_("radius"),
                        .required = true,
                        .check = check_radius,
                        .hint = N_("metres"),
                        .help = N_("Metres around that place, 1 to 500 000. Who was inside already "
                                   "does not enter it.")}},
        {"geofence", OF(RULE_GEOFENCE), PART_TEXT, AT(geofence), 0, 0,
                {.id = RULE_GEOFENCE_NAME,
                        .kind = FIELD_TEXT,
                        .label = N_("geofence"),
                        .required = true,
                        .size_max = NAME_SIZE_MAX,
                        .help = N_("The name of the geofence, as the app reports it.")}},
        {"transition", OF(RULE_GEOFENCE), PART_FLAG, AT(exit), 0, 0,
                {.id = RULE_TRANSITION,
                        .kind = FIELD_CHOICE,
                        .label = N_("which way"),
                        .required = true,
                        .options = transitions,
                        .option_count = ARRAY_COUNT(transitions),
                        .help = N_("Whether the user goes into the geofence or comes out of "
                                   "it.")}},
        {"keyword", OF(RULE_INBOUND_SMS) | OF(RULE_INBOUND_WHATSAPP), PART_TEXT, AT(keyword), 0, 0,
                {.id = RULE_KEYWORD,
                        .kind = FIELD_TEXT,
                        .label = N_("keyword"),
                        .size_max = NAME_SIZE_MAX,
                        .hint = N_("empty: any message"),
                        .help = N_("The whole text of the message, upper and lower case ignored. "
                                   "Empty: any message.")}},
};
const size_t rule_part_count = ARRAY_COUNT(rule_parts);

#define KIND(word, text)                                                                           \
    {                                                                                              \
        (word), (text)                                                                             \
    }
static const struct field_option types[] = {
        KIND("custom_event", N_("does an event")),
        KIND("purchase", N_("buys something")),
        KIND("session_start", N_("starts a session")),
        KIND("campaign_interaction", N_("opens, clicks or gets a campaign")),
        KIND("attribute_changed", N_("gets another value of an attribute")),
        KIND("email_added", N_("gets an e-mail address")),
        KIND("subscription_changed", N_("changes a subscription")),
        KIND("subscription_group_changed", N_("changes a subscription group")),
        KIND("conversion", N_("converts, as this campaign counts it")),
        KIND("exception_performed", N_("does the exception of a campaign")),
        KIND("card_interaction", N_("views or clicks a news feed card")),
        KIND("canvas_interaction", N_("reacts to a step of a canvas")),
        KIND("location_entered", N_("comes near a place")),
        KIND("geofence", N_("enters or leaves a geofence")),
        KIND("inbound_sms", N_("sends an SMS")),
        KIND("inbound_whatsapp", N_("sends a WhatsApp message")),
};
static const struct field_option conversion_types[] = {
        KIND("purchase", N_("buys something")),
        KIND("custom_event", N_("does an event")),
        KIND("session_start", N_("starts a session")),
        KIND("campaign_interaction", N_("reacts to this campaign's message")),
};

#define TYPE_HELP                                                                                  \
    N_("What kind of thing the user does. Space opens the list; the letters you type narrow it. "  \
       "Conditions on properties come below.")

/* By enum rule_list, then whether it is the empty row for one more. */
static const struct field_type type_fields[][2] = {
        [RULES_TRIGGERS] = {{.id = RULE_TYPE,
                                    .kind = FIELD_CHOICE,
                                    .label = N_("When someone"),
                                    .required = true,
                                    .options = types,
                                    .option_count = ARRAY_COUNT(types),
                                    .help = TYPE_HELP},
                {.id = RULE_TYPE,
                        .kind = FIELD_CHOICE,
                        .label = N_("or"),
                        .options = types,
                        .option_count = ARRAY_COUNT(types),
                        .hint = N_("Space: another trigger"),
                        .help = TYPE_HELP}},
        [RULES_EXCEPTIONS] = {{.id = RULE_TYPE,
                                      .kind = FIELD_CHOICE,
                                      .label = N_("unless someone"),
                                      .required = true,
                                      .options = types,
                                      .option_count = ARRAY_COUNT(types),
                                      .help = TYPE_HELP},
                {.id = RULE_TYPE,
                        .kind = FIELD_CHOICE,
                        .label = N_("unless someone"),
                        .options = types,
                        .option_count = ARRAY_COUNT(types),
                        .hint = N_("Space: choose an exception"),
                        .help = TYPE_HELP}},
        [RULES_CONVERSIONS] = {{.id = RULE_TYPE,
                                       .kind = FIELD_CHOICE,
                                       .label = N_("counts who"),
                                       .required = true,
                                       .options = conversion_types,
                                       .option_count = ARRAY_COUNT(conversion_types),
                                       .help = TYPE_HELP},
                {.id = RULE_TYPE,
                        .kind = FIELD_CHOICE,
                        .label = N_("counts who"),
                        .options = conversion_types,
                        .option_count = ARRAY_COUNT(conversion_types),
                        .hint = N_("Space: choose a conversion"),
                        .help = TYPE_HELP}},
};

void rule_form_add_type(
        struct form *form, enum rule_list list, const struct rule *rule, int row, const char *label)
{
    struct field *field = form_add(form, &type_fields[list][rule ? 0 : 1], row);
    field_set_text(field, rule ? rule_type_name(rule->type) : "");
    if (label)
        field_set_label(field, label);
}
