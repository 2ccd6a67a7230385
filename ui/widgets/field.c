#include "widgets/field.h"

#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/key.h"
#include "base/when.h"

enum { LONG_SIZE_MAX = 64 << 10 };

struct field *field_new(const struct field_type *type, int row)
{
    struct field *field = mem_new(sizeof *field);
    field->type = type;
    field->row = row;
    field->line.size_max = type->size_max;
    if (type->kind == FIELD_LONG && !type->size_max)
        field->line.size_max = LONG_SIZE_MAX;
    field->unit = FIELD_DAYS;
    if (type->kind == FIELD_CHOICE && type->option_count && type->required)
        line_set(&field->line, type->options[0].value);
    return field;
}

void field_free(struct field *field)
{
    if (!field)
        return;
    for (size_t i = 0; i < field->chosen_count; i++)
        mem_free(field->chosen[i]);
    mem_free(field->chosen);
    mem_free(field->label);
    mem_free(field->disabled);
    mem_free(field->why);
    line_release(&field->line);
    choices_release(&field->labels);
    mem_free(field);
}

const char *field_label(const struct field *field)
{
    return field->label ? field->label : i18n_text(field->type->label);
}

const char *field_text(const struct field *field)
{
    return line_text(&field->line);
}

void field_set_text(struct field *field, const char *text)
{
    line_set(&field->line, text ? text : "");
}

static void replace(char **text, const char *by)
{
    char *copy = by ? mem_string(by) : NULL;
    mem_free(*text);
    *text = copy;
}

void field_set_label(struct field *field, const char *label)
{
    replace(&field->label, label);
}

void field_set_disabled(struct field *field, const char *why)
{
    replace(&field->disabled, why);
}

void field_set_integer(struct field *field, int64_t number)
{
    char *text = mem_format("%lld", (long long)number);
    field_set_text(field, text);
    mem_free(text);
}

void field_set_duration(struct field *field, int64_t amount, enum field_unit unit)
{
    field_set_integer(field, amount);
    field->unit = unit;
}

static size_t chosen_place(const struct field *field, const char *value)
{
    size_t i = 0;
    while (i < field->chosen_count && strcmp(field->chosen[i], value) != 0)
        i++;
    return i;
}

bool field_is_chosen(const struct field *field, const char *value)
{
    return chosen_place(field, value) < field->chosen_count;
}

void field_choose(struct field *field, const char *value, bool on)
{
    size_t place = chosen_place(field, value);
    bool there = place < field->chosen_count;
    if (there == on || (on && field->chosen_count == FIELD_CHOSEN_MAX))
        return;
    if (on) {
        field->chosen = mem_room(
                field->chosen, field->chosen_count, &field->chosen_capacity, sizeof *field->chosen);
        field->chosen[field->chosen_count++] = mem_string(value);
    } else {
        mem_free(field->chosen[place]);
        field->chosen_count--;
        memmove(field->chosen + place, field->chosen + place + 1,
                (field->chosen_count - place) * sizeof *field->chosen);
    }
}

bool field_takes_text(const struct field *field)
{
    switch (field->type->kind) {
    case FIELD_TEXT:
    case FIELD_INTEGER:
    case FIELD_NUMBER:
    case FIELD_DURATION:
    case FIELD_CLOCK:
    case FIELD_DATE:
    case FIELD_DATE_TIME: return true;
    default: return false;
    }
}

void field_set_verdict(struct field *field, enum field_verdict verdict, const char *why)
{
    field->verdict = verdict;
    replace(&field->why, verdict == FIELD_OK ? NULL : why);
}
