/* The parts of rules as a table (rule_parts.c). */
#ifndef UI_SCREENS_RULE_FORM_PRIVATE_H
#define UI_SCREENS_RULE_FORM_PRIVATE_H

#include "screens/rule_form.h"

enum rule_part_kind {
    PART_TEXT,
    PART_NUMBER,
    PART_SCALAR,
    PART_FLAG, /* the second option is true */
    PART_INTERACTION,
    PART_CHANNEL,
};

struct rule_part {
    const char *key; /* in the document */
    unsigned types;  /* of the rules that have it, a bit each */
    enum rule_part_kind kind;
    size_t at;          /* in struct rule */
    double least, most; /* of PART_NUMBER */
    struct field_type type;
};
extern const struct rule_part rule_parts[];
extern const size_t rule_part_count;

#endif
