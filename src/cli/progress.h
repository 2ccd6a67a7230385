/* How far a long command is: a bar on stderr, drawn after a second and only on a terminal. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    int64_t start_ms, drawn_ms;
    const char *what; /* static: what is done now, since phase_ms */
    int64_t phase_ms;
    bool drawn;
};

/* `done` of `total` (0: unknown) of `what` (a static text). `count` of `unit` were done since that
 * began, for 'N unit/s'; 0: no rate is shown. Draws at most some ten times a second. */
void progress_draw(struct progress *progress, const char *what, int64_t done, int64_t total,
        int64_t count, const char *unit);
/* Takes the bar away. */
void progress_end(struct progress *progress);

#endif
