/* A table of rows: columns by priority, sort, filter as one types, marks, words for the row.
 *
 *     static const struct list_column columns[] = {
 *         {.title = N_("Title"), .width = 16, .grow = 1},
 *         {.title = N_("Status"), .width = 11},
 *         {.title = N_("Sent"), .width = 9, .align = LIST_RIGHT, .priority = 1},
 *     };
 *     static const struct list_type campaigns_list = {
 *         .columns = columns, .column_count = ARRAY_COUNT(columns),
 *         .count = campaigns_count, .cell = campaigns_cell, .words = campaigns_words,
 *         .compare = campaigns_compare, .identity = campaigns_identity, .marks = true,
 *         .empty = N_("No campaigns yet. Press n to write the first one."),
 *     };
 *     list_init(&state->list, &campaigns_list, state);
 *
 * Rows are numbers from 0 to count - 1 of the screen's own array; the list asks for the cells of
 * what is visible alone. Columns of priority 0 are always there; of the others as many as fit, in
 * order of priority, and Right shows the next set. After the rows changed call list_reload: the
 * selection and the marks stay with the same identity.
 *
 * Up to LIST_INDEX_MAX rows are filtered and sorted here. A longer list must filter itself
 * (`filter`), and is shown in its own order. */
#ifndef UI_WIDGETS_LIST_H
#define UI_WIDGETS_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/area.h"
#include "base/buf.h"
#include "base/key.h"
#include "base/keymap.h"
#include "base/style.h"
#include "widgets/line.h"

enum { LIST_INDEX_MAX = 200000, LIST_COLUMNS_MAX = 24, LIST_MARKS_MAX = 10000 };

enum list_align { LIST_LEFT = 0, LIST_RIGHT };

struct list_column {
    const char *title; /* N_() */
    int width;         /* cells at least */
    int grow;          /* share of the cells left over; 0: stays as it is */
    int priority;      /* 0: always shown */
    enum list_align align;
};

struct list_cell {
    struct buf text;
    enum style style; /* STYLE_TEXT: as the row */
    bool badge;       /* a word on a coloured ground */
};

struct list_type {
    const struct list_column *columns;
    size_t column_count;
    const char *empty; /* N_(): what to do where there is no row at all */
    bool marks;        /* Space marks rows */
    int words_rows;    /* rows below the table for `words`; 0: 1 */
    /* The same under 100 columns, 0: as above. Two selected rows and the words are most of what a
     * cursor move sends, and TUI.md allows 400 bytes at 80x24. */
    int words_rows_narrow;

    size_t (*count)(void *context);
    void (*cell)(void *context, size_t row, size_t column, struct list_cell *cell);
    /* The rest may be NULL. */
    void (*words)(void *context, size_t row, struct buf *out); /* the selected row in words */
    uint64_t (*identity)(void *context, size_t row);
    int (*compare)(void *context, size_t a, size_t b, size_t column); /* NULL: cannot be sorted */
    bool (*match)(void *context, size_t row, const char *filter);     /* NULL: any cell */
    void (*filter)(void *context, const char *filter); /* the rows themselves change */
};

struct list {
    const struct list_type *type;
    void *context;
    uint32_t *order; /* rows shown; NULL: all, as they are */
    size_t shown;
    size_t total;
    size_t selected; /* place among the shown ones */
    size_t top;
    uint64_t identity; /* of the selected row */
    bool chosen;       /* somebody moved it there; else it is the first row whatever the order */
    struct line filter;
    bool filtering;  /* the filter has the keys */
    int sort_column; /* -1: none */
    bool descending;
    uint64_t *marks; /* identities, ascending */
    size_t mark_count;
    size_t mark_capacity;
    size_t set; /* of columns */
    size_t set_count;
    int page; /* rows at the last drawing */
    struct area rows_area;
};

void list_init(struct list *list, const struct list_type *type, void *context);
void list_release(struct list *list);
void list_reload(struct list *list); /* the rows are others now */

/* Draws heading, rows and words. Without `focus` the selected row is shown quietly. */
void list_draw(struct list *list, struct area area, bool focus);
bool list_key(struct list *list, const struct key *key); /* true: used */
bool list_typing(const struct list *list);               /* for view_type.typing */
bool list_back(struct list *list);                       /* for view_type.back: ends the filter */
const struct keymap *list_mode(const struct list *list); /* for view_type.mode */

bool list_selected(const struct list *list, size_t *row); /* false where no row is shown */
void list_select(struct list *list, uint64_t identity);
size_t list_mark_count(const struct list *list);
bool list_is_marked(const struct list *list, size_t row);
void list_clear_marks(struct list *list);
/* The rows an action is for: the marked ones that exist, else the selected one. Returns how many
 * were written to `rows` (at most max). */
size_t list_chosen(const struct list *list, size_t *rows, size_t max);

void list_set_sort(struct list *list, int column, bool descending);
void list_set_filter(struct list *list, const char *filter);
/* '12 of 340', the filter, the marks, '3/12': for view_status.text. */
void list_add_status(const struct list *list, struct buf *out);

extern const struct keymap list_keymap;
/* The keys of a filter being typed, for every widget that has one. */
extern const struct keymap filter_keymap;

#endif
