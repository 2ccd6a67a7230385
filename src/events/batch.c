#include "events/batch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/when.h"
#include "events/batch_int.h"
#include "events/parse.h"
#include "events/scan.h"
#include "events/spill.h"

enum { MEMORY_DEFAULT = 64 * 1024 * 1024, COPY_SIZE = 256 * 1024, LINES_PER_PROGRESS = 4096 };

/* The first look at all files. */
struct look {
    struct batch *batch;
    struct parser *parser;
    struct arena arena;
    int64_t bytes_before; /* of the files before this one */
    int64_t bytes_total;
};

static bool is_stdin(const char *path)
{
    return strcmp(path, "-") == 0;
}

static const char *shown_path(const char *path)
{
    return is_stdin(path) ? "standard input" : path;
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

static int report(struct look *look, int64_t bytes, struct error *err)
{
    const struct batch_options *options = &look->batch->options;
    int64_t done = look->bytes_before + bytes;

    /* A file may have grown since it was weighed. */
    if (look->bytes_total < done)
        look->bytes_total = done;
    if (options->progress && options->progress(options->context, done, look->bytes_total) != 0)
        return error_set(err, ERROR_INTERRUPTED, "interrupted while looking at the files");
    return 0;
}

/* Copies stdin into a file without a name: it is read twice. */
static int spool_stdin(struct look *look, struct file_look *file, struct error *err)
{
    char *bytes;
    ssize_t got;
    int status = 0;

    file->spool = scratch_open(look->batch->scratch_dir, err);
    if (file->spool < 0)
        return -1;
    bytes = mem_resize(NULL, COPY_SIZE, 1);
    do {
        got = read(STDIN_FILENO, bytes, COPY_SIZE);
        if (got < 0 && errno != EINTR)
            status = error_set_errno(err, ERROR_UNAVAILABLE, errno, "cannot read standard input");
        else if (got > 0)
            status = scratch_write(file->spool, bytes, (size_t)got, err);
        look->bytes_total += got > 0 ? got : 0;
        if (status == 0)
            status = report(look, 0, err);
    } while (status == 0 && got != 0);
    mem_free(bytes);
    return status;
}

static bool parse_time(struct look *look, const char *line, size_t size, int64_t *at_ms)
{
    struct event event;

    arena_clear(&look->arena);
    if (parser_line(look->parser, line, size, &look->arena, &event) != LINE_EVENT)
        return false;
    *at_ms = event.at_ms;
    return true;
}

/* The time of a line that may be an event; of one that is before `last_ms`, it is an event. */
static bool find_time(
        struct look *look, const char *line, size_t size, int64_t last_ms, int64_t *at_ms)
{
    switch (line_find_time(line, size, at_ms)) {
    case TIME_NONE: return false;
    case TIME_FOUND: return *at_ms >= last_ms || parse_time(look, line, size, at_ms);
    case TIME_UNSURE: break;
    }
    return parse_time(look, line, size, at_ms);
}

static void look_at_line(struct look *look, size_t file, const char *line, size_t size)
{
    struct batch_file *info = &look->batch->files[file];
    struct file_look *found = &look->batch->looks[file];
    int64_t at_ms;

    info->lines++;
    if (!info->sorted || !find_time(look, line, size, found->last_ms, &at_ms) ||
            batch_in_future(look->batch, look->batch->options.now_ms, at_ms))
        return;
    if (found->first_ms == WHEN_NONE)
        found->first_ms = at_ms;
    if (at_ms < found->last_ms)
        info->sorted = false;
    found->last_ms = at_ms;
}

static int look_at_lines(struct look *look, size_t file, struct source *source, struct error *err)
{
    const char *line;
    size_t size;

    for (uint64_t steps = 1;; steps++) {
        enum line_state state = source_line(source, &line, &size, err);

        if (state == SOURCE_ERROR)
            return -1;
        if (state == SOURCE_END)
            return 0;
        if (state == SOURCE_LONG)
            look->batch->files[file].lines++;
        else if (state != SOURCE_SKIPPED && !line_is_blank(line, size))
            look_at_line(look, file, line, size);
        if ((state == SOURCE_SKIPPED || steps % LINES_PER_PROGRESS == 0) &&
                report(look, source_raw_bytes(source), err) != 0)
            return -1;
    }
}

static int look_at_file(struct look *look, size_t file, struct error *err)
{
    struct batch_file *info = &look->batch->files[file];
    struct hash_stream *hash = hash_stream_new();
    struct source *source = batch_source(look->batch, file, hash, err);
    int status = -1;

    if (!source)
        goto out;
    info->sorted = true;
    if (look_at_lines(look, file, source, err) != 0)
        goto out;
    info->size = source_raw_bytes(source);
    look->bytes_before += info->size;
    hash_stream_text(hash, info->id);
    status = report(look, 0, err);
out:
    source_free(source);
    hash_stream_free(hash);
    return status;
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

/* What is not there or cannot be read is told by the one that opens it. */
static void weigh_files(struct look *look)
{
    struct batch *batch = look->batch;

    for (size_t i = 0; i < batch->file_count; i++)
        if (!is_stdin(batch->files[i].path) &&
                stat(batch->files[i].path, &batch->looks[i].status) == 0)
            look->bytes_total += batch->looks[i].status.st_size;
}

static int look_at_files(struct look *look, struct error *err)
{
    struct batch *batch = look->batch;
    bool stdin_taken = false;

    weigh_files(look);
    for (size_t i = 0; i < batch->file_count; i++) {
        if (is_stdin(batch->files[i].path)) {
            if (stdin_taken)
                return error_set(err, ERROR_USAGE, "'-' can stand only once among the files");
            stdin_taken = true;
            if (spool_stdin(look, &batch->looks[i], err) != 0)
                return -1;
        }
        if (look_at_file(look, i, err) != 0)
            return -1;
    }
    return 0;
}

struct batch *batch_open(const char *const *paths, size_t count,
        const struct batch_options *options, struct error *err)
{
    struct batch *batch = mem_new(sizeof *batch);
    struct look look = {.batch = batch};
    int status;

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
    look.parser = parser_new();
    status = look_at_files(&look, err);
    parser_free(look.parser);
    arena_release(&look.arena);
    if (status == 0)
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
