#include "base/glyph.h"

static bool ascii_only;

static const char *const glyphs[GLYPH_COUNT][2] = {
        [GLYPH_LINE] = {"─", "-"},
        [GLYPH_HEAVY] = {"━", "="},
        [GLYPH_BAR] = {"│", "|"},
        [GLYPH_TOP_LEFT] = {"╭", "+"},
        [GLYPH_TOP_RIGHT] = {"╮", "+"},
        [GLYPH_BOTTOM_LEFT] = {"╰", "+"},
        [GLYPH_BOTTOM_RIGHT] = {"╯", "+"},
        [GLYPH_CRUMB] = {"›", ">"},
        [GLYPH_SELECT] = {"▌", ">"},
        [GLYPH_MARK] = {"●", "*"},
        [GLYPH_DONE] = {"✓", "+"},
        [GLYPH_FAULT] = {"✗", "!"},
        [GLYPH_HERE] = {"●", "*"},
        [GLYPH_TODO] = {"○", "."},
        [GLYPH_DOWN] = {"▾", "v"},
        [GLYPH_UP] = {"▴", "^"},
        [GLYPH_RIGHT] = {"▸", ">"},
        [GLYPH_LEFT] = {"◂", "<"},
        [GLYPH_BRANCH] = {"├", "|"},
        [GLYPH_LAST] = {"└", "`"},
        [GLYPH_DOT] = {"·", "-"},
        [GLYPH_BLOCK_1] = {"▁", "."},
        [GLYPH_BLOCK_1 + 1] = {"▂", "."},
        [GLYPH_BLOCK_1 + 2] = {"▃", "-"},
        [GLYPH_BLOCK_1 + 3] = {"▄", "-"},
        [GLYPH_BLOCK_1 + 4] = {"▅", "="},
        [GLYPH_BLOCK_1 + 5] = {"▆", "="},
        [GLYPH_BLOCK_1 + 6] = {"▇", "#"},
        [GLYPH_BLOCK_8] = {"█", "#"},
};

void glyph_start(bool ascii)
{
    ascii_only = ascii;
}

bool glyph_is_ascii(void)
{
    return ascii_only;
}

const char *glyph(enum glyph sign)
{
    return glyphs[sign][ascii_only];
}
