/* How a list looks: which columns fit, how wide they are, and the rows. */
#include <string.h>

#include "base/draw.h"
#include "base/i18n.h"
#include "base/text.h"
#include "widgets/list.h"

enum { GAP = 2, MARGIN = 2, WIDE_COLUMNS = 100 };

struct layout {
    bool shown[LIST_COLUMNS_MAX];
    int width[LIST_COLUMNS_MAX];
    size_t count;
};

static size_t column_count(const struct list *list)
{
    return list->type->column_count < LIST_COLUMNS_MAX ? list->type->column_count
                                                       : LIST_COLUMNS_MAX;
}

/* The next column to place: the lowest priority that is in no set yet. -1: none is left. */
static int next_column(const struct list *list, const int *set_of)
{
    int best = -1;
    for (size_t i = 0; i < column_count(list); i++) {
        int priority = list->type->columns[i].priority;
        if (priority && set_of[i] < 0 &&
                (best < 0 || priority < list->type->columns[best].priority))
            best = (int)i;
    }
    return best;
}

/* Fills sets one after the other with what fits beside the columns that are always there. */
static int place_columns(const struct list *list, int width, int *set_of)
{
    int always = 0;
    int set = 0;
    for (size_t i = 0; i < column_count(list); i++) {
        set_of[i] = -1;
        if (!list->type->columns[i].priority)
            always += list->type->columns[i].width + GAP;
    }
    int used = always;
    for (int i; (i = next_column(list, set_of)) >= 0;) {
        int wanted = list->type->columns[i].width + GAP;
        if (used + wanted > width + GAP && used > always) {
            set++;
            used = always;
        }
        set_of[i] = set;
        used += wanted;
    }
    return set + 1;
}

static void share_rest(const struct list *list, struct layout *layout, int width)
{
    int left = width + GAP;
    int shares = 0;
    for (size_t i = 0; i < layout->count; i++) {
        if (!layout->shown[i])
            continue;
        layout->width[i] = list->type->columns[i].width;
        left -= layout->width[i] + GAP;
        shares += list->type->columns[i].grow;
    }
    for (size_t i = 0; i < layout->count && left > 0 && shares > 0; i++) {
        if (!layout->shown[i] || !list->type->columns[i].grow)
            continue;
        int more = left * list->type->columns[i].grow / shares;
        shares -= list->type->columns[i].grow;
        layout->width[i] += more;
        left -= more;
    }
}

static void lay_out(struct list *list, int width, struct layout *layout)
{
    int set_of[LIST_COLUMNS_MAX] = {0};
    list->set_count = (size_t)place_columns(list, width, set_of);
    list->set %= list->set_count;
    layout->count = column_count(list);
    for (size_t i = 0; i < layout->count; i++)
        layout->shown[i] = set_of[i] < 0 || set_of[i] == (int)list->set;
    share_rest(list, layout, width);
}

static void draw_heading(const struct list *list, struct area row, const struct layout *layout)
{
    int x = MARGIN;
    for (size_t i = 0; i < layout->count; i++) {
        const struct list_column *column = &list->type->columns[i];
        struct buf title = {0};
        if (!layout->shown[i])
            continue;
        buf_add_text(&title, i18n_text(column->title));
        if (list->type->compare && list->sort_column == (int)i)
            buf_add_format(&title, " %s", glyph(list->descending ? GLYPH_DOWN : GLYPH_UP));
        (column->align == LIST_RIGHT ? draw_fit_right : draw_fit)(
                row, 0, x, layout->width[i], STYLE_DIM, buf_text(&title));
        x += layout->width[i] + GAP;
        buf_release(&title);
    }
}

static void draw_cell(struct list *list, struct area area, int x, int width, size_t row,
        size_t column, enum style row_style)
{
    struct list_cell cell = {0};
    list->type->cell(list->context, row, column, &cell);
    enum style style = cell.style != STYLE_TEXT && row_style == STYLE_TEXT ? cell.style : row_style;
    if (cell.badge && cell.text.size) {
        struct area room = area_columns(area, x, width);
        /* In the selected row as the row: four changes of colour less per move. */
        draw_badge(room, 0, 0, style, buf_text(&cell.text));
    } else if (list->type->columns[column].align == LIST_RIGHT) {
        draw_fit_right(area, 0, x, width, style, buf_text(&cell.text));
    } else {
        draw_fit(area, 0, x, width, style, buf_text(&cell.text));
    }
    buf_release(&cell.text);
}

static void draw_row(
        struct list *list, struct area area, const struct layout *layout, size_t place, bool focus)
{
    size_t row = list->order ? list->order[place] : place;
    bool selected = place == list->selected;
    enum style style = !selected ? STYLE_TEXT : focus ? STYLE_SELECTED : STYLE_IDLE;
    int x = MARGIN;
    if (selected) {
        draw_fill(area, style);
        draw_glyph(area, 0, 0, style, GLYPH_SELECT);
        draw_focus(area, 0, 0);
    }
    if (list_is_marked(list, row))
        draw_glyph(area, 0, 1, style, GLYPH_MARK);
    for (size_t i = 0; i < layout->count; i++) {
        if (!layout->shown[i])
            continue;
        draw_cell(list, area, x, layout->width[i], row, i, style);
        x += layout->width[i] + GAP;
    }
}

static int words_height(const struct list *list, int width)
{
    const struct list_type *type = list->type;
    int rows = width < WIDE_COLUMNS && type->words_rows_narrow > 0 ? type->words_rows_narrow
                                                                   : type->words_rows;
    return rows > 0 ? rows : 1;
}

static void draw_words(struct list *list, struct area *area)
{
    size_t row;
    int height = words_height(list, area->width);
    if (!list->type->words || area->height < height + 6)
        return;
    struct area below = area_take_bottom(area, height + 1);
    draw_rule(below, 0, NULL);
    if (!list_selected(list, &row))
        return;
    struct buf words = {0};
    list->type->words(list->context, row, &words);
    struct area text = area_inset(area_rows(below, 1, height), 0, 1);
    if (height == 1)
        draw_fit(text, 0, 0, text.width, STYLE_TEXT, buf_text(&words));
    else if (draw_wrapped(text, 0, STYLE_TEXT, buf_text(&words)) > height)
        draw_text(text, height - 1, text.width - 3, STYLE_TEXT, "...");
    buf_release(&words);
}

static void draw_filter(struct list *list, struct area *area)
{
    struct area row = area_take_top(area, 1);
    struct area inner = area_inset(row, 0, 1);
    int x = draw_text(inner, 0, 0, STYLE_STRONG, _("Filter")) + 1;
    line_draw(&list->filter, area_columns(inner, x, 40), STYLE_FIELD, true);
}

static void draw_empty(struct list *list, struct area area)
{
    struct area text = area_inset(area, 1, MARGIN);
    if (list->total || list->filter.text.size) {
        struct buf none = {0};
        buf_add_format(
                &none, _("Nothing matches '%s'. Esc shows all again."), line_text(&list->filter));
        draw_wrapped(text, 0, STYLE_DIM, buf_text(&none));
        buf_release(&none);
    } else if (list->type->empty) {
        draw_wrapped(text, 0, STYLE_DIM, i18n_text(list->type->empty));
    }
}

static void follow_selection(struct list *list)
{
    size_t page = (size_t)list->page;
    if (list->selected < list->top)
        list->top = list->selected;
    if (list->selected >= list->top + page)
        list->top = list->selected - page + 1;
    if (list->top + page > list->shown)
        list->top = list->shown > page ? list->shown - page : 0;
}

void list_draw(struct list *list, struct area area, bool focus)
{
    struct layout layout = {0};
    draw_words(list, &area);
    struct area heading = area_take_top(&area, 1);
    lay_out(list, area.width - MARGIN - 1, &layout);
    draw_heading(list, heading, &layout);
    list->page = area.height - list->filtering > 0 ? area.height - list->filtering : 1;
    follow_selection(list);
    struct area filter = area;
    if (list->filtering)
        area_take_top(&area, 1);
    list->rows_area = area;
    if (!list->shown)
        draw_empty(list, area);
    for (int y = 0; y < area.height && list->top + (size_t)y < list->shown; y++)
        draw_row(list, area_rows(area, y, 1), &layout, list->top + (size_t)y, focus);
    if (list->filtering)
        draw_filter(list, &filter);
}
