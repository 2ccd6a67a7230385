#include "base/style.h"

#include <stdlib.h>

#include <curses.h>

struct look {
    short foreground; /* -1: the terminal's own */
    short background;
    attr_t attributes;
};

struct role {
    struct look rich;  /* of 256 colours */
    struct look basic; /* of 8 */
    attr_t mono;
};

#define OWN                                                                                        \
    {                                                                                              \
        -1, -1, A_NORMAL                                                                           \
    }
#define AS(attribute)                                                                              \
    {                                                                                              \
        -1, -1, attribute                                                                          \
    }

static const struct role roles[STYLE_COUNT] = {
        [STYLE_TEXT] = {OWN, OWN, A_NORMAL},
        [STYLE_DIM] = {AS(A_DIM), AS(A_DIM), A_DIM},
        [STYLE_STRONG] = {AS(A_BOLD), AS(A_BOLD), A_BOLD},
        [STYLE_EM] = {AS(A_UNDERLINE), AS(A_UNDERLINE), A_UNDERLINE},
        [STYLE_BAR] = {{252, 238, 0}, {COLOR_BLACK, COLOR_WHITE, 0}, A_REVERSE},
        /* No attribute beside the colours: switching those costs 11 bytes, with attributes 32. */
        [STYLE_BAR_KEY] = {{153, 238, 0}, {COLOR_BLUE, COLOR_WHITE, 0}, A_REVERSE | A_BOLD},
        [STYLE_TAB] = {{231, 24, A_BOLD}, {COLOR_WHITE, COLOR_BLUE, A_BOLD}, A_BOLD},
        [STYLE_SELECTED] = {{231, 24, 0}, {COLOR_WHITE, COLOR_BLUE, A_BOLD}, A_REVERSE},
        [STYLE_IDLE] = {{252, 240, 0}, {COLOR_BLACK, COLOR_WHITE, 0}, A_BOLD},
        [STYLE_FIELD] = {{254, 237, 0}, {COLOR_BLACK, COLOR_WHITE, 0}, A_UNDERLINE},
        [STYLE_ERROR] = {{231, 124, 0}, {COLOR_WHITE, COLOR_RED, A_BOLD}, A_BOLD},
        [STYLE_WARNING] = {{16, 214, 0}, {COLOR_BLACK, COLOR_YELLOW, 0}, A_BOLD},
        [STYLE_GOOD] = {{16, 114, 0}, {COLOR_BLACK, COLOR_GREEN, 0}, A_NORMAL},
        [STYLE_INFO] = {{16, 153, 0}, {COLOR_BLACK, COLOR_CYAN, 0}, A_NORMAL},
        [STYLE_LIVE] = {{16, 114, 0}, {COLOR_BLACK, COLOR_GREEN, 0}, A_REVERSE},
        [STYLE_SCHEDULED] = {{231, 25, 0}, {COLOR_WHITE, COLOR_BLUE, 0}, A_REVERSE},
        [STYLE_DRAFT] = {{16, 250, 0}, {COLOR_BLACK, COLOR_WHITE, 0}, A_REVERSE},
        [STYLE_ENDED] = {{252, 240, 0}, {COLOR_WHITE, COLOR_BLACK, A_BOLD}, A_REVERSE},
        [STYLE_STOPPED] = {{231, 130, 0}, {COLOR_WHITE, COLOR_MAGENTA, 0}, A_REVERSE},
        [STYLE_ARCHIVED] = {{248, 236, 0}, {COLOR_WHITE, COLOR_BLACK, 0}, A_REVERSE},
        [STYLE_ADDED] = {{16, 157, 0}, {COLOR_BLACK, COLOR_GREEN, 0}, A_BOLD},
        [STYLE_REMOVED] = {{16, 217, 0}, {COLOR_WHITE, COLOR_RED, 0}, A_DIM},
        [STYLE_CHANGED] = {{16, 222, 0}, {COLOR_BLACK, COLOR_YELLOW, 0}, A_UNDERLINE},
        [STYLE_CHART] = {{75, 236, 0}, {COLOR_CYAN, COLOR_BLACK, 0}, A_NORMAL},
        [STYLE_CHART_2] = {{179, 236, 0}, {COLOR_YELLOW, COLOR_BLACK, 0}, A_DIM},
};

static struct {
    attr_t attributes;
    short pair;
} looks[STYLE_COUNT];

static bool wants_colour(enum style_depth depth)
{
    const char *no_colour = getenv("NO_COLOR");
    if (depth == STYLE_AUTO && no_colour && *no_colour)
        return false;
    return depth != STYLE_MONO && has_colors();
}

/* How many colours there are is known once they have been started. */
static enum style_depth start(enum style_depth depth)
{
    if (!wants_colour(depth) || start_color() != OK || COLORS < 8)
        return STYLE_MONO;
    if (use_default_colors() != OK)
        assume_default_colors(COLOR_WHITE, COLOR_BLACK);
    return depth == STYLE_8 || COLORS < 256 ? STYLE_8 : STYLE_256;
}

void style_start(enum style_depth depth)
{
    depth = start(depth);
    for (int i = 0; i < STYLE_COUNT; i++) {
        const struct look *look = depth == STYLE_256 ? &roles[i].rich : &roles[i].basic;
        looks[i].pair = 0;
        looks[i].attributes = depth == STYLE_MONO ? roles[i].mono : look->attributes;
        if (depth == STYLE_MONO || look->foreground < 0)
            continue;
        short pair = (short)(i + 1);
        if (init_pair(pair, look->foreground, look->background) == OK)
            looks[i].pair = pair;
    }
}

void style_get(enum style style, unsigned long *attributes, short *pair)
{
    int i = style >= 0 && style < STYLE_COUNT ? (int)style : STYLE_TEXT;
    *attributes = looks[i].attributes;
    *pair = looks[i].pair;
}
