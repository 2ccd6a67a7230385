#include "model/document.h"

#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "model/shown.h"

int reader_fail(struct reader *reader, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    error_set_v(reader->err, ERROR_USAGE, format, args);
    va_end(args);
    return reader_fail_here(reader);
}

int reader_fail_here(struct reader *reader)
{
    return error_prefix(
            reader->err, "%s", reader->path.size ? buf_text(&reader->path) : reader->whole);
}

int reader_fail_value(struct reader *reader, json_t *json, const char *wanted)
{
    struct buf packed = {0}, shown = {0};
    json_to_value(&packed, json);
    value_add_shown(&shown, (struct value){(const unsigned char *)buf_text(&packed)});
    reader_fail(reader, "%s is not %s", buf_text(&shown), wanted);
    buf_release(&packed);
    buf_release(&shown);
    return -1;
}

static void add_words(struct buf *out, const struct names *names)
{
    for (int i = 0; i < names->count; i++)
        buf_add_format(out, "%s%s", i ? ", " : "", names->words[i]);
}

int reader_fail_name(struct reader *reader, const struct names *names, const char *word)
{
    struct buf shown = {0}, allowed = {0};
    text_add_shown(&shown, word, strlen(word));
    const char *near = names_nearest(names, word);
    add_words(&allowed, names);
    if (near)
        reader_fail(reader, "%s is not %s; did you mean \"%s\"? Allowed: %s", buf_text(&shown),
                names->what, near, buf_text(&allowed));
    else
        reader_fail(reader, "%s is not %s. Allowed: %s", buf_text(&shown), names->what,
                buf_text(&allowed));
    buf_release(&shown);
    buf_release(&allowed);
    return -1;
}

size_t reader_enter(struct reader *reader, const char *key)
{
    size_t mark = reader->path.size;
    if (mark > 0)
        buf_add_char(&reader->path, '.');
    buf_add_text(&reader->path, key);
    return mark;
}

size_t reader_enter_element(struct reader *reader, size_t index)
{
    size_t mark = reader->path.size;
    buf_add_format(&reader->path, "[%zu]", index);
    return mark;
}

void reader_leave(struct reader *reader, size_t mark)
{
    buf_cut(&reader->path, mark);
}

/* Unknown keys are the user's own text: shown safely, and not as part of the path proper. */
static int fail_key(struct reader *reader, const struct shape *shape, const char *key)
{
    const char **words = mem_array(shape->count, sizeof *words);
    for (size_t i = 0; i < shape->count; i++)
        words[i] = shape->fields[i].key;
    struct names names = {.what = "a key here", .words = words, .count = (int)shape->count};
    struct buf safe = {0}, cut = {0};
    text_add_safe(&safe, key, text_cut_bytes(key, strlen(key), NAME_SIZE_MAX), false);
    text_add_cut(&cut, buf_text(&safe), SHOWN_CELLS_MAX, false, true);
    size_t mark = reader_enter(reader, buf_text(&cut));
    reader_fail_name(reader, &names, key);
    reader_leave(reader, mark);
    buf_release(&safe);
    buf_release(&cut);
    mem_free(words);
    return -1;
}

static bool has_key(const struct shape *shape, const char *key)
{
    for (size_t i = 0; i < shape->count; i++) {
        if (strcmp(shape->fields[i].key, key) == 0)
            return true;
    }
    return false;
}

int field_read(struct reader *reader, json_t *json, const struct field *field, void *object)
{
    json_t *member = json_object_get(json, field->key);
    if (!member && !(field->required && reader->mode == DOCUMENT_WHOLE))
        return 0;
    size_t mark = reader_enter(reader, field->key);
    int rc = member ? field->codec->read(reader, member, field, (char *)object + field->offset)
                    : reader_fail(reader, "is missing; it is required here");
    reader_leave(reader, mark);
    return rc;
}

int shape_read(struct reader *reader, json_t *json, const struct shape *shape, void *object)
{
    if (!json_is_object(json))
        return reader_fail_value(reader, json, "an object, as in {\"key\": \"value\"}");
    for (void *iter = json_object_iter(json); iter; iter = json_object_iter_next(json, iter)) {
        const char *key = json_object_iter_key(iter);
        if (!has_key(shape, key))
            return fail_key(reader, shape, key);
    }
    for (size_t i = 0; i < shape->count; i++) {
        if (field_read(reader, json, &shape->fields[i], object) != 0)
            return -1;
    }
    return shape->check ? shape->check(reader, object) : 0;
}

bool shape_is_absent(const struct shape *shape, const void *object)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        if (field->always || !field->codec->absent(field, (const char *)object + field->offset))
            return false;
    }
    return true;
}

static void write_members(struct json_writer *writer, const struct shape *shape, const void *object)
{
    json_begin(writer, '{');
    for (size_t i = 0; i < shape->count; i++) {
        const struct field *field = &shape->fields[i];
        const void *at = (const char *)object + field->offset;
        if (!field->always && field->codec->absent(field, at))
            continue;
        json_key(writer, field->key);
        field->codec->write(writer, field, at);
    }
    json_end(writer, '}');
}

void shape_write(struct json_writer *writer, const struct shape *shape, const void *object)
{
    if (writer->indent > 0 && writer->depth > 0) {
        struct json_writer line = json_in_line(writer);
        size_t mark = writer->out->size;
        write_members(&line, shape, object);
        if (json_fits(writer, mark))
            return;
    }
    write_members(writer, shape, object);
}

static json_t *parse(struct reader *reader, const char *json, size_t size)
{
    if (size > DOCUMENT_SIZE_MAX) {
        error_set(reader->err, ERROR_USAGE, "%s has %zu bytes; at most %d are read", reader->whole,
                size, DOCUMENT_SIZE_MAX);
        return NULL;
    }
    if (size >= 3 && memcmp(json, "\xef\xbb\xbf", 3) == 0) { /* byte-order mark */
        json += 3;
        size -= 3;
    }
    json_error_t fault;
    json_t *root = json_loadb(json, size, JSON_REJECT_DUPLICATES, &fault);
    if (root)
        return root;
    struct buf safe = {0};
    text_add_safe(&safe, fault.text, strlen(fault.text), false);
    error_set(reader->err, ERROR_USAGE, "line %d, column %d: %s; %s is to be one JSON object",
            fault.line, fault.column, buf_text(&safe), reader->whole);
    buf_release(&safe);
    return NULL;
}

int document_read(struct reader *reader, const char *json, size_t size, const struct field *field,
        void *object)
{
    json_t *root = parse(reader, json, size);
    if (!root)
        return -1;
    int rc = field->codec->read(reader, root, field, object);
    json_decref(root);
    buf_release(&reader->path);
    return rc;
}

enum { PACK_DEPTH_MAX = 2 };

static void pack(struct buf *out, json_t *json, int depth);

static void pack_array(struct buf *out, json_t *json, int depth)
{
    size_t mark = value_begin_array(out);
    size_t count = depth < PACK_DEPTH_MAX ? json_array_size(json) : 0;
    for (size_t i = 0; i < count; i++)
        pack(out, json_array_get(json, i), depth + 1);
    value_end(out, mark, (uint32_t)count);
}

static void pack_object(struct buf *out, json_t *json, int depth)
{
    uint32_t count = 0;
    size_t mark = value_begin_object(out);
    void *iter = depth < PACK_DEPTH_MAX ? json_object_iter(json) : NULL;
    for (; iter; iter = json_object_iter_next(json, iter), count++) {
        const char *key = json_object_iter_key(iter);
        value_put_key(out, key, strlen(key));
        pack(out, json_object_iter_value(iter), depth + 1);
    }
    value_end(out, mark, count);
}

/* 10.0 is 10: equal documents are to give equal bytes. Beyond 2^53 a double is no exact integer. */
static void pack_real(struct buf *out, double number)
{
    if (number > -9007199254740992.0 && number < 9007199254740992.0 &&
            number == (double)(int64_t)number)
        value_put_integer(out, (int64_t)number);
    else
        value_put_number(out, number);
}

static void pack(struct buf *out, json_t *json, int depth)
{
    switch (json_typeof(json)) {
    case JSON_OBJECT: pack_object(out, json, depth); break;
    case JSON_ARRAY: pack_array(out, json, depth); break;
    case JSON_STRING:
        value_put_string(out, json_string_value(json), json_string_length(json));
        break;
    case JSON_INTEGER: value_put_integer(out, json_integer_value(json)); break;
    case JSON_REAL: pack_real(out, json_real_value(json)); break;
    case JSON_TRUE: value_put_bool(out, true); break;
    case JSON_FALSE: value_put_bool(out, false); break;
    case JSON_NULL: value_put_null(out); break;
    }
}

void json_to_value(struct buf *out, json_t *json)
{
    pack(out, json, 0);
}
