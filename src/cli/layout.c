#include "cli/layout.h"

#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

enum { GAP = 2, NARROW = 8, COMFORTABLE = 20 };

static const char *held_text(const struct out *out, size_t row, size_t column)
{
    return buf_text(&out->held) + out->held_cells[row * out->column_count + column].at;
}

static size_t held_rows(const struct out *out)
{
    return out->held_count / out->column_count;
}

static int total_cells(const struct out *out)
{
    int total = 0;
    for (size_t i = 0; i < out->column_count; i++)
        total += out->widths[i] ? out->widths[i] + (total ? GAP : 0) : 0;
    return total;
}

static bool may_be_cut(const struct column *column)
{
    return column->where_narrow != FIRM && column->kind != COLUMN_NUMBER &&
           column->kind != COLUMN_INSTANT;
}

/* The widest column over `least` that may be cut; -1 where none is left. */
static int widest(const struct out *out, int least)
{
    int found = -1;
    for (size_t i = 0; i < out->column_count; i++)
        if (may_be_cut(&out->columns[i]) && out->widths[i] > least) {
            least = out->widths[i];
            found = (int)i;
        }
    return found;
}

/* A column without any value only takes room: it gets none. */
static int measure_column(const struct out *out, size_t column)
{
    const char *title = out->columns[column].title;
    int width = 0;
    for (size_t row = 0; title && row < held_rows(out); row++) {
        const char *text = held_text(out, row, column);
        int cells = text_cells(text, strlen(text));
        width = cells > width ? cells : width;
    }
    int title_cells = width ? text_cells(title, strlen(title)) : 0;
    return title_cells > width ? title_cells : width;
}

static void cut_to(struct out *out, int least)
{
    int column;
    while (total_cells(out) > out->cells && (column = widest(out, least)) >= 0)
        out->widths[column]--;
}

static void measure(struct out *out)
{
    for (size_t i = 0; i < out->column_count; i++)
        out->widths[i] = measure_column(out, i);
    cut_to(out, COMFORTABLE);
    for (size_t i = out->column_count; i-- > 0 && total_cells(out) > out->cells;)
        if (out->columns[i].where_narrow == SPARE)
            out->widths[i] = 0;
    cut_to(out, NARROW);
    out->measured = true;
}

static void add_cell(struct out *out, size_t column, const char *text, bool last)
{
    int width = out->widths[column], cells = text_cells(text, strlen(text));
    bool right = out->columns[column].kind == COLUMN_NUMBER;
    for (int i = cells; right && i < width; i++)
        buf_add_char(&out->bytes, ' ');
    if (right || (cells > width && !may_be_cut(&out->columns[column])))
        buf_add_text(&out->bytes, text);
    else
        text_add_cut(&out->bytes, text, width, !last, out->ascii);
}

#define TITLES SIZE_MAX

static void add_row(struct out *out, size_t row)
{
    size_t last = 0, begin = out->bytes.size;
    for (size_t i = 0; i < out->column_count; i++)
        last = out->widths[i] ? i : last;
    for (size_t i = 0; i <= last; i++) {
        if (!out->widths[i])
            continue;
        if (out->bytes.size > begin)
            buf_add_text(&out->bytes, "  ");
        add_cell(out, i, row == TITLES ? out->columns[i].title : held_text(out, row, i), i == last);
    }
    while (out->bytes.size > begin && out->bytes.bytes[out->bytes.size - 1] == ' ')
        out->bytes.bytes[--out->bytes.size] = 0;
    buf_add_char(&out->bytes, '\n');
}

void layout_flush(struct out *out)
{
    if (!out->measured && out->held_count) {
        measure(out);
        add_row(out, TITLES);
    }
    for (size_t row = 0; row < held_rows(out); row++)
        add_row(out, row);
    out->held_count = 0;
    buf_clear(&out->held);
}

void layout_cell(struct out *out, const char *text, size_t size)
{
    bool last = out->at + 1 == out->column_count;
    out->held_cells = mem_room(
            out->held_cells, out->held_count, &out->held_capacity, sizeof *out->held_cells);
    out->held_cells[out->held_count++] = (struct out_cell){out->held.size};
    buf_add(&out->held, text, size);
    buf_add_char(&out->held, 0);
    if (last && (out->measured || held_rows(out) >= MEASURED_ROWS))
        layout_flush(out);
}
