/* Lifecycle actions as screens ask for them: the question with its numbers, the act, what it said,
 * and undo. Activation is not here: it goes through the review alone. */
#ifndef UI_SCREENS_ACTS_H
#define UI_SCREENS_ACTS_H

#include <stddef.h>

#include "actions/lifecycle.h"
#include "screens/world.h"

enum { ACTS_MAX = 200 };

struct act_subject {
    const char *id;
    enum status status; /* as stored; scheduled and ended are live */
    int64_t pending;    /* entries that wait */
};

/* Asks, and on yes does it to each; a verb that can be undone is done at once. What happened stands
 * in the message line, or in a dialog where some were refused. Copies the subjects. `done` (may be
 * NULL) is called afterwards with `context`, where anything was tried. */
void acts_ask(struct app *app, enum lifecycle_verb verb, const struct act_subject *subjects,
        size_t count, void (*done)(void *context), void *context);

/* Whether the verb is possible on one of them; if not, *why says what to do instead (translated).
 */
bool acts_allow(enum lifecycle_verb verb, const struct act_subject *subjects, size_t count,
        const char **why);

/* `u`: takes the last archiving or deletion back. False with a message where there is nothing. */
bool acts_undo(struct app *app);
/* For the keybind of `u`: says why where there is nothing to take back. */
bool acts_refuse_undo(struct view *view, struct buf *why);
void undo_free(struct undo *undo);

/* Asks for a new id (proposed from the old one) and makes the copy. */
void acts_clone(struct app *app, const char *id, void (*done)(void *context), void *context);
/* Shows the drafts that belong together and activates them, follow-ups first, after a yes with
 * numbers. */
void acts_publish(struct app *app, const char *id, void (*done)(void *context), void *context);
/* Asks for a file, and writes the document to it, or reads one from it. */
void acts_export(struct app *app, const char *id);
void acts_import(struct app *app, void (*done)(void *context), void *context);

#endif
