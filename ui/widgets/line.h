/* One line of text being edited: UTF-8, moved and deleted by what a person sees as one sign. */
#ifndef UI_WIDGETS_LINE_H
#define UI_WIDGETS_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/area.h"
#include "base/buf.h"
#include "base/key.h"
#include "base/style.h"

enum { LINE_SIZE_MAX_DEFAULT = 1024 };

struct line {
    struct buf text;
    size_t cursor;   /* byte offset */
    size_t scroll;   /* byte offset of the first cell shown */
    size_t size_max; /* bytes; 0: LINE_SIZE_MAX_DEFAULT */
};

void line_release(struct line *line);
void line_set(struct line *line, const char *text); /* the cursor goes to the end */
const char *line_text(const struct line *line);     /* never NULL */

/* Left Right Home End ^A ^E, Backspace Del ^D, ^W a word, ^U to the start, ^K to the end,
 * characters, pastes (newlines become blanks, other control characters are left out). True where
 * the key was used; *changed (may be NULL) where the text is another one. */
bool line_key(struct line *line, const struct key *key, bool *changed);

/* Over the first row of the area, scrolled so that the cursor is seen; `focus` shows it. */
void line_draw(struct line *line, struct area area, enum style style, bool focus);

/* Offsets of the signs around a byte offset: for every editor of text. */
size_t line_next_sign(const char *text, size_t size, size_t at);
size_t line_previous_sign(const char *text, size_t at);
size_t line_word_start(const char *text, size_t at); /* of the word before */

#endif
