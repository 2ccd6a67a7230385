#include "cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/when.h"

enum { FIRST_MS = 1000, EVERY_MS = 90, BAR_CELLS = 20, CELLS_DEFAULT = 80 };

static void write_stderr(const struct buf *text)
{
    /* A lost line of progress is no fault. */
    if (write(STDERR_FILENO, buf_text(text), text->size) < 0)
        return;
}

static int terminal_cells(void)
{
    struct winsize size;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return CELLS_DEFAULT;
    return size.ws_col;
}

static void add_share(struct buf *line, int64_t done, int64_t total, int64_t elapsed_ms)
{
    double share = (double)done / (double)total;
    share = share > 1 ? 1 : share;
    buf_add_text(line, "  [");
    for (int i = 0; i < BAR_CELLS; i++)
        buf_add_char(line, i < share * BAR_CELLS ? '#' : '.');
    buf_add_format(line, "] %3d %%", (int)(share * 100));
    if (share < 0.01)
        return;
    int64_t left_s = (int64_t)((double)elapsed_ms * (1 - share) / share) / 1000;
    buf_add_format(line, "  %" PRId64 ":%02d left", left_s / 60, (int)(left_s % 60));
}

void progress_draw(struct progress *progress, const char *what, int64_t done, int64_t total,
        int64_t count, const char *unit)
{
    int64_t now_ms = when_monotonic_ms();
    if (!progress->start_ms)
        progress->start_ms = now_ms;
    if (progress->what != what) {
        progress->what = what;
        progress->phase_ms = now_ms;
    }
    int64_t elapsed_ms = now_ms - progress->phase_ms;
    if (now_ms - progress->start_ms < FIRST_MS || now_ms - progress->drawn_ms < EVERY_MS ||
            !isatty(STDERR_FILENO))
        return;
    struct buf line = {0}, fitting = {0};
    buf_add_text(&line, what);
    if (total > 0)
        add_share(&line, done, total, elapsed_ms);
    if (count > 0 && elapsed_ms > 0) {
        buf_add_text(&line, "  ");
        text_add_number(&line, count * 1000 / elapsed_ms);
        buf_add_format(&line, " %s/s", unit);
    }
    buf_add_char(&fitting, '\r');
    text_add_cut(&fitting, buf_text(&line), terminal_cells() - 1, true, true);
    write_stderr(&fitting);
    progress->drawn = true;
    progress->drawn_ms = now_ms;
    buf_release(&line);
    buf_release(&fitting);
}

void progress_end(struct progress *progress)
{
    struct buf line = {0};
    if (progress->drawn) {
        buf_add_char(&line, '\r');
        text_add_cut(&line, "", terminal_cells() - 1, true, true);
        buf_add_char(&line, '\r');
        write_stderr(&line);
    }
    buf_release(&line);
    *progress = (struct progress){0};
}
