/* The rows of the review (private to review*.c). */
#ifndef UI_SCREENS_REVIEW_ROWS_H
#define UI_SCREENS_REVIEW_ROWS_H

#include "screens/review.h"

void review_clear_rows(struct review *review);
/* Faults of the fields, findings, then each step in words. */
void review_make_rows(struct review *review);
/* Keeps in mind which warnings were accepted, so that they stay so after another look. */
void review_remember_seen(struct review *review, const struct review_row *row);
/* The review of review_view. */
struct review *review_view_review(struct view *view);

#endif
