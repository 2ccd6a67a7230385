/* Columns of text that fit the terminal. */
#ifndef CLI_LAYOUT_H
#define CLI_LAYOUT_H

#include "cli/out.h"

/* The next cell of the current row. Rows are held back until there are enough to be measured. */
void layout_cell(struct out *out, const char *text, size_t size);
/* Measures, and writes what is still held. */
void layout_flush(struct out *out);

#endif
