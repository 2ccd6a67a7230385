/* Moments as lines of event files (FORMATS 1). */
#ifndef DEMO_LINE_H
#define DEMO_LINE_H

#include "base/buf.h"
#include "demo/world.h"

struct line_writer {
    const struct world *world;
    int64_t day; /* whose date stands in `date` */
    char date[12];
};

/* Appends the line of a moment with its newline. */
void line_add(struct line_writer *writer, const struct moment *moment, struct buf *out);
/* The line of a customer in the export that precedes the events. */
void line_add_customer(
        struct line_writer *writer, const struct person *person, int64_t at_ms, struct buf *out);

/* A line with a fault, or one that counts apart; at most a few hundred bytes. */
void line_add_dirt(struct line_writer *writer, const struct moment *moment, struct buf *out);

#endif
