#include "base/value.h"

#include <inttypes.h>
#include <math.h>

#include "base/text.h"

static void add_escaped(struct buf *out, unsigned char c)
{
    static const char letters[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (size_t i = 0; letters[i]; i += 2)
        if ((unsigned char)letters[i] == c) {
            buf_add_char(out, '\\');
            buf_add_char(out, letters[i + 1]);
            return;
        }
    buf_add_format(out, "\\u%04x", c);
}

void json_add_string(struct buf *out, const char *bytes, size_t size)
{
    size_t plain = 0; /* bytes from here are still to be added */
    buf_add_char(out, '"');
    for (size_t i = 0, used; i < size; i += used) {
        unsigned char c = (unsigned char)bytes[i];
        uint32_t character = c;
        used = c < 0x80 ? 1 : text_decode(bytes + i, size - i, &character);
        bool broken = c >= 0x80 && used == 1;
        if (!broken && c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
            continue;
        buf_add(out, bytes + plain, i - plain);
        plain = i + used;
        if (broken)
            buf_add_text(out, "\xef\xbf\xbd");
        else
            add_escaped(out, c);
    }
    buf_add(out, bytes + plain, size - plain);
    buf_add_char(out, '"');
}

static void add_container(struct buf *out, struct value value)
{
    struct value_iter iter = value_iterate(value);
    const char *key, *separator = "";
    size_t key_size;
    struct value member;
    buf_add_char(out, iter.keyed ? '{' : '[');
    while (value_next(&iter, &key, &key_size, &member)) {
        buf_add_text(out, separator);
        separator = ",";
        if (iter.keyed) {
            json_add_string(out, key, key_size);
            buf_add_char(out, ':');
        }
        value_add_json(out, member);
    }
    buf_add_char(out, iter.keyed ? '}' : ']');
}

static void add_number(struct buf *out, double number)
{
    /* JSON has no infinite ones, and readers refuse them, so this is damaged state. */
    if (isfinite(number))
        text_add_double(out, number);
    else
        buf_add_text(out, "null");
}

void value_add_json(struct buf *out, struct value value)
{
    size_t size;
    const char *text;
    switch (value_type(value)) {
    case VALUE_FALSE: buf_add_text(out, "false"); break;
    case VALUE_TRUE: buf_add_text(out, "true"); break;
    case VALUE_INTEGER: buf_add_format(out, "%" PRId64, value_integer(value)); break;
    case VALUE_NUMBER: add_number(out, value_number(value)); break;
    case VALUE_STRING:
        text = value_string(value, &size);
        json_add_string(out, text, size);
        break;
    case VALUE_ARRAY:
    case VALUE_OBJECT: add_container(out, value); break;
    default: buf_add_text(out, "null"); break;
    }
}
