/* The fields of one comparison (a property or trait, an operator, a value) in a form: rows of
 * `where` in triggers, exceptions and conversions, and trait leaves of filters.
 *
 * The context of a form that has such fields begins with a `struct editing`. */
#ifndef UI_SCREENS_CONDITION_FORM_H
#define UI_SCREENS_CONDITION_FORM_H

#include "model/campaign.h"
#include "screens/suggest.h"
#include "widgets/form.h"

struct editing {
    struct suggest *suggest;
    /* The event whose properties the condition of that row compares; NULL: traits of users. */
    const char *(*event_of)(const struct editing *editing, int row);
    /* The condition of a row, NULL where there is none yet. */
    const struct condition *(*condition_of)(const struct editing *editing, int row);
};

/* Ids of the fields; the screens' own stay below. */
enum condition_field {
    CONDITION_PATH = 900,
    CONDITION_OP,
    CONDITION_TEXT, /* a scalar, a text, an expression */
    CONDITION_LIST,
    CONDITION_NUMBER, /* of a comparison, and the lower end of a range */
    CONDITION_HIGH,
    CONDITION_TIME,
    CONDITION_SPAN,
    CONDITION_END,
};
bool condition_owns(const struct field *field);

/* Adds the fields of a condition; NULL: an empty row for another one, whose operator and value show
 * once a property was typed. `label` NULL: the usual one. */
void condition_form_add(struct form *form, const struct editing *editing,
        const struct condition *condition, int row, const char *label);

/* Takes what was typed into a field over into the condition. True where the row has other fields
 * now (condition_form_add anew). */
bool condition_form_apply(struct form *form, const struct editing *editing,
        const struct field *field, struct condition *condition);

/* What a person types for a scalar: 100 is a number, true a yes, anything else a text; in double
 * quotes everything is a text. Where a property was seen as texts so far, 100 is one too. */
void scalar_put(struct buf *out, const char *typed, enum value_type seen);
void scalar_add_typed(struct buf *out, struct value value, enum value_type seen);

/* For condition_form.c. How values of the property of that row were seen. */
enum value_type condition_seen_type(
        const struct editing *editing, const struct condition *condition, int row);
/* Appends the operand as it stands in the fields; false where there is none yet. */
bool condition_put_operand(struct form *form, const struct editing *editing,
        const struct field *field, const struct condition *condition, struct buf *out);

#endif
