/* What the files of the review share (private to review*.c). */
#ifndef UI_SCREENS_REVIEW_ROWS_H
#define UI_SCREENS_REVIEW_ROWS_H

#include "screens/review.h"

void review_clear_rows(struct review *review);
/* Faults of the fields, findings, then each step in words. */
void review_make_rows(struct review *review);
/* Keeps in mind which warnings were accepted, so that they stay so after another look. */
void review_remember_seen(struct review *review, const struct review_row *row);
/* Saves, and activates behind it, in a job of the review's, whatever becomes of the screen that
 * asked; `asker` (may be NULL) is closed behind it. */
void review_start_act(struct review *review, struct view *asker, bool activate);
void review_tell_refused(struct review *review, const char *title, const char *sentence,
        const struct finding_list *findings);
/* Shows what an edit changes or who is reached, and asks (review_meaning.c). */
void review_open_meaning(struct review *review, bool activate);
/* The review of review_view. */
struct review *review_view_review(struct view *view);

#endif
