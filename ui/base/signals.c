#include "base/signals.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"

static const struct {
    int number;
    unsigned bit;
} asked[] = {
        {SIGWINCH, SIGNAL_SIZE},
        {SIGTERM, SIGNAL_QUIT},
        {SIGINT, SIGNAL_QUIT},
        {SIGHUP, SIGNAL_LOST},
        {SIGCONT, SIGNAL_BACK},
};

static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};

static volatile sig_atomic_t seen[ARRAY_COUNT(asked)];
static struct sigaction before[ARRAY_COUNT(asked)];
static volatile int pipe_fd = -1;

static struct {
    char bytes[256];
    size_t size;
    int fd;
    struct termios settings;
} last_words;

static void note(int number)
{
    int saved = errno;
    for (size_t i = 0; i < ARRAY_COUNT(asked); i++)
        if (asked[i].number == number)
            seen[i] = 1;
    if (pipe_fd >= 0 && write(pipe_fd, "s", 1) < 0) {
        /* The pipe is full, so the loop wakes up anyway. */
    }
    errno = saved;
}

static void crashed(int number)
{
    if (write(last_words.fd, last_words.bytes, last_words.size) >= 0)
        tcsetattr(last_words.fd, TCSANOW, &last_words.settings);
    raise(number); /* SA_RESETHAND: now the default action */
}

void signals_start(int wake_fd)
{
    struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    pipe_fd = wake_fd;
    for (size_t i = 0; i < ARRAY_COUNT(asked); i++) {
        seen[i] = 0;
        sigaction(asked[i].number, &action, &before[i]);
    }
}

void signals_stop(void)
{
    for (size_t i = 0; i < ARRAY_COUNT(asked); i++)
        sigaction(asked[i].number, &before[i], NULL);
    pipe_fd = -1;
}

unsigned signals_take(void)
{
    unsigned bits = 0;
    for (size_t i = 0; i < ARRAY_COUNT(asked); i++)
        if (seen[i]) {
            seen[i] = 0;
            bits |= asked[i].bit;
        }
    return bits;
}

static const struct {
    int number;
    void (*while_lent)(int number);
} lent[] = {{SIGINT, SIG_IGN}, {SIGQUIT, SIG_IGN}, {SIGTSTP, SIG_DFL}};

static struct sigaction before_lent[ARRAY_COUNT(lent)];

void signals_lend(void)
{
    for (size_t i = 0; i < ARRAY_COUNT(lent); i++) {
        struct sigaction action = {.sa_handler = lent[i].while_lent};
        sigaction(lent[i].number, &action, &before_lent[i]);
    }
}

void signals_take_back(void)
{
    for (size_t i = 0; i < ARRAY_COUNT(lent); i++)
        sigaction(lent[i].number, &before_lent[i], NULL);
}

void signals_on_crash(int fd, const char *bytes, size_t size, const struct termios *settings)
{
    last_words.fd = fd;
    last_words.size = size < sizeof last_words.bytes ? size : sizeof last_words.bytes;
    memcpy(last_words.bytes, bytes, last_words.size);
    last_words.settings = *settings;
    for (size_t i = 0; i < ARRAY_COUNT(crashes); i++) {
        struct sigaction old;
        struct sigaction action = {
                .sa_handler = crashed, .sa_flags = (int)(SA_RESETHAND | SA_NODEFER)};
        /* Sanitizers have handlers of their own, which tell more. */
        if (sigaction(crashes[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
            sigaction(crashes[i], &action, NULL);
    }
}
