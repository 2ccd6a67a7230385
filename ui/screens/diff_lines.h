/* Two texts against each other, line by line: what both have stands quietly around what differs. */
#ifndef UI_SCREENS_DIFF_LINES_H
#define UI_SCREENS_DIFF_LINES_H

#include "widgets/textview.h"

/* From this width on the texts stand side by side, in columns of diff_half cells. */
enum { DIFF_SIDE_WIDTH_MIN = 110 };
int diff_half(int width);

/* Either text may be NULL: there was none. Any bytes. */
void diff_add_lines(struct textview *out, const char *before, const char *after, int width);

#endif
