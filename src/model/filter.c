#include "model/filter.h"

#include <string.h>

#include "base/alloc.h"
#include "model/names.h"

static const char *const count_op_words[] = {
        [COUNT_EQ] = "eq",
        [COUNT_NE] = "ne",
        [COUNT_GT] = "gt",
        [COUNT_GE] = "ge",
        [COUNT_LT] = "lt",
        [COUNT_LE] = "le",
};
const struct names count_op_names = NAMES("a comparison", count_op_words);

static const char *const time_op_words[] = {
        [TIME_BEFORE] = "before",
        [TIME_AFTER] = "after",
        [TIME_MORE_THAN_DAYS_AGO] = "more_than_days_ago",
        [TIME_LESS_THAN_DAYS_AGO] = "less_than_days_ago",
};
const struct names time_op_names = NAMES("a comparison with a time", time_op_words);

const char *count_op_name(enum count_op op)
{
    return names_word(&count_op_names, (int)op);
}

int count_op_find(const char *name)
{
    return names_find(&count_op_names, name);
}

const char *time_op_name(enum time_op op)
{
    return names_word(&time_op_names, (int)op);
}

int time_op_find(const char *name)
{
    return names_find(&time_op_names, name);
}

bool filter_is_group(const struct filter *filter)
{
    return filter->kind == FILTER_ALL || filter->kind == FILTER_ANY || filter->kind == FILTER_NOT;
}

void filter_release(struct filter *filter)
{
    for (size_t i = 0; i < filter->child_count; i++)
        filter_release(&filter->children[i]);
    mem_free(filter->children);
    condition_release(&filter->condition);
    mem_free(filter->name);
    mem_free(filter->instant_text);
    for (size_t i = 0; i < filter->user_count; i++)
        mem_free(filter->users[i]);
    mem_free(filter->users);
    memset(filter, 0, sizeof *filter);
}

static char *copy_text(const char *text)
{
    return text ? mem_string(text) : NULL;
}

void filter_copy(struct filter *to, const struct filter *from)
{
    *to = *from;
    condition_copy(&to->condition, &from->condition);
    to->name = copy_text(from->name);
    to->instant_text = copy_text(from->instant_text);
    to->children = from->child_count ? mem_array(from->child_count, sizeof *to->children) : NULL;
    for (size_t i = 0; i < from->child_count; i++)
        filter_copy(&to->children[i], &from->children[i]);
    to->users = from->user_count ? mem_array(from->user_count, sizeof *to->users) : NULL;
    for (size_t i = 0; i < from->user_count; i++)
        to->users[i] = copy_text(from->users[i]);
}

void filter_each(
        const struct filter *filter, void (*visit)(const struct filter *, void *), void *context)
{
    visit(filter, context);
    for (size_t i = 0; i < filter->child_count; i++)
        filter_each(&filter->children[i], visit, context);
}
