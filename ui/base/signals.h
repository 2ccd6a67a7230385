/* Signals become bits that the event loop asks for.
 *
 * The handlers do nothing but note the signal and write a byte into the given pipe. A crash writes
 * the restoring sequence of the terminal before the default action takes place. */
#ifndef UI_BASE_SIGNALS_H
#define UI_BASE_SIGNALS_H

#include <stddef.h>

#include <termios.h>

enum {
    SIGNAL_SIZE = 1, /* SIGWINCH */
    SIGNAL_QUIT = 2, /* SIGTERM, SIGINT */
    SIGNAL_LOST = 4, /* SIGHUP */
    SIGNAL_BACK = 8, /* SIGCONT: the shell may have changed the terminal */
};

/* Installs the handlers; `wake_fd` is written one byte for every signal. */
void signals_start(int wake_fd);
void signals_stop(void);
/* The bits since the last call. */
unsigned signals_take(void);

/* While another program has the terminal, the keys for interrupting and stopping are meant for it:
 * interrupts are ignored, and ^Z stops both, as with any child of a shell. */
void signals_lend(void);
void signals_take_back(void);

/* What a crash writes to `fd`, and the settings it restores there. The bytes are copied (at most
 * 256 of them). */
void signals_on_crash(int fd, const char *bytes, size_t size, const struct termios *settings);

#endif
