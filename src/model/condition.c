#include "model/condition.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "base/when.h"
#include "model/names.h"
#include "model/shown.h"

static const char *const op_words[] = {
        [OP_EQUALS] = "equals",
        [OP_NOT_EQUALS] = "not_equals",
        [OP_ANY_OF] = "any_of",
        [OP_NONE_OF] = "none_of",
        [OP_CONTAINS] = "contains",
        [OP_NOT_CONTAINS] = "not_contains",
        [OP_MATCHES] = "matches",
        [OP_NOT_MATCHES] = "not_matches",
        [OP_GT] = "gt",
        [OP_GE] = "ge",
        [OP_LT] = "lt",
        [OP_LE] = "le",
        [OP_BETWEEN] = "between",
        [OP_BEFORE] = "before",
        [OP_AFTER] = "after",
        [OP_IN_LAST] = "in_last",
        [OP_EXISTS] = "exists",
        [OP_MISSING] = "missing",
        [OP_INCLUDES] = "includes",
        [OP_NOT_INCLUDES] = "not_includes",
};
const struct names op_names = NAMES("an operator", op_words);

/* Positive forms are held plus one, so that what is not listed is none. */
static const struct {
    enum operand_kind operand;
    int positive_plus_one;
} op_facts[OP_COUNT] = {
        [OP_EQUALS] = {OPERAND_SCALAR, 0},
        [OP_NOT_EQUALS] = {OPERAND_SCALAR, OP_EQUALS + 1},
        [OP_ANY_OF] = {OPERAND_LIST, 0},
        [OP_NONE_OF] = {OPERAND_LIST, OP_ANY_OF + 1},
        [OP_CONTAINS] = {OPERAND_TEXT, 0},
        [OP_NOT_CONTAINS] = {OPERAND_TEXT, OP_CONTAINS + 1},
        [OP_MATCHES] = {OPERAND_REGEX, 0},
        [OP_NOT_MATCHES] = {OPERAND_REGEX, OP_MATCHES + 1},
        [OP_GT] = {OPERAND_NUMBER, 0},
        [OP_GE] = {OPERAND_NUMBER, 0},
        [OP_LT] = {OPERAND_NUMBER, 0},
        [OP_LE] = {OPERAND_NUMBER, 0},
        [OP_BETWEEN] = {OPERAND_RANGE, 0},
        [OP_BEFORE] = {OPERAND_TIME, 0},
        [OP_AFTER] = {OPERAND_TIME, 0},
        [OP_IN_LAST] = {OPERAND_SPAN, 0},
        [OP_EXISTS] = {OPERAND_NONE, 0},
        [OP_MISSING] = {OPERAND_NONE, 0},
        [OP_INCLUDES] = {OPERAND_SCALAR, 0},
        [OP_NOT_INCLUDES] = {OPERAND_SCALAR, OP_INCLUDES + 1},
};

const char *op_name(enum op op)
{
    return names_word(&op_names, (int)op);
}

int op_find(const char *name)
{
    return names_find(&op_names, name);
}

int op_positive(enum op op)
{
    return op_facts[op].positive_plus_one - 1;
}

enum operand_kind op_operand(enum op op)
{
    return op_facts[op].operand;
}

static int fail(struct error *err, struct value value, const char *wanted)
{
    struct buf shown = {0};
    value_add_shown(&shown, value);
    error_set(err, ERROR_USAGE, "%s is not %s", buf_text(&shown), wanted);
    buf_release(&shown);
    return -1;
}

static int take_none(struct condition *condition, struct value value, struct error *err)
{
    (void)value;
    return error_set(err, ERROR_USAGE, "the operator \"%s\" takes no value; leave it out",
            op_name(condition->op));
}

static int check_scalar(struct value value, struct error *err)
{
    enum value_type type = value_type(value);
    size_t size = 0;
    if (type == VALUE_NULL)
        return error_set(err, ERROR_USAGE,
                "null is never equal to anything; use the operator \"missing\" or \"exists\"");
    if (type == VALUE_ARRAY || type == VALUE_OBJECT)
        return fail(err, value, "a text, a number, true or false");
    if (value_string(value, &size) && size > OPERAND_SIZE_MAX)
        return error_set(
                err, ERROR_USAGE, "a text of %zu bytes; at most %d", size, OPERAND_SIZE_MAX);
    return 0;
}

static int take_scalar(struct condition *condition, struct value value, struct error *err)
{
    (void)condition;
    return check_scalar(value, err);
}

static int take_list(struct condition *condition, struct value value, struct error *err)
{
    (void)condition;
    if (value_type(value) != VALUE_ARRAY)
        return fail(err, value, "a list, as in [\"a\", \"b\"]");
    uint32_t count = value_count(value);
    if (count == 0 || count > OPERAND_LIST_MAX)
        return error_set(err, ERROR_USAGE, "a list of %u values; give 1 to %d", (unsigned)count,
                OPERAND_LIST_MAX);
    struct value_iter iter = value_iterate(value);
    struct value element;
    while (value_next(&iter, NULL, NULL, &element)) {
        if (check_scalar(element, err) != 0)
            return -1;
    }
    return 0;
}

static int take_number(struct condition *condition, struct value value, struct error *err)
{
    if (!value_is_number(value))
        return fail(err, value, "a number");
    condition->low = value_number(value);
    return 0;
}

static int take_range(struct condition *condition, struct value value, struct error *err)
{
    struct value low = {0}, high = {0};
    if (value_type(value) == VALUE_ARRAY && value_count(value) == 2) {
        low = value_element(value, 0);
        high = value_element(value, 1);
    }
    if (!value_is_number(low) || !value_is_number(high))
        return fail(err, value, "two numbers, as in [100, 200]");
    condition->low = value_number(low);
    condition->high = value_number(high);
    if (condition->low > condition->high)
        return error_set(err, ERROR_USAGE,
                "the first number is larger than the second, so nothing lies between; swap them");
    return 0;
}

static int take_time(struct condition *condition, struct value value, struct error *err)
{
    size_t size = 0;
    const char *text = value_string(value, &size);
    if (!text || !when_parse(text, size, &condition->instant_ms))
        return fail(err, value, "a time, as in \"2026-11-01T09:00:00Z\"");
    return 0;
}

static int take_span(struct condition *condition, struct value value, struct error *err)
{
    if (value_type(value) != VALUE_OBJECT)
        return fail(err, value, "an amount of time, as in {\"amount\": 2, \"unit\": \"days\"}");
    size_t size = 0;
    const char *unit = value_string(value_get(value, "unit", 4), &size);
    char *name = unit ? mem_string_of(unit, size) : NULL;
    int found = name ? time_unit_find(name) : -1;
    mem_free(name);
    struct value amount = value_get(value, "amount", 6);
    if (found < 0 || value_type(amount) != VALUE_INTEGER || value_count(value) != 2)
        return fail(err, value,
                "an amount of time: a whole \"amount\" and a \"unit\" (seconds, minutes, hours, "
                "days, weeks, months)");
    struct span span = {value_integer(amount), (enum time_unit)found};
    if (!span_is_valid(span))
        return error_set(err, ERROR_USAGE,
                "%lld %s is out of range; give 1 to the equivalent of "
                "%d days",
                (long long)span.amount, time_unit_name(span.unit), SPAN_DAYS_MAX);
    condition->span = span;
    return 0;
}

static int take_text(struct condition *condition, struct value value, struct error *err)
{
    (void)condition;
    if (value_type(value) != VALUE_STRING)
        return fail(err, value, "a text");
    return check_scalar(value, err);
}

static int take_regex(struct condition *condition, struct value value, struct error *err)
{
    size_t size = 0;
    const char *pattern = value_string(value, &size);
    if (!pattern)
        return fail(err, value, "a regular expression in quotes");
    if (size == 0 || size > REGEX_SIZE_MAX)
        return error_set(err, ERROR_USAGE, "a regular expression of %zu bytes; give 1 to %d", size,
                REGEX_SIZE_MAX);
    condition->regex = regex_new(pattern, size, err);
    return condition->regex ? 0 : -1;
}

typedef int take_function(struct condition *condition, struct value value, struct error *err);

static take_function *const takers[] = {
        [OPERAND_NONE] = take_none,
        [OPERAND_SCALAR] = take_scalar,
        [OPERAND_LIST] = take_list,
        [OPERAND_NUMBER] = take_number,
        [OPERAND_RANGE] = take_range,
        [OPERAND_TIME] = take_time,
        [OPERAND_SPAN] = take_span,
        [OPERAND_TEXT] = take_text,
        [OPERAND_REGEX] = take_regex,
};

static void clear_operand(struct condition *condition)
{
    mem_free(condition->operand);
    regex_free(condition->regex);
    condition->operand = NULL;
    condition->regex = NULL;
    condition->low = condition->high = 0;
    condition->instant_ms = 0;
    condition->span = (struct span){0};
}

/* Amount before unit, whatever the order was: equal documents are to give equal bytes. */
static unsigned char *pack_span(struct span span)
{
    struct buf packed = {0};
    const char *unit = time_unit_name(span.unit);
    size_t mark = value_begin_object(&packed);
    value_put_key(&packed, "amount", 6);
    value_put_integer(&packed, span.amount);
    value_put_key(&packed, "unit", 4);
    value_put_string(&packed, unit, strlen(unit));
    value_end(&packed, mark, 2);
    return (unsigned char *)buf_take(&packed);
}

int condition_set_operand(struct condition *condition, struct value operand, struct error *err)
{
    /* The operand may be the condition's own. */
    unsigned char *copy = operand.at ? mem_copy(operand.at, value_size(operand)) : NULL;
    clear_operand(condition);
    if (!copy)
        return 0;
    if (takers[op_operand(condition->op)](condition, (struct value){copy}, err) != 0) {
        clear_operand(condition);
        mem_free(copy);
        return -1;
    }
    if (op_operand(condition->op) == OPERAND_SPAN) {
        mem_free(copy);
        copy = pack_span(condition->span);
    }
    condition->operand = copy;
    return 0;
}

void condition_release(struct condition *condition)
{
    path_release(&condition->path);
    clear_operand(condition);
    condition->op = OP_EQUALS;
}

void condition_copy(struct condition *to, const struct condition *from)
{
    *to = (struct condition){.op = from->op};
    path_copy(&to->path, &from->path);
    condition_set_operand(to, (struct value){from->operand}, NULL);
}
