#include "widgets/chart.h"

#include <string.h>

#include "base/alloc.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "base/text.h"

enum {
    CHART_LEFT = 1,
    CHART_RIGHT,
    CHART_FIRST,
    CHART_LAST,
    CHART_SHORTER,
    CHART_LONGER,
    CHART_TABLE
};
enum { BAR_WIDTH_MAX = 7, EIGHTHS = 8, AXIS_ROWS = 4 };

#define VALUE_MAX INT64_C(1000000000000000000)

static const struct keybind binds[] = {
        {CHART_LEFT, {CODE_LEFT, 'h'}, NULL, N_("The bar before"), NULL},
        {CHART_RIGHT, {CODE_RIGHT, 'l'}, NULL, N_("The next bar"), NULL},
        {CHART_FIRST, {CODE_HOME}, NULL, N_("The first bar"), NULL},
        {CHART_LAST, {CODE_END}, NULL, N_("The last bar"), NULL},
        {CHART_SHORTER, {'-', '['}, N_("shorter"), N_("A shorter range"), NULL},
        {CHART_LONGER, {'+', ']'}, N_("longer"), N_("A longer range"), NULL},
        {CHART_TABLE, {'t'}, N_("table"), N_("The same figures as a table, or as bars"), NULL},
};

const struct keymap chart_keymap = KEYMAP(N_("Charts"), binds);

void chart_clear(struct chart *chart)
{
    for (size_t i = 0; i < chart->count; i++) {
        const char *texts[] = {chart->bars[i].label, chart->bars[i].name, chart->bars[i].more,
                chart->bars[i].mark};
        for (size_t k = 0; k < ARRAY_COUNT(texts); k++) {
            char *owned;
            memcpy(&owned, &texts[k], sizeof owned);
            mem_free(owned);
        }
    }
    chart->count = 0;
}

void chart_release(struct chart *chart)
{
    chart_clear(chart);
    mem_free(chart->bars);
    mem_free(chart->unit);
    memset(chart, 0, sizeof *chart);
}

void chart_set_unit(struct chart *chart, const char *unit)
{
    char *copy = mem_string(unit);
    mem_free(chart->unit);
    chart->unit = copy;
}

void chart_add(struct chart *chart, const struct chart_bar *bar)
{
    if (chart->count == CHART_BARS_MAX)
        return;
    chart->bars = mem_room(chart->bars, chart->count, &chart->capacity, sizeof *chart->bars);
    struct chart_bar *copy = &chart->bars[chart->count++];
    *copy = *bar;
    copy->label = mem_string(bar->label ? bar->label : "");
    copy->name = mem_string(bar->name ? bar->name : copy->label);
    copy->more = bar->more ? mem_string(bar->more) : NULL;
    copy->mark = bar->mark ? mem_string(bar->mark) : NULL;
}

static void choose(struct chart *chart, size_t bar)
{
    chart->selected = bar < chart->count ? bar : chart->count ? chart->count - 1 : 0;
}

bool chart_key(struct chart *chart, const struct key *key)
{
    uint32_t code = key->code;
    /* In the table one goes up and down. */
    if (chart->table && (code == CODE_UP || code == 'k'))
        code = CODE_LEFT;
    if (chart->table && (code == CODE_DOWN || code == 'j'))
        code = CODE_RIGHT;
    const struct keybind *bind = keymap_find(&chart_keymap, code, false);
    size_t at = chart->selected;
    if (!bind)
        return false;
    switch (bind->action) {
    case CHART_LEFT: choose(chart, at ? at - 1 : 0); break;
    case CHART_RIGHT: choose(chart, at + 1); break;
    case CHART_FIRST: choose(chart, 0); break;
    case CHART_LAST: choose(chart, CHART_BARS_MAX); break;
    case CHART_TABLE: chart->table = !chart->table; break;
    default:
        if (chart->range)
            chart->range(chart->context, bind->action == CHART_LONGER ? 1 : -1);
        break;
    }
    return true;
}

int64_t chart_axis_step(int64_t max, int count)
{
    static const int64_t parts[] = {1, 2, 5};
    if (count < 1)
        count = 1;
    if (max > VALUE_MAX)
        max = VALUE_MAX;
    for (int64_t power = 1;; power *= 10)
        for (size_t i = 0; i < ARRAY_COUNT(parts); i++)
            if (parts[i] * power >= max / count + (max % count != 0) || power > max)
                return parts[i] * power;
}

static int64_t largest(const struct chart *chart)
{
    int64_t max = 1;
    for (size_t i = 0; i < chart->count; i++)
        max = chart->bars[i].value > max ? chart->bars[i].value : max;
    /* So that the axis above it can be counted in 64 bits. */
    return max < VALUE_MAX ? max : VALUE_MAX;
}

/* Where things are in the area of the plot. */
struct plot {
    struct area bars;
    struct area labels; /* the row below */
    struct area marks;  /* and the one below that */
    int64_t top;        /* value at the upper edge */
    int64_t step;
    int bar;   /* cells of a bar */
    int pitch; /* from one to the next */
    size_t shown;
};

static int axis_width(int64_t top)
{
    struct buf text = {0};
    text_add_number(&text, top);
    int cells = text_cells(buf_text(&text), text.size);
    buf_release(&text);
    return cells;
}

static void place_bars(struct chart *chart, struct plot *plot)
{
    int width = plot->bars.width;
    int pitch = chart->count ? width / (int)chart->count : 1;
    plot->pitch = pitch < 1 ? 1 : pitch > BAR_WIDTH_MAX ? BAR_WIDTH_MAX : pitch;
    plot->bar = plot->pitch > 1 ? plot->pitch - 1 : 1;
    plot->shown = (size_t)(width / plot->pitch);
    if (chart->selected < chart->first)
        chart->first = chart->selected;
    if (chart->selected >= chart->first + plot->shown)
        chart->first = chart->selected - plot->shown + 1;
    if (chart->first + plot->shown > chart->count)
        chart->first = chart->count > plot->shown ? chart->count - plot->shown : 0;
}

static void draw_axis(struct area axis, const struct plot *plot)
{
    int height = plot->bars.height;
    for (int64_t value = 0; value <= plot->top; value += plot->step) {
        struct buf text = {0};
        int y = height - 1 - (int)((double)value * height / (double)plot->top + 0.5) + (value > 0);
        text_add_number(&text, value);
        draw_fit_right(axis, y < 0 ? 0 : y, 0, axis.width - 1, STYLE_DIM, buf_text(&text));
        buf_release(&text);
    }
}

static void draw_bar(struct chart *chart, const struct plot *plot, size_t number, bool focus)
{
    const struct chart_bar *bar = &chart->bars[number];
    bool selected = focus && number == chart->selected;
    int x = (int)(number - chart->first) * plot->pitch;
    int height = plot->bars.height;
    double part = bar->value > 0 ? (double)bar->value / (double)plot->top : 0;
    if (part > 1)
        part = 1;
    int eighths = (int)(part * height * EIGHTHS + 0.5);
    enum style style = selected || bar->open ? STYLE_CHART_2 : STYLE_CHART;
    if (bar->value > 0 && eighths == 0)
        eighths = 1;
    for (int y = height - 1; y >= 0 && eighths > 0; y--, eighths -= EIGHTHS) {
        enum glyph sign = GLYPH_BLOCK_1 + (enum glyph)(eighths < EIGHTHS ? eighths - 1 : 7);
        for (int i = 0; i < plot->bar; i++)
            draw_glyph(plot->bars, y, x + i, style, sign);
    }
    if (bar->mark)
        draw_glyph(plot->marks, 0, x, STYLE_STRONG, GLYPH_UP);
    if (selected)
        draw_focus(plot->labels, 0, x);
}

/* As many labels as have room, that of the selected bar always. */
static void draw_labels(struct chart *chart, const struct plot *plot, bool focus)
{
    int free_from = 0;
    for (size_t i = chart->first; i < chart->count && i < chart->first + plot->shown; i++) {
        int x = (int)(i - chart->first) * plot->pitch;
        int cells = text_cells(chart->bars[i].label, strlen(chart->bars[i].label));
        if (x >= free_from && x + cells <= plot->labels.width) {
            draw_text(plot->labels, 0, x, STYLE_DIM, chart->bars[i].label);
            free_from = x + cells + 1;
        }
    }
    if (focus && chart->count) {
        const char *label = chart->bars[chart->selected].label;
        int x = (int)(chart->selected - chart->first) * plot->pitch;
        draw_text(plot->labels, 0, x, STYLE_SELECTED, *label ? label : " ");
    }
}

static void draw_words(struct chart *chart, struct area row)
{
    struct buf text = {0};
    struct buf number = {0};
    if (!chart->count)
        return;
    const struct chart_bar *bar = &chart->bars[chart->selected];
    text_add_number(&number, bar->value);
    buf_add_format(
            &text, _("%s: %s %s"), bar->name, buf_text(&number), chart->unit ? chart->unit : "");
    const char *parts[] = {bar->mark, bar->open ? _("still being counted") : NULL, bar->more};
    for (size_t i = 0; i < ARRAY_COUNT(parts); i++)
        if (parts[i])
            buf_add_format(&text, " %s %s", glyph(GLYPH_DOT), parts[i]);
    draw_fit(row, 0, 0, row.width, STYLE_TEXT, buf_text(&text));
    buf_release(&text);
    buf_release(&number);
}

static void draw_bars(struct chart *chart, struct area area, bool focus)
{
    struct plot plot = {0};
    int64_t max = largest(chart);
    plot.step = chart_axis_step(max, area.height / AXIS_ROWS);
    plot.top = (max + plot.step - 1) / plot.step * plot.step;
    struct area words = area_take_bottom(&area, 1);
    plot.marks = area_take_bottom(&area, 1);
    plot.labels = area_take_bottom(&area, 1);
    struct area axis = area_take_left(&area, axis_width(plot.top) + 1);
    plot.bars = area_columns(area, 0, area.width - 1);
    plot.labels = area_columns(plot.labels, axis.width, plot.bars.width);
    plot.marks = area_columns(plot.marks, axis.width, plot.bars.width);
    if (plot.bars.height < 1 || plot.bars.width < 1)
        return;
    place_bars(chart, &plot);
    draw_fill(plot.bars, STYLE_CHART);
    draw_axis(axis, &plot);
    for (size_t i = chart->first; i < chart->count && i < chart->first + plot.shown; i++)
        draw_bar(chart, &plot, i, focus);
    draw_labels(chart, &plot, focus);
    draw_words(chart, words);
}

static void draw_table_row(struct chart *chart, struct area row, size_t number, bool focus)
{
    const struct chart_bar *bar = &chart->bars[number];
    bool selected = number == chart->selected;
    enum style style = !selected ? STYLE_TEXT : focus ? STYLE_SELECTED : STYLE_IDLE;
    struct buf text = {0};
    text_add_number(&text, bar->value);
    if (selected) {
        draw_fill(row, style);
        draw_glyph(row, 0, 0, style, GLYPH_SELECT);
        draw_focus(row, 0, 0);
    }
    draw_fit(row, 0, 2, 18, style, bar->name);
    draw_fit_right(row, 0, 20, 12, style, buf_text(&text));
    draw_fit(row, 0, 34, row.width - 34, style, bar->more ? bar->more : bar->mark);
    buf_release(&text);
}

static void draw_table(struct chart *chart, struct area area, bool focus)
{
    struct area heading = area_take_top(&area, 1);
    size_t page = area.height > 0 ? (size_t)area.height : 1;
    size_t top = chart->selected >= page ? chart->selected - page + 1 : 0;
    draw_fit_right(heading, 0, 20, 12, STYLE_DIM, chart->unit ? chart->unit : "");
    for (int y = 0; y < area.height && top + (size_t)y < chart->count; y++)
        draw_table_row(chart, area_rows(area, y, 1), top + (size_t)y, focus);
}

void chart_draw(struct chart *chart, struct area area, bool focus)
{
    choose(chart, chart->selected);
    if (!chart->count)
        draw_text(area, 0, 1, STYLE_DIM, _("Nothing in this range."));
    else if (chart->table)
        draw_table(chart, area, focus);
    else
        draw_bars(chart, area, focus);
}

void sparkline_add(struct buf *out, const int64_t *values, size_t count)
{
    int64_t max = 1;
    for (size_t i = 0; i < count; i++)
        max = values[i] > max ? values[i] : max;
    for (size_t i = 0; i < count; i++) {
        int level = (int)((double)values[i] / (double)max * 6 + 0.5);
        if (values[i] < 0)
            buf_add_char(out, ' ');
        else if (values[i] == 0)
            buf_add_text(out, glyph(GLYPH_BLOCK_1));
        else
            buf_add_text(out, glyph(GLYPH_BLOCK_1 + 1 + (enum glyph)level));
    }
}
