#include "demo/document.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/embed.h"
#include "base/when.h"
#include "demo/output.h"

#define PREFIX "demo/"

static void add_instant(struct buf *out, int64_t instant_ms)
{
    char text[WHEN_TEXT_MAX];
    buf_add_text(out, when_format(instant_ms, text));
}

/* +N or -N days from the end. */
static int add_date(struct buf *out, const char *days, const struct demo_dates *dates)
{
    char *rest, text[WHEN_TEXT_MAX];
    long count = strtol(days, &rest, 10);
    if ((*days != '+' && *days != '-') || *rest || labs(count) > 3660)
        return -1;
    buf_add(out, when_format(dates->end_ms + count * DAY_MS, text), 10);
    return 0;
}

static int fill_batch(const char *mark, const struct demo_dates *dates, struct buf *out)
{
    int batch = mark[5] - '1';
    if (batch < 0 || batch >= DEMO_BATCHES)
        return -1;
    if (!strcmp(mark + 6, "-end"))
        add_instant(out, dates->batch_end_ms[batch]);
    else if (!strcmp(mark + 6, "-files"))
        buf_add_text(out, dates->batch_files[batch]);
    else
        return -1;
    return 0;
}

static int fill_mark(const char *mark, const struct demo_dates *dates, struct buf *out)
{
    if (!strcmp(mark, "start"))
        add_instant(out, dates->start_ms);
    else if (!strcmp(mark, "end"))
        add_instant(out, dates->end_ms);
    else if (!strcmp(mark, "customers"))
        buf_add_text(out, dates->customers);
    else if (!strncmp(mark, "date", 4))
        return add_date(out, mark + 4, dates);
    else if (!strncmp(mark, "batch", 5))
        return fill_batch(mark, dates, out);
    else
        return -1;
    return 0;
}

int document_fill(const char *text, size_t size, const struct demo_dates *dates, struct buf *out,
        struct error *err)
{
    const char *end = text + size;
    char mark[32];
    while (text < end) {
        const char *at = memmem(text, (size_t)(end - text), "{{", 2);
        buf_add(out, text, (size_t)((at ? at : end) - text));
        if (!at)
            break;
        const char *stop = memmem(at, (size_t)(end - at), "}}", 2);
        size_t length = stop ? (size_t)(stop - at - 2) : sizeof mark;
        if (length >= sizeof mark)
            return error_set(err, ERROR_UNAVAILABLE, "'{{' begins no mark");
        memcpy(mark, at + 2, length);
        mark[length] = 0;
        if (fill_mark(mark, dates, out) != 0)
            return error_set(err, ERROR_UNAVAILABLE, "'{{%s}}' is no mark", mark);
        text = stop + 2;
    }
    return 0;
}

static int make_parents(const char *directory, const char *name, struct error *err)
{
    int status = 0;
    for (const char *at = strchr(name, '/'); at && status == 0; at = strchr(at + 1, '/')) {
        char *path = mem_format("%s/%.*s", directory, (int)(at - name), name);
        status = output_folder(path, err);
        mem_free(path);
    }
    return status;
}

static int write_one(const char *directory, const struct embed_file *file,
        const struct demo_dates *dates, struct error *err)
{
    struct buf text = {0};
    struct output output = {.fd = -1};
    bool script = !strcmp(file->name, PREFIX "load.in");
    const char *name = script ? "load" : file->name + sizeof PREFIX - 1;
    char *path = mem_format("%s/%s", directory, name);
    int status = make_parents(directory, name, err);
    if (status == 0)
        status = document_fill(file->bytes, file->size, dates, &text, err);
    if (status == 0)
        status = output_open(&output, path, false, err);
    if (status == 0)
        status = output_write(&output, text.bytes, text.size, err);
    if (status == 0)
        status = output_close(&output, err);
    if (status == 0 && script && chmod(path, 0755) != 0)
        status = error_set(err, ERROR_UNAVAILABLE, "cannot make %s executable", path);
    if (status != 0)
        error_prefix(err, "%s", name);
    output_discard(&output);
    buf_release(&text);
    mem_free(path);
    return status;
}

int documents_write(const char *directory, const struct demo_dates *dates,
        struct demo_summary *summary, struct error *err)
{
    for (const struct embed_file *file = embed_files; file->name; file++) {
        if (strncmp(file->name, PREFIX, sizeof PREFIX - 1))
            continue;
        if (write_one(directory, file, dates, err) != 0)
            return -1;
        summary->campaigns += !strncmp(file->name, PREFIX "campaigns/", sizeof PREFIX + 9);
        summary->segments += !strncmp(file->name, PREFIX "segments/", sizeof PREFIX + 8);
    }
    return 0;
}
