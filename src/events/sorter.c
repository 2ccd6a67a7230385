#include "events/sorter.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "events/parse.h"

enum { STOP_EVERY = 4096 };

/* A record of the piece in memory. */
struct piece {
    struct key key;
    uint32_t size;
    size_t offset;
};

/* Merges some runs and, at the end, the piece in memory. */
struct merge {
    struct run_reader **readers;
    size_t reader_count;
    struct record *heads; /* of the readers; of the piece behind them */
    struct heap heap;
    bool started;
};

struct sorter {
    char *folder;
    size_t memory_max;
    struct buf bytes;
    struct piece *pieces;
    size_t piece_count, piece_capacity, piece_at;
    struct spill *spill; /* NULL while all fits into memory */
    struct merge merge;
};

struct sorter *sorter_new(const char *scratch_folder, size_t memory_max)
{
    struct sorter *sorter = mem_new(sizeof *sorter);

    sorter->folder = scratch_folder ? mem_string(scratch_folder) : NULL;
    sorter->memory_max = memory_max;
    return sorter;
}

static void merge_release(struct merge *merge)
{
    for (size_t i = 0; i < merge->reader_count; i++)
        run_free(merge->readers[i]);
    mem_free(merge->readers);
    mem_free(merge->heads);
    heap_release(&merge->heap);
    *merge = (struct merge){0};
}

void sorter_free(struct sorter *sorter)
{
    if (!sorter)
        return;
    merge_release(&sorter->merge);
    spill_free(sorter->spill);
    buf_release(&sorter->bytes);
    mem_free(sorter->pieces);
    mem_free(sorter->folder);
    mem_free(sorter);
}

static int compare_pieces(const void *a, const void *b)
{
    return key_compare(&((const struct piece *)a)->key, &((const struct piece *)b)->key);
}

static void sort_pieces(struct sorter *sorter)
{
    if (sorter->piece_count > 1)
        qsort(sorter->pieces, sorter->piece_count, sizeof *sorter->pieces, compare_pieces);
    sorter->piece_at = 0;
}

static bool next_piece(struct sorter *sorter, struct record *record)
{
    const struct piece *piece = &sorter->pieces[sorter->piece_at];

    if (sorter->piece_at == sorter->piece_count)
        return false;
    record->key = piece->key;
    record->size = piece->size;
    record->bytes = sorter->bytes.bytes + piece->offset;
    sorter->piece_at++;
    return true;
}

static int spill_pieces(struct sorter *sorter, struct error *err)
{
    struct record record;

    if (!sorter->spill && !(sorter->spill = spill_new(sorter->folder, err)))
        return -1;
    sort_pieces(sorter);
    while (next_piece(sorter, &record))
        if (spill_add(sorter->spill, &record, err) != 0)
            return -1;
    buf_clear(&sorter->bytes);
    sorter->piece_count = 0;
    sorter->piece_at = 0;
    return spill_end_run(sorter->spill, err);
}

int sorter_add(struct sorter *sorter, const struct record *record, struct error *err)
{
    size_t used = sorter->bytes.size + sorter->piece_count * sizeof *sorter->pieces;

    if (sorter->piece_count > 0 &&
            used + record->size + sizeof *sorter->pieces > sorter->memory_max &&
            spill_pieces(sorter, err) != 0)
        return -1;
    sorter->pieces = mem_room(
            sorter->pieces, sorter->piece_count, &sorter->piece_capacity, sizeof *sorter->pieces);
    sorter->pieces[sorter->piece_count++] =
            (struct piece){record->key, record->size, sorter->bytes.size};
    buf_add(&sorter->bytes, record->bytes, record->size);
    return 0;
}

/* The next record of a stream into its head: 1, 0, -1. Stream `reader_count` is the piece. */
static int next_head(struct sorter *sorter, struct merge *merge, size_t stream, struct error *err)
{
    if (stream == merge->reader_count)
        return next_piece(sorter, &merge->heads[stream]);
    return run_next(merge->readers[stream], &merge->heads[stream], err);
}

static int merge_start(struct sorter *sorter, struct merge *merge, const struct spill *spill,
        size_t from, size_t count, bool with_piece, struct error *err)
{
    merge->readers = mem_array(count + 1, sizeof(struct run_reader *));
    merge->heads = mem_array(count + 1, sizeof *merge->heads);
    merge->reader_count = count;
    for (size_t i = 0; i < count; i++)
        merge->readers[i] = run_open(spill, from + i);
    for (size_t i = 0; i < count + with_piece; i++) {
        int more = next_head(sorter, merge, i, err);

        if (more < 0)
            return -1;
        if (more > 0)
            heap_add(&merge->heap, merge->heads[i].key, i);
    }
    return 0;
}

static int merge_next(
        struct sorter *sorter, struct merge *merge, struct record *record, struct error *err)
{
    size_t stream;

    if (merge->started) {
        int more = next_head(sorter, merge, stream = merge->heap.items[0].stream, err);

        if (more < 0)
            return -1;
        if (more > 0)
            heap_change_first(&merge->heap, merge->heads[stream].key);
        else
            heap_remove_first(&merge->heap);
    }
    merge->started = merge->heap.count > 0;
    if (!merge->started)
        return 0;
    *record = merge->heads[merge->heap.items[0].stream];
    return 1;
}

/* Merges runs from..from+count into one run of another file. */
static int merge_runs(struct sorter *sorter, struct spill *out, size_t from, size_t count,
        int (*stop)(void *context), void *context, struct error *err)
{
    struct merge merge = {0};
    struct record record;
    uint64_t done = 0;
    int more = merge_start(sorter, &merge, sorter->spill, from, count, false, err);

    while (more == 0 && (more = merge_next(sorter, &merge, &record, err)) > 0) {
        more = spill_add(out, &record, err);
        if (more == 0 && ++done % STOP_EVERY == 0 && stop && stop(context))
            more = error_set(err, ERROR_INTERRUPTED, "interrupted while sorting");
    }
    merge_release(&merge);
    return more < 0 ? -1 : spill_end_run(out, err);
}

static int merge_pass(
        struct sorter *sorter, int (*stop)(void *context), void *context, struct error *err)
{
    size_t runs = spill_run_count(sorter->spill);
    struct spill *out = spill_new(sorter->folder, err);

    if (!out)
        return -1;
    for (size_t from = 0; from < runs; from += SORTER_RUNS_MAX) {
        size_t count = runs - from < SORTER_RUNS_MAX ? runs - from : SORTER_RUNS_MAX;

        if (merge_runs(sorter, out, from, count, stop, context, err) != 0) {
            spill_free(out);
            return -1;
        }
    }
    spill_free(sorter->spill);
    sorter->spill = out;
    return 0;
}

int sorter_finish(
        struct sorter *sorter, int (*stop)(void *context), void *context, struct error *err)
{
    sort_pieces(sorter);
    memset(buf_room(&sorter->bytes, PARSE_PADDING), 0, PARSE_PADDING);
    while (sorter->spill && spill_run_count(sorter->spill) > SORTER_RUNS_MAX)
        if (merge_pass(sorter, stop, context, err) != 0)
            return -1;
    return merge_start(sorter, &sorter->merge, sorter->spill, 0,
            sorter->spill ? spill_run_count(sorter->spill) : 0, true, err);
}

int sorter_next(struct sorter *sorter, struct record *record, struct error *err)
{
    return merge_next(sorter, &sorter->merge, record, err);
}
