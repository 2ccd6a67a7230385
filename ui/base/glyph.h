/* Signs that are no letters, in UTF-8 or, where the locale is not UTF-8, in ASCII.
 * Each is one cell wide in both tables. */
#ifndef UI_BASE_GLYPH_H
#define UI_BASE_GLYPH_H

#include <stdbool.h>

enum glyph {
    GLYPH_LINE = 0, /* horizontal */
    GLYPH_HEAVY,    /* horizontal, the filled part of a small bar */
    GLYPH_BAR,      /* vertical */
    GLYPH_TOP_LEFT,
    GLYPH_TOP_RIGHT,
    GLYPH_BOTTOM_LEFT,
    GLYPH_BOTTOM_RIGHT,
    GLYPH_CRUMB,  /* between the parts of a path */
    GLYPH_SELECT, /* before the selected row */
    GLYPH_MARK,   /* before a marked row */
    GLYPH_DONE,
    GLYPH_FAULT,
    GLYPH_HERE, /* the current step */
    GLYPH_TODO,
    GLYPH_DOWN,
    GLYPH_UP,
    GLYPH_RIGHT,
    GLYPH_LEFT,
    GLYPH_BRANCH,  /* of a tree: more follow */
    GLYPH_LAST,    /* of a tree: the last one */
    GLYPH_DOT,     /* between facts */
    GLYPH_BLOCK_1, /* one eighth of a cell, from below */
    GLYPH_BLOCK_8 = GLYPH_BLOCK_1 + 7,
    GLYPH_COUNT
};

void glyph_start(bool ascii);
bool glyph_is_ascii(void);
const char *glyph(enum glyph glyph);

#endif
