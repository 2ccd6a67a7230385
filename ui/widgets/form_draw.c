/* How a form looks: labels at the left, values at the right, sentences under their field. */
#include <string.h>

#include "base/draw.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/wrap.h"
#include "widgets/form.h"

enum {
    MARGIN = 2,
    GAP = 2,
    LABEL_MAX = 24,
    LONG_ROWS = 3,
    FIELD_WIDTH_MAX = 60,
};

static const int widths[] = {
        [FIELD_TEXT] = 40,
        [FIELD_INTEGER] = 10,
        [FIELD_NUMBER] = 16,
        [FIELD_CHOICE] = 0,
        [FIELD_MULTI] = 0,
        [FIELD_TOGGLE] = 0,
        [FIELD_DURATION] = 6,
        [FIELD_CLOCK] = 7,
        [FIELD_DATE] = 12,
        [FIELD_DATE_TIME] = 18,
        [FIELD_LONG] = FIELD_WIDTH_MAX,
        [FIELD_BUTTON] = 0,
        [FIELD_NOTE] = 0,
        [FIELD_HEADING] = 0,
};

static int text_width(const char *text)
{
    return text_cells(text, strlen(text));
}

static bool has_label(const struct field *field)
{
    return field->type->kind < FIELD_BUTTON;
}

static int label_width(const struct form *form)
{
    int widest = 8;
    for (size_t i = 0; i < form->count; i++) {
        int cells = has_label(form->fields[i]) ? text_width(field_label(form->fields[i])) : 0;
        if (!form->fields[i]->hidden && cells > widest)
            widest = cells;
    }
    return widest < LABEL_MAX ? widest : LABEL_MAX;
}

static int rows_of(const char *text, int width)
{
    return width > 0 ? (int)wrap_count(text, strlen(text), width) : 1;
}

/* The rows of the value alone. */
static int value_rows(const struct field *field, int width)
{
    switch (field->type->kind) {
    case FIELD_LONG: {
        int rows = rows_of(field_text(field), width < FIELD_WIDTH_MAX ? width : FIELD_WIDTH_MAX);
        return rows < LONG_ROWS ? rows : LONG_ROWS;
    }
    case FIELD_NOTE: return rows_of(field_label(field), width);
    case FIELD_HEADING: return field->y ? 2 : 1;
    default: return 1;
    }
}

static char *verdict_text(const struct field *field, struct buf *out)
{
    const char *why = field->why ? field->why : "";
    buf_add_char(out, ' ');
    if (field->verdict == FIELD_ERROR)
        buf_add_format(out, _("Error: %s"), why);
    else
        buf_add_format(out, _("Warning: %s"), why);
    buf_add_char(out, ' ');
    return out->bytes;
}

static int verdict_rows(const struct field *field, int width)
{
    struct buf text = {0};
    if (field->verdict == FIELD_OK || width <= 0)
        return 0;
    int rows = rows_of(verdict_text(field, &text), width);
    buf_release(&text);
    return rows;
}

static int value_x(const struct form *form)
{
    return MARGIN + form->label_width + GAP;
}

static int lay_out(struct form *form, int width)
{
    int y = 0;
    form->label_width = label_width(form);
    for (size_t i = 0; i < form->count; i++) {
        struct field *field = form->fields[i];
        bool wide = field->type->kind == FIELD_NOTE;
        int room = width - (wide ? MARGIN : value_x(form)) - 1;
        field->y = y;
        field->height = field->hidden ? 0 : value_rows(field, room) + verdict_rows(field, room);
        y += field->height;
    }
    return y;
}

int form_height(struct form *form, int width)
{
    return lay_out(form, width);
}

static enum style value_style(const struct field *field, bool focus)
{
    if (focus)
        return STYLE_SELECTED;
    return field->disabled ? STYLE_DIM : STYLE_FIELD;
}

static void draw_hint(struct field *field, struct area row, int x)
{
    const char *hint = i18n_text(field->type->hint);
    if (*hint && row.width - x > 4)
        draw_fit(row, 0, x, row.width - x, STYLE_DIM, hint);
}

static void draw_line(struct field *field, struct area row, bool focus)
{
    int width = field->type->width ? field->type->width : widths[field->type->kind];
    struct area box = area_columns(row, 0, width < row.width ? width : row.width);
    line_draw(&field->line, box, value_style(field, focus), focus);
    draw_hint(field, row, box.width + 1);
}

static void draw_duration(struct field *field, struct area row, bool focus)
{
    int64_t amount = 0;
    int width = widths[FIELD_DURATION];
    field_integer(field, &amount);
    line_draw(&field->line, area_columns(row, 0, width), value_style(field, focus), focus);
    int x = width + 1;
    x += draw_format(row, 0, x, focus ? STYLE_STRONG : STYLE_TEXT, "%s",
            field_unit_name(field->unit, amount));
    x += draw_format(row, 0, x, STYLE_DIM, " %s", glyph(focus ? GLYPH_RIGHT : GLYPH_DOWN));
    draw_hint(field, row, x + 1);
}

/* What stands for a value, asked of the screen once. */
static const char *ask_label(struct form *form, struct field *field, const char *value)
{
    struct choices choices = {0};
    field->type->choices(form->context, form, field, value, &choices);
    const struct choice *found = choices_find(&choices, value);
    choices_add(&field->labels, value, found ? found->label : value, NULL);
    choices_release(&choices);
    const struct choice *kept = choices_find(&field->labels, value);
    return kept ? kept->label : value;
}

static const char *label_of(struct form *form, struct field *field, const char *value)
{
    for (size_t i = 0; i < field->type->option_count; i++)
        if (strcmp(field->type->options[i].value, value) == 0)
            return i18n_text(field->type->options[i].label);
    const struct choice *kept = choices_find(&field->labels, value);
    if (kept)
        return kept->label;
    return field->type->choices && *value ? ask_label(form, field, value) : value;
}

static void draw_choice(struct form *form, struct field *field, struct area row, bool focus)
{
    struct buf text = {0};
    if (field->type->kind == FIELD_CHOICE)
        buf_add_text(&text, label_of(form, field, field_text(field)));
    for (size_t i = 0; i < field->chosen_count; i++) {
        if (i)
            buf_add_text(&text, ", ");
        buf_add_text(&text, label_of(form, field, field->chosen[i]));
    }
    int room = row.width < FIELD_WIDTH_MAX ? row.width : FIELD_WIDTH_MAX;
    int width =
            field->type->width ? field->type->width : text_cells(buf_text(&text), text.size) + 3;
    width = width < 16 ? 16 : width;
    width = width < room ? width : room;
    enum style style = value_style(field, focus);
    draw_fit(row, 0, 0, width - 2, style, buf_text(&text));
    draw_format(row, 0, width - 2, style, "%s ", glyph(GLYPH_DOWN));
    if (focus)
        draw_focus(row, 0, 0);
    draw_hint(field, row, width + 1);
    buf_release(&text);
}

static void draw_toggle(struct field *field, struct area row, bool focus)
{
    enum style style = value_style(field, focus);
    int x = draw_format(
            row, 0, 0, style, "[%s] %s ", field->on ? "x" : " ", field->on ? _("yes") : _("no"));
    if (focus)
        draw_focus(row, 0, 1);
    draw_hint(field, row, x + 1);
}

static void draw_long(struct field *field, struct area area, bool focus)
{
    int width = area.width < FIELD_WIDTH_MAX ? area.width : FIELD_WIDTH_MAX;
    struct area box = area_columns(area_rows(area, 0, field->height), 0, width);
    int rows = value_rows(field, area.width);
    box.height = rows;
    draw_fill(box, value_style(field, focus));
    draw_wrapped(box, 0, value_style(field, focus), field_text(field));
    if (focus)
        draw_focus(box, 0, 0);
    if (rows_of(field_text(field), width) > rows)
        draw_text(box, rows - 1, width - 4, STYLE_BAR_KEY, " ...");
    draw_hint(field, area, width + 1);
}

static void draw_value(struct form *form, struct field *field, struct area area, bool focus)
{
    switch (field->type->kind) {
    case FIELD_DURATION: draw_duration(field, area, focus); break;
    case FIELD_CHOICE:
    case FIELD_MULTI: draw_choice(form, field, area, focus); break;
    case FIELD_TOGGLE: draw_toggle(field, area, focus); break;
    case FIELD_LONG: draw_long(field, area, focus); break;
    default: draw_line(field, area, focus); break;
    }
}

static void draw_label(struct form *form, struct field *field, struct area row, bool focus)
{
    enum style style = focus ? STYLE_STRONG : field->disabled ? STYLE_DIM : STYLE_TEXT;
    if (focus)
        draw_glyph(row, 0, 0, STYLE_STRONG, GLYPH_SELECT);
    draw_fit(row, 0, MARGIN, form->label_width, style, field_label(field));
}

static void draw_unlabelled(struct field *field, struct area area, int x, bool focus)
{
    if (field->type->kind == FIELD_HEADING) {
        draw_rule(area, area.height - 1, field_label(field));
    } else if (field->type->kind == FIELD_NOTE) {
        draw_wrapped(area_columns(area, MARGIN, area.width - MARGIN - 1), 0, STYLE_DIM,
                field_label(field));
    } else {
        enum style style = focus ? STYLE_SELECTED : field->disabled ? STYLE_DIM : STYLE_STRONG;
        if (focus)
            draw_glyph(area, 0, 0, STYLE_STRONG, GLYPH_SELECT);
        draw_format(area, 0, x, style, "[ %s ]", field_label(field));
        if (focus)
            draw_focus(area, 0, x);
    }
}

static void draw_verdict(struct field *field, struct area area)
{
    struct buf text = {0};
    int rows = verdict_rows(field, area.width);
    if (rows)
        draw_wrapped(area_rows(area, area.height - rows, rows), 0,
                field->verdict == FIELD_ERROR ? STYLE_ERROR : STYLE_WARNING,
                verdict_text(field, &text));
    buf_release(&text);
}

static void draw_field(struct form *form, struct field *field, struct area area, bool focus)
{
    int x = value_x(form);
    struct area value = area_columns(area, x, area.width - x - 1);
    if (has_label(field)) {
        draw_label(form, field, area, focus);
        draw_value(form, field, value, focus);
    } else {
        draw_unlabelled(field, area, x, focus);
    }
    draw_verdict(field, value);
}

static void follow_focus(struct form *form, const struct field *field, int height, int total)
{
    int end = field->y + field->height;
    if (end - form->scroll > height)
        form->scroll = end - height;
    if (field->y < form->scroll)
        form->scroll = field->y;
    if (form->scroll > total - height)
        form->scroll = total > height ? total - height : 0;
    if (form->scroll < 0)
        form->scroll = 0;
}

void form_draw(struct form *form, struct area area, bool focus)
{
    int total = lay_out(form, area.width);
    struct field *focused = form_focused(form);
    form_settle(form);
    if (!focused && !form->count)
        return;
    if (focused)
        follow_focus(form, focused, area.height, total);
    for (size_t i = 0; i < form->count; i++) {
        struct field *field = form->fields[i];
        int y = field->y - form->scroll;
        field->y = area.y + y; /* from here on a row of the screen, for the mouse */
        if (field->height && y >= 0 && y < area.height)
            draw_field(form, field, area_rows(area, y, field->height), focus && field == focused);
    }
    if (form->open && focus && focused)
        form_draw_list(form, area, focused->y - area.y, value_x(form));
    if (form->scroll > 0)
        draw_glyph(area, 0, area.width - 1, STYLE_DIM, GLYPH_UP);
    if (total - form->scroll > area.height)
        draw_glyph(area, area.height - 1, area.width - 1, STYLE_DIM, GLYPH_DOWN);
}
