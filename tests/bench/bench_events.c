/* What reading events costs, each step as a multiple of bare JSON parsing of the same lines: on a
 * shared machine only ratios mean something. `bench_events FILE...`: the lines of event files. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "bare_dom.h"
#include "base/alloc.h"
#include "base/when.h"
#include "base/zone.h"
#include "events/batch.h"
#include "events/catalogue.h"
#include "events/parse.h"
#include "events/scan.h"
#include "events/source.h"

enum { ROUNDS = 15, LINES_MAX = 400000 };

struct lines {
    struct buf bytes;
    size_t *offsets;
    const char **lines;
    size_t *sizes;
    size_t count, capacity;
};

static double now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static void add_line(struct lines *lines, const char *line, size_t size)
{
    size_t capacity = lines->capacity;

    lines->offsets =
            mem_room(lines->offsets, lines->count, &lines->capacity, sizeof *lines->offsets);
    if (lines->capacity != capacity)
        lines->sizes = mem_resize(lines->sizes, lines->capacity, sizeof *lines->sizes);
    lines->offsets[lines->count] = lines->bytes.size;
    lines->sizes[lines->count++] = size;
    buf_add(&lines->bytes, line, size);
    buf_add_char(&lines->bytes, '\n');
}

static int read_lines(struct lines *lines, const char *path, struct error *err)
{
    struct source *source = source_open(path, -1, NULL, err);
    enum line_state state = SOURCE_ERROR;
    const char *line;
    size_t size;

    while (source && lines->count < LINES_MAX &&
            (state = source_line(source, &line, &size, err)) == SOURCE_LINE)
        add_line(lines, line, size);
    source_free(source);
    return state == SOURCE_ERROR ? -1 : 0;
}

/* Every step is timed a few times in turn; the best of each counts. */
struct step {
    const char *name;
    double (*run)(const struct lines *lines);
    double best_ns;
};

static double run_bare(const struct lines *lines)
{
    double start = now_ns();

    if (bare_dom_parse(lines->lines, lines->sizes, lines->count) != lines->count)
        printf("not all lines are JSON\n");
    return now_ns() - start;
}

static double run_parse(const struct lines *lines)
{
    struct parser *parser = parser_new();
    struct arena arena = {0};
    struct event event;
    double start = now_ns();

    for (size_t i = 0; i < lines->count; i++) {
        if (i % BLOCK_EVENTS_MAX == 0)
            arena_clear(&arena);
        parser_line(parser, lines->lines[i], lines->sizes[i], &arena, &event);
    }
    start = now_ns() - start;
    arena_release(&arena);
    parser_free(parser);
    return start;
}

static double run_scan(const struct lines *lines)
{
    double start = now_ns();
    int64_t at_ms, sum = 0;

    for (size_t i = 0; i < lines->count; i++)
        if (line_find_time(lines->lines[i], lines->sizes[i], &at_ms) == TIME_FOUND)
            sum += at_ms;
    start = now_ns() - start;
    return sum == 0 ? 0 : start;
}

static double run_catalogue(const struct lines *lines)
{
    struct catalogue *catalogue = catalogue_new();
    struct intern *names = intern_new();
    struct parser *parser = parser_new();
    struct arena arena = {0};
    struct event *events = mem_array(BLOCK_EVENTS_MAX, sizeof *events);
    uint32_t *ids = mem_array(BLOCK_EVENTS_MAX, sizeof *ids);
    double total = 0;

    for (size_t from = 0; from < lines->count; from += BLOCK_EVENTS_MAX) {
        size_t count = 0;

        arena_clear(&arena);
        for (size_t i = from; i < lines->count && i < from + BLOCK_EVENTS_MAX; i++)
            if (parser_line(parser, lines->lines[i], lines->sizes[i], &arena, &events[count]) ==
                    LINE_EVENT) {
                ids[count] = intern_add(names, events[count].name, events[count].name_size);
                count++;
            }
        double start = now_ns();
        for (size_t i = 0; i < count; i++)
            catalogue_credit(catalogue, ids[i], events[i].at_ms, when_day(events[i].at_ms), false,
                    events[i].properties);
        total += now_ns() - start;
    }
    mem_free(events);
    mem_free(ids);
    arena_release(&arena);
    parser_free(parser);
    intern_free(names);
    catalogue_free(catalogue);
    return total;
}

static char *plain_path;

static double run_open(const struct lines *lines)
{
    struct batch_options options = {.max_ahead_ms = -1};
    const char *path = plain_path;
    double start = now_ns();
    struct batch *batch = batch_open(&path, 1, &options, NULL);

    (void)lines;
    start = now_ns() - start;
    batch_free(batch);
    return start;
}

static double run_batch(const struct lines *lines)
{
    struct batch_options options = {.max_ahead_ms = -1};
    const char *path = plain_path;
    struct batch *batch = batch_open(&path, 1, &options, NULL);
    struct block *block;
    double start = now_ns();

    (void)lines;
    batch_start(batch, NULL);
    while ((block = batch_next(batch, NULL)))
        batch_release(batch, block);
    start = now_ns() - start;
    batch_free(batch);
    return start;
}

static void measure(const struct lines *lines)
{
    struct step steps[] = {
            {"bare simdjson DOM", run_bare, 0},
            {"parser_line", run_parse, 0},
            {"line_find_time", run_scan, 0},
            {"batch_open, plain", run_open, 0},
            {"batch_next to the end", run_batch, 0},
            {"catalogue_credit", run_catalogue, 0},
    };

    for (int round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < ARRAY_COUNT(steps); i++) {
            double ns = steps[i].run(lines);

            if (round == 0 || ns < steps[i].best_ns)
                steps[i].best_ns = ns;
        }
    for (size_t i = 0; i < ARRAY_COUNT(steps); i++)
        printf("  %-24s %6.0f ns a line  %5.2f times the bare parse\n", steps[i].name,
                steps[i].best_ns / (double)lines->count, steps[i].best_ns / steps[0].best_ns);
}

static void write_plain(const struct lines *lines)
{
    FILE *file;

    plain_path = mem_format("/tmp/campanile-bench-%d.ndjson", (int)getpid());
    file = fopen(plain_path, "wb");
    fwrite(lines->bytes.bytes, 1, lines->bytes.size, file);
    fclose(file);
}

int main(int argc, char **argv)
{
    struct error err;

    if (zone_start(&err) != 0)
        return 1;
    for (int i = 1; i < argc; i++) {
        struct lines lines = {.count = 0};

        if (read_lines(&lines, argv[i], &err) != 0) {
            fprintf(stderr, "%s\n", err.text);
            return 1;
        }
        buf_room(&lines.bytes, PARSE_PADDING);
        lines.lines = mem_array(lines.count, sizeof *lines.lines);
        for (size_t k = 0; k < lines.count; k++)
            lines.lines[k] = lines.bytes.bytes + lines.offsets[k];
        printf("%s: %zu lines of %zu bytes\n", argv[i], lines.count,
                lines.bytes.size / lines.count);
        write_plain(&lines);
        measure(&lines);
        remove(plain_path);
        mem_free(plain_path);
        mem_free(lines.lines);
        mem_free(lines.offsets);
        mem_free(lines.sizes);
        buf_release(&lines.bytes);
    }
    return 0;
}
