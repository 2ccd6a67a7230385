#include "model/json_write.h"

#include <string.h>

enum { LINE_BYTES_MAX = 100 };

static void new_line(struct json_writer *writer)
{
    if (writer->indent == 0)
        return;
    buf_add_char(writer->out, '\n');
    for (int i = 0; i < writer->indent * writer->depth; i++)
        buf_add_char(writer->out, ' ');
}

void json_begin(struct json_writer *writer, char bracket)
{
    buf_add_char(writer->out, bracket);
    writer->depth++;
    writer->begun = true;
}

void json_end(struct json_writer *writer, char bracket)
{
    writer->depth--;
    if (!writer->begun)
        new_line(writer);
    buf_add_char(writer->out, bracket);
    writer->begun = false;
}

void json_element(struct json_writer *writer)
{
    if (!writer->begun)
        buf_add_text(writer->out, writer->indent ? "," : ", ");
    new_line(writer);
    writer->begun = false;
}

void json_key(struct json_writer *writer, const char *key)
{
    json_element(writer);
    json_add_string(writer->out, key, strlen(key));
    buf_add_text(writer->out, ": ");
}

void json_text(struct json_writer *writer, const char *text)
{
    if (text)
        json_add_string(writer->out, text, strlen(text));
    else
        buf_add_text(writer->out, "null");
}

struct json_writer json_in_line(const struct json_writer *writer)
{
    return (struct json_writer){.out = writer->out};
}

bool json_fits(struct json_writer *writer, size_t mark)
{
    struct buf *out = writer->out;
    const char *line = memrchr(out->bytes, '\n', mark);
    size_t start = line ? (size_t)(line - out->bytes) + 1 : 0;
    if (out->size - start <= LINE_BYTES_MAX) {
        writer->begun = false;
        return true;
    }
    buf_cut(out, mark);
    return false;
}

void json_value(struct json_writer *writer, struct value value)
{
    enum value_type type = value_type(value);
    if (type != VALUE_ARRAY && type != VALUE_OBJECT) {
        value_add_json(writer->out, value);
        return;
    }
    struct json_writer line = json_in_line(writer);
    struct value_iter iter = value_iterate(value);
    const char *key;
    size_t key_size;
    struct value member;
    json_begin(&line, type == VALUE_ARRAY ? '[' : '{');
    while (value_next(&iter, &key, &key_size, &member)) {
        json_element(&line);
        if (type == VALUE_OBJECT) {
            json_add_string(line.out, key, key_size);
            buf_add_text(line.out, ": ");
        }
        value_add_json(line.out, member);
    }
    json_end(&line, type == VALUE_ARRAY ? ']' : '}');
}
