/* The command line `:`, with completion and history, on the last row above the messages.
 *
 * The application's keymap has the key, and its action opens it:
 *
 *     options.keymap = &prompt_keymap;
 *     options.action = ...  if (action == PROMPT_OPEN) prompt_open(app, &commands);
 */
#ifndef UI_WIDGETS_PROMPT_H
#define UI_WIDGETS_PROMPT_H

#include "base/app.h"
#include "widgets/choices.h"

enum { PROMPT_OPEN = 900, PROMPT_HISTORY_MAX = 200, PROMPT_SIZE_MAX = 4096 };

struct prompt_type {
    void *context;
    /* Whole lines that could stand in place of `line`, with a note each; at most a few ms. */
    void (*complete)(void *context, const char *line, struct choices *out);
    /* The prompt is gone by then; results go to app_message or a view. */
    void (*run)(void *context, struct app *app, const char *line);
};

extern const struct keymap prompt_keymap; /* ':', and F10 in fields */

void prompt_open(struct app *app, const struct prompt_type *type);

/* The lines entered so far, oldest first, for keeping them between sessions. */
size_t prompt_history_count(void);
const char *prompt_history_at(size_t place);
void prompt_history_add(const char *line); /* not twice in a row, nor an empty one */
void prompt_history_clear(void);

#endif
