/* The campaign wizard: what its steps share (private to wizard*.c and review*.c).
 *
 * A step is a table of fields, a table that binds fields to members of the campaign, and functions
 * for what tables cannot say. Every key that changes a field is taken over into the document at
 * once, so the words beside the fields are always those of the document. */
#ifndef UI_SCREENS_WIZARD_SCREEN_H
#define UI_SCREENS_WIZARD_SCREEN_H

#include "base/job.h"
#include "screens/condition_form.h"
#include "screens/draft.h"
#include "screens/form_walk.h"
#include "screens/review.h"
#include "screens/rule_form.h"
#include "widgets/wizard.h"

enum wizard_place {
    PLACE_BASICS,
    PLACE_MESSAGE,
    PLACE_TRIGGER,
    PLACE_DELAY,
    PLACE_EXCEPTIONS_STEP,
    PLACE_DURATION,
    PLACE_WINDOW,
    PLACE_REELIGIBILITY,
    PLACE_AUDIENCE_STEP,
    PLACE_CONVERSIONS_STEP,
    PLACE_REVIEW,
    PLACE_COUNT,
};

enum { RULE_LISTS = 3 };

struct wizard_screen {
    struct editing editing; /* first: the context of the forms */
    struct wizard wizard;
    struct form_walk walk;
    struct view *view;
    struct world *world;
    struct draft draft;
    size_t place;                 /* the step whose fields are being filled or checked */
    size_t open_rule[RULE_LISTS]; /* the row whose fields are shown */
    bool stale;                   /* the fields are built anew when the focus moves on */
    bool id_typed;                /* no longer proposed from the title */
    bool visited[PLACE_COUNT];
    enum wizard_mark marks[PLACE_COUNT];
    struct job *count; /* of the audience */
    char *counted;     /* the audience the size is for */
    int64_t size, size_ms;
    struct review review;
};

enum bind_kind {
    BIND_TEXT,
    BIND_LIST,        /* char **, and its count at `count_at` */
    BIND_FLAG,        /* bool, of a toggle */
    BIND_CHOICE,      /* int or enum: the place among the options */
    BIND_CHOICE_FLAG, /* bool: the second option is true */
    BIND_WHOLE,       /* int */
    BIND_SPAN,
    BIND_CLOCK,
    BIND_WALL,
    BIND_OWN, /* the step's own fill and apply */
};

struct binding {
    const char *path; /* in the document, for findings */
    int id;
    enum bind_kind kind;
    size_t at; /* in struct campaign */
    size_t count_at;
};

struct step_form {
    const struct field_type *fields;
    size_t field_count;
    const struct binding *bindings;
    size_t binding_count;
    /* Hides, labels and disables after the fields were filled and after every change. */
    void (*show)(struct wizard_screen *screen, struct form *form);
    /* What no binding says; called after them. */
    void (*fill)(struct wizard_screen *screen, struct form *form);
    void (*apply)(struct wizard_screen *screen, struct form *form, struct field *field);
};

extern const struct step_form basics_form, message_form, delay_form, duration_form, window_form,
        reeligibility_form, audience_form;
/* NULL for the steps of rules and the review. */
const struct step_form *step_form_of(size_t place);

void step_form_enter(struct wizard_screen *screen, const struct step_form *step, struct form *form);
void step_form_apply(struct wizard_screen *screen, const struct step_form *step, struct form *form,
        struct field *field);
struct field *step_field(struct form *form, int id); /* row 0; NULL: none */
void step_hide(struct form *form, int id, bool hidden);

/* Steps of rules (wizard_rules.c). */
int rules_list_of(size_t place); /* enum rule_list, -1: no such step */
void rules_enter(struct wizard_screen *screen, enum rule_list list, struct form *form);
void rules_leave(struct wizard_screen *screen, enum rule_list list);
void rules_changed(
        struct wizard_screen *screen, enum rule_list list, struct form *form, struct field *field);
/* Removes the condition or the row the focus is in; false where there is none. */
bool rules_remove(struct wizard_screen *screen, enum rule_list list, struct form *form);
const struct rule *rules_at(const struct campaign *campaign, enum rule_list list, size_t index);
size_t rules_count(const struct campaign *campaign, enum rule_list list);
const char *rules_event_of(const struct editing *editing, int row);
const struct condition *rules_condition_of(const struct editing *editing, int row);

/* The size of the audience (wizard_count.c): counted in a job when it changes. */
void count_start(struct wizard_screen *screen);
void count_stop(struct wizard_screen *screen);
void count_add_words(struct wizard_screen *screen, struct buf *out);

/* Checks the fields of every step and sets the marks (wizard_check.c). */
void screen_check(struct wizard_screen *screen);
/* Fills a form with the fields of a step. */
void screen_fill(struct wizard_screen *screen, size_t place, struct form *form);
/* Gives what is wrong in the fields to the review. */
void screen_faults(void *context, struct review *review);
/* True where it is the form on the screen, not one that is only checked. */
bool screen_shows(const struct wizard_screen *screen, const struct form *form);

/* Opens the tree editor of the audience's filter (wizard_filter.c). */
void wizard_filter_open(struct wizard_screen *screen);

/* Which step, field and row a path of the document means (wizard_path.c). */
struct field_place {
    size_t place;
    int id; /* 0: the first field */
    int row;
};
struct field_place field_place_of(const char *path);
/* Goes to that field. */
void screen_jump(struct wizard_screen *screen, const char *path);

/* Words and worked examples of a step (wizard_words.c). */
void screen_words(void *context, size_t place, struct buf *out);
void screen_examples(void *context, size_t place, struct buf *out);
/* One step in a phrase, for the review. */
void step_add_words(const struct campaign *campaign, size_t place, struct buf *out);
const char *place_title(size_t place);

/* True where the campaign was live once, with why the field stays as it is. */
bool frozen_for_good(const struct wizard_screen *screen, const char **why);

#endif
