#include "model/change.h"

#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "model/document.h"
#include "model/shown.h"

enum { CHANGES_MAX = 10000, JSON_DEPTH_MAX = 32 };

static void change_release(struct change *change)
{
    mem_free(change->path);
    mem_free(change->before);
    mem_free(change->after);
    mem_free(change->words);
}

void change_list_release(struct change_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        change_release(&list->items[i]);
    mem_free(list->items);
    memset(list, 0, sizeof *list);
}

/* `before` and `after` are JSON already. */
static void write_json(struct json_writer *writer, const char *key, const char *json)
{
    json_key(writer, key);
    buf_add_text(writer->out, json ? json : "null");
}

void change_list_write(const struct change_list *list, struct buf *out)
{
    struct json_writer writer = {.out = out};
    json_begin(&writer, '[');
    for (size_t i = 0; i < list->count; i++) {
        const struct change *change = &list->items[i];
        json_element(&writer);
        json_begin(&writer, '{');
        json_key(&writer, "path");
        json_text(&writer, change->path);
        write_json(&writer, "before", change->before);
        write_json(&writer, "after", change->after);
        json_key(&writer, "words");
        json_text(&writer, change->words);
        json_end(&writer, '}');
    }
    json_end(&writer, ']');
}

static void write_node(struct json_writer *writer, json_t *json);

static void write_container(struct json_writer *writer, json_t *json)
{
    bool array = json_is_array(json);
    json_begin(writer, array ? '[' : '{');
    for (size_t i = 0; array && i < json_array_size(json); i++) {
        json_element(writer);
        write_node(writer, json_array_get(json, i));
    }
    void *iter = array ? NULL : json_object_iter(json);
    for (; iter; iter = json_object_iter_next(json, iter)) {
        json_key(writer, json_object_iter_key(iter));
        write_node(writer, json_object_iter_value(iter));
    }
    json_end(writer, array ? ']' : '}');
}

/* As documents are written, so that what was stored comes back byte for byte. */
static void write_node(struct json_writer *writer, json_t *json)
{
    bool container = json_is_array(json) || json_is_object(json);
    if (container && writer->depth < JSON_DEPTH_MAX) {
        write_container(writer, json);
    } else if (container) {
        buf_add_text(writer->out, "null");
    } else {
        struct buf packed = {0};
        json_to_value(&packed, json);
        value_add_json(writer->out, (struct value){(const unsigned char *)buf_text(&packed)});
        buf_release(&packed);
    }
}

static int read_json(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    (void)reader;
    (void)field;
    struct buf text = {0};
    struct json_writer writer = {.out = &text};
    if (json_is_null(json))
        return 0;
    write_node(&writer, json);
    *(char **)at = buf_take(&text);
    return 0;
}

static const struct codec codec_json = {.read = read_json};

static const struct field change_fields[] = {
        {"path", &codec_text, offsetof(struct change, path), .required = true,
                .max = DOCUMENT_SIZE_MAX},
        {.key = "before", .codec = &codec_json, .offset = offsetof(struct change, before)},
        {.key = "after", .codec = &codec_json, .offset = offsetof(struct change, after)},
        {"words", &codec_text, offsetof(struct change, words), .required = true,
                .max = DOCUMENT_SIZE_MAX},
};
static const struct shape change_shape = SHAPE(change_fields);
static const struct field change_field = {.codec = &codec_object, .shape = &change_shape};
static const struct list changes = {.element = &change_field,
        .size = sizeof(struct change),
        .count_offset = offsetof(struct change_list, count) - offsetof(struct change_list, items)};
static const struct field changes_field = {
        .codec = &codec_list, .max = CHANGES_MAX, .list = &changes};

int change_list_read(struct change_list *list, const char *json, size_t size, struct error *err)
{
    struct reader reader = {.whole = "the list of changes", .err = err};
    memset(list, 0, sizeof *list);
    if (document_read(&reader, json, size, &changes_field, list) != 0) {
        change_list_release(list);
        return -1;
    }
    list->capacity = list->count;
    for (size_t i = 0; i < list->count; i++) {
        struct change *change = &list->items[i];
        change->path = change->path ? change->path : mem_string("");
        change->words = change->words ? change->words : mem_string("");
    }
    return 0;
}

void change_value_add_text(struct buf *out, const char *json)
{
    json_t *value = json[0] == '"' ? json_loads(json, JSON_DECODE_ANY, NULL) : NULL;
    if (json_is_string(value))
        buf_add(out, json_string_value(value), json_string_length(value));
    else
        buf_add_text(out, json);
    json_decref(value);
}
