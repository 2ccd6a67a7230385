#include "screens/rule_form.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "screens/rule_form_private.h"

enum { USUAL_RADIUS_M = 500 };

bool rule_form_owns(const struct field *field)
{
    return (field->type->id >= RULE_TYPE && field->type->id < RULE_END) || condition_owns(field);
}

size_t rule_form_condition(const struct field *field)
{
    return (size_t)(field->row % RULE_ROWS);
}

static char **text_at(struct rule *rule, const struct rule_part *part)
{
    return (char **)(void *)((char *)rule + part->at);
}

static const char *text_of(const struct rule *rule, const struct rule_part *part)
{
    const char *const *text = (const char *const *)(const void *)((const char *)rule + part->at);
    return *text ? *text : "";
}

static double number_of(const struct rule *rule, const struct rule_part *part)
{
    return *(const double *)(const void *)((const char *)rule + part->at);
}

static void fill_number(const struct rule *rule, const struct rule_part *part, struct field *field)
{
    struct buf text = {0};
    double number = number_of(rule, part);
    /* In the Gulf of Guinea nobody has a shop: nothing was entered yet. */
    if (field->type->id == RULE_RADIUS || rule->latitude != 0 || rule->longitude != 0)
        text_add_double(&text, number);
    field_set_text(field, buf_text(&text));
    buf_release(&text);
}

static void fill_scalar(const struct rule *rule, struct field *field)
{
    struct buf text = {0};
    if (rule->to)
        scalar_add_typed(&text, (struct value){rule->to}, VALUE_MISSING);
    field_set_text(field, buf_text(&text));
    buf_release(&text);
}

static void fill_part(const struct rule *rule, const struct rule_part *part, struct field *field)
{
    const int *choice = (const int *)(const void *)((const char *)rule + part->at);
    const bool *flag = (const bool *)((const char *)rule + part->at);
    switch (part->kind) {
    case PART_TEXT: field_set_text(field, text_of(rule, part)); break;
    case PART_NUMBER: fill_number(rule, part, field); break;
    case PART_SCALAR: fill_scalar(rule, field); break;
    case PART_FLAG: field_set_text(field, field->type->options[*flag].value); break;
    case PART_INTERACTION:
        field_set_text(field, interaction_name((enum interaction) * choice));
        break;
    case PART_CHANNEL: field_set_text(field, channel_name((enum channel) * choice)); break;
    }
}

static bool part_belongs(const struct rule_part *part, enum rule_type type)
{
    return part->types & (1u << type);
}

static bool takes_button(const struct rule *rule)
{
    return rule->interaction == INTERACTION_CLICK_IN_APP_BUTTON ||
           rule->interaction == INTERACTION_CLICK_PUSH_BUTTON;
}

static bool part_hidden(const struct rule_part *part, const struct rule *rule)
{
    if (part->type.id == RULE_BUTTON)
        return !takes_button(rule);
    if (part->type.id == RULE_LINK)
        return rule->interaction != INTERACTION_CLICK_EMAIL_LINK;
    return false;
}

static const struct rule_part *part_find(int id)
{
    for (size_t i = 0; i < rule_part_count; i++)
        if (rule_parts[i].type.id == id)
            return &rule_parts[i];
    return NULL;
}

static bool has_conditions(enum rule_type type)
{
    return type == RULE_CUSTOM_EVENT || type == RULE_PURCHASE;
}

static void add_conditions(
        struct form *form, const struct editing *editing, const struct rule *rule, int row)
{
    for (size_t i = 0; i < rule->where_count; i++)
        condition_form_add(
                form, editing, &rule->where[i], row + (int)i, i ? _("and where") : _("where"));
    if (rule->where_count < WHERE_MAX)
        condition_form_add(form, editing, NULL, row + (int)rule->where_count,
                rule->where_count ? _("and where") : _("where"));
}

void rule_form_add(struct form *form, const struct editing *editing, enum rule_list list,
        const struct rule *rule, int row)
{
    for (size_t i = 0; i < rule_part_count; i++) {
        const struct rule_part *part = &rule_parts[i];
        bool own = list == RULES_CONVERSIONS && part->type.id == RULE_CAMPAIGN;
        /* Conversions are interactions with the campaign's own message. */
        if (!part_belongs(part, rule->type) || own)
            continue;
        struct field *field = form_add(form, &part->type, row);
        fill_part(rule, part, field);
        field->hidden = part_hidden(part, rule);
    }
    if (has_conditions(rule->type))
        add_conditions(form, editing, rule, row);
}

static void set_text(char **text, const char *typed)
{
    mem_free(*text);
    *text = *typed ? mem_string(typed) : NULL;
}

static void apply_scalar(struct rule *rule, const char *typed)
{
    struct buf value = {0};
    mem_free(rule->to);
    rule->to = NULL;
    if (!*typed)
        return;
    scalar_put(&value, typed, VALUE_MISSING);
    rule->to = (unsigned char *)buf_take(&value);
}

/* What cannot stand in a document is none, and said so under the field. */
static bool part_takes(const struct rule_part *part, const char *typed)
{
    if (part->type.id == RULE_CAMPAIGN)
        return id_is_valid(typed) || strcmp(typed, "*") == 0;
    return true;
}

static bool in_range(const struct rule_part *part, double number)
{
    return number >= part->least && number <= part->most;
}

static void apply_part(struct rule *rule, const struct rule_part *part, const struct field *field)
{
    char *at = (char *)rule + part->at;
    const char *typed = field_text(field);
    int found;
    double number;
    switch (part->kind) {
    case PART_TEXT: set_text(text_at(rule, part), part_takes(part, typed) ? typed : ""); break;
    case PART_SCALAR: apply_scalar(rule, typed); break;
    case PART_NUMBER:
        if (field_number(field, &number) && in_range(part, number))
            *(double *)(void *)at = number;
        break;
    case PART_FLAG: *(bool *)at = strcmp(typed, field->type->options[1].value) == 0; break;
    case PART_INTERACTION:
        found = interaction_find(typed);
        if (found >= 0)
            *(int *)(void *)at = found;
        break;
    case PART_CHANNEL:
        found = channel_find(typed);
        if (found >= 0)
            *(int *)(void *)at = found;
        break;
    }
}

static struct condition *condition_room(struct rule *rule, size_t index)
{
    if (index < rule->where_count)
        return &rule->where[index];
    if (rule->where_count == WHERE_MAX)
        return NULL;
    rule->where = mem_resize(rule->where, rule->where_count + 1, sizeof *rule->where);
    memset(&rule->where[rule->where_count], 0, sizeof *rule->where);
    return &rule->where[rule->where_count++];
}

static void show_operand(struct form *form, int row, bool shown)
{
    for (size_t i = 0; i < form->count; i++) {
        struct field *field = form->fields[i];
        if (field->row == row && condition_owns(field) && field->type->id != CONDITION_PATH)
            field->hidden = !shown;
    }
}

static bool apply_condition(struct form *form, const struct editing *editing,
        const struct field *field, struct rule *rule)
{
    size_t index = rule_form_condition(field);
    bool more = index >= rule->where_count;
    struct condition *condition = condition_room(rule, index);
    if (!condition)
        return false;
    bool others = condition_form_apply(form, editing, field, condition);
    if (more)
        show_operand(form, field->row, true);
    return others;
}

/* Some interactions and the star go with some kinds of rows alone. */
static void tidy_interaction(struct rule *rule, enum rule_list list)
{
    bool derived = rule->interaction == INTERACTION_CONVERSION ||
                   rule->interaction == INTERACTION_ENTER_CONTROL ||
                   (rule->interaction >= INTERACTION_RECEIVE_EMAIL &&
                           rule->interaction <= INTERACTION_RECEIVE_WEBHOOK);
    bool acts = rule->type == RULE_CANVAS_INTERACTION || list == RULES_CONVERSIONS;
    bool star = rule->campaign && strcmp(rule->campaign, "*") == 0;
    if (acts && derived)
        rule->interaction = INTERACTION_CLICK_EMAIL;
    if (star && (rule->type != RULE_CAMPAIGN_INTERACTION ||
                        rule->interaction != INTERACTION_CLICK_EMAIL_LINK)) {
        mem_free(rule->campaign);
        rule->campaign = NULL;
    }
}

static bool apply_type(struct rule *rule, const char *name)
{
    int type = rule_type_find(name);
    if (type < 0 || (enum rule_type)type == rule->type)
        return false;
    rule->type = (enum rule_type)type;
    /* States of subscriptions are no attribute values, and the other way round. */
    mem_free(rule->to);
    rule->to = NULL;
    if (rule->type == RULE_SUBSCRIPTION_CHANGED && rule->channel > CHANNEL_PUSH)
        rule->channel = CHANNEL_EMAIL;
    if (rule->type == RULE_CAMPAIGN_INTERACTION || rule->type == RULE_CANVAS_INTERACTION)
        rule->interaction = INTERACTION_OPEN_EMAIL;
    if (rule->type == RULE_LOCATION_ENTERED && rule->radius_m < 1)
        rule->radius_m = USUAL_RADIUS_M;
    return true;
}

bool rule_form_apply(struct form *form, const struct editing *editing, enum rule_list list,
        const struct field *field, struct rule *rule)
{
    bool others = false;
    if (condition_owns(field))
        return apply_condition(form, editing, field, rule);
    const struct rule_part *part = part_find(field->type->id);
    if (field->type->id == RULE_TYPE)
        others = apply_type(rule, field_text(field));
    else if (part)
        apply_part(rule, part, field);
    tidy_interaction(rule, list);
    return others || field->type->id == RULE_INTERACTION;
}

void rule_form_remove_condition(struct rule *rule, size_t index)
{
    if (index >= rule->where_count)
        return;
    condition_release(&rule->where[index]);
    rule->where_count--;
    memmove(rule->where + index, rule->where + index + 1,
            (rule->where_count - index) * sizeof *rule->where);
}

void rule_form_prune(struct rule *rule)
{
    for (size_t i = rule->where_count; i-- > 0;)
        if (!rule->where[i].path.text || !*rule->where[i].path.text)
            rule_form_remove_condition(rule, i);
}

static int condition_field_of(const char *path)
{
    if (strcmp(path, ".op") == 0)
        return CONDITION_OP;
    if (strncmp(path, ".value", 6) == 0)
        return CONDITION_TEXT;
    return CONDITION_PATH;
}

int rule_form_field_of(const char *path, size_t *condition)
{
    char *end;
    *condition = 0;
    if (strncmp(path, ".where[", 7) == 0) {
        *condition = strtoul(path + 7, &end, 10);
        return condition_field_of(*end == ']' ? end + 1 : end);
    }
    for (size_t i = 0; *path == '.' && i < rule_part_count; i++)
        if (strcmp(path + 1, rule_parts[i].key) == 0)
            return rule_parts[i].type.id;
    return RULE_TYPE;
}
