#include "events/fields.h"

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/when.h"

struct field_name {
    const char *name;
    size_t size;
};

#define NAMED(text)                                                                                \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

static const struct field_name field_names[FIELD_COUNT] = {
        [FIELD_TYPE] = NAMED("type"),
        [FIELD_NAME] = NAMED("name"),
        [FIELD_EVENT] = NAMED("event"),
        [FIELD_USER] = NAMED("userId"),
        [FIELD_TRAITS] = NAMED("traits"),
        [FIELD_CONTEXT] = NAMED("context"),
        [FIELD_CHANNEL] = NAMED("channel"),
        [FIELD_TIMESTAMP] = NAMED("timestamp"),
        [FIELD_MESSAGE] = NAMED("messageId"),
        [FIELD_PROPERTIES] = NAMED("properties"),
        [FIELD_ANONYMOUS] = NAMED("anonymousId"),
};

/* The first field with a name of that size. */
static const unsigned char first_of_size[] = {
        [0] = FIELD_COUNT,
        [1] = FIELD_COUNT,
        [2] = FIELD_COUNT,
        [3] = FIELD_COUNT,
        [4] = FIELD_TYPE,
        [5] = FIELD_EVENT,
        [6] = FIELD_USER,
        [7] = FIELD_CONTEXT,
        [8] = FIELD_COUNT,
        [9] = FIELD_TIMESTAMP,
        [10] = FIELD_PROPERTIES,
        [11] = FIELD_ANONYMOUS,
};

enum field field_find(const char *name, size_t size)
{
    if (size >= ARRAY_COUNT(first_of_size))
        return FIELD_COUNT;
    for (unsigned i = first_of_size[size]; i < FIELD_COUNT && field_names[i].size == size; i++)
        if (field_names[i].name[0] == name[0] && memcmp(field_names[i].name, name, size) == 0)
            return (enum field)i;
    return FIELD_COUNT;
}

/* What a line is by its `type`. */
struct line_type {
    const char *name;
    enum line_verdict verdict;
    enum event_type type;
    const char *suffix; /* of the event name of a page or screen */
};

static const struct line_type line_types[] = {
        {"track", LINE_EVENT, EVENT_TRACK, NULL},
        {"identify", LINE_EVENT, EVENT_IDENTIFY, NULL},
        {"page", LINE_EVENT, EVENT_TRACK, "Page"},
        {"screen", LINE_EVENT, EVENT_TRACK, "Screen"},
        {"group", LINE_SKIPPED, EVENT_TRACK, NULL},
        {"alias", LINE_SKIPPED, EVENT_TRACK, NULL},
};

static bool is_there(const struct field_value *value)
{
    return value->type > VALUE_NULL;
}

static bool is_text(const struct field_value *value, const char *wanted)
{
    size_t size = strlen(wanted);

    return value->type == VALUE_STRING && value->size == size &&
           memcmp(value->text, wanted, size) == 0;
}

static const struct line_type *find_type(const struct fields *fields, const char **reason)
{
    const struct field_value *type = &fields->at[FIELD_TYPE];

    for (size_t i = 0; i < ARRAY_COUNT(line_types); i++)
        if (is_text(type, line_types[i].name))
            return &line_types[i];
    *reason = is_there(type) ? "type is none of track, identify, page, screen, group, alias"
                             : "type is missing";
    return NULL;
}

/* Sentences for a text that must have 1 to 255 bytes. */
struct text_faults {
    const char *missing; /* NULL: it may be missing */
    const char *type;
    const char *empty;
    const char *long_;
};

static const char *text_fault(const struct field_value *value, const struct text_faults *faults)
{
    if (!is_there(value))
        return faults->missing;
    if (value->type != VALUE_STRING)
        return faults->type;
    if (value->size == 0)
        return faults->empty;
    return value->size > EVENT_NAME_MAX ? faults->long_ : NULL;
}

/* The decimal digits of an integer, written backwards from the end of the room. */
static void write_number(struct field_value *value, char *room, size_t room_size)
{
    uint64_t number = value->magnitude;
    char *at = room + room_size;

    do
        *--at = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    if (value->negative)
        *--at = '-';
    value->type = VALUE_STRING;
    value->text = at;
    value->size = (size_t)(room + room_size - at);
}

static enum line_verdict read_user(struct fields *fields, struct event *event, const char **reason)
{
    static const struct text_faults faults = {"userId is missing",
            "userId is neither a string nor an integer of 64 bits", "userId is empty",
            "userId is longer than 255 bytes"};
    const struct field_value *anonymous = &fields->at[FIELD_ANONYMOUS];
    struct field_value *user = &fields->at[FIELD_USER];

    if (!is_there(user) && is_there(anonymous) && !is_text(anonymous, ""))
        return LINE_ANONYMOUS;
    if (user->type == VALUE_INTEGER)
        write_number(user, fields->number, sizeof fields->number);
    if ((*reason = text_fault(user, &faults)))
        return LINE_REJECTED;
    event->user = user->text;
    event->user_size = user->size;
    return LINE_EVENT;
}

static const char *read_time(const struct fields *fields, struct event *event)
{
    const struct field_value *time = &fields->at[FIELD_TIMESTAMP];

    if (!is_there(time))
        return "timestamp is missing";
    if (time->type != VALUE_STRING)
        return "timestamp is not a string";
    if (!when_parse(time->text, time->size, &event->at_ms))
        return "timestamp is not RFC 3339 with Z or an offset, of a year from 1970 to 2199";
    return NULL;
}

static size_t put(char *room, size_t used, const char *text, size_t size)
{
    memcpy(room + used, text, size);
    return used + size;
}

/* `Viewed <name> Page`, or `Viewed Page` where it has no name. */
static const char *read_page(struct fields *fields, const char *suffix, struct event *event)
{
    const struct field_value *name = &fields->at[FIELD_NAME];
    size_t used = put(fields->page, 0, "Viewed ", 7);

    if (name->type == VALUE_STRING && name->size > 0) {
        if (name->size > EVENT_NAME_MAX)
            return "name makes an event name longer than 255 bytes";
        used = put(fields->page, used, name->text, name->size);
        fields->page[used++] = ' ';
    }
    used = put(fields->page, used, suffix, strlen(suffix));
    if (used > EVENT_NAME_MAX)
        return "name makes an event name longer than 255 bytes";
    event->name = fields->page;
    event->name_size = used;
    return NULL;
}

static const char *read_name(
        struct fields *fields, const struct line_type *type, struct event *event)
{
    static const struct text_faults faults = {"event is missing", "event is not a string",
            "event is empty", "event is longer than 255 bytes"};
    const struct field_value *name = &fields->at[FIELD_EVENT];
    const char *fault;

    event->name = "";
    event->name_size = 0;
    if (type->type == EVENT_IDENTIFY)
        return NULL;
    if (type->suffix)
        return read_page(fields, type->suffix, event);
    if ((fault = text_fault(name, &faults)))
        return fault;
    event->name = name->text;
    event->name_size = name->size;
    return NULL;
}

static const char *read_message_id(const struct fields *fields, struct event *event)
{
    static const struct text_faults faults = {NULL, "messageId is not a string",
            "messageId is empty", "messageId is longer than 255 bytes"};
    const struct field_value *id = &fields->at[FIELD_MESSAGE];
    bool there = id->type == VALUE_STRING;

    event->message_id = there ? id->text : NULL;
    event->message_id_size = there ? id->size : 0;
    return text_fault(id, &faults);
}

static const char *object_fault(const struct fields *fields)
{
    const struct field_value *properties = &fields->at[FIELD_PROPERTIES];
    const struct field_value *traits = &fields->at[FIELD_TRAITS];

    if (is_there(properties) && properties->type != VALUE_OBJECT)
        return "properties is not an object";
    if (is_there(traits) && traits->type != VALUE_OBJECT)
        return "traits is not an object";
    return NULL;
}

enum line_verdict fields_read(struct fields *fields, struct event *event, const char **reason)
{
    const struct line_type *type = find_type(fields, reason);
    enum line_verdict verdict;

    if (!type)
        return LINE_REJECTED;
    if (type->verdict != LINE_EVENT)
        return type->verdict;
    if ((verdict = read_user(fields, event, reason)) != LINE_EVENT)
        return verdict;
    if ((*reason = read_time(fields, event)) || (*reason = read_name(fields, type, event)) ||
            (*reason = read_message_id(fields, event)) || (*reason = object_fault(fields)))
        return LINE_REJECTED;
    event->type = type->type;
    event->meaning =
            type->type == EVENT_TRACK ? meaning_of(event->name, event->name_size) : MEANING_NONE;
    event->from_server = is_text(&fields->at[FIELD_CHANNEL], "server");
    return LINE_EVENT;
}

static const char *move_text(char **room, const char *text, size_t size)
{
    char *start = *room;

    memcpy(start, text, size);
    start[size] = '\0';
    *room = start + size + 1;
    return start;
}

/* Here, because lines are parsed in another thread than events are evaluated. */
static void hash_texts(struct event *event)
{
    event->user_hash = hash_fast(event->user, event->user_size);
    event->name_hash = hash_fast(event->name, event->name_size);
    event->message_hash =
            event->message_id ? hash_fast(event->message_id, event->message_id_size) : 0;
}

void fields_move(
        struct event *event, struct arena *arena, const unsigned char *packed, size_t packed_size)
{
    size_t text_size = event->user_size + event->name_size + event->message_id_size + 3;
    char *room = arena_add(arena, text_size + packed_size);
    struct value object = {NULL};

    event->user = move_text(&room, event->user, event->user_size);
    event->name = move_text(&room, event->name, event->name_size);
    if (event->message_id)
        event->message_id = move_text(&room, event->message_id, event->message_id_size);
    hash_texts(event);
    if (packed_size > 0) {
        memcpy(room, packed, packed_size);
        object.at = (const unsigned char *)room;
    }
    event->properties = event->type == EVENT_TRACK ? object : (struct value){NULL};
    event->traits = event->type == EVENT_IDENTIFY ? object : (struct value){NULL};
}
