#include "events/source.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "events/event.h"
#include "events/parse.h"
#include "files.h"

static int start(void **state)
{
    (void)state;
    folder_make();
    return 0;
}

static int end(void **state)
{
    (void)state;
    folder_remove();
    return 0;
}

/* All of a file as text: lines in brackets, then how it ended. */
static void read_all(const char *path, struct buf *out, struct error *err)
{
    static const char *const names[] = {
            [SOURCE_PARTIAL] = "partial", [SOURCE_END] = "end", [SOURCE_ERROR] = "error"};
    struct source *source = source_open(path, -1, NULL, err);
    enum line_state state = SOURCE_LINE;
    const char *line;
    size_t size;

    assert_non_null(source);
    while (state < SOURCE_END) {
        state = source_line(source, &line, &size, err);
        if (state == SOURCE_LONG)
            buf_add_format(out, "long %zu ", size);
        else if (state == SOURCE_LINE)
            buf_add_format(out, "[%.*s]", (int)size, line);
        else if (state == SOURCE_PARTIAL)
            buf_add_format(out, "partial [%.*s] ", (int)size, line);
        else if (state != SOURCE_SKIPPED)
            buf_add_text(out, names[state]);
        for (size_t i = 0; state < SOURCE_SKIPPED && i < PARSE_PADDING; i++)
            (void)*(const volatile char *)(line + size + i);
    }
    /* The end stays the end, an error the same error. */
    assert_int_equal(source_line(source, &line, &size, NULL), state);
    source_free(source);
}

static void assert_lines(const char *path, const char *wanted)
{
    struct buf got = {0};

    read_all(path, &got, NULL);
    assert_buf(&got, wanted);
}

static void plain_lines_are_read(void **state)
{
    (void)state;
    assert_lines(file_write_text("a", ""), "end");
    assert_lines(file_write_text("a", "\n"), "[]end");
    assert_lines(file_write_text("a", "one\ntwo\r\n\nthree"), "[one][two\r][]partial [three] end");
    assert_lines(file_write_text("a", "\x1f"), "partial [\x1f] end");
    assert_lines(file_write_text("a", "x"), "partial [x] end");
}

static void packed_lines_are_read(void **state)
{
    struct buf packed = {0};

    (void)state;
    add_gzip(&packed, "one\ntw", 6);
    add_gzip(&packed, "", 0);
    add_gzip(&packed, "o\nthree", 7);
    assert_lines(file_write("gz-by-content", packed.bytes, packed.size),
            "[one][two]partial [three] end");
    buf_add(&packed, "\0\0\0\0\0\0", 6);
    assert_lines(file_write("padded", packed.bytes, packed.size), "[one][two]partial [three] end");
    buf_clear(&packed);
    add_zstd(&packed, "one\ntw", 6);
    add_zstd(&packed, "", 0);
    buf_add(&packed, "\x50\x2a\x4d\x18\x03\0\0\0abc", 11);
    add_zstd(&packed, "o\n", 2);
    assert_lines(file_write("zst", packed.bytes, packed.size), "[one][two]end");
    buf_clear(&packed);
    add_zstd(&packed, "", 0);
    assert_lines(file_write("empty.zst", packed.bytes, packed.size), "end");
    buf_clear(&packed);
    add_gzip(&packed, "", 0);
    assert_lines(file_write("empty.gz", packed.bytes, packed.size), "end");
    buf_release(&packed);
}

/* Lines numbered from 0, of all sizes up to a few KiB. */
static void add_numbered(struct buf *text, int count)
{
    for (int i = 0; i < count; i++) {
        buf_add_format(text, "%d ", i);
        for (int k = 0; k < i * 7 % 3001; k++)
            buf_add_char(text, (char)('a' + (i + k * k) % 26));
        buf_add_char(text, '\n');
    }
}

/* Reads numbered lines, comparing each, until they end: how many. */
static int count_numbered(
        const char *path, const struct buf *text, enum line_state *state, struct error *err)
{
    struct source *source = source_open(path, -1, NULL, err);
    const char *line, *at = text->bytes;
    size_t size;
    int count = 0;

    assert_non_null(source);
    while ((*state = source_line(source, &line, &size, err)) == SOURCE_LINE) {
        assert_memory_equal(line, at, size);
        assert_int_equal(at[size], '\n');
        at += size + 1;
        count++;
    }
    source_free(source);
    return count;
}

static void lines_across_buffers_are_whole(void **state)
{
    struct buf text = {0}, packed = {0};
    enum line_state last;

    (void)state;
    add_numbered(&text, 1500);
    assert_int_equal(
            count_numbered(file_write("n", text.bytes, text.size), &text, &last, NULL), 1500);
    assert_int_equal(last, SOURCE_END);
    add_gzip(&packed, text.bytes, text.size);
    assert_int_equal(
            count_numbered(file_write("n", packed.bytes, packed.size), &text, &last, NULL), 1500);
    assert_int_equal(last, SOURCE_END);
    buf_clear(&packed);
    add_zstd(&packed, text.bytes, text.size);
    assert_int_equal(
            count_numbered(file_write("n", packed.bytes, packed.size), &text, &last, NULL), 1500);
    assert_int_equal(last, SOURCE_END);
    buf_release(&text);
    buf_release(&packed);
}

static void truncated_files_give_their_whole_lines_first(void **state)
{
    struct buf text = {0}, packed = {0};
    struct error err;
    enum line_state last;

    (void)state;
    add_numbered(&text, 800);
    for (int kind = 0; kind < 2; kind++) {
        int before = 0;

        buf_clear(&packed);
        if (kind == 0)
            add_gzip(&packed, text.bytes, text.size);
        else
            add_zstd(&packed, text.bytes, text.size);
        for (size_t size = kind == 0 ? 2 : 4; size < packed.size; size += packed.size / 37 + 1) {
            int count = count_numbered(file_write("cut", packed.bytes, size), &text, &last, &err);

            assert_int_equal(last, SOURCE_ERROR);
            assert_int_equal(err.code, ERROR_UNAVAILABLE);
            assert_contains(err.text, "cut', after line ");
            assert_contains(err.text, kind == 0 ? "middle of its gzip" : "middle of its zstd");
            assert_true(count >= before && count < 800);
            before = count;
        }
        assert_true(before > 300);
    }
    buf_release(&text);
    buf_release(&packed);
}

static void damaged_files_are_errors(void **state)
{
    struct buf text = {0}, packed = {0};
    struct error err;
    enum line_state last;

    (void)state;
    add_numbered(&text, 300);
    add_gzip(&packed, text.bytes, text.size);
    packed.bytes[packed.size / 2] = (char)(packed.bytes[packed.size / 2] ^ 0x55);
    /* Where the deflate data stay readable the checksum at the end tells. */
    const char *path = file_write("bad", packed.bytes, packed.size);
    struct buf got = {0};
    read_all(path, &got, &err);
    assert_contains(buf_text(&got), "error");
    assert_contains(err.text, "damaged gzip");
    buf_release(&got);

    buf_clear(&packed);
    add_gzip(&packed, "a\n", 2);
    buf_add_text(&packed, "garbage");
    assert_int_equal(count_numbered(file_write("bad", packed.bytes, packed.size),
                             &(struct buf){.bytes = (char[]){"a\n"}}, &last, &err),
            1);
    assert_int_equal(last, SOURCE_ERROR);
    assert_contains(err.text, "behind its gzip");

    buf_clear(&packed);
    add_zstd(&packed, "a\n", 2);
    buf_add_text(&packed, "garbage");
    assert_int_equal(count_numbered(file_write("bad", packed.bytes, packed.size),
                             &(struct buf){.bytes = (char[]){"a\n"}}, &last, &err),
            1);
    assert_int_equal(last, SOURCE_ERROR);
    assert_contains(err.text, "damaged zstd");
    buf_release(&text);
    buf_release(&packed);
}

static void long_lines_are_passed_over(void **state)
{
    static const char start_text[] = "[a]long 1048576 [b][yyy";
    static const char end_text[] = "yyy][c]long 1048576 end";
    struct buf text = {0}, got = {0};

    (void)state;
    buf_add_text(&text, "a\n");
    for (int i = 0; i < EVENT_LINE_MAX + 1; i++)
        buf_add_char(&text, 'x');
    buf_add_text(&text, "\nb\n");
    for (int i = 0; i < EVENT_LINE_MAX; i++)
        buf_add_char(&text, 'y');
    buf_add_text(&text, "\nc\n");
    for (int i = 0; i < 5 * EVENT_LINE_MAX; i++)
        buf_add_char(&text, 'z');
    read_all(file_write("long", text.bytes, text.size), &got, NULL);
    assert_int_equal(got.size, sizeof start_text - 1 + EVENT_LINE_MAX - 6 + sizeof end_text - 1);
    assert_memory_equal(got.bytes, start_text, sizeof start_text - 1);
    assert_string_equal(got.bytes + got.size - (sizeof end_text - 1), end_text);
    buf_release(&got);
    buf_release(&text);
}

/* 512 MiB of one line in a small file: passed over in steps, never stored. */
static void bombs_are_passed_over_in_steps(void **state)
{
    struct buf packed = {0};
    size_t block = 16 * 1024 * 1024;
    char *zeros = mem_new(block);
    int steps = 0;
    const char *line;
    size_t size;

    (void)state;
    memset(zeros, 'x', block);
    for (int i = 0; i < 32; i++)
        add_zstd(&packed, zeros, block);
    add_zstd(&packed, "\nend\n", 5);
    mem_free(zeros);

    struct source *source =
            source_open(file_write("bomb.zst", packed.bytes, packed.size), -1, NULL, NULL);
    assert_non_null(source);
    assert_int_equal(source_line(source, &line, &size, NULL), SOURCE_LONG);
    enum line_state now;
    while ((now = source_line(source, &line, &size, NULL)) == SOURCE_SKIPPED)
        steps++;
    assert_int_equal(now, SOURCE_LINE);
    assert_int_equal(size, 3);
    assert_memory_equal(line, "end", 3);
    assert_in_range(steps, 7, 8);
    assert_int_equal(source_line(source, &line, &size, NULL), SOURCE_END);
    source_free(source);
    buf_release(&packed);
}

static void only_regular_files_are_opened(void **state)
{
    struct error err;

    (void)state;
    assert_null(source_open(test_folder, -1, NULL, &err));
    assert_int_equal(err.code, ERROR_UNAVAILABLE);
    assert_contains(err.text, "is a directory");
    assert_null(source_open("/dev/null", -1, NULL, &err));
    assert_contains(err.text, "not a regular file");
    assert_int_equal(mkfifo(file_path("fifo"), 0600), 0);
    assert_null(source_open(file_path("fifo"), -1, NULL, &err));
    assert_contains(err.text, "not a regular file");
    assert_null(source_open(file_path("missing"), -1, NULL, &err));
    assert_contains(err.text, "missing");
    assert_contains(err.text, strerror(ENOENT));
}

static void raw_bytes_are_hashed_and_limited(void **state)
{
    struct buf packed = {0};
    struct hash_stream *hash = hash_stream_new(), *wanted = hash_stream_new();
    char got_text[33], wanted_text[33];
    const char *line;
    size_t size;

    (void)state;
    add_gzip(&packed, "one\ntwo\n", 8);
    hash_stream_add(wanted, packed.bytes, packed.size);
    const char *path = file_write("h.gz", packed.bytes, packed.size);
    FILE *file = fopen(path, "ab");
    assert_non_null(file);
    fputs("what came later", file);
    fclose(file);

    struct source *source = source_open(path, -1, hash, NULL);
    source_limit(source, (int64_t)packed.size);
    assert_int_equal(source_line(source, &line, &size, NULL), SOURCE_LINE);
    assert_int_equal(source_line(source, &line, &size, NULL), SOURCE_LINE);
    assert_int_equal(source_line(source, &line, &size, NULL), SOURCE_END);
    assert_int_equal(source_raw_bytes(source), packed.size);
    hash_stream_text(hash, got_text);
    hash_stream_text(wanted, wanted_text);
    assert_string_equal(got_text, wanted_text);
    source_free(source);
    hash_stream_free(hash);
    hash_stream_free(wanted);

    /* A descriptor is taken as it is, under the name it is given. */
    int fd = open(file_write_text("d", "x\ny\n"), O_RDONLY);
    source = source_open("standard input", fd, NULL, NULL);
    assert_int_equal(source_line(source, &line, &size, NULL), SOURCE_LINE);
    source_free(source);
    assert_int_equal(fcntl(fd, F_GETFD), -1);
    buf_release(&packed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(plain_lines_are_read),
            cmocka_unit_test(packed_lines_are_read),
            cmocka_unit_test(lines_across_buffers_are_whole),
            cmocka_unit_test(truncated_files_give_their_whole_lines_first),
            cmocka_unit_test(damaged_files_are_errors),
            cmocka_unit_test(long_lines_are_passed_over),
            cmocka_unit_test(bombs_are_passed_over_in_steps),
            cmocka_unit_test(only_regular_files_are_opened),
            cmocka_unit_test(raw_bytes_are_hashed_and_limited),
    };

    return cmocka_run_group_tests(tests, start, end);
}
