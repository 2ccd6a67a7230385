/* Conditions in documents: rows of `where`, and the parts that trait leaves share with them. */
#include <string.h>

#include "base/alloc.h"
#include "model/document.h"

static int read_path(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    (void)field;
    const char *text = json_string_value(json);
    if (!text)
        return reader_fail_value(reader, json, "a text");
    if (!*text && reader->mode == DOCUMENT_WORKING)
        return 0;
    if (path_parse(at, text, json_string_length(json), reader->err) != 0)
        return reader_fail_here(reader);
    return 0;
}

static void write_path(struct json_writer *writer, const struct field *field, const void *at)
{
    (void)field;
    const char *text = ((const struct path *)at)->text;
    json_text(writer, text ? text : "");
}

static bool path_absent(const struct field *field, const void *at)
{
    (void)field;
    return !((const struct path *)at)->text;
}

const struct codec codec_path = {read_path, write_path, path_absent};

static int read_operand(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    (void)field;
    struct buf packed = {0};
    json_to_value(&packed, json);
    struct value operand = {(const unsigned char *)buf_text(&packed)};
    int rc = condition_set_operand(at, operand, reader->err);
    buf_release(&packed);
    return rc == 0 ? 0 : reader_fail_here(reader);
}

static void write_operand(struct json_writer *writer, const struct field *field, const void *at)
{
    (void)field;
    json_value(writer, (struct value){((const struct condition *)at)->operand});
}

static bool operand_absent(const struct field *field, const void *at)
{
    (void)field;
    return !((const struct condition *)at)->operand;
}

const struct codec codec_operand = {read_operand, write_operand, operand_absent};

int condition_check(struct reader *reader, void *object)
{
    const struct condition *condition = object;
    if (condition->operand || op_operand(condition->op) == OPERAND_NONE ||
            reader->mode == DOCUMENT_WORKING)
        return 0;
    size_t mark = reader_enter(reader, "value");
    reader_fail(reader, "is missing; the operator \"%s\" needs a value", op_name(condition->op));
    reader_leave(reader, mark);
    return -1;
}

static const struct field condition_fields[] = {
        {"property", &codec_path, offsetof(struct condition, path), .required = true},
        {"op", &codec_term, offsetof(struct condition, op), .required = true, .names = &op_names},
        {.key = "value", .codec = &codec_operand},
};
const struct shape condition_shape = SHAPE_CHECKED(condition_fields, condition_check);
