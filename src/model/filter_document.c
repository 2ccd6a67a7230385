/* Filters as documents: one shape for each kind of node (FORMATS 3). */
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "base/when.h"
#include "model/document.h"

#define AT(member) offsetof(struct filter, member)

static const struct field child_field = {.codec = &codec_filter};
static const struct list child_list = {.element = &child_field,
        .size = sizeof(struct filter),
        .count_offset = AT(child_count) - AT(children),
        .needed = true};

/* The number of children is bounded by the number of leaves, and that of empty groups by this. */
enum { CHILDREN_MAX = FILTER_LEAVES_MAX };

static int read_children(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    struct filter *filter = at;
    if (reader->group_depth == FILTER_DEPTH_MAX)
        return reader_fail(reader,
                "more than %d groups inside each other; move part of the filter "
                "into a segment",
                FILTER_DEPTH_MAX);
    reader->group_depth++;
    int rc = codec_list.read(reader, json, field, &filter->children);
    reader->group_depth--;
    return rc;
}

static void write_children(struct json_writer *writer, const struct field *field, const void *at)
{
    codec_list.write(writer, field, &((const struct filter *)at)->children);
}

static bool never_absent(const struct field *field, const void *at)
{
    (void)field;
    (void)at;
    return false;
}

static const struct codec codec_children = {read_children, write_children, never_absent};

static int read_not(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    struct filter *filter = at;
    if (reader->group_depth == FILTER_DEPTH_MAX)
        return reader_fail(reader,
                "more than %d groups inside each other; move part of the filter "
                "into a segment",
                FILTER_DEPTH_MAX);
    filter->children = mem_new(sizeof *filter->children);
    filter->child_count = 1;
    reader->group_depth++;
    int rc = codec_filter.read(reader, json, field, filter->children);
    reader->group_depth--;
    return rc;
}

static void write_not(struct json_writer *writer, const struct field *field, const void *at)
{
    const struct filter *filter = at;
    static const struct filter empty = {.kind = FILTER_ALL};
    codec_filter.write(writer, field, filter->child_count ? filter->children : &empty);
}

static const struct codec codec_not = {read_not, write_not, never_absent};

static int read_everyone(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    (void)field;
    (void)at;
    return json_is_true(json) ? 0 : reader_fail_value(reader, json, "true");
}

static void write_everyone(struct json_writer *writer, const struct field *field, const void *at)
{
    (void)field;
    (void)at;
    buf_add_text(writer->out, "true");
}

static const struct codec codec_everyone = {read_everyone, write_everyone, never_absent};

static bool time_op_counts_days(enum time_op op)
{
    return op == TIME_MORE_THAN_DAYS_AGO || op == TIME_LESS_THAN_DAYS_AGO;
}

static const struct field days_ago_field = {.codec = &codec_number, .max = FILTER_DAYS_AGO_MAX};

/* A time, or a number of days ago: the operator decides. */
static int read_time_value(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    (void)field;
    struct filter *filter = at;
    if (time_op_counts_days(filter->time_op))
        return codec_number.read(reader, json, &days_ago_field, &filter->number);
    const char *text = json_string_value(json);
    if (!text || !when_parse(text, json_string_length(json), &filter->instant_ms))
        return reader_fail_value(reader, json, "a time, as in \"2026-11-01T09:00:00Z\"");
    filter->instant_text = mem_string(text);
    return 0;
}

static void write_time_value(struct json_writer *writer, const struct field *field, const void *at)
{
    (void)field;
    const struct filter *filter = at;
    if (time_op_counts_days(filter->time_op))
        text_add_double(writer->out, filter->number);
    else
        json_text(writer, filter->instant_text);
}

static bool time_value_absent(const struct field *field, const void *at)
{
    (void)field;
    const struct filter *filter = at;
    return !time_op_counts_days(filter->time_op) && !filter->instant_text;
}

static const struct codec codec_time_value = {read_time_value, write_time_value, time_value_absent};

static const struct field time_fields[] = {
        {"op", &codec_term, AT(time_op), .required = true, .names = &time_op_names},
        {"value", &codec_time_value, 0, .required = true},
};
static const struct shape time_shape = SHAPE(time_fields);

/* `first` and `last` are two keys for one member. */
static int read_first_or_last(
        struct reader *reader, json_t *json, const struct field *field, void *at)
{
    ((struct filter *)at)->last = strcmp(field->key, "last") == 0;
    return shape_read(reader, json, &time_shape, at);
}

static void write_first_or_last(
        struct json_writer *writer, const struct field *field, const void *at)
{
    (void)field;
    shape_write(writer, &time_shape, at);
}

static bool first_or_last_absent(const struct field *field, const void *at)
{
    return ((const struct filter *)at)->last != (strcmp(field->key, "last") == 0);
}

static const struct codec codec_first_or_last = {
        read_first_or_last, write_first_or_last, first_or_last_absent};

static int read_number_of_times(
        struct reader *reader, json_t *json, const struct field *field, void *at)
{
    int number = 0;
    if (codec_whole.read(reader, json, field, &number) != 0)
        return -1;
    *(double *)at = number;
    return 0;
}

static void write_number_of_times(
        struct json_writer *writer, const struct field *field, const void *at)
{
    codec_number.write(writer, field, at);
}

static const struct codec codec_number_of_times = {
        read_number_of_times, write_number_of_times, never_absent};

#define COUNT_OP                                                                                   \
    {                                                                                              \
        "op", &codec_term, AT(count_op), .required = true, .names = &count_op_names                \
    }
#define DAYS                                                                                       \
    {                                                                                              \
        "days", &codec_whole, AT(days), .min = 1, .max = FILTER_DAYS_MAX                           \
    }

static const struct field count_fields[] = {
        COUNT_OP,
        {"value", &codec_number_of_times, AT(number), .required = true, .max = FILTER_COUNT_MAX},
};
static const struct shape count_shape = SHAPE(count_fields);

static const struct field spent_value_fields[] = {
        COUNT_OP,
        {"value", &codec_number, AT(number), .required = true},
};
static const struct shape spent_value_shape = SHAPE(spent_value_fields);

static int check_bucket(struct reader *reader, void *object)
{
    const struct filter *filter = object;
    if (filter->bucket_from <= filter->bucket_to)
        return 0;
    return reader_fail(reader, "\"from\" %d is larger than \"to\" %d, so nobody is in it",
            filter->bucket_from, filter->bucket_to);
}

static const struct field bucket_range_fields[] = {
        {"from", &codec_whole, AT(bucket_from), .required = true, .max = BUCKET_MAX},
        {"to", &codec_whole, AT(bucket_to), .required = true, .max = BUCKET_MAX},
};
static const struct shape bucket_range_shape = SHAPE_CHECKED(bucket_range_fields, check_bucket);

static const struct field user_field = {.codec = &codec_text, .min = 1, .max = 255};
static const struct list user_list = {.element = &user_field,
        .size = sizeof(char *),
        .count_offset = AT(user_count) - AT(users),
        .needed = true};

#define GROUP(key_text)                                                                            \
    {                                                                                              \
        key_text, &codec_children, 0, .required = true, .max = CHILDREN_MAX, .list = &child_list   \
    }
#define ID(key_text, star)                                                                         \
    {                                                                                              \
        key_text, &codec_id, AT(name), .required = true, .always = true, .max = (star)             \
    }
#define EVENT                                                                                      \
    {                                                                                              \
        "event", &codec_text, AT(name), .required = true, .always = true, .min = 1, .max = 255     \
    }

static const struct field all_fields[] = {GROUP("all")};
static const struct field any_fields[] = {GROUP("any")};
static const struct field not_fields[] = {{"not", &codec_not, 0, .required = true}};
static const struct field everyone_fields[] = {{"everyone", &codec_everyone, 0, .required = true}};
static const struct field trait_fields[] = {
        {"trait", &codec_path, AT(condition.path), .required = true, .always = true},
        {"op", &codec_term, AT(condition.op), .required = true, .names = &op_names},
        {.key = "value", .codec = &codec_operand, .offset = AT(condition)},
};
static const struct field event_count_fields[] = {
        EVENT,
        {"count", &codec_object, 0, .required = true, .shape = &count_shape},
        DAYS,
};
static const struct field event_time_fields[] = {
        EVENT,
        {"first", &codec_first_or_last, 0, .shape = &time_shape},
        {"last", &codec_first_or_last, 0, .shape = &time_shape},
};
static const struct field spent_fields[] = {
        {"spent", &codec_object, 0, .required = true, .shape = &spent_value_shape},
        DAYS,
};
static const struct field received_fields[] = {ID("received", 1)};
static const struct field interacted_fields[] = {
        ID("interacted", 0),
        {"interaction", &codec_term, AT(interaction), .required = true,
                .names = &interaction_names},
};
static const struct field control_fields[] = {ID("control", 0)};
static const struct field segment_fields[] = {ID("segment", 0)};
static const struct field bucket_fields[] = {
        {"bucket", &codec_object, 0, .required = true, .always = true,
                .shape = &bucket_range_shape},
};
static const struct field user_fields[] = {
        {"user", &codec_list, AT(users), .required = true, .always = true, .max = FILTER_LIST_MAX,
                .list = &user_list},
};

static int check_trait(struct reader *reader, void *object)
{
    return condition_check(reader, &((struct filter *)object)->condition);
}

static const struct shape filter_shapes[FILTER_KIND_COUNT] = {
        [FILTER_ALL] = SHAPE(all_fields),
        [FILTER_ANY] = SHAPE(any_fields),
        [FILTER_NOT] = SHAPE(not_fields),
        [FILTER_EVERYONE] = SHAPE(everyone_fields),
        [FILTER_TRAIT] = SHAPE_CHECKED(trait_fields, check_trait),
        [FILTER_EVENT_COUNT] = SHAPE(event_count_fields),
        [FILTER_EVENT_TIME] = SHAPE(event_time_fields),
        [FILTER_SPENT] = SHAPE(spent_fields),
        [FILTER_RECEIVED] = SHAPE(received_fields),
        [FILTER_INTERACTED] = SHAPE(interacted_fields),
        [FILTER_CONTROL] = SHAPE(control_fields),
        [FILTER_SEGMENT] = SHAPE(segment_fields),
        [FILTER_BUCKET] = SHAPE(bucket_fields),
        [FILTER_USER] = SHAPE(user_fields),
};

const struct shape *filter_shape(const struct filter *filter)
{
    return &filter_shapes[filter->kind];
}

/* The keys that say what a node is, and the kind each stands for. */
static const char *const node_words[] = {"all", "any", "not", "everyone", "trait", "event", "spent",
        "received", "interacted", "control", "segment", "bucket", "user"};
static const enum filter_kind node_kinds[] = {FILTER_ALL, FILTER_ANY, FILTER_NOT, FILTER_EVERYONE,
        FILTER_TRAIT, FILTER_EVENT_COUNT, FILTER_SPENT, FILTER_RECEIVED, FILTER_INTERACTED,
        FILTER_CONTROL, FILTER_SEGMENT, FILTER_BUCKET, FILTER_USER};
static const struct names node_names = NAMES("a condition", node_words);

/* An event leaf asks how often, or when for the first or the last time. */
static int find_event_kind(struct reader *reader, json_t *json, enum filter_kind *kind)
{
    static const char *const keys[] = {"count", "first", "last"};
    int found = 0;
    for (size_t i = 0; i < ARRAY_COUNT(keys); i++)
        found += json_object_get(json, keys[i]) ? 1 : 0;
    if (found > 1 || (found == 0 && reader->mode == DOCUMENT_WHOLE))
        return reader_fail(reader, "an event needs exactly one of \"count\", \"first\", \"last\"");
    *kind = found == 0 || json_object_get(json, "count") ? FILTER_EVENT_COUNT : FILTER_EVENT_TIME;
    return 0;
}

static int find_kind(struct reader *reader, json_t *json, enum filter_kind *kind)
{
    if (!json_is_object(json))
        return reader_fail_value(
                reader, json, "a condition, as in {\"trait\": \"plan\", \"op\": \"exists\"}");
    for (int i = 0; i < node_names.count; i++) {
        if (json_object_get(json, node_words[i])) {
            *kind = node_kinds[i];
            return *kind == FILTER_EVENT_COUNT ? find_event_kind(reader, json, kind) : 0;
        }
    }
    void *iter = json_object_iter(json);
    return reader_fail_name(reader, &node_names, iter ? json_object_iter_key(iter) : "");
}

static int read_filter(struct reader *reader, json_t *json, const struct field *field, void *at)
{
    (void)field;
    struct filter *filter = at;
    if (find_kind(reader, json, &filter->kind) != 0)
        return -1;
    if (!filter_is_group(filter)) {
        filter->leaf = reader->leaf_count++;
        if (reader->leaf_count > FILTER_LEAVES_MAX)
            return reader_fail(reader,
                    "more than %d conditions; move part of the filter into a "
                    "segment",
                    FILTER_LEAVES_MAX);
    }
    return shape_read(reader, json, &filter_shapes[filter->kind], filter);
}

static void write_filter(struct json_writer *writer, const struct field *field, const void *at)
{
    (void)field;
    const struct filter *filter = at;
    shape_write(writer, &filter_shapes[filter->kind], filter);
}

const struct codec codec_filter = {read_filter, write_filter, never_absent};

int filter_read(struct filter *filter, const char *json, size_t size, struct error *err)
{
    struct reader reader = {.mode = DOCUMENT_WHOLE, .whole = "the filter", .err = err};
    memset(filter, 0, sizeof *filter);
    int rc = document_read(&reader, json, size, &child_field, filter);
    if (rc != 0)
        filter_release(filter);
    return rc;
}

void filter_write(const struct filter *filter, int indent, struct buf *out)
{
    struct json_writer writer = {.out = out, .indent = indent};
    codec_filter.write(&writer, NULL, filter);
}
