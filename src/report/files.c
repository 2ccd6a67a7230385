#include "report/files.h"

#include "base/alloc.h"
#include "store/files.h"

struct file_reading {
    struct read_file_list *out;
    size_t capacity;
    int64_t limit;
};

void read_file_list_release(struct read_file_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        mem_free(list->items[i].path);
        mem_free(list->items[i].hash);
    }
    mem_free(list->items);
    *list = (struct read_file_list){0};
}

static int file_add(void *context, const struct file_record *record)
{
    struct file_reading *reading = context;
    struct read_file_list *out = reading->out;
    if (reading->limit > 0 && out->count == (size_t)reading->limit)
        return 1;
    out->items = mem_room(out->items, out->count, &reading->capacity, sizeof *out->items);
    out->items[out->count++] = (struct read_file){.path = mem_string(record->path),
            .hash = mem_string(record->id),
            .size = record->size,
            .read_ms = record->first_read_ms,
            .whole = record->done,
            .lines = record->lines,
            .accepted = record->accepted,
            .duplicates = record->duplicates,
            .rejected = record->rejected,
            .anonymous = record->anonymous,
            .skipped = record->skipped,
            .late = record->late,
            .rejects_kept = record->rejects_kept};
    return 0;
}

int read_files(struct store *store, int64_t limit, struct read_file_list *out, struct error *err)
{
    struct file_reading reading = {.out = out, .limit = limit};
    *out = (struct read_file_list){0};
    if (files_scan(store, true, file_add, &reading, err) == 0)
        return 0;
    read_file_list_release(out);
    return -1;
}

struct reject_reading {
    int (*row)(void *context, const struct reject_line *reject);
    void *context;
    int64_t left; /* -1: no limit */
};

static int reject_add_line(void *context, const struct reject_record *record)
{
    struct reject_reading *reading = context;
    struct reject_line line = {.file = record->file,
            .line = (int64_t)record->line,
            .reason = record->reason,
            .text = record->text,
            .text_size = record->text_size};
    if (reading->left == 0)
        return 1;
    if (reading->left > 0)
        reading->left--;
    return reading->row(reading->context, &line);
}

int reject_lines(struct store *store, const char *file, int64_t limit,
        int (*row)(void *context, const struct reject_line *reject), void *context,
        struct error *err)
{
    struct reject_reading reading = {row, context, limit > 0 ? limit : -1};
    return rejects_scan(store, file, reject_add_line, &reading, err);
}
