/* The first look at the files of a batch. Each is looked at by one thread; one core and the other
 * take the next file in turn. Only the caller's thread tells of progress. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/when.h"
#include "events/batch_int.h"
#include "events/parse.h"
#include "events/scan.h"
#include "events/spill.h"

enum { COPY_SIZE = 256 * 1024, LINES_PER_PROGRESS = 4096, WAIT_NS = 100 * 1000 * 1000 };

/* What the threads share. Files are taken in order, so that every file before one that failed was
 * looked at, too: the first one that fails is always the one that is told. */
struct look {
    struct batch *batch;
    _Atomic size_t next_file;
    _Atomic int64_t bytes_done; /* of all files */
    _Atomic bool stopped;
    int64_t bytes_total;
};

struct looker {
    struct look *look;
    bool tells; /* the caller's thread */
    struct parser *parser;
    struct arena arena;
    int64_t reported; /* bytes of its file in bytes_done */
    size_t failed_file;
    struct error error;
};

static int tell(struct look *look, struct error *err)
{
    const struct batch_options *options = &look->batch->options;
    int64_t done = atomic_load(&look->bytes_done);

    /* A file may have grown since it was weighed. */
    if (look->bytes_total < done)
        look->bytes_total = done;
    if (options->progress && options->progress(options->context, done, look->bytes_total) != 0)
        return error_set(err, ERROR_INTERRUPTED, "interrupted while looking at the files");
    return 0;
}

static int report(struct looker *looker, int64_t bytes, struct error *err)
{
    atomic_fetch_add(&looker->look->bytes_done, bytes - looker->reported);
    looker->reported = bytes;
    if (looker->tells)
        return tell(looker->look, err);
    if (atomic_load(&looker->look->stopped))
        return error_set(err, ERROR_INTERRUPTED, "interrupted while looking at the files");
    return 0;
}

/* As read, but for a short while only: an interrupt just before it would not end it. */
static ssize_t read_stdin(char *bytes)
{
    enum { TURN_MS = 200 };
    struct pollfd wanted = {.fd = STDIN_FILENO, .events = POLLIN};

    if (poll(&wanted, 1, TURN_MS) > 0)
        return read(STDIN_FILENO, bytes, COPY_SIZE);
    errno = EINTR;
    return -1;
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
        got = read_stdin(bytes);
        if (got < 0 && errno != EINTR)
            status = error_set_errno(err, ERROR_UNAVAILABLE, errno, "cannot read standard input");
        else if (got > 0)
            status = scratch_write(file->spool, bytes, (size_t)got, err);
        look->bytes_total += got > 0 ? got : 0;
        if (status == 0)
            status = tell(look, err);
    } while (status == 0 && got != 0);
    mem_free(bytes);
    return status;
}

static bool parse_time(struct looker *looker, const char *line, size_t size, int64_t *at_ms)
{
    struct event event;

    arena_clear(&looker->arena);
    if (parser_line(looker->parser, line, size, &looker->arena, &event) != LINE_EVENT)
        return false;
    *at_ms = event.at_ms;
    return true;
}

/* The time of a line that may be an event; of one that is before `last_ms`, it is an event. */
static bool find_time(
        struct looker *looker, const char *line, size_t size, int64_t last_ms, int64_t *at_ms)
{
    switch (line_find_time(line, size, at_ms)) {
    case TIME_NONE: return false;
    case TIME_FOUND: return *at_ms >= last_ms || parse_time(looker, line, size, at_ms);
    case TIME_UNSURE: break;
    }
    return parse_time(looker, line, size, at_ms);
}

static void look_at_line(struct looker *looker, size_t file, const char *line, size_t size)
{
    struct batch *batch = looker->look->batch;
    struct batch_file *info = &batch->files[file];
    struct file_look *found = &batch->looks[file];
    int64_t at_ms;

    info->lines++;
    if (!info->sorted || !find_time(looker, line, size, found->last_ms, &at_ms) ||
            batch_in_future(batch, batch->options.now_ms, at_ms))
        return;
    if (found->first_ms == WHEN_NONE)
        found->first_ms = at_ms;
    if (at_ms < found->last_ms)
        info->sorted = false;
    found->last_ms = at_ms;
}

static int look_at_lines(
        struct looker *looker, size_t file, struct source *source, struct error *err)
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
            looker->look->batch->files[file].lines++;
        else if (state != SOURCE_SKIPPED && !line_is_blank(line, size))
            look_at_line(looker, file, line, size);
        if ((state == SOURCE_SKIPPED || steps % LINES_PER_PROGRESS == 0) &&
                report(looker, source_raw_bytes(source), err) != 0)
            return -1;
    }
}

static int look_at_file(struct looker *looker, size_t file, struct error *err)
{
    struct batch *batch = looker->look->batch;
    struct batch_file *info = &batch->files[file];
    struct hash_stream *hash = hash_stream_new();
    struct source *source = batch_source(batch, file, hash, err);
    int status = -1;

    looker->reported = 0;
    if (!source)
        goto out;
    info->sorted = true;
    if (look_at_lines(looker, file, source, err) != 0)
        goto out;
    info->size = source_raw_bytes(source);
    hash_stream_text(hash, info->id);
    status = report(looker, info->size, err);
out:
    source_free(source);
    hash_stream_free(hash);
    return status;
}

static void look_at_files(struct looker *looker)
{
    struct look *look = looker->look;

    looker->parser = parser_new();
    while (!atomic_load(&look->stopped)) {
        size_t file = atomic_fetch_add(&look->next_file, 1);

        if (file >= look->batch->file_count)
            break;
        if (look_at_file(looker, file, &looker->error) != 0) {
            looker->failed_file = file;
            if (looker->tells && looker->error.code == ERROR_INTERRUPTED)
                atomic_store(&look->stopped, true);
            atomic_store(&look->next_file, look->batch->file_count);
        }
    }
    parser_free(looker->parser);
    arena_release(&looker->arena);
}

static void *look_in_thread(void *context)
{
    look_at_files(context);
    return NULL;
}

static bool start_helper(struct looker *helper, pthread_t *thread)
{
    sigset_t all, before;
    int number;

    /* Signals are the caller's. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    number = pthread_create(thread, NULL, look_in_thread, helper);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return number == 0;
}

/* Goes on telling of progress meanwhile. */
static void join_helper(struct looker *caller, pthread_t thread)
{
    struct look *look = caller->look;
    struct timespec until;

    for (;;) {
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += WAIT_NS;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        if (pthread_timedjoin_np(thread, NULL, &until) == 0)
            return;
        if (!atomic_load(&look->stopped) && tell(look, &caller->error) != 0) {
            caller->failed_file = 0;
            atomic_store(&look->stopped, true);
        }
    }
}

static int look_at_all(struct look *look, struct error *err)
{
    struct looker caller = {.look = look, .tells = true, .failed_file = SIZE_MAX};
    struct looker helper = {.look = look, .failed_file = SIZE_MAX};
    const struct looker *failed = &caller;
    pthread_t thread;
    bool helped = look->batch->file_count > 1 && start_helper(&helper, &thread);

    look_at_files(&caller);
    if (helped)
        join_helper(&caller, thread);
    if (helper.failed_file < caller.failed_file && !atomic_load(&look->stopped))
        failed = &helper;
    return failed->failed_file == SIZE_MAX
                   ? 0
                   : error_set(err, failed->error.code, "%s", failed->error.text);
}

/* What is not there or cannot be read is told by the one that opens it. */
static void weigh_files(struct look *look)
{
    struct batch *batch = look->batch;

    for (size_t i = 0; i < batch->file_count; i++)
        if (!batch_is_stdin(batch->files[i].path) &&
                stat(batch->files[i].path, &batch->looks[i].status) == 0)
            look->bytes_total += batch->looks[i].status.st_size;
}

int first_look(struct batch *batch, struct error *err)
{
    struct look look = {.batch = batch};
    bool stdin_taken = false;

    weigh_files(&look);
    for (size_t i = 0; i < batch->file_count; i++) {
        if (!batch_is_stdin(batch->files[i].path))
            continue;
        if (stdin_taken)
            return error_set(err, ERROR_USAGE, "'-' can stand only once among the files");
        stdin_taken = true;
        if (spool_stdin(&look, &batch->looks[i], err) != 0)
            return -1;
    }
    return look_at_all(&look, err);
}
