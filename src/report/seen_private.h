/* Inside of seen.h: what seen.c reads and seen_suggest.c searches. */
#ifndef REPORT_SEEN_PRIVATE_H
#define REPORT_SEEN_PRIVATE_H

#include "base/intern.h"
#include "events/catalogue.h"
#include "report/seen.h"

struct seen_name {
    struct event_row row;
    struct event_day *days;
    size_t day_count;
    struct property_row *properties; /* by path */
    size_t property_count;
    struct value_example *examples; /* of all its properties, one after the other */
};

struct seen {
    struct intern *names;
    struct catalogue *catalogue;
    struct seen_name *events; /* by name */
    size_t event_count;
    struct seen_name traits;
};

const struct seen_name *seen_name_of(const struct seen *seen, const char *event);

#endif
