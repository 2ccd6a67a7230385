/* Random input, for tests: keys, bytes, pastes, clicks, sizes and ticks. */
#ifndef UI_BASE_FUZZ_H
#define UI_BASE_FUZZ_H

#include <stdint.h>

#include "base/app.h"

/* That many steps on an application without a terminal whose clock is frozen; the same for the same
 * seed. Fails where a character stands on the screen that has no business there; what else may go
 * wrong is a crash. Keys that leave are not pressed. */
int fuzz_run(struct app *app, uint64_t seed, long steps, struct error *err);

#endif
