/* From what was typed to the value a condition compares with. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "screens/condition_form.h"

/* Whole numbers without a fraction, so that 100 stays 100 in the document. */
static void put_number(struct buf *out, double number)
{
    if (number < 1e15 && number > -1e15 && number == floor(number))
        value_put_integer(out, (int64_t)number);
    else
        value_put_number(out, number);
}

/* Strictly a number: no blanks, no hexadecimal, no infinity. */
static bool read_number(const char *typed, double *number)
{
    char *end;
    if (!*typed || typed[strspn(typed, "+-.0123456789eE")])
        return false;
    *number = strtod(typed, &end);
    return end != typed && !*end && isfinite(*number);
}

void scalar_put(struct buf *out, const char *typed, enum value_type seen)
{
    double number;
    size_t size = strlen(typed);
    if (size >= 2 && typed[0] == '"' && typed[size - 1] == '"')
        value_put_string(out, typed + 1, size - 2);
    else if (seen == VALUE_STRING)
        value_put_string(out, typed, size);
    else if (read_number(typed, &number))
        put_number(out, number);
    else if (strcmp(typed, "true") == 0 || strcmp(typed, "false") == 0)
        value_put_bool(out, typed[0] == 't');
    else
        value_put_string(out, typed, size);
}

void scalar_add_typed(struct buf *out, struct value value, enum value_type seen)
{
    size_t size = 0;
    struct buf again = {0};
    const char *text = value_string(value, &size);
    if (!text) {
        /* As a number or yes it would be taken for a text there. */
        value_add_json(out, value);
        return;
    }
    char *copy = mem_string_of(text, size);
    scalar_put(&again, copy, seen);
    bool same = value_equal((struct value){(const unsigned char *)again.bytes}, value);
    buf_add_format(out, same ? "%s" : "\"%s\"", copy);
    buf_release(&again);
    mem_free(copy);
}

enum value_type condition_seen_type(
        const struct editing *editing, const struct condition *condition, int row)
{
    if (!condition->path.text)
        return VALUE_MISSING;
    return suggest_value_type(
            editing->suggest, editing->event_of(editing, row), condition->path.text);
}

static bool put_range(struct form *form, int row, struct buf *out)
{
    double low, high;
    const struct field *from = form_find(form, CONDITION_NUMBER, row);
    const struct field *to = form_find(form, CONDITION_HIGH, row);
    if (!from || !to || !field_number(from, &low) || !field_number(to, &high))
        return false;
    size_t mark = value_begin_array(out);
    put_number(out, low);
    put_number(out, high);
    value_end(out, mark, 2);
    return true;
}

static bool put_list(const struct field *field, enum value_type seen, struct buf *out)
{
    if (!field->chosen_count)
        return false;
    size_t mark = value_begin_array(out);
    for (size_t i = 0; i < field->chosen_count; i++)
        scalar_put(out, field->chosen[i], seen);
    value_end(out, mark, (uint32_t)field->chosen_count);
    return true;
}

static bool put_time(const struct editing *editing, const struct field *field, struct buf *out)
{
    char text[WHEN_TEXT_MAX];
    struct wall wall;
    if (!field_date_time(field, &wall.day, &wall.ms))
        return false;
    when_format(zone_instant(suggest_company_zone(editing->suggest), wall), text);
    value_put_string(out, text, strlen(text));
    return true;
}

static bool put_span(const struct field *field, struct buf *out)
{
    int64_t amount;
    enum field_unit unit;
    if (!field_duration(field, &amount, &unit))
        return false;
    const char *name = time_unit_name((enum time_unit)unit);
    size_t mark = value_begin_object(out);
    value_put_key(out, "amount", strlen("amount"));
    value_put_integer(out, amount);
    value_put_key(out, "unit", strlen("unit"));
    value_put_string(out, name, strlen(name));
    value_end(out, mark, 2);
    return true;
}

bool condition_put_operand(struct form *form, const struct editing *editing,
        const struct field *field, const struct condition *condition, struct buf *out)
{
    const char *text = field_text(field);
    double number;
    switch (op_operand(condition->op)) {
    case OPERAND_SCALAR:
        if (*text)
            scalar_put(out, text, condition_seen_type(editing, condition, field->row));
        return *text;
    case OPERAND_LIST:
        return put_list(field, condition_seen_type(editing, condition, field->row), out);
    case OPERAND_NUMBER:
        if (!field_number(field, &number))
            return false;
        put_number(out, number);
        return true;
    case OPERAND_RANGE: return put_range(form, field->row, out);
    case OPERAND_TIME: return put_time(editing, field, out);
    case OPERAND_SPAN: return put_span(field, out);
    case OPERAND_TEXT:
    case OPERAND_REGEX: value_put_string(out, text, strlen(text)); return *text;
    case OPERAND_NONE: break;
    }
    return false;
}
