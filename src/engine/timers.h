/* When pending entries are due: a heap by due alone. What is due at one instant is handed out
 * together, for the caller to put in order (SEMANTICS 3.3). A timer whose entry ended or moved is
 * not taken out: the caller finds no entry for it. */
#ifndef ENGINE_TIMERS_H
#define ENGINE_TIMERS_H

#include <stddef.h>
#include <stdint.h>

struct timer {
    int64_t due_ms;
    uint64_t seq;
    uint32_t user, campaign;
};

/* `struct timers t = {0}` is a valid empty one. */
struct timers {
    struct timer *heap;
    size_t count, capacity;
};

void timers_release(struct timers *timers);
void timers_add(struct timers *timers, const struct timer *timer);
/* The earliest due, WHEN_NEVER without any. */
int64_t timers_next_ms(const struct timers *timers);
/* Takes out the earliest; there must be one. */
struct timer timers_take(struct timers *timers);

#endif
