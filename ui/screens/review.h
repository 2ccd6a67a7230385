/* The review of a campaign: what is wrong or odd, then each step in words; from here it is saved
 * and activated. Used as the last step of the wizard, and alone for a saved campaign. */
#ifndef UI_SCREENS_REVIEW_H
#define UI_SCREENS_REVIEW_H

#include "base/job.h"
#include "base/view.h"
#include "model/finding.h"
#include "screens/draft.h"

struct review_row {
    int severity; /* enum severity; -1: a step in words */
    char *code;   /* NULL: what the fields themselves say */
    char *path;   /* for jumping */
    char *heading;
    char *text;
    bool seen; /* a warning that was looked at and accepted */
};

struct review {
    struct view *view;
    struct world *world;
    struct draft *draft; /* not the review's own */
    void *context;
    /* Goes to the field of a path. */
    void (*jump)(void *context, const char *path);
    /* Errors of the fields themselves (review_add_fault); may be NULL. */
    void (*faults)(void *context, struct review *review);
    /* The campaign was saved or is live: the screen can go. */
    void (*done)(void *context, const char *sentence);
    struct review_row *rows;
    size_t count;
    size_t capacity;
    size_t selected;
    size_t top;  /* the first row shown */
    char **seen; /* 'code path' of accepted warnings */
    size_t seen_count;
    size_t seen_capacity;
    struct finding_list findings; /* of the last check */
    bool checked;                 /* it is for this document */
    char *document;               /* what is or was checked */
    struct job *job;              /* the check, or saving */
    bool acting;                  /* it is saving */
    struct error failed;          /* the check could not be made */
};

/* The functions are set by the caller afterwards. */
void review_init(struct review *review, struct view *view, struct draft *draft, void *context);
void review_release(struct review *review);
/* Looks at the document again. */
void review_refresh(struct review *review);
/* The same where it is another one than the one that was looked at. */
void review_renew(struct review *review);
void review_draw(struct review *review, struct area area);
bool review_key(struct review *review, const struct key *key);
void review_add_fault(
        struct review *review, const char *path, const char *heading, const char *text);
extern const struct keymap review_keymap;

/* For the files of the review. */

/* What stands in the way of going on, as a sentence; selects the first such row. False: nothing. */
bool review_is_held(struct review *review, struct buf *why);
/* Saves (a version of a draft, of a stopped campaign), or shows what an edit of a live campaign
 * changes first (review_act.c). */
void review_save(struct review *review);
/* Who will be reached, then the id, then it is live. */
void review_activate(struct review *review);
/* Mine, theirs and the base; then one of them (review_conflict.c). */
struct save_answer;
void conflict_open(struct review *review, const struct save_answer *answer);
/* The campaign was written; the sentence stands in the message line. */
void review_finish(struct review *review, const char *id, uint32_t version, const char *sentence);

#endif
