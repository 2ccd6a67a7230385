/* What can be said about a line without parsing it, for the first look at a file. */
#ifndef EVENTS_SCAN_H
#define EVENTS_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True where parser_line says LINE_BLANK. */
bool line_is_blank(const char *line, size_t size);

enum line_time {
    TIME_FOUND, /* if the line is an event at all, this is its time */
    TIME_NONE,  /* the line is no event */
    TIME_UNSURE /* only parsing can tell */
};
/* PARSE_PADDING bytes must be readable behind the line, as for parser_line. */
enum line_time line_find_time(const char *line, size_t size, int64_t *at_ms);

#endif
