/* Text of people: UTF-8, cells on a screen, folding, cutting. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Decodes one character of well-formed or broken UTF-8. Returns the bytes used (0 at the end); a
 * broken byte gives U+FFFD and uses one. */
size_t text_decode(const char *bytes, size_t size, uint32_t *character);
size_t text_encode(uint32_t character, char out[4]);
bool text_is_utf8(const char *bytes, size_t size); /* strict: no surrogates, no overlong forms */

/* Cells a string takes on a terminal (wide characters two, combining ones none). Independent of the
 * locale. */
int text_cells(const char *bytes, size_t size);
int text_char_cells(uint32_t character);

/* Appends `bytes` made safe for a screen or a terminal: control characters, C1, bidi controls, zero
 * width joiners and variation selectors and broken bytes become U+FFFD; tab and newline become a
 * space unless `keep_newline`. */
void text_add_safe(struct buf *out, const char *bytes, size_t size, bool keep_newline);

/* Appends at most `cells` cells of (safe) text, with an ellipsis where it was cut, padded with
 * blanks to exactly `cells` where `pad`. `ascii` uses "..." or "~" in place of the ellipsis. */
void text_add_cut(struct buf *out, const char *text, int cells, bool pad, bool ascii);

/* Compares and searches with case and accents folded (Latin, Greek, Cyrillic), for filters on
 * screens. */
bool text_contains_folded(const char *text, const char *wanted);
int text_compare_folded(const char *a, const char *b);
bool text_equal_ascii_case(const char *a, size_t a_size, const char *b, size_t b_size);
/* The same but for the case of letters of any script; accents count, the locale does not. */
bool text_equal_case(const char *a, size_t a_size, const char *b, size_t b_size);

/* Length of the longest prefix of at most `max` bytes that does not cut a character. */
size_t text_cut_bytes(const char *bytes, size_t size, size_t max);

/* Edits (insert, delete, replace, swap) between two names, for 'did you mean'. */
int text_distance(const char *a, const char *b);

/* 12840 -> "12 840" in groups of three. */
void text_add_number(struct buf *out, int64_t number);

/* Shortest decimal that reads back as the same double: 100, 0.1, 1e+21. */
void text_add_double(struct buf *out, double number);

#endif
