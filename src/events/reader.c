#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "events/batch_int.h"
#include "events/parse.h"
#include "events/sorter.h"

enum {
    BLOCK_TEXT_MAX = 4 * 1024 * 1024, /* of the lines in a block, which bounds its memory */
    LINES_PER_REPORT = 1024,
};

/* A sorted file, or (file == SORTED_PIECES) all that was not sorted. The head is its first event
 * that was not handed over yet. */
struct stream {
    size_t file;
    bool opened;
    struct source *source;
    struct hash_stream *hash;
    uint64_t line_number;
    int64_t last_ms;
    int64_t reported; /* raw bytes in bytes_done */
    struct key key;   /* of the head */
    const char *line;
    size_t size;
    bool parsed; /* into the current block's arena */
    struct event event;
};

#define SORTED_PIECES SIZE_MAX

struct reader {
    struct batch *batch;
    struct parser *parser;
    struct arena scratch;
    struct queued_block *block;
    size_t *counts_of;   /* by file: 1 + place in the block's counts, 0 where it has none */
    size_t *reject_left; /* by file: how many rejects may still be handed over */
    struct stream *streams;
    size_t stream_count;
    struct heap heap;
    struct sorter *sorter; /* NULL where all files are sorted */
};

static int stopped(struct error *err)
{
    return error_set(err, ERROR_INTERRUPTED, "interrupted while reading the files");
}

static int take_block(struct reader *reader, struct error *err)
{
    memset(reader->counts_of, 0, reader->batch->file_count * sizeof *reader->counts_of);
    reader->block = block_queue_idle(&reader->batch->queue);
    return reader->block ? 0 : stopped(err);
}

/* Hands the block over and takes an empty one. Heads that were parsed into it are parsed again: one
 * a stream and block, which is next to nothing. */
static int send_block(struct reader *reader, struct error *err)
{
    block_queue_put(&reader->batch->queue, reader->block);
    reader->block = NULL;
    for (size_t i = 0; i < reader->stream_count; i++)
        reader->streams[i].parsed = false;
    return take_block(reader, err);
}

static struct block_counts *counts_for(struct reader *reader, size_t file)
{
    struct queued_block *queued = reader->block;
    struct block *block = &queued->block;

    if (reader->counts_of[file] == 0) {
        block->counts = mem_room(block->counts, block->counts_count, &queued->counts_capacity,
                sizeof *block->counts);
        block->counts[block->counts_count] = (struct block_counts){.file = (uint32_t)file};
        reader->counts_of[file] = ++block->counts_count;
    }
    return &block->counts[reader->counts_of[file] - 1];
}

/* A line and what became of it. */
struct judged {
    enum line_verdict verdict;
    bool in_future;
    const char *reason;
};

static void add_reject(
        struct reader *reader, const struct stream *stream, const struct judged *judged)
{
    struct queued_block *queued = reader->block;
    struct block *block = &queued->block;
    size_t size = stream->size < REJECT_TEXT_MAX ? stream->size : REJECT_TEXT_MAX;

    if (reader->reject_left[stream->file] == 0)
        return;
    reader->reject_left[stream->file]--;
    block->rejects = mem_room(
            block->rejects, block->reject_count, &queued->reject_capacity, sizeof *block->rejects);
    block->rejects[block->reject_count++] = (struct reject){
            .file = (uint32_t)stream->file,
            .line = stream->line_number,
            .reason = judged->reason,
            .text = arena_copy(&block->arena, stream->line, size),
            .text_size = size,
    };
}

/* Counts a line that is no event. */
static int note_line(struct reader *reader, const struct stream *stream,
        const struct judged *judged, struct error *err)
{
    struct block_counts *counts;

    if (stream->line_number <= reader->batch->files[stream->file].counted_line)
        return 0;
    counts = counts_for(reader, stream->file);
    counts->counted_line = stream->line_number;
    counts->lines++;
    counts->anonymous += judged->verdict == LINE_ANONYMOUS;
    counts->skipped += judged->verdict == LINE_SKIPPED;
    if (judged->verdict != LINE_REJECTED)
        return 0;
    counts->rejected++;
    counts->in_future += judged->in_future;
    add_reject(reader, stream, judged);
    return reader->block->block.reject_count < BLOCK_REJECTS_MAX ? 0 : send_block(reader, err);
}

static void report_bytes(struct reader *reader, struct stream *stream)
{
    int64_t bytes = source_raw_bytes(stream->source);

    atomic_fetch_add(&reader->batch->bytes_done, bytes - stream->reported);
    stream->reported = bytes;
}

static int file_changed(const struct reader *reader, const struct stream *stream, struct error *err)
{
    return error_set(err, ERROR_UNAVAILABLE,
            "'%s' changed while it was read; what was taken from it stays: see to it that nothing "
            "writes to it and read it again",
            reader->batch->files[stream->file].path);
}

/* Whether the file is still the one of the first look, as far as can be told before it is read. It
 * may have grown. */
static bool is_same_file(const struct batch *batch, size_t file)
{
    const struct stat *before = &batch->looks[file].status;
    struct stat now;

    if (batch->looks[file].spool >= 0)
        return true;
    return stat(batch->files[file].path, &now) == 0 && now.st_dev == before->st_dev &&
           now.st_ino == before->st_ino &&
           (now.st_size > before->st_size ||
                   (now.st_size == before->st_size &&
                           now.st_mtim.tv_sec == before->st_mtim.tv_sec &&
                           now.st_mtim.tv_nsec == before->st_mtim.tv_nsec));
}

static int open_stream(struct reader *reader, struct stream *stream, struct error *err)
{
    struct batch *batch = reader->batch;

    stream->opened = true;
    stream->last_ms = WHEN_NONE;
    if (!is_same_file(batch, stream->file))
        return file_changed(reader, stream, err);
    stream->hash = hash_stream_new();
    stream->source = batch_source(batch, stream->file, stream->hash, err);
    if (!stream->source)
        return -1;
    source_limit(stream->source, batch->files[stream->file].size);
    return 0;
}

static void close_stream(struct stream *stream)
{
    source_free(stream->source);
    hash_stream_free(stream->hash);
    stream->source = NULL;
    stream->hash = NULL;
}

static int end_stream(struct reader *reader, struct stream *stream, struct error *err)
{
    char id[FILE_ID_SIZE];

    hash_stream_text(stream->hash, id);
    report_bytes(reader, stream);
    if (strcmp(id, reader->batch->files[stream->file].id) != 0)
        return file_changed(reader, stream, err);
    close_stream(stream);
    return 0;
}

static struct judged judge(struct reader *reader, const struct stream *stream,
        enum line_state state, struct arena *arena, struct event *event)
{
    const struct batch_file *file = &reader->batch->files[stream->file];
    struct judged judged = {LINE_REJECTED, false, "the line is longer than 1 MiB"};

    if (state == SOURCE_LONG)
        return judged;
    judged.verdict = parser_line(reader->parser, stream->line, stream->size, arena, event);
    judged.reason = parser_reason(reader->parser);
    if (judged.verdict == LINE_REJECTED && state == SOURCE_PARTIAL &&
            !parser_was_whole(reader->parser))
        judged.reason = "the last line is cut off: it has no newline and is not one JSON object";
    if (judged.verdict == LINE_EVENT &&
            batch_in_future(reader->batch, file->now_ms, event->at_ms)) {
        judged.verdict = LINE_REJECTED;
        judged.in_future = true;
        judged.reason = "in_future: timestamp is too far ahead of the clock of this machine";
    }
    return judged;
}

static bool was_handed_over(const struct batch_file *file, int64_t at_ms, uint64_t line)
{
    return at_ms < file->resume_at_ms || (at_ms == file->resume_at_ms && line <= file->resume_line);
}

/* Lines of a sorted file up to here hold nothing that is not known. */
static uint64_t known_lines(const struct batch_file *file)
{
    if (!file->sorted || file->resume_at_ms == WHEN_NONE)
        return 0;
    return file->resume_line < file->counted_line ? file->resume_line : file->counted_line;
}

static int make_head(struct reader *reader, struct stream *stream, struct error *err)
{
    const struct batch_file *file = &reader->batch->files[stream->file];
    struct event *event = &stream->event;

    if (file->sorted && event->at_ms < stream->last_ms)
        return file_changed(reader, stream, err);
    stream->last_ms = event->at_ms;
    event->file = (uint32_t)stream->file;
    event->line = stream->line_number;
    stream->key = (struct key){event->at_ms, event->file, event->line};
    stream->parsed = true;
    return 1;
}

/* Reads on to the next event of the file that is still to be handed over, counting the lines
 * between: 1, 0 at the end of the file, -1. With `keep` the event is in the block's arena, else in
 * the scratch arena. */
static int next_event(struct reader *reader, struct stream *stream, bool keep, struct error *err)
{
    const struct batch_file *file = &reader->batch->files[stream->file];
    uint64_t known = known_lines(file);

    for (;;) {
        enum line_state state = source_line(stream->source, &stream->line, &stream->size, err);
        struct arena *arena = keep ? &reader->block->block.arena : &reader->scratch;
        struct judged judged;

        if (state == SOURCE_ERROR)
            return -1;
        if (state == SOURCE_END)
            return end_stream(reader, stream, err);
        if (state == SOURCE_SKIPPED || ++stream->line_number % LINES_PER_REPORT == 0) {
            report_bytes(reader, stream);
            if (block_queue_is_stopped(&reader->batch->queue))
                return stopped(err);
        }
        if (state == SOURCE_SKIPPED || stream->line_number <= known)
            continue;
        if (!keep)
            arena_clear(arena);
        judged = judge(reader, stream, state, arena, &stream->event);
        if (judged.verdict == LINE_EVENT) {
            if (!was_handed_over(file, stream->event.at_ms, stream->line_number))
                return make_head(reader, stream, err);
        } else if (judged.verdict != LINE_BLANK && note_line(reader, stream, &judged, err) != 0) {
            return -1;
        }
    }
}

static int next_sorted_piece(struct reader *reader, struct stream *stream, struct error *err)
{
    struct record record;
    int more = sorter_next(reader->sorter, &record, err);

    if (more <= 0)
        return more;
    stream->key = record.key;
    stream->line = record.bytes;
    stream->size = record.size;
    stream->parsed = false;
    return 1;
}

static int advance(struct reader *reader, struct stream *stream, struct error *err)
{
    if (stream->file == SORTED_PIECES)
        return next_sorted_piece(reader, stream, err);
    if (!stream->opened && open_stream(reader, stream, err) != 0)
        return -1;
    return next_event(reader, stream, true, err);
}

/* The head was an event when it was parsed first; its bytes are the same, or a disk lies. */
static int parse_head(struct reader *reader, struct stream *stream, struct error *err)
{
    struct event *event = &stream->event;

    if (parser_line(reader->parser, stream->line, stream->size, &reader->block->block.arena,
                event) != LINE_EVENT ||
            event->at_ms != stream->key.at_ms)
        return error_set(err, ERROR_UNAVAILABLE,
                "a line came back from a temporary file other than it was written; look after the "
                "disk");
    event->file = stream->key.file;
    event->line = stream->key.line;
    stream->parsed = true;
    return 0;
}

static int emit_head(struct reader *reader, struct stream *stream, struct error *err)
{
    struct block *block = &reader->block->block;

    if (!stream->parsed && parse_head(reader, stream, err) != 0)
        return -1;
    block->events[block->event_count++] = stream->event;
    counts_for(reader, stream->key.file)->lines++;
    reader->block->text_size += stream->size;
    if (block->event_count < BLOCK_EVENTS_MAX && reader->block->text_size < BLOCK_TEXT_MAX)
        return 0;
    return send_block(reader, err);
}

static int merge_streams(struct reader *reader, struct error *err)
{
    struct heap *heap = &reader->heap;

    while (heap->count > 0) {
        struct stream *stream = &reader->streams[heap->items[0].stream];
        int more;

        if (stream->opened && emit_head(reader, stream, err) != 0)
            return -1;
        more = advance(reader, stream, err);
        if (more < 0)
            return -1;
        if (more > 0)
            heap_change_first(heap, stream->key);
        else
            heap_remove_first(heap);
    }
    return 0;
}

/* Takes the events of a file that is not sorted into the sorter. */
static int sort_file(struct reader *reader, size_t file, struct error *err)
{
    struct stream stream = {.file = file};
    int more = open_stream(reader, &stream, err);

    if (!reader->sorter)
        reader->sorter = sorter_new(reader->batch->scratch_dir, reader->batch->options.memory_max);
    while (more == 0 && (more = next_event(reader, &stream, false, err)) > 0) {
        struct record record = {stream.key, (uint32_t)stream.size, stream.line};

        more = sorter_add(reader->sorter, &record, err);
    }
    close_stream(&stream);
    return more;
}

static int compare_looks(const void *a, const void *b, void *context)
{
    const struct file_look *looks = context;
    size_t left = *(const size_t *)a, right = *(const size_t *)b;

    if (looks[left].first_ms != looks[right].first_ms)
        return looks[left].first_ms < looks[right].first_ms ? -1 : 1;
    return left < right ? -1 : left > right;
}

/* The sorted files by their first time. */
static size_t list_sorted(const struct batch *batch, size_t *files)
{
    size_t count = 0;

    for (size_t i = 0; i < batch->file_count; i++)
        if (!batch->files[i].skip && batch->files[i].sorted)
            files[count++] = i;
    if (count > 1)
        qsort_r(files, count, sizeof *files, compare_looks, batch->looks);
    return count;
}

/* How many of the streams are still open when the file begins. */
static size_t open_at(const struct reader *reader, size_t file)
{
    const struct file_look *looks = reader->batch->looks;
    size_t open = 0;

    for (size_t i = 0; i < reader->stream_count; i++)
        open += looks[reader->streams[i].file].last_ms >= looks[file].first_ms;
    return open;
}

/* Makes a stream of every sorted file, but of no more than may be open at once: the others are
 * sorted as if they were not. */
static int make_streams(struct reader *reader, struct error *err)
{
    struct batch *batch = reader->batch;
    size_t *files = mem_array(batch->file_count + 1, sizeof *files);
    size_t count = list_sorted(batch, files);
    int status = 0;

    for (size_t i = 0; i < count && status == 0; i++) {
        const struct file_look *look = &batch->looks[files[i]];

        if (open_at(reader, files[i]) >= OPEN_FILES_MAX) {
            status = sort_file(reader, files[i], err);
            continue;
        }
        reader->streams[reader->stream_count] = (struct stream){.file = files[i]};
        heap_add(&reader->heap, (struct key){look->first_ms, (uint32_t)files[i], 0},
                reader->stream_count++);
    }
    mem_free(files);
    return status;
}

static int queue_is_stopped(void *queue)
{
    return block_queue_is_stopped(queue);
}

static int start_sorter(struct reader *reader, struct error *err)
{
    struct stream *stream = &reader->streams[reader->stream_count];
    int more;

    if (!reader->sorter)
        return 0;
    if (sorter_finish(reader->sorter, queue_is_stopped, &reader->batch->queue, err) != 0)
        return -1;
    *stream = (struct stream){.file = SORTED_PIECES, .opened = true};
    more = next_sorted_piece(reader, stream, err);
    if (more > 0)
        heap_add(&reader->heap, stream->key, reader->stream_count++);
    return more < 0 ? -1 : 0;
}

static int read_files(struct reader *reader, struct error *err)
{
    const struct batch *batch = reader->batch;

    if (take_block(reader, err) != 0)
        return -1;
    for (size_t i = 0; i < batch->file_count; i++)
        if (!batch->files[i].skip && !batch->files[i].sorted && sort_file(reader, i, err) != 0)
            return -1;
    if (make_streams(reader, err) != 0 || start_sorter(reader, err) != 0)
        return -1;
    return merge_streams(reader, err);
}

int batch_read(struct batch *batch, struct error *err)
{
    struct reader reader = {.batch = batch, .parser = parser_new()};
    int status;

    reader.counts_of = mem_array(batch->file_count + 1, sizeof *reader.counts_of);
    reader.reject_left = mem_array(batch->file_count + 1, sizeof *reader.reject_left);
    reader.streams = mem_array(batch->file_count + 1, sizeof *reader.streams);
    for (size_t i = 0; i < batch->file_count; i++)
        reader.reject_left[i] = REJECTS_PER_FILE_MAX;
    status = read_files(&reader, err);
    if (reader.block && reader.block->block.counts_count > 0)
        block_queue_put(&batch->queue, reader.block);
    for (size_t i = 0; i < reader.stream_count; i++)
        close_stream(&reader.streams[i]);
    mem_free(reader.streams);
    mem_free(reader.counts_of);
    mem_free(reader.reject_left);
    heap_release(&reader.heap);
    sorter_free(reader.sorter);
    arena_release(&reader.scratch);
    parser_free(reader.parser);
    return status;
}
