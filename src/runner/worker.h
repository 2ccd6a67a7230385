/* A second thread that does one thing at a time for its owner. */
#ifndef RUNNER_WORKER_H
#define RUNNER_WORKER_H

struct worker;
/* Where no thread can be had, the work is done in worker_start. */
struct worker *worker_new(void);
void worker_free(struct worker *worker); /* waits; NULL is fine */

/* Waits for what was started before, then starts this. */
void worker_start(struct worker *worker, void (*work)(void *context), void *context);
/* Until it is idle. What it did is seen from then on. */
void worker_wait(struct worker *worker);

#endif
