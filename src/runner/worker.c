#include "runner/worker.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>

#include "base/alloc.h"

struct worker {
    pthread_t thread;
    bool threaded;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    void (*work)(void *context); /* NULL: idle */
    void *context;
    bool stop;
};

static void *run(void *context)
{
    struct worker *worker = context;

    pthread_mutex_lock(&worker->lock);
    for (;;) {
        while (!worker->work && !worker->stop)
            pthread_cond_wait(&worker->changed, &worker->lock);
        if (!worker->work)
            break;
        pthread_mutex_unlock(&worker->lock);
        worker->work(worker->context);
        pthread_mutex_lock(&worker->lock);
        worker->work = NULL;
        pthread_cond_broadcast(&worker->changed);
    }
    pthread_mutex_unlock(&worker->lock);
    return NULL;
}

struct worker *worker_new(void)
{
    struct worker *worker = mem_new(sizeof *worker);
    sigset_t all, before;

    pthread_mutex_init(&worker->lock, NULL);
    pthread_cond_init(&worker->changed, NULL);
    /* Signals are the owner's. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    worker->threaded = pthread_create(&worker->thread, NULL, run, worker) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return worker;
}

void worker_free(struct worker *worker)
{
    if (!worker)
        return;
    if (worker->threaded) {
        pthread_mutex_lock(&worker->lock);
        worker->stop = true;
        pthread_cond_broadcast(&worker->changed);
        pthread_mutex_unlock(&worker->lock);
        pthread_join(worker->thread, NULL);
    }
    pthread_cond_destroy(&worker->changed);
    pthread_mutex_destroy(&worker->lock);
    mem_free(worker);
}

void worker_start(struct worker *worker, void (*work)(void *context), void *context)
{
    if (!worker->threaded) {
        work(context);
        return;
    }
    pthread_mutex_lock(&worker->lock);
    while (worker->work)
        pthread_cond_wait(&worker->changed, &worker->lock);
    worker->work = work;
    worker->context = context;
    pthread_cond_broadcast(&worker->changed);
    pthread_mutex_unlock(&worker->lock);
}

void worker_wait(struct worker *worker)
{
    if (!worker->threaded)
        return;
    pthread_mutex_lock(&worker->lock);
    while (worker->work)
        pthread_cond_wait(&worker->changed, &worker->lock);
    pthread_mutex_unlock(&worker->lock);
}
