/* Work in the background: what takes longer than a key may take.
 *
 * A job runs in a thread of its own, reports progress, can be cancelled, and its result is handed
 * over on the thread of the interface. At most JOB_THREADS_MAX run at a time, the others wait.
 *
 *     static const struct job_type count_job = {count_run, count_done, count_free};
 *     state->job = job_start(view->app, view, &count_job, input);   // input is the job's now
 *
 *     count_run(job, data):  thread; job_progress(job, i, n); stops when job_cancelled(job)
 *     count_done(view, job, data): interface; not called where the view closed or job_cancel was
 *                            called; set state->job = NULL
 *     count_free(data):      interface; always called, last
 *
 * `run` touches nothing but its data: not the view, not the application, no curses. It opens its
 * own connection to the database. */
#ifndef UI_BASE_JOB_H
#define UI_BASE_JOB_H

#include <stdbool.h>
#include <stdint.h>

enum { JOB_THREADS_MAX = 4 };

struct app;
struct view;
struct job;

struct job_type {
    void (*run)(struct job *job, void *data);
    void (*done)(struct view *view, struct job *job, void *data);
    void (*release)(void *data);
};

/* Never fails; where no thread can be had, run is called at once. The job is valid until its done
 * returned or job_cancel was called. */
struct job *job_start(struct app *app, struct view *view, const struct job_type *type, void *data);
void job_cancel(struct job *job); /* NULL is fine; done will not be called */

/* In the thread. */
void job_progress(struct job *job, uint64_t done, uint64_t total);
bool job_cancelled(const struct job *job);

/* In the interface: 0 to 100, or -1 where nothing is known yet. */
int job_percent(const struct job *job);

#endif
