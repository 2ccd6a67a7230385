/* Cutting text into rows of a given width, between words where possible. */
#ifndef UI_BASE_WRAP_H
#define UI_BASE_WRAP_H

#include <stddef.h>

/* The bytes of the first row of `text`, and in *next the offset at which the following row begins
 * (== size at the end). A newline ends a row; a word longer than the row is cut between
 * characters. A row has at least one character, whatever the width. */
size_t wrap_row(const char *text, size_t size, int width, size_t *next);

/* How many rows the text takes, at least one. */
size_t wrap_count(const char *text, size_t size, int width);

#endif
