/* Bars by hour or day, with axes and numbers, and the same figures as a table.
 *
 *     chart_clear(&chart);
 *     for (...)
 *         chart_add(&chart, &(struct chart_bar){.label = "12", .name = "Thu 12 Nov", .value = 840,
 *             .mark = "version 4 by Ana"});
 *     chart_draw(&chart, area, true);
 *
 * Left and Right choose a bar, whose figures stand below; `t` shows the table. `[` and `]` (twins
 * '-' and '+') ask the screen for another range by the callback. */
#ifndef UI_WIDGETS_CHART_H
#define UI_WIDGETS_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/area.h"
#include "base/buf.h"
#include "base/key.h"
#include "base/keymap.h"

enum { CHART_BARS_MAX = 2000 };

struct chart_bar {
    const char *label; /* short, below the bar: '12' */
    const char *name;  /* 'Thu 12 Nov' */
    int64_t value;
    const char *more; /* further figures in words, may be NULL */
    const char *mark; /* something was changed then; NULL: no */
    bool open;        /* still being counted */
};

struct chart {
    char *unit; /* translated: 'sent' */
    struct chart_bar *bars;
    size_t count;
    size_t capacity;
    size_t selected;
    size_t first; /* bar at the left edge */
    bool table;
    void *context;
    void (*range)(void *context, int step); /* -1: shorter, 1: longer; may be NULL */
};

void chart_release(struct chart *chart);
void chart_clear(struct chart *chart); /* keeps the choice and the table */
void chart_set_unit(struct chart *chart, const char *unit);
void chart_add(struct chart *chart, const struct chart_bar *bar); /* copies the texts */
void chart_draw(struct chart *chart, struct area area, bool focus);
bool chart_key(struct chart *chart, const struct key *key);

extern const struct keymap chart_keymap;

/* The step between the numbers of an axis up to `max` with at most `count` of them: 1, 2 or 5 times
 * a power of ten. */
int64_t chart_axis_step(int64_t max, int count);

/* A row of small bars, one cell each, scaled to the largest; negative values are blank. */
void sparkline_add(struct buf *out, const int64_t *values, size_t count);

#endif
