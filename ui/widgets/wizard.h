/* A document written step by step: the bar of steps, moving between them, and the words beside.
 *
 *     static const struct wizard_step steps[] = {
 *         {N_("Basics"), N_("A title such as 'Cart reminder' ..."), basics_enter, basics_leave},
 *         {N_("Trigger"), N_("..."), trigger_enter, trigger_leave},
 *         {.title = N_("Review"), .draw = review_draw, .key = review_key},
 *     };
 *     static const struct wizard_type wizard_type = {
 *         .steps = steps, .step_count = ARRAY_COUNT(steps), .words = campaign_words,
 *         .mark = campaign_mark, .store = draft_store, .changed = draft_changed,
 *     };
 *     wizard_init(&state->wizard, view, &wizard_type, state);
 *
 * A step is a form that `enter` fills from the document and `leave` reads back, or something the
 * screen draws itself. `leave` is called before every move, forward and back, and before `store`,
 * and never refuses: the working copy holds whatever was typed. Going forward checks the fields
 * first; where something is wrong the step stays once and says so, and the second ^N goes on, since
 * a draft may be unfinished. Going back and jumping never check.
 *
 * Under 100 columns the form has the full width and the words so far stand in three lines below a
 * rule; from 100 columns on they are a panel at the right. ^T shows the examples of the step in
 * their place. */
#ifndef UI_WIDGETS_WIZARD_H
#define UI_WIDGETS_WIZARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/keymap.h"
#include "base/view.h"
#include "widgets/form.h"
#include "widgets/textview.h"

enum { WIZARD_STEPS_MAX = 32 };
enum wizard_mark { WIZARD_TODO = 0, WIZARD_DONE, WIZARD_WARNING, WIZARD_ERROR };

struct wizard_step {
    const char *title;    /* N_() */
    const char *examples; /* N_(): a paragraph a line; NULL: the type's function alone */
    void (*enter)(void *context, struct form *form);
    void (*leave)(void *context, struct form *form);
    /* A step that is no form; all may be NULL. With `draw` the form stays empty. */
    void (*draw)(void *context, struct area area);
    bool (*key)(void *context, const struct key *key);
    bool (*typing)(void *context);
    bool (*back)(void *context);
    bool bare; /* has the whole area, without the words beside it */
};

struct wizard_type {
    const struct wizard_step *steps;
    size_t step_count;
    /* The document so far in plain words, a paragraph a line. */
    void (*words)(void *context, size_t step, struct buf *out);
    /* Worked examples for what the step holds now, a paragraph a line; may be NULL. */
    void (*examples)(void *context, size_t step, struct buf *out);
    enum wizard_mark (*mark)(void *context, size_t step);
    void (*store)(void *context); /* keep the working copy; after every step */
    /* A field of the current step has another value; may be NULL. */
    void (*changed)(void *context, struct form *form, struct field *field);
};

struct wizard {
    struct view *view;
    const struct wizard_type *type;
    void *context;
    struct form form;
    size_t step;
    bool examples; /* are shown in place of the words */
    bool held;     /* the next ^N goes on in spite of errors */
    struct textview panel;
};

void wizard_init(
        struct wizard *wizard, struct view *view, const struct wizard_type *type, void *context);
void wizard_release(struct wizard *wizard);         /* does not store */
void wizard_go(struct wizard *wizard, size_t step); /* leaves, stores, enters */
/* Reads the current step back into the document and stores: for view_type.save and before review.
 */
void wizard_keep(struct wizard *wizard);
/* Fills the current step again, after the document changed behind its back (undo); the focus
 * stays. */
void wizard_refresh(struct wizard *wizard);

void wizard_draw(struct wizard *wizard, struct area area);
bool wizard_key(struct wizard *wizard, const struct key *key);
bool wizard_typing(struct wizard *wizard);
bool wizard_back(struct wizard *wizard);

extern const struct keymap wizard_keymap;

#endif
