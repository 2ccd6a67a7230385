/* The headless driver: a small text script in place of a person.
 *
 * One command a line; '#' begins a comment line.
 *
 *     key NAME...     keys by name, blanks between them: key Down Down Enter ^D F2 x
 *     type TEXT       the characters of the rest of the line
 *     paste TEXT      a bracketed paste; \n is a newline
 *     bytes HEX       raw bytes as from the terminal, at once, at most 8 keys: bytes 1b5b41
 *     size WxH        the terminal changes its size
 *     tick MS         the clock moves, and the views' ticks run
 *     wait TEXT       until the screen shows it, at most 10 s of real time: for jobs
 *     expect TEXT     the screen shows it
 *     refuse TEXT     the screen does not show it
 *     snap NAME       the whole screen as text to NAME.txt in the snapshot folder, once no job is
 *                     running any more
 *     ended           the application has ended
 *     random SEED N   N random keys, bytes, pastes, clicks, sizes and ticks (base/fuzz.h)
 *
 * The clock stands at app_now() when the script begins. The program offers it by the hidden options
 * of script_parse_option, which take their value behind '=' or as the next argument:
 *
 *     --script FILE --size 80x24 --snap-dir DIR --depth mono|8|256 --ascii --mouse
 *
 * A screen's test is a script plus golden snapshots in tests/screens (see tests/screens/run). */
#ifndef UI_BASE_SCRIPT_H
#define UI_BASE_SCRIPT_H

#include <stdbool.h>

#include "base/app.h"
#include "base/error.h"
#include "base/term.h"

struct script_options {
    const char *file; /* NULL: no script, a person */
    const char *snap_folder;
    struct term_options term; /* headless where there is a script */
};

/* Reads one option at argv[*at] and moves *at behind it. Returns 1 where it was one of ours, 0
 * where not, -1 with the error where its value is wrong. */
int script_parse_option(
        struct script_options *options, int argc, char **argv, int *at, struct error *err);

/* Runs the script on a started application. Where a line fails, the sentence has its number and
 * what was wanted; the screen at that moment goes to stderr. */
int script_run(struct app *app, const struct script_options *options, struct error *err);

#endif
