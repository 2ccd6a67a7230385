/* How an answer that goes through many users tells how far it is, and is told to stop. */
#ifndef REPORT_SCAN_H
#define REPORT_SCAN_H

#include <stdint.h>

/* A NULL `struct scan *`, or one without `step`, is silent and cannot be stopped. */
struct scan {
    /* `done` of `total` users. Called at most every few milliseconds, from the calling thread. A
     * return other than 0 makes the answer fail with ERROR_INTERRUPTED. */
    int (*step)(void *context, int64_t done, int64_t total);
    void *context;
};

#endif
