#include "events/scan.h"

#include <stdio.h>

#include "base/alloc.h"
#include "base/when.h"
#include "events/parse.h"
#include "unit.h"

static enum line_time find(const char *text, int64_t *at_ms)
{
    size_t size = strlen(text);
    char *line = mem_new(size + PARSE_PADDING);
    enum line_time time;

    /* What stands behind the line must not count. */
    memset(line + size, '\\', PARSE_PADDING);
    memcpy(line, text, size);
    memcpy(line + size, "\"timestamp\"", 11);
    time = line_find_time(line, size, at_ms);
    mem_free(line);
    return time;
}

static void times_are_found_or_left_to_the_parser(void **state)
{
    static const struct {
        const char *line;
        enum line_time time;
        int64_t at_ms;
    } cases[] = {
            {"{\"timestamp\":\"1970-01-01T00:00:01Z\"}", TIME_FOUND, 1000},
            {"{ \"timestamp\"\t : \"1970-01-01T00:00:01.5Z\" }", TIME_FOUND, 1500},
            {"{\"a\":\"\\n\\\\\",\"timestamp\":\"1970-01-01T00:00:01Z\"}", TIME_FOUND, 1000},
            {"{\"p\":{\"timestamp\":\"1970-01-01T00:00:01Z\"}}", TIME_FOUND, 1000},
            {"{\"timestamp\":\"1970-01-01T00:00:01Z\",\"timestamp\":1}", TIME_UNSURE, 0},
            {"{\"timestamp\":\"1970-01-01T00:00:01Z\",\"x\":\"\\u0041\"}", TIME_UNSURE, 0},
            {"{\"timestamp\":\"1970-01-01T00:00:01\\u005a\"}", TIME_UNSURE, 0},
            {"{\"timest\\u0061mp\":\"1970-01-01T00:00:01Z\"}", TIME_UNSURE, 0},
            {"{\"timestamp\":\"1970-01-01T00:00:01\"}", TIME_NONE, 0},
            {"{\"timestamp\":1000}", TIME_NONE, 0},
            {"{\"timestamp\"", TIME_NONE, 0},
            {"{\"timestamp\":", TIME_NONE, 0},
            {"{\"timestamp\":\"1970-01-01T00:00:01Z", TIME_NONE, 0},
            {"{\"timestamp", TIME_NONE, 0},
            {"{\"Timestamp\":\"1970-01-01T00:00:01Z\"}", TIME_NONE, 0},
            {"", TIME_NONE, 0},
            {"x", TIME_NONE, 0},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        int64_t at_ms = -1;

        if (find(cases[i].line, &at_ms) != cases[i].time)
            fail_msg("%s", cases[i].line);
        if (cases[i].time == TIME_FOUND)
            assert_int_equal(at_ms, cases[i].at_ms);
    }
}

/* The key is found wherever it stands, and counted once. */
static void the_key_is_found_at_every_place(void **state)
{
    char line[256];
    int64_t at_ms;

    (void)state;
    for (int before = 0; before < 70; before++)
        for (int behind = 0; behind < 40; behind++) {
            snprintf(line, sizeof line, "%*s\"timestamp\":\"1970-01-01T00:00:01Z\"%*s", before, "",
                    behind, "");
            assert_int_equal(find(line, &at_ms), TIME_FOUND);
            snprintf(line, sizeof line, "%*s\"timestamp\":\"1970-01-01T00:00:01Z\"%*s\"timestamp\"",
                    before, "", behind, "");
            assert_int_equal(find(line, &at_ms), TIME_UNSURE);
        }
}

static void blanks_are_white_space_and_marks(void **state)
{
    (void)state;
    assert_true(line_is_blank("", 0));
    assert_true(line_is_blank(" \t\r", 3));
    assert_true(line_is_blank("\xef\xbb\xbf \r", 5));
    assert_false(line_is_blank("\xef\xbb", 2));
    assert_false(line_is_blank(" x", 2));
    assert_false(line_is_blank("\0", 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(times_are_found_or_left_to_the_parser),
            cmocka_unit_test(the_key_is_found_at_every_place),
            cmocka_unit_test(blanks_are_white_space_and_marks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
