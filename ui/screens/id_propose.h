/* Ids made from titles. */
#ifndef UI_SCREENS_ID_PROPOSE_H
#define UI_SCREENS_ID_PROPOSE_H

#include <stdbool.h>

/* 'Été: 20 % off!' -> 'ete-20-off', with -2, -3 behind it where `taken` says yes. "" where the
 * title has nothing to make one of. mem_free. */
char *id_propose(
        const char *title, bool (*taken)(const void *context, const char *id), const void *context);

#endif
