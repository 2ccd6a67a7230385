#include "base/area.h"

static int clamp(int value, int low, int high)
{
    if (value > high)
        value = high;
    return value < low ? low : value;
}

struct area area_rows(struct area area, int from, int count)
{
    from = clamp(from, 0, area.height);
    return (struct area){area.y + from, area.x, clamp(count, 0, area.height - from), area.width};
}

struct area area_columns(struct area area, int from, int count)
{
    from = clamp(from, 0, area.width);
    return (struct area){area.y, area.x + from, area.height, clamp(count, 0, area.width - from)};
}

struct area area_inset(struct area area, int rows, int columns)
{
    return area_columns(
            area_rows(area, rows, area.height - 2 * rows), columns, area.width - 2 * columns);
}

struct area area_middle(struct area area, int height, int width)
{
    height = clamp(height, 0, area.height);
    width = clamp(width, 0, area.width);
    return (struct area){
            area.y + (area.height - height) / 2, area.x + (area.width - width) / 2, height, width};
}

bool area_holds(struct area area, int y, int x)
{
    return y >= area.y && y < area.y + area.height && x >= area.x && x < area.x + area.width;
}

struct area area_take_top(struct area *area, int count)
{
    struct area top = area_rows(*area, 0, count);
    *area = area_rows(*area, top.height, area->height);
    return top;
}

struct area area_take_bottom(struct area *area, int count)
{
    count = clamp(count, 0, area->height);
    struct area bottom = area_rows(*area, area->height - count, count);
    *area = area_rows(*area, 0, area->height - count);
    return bottom;
}

struct area area_take_left(struct area *area, int count)
{
    struct area left = area_columns(*area, 0, count);
    *area = area_columns(*area, left.width, area->width);
    return left;
}

struct area area_take_right(struct area *area, int count)
{
    count = clamp(count, 0, area->width);
    struct area right = area_columns(*area, area->width - count, count);
    *area = area_columns(*area, 0, area->width - count);
    return right;
}
