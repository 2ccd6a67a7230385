#include "runner/ingest_files.h"

#include <string.h>

#include "base/alloc.h"
#include "base/when.h"

enum { REJECT_BYTES_MAX = 16 << 20 };

static bool stands_before(struct batch *batch, size_t index)
{
    const struct batch_file *file = batch_file(batch, index);

    for (size_t i = 0; i < index; i++)
        if (strcmp(batch_file(batch, i)->id, file->id) == 0)
            return true;
    return false;
}

static void record_new(struct file_record *record, const struct batch_file *file, int64_t now_ms)
{
    memset(record, 0, sizeof *record);
    memcpy(record->id, file->id, sizeof record->id);
    record->size = file->size;
    record->first_read_ms = now_ms;
    record->resume_at_ms = WHEN_NONE;
}

static void go_on(struct batch_file *file, const struct file_record *record)
{
    file->resume_at_ms = record->resume_at_ms;
    file->resume_line = record->resume_line;
    file->counted_line = record->counted_line;
    file->now_ms = record->first_read_ms;
}

static int open_one(struct ingest_files *files, struct batch *batch, size_t index,
        struct store *store, int64_t now_ms, struct error *err)
{
    struct batch_file *file = batch_file(batch, index);
    struct file_record *record = &files->records[index];
    int known = file_get(store, file->id, record, err);

    if (known < 0)
        return -1;
    file->skip = (known && record->done) || stands_before(batch, index);
    if (known)
        go_on(file, record);
    else
        record_new(record, file, now_ms);
    record->path = file->path;
    files->dirty[index] = !file->skip;
    return 0;
}

int ingest_files_open(struct ingest_files *files, struct batch *batch, struct store *store,
        int64_t now_ms, struct ingest_result *result, struct error *err)
{
    memset(files, 0, sizeof *files);
    files->count = batch_file_count(batch);
    files->records = mem_array(files->count + 1, sizeof *files->records);
    files->dirty = mem_array(files->count + 1, sizeof *files->dirty);
    for (size_t i = 0; i < files->count; i++) {
        if (open_one(files, batch, i, store, now_ms, err))
            return -1;
        if (batch_file(batch, i)->skip)
            result->already_ingested++;
        else
            result->files++;
    }
    return 0;
}

void ingest_files_release(struct ingest_files *files)
{
    mem_free(files->records);
    mem_free(files->dirty);
    mem_free(files->rejects);
    arena_release(&files->arena);
    memset(files, 0, sizeof *files);
}

static void add_counts(
        struct ingest_files *files, const struct block_counts *counts, struct ingest_result *result)
{
    struct file_record *record = &files->records[counts->file];

    record->lines += counts->lines;
    record->anonymous += counts->anonymous;
    record->skipped += counts->skipped;
    record->rejected += counts->rejected;
    record->in_future += counts->in_future;
    if (counts->counted_line)
        record->counted_line = counts->counted_line;
    files->dirty[counts->file] = true;
    result->lines += counts->lines;
    result->anonymous += counts->anonymous;
    result->skipped += counts->skipped;
    result->rejected += counts->rejected;
    result->in_future += counts->in_future;
}

static void keep_reject(struct ingest_files *files, const struct reject *reject)
{
    files->rejects = mem_room(
            files->rejects, files->reject_count, &files->reject_capacity, sizeof *files->rejects);
    files->rejects[files->reject_count++] = (struct kept_reject){
            .file = reject->file,
            .line = reject->line,
            .reason = arena_copy(&files->arena, reject->reason, strlen(reject->reason)),
            .text = arena_copy(&files->arena, reject->text, reject->text_size),
            .text_size = reject->text_size,
    };
}

void ingest_files_add(
        struct ingest_files *files, const struct block *block, struct ingest_result *result)
{
    for (size_t i = 0; i < block->counts_count; i++)
        add_counts(files, &block->counts[i], result);
    for (size_t i = 0; i < block->reject_count; i++)
        keep_reject(files, &block->rejects[i]);
}

void ingest_files_event(struct ingest_files *files, const struct event *event)
{
    struct file_record *record = &files->records[event->file];

    record->resume_at_ms = event->at_ms;
    record->resume_line = event->line;
    files->dirty[event->file] = true;
}

bool ingest_files_full(const struct ingest_files *files)
{
    return files->arena.total > REJECT_BYTES_MAX;
}

void ingest_files_finish(struct ingest_files *files, struct batch *batch)
{
    for (size_t i = 0; i < files->count; i++) {
        if (batch_file(batch, i)->skip)
            continue;
        files->records[i].done = true;
        files->dirty[i] = true;
    }
}

int ingest_files_write(const struct ingest_files *files, struct store *store, struct error *err)
{
    for (size_t i = 0; i < files->count; i++)
        if (files->dirty[i] && file_put(store, &files->records[i], err))
            return -1;
    for (size_t i = 0; i < files->reject_count; i++) {
        const struct kept_reject *reject = &files->rejects[i];
        if (reject_add(store, files->records[reject->file].id, reject->line, reject->reason,
                    reject->text, reject->text_size, err))
            return -1;
    }
    return 0;
}

void ingest_files_clear(struct ingest_files *files)
{
    memset(files->dirty, 0, files->count * sizeof *files->dirty);
    files->reject_count = 0;
    arena_clear(&files->arena);
}
