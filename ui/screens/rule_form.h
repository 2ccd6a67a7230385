/* The fields of one row of triggers, exceptions or conversion events, with its property filters.
 *
 * Rows of fields: the row of the list times RULE_ROWS plus the number of the condition. */
#ifndef UI_SCREENS_RULE_FORM_H
#define UI_SCREENS_RULE_FORM_H

#include "screens/condition_form.h"

enum { RULE_ROWS = 256 };

enum rule_list { RULES_TRIGGERS, RULES_EXCEPTIONS, RULES_CONVERSIONS };

/* Ids of the fields; the screens' own stay below. */
enum rule_field {
    RULE_TYPE = 800,
    RULE_EVENT,
    RULE_PRODUCT,
    RULE_ATTRIBUTE,
    RULE_SUBSCRIPTION,
    RULE_TO,
    RULE_TO_STATE, /* a state of the subscription of a channel, of a group */
    RULE_TO_GROUP_STATE,
    RULE_GROUP,
    RULE_CAMPAIGN,
    RULE_INTERACTION,
    RULE_BUTTON,
    RULE_LINK,
    RULE_CARD,
    RULE_CARD_ACT,
    RULE_CANVAS,
    RULE_STEP,
    RULE_LATITUDE,
    RULE_LONGITUDE,
    RULE_RADIUS,
    RULE_GEOFENCE_NAME,
    RULE_TRANSITION,
    RULE_KEYWORD,
    RULE_END,
};
bool rule_form_owns(const struct field *field); /* those of its conditions too */

/* The field that chooses the type. `rule` NULL: a row for one more, which is empty. */
void rule_form_add_type(struct form *form, enum rule_list list, const struct rule *rule, int row,
        const char *label);
/* All other fields of the rule. */
void rule_form_add(struct form *form, const struct editing *editing, enum rule_list list,
        const struct rule *rule, int row);
/* Takes what was typed into a field over into the rule. True where the fields of the row are others
 * now. */
bool rule_form_apply(struct form *form, const struct editing *editing, enum rule_list list,
        const struct field *field, struct rule *rule);
/* The condition a field belongs to, or where_count and above: none yet. */
size_t rule_form_condition(const struct field *field);
/* Takes a condition out of the rule. */
void rule_form_remove_condition(struct rule *rule, size_t index);
/* Conditions without a property are none. */
void rule_form_prune(struct rule *rule);
/* The field of a path behind 'triggers[0]' ('.where[1].op', '.event'), and its number of the
 * condition. */
int rule_form_field_of(const char *path, size_t *condition);

/* Labels of interactions, for other forms with that choice. */
const char *interaction_label(enum interaction interaction);

#endif
