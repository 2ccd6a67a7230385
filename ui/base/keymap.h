/* Keys as tables: one row feeds dispatch, the key line, `?` and the README.
 *
 *     static const struct keybind binds[] = {
 *         {CAMPAIGNS_OPEN, {CODE_ENTER}, N_("open"), N_("Open the selected campaign"), NULL},
 *         {CAMPAIGNS_STOP, {'x'}, N_("stop"), N_("Stop it; what waits is cancelled"), refuse_stop},
 *     };
 *     static const struct keymap keymap = KEYMAP(N_("Campaigns"), binds);
 *
 * Only keys that every terminal and tmux pass on: characters, arrows, Tab, Shift-Tab, Enter, Esc,
 * F1 to F10, ^letters (not ^B, tmux's own; ^C ^Z ^L belong to the application). What needs AltGr on
 * a French or German keyboard ([ ] { } | @ # ~ \) has a twin among the further keys of its row. */
#ifndef UI_BASE_KEYMAP_H
#define UI_BASE_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct view;

enum { KEYBIND_KEYS_MAX = 4, KEYMAP_LAYERS_MAX = 6 };

struct keybind {
    int action; /* the screen's own number, from 1 */
    /* Ends with 0 where there are fewer; the first is the one shown. */
    uint32_t keys[KEYBIND_KEYS_MAX];
    const char *label; /* N_(), one or two words for the key line; NULL: not on it */
    const char *help;  /* N_(), a sentence without a full stop */
    /* True where the action is not possible now, with a sentence why and what to do instead. Such
     * an action leaves the key line, stays in the help, dim, and pressing it says the sentence.
     * NULL: always possible. */
    bool (*refuse)(struct view *view, struct buf *why);
};

struct keymap {
    const char *title; /* N_(), heading in the help */
    const struct keybind *binds;
    size_t count;
};

#define KEYMAP(title, binds)                                                                       \
    {                                                                                              \
        (title), (binds), sizeof(binds) / sizeof((binds)[0])                                       \
    }

/* The row for a key, or NULL. While `typing`, characters belong to the text and find nothing. */
const struct keybind *keymap_find(const struct keymap *keymap, uint32_t code, bool typing);
/* The row of an action, or NULL. */
const struct keybind *keymap_action(const struct keymap *keymap, int action);

bool keybind_refused(const struct keybind *bind, struct view *view, struct buf *why);
/* True where the row has a key that works while typing. */
bool keybind_works(const struct keybind *bind, bool typing);
/* The first key that works now, or CODE_NONE. */
uint32_t keybind_key(const struct keybind *bind, bool typing);
/* All keys, ', ' between them. */
void keybind_add_keys(struct buf *out, const struct keybind *bind);

/* A table for the README: '| keys | what |' rows under a heading. */
void keymap_add_markdown(struct buf *out, const struct keymap *keymap);

#endif
