/* The terminal: curses started and stopped, keys, size, signals, being woken.
 *
 * There is one terminal per process. In headless mode there is none at all: curses draws to
 * /dev/null in a given size, keys come from a script, and term_add_screen reads the screen.
 *
 * What the settings of the outside world do: ESCDELAY is obeyed, else 25 ms, 100 ms where
 * SSH_CONNECTION is set; NO_COLOR gives the monochrome table; a locale that is not UTF-8 gives
 * ASCII signs. ^S, ^Q, ^C and ^Z are keys. */
#ifndef UI_BASE_TERM_H
#define UI_BASE_TERM_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/key.h"
#include "base/style.h"

struct term_options {
    bool headless;
    int height; /* headless only */
    int width;
    enum style_depth depth;
    bool ascii; /* even where the locale is UTF-8 */
    bool mouse;
};

/* ERROR_UNAVAILABLE where there is no terminal or one that cannot place the cursor. */
int term_start(const struct term_options *options, struct error *err);
void term_stop(void); /* restores the screen; harmless where nothing was started */
bool term_is_headless(void);

enum {
    TERM_KEY = 1,  /* term_read has keys */
    TERM_WAKE = 2, /* term_wake was called */
    TERM_SIZE = 4, /* the size changed and curses knows */
    TERM_QUIT = 8, /* SIGTERM or SIGINT: save, leave */
    TERM_LOST = 16 /* SIGHUP, hang-up, end of file or an endless error: save, draw nothing, leave */
};
/* Waits for one of the above, at most that long (-1: for ever); returns their bits, 0 at the
 * timeout. */
unsigned term_wait(int timeout_ms);
/* From any thread or signal handler: term_wait returns TERM_WAKE. */
void term_wake(void);

/* The next key, without waiting. A pasted text is valid until the next call. */
bool term_read(struct key *key);
/* As if the terminal had sent these bytes: for scripts and fuzzing. */
void term_feed(const char *bytes, size_t size);

void term_size(int *height, int *width);
void term_resize(int height, int width); /* headless only */

/* Sends what differs from what is shown, once; the cursor goes to (y, x), visible or not. See
 * draw_begin. */
void term_end(int y, int x, bool visible);
void term_repaint(void); /* the next term_end sends everything */

/* Gives the terminal to another program ($EDITOR, a stop by ^Z) and takes it back. */
void term_suspend(void);
void term_resume(void);

void term_mouse(bool on);
/* Sequences curses knows nothing of (the clipboard); dropped when headless. */
void term_write(const char *bytes, size_t size);

/* The screen as text, a line per row without trailing blanks. */
void term_add_screen(struct buf *out);

#endif
