/* Views: what a screen is. The manual for those who write one.
 *
 * A screen is one file in ui/screens/ that exports one table, `const struct view_type NAME_view`.
 * The application (base/app.h) keeps a stack of open views per tab, shows the top one between its
 * first two and last two lines, and calls the functions of the table. A screen never asks for keys,
 * never paints by itself and knows neither curses nor SQL nor JSON.
 *
 *     struct campaigns {                      // the state, allocated in open, freed in close
 *         struct list list;
 *         struct campaign_row *rows;
 *         size_t count;
 *     };
 *
 *     enum { CAMPAIGNS_OPEN = 1, CAMPAIGNS_NEW };
 *
 *     static int campaigns_open(struct view *view, void *argument, struct error *err)
 *     {
 *         struct campaigns *state = mem_new(sizeof *state);
 *         view->state = state;                // close is called even where open fails
 *         list_init(&state->list, &campaigns_list_type, state);
 *         return campaigns_load(state, app_context(view->app), err);
 *     }
 *
 *     static void campaigns_draw(struct view *view, struct area area)
 *     {
 *         struct campaigns *state = view->state;
 *         list_draw(&state->list, area);
 *     }
 *
 *     static bool campaigns_key(struct view *view, const struct key *key)
 *     {
 *         struct campaigns *state = view->state;
 *         return list_key(&state->list, key); // moving, filter, sort, marks
 *     }
 *
 *     static void campaigns_action(struct view *view, int action)
 *     {
 *         struct campaigns *state = view->state;
 *         if (action == CAMPAIGNS_OPEN)
 *             app_open(view->app, &campaign_view, selected_id(state));
 *     }
 *
 *     static const struct keybind binds[] = {
 *         {CAMPAIGNS_OPEN, {CODE_ENTER}, N_("open"), N_("Open the selected campaign"),
 * refuse_none}, {CAMPAIGNS_NEW, {'n'}, N_("new"), N_("Write a new campaign step by step"), NULL},
 *     };
 *     static const struct keymap keymap = KEYMAP(N_("Campaigns"), binds);
 *
 *     const struct view_type campaigns_view = {
 *         .name = "campaigns", .title = campaigns_title, .help = N_("All campaigns ..."),
 *         .keymap = &keymap, .layers = {&list_keymap},
 *         .open = campaigns_open, .close = campaigns_close, .draw = campaigns_draw,
 *         .key = campaigns_key, .action = campaigns_action, .typing = campaigns_typing,
 *         .status = campaigns_status, .tick = campaigns_tick,
 *     };
 *
 * The way of a key. Not typing: the view's keymap; then `key` (which passes it to the widgets);
 * then the application's keys (Esc q back, Q quit, ? F1 help, digits and F2 to F9 tabs, : command).
 * While `typing` says true, every character is text: `key` comes first, then the keys of the
 * keymaps that are no characters. So a widget's keys are only for help in `layers`; the widget
 * itself dispatches them.
 *
 * Nothing needs to be redrawn by hand after a key: every key repaints, curses sends only what
 * differs. After a change that no key caused (tick, job), call app_redraw.
 *
 * Questions that may take more than 10 ms go into a job (base/job.h). Dialogs, forms, lists: see
 * ui/widgets. Tests: tests/screens, driven by scripts (base/script.h). */
#ifndef UI_BASE_VIEW_H
#define UI_BASE_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/area.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/key.h"
#include "base/keymap.h"
#include "base/style.h"

struct app;
struct view_type;

struct view {
    const struct view_type *type;
    struct app *app;
    void *state;       /* the screen's own */
    struct view *next; /* for the application alone */
};

/* What stands at the right end of line 2. */
struct view_status {
    struct buf text;   /* '12 of 340 - filter: cart'; list_add_status writes it */
    const char *badge; /* translated: 'STALE', 'paused'; NULL: none */
    enum style badge_style;
};

enum {
    VIEW_OVERLAY = 1, /* the view below is drawn first, this one above it */
    VIEW_MODAL = 2,   /* no tabs, no command line while it is open */
};

struct view_type {
    const char *name; /* for tests and logs, not translated */
    unsigned flags;
    const char *help; /* N_(): what this screen is for, shown above its keys in `?` */
    const struct keymap *keymap;
    const struct keymap *layers[KEYMAP_LAYERS_MAX]; /* keymaps of its widgets, for help */
    /* While it gives a keymap (a filter is being typed), the key line shows that one alone. Widgets
     * have the function: list_mode. May be NULL. */
    const struct keymap *(*mode)(struct view *view);

    /* Everything from here on may be NULL. */

    /* Sets view->state. `argument` is what app_open was given, valid during the call only. Where it
     * fails the view is closed at once and the sentence shown in the message line. */
    int (*open)(struct view *view, void *argument, struct error *err);
    void (*close)(struct view *view); /* frees view->state, which may be NULL */

    /* The part of the breadcrumb. NULL: an overlay that has none. */
    void (*title)(struct view *view, struct buf *out);
    void (*status)(struct view *view, struct view_status *out);
    void (*draw)(struct view *view, struct area area);

    bool (*typing)(struct view *view);                     /* true: characters are text now */
    bool (*key)(struct view *view, const struct key *key); /* true: used */
    void (*action)(struct view *view, int action);         /* of the keymap */
    /* Esc or q: true where the view has done something itself (cleared its filter, asked). */
    bool (*back)(struct view *view);

    /* About once a second while its tab is shown; also below an overlay. */
    void (*tick)(struct view *view, int64_t now_ms);
    /* It is on top again: what was above it is closed, or its tab was chosen. */
    void (*shown)(struct view *view);
    /* Keeps what was typed (drafts), called before the application leaves, also when the terminal
     * is lost. Must not draw or ask. */
    int (*save)(struct view *view, struct error *err);
};

#endif
