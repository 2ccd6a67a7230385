/* Drawing into an area: by cells, clipped, safe.
 *
 * Positions are relative to the area, and nothing outside it is ever touched. Every text goes
 * through text_add_safe here, so a title with control characters cannot do anything; newlines and
 * tabs become blanks. All functions may be given areas of no size. */
#ifndef UI_BASE_DRAW_H
#define UI_BASE_DRAW_H

#include <stddef.h>

#include "base/area.h"
#include "base/glyph.h"
#include "base/style.h"

/* Text from (y, x) on, clipped at the right edge. Returns the cells it took. */
int draw_text(struct area area, int y, int x, enum style style, const char *text);
int draw_bytes(struct area area, int y, int x, enum style style, const char *bytes, size_t size);
int draw_format(struct area area, int y, int x, enum style style, const char *format, ...)
        __attribute__((format(printf, 5, 6)));

/* Exactly `width` cells: padded with blanks, or cut with an ellipsis. */
void draw_fit(struct area area, int y, int x, int width, enum style style, const char *text);
/* The same, set to the right; numbers. */
void draw_fit_right(struct area area, int y, int x, int width, enum style style, const char *text);

/* Wrapped between words over the whole width from row y on. Returns the rows it took or, where the
 * area is too small, would have taken. */
int draw_wrapped(struct area area, int y, enum style style, const char *text);

void draw_fill(struct area area, enum style style);
void draw_glyph(struct area area, int y, int x, enum style style, enum glyph sign);
/* A horizontal line over the whole width, with a heading where `title` is not NULL. */
void draw_rule(struct area area, int y, const char *title);
void draw_upright(struct area area, int x); /* a vertical line */
/* A frame with an optional heading around an area, emptied inside. For dialogs only. */
void draw_box(struct area area, const char *title);
/* ' LIVE ' in the role's colours; returns the cells it took. */
int draw_badge(struct area area, int y, int x, enum style style, const char *word);

/* A run of text in several roles on one row, exactly `width` cells. */
struct draw_span {
    enum style style;
    const char *text;
};
void draw_spans(
        struct area area, int y, int x, int width, const struct draw_span *spans, size_t count);

/* Where the cursor stands after painting: visible in a text field; hidden but there on the selected
 * row, which screen readers and magnifiers follow. The last call of a painting wins. */
void draw_cursor(struct area area, int y, int x);
void draw_focus(struct area area, int y, int x);

/* For the application: a picture is begun empty, and what differs from the last one is sent once,
 * with the cursor where it was put. */
void draw_begin(void);
void draw_end(void);

#endif
