/* Triggers, exceptions and conversion events as documents: the keys of each type (FORMATS 2). */
#include <string.h>

#include "base/alloc.h"
#include "model/document.h"
#include "model/rule.h"

#define AT(member) offsetof(struct rule, member)

static const char *const email_state_words[] = {"opted_in", "subscribed", "unsubscribed"};
static const struct names subscription_names = NAMES("a subscription state", email_state_words);

static const char *const group_state_words[] = {"subscribed", "unsubscribed"};
static const struct names group_state_names = NAMES("a state of a group", group_state_words);

static const char *const card_words[] = {"view", "click"};
static const struct names card_names = NAMES("an interaction with a card", card_words);

static const char *const transition_words[] = {"enter", "exit"};
static const struct names transition_names = NAMES("a transition", transition_words);

static const char *const subscription_channel_words[] = {"email", "push"};
static const struct names subscription_channel_names =
        NAMES("a channel with a subscription", subscription_channel_words);

_Static_assert(CHANNEL_EMAIL == 0 && CHANNEL_PUSH == 1, "subscription_channel_words");

bool interaction_takes_button(enum interaction interaction)
{
    return interaction == INTERACTION_CLICK_IN_APP_BUTTON ||
           interaction == INTERACTION_CLICK_PUSH_BUTTON;
}

bool interaction_takes_link(enum interaction interaction)
{
    return interaction == INTERACTION_CLICK_EMAIL_LINK;
}

bool interaction_is_derived(enum interaction interaction)
{
    return interaction == INTERACTION_CONVERSION || interaction == INTERACTION_ENTER_CONTROL ||
           (interaction >= INTERACTION_RECEIVE_EMAIL && interaction <= INTERACTION_RECEIVE_WEBHOOK);
}

/* What an attribute changed to: a scalar, or one of the field's names. */
static int read_to(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    struct condition scalar = {.op = OP_EQUALS};
    if (field->names && !json_is_string(json))
        return reader_fail_value(reader, json, field->names->what);
    if (field->names && names_find(field->names, json_string_value(json)) < 0)
        return reader_fail_name(reader, field->names, json_string_value(json));
    if (codec_operand.read(reader, json, field, &scalar) != 0)
        return -1;
    *(unsigned char **)at = scalar.operand;
    return 0;
}

static void write_to(struct json_writer *writer, const struct field *field, const void *at)
{
    (void)field;
    value_add_json(writer->out, (struct value){*(unsigned char *const *)at});
}

static bool to_absent(const struct field *field, const void *at)
{
    (void)field;
    return !*(unsigned char *const *)at;
}

static const struct codec codec_to = {read_to, write_to, to_absent};

/* `button` and `link` stay in the rule while a person tries interactions; only the one that counts
 * is written. */
static bool button_absent(const struct field *field, const void *at)
{
    const struct rule *rule = at;
    return !interaction_takes_button(rule->interaction) || codec_text.absent(field, &rule->button);
}

static int read_button(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    return codec_text.read(reader, json, field, &((struct rule *)at)->button);
}

static void write_button(struct json_writer *writer, const struct field *field, const void *at)
{
    codec_text.write(writer, field, &((const struct rule *)at)->button);
}

static const struct codec codec_button = {read_button, write_button, button_absent};

static bool link_absent(const struct field *field, const void *at)
{
    const struct rule *rule = at;
    return !interaction_takes_link(rule->interaction) || codec_text.absent(field, &rule->link);
}

static int read_link(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    return codec_text.read(reader, json, field, &((struct rule *)at)->link);
}

static void write_link(struct json_writer *writer, const struct field *field, const void *at)
{
    codec_text.write(writer, field, &((const struct rule *)at)->link);
}

static const struct codec codec_link = {read_link, write_link, link_absent};

static int fail_key(struct reader *reader, const char *key, const char *format, const char *what)
{
    size_t mark = reader_enter(reader, key);
    reader_fail(reader, "%s%s", format, what);
    reader_leave(reader, mark);
    return -1;
}

static int check_interaction(struct reader *reader, void *object)
{
    const struct rule *rule = object;
    if (rule->button && !interaction_takes_button(rule->interaction))
        return fail_key(reader, "button", "only click_in_app_button and click_push_button have a ",
                "button; leave it out");
    if (rule->link && !interaction_takes_link(rule->interaction))
        return fail_key(reader, "link", "only click_email_link has a ", "link; leave it out");
    if (rule->campaign && strcmp(rule->campaign, "*") == 0 &&
            rule->interaction != INTERACTION_CLICK_EMAIL_LINK)
        return fail_key(reader, "campaign", "\"*\" is possible only with click_email_link; ",
                "name the campaign");
    return 0;
}

/* What the campaign itself causes never converts its message (SEMANTICS 8.2). */
static int check_conversion_interaction(struct reader *reader, void *object)
{
    const struct rule *rule = object;
    if (interaction_is_derived(rule->interaction))
        return fail_key(reader, "interaction", interaction_name(rule->interaction),
                " is no act of the user, so it cannot be a conversion; take an open or a click");
    return check_interaction(reader, object);
}

static int check_canvas(struct reader *reader, void *object)
{
    const struct rule *rule = object;
    if (interaction_is_derived(rule->interaction))
        return fail_key(reader, "interaction", interaction_name(rule->interaction),
                " is not known of canvas steps; take an open, a view or a click");
    return check_interaction(reader, object);
}

static const struct field where_field = {.codec = &codec_object, .shape = &condition_shape};
static const struct list where_list = {.element = &where_field,
        .size = sizeof(struct condition),
        .count_offset = AT(where_count) - AT(where)};

#define TYPE                                                                                       \
    {                                                                                              \
        "type", &codec_term, AT(type), .required = true, .names = &rule_type_names                 \
    }
#define TEXT(key_text, member, is_required)                                                        \
    {                                                                                              \
        key_text, &codec_text, AT(member), .required = (is_required), .min = 1,                    \
                                           .max = NAME_SIZE_MAX                                    \
    }
#define TO(names_of_it)                                                                            \
    {                                                                                              \
        "to", &codec_to, AT(to), .names = (names_of_it)                                            \
    }
#define WHERE                                                                                      \
    {                                                                                              \
        "where", &codec_list, AT(where), .max = WHERE_MAX, .list = &where_list                     \
    }
#define CAMPAIGN(is_required, star)                                                                \
    {                                                                                              \
        "campaign", &codec_id, AT(campaign), .required = (is_required), .max = (star)              \
    }
#define INTERACTION                                                                                \
    {                                                                                              \
        "interaction", &codec_term, AT(interaction), .required = true, .names = &interaction_names \
    }
#define BUTTON                                                                                     \
    {                                                                                              \
        "button", &codec_button, 0, .min = 1, .max = NAME_SIZE_MAX                                 \
    }
#define LINK                                                                                       \
    {                                                                                              \
        "link", &codec_link, 0, .min = 1, .max = NAME_SIZE_MAX                                     \
    }
#define NUMBER(key_text, member, least, most)                                                      \
    {                                                                                              \
        key_text, &codec_number, AT(member), .required = true, .min = (least), .max = (most)       \
    }

static const struct field custom_event[] = {TYPE, TEXT("event", event, true), WHERE};
static const struct field purchase[] = {TYPE, TEXT("product", product, false), WHERE};
static const struct field type_alone[] = {TYPE};
static const struct field attribute_changed[] = {
        TYPE, TEXT("attribute", attribute, true), TO(NULL)};
static const struct field subscription_changed[] = {TYPE,
        {"channel", &codec_term, AT(channel), .required = true,
                .names = &subscription_channel_names},
        TO(&subscription_names)};
static const struct field subscription_group_changed[] = {
        TYPE, TEXT("group", group, true), TO(&group_state_names)};
static const struct field campaign_interaction[] = {
        TYPE, CAMPAIGN(true, 1), INTERACTION, BUTTON, LINK};
static const struct field own_interaction[] = {TYPE, CAMPAIGN(false, 0), INTERACTION, BUTTON, LINK};
static const struct field card_interaction[] = {TYPE, TEXT("card", card, true),
        {"interaction", &codec_choice, AT(card_click), .required = true, .names = &card_names}};
static const struct field canvas_interaction[] = {
        TYPE, TEXT("canvas", canvas, true), TEXT("step", step, true), INTERACTION, BUTTON, LINK};
static const struct field exception_performed[] = {TYPE, CAMPAIGN(true, 0)};
static const struct field location_entered[] = {TYPE, NUMBER("latitude", latitude, -90, 90),
        NUMBER("longitude", longitude, -180, 180), NUMBER("radius_m", radius_m, 1, 500000)};
static const struct field geofence[] = {TYPE, TEXT("geofence", geofence, true),
        {"transition", &codec_choice, AT(exit), .required = true, .names = &transition_names}};
static const struct field inbound[] = {
        TYPE, TEXT("group", group, false), TEXT("keyword", keyword, false)};

static const struct shape rule_shapes[RULE_TYPE_COUNT] = {
        [RULE_CUSTOM_EVENT] = SHAPE(custom_event),
        [RULE_PURCHASE] = SHAPE(purchase),
        [RULE_SESSION_START] = SHAPE(type_alone),
        [RULE_CONVERSION] = SHAPE(type_alone),
        [RULE_EMAIL_ADDED] = SHAPE(type_alone),
        [RULE_ATTRIBUTE_CHANGED] = SHAPE(attribute_changed),
        [RULE_SUBSCRIPTION_CHANGED] = SHAPE(subscription_changed),
        [RULE_SUBSCRIPTION_GROUP_CHANGED] = SHAPE(subscription_group_changed),
        [RULE_CAMPAIGN_INTERACTION] = SHAPE_CHECKED(campaign_interaction, check_interaction),
        [RULE_CARD_INTERACTION] = SHAPE(card_interaction),
        [RULE_CANVAS_INTERACTION] = SHAPE_CHECKED(canvas_interaction, check_canvas),
        [RULE_EXCEPTION_PERFORMED] = SHAPE(exception_performed),
        [RULE_LOCATION_ENTERED] = SHAPE(location_entered),
        [RULE_GEOFENCE] = SHAPE(geofence),
        [RULE_INBOUND_SMS] = SHAPE(inbound),
        [RULE_INBOUND_WHATSAPP] = SHAPE(inbound),
};

static const struct shape conversion_shapes[RULE_TYPE_COUNT] = {
        [RULE_CUSTOM_EVENT] = SHAPE(custom_event),
        [RULE_PURCHASE] = SHAPE(purchase),
        [RULE_SESSION_START] = SHAPE(type_alone),
        [RULE_CAMPAIGN_INTERACTION] = SHAPE_CHECKED(own_interaction, check_conversion_interaction),
};

static bool has_condition(const struct rule *rule, const struct condition *wanted)
{
    for (size_t i = 0; i < rule->where_count; i++) {
        if (field_same(&where_field, &rule->where[i], wanted))
            return true;
    }
    return false;
}

static bool where_covers(const struct rule *wide, const struct rule *narrow)
{
    for (size_t i = 0; i < wide->where_count; i++) {
        if (!has_condition(narrow, &wide->where[i]))
            return false;
    }
    return true;
}

static bool is_any_purchase(const struct rule *rule)
{
    return rule->type == RULE_PURCHASE ? !rule->product
                                       : rule->type == RULE_CUSTOM_EVENT && rule->event &&
                                                 strcmp(rule->event, PURCHASE_EVENT) == 0;
}

bool rule_covers(const struct rule *wide, const struct rule *narrow)
{
    if (wide->type != narrow->type) {
        bool purchases = narrow->type == RULE_PURCHASE || is_any_purchase(narrow);
        return is_any_purchase(wide) && purchases && where_covers(wide, narrow);
    }
    const struct shape *shape = &rule_shapes[wide->type];
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        const void *ours = (const char *)wide + field->offset;
        const void *theirs = (const char *)narrow + field->offset;
        if (field->codec == &codec_list)
            continue;
        if (field->codec->absent(field, ours)) {
            if (field->required)
                return false;
            continue;
        }
        if (field->codec->absent(field, theirs) || !field_same(field, ours, theirs))
            return false;
    }
    return where_covers(wide, narrow);
}

static const struct field type_field = TYPE;
const struct tagged rule_tagged = {&type_field, rule_shapes, "a trigger or an exception"};
const struct tagged conversion_rule_tagged = {&type_field, conversion_shapes, "a conversion event"};
