#include "events/batch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/when.h"
#include "events/batch_int.h"

enum { MEMORY_DEFAULT = 64 * 1024 * 1024 };

bool batch_is_stdin(const char *path)
{
    return strcmp(path, "-") == 0;
}

static const char *shown_path(const char *path)
{
    return batch_is_stdin(path) ? "standard input" : path;
}

bool batch_in_future(const struct batch *batch, int64_t now_ms, int64_t at_ms)
{
    return batch->options.max_ahead_ms >= 0 && at_ms > now_ms &&
           at_ms - now_ms > batch->options.max_ahead_ms;
}

struct source *batch_source(
        const struct batch *batch, size_t file, struct hash_stream *hash, struct error *err)
{
    const char *path = batch->files[file].path;
    int spool = batch->looks[file].spool;
    int fd = -1;

    if (spool >= 0) {
        fd = fcntl(spool, F_DUPFD_CLOEXEC, 0);
        if (fd < 0 || lseek(fd, 0, SEEK_SET) != 0) {
            error_set_errno(err, ERROR_UNAVAILABLE, errno, "cannot read the copy of '-' again");
            if (fd >= 0)
                close(fd);
            return NULL;
        }
    }
    return source_open(shown_path(path), fd, hash, err);
}

static void add_file(struct batch *batch, size_t file, const char *path)
{
    struct batch_file *info = &batch->files[file];

    info->path = mem_string(path);
    info->resume_at_ms = WHEN_NONE;
    info->now_ms = batch->options.now_ms;
    batch->looks[file] =
            (struct file_look){.spool = -1, .first_ms = WHEN_NONE, .last_ms = WHEN_NONE};
}

struct batch *batch_open(const char *const *paths, size_t count,
        const struct batch_options *options, struct error *err)
{
    struct batch *batch = mem_new(sizeof *batch);
    batch->files = mem_array(count, sizeof *batch->files);
    batch->looks = mem_array(count, sizeof *batch->looks);
    batch->file_count = count;
    batch->options = *options;
    if (batch->options.memory_max == 0)
        batch->options.memory_max = MEMORY_DEFAULT;
    if (options->scratch_dir)
        batch->scratch_dir = mem_string(options->scratch_dir);
    batch->options.scratch_dir = batch->scratch_dir;
    block_queue_init(&batch->queue);
    for (size_t i = 0; i < count; i++)
        add_file(batch, i, paths[i]);
    if (first_look(batch, err) == 0)
        return batch;
    batch_free(batch);
    return NULL;
}

size_t batch_file_count(const struct batch *batch)
{
    return batch->file_count;
}

struct batch_file *batch_file(struct batch *batch, size_t index)
{
    return &batch->files[index];
}

static void *read_in_thread(void *context)
{
    struct batch *batch = context;
    struct error err = {ERROR_NONE, ""};

    if (batch_read(batch, &err) == 0)
        err.code = ERROR_NONE;
    block_queue_finish(&batch->queue, &err);
    return NULL;
}

int batch_start(struct batch *batch, struct error *err)
{
    sigset_t all, before;
    int number;

    batch->bytes_total = 0;
    for (size_t i = 0; i < batch->file_count; i++)
        batch->bytes_total += batch->files[i].skip ? 0 : batch->files[i].size;
    /* Signals are the caller's. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    number = pthread_create(&batch->thread, NULL, read_in_thread, batch);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (number != 0)
        return error_set_errno(err, ERROR_UNAVAILABLE, number, "cannot start the reading thread");
    batch->started = true;
    return 0;
}

struct block *batch_next(struct batch *batch, struct error *err)
{
    const struct batch_options *options = &batch->options;
    struct queued_block *block;
    struct error unread;

    if (!err)
        err = &unread;
    for (;;) {
        switch (block_queue_next(&batch->queue, &block, err)) {
        case QUEUE_BLOCK: return &block->block;
        case QUEUE_END:
        case QUEUE_FAILED: return NULL;
        case QUEUE_WAIT: break;
        }
        if (options->progress && options->progress(options->context, batch_bytes_done(batch),
                                         batch->bytes_total) != 0) {
            error_set(err, ERROR_INTERRUPTED, "interrupted while reading the files");
            return NULL;
        }
    }
}

void batch_release(struct batch *batch, struct block *block)
{
    block_queue_give_back(&batch->queue, (struct queued_block *)block);
}

int64_t batch_bytes_done(const struct batch *batch)
{
    return atomic_load(&batch->bytes_done);
}

void batch_free(struct batch *batch)
{
    if (!batch)
        return;
    if (batch->started) {
        block_queue_stop(&batch->queue);
        pthread_join(batch->thread, NULL);
    }
    block_queue_release(&batch->queue);
    for (size_t i = 0; i < batch->file_count; i++) {
        mem_free(batch->files[i].path);
        if (batch->looks[i].spool >= 0)
            close(batch->looks[i].spool);
    }
    mem_free(batch->files);
    mem_free(batch->looks);
    mem_free(batch->scratch_dir);
    mem_free(batch);
}
