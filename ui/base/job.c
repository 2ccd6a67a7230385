#include "base/job.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

#include "base/alloc.h"
#include "base/app_private.h"
#include "base/term.h"
#include "base/when.h"

enum { PROGRESS_MS = 100 };

struct job {
    struct job *next;
    const struct job_type *type;
    struct view *view; /* NULL: nobody wants the result any more */
    void *data;
    pthread_t thread;
    bool started;
    bool threaded;
    atomic_bool ended;
    atomic_bool cancelled;
    atomic_uint_fast64_t done;
    atomic_uint_fast64_t total;
    int64_t told_ms;
};

static void *job_main(void *argument)
{
    struct job *job = argument;
    job->type->run(job, job->data);
    atomic_store(&job->ended, true);
    term_wake();
    return NULL;
}

/* Signals are the business of the interface's thread. */
static bool start_thread(struct job *job)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool started = pthread_create(&job->thread, NULL, job_main, job) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

static void start_waiting(struct app *app)
{
    int running = 0;
    for (struct job *job = app->jobs; job; job = job->next)
        running += job->started && !atomic_load(&job->ended);
    for (struct job *job = app->jobs; job; job = job->next) {
        if (job->started)
            continue;
        if (running >= JOB_THREADS_MAX)
            return;
        job->started = true;
        job->threaded = start_thread(job);
        if (!job->threaded)
            job_main(job);
        running++;
    }
}

struct job *job_start(struct app *app, struct view *view, const struct job_type *type, void *data)
{
    struct job *job = mem_new(sizeof *job);
    struct job **last = &app->jobs;
    job->type = type;
    job->view = view;
    job->data = data;
    while (*last)
        last = &(*last)->next;
    *last = job;
    start_waiting(app);
    return job;
}

void job_cancel(struct job *job)
{
    if (!job)
        return;
    job->view = NULL;
    atomic_store(&job->cancelled, true);
}

void job_progress(struct job *job, uint64_t done, uint64_t total)
{
    int64_t now_ms = when_monotonic_ms();
    atomic_store(&job->done, done);
    atomic_store(&job->total, total);
    if (now_ms - job->told_ms >= PROGRESS_MS) {
        job->told_ms = now_ms;
        term_wake();
    }
}

bool job_cancelled(const struct job *job)
{
    return atomic_load(&job->cancelled);
}

int job_percent(const struct job *job)
{
    uint64_t total = atomic_load(&job->total);
    uint64_t done = atomic_load(&job->done);
    if (!total)
        return -1;
    return done >= total ? 100 : (int)((double)done * 100 / (double)total);
}

void job_forget_view(struct app *app, struct view *view)
{
    for (struct job *job = app->jobs; job; job = job->next)
        if (job->view == view)
            job_cancel(job);
}

static void finish(struct job *job)
{
    if (job->threaded)
        pthread_join(job->thread, NULL);
    if (job->view && job->type->done)
        job->type->done(job->view, job, job->data);
    if (job->type->release)
        job->type->release(job->data);
    mem_free(job);
}

/* A job that never ran and that nobody waits for needs no thread. */
static bool is_over(const struct job *job)
{
    return job->started ? atomic_load(&job->ended) : atomic_load(&job->cancelled);
}

static struct job *take_ended(struct app *app)
{
    for (struct job **at = &app->jobs; *at; at = &(*at)->next)
        if (is_over(*at)) {
            struct job *job = *at;
            *at = job->next;
            return job;
        }
    return NULL;
}

bool job_deliver(struct app *app)
{
    struct job *job;
    while ((job = take_ended(app))) {
        finish(job);
        /* A view that was closed by it may still cancel jobs of its own, which must be there. */
        app_free_closed(app);
        app->dirty = true;
    }
    start_waiting(app);
    return app->jobs;
}

void job_end_all(struct app *app)
{
    for (struct job *job = app->jobs; job; job = job->next)
        job_cancel(job);
    while (app->jobs) {
        struct job *job = app->jobs;
        app->jobs = job->next;
        finish(job);
    }
}
