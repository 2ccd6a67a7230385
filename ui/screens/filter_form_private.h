/* Kinds of leaves and their fields as tables (filter_parts.c). */
#ifndef UI_SCREENS_FILTER_FORM_PRIVATE_H
#define UI_SCREENS_FILTER_FORM_PRIVATE_H

#include "screens/condition_form.h"
#include "screens/filter_form.h"
#include "screens/form_walk.h"
#include "screens/rule_form.h"

struct filter_form {
    struct editing editing; /* first: the context of the form */
    struct form form;
    struct form_walk walk;
    struct filter leaf;
    char *title;
    bool changed;
    void *context;
    void (*done)(struct view *view, void *context, const struct filter *leaf);
};

enum filter_field {
    FILTER_KIND = 700,
    FILTER_NAME_EVENT,
    FILTER_COUNT_OP,
    FILTER_COUNT,
    FILTER_MONEY,
    FILTER_DAYS,
    FILTER_WHICH,
    FILTER_TIME_OP,
    FILTER_TIME,
    FILTER_DAYS_AGO,
    FILTER_NAME_CAMPAIGN,
    FILTER_INTERACTION,
    FILTER_NAME_SEGMENT,
    FILTER_FROM,
    FILTER_TO,
    FILTER_USERS,
};

struct filter_part {
    unsigned kinds; /* of the leaves that have it, a bit each */
    struct field_type type;
};
extern const struct filter_part filter_parts[];
extern const size_t filter_part_count;
extern const struct field_type filter_kind_type;

const char *filter_kind_name(enum filter_kind kind);
int filter_kind_find(const char *name);
/* What a new leaf of a kind begins with. */
void filter_leaf_usual(struct filter *leaf, enum filter_kind kind);

#endif
