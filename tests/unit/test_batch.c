#include "events/batch.h"

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#include "base/when.h"
#include "base/zone.h"
#include "files.h"

#define NOW  INT64_C(1793613600000) /* 2026-11-02T10:00:00Z */
#define DATA "tests/data/shop-2019-10-01.ndjson.gz"

enum { FILES_MAX = 200 };

/* What a batch handed over, or should. */
struct seen {
    int64_t at_ms;
    uint32_t file;
    uint64_t line;
};

struct story {
    struct seen *events;
    size_t count, capacity;
    struct block_counts totals[FILES_MAX];
    struct seen last[FILES_MAX]; /* by file */
    size_t rejects;
    uint64_t reject_line[FILES_MAX]; /* the last one */
};

static void story_release(struct story *story)
{
    mem_free(story->events);
    memset(story, 0, sizeof *story);
}

static struct story *story_new(void)
{
    return mem_new(sizeof(struct story));
}

static void story_free(struct story *story)
{
    story_release(story);
    mem_free(story);
}

static void add_seen(struct story *story, int64_t at_ms, uint32_t file, uint64_t line)
{
    story->events = mem_room(story->events, story->count, &story->capacity, sizeof *story->events);
    story->events[story->count++] = (struct seen){at_ms, file, line};
}

static void add_block(struct story *story, const struct block *block)
{
    for (size_t i = 0; i < block->event_count; i++) {
        const struct event *event = &block->events[i];
        char user[32];

        /* The user names the place, so that texts are seen to be the right ones. */
        snprintf(user, sizeof user, "%u-%" PRIu64, event->file, event->line);
        if (event->user[0] != 's')
            assert_string_equal(event->user, user);
        add_seen(story, event->at_ms, event->file, event->line);
        story->last[event->file] = story->events[story->count - 1];
    }
    for (size_t i = 0; i < block->counts_count; i++) {
        const struct block_counts *counts = &block->counts[i];
        struct block_counts *total = &story->totals[counts->file];

        total->lines += counts->lines;
        total->anonymous += counts->anonymous;
        total->skipped += counts->skipped;
        total->rejected += counts->rejected;
        total->in_future += counts->in_future;
        if (counts->counted_line > 0) {
            assert_true(counts->counted_line > total->counted_line);
            total->counted_line = counts->counted_line;
        }
    }
    for (size_t i = 0; i < block->reject_count; i++) {
        const struct reject *reject = &block->rejects[i];

        assert_true(reject->line > story->reject_line[reject->file]);
        assert_true(strlen(reject->reason) > 5);
        assert_true(reject->text_size <= REJECT_TEXT_MAX);
        story->reject_line[reject->file] = reject->line;
        story->rejects++;
    }
}

static struct batch_options options_now(size_t memory_max)
{
    return (struct batch_options){.now_ms = NOW,
            .max_ahead_ms = HOUR_MS,
            .scratch_dir = test_folder,
            .memory_max = memory_max};
}

static struct batch *open_files(const char *const *paths, size_t count, size_t memory_max)
{
    struct batch_options options = options_now(memory_max);
    struct error err;
    struct batch *batch = batch_open(paths, count, &options, &err);

    if (!batch)
        fail_msg("%s", err.text);
    return batch;
}

/* Reads at most `blocks` blocks into the story. True where the batch came to its end. */
static bool read_blocks(struct batch *batch, struct story *story, size_t blocks)
{
    struct error err = {ERROR_NONE, ""};
    struct block *block = NULL;

    assert_int_equal(batch_start(batch, &err), 0);
    for (size_t i = 0; i < blocks && (block = batch_next(batch, &err)); i++) {
        add_block(story, block);
        batch_release(batch, block);
    }
    if (!block && err.code != ERROR_NONE)
        fail_msg("%s", err.text);
    return !block && blocks > 0;
}

static void read_whole(
        const char *const *paths, size_t count, size_t memory_max, struct story *story)
{
    struct batch *batch = open_files(paths, count, memory_max);

    assert_true(read_blocks(batch, story, SIZE_MAX));
    batch_free(batch);
}

static int compare_seen(const void *a, const void *b)
{
    const struct seen *left = a, *right = b;

    if (left->at_ms != right->at_ms)
        return left->at_ms < right->at_ms ? -1 : 1;
    if (left->file != right->file)
        return left->file < right->file ? -1 : 1;
    return left->line < right->line ? -1 : left->line > right->line;
}

static void assert_same(const struct story *got, const struct story *wanted, size_t files)
{
    assert_int_equal(got->count, wanted->count);
    for (size_t i = 0; i < got->count; i++)
        assert_int_equal(compare_seen(&got->events[i], &wanted->events[i]), 0);
    for (size_t i = 0; i < files; i++) {
        assert_int_equal(got->totals[i].lines, wanted->totals[i].lines);
        assert_int_equal(got->totals[i].anonymous, wanted->totals[i].anonymous);
        assert_int_equal(got->totals[i].skipped, wanted->totals[i].skipped);
        assert_int_equal(got->totals[i].rejected, wanted->totals[i].rejected);
        assert_int_equal(got->totals[i].in_future, wanted->totals[i].in_future);
    }
    assert_int_equal(got->rejects, wanted->rejects);
}

/* Files made up at random, and what they should give. */

static uint64_t random_state;

static uint32_t random_below(uint32_t limit)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(random_state >> 33) % limit;
}

enum shape { SHAPE_SORTED, SHAPE_NEARLY, SHAPE_RANDOM };

static void add_event_line(struct buf *text, int64_t at_ms, uint32_t file, uint64_t line)
{
    char time[WHEN_TEXT_MAX];

    buf_add_format(
            text, "{\"type\":\"track\",\"userId\":\"%u-%" PRIu64 "\",\"event\":\"e\"", file, line);
    when_format(at_ms, time);
    switch (random_below(8)) {
    case 0:
        /* Times that are not the line's own. */
        buf_add_format(text, ",\"properties\":{\"timestamp\":\"1999-01-01T00:00:00Z\"}");
        break;
    case 1: buf_add_format(text, ",\"timestamp\":\"2001-01-01T00:00:00Z\""); break;
    case 2: buf_add_format(text, ",\"x\":\"\\u0061 \\\\ \\\" \\\"timestamp\\\":\""); break;
    default: break;
    }
    buf_add_format(text,
            random_below(9) == 0 ? ",\"timest\\u0061mp\":\"%s\"}\n" : ", \"timestamp\" : \"%s\"}\n",
            time);
}

/* A line that is no event, and what it counts as. */
static void add_other_line(struct buf *text, struct block_counts *counts, struct story *wanted)
{
    static const struct {
        const char *text;
        int lines, anonymous, skipped, rejected, in_future;
    } others[] = {
            {"\n", 0, 0, 0, 0, 0},
            {" \t\r\n", 0, 0, 0, 0, 0},
            {"{\"type\":\"alias\",\"timestamp\":\"1980-01-01T00:00:00Z\"}\n", 1, 0, 1, 0, 0},
            {"{\"type\":\"track\",\"anonymousId\":\"a\"}\n", 1, 1, 0, 0, 0},
            {"{\"type\":\"track\",\"userId\":\"u\"}\n", 1, 0, 0, 1, 0},
            {"\x1f\x8b garbage \xff\r\n", 1, 0, 0, 1, 0},
            {"{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\",\"timestamp\":"
             "\"2031-01-01T00:00:00Z\"}\n",
                    1, 0, 0, 1, 1},
    };
    uint32_t which = random_below(ARRAY_COUNT(others));

    buf_add_text(text, others[which].text);
    counts->lines += others[which].lines;
    counts->anonymous += others[which].anonymous;
    counts->skipped += others[which].skipped;
    counts->rejected += others[which].rejected;
    counts->in_future += others[which].in_future;
    wanted->rejects += (size_t)others[which].rejected;
}

static const char *make_file(uint32_t file, uint64_t lines, enum shape shape, struct story *wanted)
{
    struct buf text = {0}, packed = {0};
    char name[32];
    int64_t at_ms = NOW - 30 * DAY_MS;
    const char *path;

    for (uint64_t line = 1; line <= lines; line++) {
        if (random_below(10) == 0) {
            add_other_line(&text, &wanted->totals[file], wanted);
            continue;
        }
        at_ms += random_below(3) * 500;
        int64_t own_ms = at_ms;
        if (shape == SHAPE_RANDOM || (shape == SHAPE_NEARLY && random_below(1000) == 0))
            own_ms -= random_below(100000) * 1000;
        add_event_line(&text, own_ms, file, line);
        add_seen(wanted, own_ms, file, line);
        wanted->totals[file].lines++;
    }
    snprintf(name, sizeof name, "f%u", file);
    if (random_below(3) == 0)
        add_gzip(&packed, text.bytes, text.size);
    else if (random_below(2) == 0)
        add_zstd(&packed, text.bytes, text.size);
    path = packed.size > 0 ? file_write(name, packed.bytes, packed.size)
                           : file_write(name, text.bytes, text.size);
    buf_release(&text);
    buf_release(&packed);
    return path;
}

struct set {
    char *paths[FILES_MAX];
    size_t count;
    struct story *wanted;
};

static void set_add(struct set *set, uint64_t lines, enum shape shape)
{
    uint32_t file = (uint32_t)set->count++;

    if (!set->wanted)
        set->wanted = story_new();
    set->paths[file] = mem_string(make_file(file, lines, shape, set->wanted));
}

static void set_done(struct set *set)
{
    if (set->wanted->count > 1)
        qsort(set->wanted->events, set->wanted->count, sizeof(struct seen), compare_seen);
}

static void set_release(struct set *set)
{
    for (size_t i = 0; i < set->count; i++)
        mem_free(set->paths[i]);
    story_free(set->wanted);
    *set = (struct set){.count = 0};
}

static const char *const *set_paths(const struct set *set)
{
    return (const char *const *)set->paths;
}

static void assert_order(const struct set *set, size_t memory_max)
{
    struct story *got = story_new();

    read_whole(set_paths(set), set->count, memory_max, got);
    assert_same(got, set->wanted, set->count);
    story_free(got);
}

static void files_are_merged_in_time_order(void **state)
{
    struct set set = {.count = 0};

    (void)state;
    random_state = 1;
    set_add(&set, 9000, SHAPE_SORTED);
    set_add(&set, 1, SHAPE_SORTED);
    set_add(&set, 0, SHAPE_SORTED);
    set_add(&set, 12000, SHAPE_SORTED);
    set_add(&set, 5000, SHAPE_RANDOM);
    set_add(&set, 9000, SHAPE_NEARLY);
    set_done(&set);
    assert_order(&set, 0);
    assert_order(&set, 300000);
    set_release(&set);
}

static void the_first_look_tells_sorted_from_not(void **state)
{
    static const enum shape shapes[] = {SHAPE_SORTED, SHAPE_NEARLY, SHAPE_RANDOM, SHAPE_SORTED};
    struct set set = {.count = 0};

    (void)state;
    random_state = 2;
    for (size_t i = 0; i < ARRAY_COUNT(shapes); i++)
        set_add(&set, 5000, shapes[i]);
    set_done(&set);
    struct batch *batch = open_files(set_paths(&set), set.count, 0);
    assert_int_equal(batch_file_count(batch), set.count);
    for (size_t i = 0; i < set.count; i++) {
        const struct batch_file *file = batch_file(batch, i);

        assert_int_equal(file->sorted, shapes[i] == SHAPE_SORTED);
        assert_int_equal(file->lines, set.wanted->totals[i].lines);
        assert_string_equal(file->path, set.paths[i]);
        assert_int_equal(strlen(file->id), 32);
    }
    batch_free(batch);
    set_release(&set);
}

/* Some 300 runs: two passes of merging before the last. */
static void little_memory_gives_the_same_order(void **state)
{
    struct set set = {.count = 0};

    (void)state;
    random_state = 3;
    set_add(&set, 14000, SHAPE_RANDOM);
    set_add(&set, 100, SHAPE_SORTED);
    set_add(&set, 7000, SHAPE_RANDOM);
    set_done(&set);
    assert_order(&set, 10000);
    assert_order(&set, 1);
    set_release(&set);
}

static void many_files_are_not_open_at_once(void **state)
{
    struct set set = {.count = 0};

    (void)state;
    random_state = 4;
    for (int i = 0; i < 150; i++)
        set_add(&set, 40, i % 50 == 7 ? SHAPE_RANDOM : SHAPE_SORTED);
    set_done(&set);
    assert_order(&set, 0);
    set_release(&set);
}

/* Reads whole blocks, keeps what the header says a caller keeps, and begins anew, again and again:
 * nothing is handed over twice or left out. */
static void assert_resumable(const struct set *set, size_t memory_max)
{
    struct story *got = story_new();
    bool ended = false;

    for (int round = 0; !ended; round++) {
        struct batch *batch = open_files(set_paths(set), set->count, memory_max);

        assert_true(round < 1000);
        for (size_t i = 0; i < set->count; i++) {
            struct batch_file *file = batch_file(batch, i);

            if (got->last[i].line > 0) {
                file->resume_at_ms = got->last[i].at_ms;
                file->resume_line = got->last[i].line;
            }
            file->counted_line = got->totals[i].counted_line;
        }
        ended = read_blocks(batch, got, 1 + random_below(2));
        batch_free(batch);
    }
    assert_same(got, set->wanted, set->count);
    story_free(got);
}

static void an_interrupted_batch_goes_on(void **state)
{
    struct set set = {.count = 0};

    (void)state;
    random_state = 5;
    set_add(&set, 20000, SHAPE_SORTED);
    set_done(&set);
    assert_resumable(&set, 0);
    set_release(&set);
    set_add(&set, 9000, SHAPE_SORTED);
    set_add(&set, 9000, SHAPE_RANDOM);
    set_add(&set, 9000, SHAPE_SORTED);
    set_add(&set, 5000, SHAPE_NEARLY);
    set_done(&set);
    assert_resumable(&set, 0);
    assert_resumable(&set, 200000);
    set_release(&set);
}

static void skipped_files_are_not_read(void **state)
{
    struct set set = {.count = 0};
    struct story *got = story_new();

    (void)state;
    random_state = 6;
    set_add(&set, 100, SHAPE_SORTED);
    set_add(&set, 100, SHAPE_RANDOM);
    set_done(&set);
    struct batch *batch = open_files(set_paths(&set), set.count, 0);
    batch_file(batch, 0)->skip = true;
    assert_true(read_blocks(batch, got, SIZE_MAX));
    assert_int_equal(got->totals[0].lines, 0);
    assert_int_equal(got->totals[1].lines, set.wanted->totals[1].lines);
    assert_int_equal(batch_bytes_done(batch), batch_file(batch, 1)->size);
    batch_free(batch);
    set_release(&set);
    story_free(got);
}

static void equal_bytes_have_equal_ids(void **state)
{
    struct buf packed = {0};
    const char *paths[4];

    (void)state;
    add_gzip(&packed, "x\n", 2);
    paths[0] = file_write_text("a", "x\n");
    paths[1] = file_write_text("b", "x\n");
    paths[2] = file_write_text("c", "x");
    paths[3] = file_write("d", packed.bytes, packed.size);
    struct batch *batch = open_files(paths, 4, 0);
    assert_string_equal(batch_file(batch, 0)->id, batch_file(batch, 1)->id);
    assert_string_not_equal(batch_file(batch, 0)->id, batch_file(batch, 2)->id);
    assert_string_not_equal(batch_file(batch, 0)->id, batch_file(batch, 3)->id);
    batch_free(batch);
    buf_release(&packed);
}

static void rejects_are_bounded(void **state)
{
    struct buf text = {0};
    struct story *got = story_new();
    struct error err;
    struct block *block;
    size_t long_ones = 0;

    (void)state;
    for (int i = 0; i < 12000; i++)
        buf_add_text(&text, "rubbish\n");
    for (int i = 0; i < 5000; i++)
        buf_add_char(&text, 'x');
    const char *paths[] = {file_write("many", text.bytes, text.size), NULL};
    buf_clear(&text);
    for (int i = 0; i < EVENT_LINE_MAX + 1; i++)
        buf_add_char(&text, 'x');
    buf_add_text(&text, "\n{\"type\":\"x\"}\n");
    paths[1] = file_write("long", text.bytes, text.size);
    struct batch *batch = open_files(paths, 2, 0);
    assert_int_equal(batch_file(batch, 0)->lines, 12001);
    assert_int_equal(batch_file(batch, 1)->lines, 2);
    assert_int_equal(batch_start(batch, &err), 0);
    while ((block = batch_next(batch, &err))) {
        add_block(got, block);
        for (size_t i = 0; i < block->reject_count; i++)
            if (block->rejects[i].text_size == REJECT_TEXT_MAX) {
                assert_string_equal(block->rejects[i].reason, "the line is longer than 1 MiB");
                assert_int_equal(block->rejects[i].text[REJECT_TEXT_MAX - 1], 'x');
                long_ones++;
            }
        batch_release(batch, block);
    }
    assert_int_equal(err.code, ERROR_NONE);
    assert_int_equal(got->rejects, REJECTS_PER_FILE_MAX + 2);
    assert_int_equal(got->totals[0].rejected, 12001);
    assert_int_equal(got->totals[1].rejected, 2);
    assert_int_equal(long_ones, 1);
    batch_free(batch);
    buf_release(&text);
    story_free(got);
}

static void a_last_line_counts_where_it_is_whole(void **state)
{
    static const struct {
        const char *text;
        int events, rejected;
        const char *reason;
    } cases[] = {
            {"{\"type\":\"track\",\"userId\":\"s\",\"event\":\"e\",\"timestamp\":"
             "\"2026-11-02T10:00:00Z\"}",
                    1, 0, NULL},
            {"{\"type\":\"track\",\"userId\":\"s\",\"event\":\"e\",\"timestamp\":"
             "\"2026-11-02T10:00:00Z\"",
                    0, 1, "cut off"},
            {"{\"type\":\"track\",\"userId\":\"s\",\"event\":\"e\"}", 0, 1, "timestamp is missing"},
            {"\n \r", 0, 0, NULL},
            {"\xef\xbb\xbf", 0, 0, NULL},
            {"", 0, 0, NULL},
            {"tail", 0, 1, "cut off"},
            {"tail\n", 0, 1, "not one JSON object"},
    };
    struct error err;

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        const char *path = file_write_text("tail", cases[i].text);
        struct batch *batch = open_files(&path, 1, 0);
        struct block *block;

        assert_int_equal(batch_start(batch, &err), 0);
        block = batch_next(batch, &err);
        if (cases[i].events + cases[i].rejected == 0) {
            assert_null(block);
        } else {
            assert_int_equal(block->event_count, cases[i].events);
            assert_int_equal(block->counts[0].rejected, cases[i].rejected);
            if (cases[i].reason)
                assert_contains(block->rejects[0].reason, cases[i].reason);
            batch_release(batch, block);
            assert_null(batch_next(batch, &err));
        }
        assert_int_equal(err.code, ERROR_NONE);
        batch_free(batch);
    }
}

/* SEMANTICS 1.6: more than max_ahead, not exactly. */
static void events_of_the_future_are_rejected(void **state)
{
    struct buf text = {0};
    struct story *got = story_new();
    struct error err;

    (void)state;
    random_state = 8;
    add_event_line(&text, NOW + HOUR_MS, 0, 1);
    add_event_line(&text, NOW + HOUR_MS + 1, 0, 2);
    add_event_line(&text, NOW + HOUR_MS, 0, 3);
    const char *path = file_write("future", text.bytes, text.size);
    struct batch *batch = open_files(&path, 1, 0);
    assert_true(batch_file(batch, 0)->sorted);
    assert_true(read_blocks(batch, got, SIZE_MAX));
    assert_int_equal(got->count, 2);
    assert_int_equal(got->totals[0].rejected, 1);
    assert_int_equal(got->totals[0].in_future, 1);
    assert_int_equal(got->totals[0].counted_line, 2);
    batch_free(batch);
    story_release(got);

    /* Going on with the clock of the first batch gives what that would have given. */
    struct batch_options options = options_now(0);
    options.now_ms = NOW + DAY_MS;
    batch = batch_open(&path, 1, &options, &err);
    assert_non_null(batch);
    batch_file(batch, 0)->now_ms = NOW - HOUR_MS;
    assert_true(read_blocks(batch, got, SIZE_MAX));
    assert_int_equal(got->totals[0].in_future, 3);
    batch_free(batch);
    story_release(got);

    options = options_now(0);
    options.max_ahead_ms = -1;
    batch = batch_open(&path, 1, &options, &err);
    assert_non_null(batch);
    assert_false(batch_file(batch, 0)->sorted);
    assert_true(read_blocks(batch, got, SIZE_MAX));
    assert_int_equal(got->count, 3);
    assert_int_equal(got->events[2].line, 2);
    batch_free(batch);
    story_free(got);
    buf_release(&text);
}

static void assert_open_fails(
        const char *const *paths, size_t count, enum error_code code, const char *wanted)
{
    struct batch_options options = options_now(0);
    struct error err;

    assert_null(batch_open(paths, count, &options, &err));
    assert_int_equal(err.code, code);
    assert_contains(err.text, wanted);
}

static void unreadable_files_are_named_before_anything(void **state)
{
    struct buf text = {0}, packed = {0};
    const char *good = file_write_text("good", "x\n");
    const char *paths[2] = {good, NULL};
    char missing[128];

    (void)state;
    snprintf(missing, sizeof missing, "%s/missing", test_folder);
    paths[1] = missing;
    assert_open_fails(paths, 2, ERROR_UNAVAILABLE, "missing");
    paths[1] = test_folder;
    assert_open_fails(paths, 2, ERROR_UNAVAILABLE, "directory");
    for (int i = 0; i < 1000; i++)
        buf_add_format(&text, "{\"line\":%d}\n", i * 7919);
    add_gzip(&packed, text.bytes, text.size);
    paths[1] = file_write("cut.gz", packed.bytes, packed.size - 9);
    assert_open_fails(paths, 2, ERROR_UNAVAILABLE, "cut.gz");
    paths[0] = paths[1] = "-";
    int keep = dup(0);
    assert_int_equal(dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), 0), 0);
    assert_open_fails(paths, 2, ERROR_USAGE, "only once");
    dup2(keep, 0);
    close(keep);
    buf_release(&text);
    buf_release(&packed);
}

static void standard_input_is_read_twice(void **state)
{
    struct set set = {.count = 0};
    struct story *got = story_new();
    int keep = dup(0);

    (void)state;
    random_state = 9;
    set_add(&set, 3000, SHAPE_RANDOM);
    set_done(&set);
    int fd = open(set.paths[0], O_RDONLY);
    dup2(fd, 0);
    const char *path = "-";
    read_whole(&path, 1, 0, got);
    assert_same(got, set.wanted, 1);
    dup2(keep, 0);
    close(keep);
    close(fd);
    story_free(got);
    set_release(&set);
}

/* What batch_next ends with after the file was changed between the two passes. */
static void read_changed(const char *path, void (*change)(const char *path), struct error *err)
{
    struct batch *batch = open_files(&path, 1, 0);
    struct block *block;

    change(path);
    assert_int_equal(batch_start(batch, err), 0);
    while ((block = batch_next(batch, err)))
        batch_release(batch, block);
    batch_free(batch);
}

static void append(const char *path)
{
    FILE *file = fopen(path, "ab");

    assert_non_null(file);
    fputs("{\"type\":\"alias\"}\nmore", file);
    fclose(file);
}

static void truncate_it(const char *path)
{
    assert_int_equal(truncate(path, 100), 0);
}

static void overwrite(const char *path)
{
    FILE *file = fopen(path, "r+b");

    assert_non_null(file);
    fputs("{\"type\":\"track\",\"userId\":\"X", file);
    fclose(file);
}

static void replace(const char *path)
{
    remove(path);
    overwrite(file_write_text("changing", "                                             "));
}

/* The same size and time, but other bytes: the hash tells. */
static void overwrite_unseen(const char *path)
{
    struct stat status;

    assert_int_equal(stat(path, &status), 0);
    overwrite(path);
    struct timespec times[2] = {status.st_atim, status.st_mtim};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void files_that_change_are_errors(void **state)
{
    static void (*const changes[])(const char *) = {
            truncate_it, overwrite, replace, overwrite_unseen};
    struct buf text = {0};
    struct error err;

    (void)state;
    random_state = 10;
    for (uint64_t i = 1; i <= 100; i++)
        add_event_line(&text, NOW - DAY_MS, 0, i);
    for (size_t i = 0; i < ARRAY_COUNT(changes); i++) {
        char path[128];

        snprintf(path, sizeof path, "%s", file_write("changing", text.bytes, text.size));
        read_changed(path, changes[i], &err);
        assert_int_equal(err.code, ERROR_UNAVAILABLE);
        assert_contains(err.text, "changing' changed while it was read");
    }
    /* One that only grows is read as it was. */
    const char *path = file_write("changing", text.bytes, text.size);
    struct story *got = story_new();
    struct batch *batch = open_files(&path, 1, 0);
    append(path);
    assert_true(read_blocks(batch, got, SIZE_MAX));
    assert_int_equal(got->totals[0].lines, 100);
    batch_free(batch);
    story_free(got);
    buf_release(&text);
}

static void a_missing_scratch_folder_is_an_error(void **state)
{
    struct set set = {.count = 0};
    struct batch_options options = options_now(1000);
    struct error err;

    (void)state;
    random_state = 11;
    set_add(&set, 1000, SHAPE_RANDOM);
    set_done(&set);
    options.scratch_dir = "/nonexistent";
    struct batch *batch = batch_open(set_paths(&set), 1, &options, &err);
    assert_non_null(batch);
    assert_int_equal(batch_start(batch, &err), 0);
    struct block *block;
    while ((block = batch_next(batch, &err)))
        batch_release(batch, block);
    assert_int_equal(err.code, ERROR_UNAVAILABLE);
    assert_contains(err.text, "/nonexistent");
    batch_free(batch);
    set_release(&set);
}

/* A disk that is full in the middle of sorting, or of copying standard input. */
static void a_full_disk_is_an_error(void **state)
{
    struct set set = {.count = 0};
    struct rlimit before, small;
    struct error err;
    const char *path = "-";
    int keep = dup(0), fd;

    (void)state;
    random_state = 14;
    set_add(&set, 9000, SHAPE_RANDOM);
    set_done(&set);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = (struct rlimit){100000, before.rlim_max};
    signal(SIGXFSZ, SIG_IGN);

    struct batch *batch = open_files(set_paths(&set), 1, 100000);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    assert_int_equal(batch_start(batch, &err), 0);
    struct block *block;
    while ((block = batch_next(batch, &err)))
        batch_release(batch, block);
    assert_int_equal(err.code, ERROR_UNAVAILABLE);
    assert_contains(err.text, "temporary file");
    batch_free(batch);

    fd = open(DATA, O_RDONLY);
    dup2(fd, 0);
    assert_open_fails(&path, 1, ERROR_UNAVAILABLE, "temporary file");
    dup2(keep, 0);
    close(keep);
    close(fd);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_DFL);
    set_release(&set);
}

static int count_up(void *context, int64_t bytes_done, int64_t bytes_total)
{
    int64_t *most = context;

    assert_true(bytes_done <= bytes_total && bytes_done >= most[0]);
    most[0] = bytes_done;
    most[1] = bytes_total;
    return 0;
}

static void progress_reaches_the_end(void **state)
{
    struct set set = {.count = 0};
    struct batch_options options = options_now(0);
    int64_t most[2] = {0, 0}, size = 0;

    (void)state;
    random_state = 15;
    set_add(&set, 20000, SHAPE_SORTED);
    set_add(&set, 10000, SHAPE_RANDOM);
    set_done(&set);
    options.progress = count_up;
    options.context = most;
    struct batch *batch = batch_open(set_paths(&set), 2, &options, NULL);
    assert_non_null(batch);
    for (size_t i = 0; i < 2; i++)
        size += batch_file(batch, i)->size;
    assert_int_equal(most[0], size);
    assert_int_equal(most[1], size);
    most[0] = 0;
    struct story *got = story_new();
    assert_true(read_blocks(batch, got, SIZE_MAX));
    assert_int_equal(batch_bytes_done(batch), size);
    batch_free(batch);
    story_free(got);

    int keep = dup(0), fd = open(set.paths[0], O_RDONLY);
    const char *path = "-";
    dup2(fd, 0);
    most[0] = 0;
    batch = batch_open(&path, 1, &options, NULL);
    assert_non_null(batch);
    assert_int_equal(most[0], batch_file(batch, 0)->size);
    batch_free(batch);
    dup2(keep, 0);
    close(keep);
    close(fd);
    set_release(&set);
}

static int refuse(void *context, int64_t bytes_done, int64_t bytes_total)
{
    int *calls = context;

    assert_true(bytes_done <= bytes_total);
    return ++*calls >= 2;
}

static void progress_may_interrupt(void **state)
{
    struct set set = {.count = 0};
    struct batch_options options = options_now(0);
    struct error err;
    int calls = 0;

    (void)state;
    random_state = 12;
    set_add(&set, 20000, SHAPE_SORTED);
    set_done(&set);
    options.progress = refuse;
    options.context = &calls;
    assert_null(batch_open(set_paths(&set), 1, &options, &err));
    assert_int_equal(err.code, ERROR_INTERRUPTED);
    assert_int_equal(calls, 2);
    set_release(&set);
}

/* Freed at any moment: before the start, with blocks waiting, while sorting. */
static void a_batch_may_be_left_at_any_time(void **state)
{
    struct set set = {.count = 0};
    struct story *got = story_new();

    (void)state;
    random_state = 13;
    set_add(&set, 60000, SHAPE_SORTED);
    set_add(&set, 5000, SHAPE_RANDOM);
    set_done(&set);
    batch_free(open_files(set_paths(&set), 2, 0));
    for (size_t blocks = 0; blocks < 3; blocks++) {
        struct batch *batch = open_files(set_paths(&set), 2, 5000);

        assert_false(read_blocks(batch, got, blocks));
        batch_free(batch);
        story_release(got);
    }
    batch_free(NULL);
    set_release(&set);
    story_free(got);
}

static void real_events_come_in_order(void **state)
{
    const char *path = DATA;
    struct story *got = story_new();

    (void)state;
    struct batch *batch = open_files(&path, 1, 0);
    assert_true(batch_file(batch, 0)->sorted);
    assert_int_equal(batch_file(batch, 0)->lines, 22502);
    assert_true(read_blocks(batch, got, SIZE_MAX));
    assert_int_equal(got->count, 22502);
    for (size_t i = 0; i < got->count; i++) {
        assert_int_equal(got->events[i].line, i + 1);
        assert_true(i == 0 || got->events[i].at_ms >= got->events[i - 1].at_ms);
    }
    assert_int_equal(got->events[0].at_ms, INT64_C(1569888000000));
    batch_free(batch);
    story_free(got);
}

static int start(void **state)
{
    (void)state;
    folder_make();
    return zone_start(NULL);
}

static int end(void **state)
{
    (void)state;
    folder_remove();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(files_are_merged_in_time_order),
            cmocka_unit_test(the_first_look_tells_sorted_from_not),
            cmocka_unit_test(little_memory_gives_the_same_order),
            cmocka_unit_test(many_files_are_not_open_at_once),
            cmocka_unit_test(an_interrupted_batch_goes_on),
            cmocka_unit_test(skipped_files_are_not_read),
            cmocka_unit_test(equal_bytes_have_equal_ids),
            cmocka_unit_test(rejects_are_bounded),
            cmocka_unit_test(a_last_line_counts_where_it_is_whole),
            cmocka_unit_test(events_of_the_future_are_rejected),
            cmocka_unit_test(unreadable_files_are_named_before_anything),
            cmocka_unit_test(standard_input_is_read_twice),
            cmocka_unit_test(files_that_change_are_errors),
            cmocka_unit_test(a_missing_scratch_folder_is_an_error),
            cmocka_unit_test(a_full_disk_is_an_error),
            cmocka_unit_test(progress_reaches_the_end),
            cmocka_unit_test(progress_may_interrupt),
            cmocka_unit_test(a_batch_may_be_left_at_any_time),
            cmocka_unit_test(real_events_come_in_order),
    };

    return cmocka_run_group_tests(tests, start, end);
}
