/* The members of a line that the rules of FORMATS 1 know, between the JSON parser, which finds
 * them, and the event. Private to parse.cpp and fields.c. */
#ifndef EVENTS_FIELDS_H
#define EVENTS_FIELDS_H

#include "base/arena.h"
#include "events/parse.h"

#ifdef __cplusplus
extern "C" {
#endif

/* By the length of their names. */
enum field {
    FIELD_TYPE,
    FIELD_NAME,
    FIELD_EVENT,
    FIELD_USER,
    FIELD_TRAITS,
    FIELD_CONTEXT,
    FIELD_CHANNEL,
    FIELD_TIMESTAMP,
    FIELD_MESSAGE,
    FIELD_PROPERTIES,
    FIELD_ANONYMOUS,
    FIELD_COUNT,
};

struct field_value {
    enum value_type type;
    bool negative;      /* VALUE_INTEGER, which here goes up to 2^64 - 1 */
    uint64_t magnitude; /* VALUE_INTEGER */
    const char *text;   /* VALUE_STRING */
    size_t size;
};

struct fields {
    struct field_value at[FIELD_COUNT];
    char number[24];                /* a userId that is an integer, written out */
    char page[EVENT_NAME_MAX + 64]; /* the event name of a page or screen */
};

/* The field of that name, or FIELD_COUNT. */
enum field field_find(const char *name, size_t size);

/* Judges the fields in the order of FORMATS 1 and fills type, meaning, from_server, at_ms and the
 * texts of the event; these point into the fields or to where those point. Of a line that is
 * rejected, `reason` says why. Zones, properties and traits are left to the caller. */
enum line_verdict fields_read(struct fields *fields, struct event *event, const char **reason);

/* Moves the texts of the event into the arena, and the packed properties or traits (size 0: none).
 */
void fields_move(
        struct event *event, struct arena *arena, const unsigned char *packed, size_t packed_size);

#ifdef __cplusplus
}
#endif
#endif
