/* Roles of text, never colours.
 *
 * Screens name what a text is; the table of the terminal at hand says how that looks: the fixed
 * part of the 256 colours, 8 colours, or none (monochrome terminals and NO_COLOR). A role has
 * foreground and background, or neither, so that it reads on dark and on light terminals. Colour
 * never says anything alone: badges carry words, selected rows a mark. */
#ifndef UI_BASE_STYLE_H
#define UI_BASE_STYLE_H

enum style {
    STYLE_TEXT = 0,
    STYLE_DIM,      /* hints, units, what is not available */
    STYLE_STRONG,   /* headings, names */
    STYLE_EM,       /* underlined: links, the typed part of a match */
    STYLE_BAR,      /* first and last line */
    STYLE_BAR_KEY,  /* a key on the key line */
    STYLE_TAB,      /* the active tab */
    STYLE_SELECTED, /* the row or field that has the focus */
    STYLE_IDLE,     /* the selected row of a list that does not have the focus */
    STYLE_FIELD,    /* where something can be typed */
    STYLE_ERROR,
    STYLE_WARNING,
    STYLE_GOOD,
    STYLE_INFO,
    STYLE_LIVE,
    STYLE_SCHEDULED,
    STYLE_DRAFT,
    STYLE_ENDED,
    STYLE_STOPPED,
    STYLE_ARCHIVED,
    STYLE_ADDED,   /* of a difference */
    STYLE_REMOVED, /* of a difference */
    STYLE_CHANGED, /* of a difference, and a highlighted span */
    STYLE_CHART,   /* bars */
    STYLE_CHART_2, /* a second series */
    STYLE_COUNT
};

enum style_depth { STYLE_AUTO = 0, STYLE_MONO, STYLE_8, STYLE_256 };

/* Chooses the table after curses has started: AUTO takes what the terminal has, and MONO where
 * NO_COLOR is set and not empty. */
void style_start(enum style_depth depth);

/* For ui/base alone: curses attributes and colour pair of a role. */
void style_get(enum style style, unsigned long *attributes, short *pair);

#endif
