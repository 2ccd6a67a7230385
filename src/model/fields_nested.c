/* How spans, lists and objects inside documents are read and written. */
#include <inttypes.h>
#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "model/document.h"

int span_check(struct reader *reader, struct span span, int64_t days_max)
{
    if (span.amount == 0 && reader->mode == DOCUMENT_WORKING)
        return 0;
    if (span.amount >= 1 && span_ms(span) <= days_max * DAY_MS)
        return 0;
    size_t mark = reader_enter(reader, "amount");
    reader_fail(reader,
            "%" PRId64 " %s is out of range; give 1 to the equivalent of %" PRId64 " days",
            span.amount, time_unit_name(span.unit), days_max);
    reader_leave(reader, mark);
    return -1;
}

static const struct field span_fields[] = {
        {"amount", &codec_amount, offsetof(struct span, amount), .required = true, .always = true},
        {"unit", &codec_term, offsetof(struct span, unit), .required = true, .always = true,
                .names = &time_unit_names},
};
static const struct shape span_shape = SHAPE(span_fields);

static int read_span(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    if (shape_read(reader, json, &span_shape, at) != 0)
        return -1;
    return span_check(reader, *(struct span *)at, field->max);
}

static void write_span(struct json_writer *writer, const struct field *field, const void *at)
{
    (void)field;
    shape_write(writer, &span_shape, at);
}

static bool span_absent(const struct field *field, const void *at)
{
    (void)field;
    return ((const struct span *)at)->amount == 0;
}

const struct codec codec_span = {read_span, write_span, span_absent};

static int read_list(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    const struct list *list = field->list;
    if (!json_is_array(json))
        return reader_fail_value(reader, json, "a list, as in [...]");
    size_t count = json_array_size(json);
    if ((int64_t)count > field->max)
        return reader_fail(
                reader, "a list of %zu; at most %" PRId64 " are possible", count, field->max);
    if (count == 0)
        return list->needed && reader->mode == DOCUMENT_WHOLE
                       ? reader_fail(reader, "an empty list; at least one is needed")
                       : 0;
    char *items = mem_array(count, list->size);
    memcpy(at, &items, sizeof items);
    size_t *filled = (size_t *)((char *)at + list->count_offset);
    for (size_t i = 0; i < count; i++) {
        size_t mark = reader_enter_element(reader, i);
        /* Counted before it is read, so that a half-read element is released with the rest. */
        *filled = i + 1;
        int rc = list->element->codec->read(
                reader, json_array_get(json, i), list->element, items + i * list->size);
        reader_leave(reader, mark);
        if (rc != 0)
            return -1;
    }
    return 0;
}

static size_t list_count(const struct field *field, const void *at)
{
    return *(const size_t *)((const char *)at + field->list->count_offset);
}

static void write_elements(struct json_writer *writer, const struct field *field, const void *at)
{
    const struct list *list = field->list;
    const char *items;
    memcpy(&items, at, sizeof items);
    size_t count = list_count(field, at);
    json_begin(writer, '[');
    for (size_t i = 0; i < count; i++) {
        json_element(writer);
        list->element->codec->write(writer, list->element, items + i * list->size);
    }
    json_end(writer, ']');
}

static void write_list(struct json_writer *writer, const struct field *field, const void *at)
{
    if (writer->indent > 0) {
        struct json_writer line = json_in_line(writer);
        size_t mark = writer->out->size;
        write_elements(&line, field, at);
        if (json_fits(writer, mark))
            return;
    }
    write_elements(writer, field, at);
}

static bool list_absent(const struct field *field, const void *at)
{
    return list_count(field, at) == 0;
}

const struct codec codec_list = {read_list, write_list, list_absent};

static int read_object(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    return shape_read(reader, json, field->shape, at);
}

static void write_object(struct json_writer *writer, const struct field *field, const void *at)
{
    shape_write(writer, field->shape, at);
}

static bool object_absent(const struct field *field, const void *at)
{
    return shape_is_absent(field->shape, at);
}

const struct codec codec_object = {read_object, write_object, object_absent};

static int fail_tag(struct reader *reader, const struct tagged *tagged, int tag)
{
    struct buf allowed = {0};
    for (int i = 0; i < tagged->tag->names->count; i++) {
        if (tagged->shapes[i].count > 0)
            buf_add_format(
                    &allowed, "%s%s", allowed.size ? ", " : "", tagged->tag->names->words[i]);
    }
    size_t mark = reader_enter(reader, tagged->tag->key);
    reader_fail(reader, "\"%s\" cannot be %s. Allowed: %s", names_word(tagged->tag->names, tag),
            tagged->place, buf_text(&allowed));
    reader_leave(reader, mark);
    buf_release(&allowed);
    return -1;
}

static int read_tagged(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    const struct tagged *tagged = field->tagged;
    if (!json_is_object(json))
        return reader_fail_value(reader, json, "an object, as in {\"key\": \"value\"}");
    if (field_read(reader, json, tagged->tag, at) != 0)
        return -1;
    int tag = *(const int *)((const char *)at + tagged->tag->offset);
    if (tagged->shapes[tag].count == 0)
        return fail_tag(reader, tagged, tag);
    return shape_read(reader, json, &tagged->shapes[tag], at);
}

static int tag_of(const struct field *field, const void *at)
{
    return *(const int *)((const char *)at + field->tagged->tag->offset);
}

static void write_tagged(struct json_writer *writer, const struct field *field, const void *at)
{
    shape_write(writer, &field->tagged->shapes[tag_of(field, at)], at);
}

static bool tagged_absent(const struct field *field, const void *at)
{
    return !field->required && tag_of(field, at) == (int)field->usual;
}

const struct codec codec_tagged = {read_tagged, write_tagged, tagged_absent};

const struct shape *field_shape(const struct field *field, const void *at)
{
    if (field->shape)
        return field->shape;
    if (field->tagged)
        return &field->tagged->shapes[tag_of(field, at)];
    if (field->codec == &codec_span)
        return &span_shape;
    return field->codec == &codec_filter ? filter_shape(at) : NULL;
}

char *field_json(const struct field *field, const void *at)
{
    if (!field->always && field->codec->absent(field, at))
        return NULL;
    struct buf text = {0};
    struct json_writer writer = {.out = &text};
    field->codec->write(&writer, field, at);
    return buf_take(&text);
}

bool field_same(const struct field *field, const void *a, const void *b)
{
    char *first = field_json(field, a);
    char *second = field_json(field, b);
    bool same = first && second ? strcmp(first, second) == 0 : first == second;
    mem_free(first);
    mem_free(second);
    return same;
}
