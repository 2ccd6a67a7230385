/* What is known of one user, as tables: private to user.c. */
#ifndef UI_SCREENS_USER_ROWS_H
#define UI_SCREENS_USER_ROWS_H

#include "report/segments.h"
#include "report/user.h"
#include "widgets/list.h"

enum { USER_COLUMNS_MAX = 5 };

enum user_section {
    USER_MESSAGES,
    USER_EVENTS,
    USER_REFUSALS,
    USER_CAMPAIGNS,
    USER_TRAITS,
    USER_SEGMENTS,
    USER_SECTION_COUNT,
};

struct user_row {
    char *cells[USER_COLUMNS_MAX];
    int64_t figures[USER_COLUMNS_MAX]; /* what a column is sorted by, where it is no text */
    enum style style;                  /* of the third column */
    char *words;
    char *target; /* what Enter opens, NULL: nothing */
};

struct user_table {
    struct user_row *items;
    size_t count;
    size_t capacity;
};

void user_table_release(struct user_table *table);

/* Fills the table of a section. `segments` may be empty. */
void user_table_fill(struct user_table *table, enum user_section section,
        const struct user_answer *user, const struct segment_list *segments);

/* Two or so lines above the tables. */
void user_add_words(const struct user_answer *user, struct buf *out);

#endif
