/* The editor for texts of several lines: a message's body, a description.
 *
 * Opens above the screen, over its whole body. ^O keeps the text and goes back, Esc goes back too
 * and asks where something would be lost; ^R undoes, ^Y does it again; ^X opens $EDITOR on it. */
#ifndef UI_WIDGETS_EDITOR_H
#define UI_WIDGETS_EDITOR_H

#include <stddef.h>

#include "base/app.h"

/* `size_max` in bytes (0: 64 KiB). `done` gets the text where it was kept, and is not called where
 * it was not. `view` is the one that was on top when it opened. Texts are copied. */
void editor_open(struct app *app, const char *title, const char *text, size_t size_max,
        void (*done)(struct view *view, void *context, const char *text), void *context);

/* Runs $VISUAL, else $EDITOR, else vi on a private temporary file with the text, curses being
 * suspended; *text (mem_free) is what was saved. Fails with the sentence where the editor cannot be
 * run, failed, or the result is too long or not UTF-8. */
int editor_run_external(
        struct app *app, const char *before, size_t size_max, char **text, struct error *err);

#endif
