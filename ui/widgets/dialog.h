/* Dialogs: a question above the screen that asked it.
 *
 * The answer comes to `done` once the dialog is gone; `view` is the one that was on top when it
 * opened. `done` is called exactly once, with the answer of a cancel also where the application
 * ends or the dialog cannot be opened, so it may free its context. Texts are translated by the
 * caller and copied. Nothing is ever done by the key that asked for the dialog, nor by pressing
 * Enter blindly: Cancel has the focus.
 *
 *     dialog_confirm(view->app, &(struct dialog){
 *         .title = _("Stop Cart reminder?"),
 *         .text = text,      // numbers: '1 204 waiting messages will be cancelled for good.'
 *         .yes = _("Stop it"), .done = stop_answered, .context = state});
 */
#ifndef UI_WIDGETS_DIALOG_H
#define UI_WIDGETS_DIALOG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/app.h"
#include "widgets/choices.h"

/* Answers: DIALOG_CANCEL, else DIALOG_YES or the place of the chosen row. */
enum { DIALOG_CANCEL = -1, DIALOG_YES = 0 };

struct dialog {
    const char *title;
    const char *text; /* wrapped; newlines make paragraphs; NULL: none */
    const char *yes;  /* the verb on the button */
    void *context;
    void (*done)(struct view *view, void *context, int answer);
};

/* y or n, arrows and Enter. */
void dialog_confirm(struct app *app, const struct dialog *dialog);

/* Yes only after `id` has been typed to the letter. */
void dialog_confirm_id(struct app *app, const struct dialog *dialog, const char *id);

/* One of a list; answers the place of the row. Copies the choices. */
void dialog_choose(struct app *app, const struct dialog *dialog, const struct choices *choices);

/* Asks for a line of text. `check` may refuse it with a sentence; `done` gets the text, NULL where
 * it was cancelled. */
struct dialog_line {
    const char *title;
    const char *text;
    const char *label; /* before the field */
    const char *value; /* to begin with */
    const char *yes;
    void *context;
    bool (*check)(void *context, const char *value, struct buf *why); /* NULL: anything */
    void (*done)(struct view *view, void *context, const char *value);
};
void dialog_ask(struct app *app, const struct dialog_line *dialog);

/* Something to read: Enter, Esc or q close it. */
void dialog_message(struct app *app, const char *title, const char *text);

#endif
