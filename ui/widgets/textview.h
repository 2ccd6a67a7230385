/* Text to read: wrapped, scrolled, with highlighted spans, filtered by paragraph. For help,
 * differences, logs, explanations.
 *
 *     textview_add(&text, STYLE_STRONG, 0, _("Version 4, by Ana"));
 *     textview_begin(&text, 4);                  // a paragraph of several roles, indent 4
 *     textview_span(&text, STYLE_TEXT, "delay ");
 *     textview_span(&text, STYLE_REMOVED, "2 hours");
 *     textview_span(&text, STYLE_ADDED, "3 hours");
 */
#ifndef UI_WIDGETS_TEXTVIEW_H
#define UI_WIDGETS_TEXTVIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/area.h"
#include "base/buf.h"
#include "base/key.h"
#include "base/keymap.h"
#include "base/style.h"
#include "widgets/line.h"

enum { TEXTVIEW_PARAGRAPHS_MAX = 100000 };

struct textview_span {
    size_t end; /* offset in the paragraph's text */
    enum style style;
};

struct textview_paragraph {
    struct buf text;
    struct textview_span *spans;
    size_t span_count;
    size_t span_capacity;
    int indent; /* of the second row and those below */
};

struct textview_row {
    size_t paragraph;
    size_t at;
    size_t size;
};

struct textview {
    struct textview_paragraph *paragraphs;
    size_t count;
    size_t capacity;
    struct textview_row *rows;
    size_t row_count;
    size_t row_capacity;
    int rows_width; /* the width they are for; 0: to be made */
    size_t top;
    int height; /* at the last drawing */
    struct line filter;
    bool filtering;
};

void textview_release(struct textview *text);
void textview_clear(struct textview *text); /* keeps place and filter */
void textview_add(struct textview *text, enum style style, int indent, const char *paragraph);
void textview_begin(struct textview *text, int indent);
void textview_span(struct textview *text, enum style style, const char *part);

void textview_draw(struct textview *text, struct area area);
bool textview_key(struct textview *text, const struct key *key);
bool textview_typing(const struct textview *text);
bool textview_back(struct textview *text); /* ends the filter */
const struct keymap *textview_mode(const struct textview *text);
/* '12-30 of 84', and the filter. */
void textview_add_status(const struct textview *text, struct buf *out);
void textview_to_end(struct textview *text);

extern const struct keymap textview_keymap;

#endif
