/* What screens that show one table share: the list, reading again when something was committed.
 *
 * The screen's state begins with a struct list_screen, filled by list_screen_start in its `open`;
 * the functions below then stand in its view_type. */
#ifndef UI_SCREENS_LIST_SCREEN_H
#define UI_SCREENS_LIST_SCREEN_H

#include "screens/world.h"
#include "widgets/list.h"

struct list_screen {
    struct view *view;
    struct list list;
    int64_t seen; /* the store_data_version of what is shown */
    /* Reads the rows anew into the state; on failure the old ones stay. */
    int (*load)(struct view *view, struct error *err);
    bool stale; /* the last reading failed */
};

/* Inits the list, whose context is the state, and reads the rows. */
int list_screen_start(struct view *view, void *state, const struct list_type *type,
        int (*load)(struct view *view, struct error *err), struct error *err);
void list_screen_release(struct list_screen *screen); /* the list; not the state */

/* Reads again, now; `context` is the state: also for what is called after an act. */
void list_screen_reload(void *context);

/* For the table of the view. */
void list_screen_draw(struct view *view, struct area area);
void list_screen_status(struct view *view, struct view_status *out);
bool list_screen_key(struct view *view, const struct key *key);
bool list_screen_typing(struct view *view);
bool list_screen_back(struct view *view);
const struct keymap *list_screen_mode(struct view *view);
void list_screen_tick(struct view *view, int64_t now_ms);
void list_screen_shown(struct view *view);

/* The selected row, or -1. */
int64_t list_screen_selected(struct view *view);
/* For keybinds that need a row. */
bool list_screen_refuse_none(struct view *view, struct buf *why);

#define LIST_SCREEN_FUNCTIONS_BUT_STATUS                                                           \
    .draw = list_screen_draw, .key = list_screen_key, .typing = list_screen_typing,                \
    .back = list_screen_back, .mode = list_screen_mode, .tick = list_screen_tick,                  \
    .shown = list_screen_shown, .layers = {&list_keymap}
#define LIST_SCREEN_FUNCTIONS .status = list_screen_status, LIST_SCREEN_FUNCTIONS_BUT_STATUS

#endif
