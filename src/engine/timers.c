#include "engine/timers.h"

#include "base/alloc.h"
#include "base/when.h"

void timers_release(struct timers *timers)
{
    mem_free(timers->heap);
    *timers = (struct timers){0};
}

void timers_add(struct timers *timers, const struct timer *timer)
{
    size_t place = timers->count;

    timers->heap = mem_room(timers->heap, timers->count, &timers->capacity, sizeof *timers->heap);
    timers->count++;
    while (place > 0 && timers->heap[(place - 1) / 2].due_ms > timer->due_ms) {
        timers->heap[place] = timers->heap[(place - 1) / 2];
        place = (place - 1) / 2;
    }
    timers->heap[place] = *timer;
}

int64_t timers_next_ms(const struct timers *timers)
{
    return timers->count > 0 ? timers->heap[0].due_ms : WHEN_NEVER;
}

struct timer timers_take(struct timers *timers)
{
    struct timer first = timers->heap[0];
    struct timer last = timers->heap[--timers->count];
    size_t place = 0;

    for (size_t child = 1; child < timers->count; child = place * 2 + 1) {
        if (child + 1 < timers->count &&
                timers->heap[child + 1].due_ms < timers->heap[child].due_ms)
            child++;
        if (timers->heap[child].due_ms >= last.due_ms)
            break;
        timers->heap[place] = timers->heap[child];
        place = child;
    }
    if (timers->count > 0)
        timers->heap[place] = last;
    return first;
}
