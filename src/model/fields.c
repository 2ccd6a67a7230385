/* How the plain members of documents are read and written. */
#include <inttypes.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "base/when.h"
#include "model/document.h"
#include "model/shown.h"

static int read_text(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    if (!json_is_string(json))
        return reader_fail_value(reader, json, "a text");
    int64_t size = (int64_t)json_string_length(json);
    /* An empty text in a working copy is a field nobody has filled in yet. */
    if (size > field->max || (size < field->min && reader->mode == DOCUMENT_WHOLE))
        return reader_fail(reader,
                "a text of %" PRId64 " bytes; give %" PRId64 " to %" PRId64 " bytes", size,
                field->min, field->max);
    char *text = size > 0 ? mem_string(json_string_value(json)) : NULL;
    memcpy(at, &text, sizeof text);
    return 0;
}

static void write_text(struct json_writer *writer, const struct field *field, const void *at)
{
    (void)field;
    const char *text = *(char *const *)at;
    json_text(writer, text ? text : "");
}

static bool text_absent(const struct field *field, const void *at)
{
    (void)field;
    const char *text = *(char *const *)at;
    return !text || !*text;
}

const struct codec codec_text = {read_text, write_text, text_absent};

static int read_id(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    const char *id = json_string_value(json);
    if (id && !*id && reader->mode == DOCUMENT_WORKING)
        return 0;
    if (!id || !(id_is_valid(id) || (field->max == 1 && strcmp(id, "*") == 0)))
        return reader_fail_value(reader, json,
                field->max == 1 ? "an id (1 to 64 of a-z 0-9 . _ -) or \"*\""
                                : "an id: 1 to 64 of a-z 0-9 . _ -");
    *(char **)at = mem_string(id);
    return 0;
}

const struct codec codec_id = {read_id, write_text, text_absent};

static int read_flag(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    (void)field;
    if (!json_is_boolean(json))
        return reader_fail_value(reader, json, "true or false");
    *(bool *)at = json_is_true(json);
    return 0;
}

static void write_flag(struct json_writer *writer, const struct field *field, const void *at)
{
    (void)field;
    buf_add_text(writer->out, *(const bool *)at ? "true" : "false");
}

static bool flag_absent(const struct field *field, const void *at)
{
    return *(const bool *)at == (field->usual != 0);
}

const struct codec codec_flag = {read_flag, write_flag, flag_absent};

static int read_name(struct reader *reader, json_t *json, const struct field *field, int *found)
{
    const char *word = json_string_value(json);
    if (!word)
        return reader_fail_value(reader, json, field->names->what);
    *found = names_find(field->names, word);
    return *found >= 0 ? 0 : reader_fail_name(reader, field->names, word);
}

static int read_term(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    int found = -1;
    if (read_name(reader, json, field, &found) != 0)
        return -1;
    *(int *)at = found;
    return 0;
}

static void write_term(struct json_writer *writer, const struct field *field, const void *at)
{
    json_text(writer, names_word(field->names, *(const int *)at));
}

/* A required number has no default; 0 where that is out of range was not filled in yet. */
static bool whole_absent(const struct field *field, const void *at)
{
    int number = *(const int *)at;
    return field->required ? number == 0 && field->min > 0 : number == (int)field->usual;
}

const struct codec codec_term = {read_term, write_term, whole_absent};

static int read_choice(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    int found = -1;
    if (read_name(reader, json, field, &found) != 0)
        return -1;
    *(bool *)at = found == 1;
    return 0;
}

static void write_choice(struct json_writer *writer, const struct field *field, const void *at)
{
    json_text(writer, names_word(field->names, *(const bool *)at ? 1 : 0));
}

static bool choice_absent(const struct field *field, const void *at)
{
    return !field->required && !*(const bool *)at;
}

const struct codec codec_choice = {read_choice, write_choice, choice_absent};

/* A number without a fraction, written as 2 or as 2.0. */
static int read_integer(struct reader *reader, json_t *json, int64_t *number)
{
    double real = json_number_value(json);
    if (!json_is_number(json) || (json_is_real(json) && !(real > -1e15 && real < 1e15)) ||
            (json_is_real(json) && real != (double)(int64_t)real))
        return reader_fail_value(reader, json, "a whole number");
    *number = json_is_integer(json) ? json_integer_value(json) : (int64_t)real;
    return 0;
}

static int read_whole(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    int64_t number = 0;
    if (read_integer(reader, json, &number) != 0)
        return -1;
    if (number < field->min || number > field->max)
        return reader_fail(reader, "%" PRId64 " is out of range; give %" PRId64 " to %" PRId64,
                number, field->min, field->max);
    *(int *)at = (int)number;
    return 0;
}

static void write_whole(struct json_writer *writer, const struct field *field, const void *at)
{
    (void)field;
    buf_add_format(writer->out, "%d", *(const int *)at);
}

const struct codec codec_whole = {read_whole, write_whole, whole_absent};

static int read_amount(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    (void)field;
    return read_integer(reader, json, at);
}

static void write_amount(struct json_writer *writer, const struct field *field, const void *at)
{
    (void)field;
    buf_add_format(writer->out, "%" PRId64, *(const int64_t *)at);
}

static bool amount_absent(const struct field *field, const void *at)
{
    (void)field;
    return *(const int64_t *)at == 0;
}

const struct codec codec_amount = {read_amount, write_amount, amount_absent};

static int read_number(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    if (!json_is_number(json))
        return reader_fail_value(reader, json, "a number");
    double number = json_number_value(json);
    if (field->max > field->min && (number < (double)field->min || number > (double)field->max)) {
        struct buf shown = {0};
        text_add_double(&shown, number);
        reader_fail(reader, "%s is out of range; give %" PRId64 " to %" PRId64, buf_text(&shown),
                field->min, field->max);
        buf_release(&shown);
        return -1;
    }
    *(double *)at = number == 0 ? 0 : number; /* no -0 */
    return 0;
}

static void write_number(struct json_writer *writer, const struct field *field, const void *at)
{
    (void)field;
    text_add_double(writer->out, *(const double *)at);
}

static bool number_absent(const struct field *field, const void *at)
{
    return *(const double *)at == 0 && field->min > 0;
}

const struct codec codec_number = {read_number, write_number, number_absent};

static int read_clock(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    (void)field;
    const char *text = json_string_value(json);
    if (!text || !clock_parse(text, json_string_length(json), at))
        return reader_fail_value(
                reader, json, "a time of day from \"00:00\" to \"23:59\", as in \"09:00\"");
    return 0;
}

static void add_clock(struct buf *out, int64_t ms)
{
    buf_add_format(out, "%02d:%02d", (int)(ms / HOUR_MS), (int)(ms % HOUR_MS / MINUTE_MS));
}

static void write_clock(struct json_writer *writer, const struct field *field, const void *at)
{
    (void)field;
    buf_add_char(writer->out, '"');
    add_clock(writer->out, *(const int64_t *)at);
    buf_add_char(writer->out, '"');
}

static bool clock_absent(const struct field *field, const void *at)
{
    (void)field;
    (void)at;
    return false;
}

const struct codec codec_clock = {read_clock, write_clock, clock_absent};

static int read_wall(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    (void)field;
    struct wall_time wall = {.set = true};
    const char *text = json_string_value(json);
    if (!text || !wall_parse(text, json_string_length(json), &wall.day, &wall.ms))
        return reader_fail_value(
                reader, json, "a day and a time of day, as in \"2026-11-01T09:00\"");
    *(struct wall_time *)at = wall;
    return 0;
}

static void write_wall(struct json_writer *writer, const struct field *field, const void *at)
{
    (void)field;
    const struct wall_time *wall = at;
    int year, month, day;
    day_to_civil(wall->day, &year, &month, &day);
    buf_add_format(writer->out, "\"%04d-%02d-%02dT", year, month, day);
    add_clock(writer->out, wall->ms);
    buf_add_char(writer->out, '"');
}

static bool wall_absent(const struct field *field, const void *at)
{
    (void)field;
    return !((const struct wall_time *)at)->set;
}

const struct codec codec_wall = {read_wall, write_wall, wall_absent};
