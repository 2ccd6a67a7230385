#include "runner/ingest.h"

#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "runner/count.h"
#include "runner/engine_room.h"
#include "runner/ingest_files.h"
#include "runner/segment_sizes.h"
#include "store/lease.h"
#include "store/seen.h"

enum {
    FLUSH_LEAST_MS = 5000,     /* between two flushes */
    FLUSH_SHARE = 10,          /* and so many times what it will take */
    FLUSH_ROWS_PER_S = 400000, /* as long as none was measured */
    PROGRESS_MS = 100,
    RAISE_STEP_HOURS = 6,
};

struct run {
    struct store *store;
    const struct ingest_options *options;
    struct ingest_result *result;
    struct engine_room room;
    struct batch *batch;
    struct ingest_files files;
    struct segment_sizes sizes;
    bool sizes_counted;
    bool finishing;     /* the last flush: with the sizes of segments */
    struct block *held; /* what its events add may still be added by the second thread */
    const char *phase;
    int64_t bytes_total;
    int64_t started_ms, told_ms, flushed_ms;
    double flush_rows_per_ms; /* of the last flush */
};

static bool is_interrupted(const struct run *run)
{
    return run->options->interrupted && *run->options->interrupted;
}

static void tell(struct run *run, int64_t bytes_done, int64_t bytes_total)
{
    int64_t now_ms = when_monotonic_ms();
    struct ingest_progress progress = {
            run->phase, bytes_done, bytes_total, run->result->lines, now_ms - run->started_ms};

    if (!run->options->progress || now_ms - run->told_ms < PROGRESS_MS)
        return;
    run->told_ms = now_ms;
    run->options->progress(run->options->context, &progress);
}

static int batch_progress(void *context, int64_t bytes_done, int64_t bytes_total)
{
    struct run *run = context;

    tell(run, bytes_done, bytes_total);
    return is_interrupted(run);
}

static char *scratch_folder(const struct store *store)
{
    const char *path = store_path(store);
    const char *slash = strrchr(path, '/');

    if (!slash)
        return mem_string(".");
    return mem_string_of(path, slash == path ? 1 : (size_t)(slash - path));
}

static int open_batch(struct run *run, const char *const *paths, size_t count, struct error *err)
{
    struct settings settings;

    if (settings_load(run->store, &settings, err))
        return -1;
    char *folder = scratch_folder(run->store);
    struct batch_options options = {
            .now_ms = run->options->now_ms,
            .max_ahead_ms = settings.max_ahead_ms,
            .scratch_dir = folder,
            .progress = batch_progress,
            .context = run,
    };
    run->phase = "reading";
    run->batch = batch_open(paths, count, &options, err);
    mem_free(folder);
    settings_release(&settings);
    return run->batch ? 0 : -1;
}

static void count_segments(void *context)
{
    struct run *run = context;

    run->sizes_counted =
            segment_sizes_count(&run->sizes, run->room.state, engine_clock(run->room.engine));
}

static int keep_files(void *context, struct store *store, struct error *err)
{
    struct run *run = context;

    if (ingest_files_write(&run->files, store, err))
        return -1;
    return run->sizes_counted ? segment_sizes_write(&run->sizes, store, err) : 0;
}

static void let_go(struct run *run)
{
    if (run->held)
        batch_release(run->batch, run->held);
    run->held = NULL;
}

static int flush(struct run *run, struct error *err)
{
    struct flush_also also = {
            .beside = run->finishing ? count_segments : NULL, .write = keep_files, .context = run};

    int64_t began_ms = when_monotonic_ms();
    size_t rows = state_flush_rows(run->room.state);

    if (state_flush(run->room.state, run->room.engine, &also, err))
        return -1;
    let_go(run);
    ingest_files_clear(&run->files);
    state_trim(run->room.state);
    run->flushed_ms = when_monotonic_ms();
    run->flush_rows_per_ms = (double)(rows + 1) / (double)(run->flushed_ms - began_ms + 1);
    return 0;
}

/* What a flush writes is written again by the next where the same users go on: the longer it takes,
 * the rarer it is. */
static bool flush_is_due(const struct run *run)
{
    int64_t since_ms = when_monotonic_ms() - run->flushed_ms;
    double cost_ms = (double)state_flush_rows(run->room.state) / run->flush_rows_per_ms;
    double wait_ms =
            FLUSH_SHARE * cost_ms > FLUSH_LEAST_MS ? FLUSH_SHARE * cost_ms : FLUSH_LEAST_MS;

    if (run->options->flush_ms > 0)
        wait_ms = (double)run->options->flush_ms;
    return (double)since_ms >= wait_ms || state_is_full(run->room.state) ||
           ingest_files_full(&run->files);
}

/* Gives the counts since `before` to the file of the events just evaluated. */
static void credit_file(struct run *run, uint32_t file, const struct engine_counts *before)
{
    const struct engine_counts *counts = engine_counts(run->room.engine);
    struct file_record *record = &run->files.records[file];

    record->accepted += (int64_t)(counts->accepted - before->accepted);
    record->duplicates += (int64_t)(counts->duplicates - before->duplicates);
    record->late += (int64_t)(counts->late - before->late);
}

static int evaluate(struct run *run, const struct block *block, struct error *err)
{
    struct engine_counts before = *engine_counts(run->room.engine);

    for (size_t i = 0; i < block->event_count; i++) {
        const struct event *event = &block->events[i];
        state_look_ahead(run->room.state, block->events, block->event_count, i);
        if (engine_event(run->room.engine, event, err))
            return -1;
        /* One file's events mostly stand together: it is enough to count where they end. */
        if (i + 1 < block->event_count && event[1].file == event->file)
            continue;
        credit_file(run, event->file, &before);
        ingest_files_event(&run->files, event);
        before = *engine_counts(run->room.engine);
    }
    ingest_files_add(&run->files, block, run->result);
    return 0;
}

static int check_stop(const struct run *run, struct error *err)
{
    int64_t rejected = run->result->rejected;

    if (is_interrupted(run))
        return error_set(err, ERROR_INTERRUPTED,
                "interrupted; what was read so far is kept, the same call goes on there");
    if (run->options->rejects_max >= 0 && rejected > 0 && rejected >= run->options->rejects_max)
        return error_set(err, ERROR_REFUSED,
                "stopped after %lld rejected lines (--max-rejects %lld); `campanile rejects` shows "
                "them, the same call goes on behind them",
                (long long)rejected, (long long)run->options->rejects_max);
    return 0;
}

/* All blocks. An error of reading or a stop keeps what was evaluated. */
static int evaluate_all(struct run *run, struct error *err)
{
    struct error why = {.code = ERROR_NONE};
    struct block *block = NULL;
    int failed = 0;

    while (!failed && (block = batch_next(run->batch, &why))) {
        failed = evaluate(run, block, err);
        state_hand_over(run->room.state);
        let_go(run);
        run->held = block;
        tell(run, batch_bytes_done(run->batch), run->bytes_total);
        if (failed)
            return -1;
        if (check_stop(run, &why))
            break;
        if (flush_is_due(run))
            failed = flush(run, err);
    }
    if (failed || why.code == ERROR_NONE)
        return failed;
    if (flush(run, err))
        return -1;
    return error_set(err, why.code, "%s", why.text);
}

static int raise_to(struct run *run, int64_t until_ms, struct error *err)
{
    struct engine *engine = run->room.engine;
    int64_t clock_ms = engine_clock(engine);

    if (clock_ms != WHEN_NONE && until_ms < clock_ms) {
        run->result->until_behind = true;
        return 0;
    }
    /* In steps, so that memory and patience stay bounded: the outcome is the same (1.2). */
    while (clock_ms != WHEN_NONE && until_ms - clock_ms > RAISE_STEP_HOURS * HOUR_MS) {
        clock_ms += RAISE_STEP_HOURS * HOUR_MS;
        if (engine_raise(engine, clock_ms, err))
            return -1;
        state_hand_over(run->room.state);
        if (is_interrupted(run)) {
            if (flush(run, err) == 0)
                check_stop(run, err);
            return -1;
        }
        if (state_is_full(run->room.state) && flush(run, err))
            return -1;
        tell(run, 0, 0);
    }
    return engine_raise(engine, until_ms, err);
}

static int finish(struct run *run, struct error *err)
{
    int64_t until_ms = run->options->until_ms;
    struct engine *engine = run->room.engine;

    if (engine_batch_end(engine, err) || (until_ms != WHEN_NONE && raise_to(run, until_ms, err)))
        return -1;
    run->phase = "writing";
    ingest_files_finish(&run->files, run->batch);
    if (segment_sizes_prepare(&run->sizes, run->store, run->room.plan, err))
        return -1;
    run->finishing = true;
    tell(run, 0, 0);
    if (flush(run, err))
        return -1;
    if (run->sizes_counted)
        return 0;
    run->phase = "counting segments";
    tell(run, 0, 0);
    return runner_segment_sizes(run->store, run->room.plan, err);
}

static int64_t lines_to_come(struct run *run)
{
    int64_t lines = 0;

    for (size_t i = 0; i < batch_file_count(run->batch); i++) {
        const struct batch_file *file = batch_file(run->batch, i);
        if (file->skip)
            continue;
        lines += file->lines;
        run->bytes_total += file->size;
    }
    return lines;
}

static int read_and_evaluate(struct run *run, struct error *err)
{
    run->phase = "evaluating";
    run->flushed_ms = when_monotonic_ms();
    state_use_thread(run->room.state);
    if (state_preload(run->room.state, lines_to_come(run), err) || batch_start(run->batch, err))
        return -1;
    return evaluate_all(run, err) || finish(run, err) ? -1 : 0;
}

static void take_counts(struct run *run)
{
    struct ingest_result *result = run->result;

    result->clock_ms = WHEN_NONE;
    if (!run->room.engine)
        return;
    const struct engine_counts *counts = engine_counts(run->room.engine);
    result->accepted = (int64_t)counts->accepted;
    result->duplicates = (int64_t)counts->duplicates;
    result->late = (int64_t)counts->late;
    result->cycle = (int64_t)counts->cycle;
    result->unknown_campaign = (int64_t)counts->unknown_campaign;
    result->regex_limit = (int64_t)counts->regex_limit;
    result->clock_ms = engine_clock(run->room.engine);
}

static int ingest_batch(struct run *run, const char *const *paths, size_t count, struct error *err)
{
    struct lease_claim claim = {"ingest", paths[0], run->options->login, 0};

    /* Held while the files are looked at, too: what was read before may change meanwhile. */
    if (lease_take(run->store, &claim, err) || open_batch(run, paths, count, err) ||
            engine_room_open(&run->room, run->store, run->options->cache_bytes, false, err) ||
            ingest_files_open(
                    &run->files, run->batch, run->store, run->options->now_ms, run->result, err))
        return -1;
    if (run->result->files == 0 && run->options->until_ms == WHEN_NONE)
        return 0;
    return read_and_evaluate(run, err);
}

int ingest(struct store *store, const char *const *paths, size_t count,
        const struct ingest_options *options, struct ingest_result *result, struct error *err)
{
    struct run run = {.store = store,
            .options = options,
            .result = result,
            .flush_rows_per_ms = FLUSH_ROWS_PER_S / 1000.0};

    memset(result, 0, sizeof *result);
    run.started_ms = run.flushed_ms = when_monotonic_ms();
    int failed = ingest_batch(&run, paths, count, err);
    take_counts(&run);
    if (options->ends && run.room.state) {
        state_abandon(run.room.state);
        run.room.state = NULL;
    }
    engine_room_close(&run.room);
    batch_free(run.batch);
    segment_sizes_release(&run.sizes);
    ingest_files_release(&run.files);
    lease_give_back(store);
    return failed;
}
