#include <string.h>

#include "model/filter.h"
#include "model/rule.h"

/* What a condition is for a user of whom only one thing is known. */
enum truth { TRUTH_FALSE, TRUTH_UNKNOWN, TRUTH_TRUE };

static bool is_session(const char *name)
{
    return strcmp(name, "$session") == 0 || strcmp(name, APP_OPENED_EVENT) == 0 ||
           strcmp(name, SESSION_EVENT) == 0;
}

static bool is_purchase(const char *name)
{
    return strcmp(name, "$purchase") == 0 || strcmp(name, PURCHASE_EVENT) == 0;
}

/* Whoever never did `event` has a count of 0 under `name` too. */
static bool never_too(const char *event, const char *name)
{
    if (is_purchase(event) && is_purchase(name))
        return true;
    if (strcmp(event, "$session") == 0 && is_session(name))
        return true;
    return strcmp(event, name) == 0;
}

static enum truth compare_zero(const struct filter *filter)
{
    double number = filter->number;
    bool holds = false;
    switch (filter->count_op) {
    case COUNT_EQ: holds = 0 == number; break;
    case COUNT_NE: holds = 0 != number; break;
    case COUNT_GT: holds = 0 > number; break;
    case COUNT_GE: holds = 0 >= number; break;
    case COUNT_LT: holds = 0 < number; break;
    case COUNT_LE: holds = 0 <= number; break;
    case COUNT_OP_COUNT: break;
    }
    return holds ? TRUTH_TRUE : TRUTH_FALSE;
}

static enum truth leaf_without(const struct filter *filter, const char *event)
{
    switch (filter->kind) {
    case FILTER_EVERYONE: return TRUTH_TRUE;
    case FILTER_EVENT_COUNT:
        return filter->name && never_too(event, filter->name) ? compare_zero(filter)
                                                              : TRUTH_UNKNOWN;
    case FILTER_EVENT_TIME:
        return filter->name && never_too(event, filter->name) ? TRUTH_FALSE : TRUTH_UNKNOWN;
    case FILTER_SPENT: return is_purchase(event) ? compare_zero(filter) : TRUTH_UNKNOWN;
    default: return TRUTH_UNKNOWN;
    }
}

/* Three-valued: `all` is the least of its children, `any` the greatest. */
static enum truth truth_without(const struct filter *filter, const char *event)
{
    if (!filter_is_group(filter))
        return leaf_without(filter, event);
    enum truth truth = filter->kind == FILTER_ANY ? TRUTH_FALSE : TRUTH_TRUE;
    for (size_t i = 0; i < filter->child_count; i++) {
        enum truth child = truth_without(&filter->children[i], event);
        if (filter->kind == FILTER_ANY ? child > truth : child < truth)
            truth = child;
    }
    return filter->kind == FILTER_NOT ? (enum truth)(TRUTH_TRUE - truth) : truth;
}

bool filter_requires_event(const struct filter *filter, const char *event)
{
    return truth_without(filter, event) == TRUTH_FALSE;
}
