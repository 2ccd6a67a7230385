#include "base/term.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <curses.h>
#include <term.h>

#include "base/alloc.h"
#include "base/glyph.h"
#include "base/i18n.h"
#include "base/signals.h"
#include "base/text.h"
#include "base/when.h"

enum { SIZE_MAX_CELLS = 1000, STORM_MAX = 16, PASTE_WAIT_MS = 1000 };

static struct {
    bool started;
    bool headless;
    bool mouse;
    SCREEN *screen;
    FILE *null_in;
    FILE *null_out;
    WINDOW *keys; /* a pad, since reading from a window paints it */
    int wake[2];
    struct key_decoder decoder;
    int storm; /* wake-ups in a row that brought no byte */
    bool unread;
    int64_t read_ms;
} term = {.wake = {-1, -1}};

static const char paste_on[] = "\033[?2004h";
static const char paste_off[] = "\033[?2004l";

static int open_pipe(struct error *err)
{
    if (pipe2(term.wake, O_CLOEXEC | O_NONBLOCK) == 0)
        return 0;
    return error_set_errno(err, ERROR_UNAVAILABLE, errno, _("cannot open a pipe"));
}

static int open_headless(struct error *err)
{
    static const char *const types[] = {"xterm-256color", "xterm", "linux", "vt100"};
    term.null_in = fopen("/dev/null", "r");
    term.null_out = fopen("/dev/null", "w");
    if (!term.null_in || !term.null_out)
        return error_set_errno(err, ERROR_UNAVAILABLE, errno, _("cannot open %s"), "/dev/null");
    for (size_t i = 0; i < ARRAY_COUNT(types) && !term.screen; i++)
        term.screen = newterm(types[i], term.null_out, term.null_in);
    if (!term.screen)
        return error_set(err, ERROR_UNAVAILABLE,
                _("no description of a terminal found; install the package ncurses-base"));
    return 0;
}

static int open_terminal(struct error *err)
{
    const char *type = getenv("TERM");
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return error_set(err, ERROR_UNAVAILABLE,
                _("the interface needs a terminal; 'campanile --help' lists the commands that "
                  "work without one"));
    term.screen = newterm(NULL, stdout, stdin);
    if (!term.screen || !cursor_address)
        return error_set(err, ERROR_UNAVAILABLE,
                _("the terminal '%s' is unknown or cannot place the cursor; set TERM, for "
                  "example to xterm"),
                type ? type : "");
    return 0;
}

static void add_capability(struct buf *out, const char *sequence)
{
    if (sequence && sequence != (char *)-1)
        buf_add_text(out, sequence);
}

static void prepare_crash(const struct termios *settings)
{
    struct buf bytes = {0};
    buf_add_text(&bytes, paste_off);
    add_capability(&bytes, exit_attribute_mode);
    add_capability(&bytes, keypad_local);
    add_capability(&bytes, cursor_normal);
    add_capability(&bytes, exit_ca_mode);
    signals_on_crash(STDOUT_FILENO, buf_text(&bytes), bytes.size, settings);
    buf_release(&bytes);
}

static void set_modes(void)
{
    raw(); /* IXON goes too, so ^S and ^Q cannot freeze the screen */
    noecho();
    nonl();
    intrflush(stdscr, FALSE);
    term.keys = newpad(1, 1);
    if (term.keys) {
        keypad(term.keys, TRUE);
        nodelay(term.keys, TRUE);
    }
    if (!getenv("ESCDELAY"))
        set_escdelay(getenv("SSH_CONNECTION") ? 100 : 25);
}

static void follow_size(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || !size.ws_row || !size.ws_col)
        return;
    int height = size.ws_row < SIZE_MAX_CELLS ? size.ws_row : SIZE_MAX_CELLS;
    int width = size.ws_col < SIZE_MAX_CELLS ? size.ws_col : SIZE_MAX_CELLS;
    if (height != LINES || width != COLS)
        resizeterm(height, width);
    /* Terminals wrap old lines anew when they change size, so nothing that stands there is known.
     */
    clearok(curscr, TRUE);
}

static void start_signs(const struct term_options *options)
{
    bool utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    glyph_start(options->ascii || !utf8);
    style_start(options->depth);
}

int term_start(const struct term_options *options, struct error *err)
{
    struct termios settings = {0};
    bool known = tcgetattr(STDOUT_FILENO, &settings) == 0;
    term.headless = options->headless;
    if (open_pipe(err) < 0)
        return -1;
    if (!term.headless)
        signals_start(term.wake[1]); /* before curses, which then leaves them alone */
    if ((term.headless ? open_headless(err) : open_terminal(err)) < 0) {
        term_stop();
        return -1;
    }
    term.started = true;
    set_modes();
    start_signs(options);
    alloc_on_failure(term_stop);
    if (term.headless) {
        term_resize(options->height, options->width);
        return 0;
    }
    if (known)
        prepare_crash(&settings);
    follow_size();
    putp(paste_on);
    term_mouse(options->mouse);
    return 0;
}

void term_stop(void)
{
    term.started = false;
    if (term.screen) {
        if (!term.headless)
            putp(paste_off);
        curs_set(1);
        endwin();
    }
    if (!term.headless && term.wake[1] >= 0)
        signals_stop();
    if (term.keys)
        delwin(term.keys);
    if (term.screen)
        delscreen(term.screen);
    for (int i = 0; i < 2; i++)
        if (term.wake[i] >= 0)
            close(term.wake[i]);
    if (term.null_in)
        fclose(term.null_in);
    if (term.null_out)
        fclose(term.null_out);
    key_decoder_release(&term.decoder);
    memset(&term, 0, sizeof term);
    term.wake[0] = term.wake[1] = -1;
    alloc_on_failure(NULL);
}

bool term_is_headless(void)
{
    return term.headless;
}

void term_wake(void)
{
    int saved = errno;
    if (term.wake[1] >= 0 && write(term.wake[1], "w", 1) < 0) {
        /* Full: the loop wakes up anyway. */
    }
    errno = saved;
}

static bool drain_pipe(void)
{
    char bytes[64];
    bool woken = false;
    ssize_t size;
    while ((size = read(term.wake[0], bytes, sizeof bytes)) > 0)
        woken = woken || memchr(bytes, 'w', (size_t)size);
    return woken;
}

static unsigned signal_bits(void)
{
    unsigned seen = signals_take();
    if (seen & SIGNAL_BACK)
        term_resume();
    else if (seen & SIGNAL_SIZE)
        follow_size();
    return ((seen & (SIGNAL_SIZE | SIGNAL_BACK)) ? TERM_SIZE : 0u) |
           ((seen & SIGNAL_QUIT) ? TERM_QUIT : 0u) | ((seen & SIGNAL_LOST) ? TERM_LOST : 0u);
}

static unsigned key_bits(short events)
{
    if (events & POLLIN) {
        /* A terminal that went away says 'readable' for ever and never has a byte. */
        if (term.unread && ++term.storm > STORM_MAX)
            return TERM_LOST;
        term.unread = true;
        return TERM_KEY;
    }
    return events & (POLLHUP | POLLERR | POLLNVAL) ? TERM_LOST : 0u;
}

unsigned term_wait(int timeout_ms)
{
    struct pollfd polls[2] = {
            {.fd = term.wake[0], .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};
    if (term.decoder.queued)
        return TERM_KEY;
    if (term.decoder.pasting && (timeout_ms < 0 || timeout_ms > PASTE_WAIT_MS))
        timeout_ms = PASTE_WAIT_MS;
    int ready = poll(polls, term.headless ? 1 : 2, timeout_ms);
    unsigned bits = drain_pipe() ? TERM_WAKE : 0u;
    if (!term.headless)
        bits |= signal_bits();
    if (ready > 0 && !term.headless)
        bits |= key_bits(polls[1].revents);
    if (term.decoder.pasting && when_monotonic_ms() - term.read_ms >= PASTE_WAIT_MS) {
        key_decoder_end_paste(&term.decoder);
        bits |= TERM_KEY;
    }
    return bits;
}

static bool read_mouse(struct key *key)
{
    MEVENT event;
    if (getmouse(&event) != OK)
        return false;
    *key = (struct key){.code = CODE_MOUSE, .y = event.y, .x = event.x, .mouse = MOUSE_CLICK};
    if (event.bstate & BUTTON4_PRESSED)
        key->mouse = MOUSE_WHEEL_UP;
    else if (event.bstate & BUTTON5_PRESSED)
        key->mouse = MOUSE_WHEEL_DOWN;
    else if (!(event.bstate & BUTTON1_PRESSED))
        return false;
    return true;
}

bool term_read(struct key *key)
{
    if (key_decoder_take(&term.decoder, key))
        return true;
    if (term.headless || !term.keys)
        return false;
    int raw;
    while ((raw = wgetch(term.keys)) != ERR) {
        term.unread = false;
        term.storm = 0;
        term.read_ms = when_monotonic_ms();
        if (raw == KEY_MOUSE) {
            if (read_mouse(key))
                return true;
            continue;
        }
        key_decoder_put(&term.decoder, raw);
        if (key_decoder_take(&term.decoder, key))
            return true;
    }
    key_decoder_idle(&term.decoder);
    return key_decoder_take(&term.decoder, key);
}

void term_feed(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        key_decoder_put(&term.decoder, (unsigned char)bytes[i]);
    key_decoder_idle(&term.decoder);
}

void term_size(int *height, int *width)
{
    *height = term.started ? LINES : 0;
    *width = term.started ? COLS : 0;
}

void term_resize(int height, int width)
{
    height = height < 1 ? 1 : height > SIZE_MAX_CELLS ? SIZE_MAX_CELLS : height;
    width = width < 1 ? 1 : width > SIZE_MAX_CELLS ? SIZE_MAX_CELLS : width;
    if (term.headless && (height != LINES || width != COLS))
        resizeterm(height, width);
}

void term_end(int y, int x, bool visible)
{
    curs_set(visible ? 1 : 0);
    wmove(stdscr, y, x);
    wnoutrefresh(stdscr);
    doupdate();
}

void term_repaint(void)
{
    clearok(curscr, TRUE);
}

void term_suspend(void)
{
    if (term.headless)
        return;
    putp(paste_off);
    fflush(stdout);
    def_prog_mode();
    endwin();
}

void term_resume(void)
{
    if (term.headless)
        return;
    reset_prog_mode();
    putp(paste_on);
    follow_size();
    clearok(curscr, TRUE);
}

void term_mouse(bool on)
{
    if (term.headless || on == term.mouse)
        return;
    term.mouse = on;
    mouseinterval(0);
    mousemask(on ? BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0, NULL);
}

void term_write(const char *bytes, size_t size)
{
    while (!term.headless && size) {
        ssize_t written = write(STDOUT_FILENO, bytes, size);
        if (written < 0 && errno != EINTR)
            return;
        if (written > 0) {
            bytes += written;
            size -= (size_t)written;
        }
    }
}

void term_add_screen(struct buf *out)
{
    wchar_t *row = mem_array((size_t)COLS * 4 + 1, sizeof *row);
    for (int y = 0; y < LINES; y++) {
        size_t end = out->size;
        int count = mvwinnwstr(stdscr, y, 0, row, COLS * 4);
        for (int i = 0; i < count && row[i]; i++) {
            char bytes[4];
            buf_add(out, bytes, text_encode((uint32_t)row[i], bytes));
            if (row[i] != L' ')
                end = out->size;
        }
        if (out->bytes)
            out->size = end;
        buf_add_char(out, '\n');
    }
    mem_free(row);
}
