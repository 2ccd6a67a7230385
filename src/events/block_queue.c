#include "events/block_queue.h"

#include <string.h>
#include <time.h>

#include "base/alloc.h"

enum { WAIT_NS = 100 * 1000 * 1000 };

void block_queue_init(struct block_queue *queue)
{
    pthread_condattr_t attributes;

    memset(queue, 0, sizeof *queue);
    pthread_mutex_init(&queue->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&queue->changed, &attributes);
    pthread_condattr_destroy(&attributes);
}

void block_queue_release(struct block_queue *queue)
{
    for (size_t i = 0; i < queue->made; i++) {
        struct queued_block *block = queue->all[i];

        arena_release(&block->block.arena);
        mem_free(block->block.events);
        mem_free(block->block.rejects);
        mem_free(block->block.counts);
        mem_free(block);
    }
    pthread_cond_destroy(&queue->changed);
    pthread_mutex_destroy(&queue->lock);
}

static struct queued_block *block_new(void)
{
    struct queued_block *block = mem_new(sizeof *block);

    block->block.events = mem_array(BLOCK_EVENTS_MAX, sizeof *block->block.events);
    return block;
}

static void block_clear(struct queued_block *block)
{
    arena_clear(&block->block.arena);
    block->block.event_count = 0;
    block->block.reject_count = 0;
    block->block.counts_count = 0;
    block->text_size = 0;
}

struct queued_block *block_queue_idle(struct block_queue *queue)
{
    struct queued_block *block = NULL;

    pthread_mutex_lock(&queue->lock);
    while (!queue->stopped && queue->idle_count == 0 && queue->made == BATCH_BLOCKS_MAX)
        pthread_cond_wait(&queue->changed, &queue->lock);
    if (!queue->stopped)
        block = queue->idle_count > 0 ? queue->idle[--queue->idle_count]
                                      : (queue->all[queue->made++] = block_new());
    pthread_mutex_unlock(&queue->lock);
    if (block)
        block_clear(block);
    return block;
}

void block_queue_put(struct block_queue *queue, struct queued_block *block)
{
    size_t at;

    pthread_mutex_lock(&queue->lock);
    at = (queue->ready_first + queue->ready_count++) % BATCH_BLOCKS_MAX;
    queue->ready[at] = block;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
}

void block_queue_finish(struct block_queue *queue, const struct error *err)
{
    pthread_mutex_lock(&queue->lock);
    queue->finished = true;
    queue->error = *err;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
}

bool block_queue_is_stopped(struct block_queue *queue)
{
    bool stopped;

    pthread_mutex_lock(&queue->lock);
    stopped = queue->stopped;
    pthread_mutex_unlock(&queue->lock);
    return stopped;
}

static void wait_a_while(struct block_queue *queue)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += WAIT_NS;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_cond_timedwait(&queue->changed, &queue->lock, &until);
}

enum queue_answer block_queue_next(
        struct block_queue *queue, struct queued_block **block, struct error *err)
{
    enum queue_answer answer = QUEUE_WAIT;

    pthread_mutex_lock(&queue->lock);
    if (queue->ready_count == 0 && !queue->finished)
        wait_a_while(queue);
    if (queue->ready_count > 0) {
        *block = queue->ready[queue->ready_first];
        queue->ready_first = (queue->ready_first + 1) % BATCH_BLOCKS_MAX;
        queue->ready_count--;
        answer = QUEUE_BLOCK;
    } else if (queue->finished) {
        answer = queue->error.code == ERROR_NONE ? QUEUE_END : QUEUE_FAILED;
        if (err)
            *err = queue->error;
    }
    pthread_mutex_unlock(&queue->lock);
    return answer;
}

void block_queue_give_back(struct block_queue *queue, struct queued_block *block)
{
    pthread_mutex_lock(&queue->lock);
    queue->idle[queue->idle_count++] = block;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
}

void block_queue_stop(struct block_queue *queue)
{
    pthread_mutex_lock(&queue->lock);
    queue->stopped = true;
    pthread_cond_broadcast(&queue->changed);
    pthread_mutex_unlock(&queue->lock);
}
