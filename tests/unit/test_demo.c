#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/when.h"
#include "base/zone.h"
#include "demo/demo.h"
#include "demo/document.h"

static char folder[] = "/tmp/campanile-demo-XXXXXX";

static void make(const char *name, uint64_t seed, uint32_t days, struct demo_summary *summary)
{
    struct error err = {0};
    char *path = mem_format("%s/%s", folder, name);
    struct demo_options options = {.directory = path,
            .users = 150,
            .days = days,
            .end_ms = INT64_C(1795302000000),
            .seed = seed};
    assert_int_equal(demo_write(&options, summary, &err), 0);
    mem_free(path);
}

static void read_all(const char *path, struct buf *out)
{
    char part[4096];
    gzFile file = gzopen(path, "rb");
    assert_non_null(file);
    for (int got; (got = gzread(file, part, sizeof part)) > 0;)
        buf_add(out, part, (size_t)got);
    gzclose(file);
}

/* All event files of one demo, one behind the other, by name. */
static void read_events(const char *name, struct buf *out)
{
    struct dirent **files;
    char *events = mem_format("%s/%s/events", folder, name);
    int count = scandir(events, &files, NULL, alphasort);
    assert_true(count > 2);
    for (int i = 0; i < count; i++) {
        char *path = mem_format("%s/%s", events, files[i]->d_name);
        if (files[i]->d_name[0] != '.')
            read_all(path, out);
        mem_free(path);
        free(files[i]);
    }
    free(files);
    mem_free(events);
}

static void same_seed_same_bytes(void **state)
{
    (void)state;
    struct demo_summary summary;
    struct buf one = {0}, two = {0}, other = {0};
    make("one", 7, 5, &summary);
    make("two", 7, 5, &summary);
    make("other", 8, 5, &summary);
    read_events("one", &one);
    read_events("two", &two);
    read_events("other", &other);
    assert_int_equal(one.size, two.size);
    assert_memory_equal(one.bytes, two.bytes, one.size);
    assert_true(other.size != one.size || memcmp(one.bytes, other.bytes, one.size) != 0);
    buf_release(&one);
    buf_release(&two);
    buf_release(&other);
}

/* Only the lines that are meant to be bad are no JSON, and every day is in time order. */
static void lines_are_events(void **state)
{
    (void)state;
    struct demo_summary summary;
    struct buf all = {0};
    make("lines", 1, 20, &summary);
    read_events("lines", &all);
    assert_int_equal(all.size, summary.bytes);
    int64_t lines = 0, bad = 0, backwards = 0, before_ms = 0;
    for (char *at = all.bytes, *end; *at; at = end + 1, lines++) {
        end = strchr(at, '\n');
        assert_non_null(end);
        json_t *event = json_loadb(at, (size_t)(end - at), 0, NULL);
        const char *time = json_string_value(json_object_get(event, "timestamp"));
        int64_t at_ms;
        if (!event) {
            bad++;
        } else if (time && when_parse(time, strlen(time), &at_ms) &&
                   at_ms < INT64_C(1795302000000)) {
            backwards += at_ms < before_ms;
            before_ms = at_ms;
        }
        json_decref(event);
    }
    assert_int_equal(lines, summary.lines);
    assert_true(summary.events > 5000);
    assert_true(bad < lines / 1000);
    assert_true(backwards <= 20); /* only where a file begins */
    buf_release(&all);
}

static void marks_are_filled(void **state)
{
    (void)state;
    struct error err = {0};
    struct buf out = {0};
    struct demo_dates dates = {.start_ms = 0,
            .end_ms = 10 * DAY_MS,
            .batch_end_ms = {DAY_MS, 2 * DAY_MS, 3 * DAY_MS},
            .batch_files = {"a b", "c", "d"},
            .customers = "x"};
    const char *text = "{{start}} {{end}} {{date+1}} {{date-9}} {{batch2-end}} {{batch1-files}} "
                       "{{customers}} { }";
    assert_int_equal(document_fill(text, strlen(text), &dates, &out, &err), 0);
    assert_string_equal(buf_text(&out), "1970-01-01T00:00:00.000Z 1970-01-11T00:00:00.000Z "
                                        "1970-01-12 1970-01-02 1970-01-03T00:00:00.000Z a b x { }");
    static const char *const wrong[] = {
            "{{", "{{sart}}", "{{date}}", "{{date+x}}", "{{batch4-end}}", "{{batch1}}"};
    for (size_t i = 0; i < ARRAY_COUNT(wrong); i++)
        assert_int_equal(document_fill(wrong[i], strlen(wrong[i]), &dates, &out, &err), -1);
    buf_release(&out);
}

static void options_have_bounds(void **state)
{
    (void)state;
    struct demo_summary summary;
    struct demo_options options = {
            .directory = folder, .users = 10, .days = 2, .end_ms = INT64_C(1795302000000)};
    struct demo_options none = options, many = options, early = options, nowhere = options;
    struct error err = {0};
    none.users = 0;
    many.days = DEMO_DAYS_MAX + 1;
    early.end_ms = DAY_MS;
    nowhere.directory = "/proc/none/here";
    assert_int_equal(demo_write(&none, &summary, &err), -1);
    assert_int_equal(err.code, ERROR_USAGE);
    assert_int_equal(demo_write(&many, &summary, &err), -1);
    assert_int_equal(demo_write(&early, &summary, &err), -1);
    assert_int_equal(demo_write(&nowhere, &summary, &err), -1);
    assert_int_equal(err.code, ERROR_UNAVAILABLE);
}

static int set_up(void **state)
{
    (void)state;
    struct error err;
    return mkdtemp(folder) && zone_start(&err) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    static const char *const names[] = {"one", "two", "other", "lines", ""};
    static const char *const parts[] = {"events", "campaigns", "segments", "edits", ""};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        for (size_t j = 0; j < ARRAY_COUNT(parts); j++) {
            char *path = mem_format("%s/%s/%s", folder, names[i], parts[j]);
            struct dirent **files;
            int count = scandir(path, &files, NULL, alphasort);
            for (int k = 0; k < count; k++) {
                char *file = mem_format("%s/%s", path, files[k]->d_name);
                unlink(file);
                mem_free(file);
                free(files[k]);
            }
            if (count >= 0)
                free(files);
            rmdir(path);
            mem_free(path);
        }
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(same_seed_same_bytes),
            cmocka_unit_test(lines_are_events),
            cmocka_unit_test(marks_are_filled),
            cmocka_unit_test(options_have_bounds),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
