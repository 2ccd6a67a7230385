/* One line of an event file to a struct event (FORMATS 1). Behind this header stands simdjson. */
#ifndef EVENTS_PARSE_H
#define EVENTS_PARSE_H

#include "base/arena.h"
#include "events/event.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes that must be readable behind the line handed to parser_line; their content does not matter.
 */
enum { PARSE_PADDING = 64 };

enum line_verdict {
    LINE_EVENT,
    LINE_BLANK,
    LINE_ANONYMOUS,
    LINE_SKIPPED,  /* group, alias */
    LINE_REJECTED, /* see parser_reason */
};

struct parser; /* one a thread */
struct parser *parser_new(void);
void parser_free(struct parser *parser);

/* Reads the line (without its newline; a CR at its end and a byte-order mark are accepted).
 * LINE_EVENT fills `event`, whose texts and values are in `arena`. Does not judge how far ahead the
 * event is (SEMANTICS 1.6): the caller does. */
enum line_verdict parser_line(struct parser *parser, const char *line, size_t size,
        struct arena *arena, struct event *event);

/* Why the last line was rejected, "" where it was not: a short sentence ("timestamp is missing"),
 * valid as long as the program. */
const char *parser_reason(const struct parser *parser);
/* Whether the last line was one whole JSON object: a line that is not, at the end of a file and
 * without a newline, was cut off. */
bool parser_was_whole(const struct parser *parser);

#ifdef __cplusplus
}
#endif
#endif
