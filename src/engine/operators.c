#include "engine/operators.h"

#include <string.h>

#include "base/when.h"

enum answer { ANSWER_NO, ANSWER_YES, ANSWER_LIMIT };

/* What a comparison needs beside the value. */
struct question {
    const struct condition *condition;
    int64_t now_ms;
};

static enum answer answer_of(bool yes)
{
    return yes ? ANSWER_YES : ANSWER_NO;
}

static bool is_scalar(struct value value)
{
    enum value_type type = value_type(value);

    return type != VALUE_MISSING && type != VALUE_NULL && type < VALUE_ARRAY;
}

static bool scalar_equal(struct value a, struct value b)
{
    return is_scalar(a) && value_equal(a, b);
}

static struct value operand_of(const struct question *question)
{
    return (struct value){question->condition->operand};
}

static enum answer ask_equals(const struct question *question, struct value value)
{
    return answer_of(scalar_equal(value, operand_of(question)));
}

static enum answer ask_any_of(const struct question *question, struct value value)
{
    struct value_iter iter = value_iterate(operand_of(question));
    struct value wanted;

    while (value_next(&iter, NULL, NULL, &wanted))
        if (scalar_equal(value, wanted))
            return ANSWER_YES;
    return ANSWER_NO;
}

static enum answer ask_includes(const struct question *question, struct value value)
{
    struct value_iter iter;
    struct value element;

    if (value_type(value) != VALUE_ARRAY)
        return ANSWER_NO;
    iter = value_iterate(value);
    while (value_next(&iter, NULL, NULL, &element))
        if (scalar_equal(element, operand_of(question)))
            return ANSWER_YES;
    return ANSWER_NO;
}

static enum answer ask_contains(const struct question *question, struct value value)
{
    size_t size, wanted_size;
    const char *text = value_string(value, &size);
    const char *wanted = value_string(operand_of(question), &wanted_size);

    return answer_of(text && wanted && memmem(text, size, wanted, wanted_size));
}

static enum answer ask_matches(const struct question *question, struct value value)
{
    size_t size;
    const char *text = value_string(value, &size);

    if (!text || !question->condition->regex)
        return ANSWER_NO;
    switch (regex_search(question->condition->regex, text, size)) {
    case REGEX_YES: return ANSWER_YES;
    case REGEX_LIMIT: return ANSWER_LIMIT;
    default: return ANSWER_NO;
    }
}

static enum answer ask_number(const struct question *question, struct value value)
{
    const struct condition *condition = question->condition;
    double number = value_number(value);

    if (!value_is_number(value))
        return ANSWER_NO;
    switch (condition->op) {
    case OP_GT: return answer_of(number > condition->low);
    case OP_GE: return answer_of(number >= condition->low);
    case OP_LT: return answer_of(number < condition->low);
    case OP_LE: return answer_of(number <= condition->low);
    default: return answer_of(number >= condition->low && number <= condition->high);
    }
}

static enum answer ask_time(const struct question *question, struct value value)
{
    const struct condition *condition = question->condition;
    size_t size;
    const char *text = value_string(value, &size);
    int64_t at_ms;

    if (!text || !when_parse(text, size, &at_ms))
        return ANSWER_NO;
    switch (condition->op) {
    case OP_BEFORE: return answer_of(at_ms < condition->instant_ms);
    case OP_AFTER: return answer_of(at_ms > condition->instant_ms);
    default:
        return answer_of(
                at_ms <= question->now_ms && at_ms >= question->now_ms - span_ms(condition->span));
    }
}

static enum answer ask_exists(const struct question *question, struct value value)
{
    (void)question;
    return answer_of(value_type(value) > VALUE_NULL);
}

/* By operator; a negative one stands with its positive form. */
static enum answer (*const asks[OP_COUNT])(const struct question *, struct value) = {
        [OP_EQUALS] = ask_equals,
        [OP_NOT_EQUALS] = ask_equals,
        [OP_ANY_OF] = ask_any_of,
        [OP_NONE_OF] = ask_any_of,
        [OP_CONTAINS] = ask_contains,
        [OP_NOT_CONTAINS] = ask_contains,
        [OP_MATCHES] = ask_matches,
        [OP_NOT_MATCHES] = ask_matches,
        [OP_GT] = ask_number,
        [OP_GE] = ask_number,
        [OP_LT] = ask_number,
        [OP_LE] = ask_number,
        [OP_BETWEEN] = ask_number,
        [OP_BEFORE] = ask_time,
        [OP_AFTER] = ask_time,
        [OP_IN_LAST] = ask_time,
        [OP_EXISTS] = ask_exists,
        [OP_MISSING] = ask_exists,
        [OP_INCLUDES] = ask_includes,
        [OP_NOT_INCLUDES] = ask_includes,
};

/* Asks every value the steps from `step` on find: yes where one says yes; else a limit where one
 * ran into it. *found is set where there was any element to ask. Depth is bounded by
 * PATH_STEPS_MAX. */
static enum answer ask_path(
        const struct question *question, size_t step, struct value value, bool *found)
{
    const struct path *path = &question->condition->path;

    for (; step < path->count; step++) {
        const struct path_step *here = &path->steps[step];

        if (here->kind == PATH_KEY) {
            value = value_get(value, here->key, here->key_size);
        } else if (here->kind == PATH_INDEX) {
            value = value_element(value, here->index);
        } else {
            struct value_iter iter;
            struct value element;
            enum answer answer = ANSWER_NO;

            if (value_type(value) != VALUE_ARRAY)
                return ANSWER_NO;
            iter = value_iterate(value);
            while (answer != ANSWER_YES && value_next(&iter, NULL, NULL, &element)) {
                enum answer one = ask_path(question, step + 1, element, found);

                answer = one == ANSWER_NO ? answer : one;
            }
            return answer;
        }
    }
    *found = true;
    return asks[question->condition->op](question, value);
}

/* Over `[]` too, `missing` is the opposite of `exists`: no element has the value (9.1, 9.3). */
static bool is_negative(enum op op)
{
    return op == OP_MISSING || op_positive(op) >= 0;
}

bool condition_holds(
        const struct condition *condition, struct value root, int64_t now_ms, uint64_t *regex_limit)
{
    struct question question = {condition, now_ms};
    bool found = false;
    enum answer answer = ask_path(&question, 0, root, &found);

    if (!found)
        answer = asks[condition->op](&question, (struct value){0});
    if (answer == ANSWER_LIMIT) {
        if (regex_limit)
            ++*regex_limit;
        return false;
    }
    return (answer == ANSWER_YES) == !is_negative(condition->op);
}

struct value path_first(const struct path *path, struct value root)
{
    struct value value = root;

    for (size_t i = 0; i < path->count; i++) {
        const struct path_step *step = &path->steps[i];

        if (step->kind == PATH_KEY)
            value = value_get(value, step->key, step->key_size);
        else
            value = value_element(value, step->kind == PATH_INDEX ? step->index : 0);
    }
    return value;
}
