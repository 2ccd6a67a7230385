/* The clipboard of the person's own machine, through the terminal: OSC 52. */
#ifndef UI_BASE_CLIPBOARD_H
#define UI_BASE_CLIPBOARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum { CLIPBOARD_MAX = 74994 }; /* what fits the 100 000 bytes xterm takes */

/* The sequence that copies `bytes` (at most CLIPBOARD_MAX, the rest is left out). Within tmux it
 * comes twice, for tmux itself and, wrapped, for the terminal around it: which one works depends on
 * tmux's settings, and both copy the same. */
void clipboard_add_sequence(struct buf *out, const char *bytes, size_t size, bool tmux);

void clipboard_copy(const char *bytes, size_t size);

#endif
