#include "widgets/textview.h"

#include <string.h>

#include "base/alloc.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/wrap.h"
#include "widgets/list.h"

enum {
    TEXT_UP = 1,
    TEXT_DOWN,
    TEXT_PAGE_UP,
    TEXT_PAGE_DOWN,
    TEXT_FIRST,
    TEXT_LAST,
    TEXT_FILTER,
};

static const struct keybind binds[] = {
        {TEXT_FILTER, {'/', CODE_CTRL('F')}, N_("filter"),
                N_("Only the paragraphs with what you type; Enter keeps, Esc shows all"), NULL},
        {TEXT_UP, {CODE_UP, 'k'}, NULL, N_("One row up"), NULL},
        {TEXT_DOWN, {CODE_DOWN, 'j'}, NULL, N_("One row down"), NULL},
        {TEXT_PAGE_UP, {CODE_CTRL('U'), CODE_PAGE_UP}, NULL, N_("Half a page up"), NULL},
        {TEXT_PAGE_DOWN, {CODE_CTRL('D'), CODE_PAGE_DOWN, ' '}, NULL, N_("Half a page down"), NULL},
        {TEXT_FIRST, {'g', CODE_HOME}, NULL, N_("To the beginning"), NULL},
        {TEXT_LAST, {'G', CODE_END}, NULL, N_("To the end"), NULL},
};

const struct keymap textview_keymap = KEYMAP(N_("Texts"), binds);

void textview_clear(struct textview *text)
{
    for (size_t i = 0; i < text->count; i++) {
        buf_release(&text->paragraphs[i].text);
        mem_free(text->paragraphs[i].spans);
    }
    text->count = 0;
    text->rows_width = 0;
}

void textview_release(struct textview *text)
{
    textview_clear(text);
    mem_free(text->paragraphs);
    mem_free(text->rows);
    line_release(&text->filter);
    memset(text, 0, sizeof *text);
}

void textview_begin(struct textview *text, int indent)
{
    if (text->count == TEXTVIEW_PARAGRAPHS_MAX)
        return;
    text->paragraphs =
            mem_room(text->paragraphs, text->count, &text->capacity, sizeof *text->paragraphs);
    text->paragraphs[text->count++] = (struct textview_paragraph){.indent = indent};
    text->rows_width = 0;
}

void textview_span(struct textview *text, enum style style, const char *part)
{
    if (!text->count)
        textview_begin(text, 0);
    struct textview_paragraph *paragraph = &text->paragraphs[text->count - 1];
    text_add_safe(&paragraph->text, part, strlen(part), true);
    paragraph->spans = mem_room(paragraph->spans, paragraph->span_count, &paragraph->span_capacity,
            sizeof *paragraph->spans);
    paragraph->spans[paragraph->span_count++] =
            (struct textview_span){.end = paragraph->text.size, .style = style};
    text->rows_width = 0;
}

void textview_add(struct textview *text, enum style style, int indent, const char *paragraph)
{
    textview_begin(text, indent);
    textview_span(text, style, paragraph);
}

static void add_row(struct textview *text, size_t paragraph, size_t at, size_t size)
{
    text->rows = mem_room(text->rows, text->row_count, &text->row_capacity, sizeof *text->rows);
    text->rows[text->row_count++] =
            (struct textview_row){.paragraph = paragraph, .at = at, .size = size};
}

static void wrap_paragraph(struct textview *text, size_t number, int width)
{
    const struct textview_paragraph *paragraph = &text->paragraphs[number];
    const char *bytes = buf_text(&paragraph->text);
    size_t at = 0;
    do {
        size_t next;
        int room = at ? width - paragraph->indent : width;
        size_t size = wrap_row(bytes + at, paragraph->text.size - at, room > 1 ? room : 1, &next);
        add_row(text, number, at, size);
        at += next;
    } while (at < paragraph->text.size);
}

static void make_rows(struct textview *text, int width)
{
    const char *filter = line_text(&text->filter);
    if (text->rows_width == width)
        return;
    text->row_count = 0;
    for (size_t i = 0; i < text->count; i++)
        if (!*filter || text_contains_folded(buf_text(&text->paragraphs[i].text), filter))
            wrap_paragraph(text, i, width);
    text->rows_width = width;
}

static size_t last_top(const struct textview *text)
{
    size_t height = text->height > 0 ? (size_t)text->height : 1;
    return text->row_count > height ? text->row_count - height : 0;
}

static bool act(struct textview *text, int action)
{
    size_t half = text->height > 2 ? (size_t)text->height / 2 : 1;
    size_t last = last_top(text);
    switch (action) {
    case TEXT_UP: text->top -= text->top > 0; break;
    case TEXT_DOWN: text->top += text->top < last; break;
    case TEXT_PAGE_UP: text->top = text->top > half ? text->top - half : 0; break;
    case TEXT_PAGE_DOWN: text->top = text->top + half < last ? text->top + half : last; break;
    case TEXT_FIRST: text->top = 0; break;
    case TEXT_LAST: text->top = last; break;
    case TEXT_FILTER: text->filtering = true; break;
    default: return false;
    }
    return true;
}

static bool filter_key(struct textview *text, const struct key *key)
{
    bool changed = false;
    if (key->code == CODE_ENTER)
        text->filtering = false;
    else if (key->code == CODE_ESC)
        textview_back(text);
    else if (key->code == CODE_UP || key->code == CODE_DOWN)
        act(text, key->code == CODE_UP ? TEXT_UP : TEXT_DOWN);
    else if (!line_key(&text->filter, key, &changed))
        return false;
    if (changed) {
        text->rows_width = 0;
        text->top = 0;
    }
    return true;
}

bool textview_key(struct textview *text, const struct key *key)
{
    if (text->filtering)
        return filter_key(text, key);
    const struct keybind *bind = keymap_find(&textview_keymap, key->code, false);
    return bind && act(text, bind->action);
}

bool textview_typing(const struct textview *text)
{
    return text->filtering;
}

const struct keymap *textview_mode(const struct textview *text)
{
    return text->filtering ? &filter_keymap : NULL;
}

bool textview_back(struct textview *text)
{
    if (!text->filtering && !text->filter.text.size)
        return false;
    text->filtering = false;
    line_set(&text->filter, "");
    text->rows_width = 0;
    return true;
}

void textview_to_end(struct textview *text)
{
    text->top = (size_t)-1;
}

void textview_add_status(const struct textview *text, struct buf *out)
{
    size_t last = text->top + (size_t)(text->height > 0 ? text->height : 0);
    if (text->filter.text.size) {
        buf_add_format(out, _("filter: %s"), line_text(&text->filter));
        buf_add_format(out, " %s ", glyph(GLYPH_DOT));
    }
    if (text->row_count > (size_t)(text->height > 0 ? text->height : 0))
        buf_add_format(out, _("rows %zu-%zu of %zu"), text->top + 1,
                last < text->row_count ? last : text->row_count, text->row_count);
}

static void draw_row(struct textview *text, struct area row, const struct textview_row *at)
{
    const struct textview_paragraph *paragraph = &text->paragraphs[at->paragraph];
    const char *bytes = buf_text(&paragraph->text);
    size_t from = at->at;
    size_t end = at->at + at->size;
    int x = at->at ? paragraph->indent : 0;
    for (size_t i = 0; i < paragraph->span_count && from < end; i++) {
        size_t to = paragraph->spans[i].end < end ? paragraph->spans[i].end : end;
        if (to <= from)
            continue;
        x += draw_bytes(row, 0, x, paragraph->spans[i].style, bytes + from, to - from);
        from = to;
    }
}

void textview_draw(struct textview *text, struct area area)
{
    if (text->filtering) {
        struct area row = area_take_top(&area, 1);
        int x = draw_text(row, 0, 0, STYLE_STRONG, _("Filter")) + 1;
        line_draw(&text->filter, area_columns(row, x, 40), STYLE_FIELD, true);
    }
    make_rows(text, area.width > 0 ? area.width : 1);
    text->height = area.height;
    if (text->top > last_top(text))
        text->top = last_top(text);
    for (int y = 0; y < area.height && text->top + (size_t)y < text->row_count; y++)
        draw_row(text, area_rows(area, y, 1), &text->rows[text->top + (size_t)y]);
    if (!text->row_count && text->filter.text.size)
        draw_format(area, 0, 0, STYLE_DIM, _("Nothing matches '%s'. Esc shows all again."),
                line_text(&text->filter));
}
