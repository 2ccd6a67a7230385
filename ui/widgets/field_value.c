/* Reading what was typed into a field, and what is wrong with it. */
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/when.h"
#include "widgets/field.h"

enum { CLOCK_DIGITS_MAX = 4, SHORT_TEXT_MAX = 64 };

static const char *skip_blanks(const char *text)
{
    while (*text == ' ')
        text++;
    return text;
}

static bool read_integer(const char *text, int64_t *number)
{
    char *end;
    errno = 0;
    text = skip_blanks(text);
    long long read = strtoll(text, &end, 10);
    if (end == text || *skip_blanks(end) || errno)
        return false;
    *number = read;
    return true;
}

bool field_integer(const struct field *field, int64_t *number)
{
    return read_integer(field_text(field), number);
}

bool field_number(const struct field *field, double *number)
{
    char *end;
    const char *text = skip_blanks(field_text(field));
    /* strtod also takes hexadecimal, 'inf' and 'nan'. */
    if (text[strspn(text, "+-.0123456789eE ")])
        return false;
    *number = strtod(text, &end);
    return end != text && !*skip_blanks(end) && isfinite(*number);
}

bool field_duration(const struct field *field, int64_t *amount, enum field_unit *unit)
{
    *unit = field->unit;
    return field_integer(field, amount);
}

const char *field_unit_name(enum field_unit unit, int64_t amount)
{
    switch (unit) {
    case FIELD_SECONDS: return count_text("second", "seconds", amount);
    case FIELD_MINUTES: return count_text("minute", "minutes", amount);
    case FIELD_HOURS: return count_text("hour", "hours", amount);
    case FIELD_DAYS: return count_text("day", "days", amount);
    case FIELD_WEEKS: return count_text("week", "weeks", amount);
    default: return count_text("month of 30 days", "months of 30 days", amount);
    }
}

/* Up to two groups of digits with ':', 'h' or '.' between, or one of three or four digits. */
static bool read_clock(const char *text, int64_t *ms_of_day)
{
    int groups[2] = {0, 0};
    int digits[2] = {0, 0};
    int group = 0;
    for (text = skip_blanks(text); *text && *text != ' '; text++) {
        if (isdigit((unsigned char)*text) && digits[group] < CLOCK_DIGITS_MAX) {
            groups[group] = groups[group] * 10 + (*text - '0');
            digits[group]++;
        } else if (strchr(":h.", *text) && group == 0 && digits[0]) {
            group = 1;
        } else {
            return false;
        }
    }
    if (*skip_blanks(text) || !digits[0])
        return false;
    if (group == 0 && digits[0] > 2) {
        groups[1] = groups[0] % 100;
        groups[0] /= 100;
    }
    if (groups[0] > 23 || groups[1] > 59)
        return false;
    *ms_of_day = groups[0] * HOUR_MS + groups[1] * MINUTE_MS;
    return true;
}

bool field_clock(const struct field *field, int64_t *ms_of_day)
{
    return read_clock(field_text(field), ms_of_day);
}

static bool make_day(long year, long month, long day, int64_t *number)
{
    char *text = mem_format("%04ld-%02ld-%02ld", year, month, day);
    bool good = day_parse(text, strlen(text), number);
    mem_free(text);
    return good;
}

/* 2026-11-30 or 30.11.2026; *end is behind it. Slashes are refused: nobody knows which of 3/4 is
 * the month. */
static bool read_date(const char *text, int64_t *day, const char **end)
{
    long parts[3];
    char separator = 0;
    text = skip_blanks(text);
    for (int i = 0; i < 3; i++) {
        char *behind;
        if (!isdigit((unsigned char)*text))
            return false;
        parts[i] = strtol(text, &behind, 10);
        if (parts[i] > 9999 || (i < 2 && *behind != '-' && *behind != '.'))
            return false;
        if (i == 1 && *behind != separator)
            return false;
        if (i == 0)
            separator = *behind;
        text = i < 2 ? behind + 1 : behind;
    }
    *end = text;
    return separator == '-' ? make_day(parts[0], parts[1], parts[2], day)
                            : make_day(parts[2], parts[1], parts[0], day);
}

bool field_date(const struct field *field, int64_t *day)
{
    const char *end;
    return read_date(field_text(field), day, &end) && !*skip_blanks(end);
}

bool field_date_time(const struct field *field, int64_t *day, int64_t *ms_of_day)
{
    const char *end;
    if (!read_date(field_text(field), day, &end))
        return false;
    *ms_of_day = 0;
    end += *end == 'T';
    return !*skip_blanks(end) || read_clock(end, ms_of_day);
}

static void set_date(struct field *field, int64_t day, int64_t ms_of_day, bool with_clock)
{
    int year;
    int month;
    int day_of_month;
    day_to_civil(day, &year, &month, &day_of_month);
    int minutes = (int)(ms_of_day / MINUTE_MS);
    char *text = with_clock ? mem_format("%04d-%02d-%02d %02d:%02d", year, month, day_of_month,
                                      minutes / 60, minutes % 60)
                            : mem_format("%04d-%02d-%02d", year, month, day_of_month);
    field_set_text(field, text);
    mem_free(text);
}

void field_tidy(struct field *field)
{
    int64_t day;
    int64_t ms_of_day;
    enum field_kind kind = field->type->kind;
    if (kind == FIELD_CLOCK && field_clock(field, &ms_of_day)) {
        int minutes = (int)(ms_of_day / MINUTE_MS);
        char *text = mem_format("%02d:%02d", minutes / 60, minutes % 60);
        field_set_text(field, text);
        mem_free(text);
    } else if (kind == FIELD_DATE && field_date(field, &day)) {
        set_date(field, day, 0, false);
    } else if (kind == FIELD_DATE_TIME && field_date_time(field, &day, &ms_of_day)) {
        set_date(field, day, ms_of_day, true);
    }
}

static bool is_empty(const struct field *field)
{
    if (field->type->kind == FIELD_MULTI)
        return !field->chosen_count;
    return field->type->kind != FIELD_TOGGLE && !*skip_blanks(field_text(field));
}

static enum field_verdict check_whole(struct field *field, struct buf *why)
{
    int64_t number;
    int64_t min = field->type->min;
    int64_t max = field->type->max;
    if (!field_integer(field, &number)) {
        buf_add_text(why, _("This must be a whole number, such as 7."));
        return FIELD_ERROR;
    }
    if ((min || max) && (number < min || number > max)) {
        buf_add_format(
                why, _("This must be between %lld and %lld."), (long long)min, (long long)max);
        return FIELD_ERROR;
    }
    return FIELD_OK;
}

static enum field_verdict check_kind(struct field *field, struct buf *why)
{
    int64_t a;
    int64_t b;
    double number;
    const char *wrong = NULL;
    switch (field->type->kind) {
    case FIELD_INTEGER:
    case FIELD_DURATION: return check_whole(field, why);
    case FIELD_NUMBER:
        wrong = field_number(field, &number) ? NULL : _("This must be a number, such as 99.5.");
        break;
    case FIELD_CLOCK:
        wrong = field_clock(field, &a) ? NULL : _("This must be a time of day, such as 09:00.");
        break;
    case FIELD_DATE:
        wrong = field_date(field, &a) ? NULL : _("This must be a day, such as 2026-11-30.");
        break;
    case FIELD_DATE_TIME:
        wrong = field_date_time(field, &a, &b)
                        ? NULL
                        : _("This must be a day and a time, such as 2026-11-30 09:00.");
        break;
    default: break;
    }
    if (wrong)
        buf_add_text(why, wrong);
    return wrong ? FIELD_ERROR : FIELD_OK;
}

enum field_verdict field_check(struct field *field, void *context, struct form *form)
{
    struct buf why = {0};
    enum field_verdict verdict = FIELD_OK;
    bool entry = field->type->kind < FIELD_BUTTON && !field->hidden && !field->disabled;
    if (entry && is_empty(field)) {
        if (field->type->required) {
            buf_add_format(&why, _("%s is needed."), field_label(field));
            verdict = FIELD_ERROR;
        }
    } else if (entry) {
        verdict = check_kind(field, &why);
    }
    if (entry && verdict == FIELD_OK && field->type->check)
        verdict = field->type->check(context, form, field, &why);
    field_set_verdict(field, verdict, buf_text(&why));
    buf_release(&why);
    return verdict;
}
