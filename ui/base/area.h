/* A rectangle of cells on the screen; everything is drawn inside one and clipped to it. */
#ifndef UI_BASE_AREA_H
#define UI_BASE_AREA_H

#include <stdbool.h>

struct area {
    int y;
    int x;
    int height;
    int width;
};

/* Rows `from` to `from + count - 1` of an area, as far as it has them. */
struct area area_rows(struct area area, int from, int count);
/* The same for columns. */
struct area area_columns(struct area area, int from, int count);
/* Without `rows` rows above and below and `columns` columns left and right. */
struct area area_inset(struct area area, int rows, int columns);
/* An area of at most that size in the middle. */
struct area area_middle(struct area area, int height, int width);
bool area_holds(struct area area, int y, int x); /* a cell of the screen */

/* Cuts `count` rows (columns) off an edge, makes them the result and leaves the rest in *area. */
struct area area_take_top(struct area *area, int count);
struct area area_take_bottom(struct area *area, int count);
struct area area_take_left(struct area *area, int count);
struct area area_take_right(struct area *area, int count);

#endif
