/* Blocks on their way from the reading thread to the caller, and back to be filled again. Private
 * to the batch. */
#ifndef EVENTS_BLOCK_QUEUE_H
#define EVENTS_BLOCK_QUEUE_H

#include <pthread.h>

#include "events/batch.h"

struct queued_block {
    struct block block; /* first: a caller's block is this one */
    size_t reject_capacity;
    size_t counts_capacity;
    size_t text_size; /* of the lines in it */
};

struct block_queue {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct queued_block *all[BATCH_BLOCKS_MAX];
    size_t made;
    struct queued_block *idle[BATCH_BLOCKS_MAX];
    size_t idle_count;
    struct queued_block *ready[BATCH_BLOCKS_MAX]; /* a ring */
    size_t ready_first, ready_count;
    bool finished; /* nothing more will be put */
    bool stopped;  /* nobody will take any more */
    struct error error;
};

void block_queue_init(struct block_queue *queue);
/* Frees all blocks, wherever they are; no thread may use the queue any more. */
void block_queue_release(struct block_queue *queue);

/* For the reading thread. An empty block, waiting for one where all are on the way; NULL once the
 * queue is stopped. */
struct queued_block *block_queue_idle(struct block_queue *queue);
void block_queue_put(struct block_queue *queue, struct queued_block *block);
/* No more blocks: the end, or an error. */
void block_queue_finish(struct block_queue *queue, const struct error *err);
bool block_queue_is_stopped(struct block_queue *queue);

/* For the caller. */
enum queue_answer { QUEUE_BLOCK, QUEUE_END, QUEUE_FAILED, QUEUE_WAIT };
/* The next block; QUEUE_WAIT where none came for a while. */
enum queue_answer block_queue_next(
        struct block_queue *queue, struct queued_block **block, struct error *err);
void block_queue_give_back(struct block_queue *queue, struct queued_block *block);
void block_queue_stop(struct block_queue *queue);

#endif
