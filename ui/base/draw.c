#include "base/draw.h"

#include <string.h>
#include <wchar.h>

#include <curses.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/term.h"
#include "base/text.h"
#include "base/wrap.h"

enum { CLUSTER_MAX = 4 }; /* a character and the signs combined with it */

static struct {
    int y;
    int x;
    bool visible;
} cursor;

/* Where wide characters stand in the picture, since curses leaves the other half of one behind when
 * a half is overwritten, and the rest of the row then shifts. */
struct cell {
    unsigned char half; /* of a wide character: 1 the left one, 2 the right one */
    unsigned char style;
};

static struct {
    struct cell *cells;
    size_t size;
} picture;

static struct cell *cell_at(int y, int x)
{
    size_t at = (size_t)y * (size_t)COLS + (size_t)x;
    return x >= 0 && x < COLS && at < picture.size ? &picture.cells[at] : NULL;
}

static void write_cell(int y, int x, enum style style, const wchar_t *cluster)
{
    unsigned long attributes;
    short pair;
    cchar_t cell;
    style_get(style, &attributes, &pair);
    if (setcchar(&cell, cluster, (attr_t)attributes, pair, NULL) == OK)
        mvwadd_wch(stdscr, y, x, &cell);
}

/* Blanks what would be left of a wide character when its half at x is overwritten. */
static void clear_halves(int y, int x)
{
    struct cell *here = cell_at(y, x);
    if (!here || !here->half)
        return;
    int left = here->half == 1 ? x : x - 1;
    for (int i = left; i <= left + 1; i++) {
        struct cell *half = cell_at(y, i);
        if (!half)
            continue;
        half->half = 0;
        write_cell(y, i, (enum style)half->style, L" ");
    }
}

static void put_cell(int y, int x, enum style style, const wchar_t *cluster, int cells)
{
    if (y < 0 || x < 0 || y >= LINES || x + cells > COLS)
        return;
    for (int i = 0; i < cells; i++)
        clear_halves(y, x + i);
    write_cell(y, x, style, cluster);
    for (int i = 0; i < cells; i++) {
        struct cell *cell = cell_at(y, x + i);
        if (cell)
            *cell = (struct cell){
                    .half = (unsigned char)(cells == 2 ? i + 1 : 0), .style = (unsigned char)style};
    }
}

/* Curses asks the C library for the width of a character; where that disagrees with ours the rest
 * of the row would shift. */
static void put_cluster(int y, int x, enum style style, wchar_t *cluster, int cells)
{
    if (cluster[0] >= 0x80 && (glyph_is_ascii() || wcwidth(cluster[0]) != cells)) {
        wchar_t stand_in[2] = {glyph_is_ascii() ? L'?' : 0xfffd, 0};
        put_cell(y, x, style, stand_in, 1);
        if (cells == 2)
            put_cell(y, x + 1, style, L" ", 1);
        return;
    }
    put_cell(y, x, style, cluster, cells);
}

struct pen {
    struct area area;
    int y;
    int x;
    enum style style;
    wchar_t cluster[CLUSTER_MAX + 1];
    size_t cluster_size;
    int cells; /* of the cluster */
};

static void pen_flush(struct pen *pen)
{
    if (!pen->cluster_size)
        return;
    pen->cluster[pen->cluster_size] = 0;
    if (pen->x >= 0)
        put_cluster(
                pen->area.y + pen->y, pen->area.x + pen->x, pen->style, pen->cluster, pen->cells);
    pen->x += pen->cells;
    pen->cluster_size = 0;
}

/* False where the row is full. */
static bool pen_put(struct pen *pen, uint32_t character)
{
    int cells = text_char_cells(character);
    if (cells <= 0) {
        if (pen->cluster_size && pen->cluster_size < CLUSTER_MAX)
            pen->cluster[pen->cluster_size++] = (wchar_t)character;
        return true;
    }
    pen_flush(pen);
    if (pen->x + cells > pen->area.width)
        return false;
    pen->cluster[0] = (wchar_t)character;
    pen->cluster_size = 1;
    pen->cells = cells;
    return true;
}

int draw_bytes(struct area area, int y, int x, enum style style, const char *bytes, size_t size)
{
    struct buf safe = {0};
    struct pen pen = {.area = area, .y = y, .x = x, .style = style};
    if (y < 0 || y >= area.height || !bytes)
        return 0;
    text_add_safe(&safe, bytes, size, false);
    for (size_t at = 0, used; at < safe.size; at += used) {
        uint32_t character;
        used = text_decode(safe.bytes + at, safe.size - at, &character);
        if (!used || !pen_put(&pen, character))
            break;
    }
    pen_flush(&pen);
    buf_release(&safe);
    return pen.x - x;
}

int draw_text(struct area area, int y, int x, enum style style, const char *text)
{
    return text ? draw_bytes(area, y, x, style, text, strlen(text)) : 0;
}

int draw_format(struct area area, int y, int x, enum style style, const char *format, ...)
{
    struct buf text = {0};
    va_list args;
    va_start(args, format);
    buf_add_format_v(&text, format, args);
    va_end(args);
    int cells = draw_bytes(area, y, x, style, buf_text(&text), text.size);
    buf_release(&text);
    return cells;
}

void draw_fit(struct area area, int y, int x, int width, enum style style, const char *text)
{
    struct buf safe = {0};
    struct buf cut = {0};
    if (width <= 0)
        return;
    text = text ? text : "";
    text_add_safe(&safe, text, strlen(text), false);
    text_add_cut(&cut, buf_text(&safe), width, true, glyph_is_ascii());
    draw_bytes(area, y, x, style, buf_text(&cut), cut.size);
    buf_release(&cut);
    buf_release(&safe);
}

void draw_fit_right(struct area area, int y, int x, int width, enum style style, const char *text)
{
    text = text ? text : "";
    int cells = text_cells(text, strlen(text));
    if (cells < width) {
        draw_fit(area, y, x, width - cells, style, "");
        x += width - cells;
        width = cells;
    }
    draw_fit(area, y, x, width, style, text);
}

int draw_wrapped(struct area area, int y, enum style style, const char *text)
{
    struct buf safe = {0};
    int rows = 0;
    text_add_safe(&safe, text, strlen(text), true);
    for (size_t at = 0, next; at < safe.size && area.width > 0; at += next) {
        size_t size = wrap_row(safe.bytes + at, safe.size - at, area.width, &next);
        draw_bytes(area, y + rows, 0, style, safe.bytes + at, size);
        rows++;
    }
    buf_release(&safe);
    return rows;
}

void draw_fill(struct area area, enum style style)
{
    for (int y = 0; y < area.height; y++)
        for (int x = 0; x < area.width; x++)
            put_cell(area.y + y, area.x + x, style, L" ", 1);
}

void draw_glyph(struct area area, int y, int x, enum style style, enum glyph sign)
{
    draw_text(area, y, x, style, glyph(sign));
}

void draw_rule(struct area area, int y, const char *title)
{
    for (int x = 0; x < area.width; x++)
        draw_glyph(area, y, x, STYLE_DIM, GLYPH_LINE);
    if (title && *title && area.width > 4) {
        struct area inner = area_columns(area, 2, area.width - 3);
        int cells = draw_format(inner, y, 0, STYLE_STRONG, " %s", title);
        draw_text(inner, y, cells, STYLE_TEXT, " ");
    }
}

void draw_upright(struct area area, int x)
{
    for (int y = 0; y < area.height; y++)
        draw_glyph(area, y, x, STYLE_DIM, GLYPH_BAR);
}

void draw_box(struct area area, const char *title)
{
    int right = area.width - 1;
    int bottom = area.height - 1;
    if (right < 1 || bottom < 1)
        return;
    draw_fill(area, STYLE_TEXT);
    for (int x = 1; x < right; x++) {
        draw_glyph(area, 0, x, STYLE_DIM, GLYPH_LINE);
        draw_glyph(area, bottom, x, STYLE_DIM, GLYPH_LINE);
    }
    draw_upright(area, 0);
    draw_upright(area, right);
    draw_glyph(area, 0, 0, STYLE_DIM, GLYPH_TOP_LEFT);
    draw_glyph(area, 0, right, STYLE_DIM, GLYPH_TOP_RIGHT);
    draw_glyph(area, bottom, 0, STYLE_DIM, GLYPH_BOTTOM_LEFT);
    draw_glyph(area, bottom, right, STYLE_DIM, GLYPH_BOTTOM_RIGHT);
    if (title && *title)
        draw_format(area_columns(area, 2, area.width - 4), 0, 0, STYLE_STRONG, " %s ", title);
}

int draw_badge(struct area area, int y, int x, enum style style, const char *word)
{
    return draw_format(area, y, x, style, " %s ", word);
}

void draw_spans(
        struct area area, int y, int x, int width, const struct draw_span *spans, size_t count)
{
    struct area row = area_columns(area_rows(area, y, 1), x, width);
    int at = 0;
    for (size_t i = 0; i < count && at < row.width; i++)
        at += draw_text(row, 0, at, spans[i].style, spans[i].text);
    draw_fit(row, 0, at, row.width - at, STYLE_TEXT, "");
}

static void set_cursor(struct area area, int y, int x, bool visible)
{
    if (area.height <= 0 || area.width <= 0 || y < 0 || x < 0)
        return;
    cursor.y = area.y + (y < area.height ? y : area.height - 1);
    cursor.x = area.x + (x < area.width ? x : area.width - 1);
    cursor.visible = visible;
}

void draw_cursor(struct area area, int y, int x)
{
    set_cursor(area, y, x, true);
}

void draw_focus(struct area area, int y, int x)
{
    set_cursor(area, y, x, false);
}

void draw_begin(void)
{
    size_t cells = (size_t)LINES * (size_t)COLS;
    cursor.y = 0;
    cursor.x = 0;
    cursor.visible = false;
    if (cells > picture.size) {
        picture.cells = mem_resize(picture.cells, cells, sizeof *picture.cells);
        picture.size = cells;
    }
    memset(picture.cells, 0, cells * sizeof *picture.cells);
    werase(stdscr);
}

void draw_end(void)
{
    term_end(cursor.y, cursor.x, cursor.visible);
}
