/* The application: tabs of stacked views, the frame around them and the event loop.
 *
 *     struct app *app = app_new(&options);
 *     if (term_start(&term_options, &err) == 0) {
 *         app_start(app);
 *         app_run(app);       // or script_run(app, ...) without a terminal
 *     }
 *     app_free(app);
 *     term_stop();
 *
 * The frame (TUI.md): line 1 name, tabs and clock; line 2 breadcrumb and status; the body; the
 * message line; the key line, which ends with '? all keys'. Below 60x16 a notice stands in for all
 * of it, and everything is kept. */
#ifndef UI_BASE_APP_H
#define UI_BASE_APP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/key.h"
#include "base/keymap.h"
#include "base/style.h"
#include "base/view.h"

enum { APP_TABS_MAX = 9, APP_DEPTH_MAX = 16, APP_HEIGHT_MIN = 16, APP_WIDTH_MIN = 60 };

struct app_tab {
    const char *title; /* N_() */
    const struct view_type *type;
};

struct app_options {
    const char *name;
    const struct app_tab *tabs;
    size_t tab_count; /* 1 to APP_TABS_MAX */
    void *context;    /* the screens' world, see app_context */
    /* The wall clock in ms; NULL: when_now(). */
    int64_t (*now)(void *context);
    /* Right end of line 1, the engine clock; asked at every tick. NULL: nothing. */
    void (*clock)(void *context, struct buf *out);
    /* The same in at most 12 cells, for where the tabs need the room: '22 Nov 00:00'. */
    void (*clock_short)(void *context, struct buf *out);
    int tick_ms; /* 0: 1000 */
    /* Further keys for every screen (':' of widgets/prompt.h), and what they do. */
    const struct keymap *keymap;
    void (*action)(struct app *app, int action);
    const struct view_type *help; /* what `?` opens: &help_view of widgets/help.h */
};

struct app *app_new(const struct app_options *options); /* copies *options, not what it points to */
void app_free(struct app *app);                         /* closes all views, ends all jobs */
int app_start(struct app *app, struct error *err);      /* opens the first tab */

enum app_end { APP_RUNNING = 0, APP_QUIT, APP_SIGNAL, APP_LOST };
/* Until somebody leaves; says why. Drafts are saved by then. */
enum app_end app_run(struct app *app);

/* --- for screens --- */

void *app_context(struct app *app);
int64_t app_now(struct app *app); /* ms; screens ask here, never the system */

/* Puts a view on top; errors go to the message line too. */
int app_open(struct app *app, const struct view_type *type, void *argument);
void app_back(struct app *app);                     /* closes the top view of the tab */
void app_close(struct app *app, struct view *view); /* that view and all above it */
void app_show_tab(struct app *app, size_t tab);     /* from 0 */
struct view *app_top(struct app *app);
void app_redraw(struct app *app); /* something changed that no key caused */
/* Saves all drafts and ends; where one cannot be saved says so, and a second call leaves anyway. */
void app_quit(struct app *app);

/* The message line; gone with the next key. The role may be STYLE_TEXT, _GOOD, _WARNING, _ERROR. */
void app_message(struct app *app, enum style style, const char *text);
void app_message_format(struct app *app, enum style style, const char *format, ...)
        __attribute__((format(printf, 3, 4)));
void app_message_error(struct app *app, const struct error *err);

/* Copies text to the clipboard of the person's own machine (OSC 52, also through tmux) and says
 * so. `what` is a translated noun: 'the id'. */
void app_copy(struct app *app, const char *text, const char *what);

/* Gives the terminal away while `run` works ($EDITOR). */
int app_lend_terminal(struct app *app, int (*run)(void *context, struct error *err), void *context,
        struct error *err);

/* --- for help, tests and scripts --- */

extern const struct keymap app_keymap;
const struct app_options *app_options(const struct app *app);
bool app_is_typing(struct app *app);
uint32_t app_last_key(const struct app *app); /* the key being handled */
void app_key(struct app *app, const struct key *key);
void app_paint(struct app *app); /* if something changed */
bool app_work(struct app *app);  /* delivers finished jobs; true where some are still running */
void app_tick(struct app *app);  /* calls the views' tick if it is time */
enum app_end app_ended(const struct app *app);
void app_end(struct app *app, enum app_end why); /* saves, and ends whatever saving says */
/* From now on the clock stands at that instant and moves with app_advance alone. */
void app_freeze(struct app *app, int64_t now_ms);
void app_advance(struct app *app, int64_t ms);

#endif
