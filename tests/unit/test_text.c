#include "base/text.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "unit.h"

#define FFFD "\xef\xbf\xbd"

static void decodes(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t used;
        uint32_t character;
    } cases[] = {
            {"a", 1, 'a'},
            {"\xc3\xa9", 2, 0xe9},
            {"\xe2\x82\xac", 3, 0x20ac},
            {"\xf0\x9f\x98\x80", 4, 0x1f600},
            {"\xf4\x8f\xbf\xbf", 4, 0x10ffff},
            {"\x80", 1, 0xfffd},
            {"\xc0\xaf", 1, 0xfffd}, /* overlong */
            {"\xc1\xbf", 1, 0xfffd},
            {"\xe0\x9f\xbf", 1, 0xfffd},
            {"\xf0\x8f\xbf\xbf", 1, 0xfffd},
            {"\xed\xa0\x80", 1, 0xfffd},     /* surrogate */
            {"\xf4\x90\x80\x80", 1, 0xfffd}, /* beyond the last */
            {"\xf5\x80\x80\x80", 1, 0xfffd},
            {"\xe2\x82", 1, 0xfffd}, /* cut off */
            {"\xe2\x28\xa1", 1, 0xfffd},
            {"\xff", 1, 0xfffd},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        uint32_t character = 0;
        size_t size = strlen(cases[i].bytes);
        assert_int_equal(text_decode(cases[i].bytes, size, &character), cases[i].used);
        assert_int_equal(character, cases[i].character);
        assert_int_equal(text_is_utf8(cases[i].bytes, size), cases[i].character != 0xfffd);
    }
    uint32_t character;
    assert_int_equal(text_decode("a", 0, &character), 0);
    assert_true(text_is_utf8("", 0));
    assert_true(text_is_utf8("a\0b", 3));
    assert_true(text_is_utf8(FFFD, 3));
}

static void encodes_what_it_decodes(void **state)
{
    (void)state;
    char out[4];
    for (uint32_t character = 0; character <= 0x110000; character += 7) {
        uint32_t again;
        size_t size = text_encode(character, out);
        assert_int_equal(text_decode(out, size, &again), size);
        bool none = character > 0x10ffff || (character >= 0xd800 && character <= 0xdfff);
        assert_int_equal(again, none ? 0xfffd : character);
    }
}

static void counts_cells(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int cells;
    } cases[] = {
            {"", 0}, {"abc", 3}, {"été", 3}, {"e\xcc\x81", 1}, /* combining accent */
            {"日本", 4}, {"한글", 4}, {"\xf0\x9f\x98\x80", 2}, /* emoji */
            {"\xef\xbd\xb1", 1},                               /* halfwidth katakana */
            {"\xef\xbc\xa1", 2},                               /* fullwidth A */
            {"\xc2\xa0", 1}, {"Привет", 6}, {"\xff", 1}, {FFFD, 1},
            {"\xe2\x94\x80\xe2\x96\x88", 2}, /* line, block */
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        if (text_cells(cases[i].text, strlen(cases[i].text)) != cases[i].cells)
            fail_msg("'%s': %d", cases[i].text, text_cells(cases[i].text, strlen(cases[i].text)));
    assert_int_equal(text_char_cells(0x20000), 2);
    assert_int_equal(text_char_cells(0x10ffff), 1);
}

static void makes_safe(void **state)
{
    (void)state;
    static const struct {
        const char *text, *safe, *with_newline;
    } cases[] = {
            {"plain é 日", "plain é 日", "plain é 日"},
            {"a\tb\nc", "a b c", "a b\nc"},
            {"a\r\nb\rc", "a b" FFFD "c", "a\nb" FFFD "c"},
            {"\x1b[2J", FFFD "[2J", FFFD "[2J"},
            {"\x7f\xc2\x9b", FFFD FFFD, FFFD FFFD},
            {"\xe2\x80\xae"
             "evil",
                    FFFD "evil", FFFD "evil"},
            {"\xe2\x81\xa6", FFFD, FFFD},
            {"\xe2\x80\x8d\xef\xb8\x8f", FFFD FFFD, FFFD FFFD},
            {"\xef\xbb\xbf", FFFD, FFFD},
            {"\xf3\xa0\x84\x80", FFFD, FFFD},
            {"\xff\xc3", FFFD FFFD, FFFD FFFD},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct buf out = {0};
        text_add_safe(&out, cases[i].text, strlen(cases[i].text), false);
        assert_buf(&out, cases[i].safe);
        text_add_safe(&out, cases[i].text, strlen(cases[i].text), true);
        assert_buf(&out, cases[i].with_newline);
    }
    struct buf out = {0};
    text_add_safe(&out, "a\0b", 3, false);
    assert_buf(&out, "a" FFFD "b");
}

static void cuts_to_cells(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int cells;
        bool pad, ascii;
        const char *wanted;
    } cases[] = {
            {"hello", 5, false, false, "hello"},
            {"hello", 4, false, false, "hel…"},
            {"hello", 1, false, false, "…"},
            {"hello", 0, true, false, ""},
            {"hello", -3, true, false, ""},
            {"hello", 8, true, false, "hello   "},
            {"hello", 8, false, false, "hello"},
            {"日本語", 5, false, false, "日本…"},
            {"日本語", 4, true, false, "日… "},
            {"日本語", 6, true, false, "日本語"},
            {"e\xcc\x81"
             "a",
                    2, false, false,
                    "e\xcc\x81"
                    "a"},
            {"e\xcc\x81"
             "ab",
                    2, false, false, "e\xcc\x81…"},
            {"hello", 4, false, true, "hel~"},
            {"hello world", 8, false, true, "hello..."},
            {"", 2, true, false, "  "},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct buf out = {0};
        text_add_cut(&out, cases[i].text, cases[i].cells, cases[i].pad, cases[i].ascii);
        assert_buf(&out, cases[i].wanted);
    }
}

static void folds_case_and_accents(void **state)
{
    (void)state;
    assert_true(text_contains_folded("Été indien", "ETE"));
    assert_true(text_contains_folded("ΑΘΉΝΑΣ", "αθηνας"));
    assert_true(text_contains_folded("Ёлка", "елка"));
    assert_true(text_contains_folded("Łódź", "lodz"));
    assert_true(text_contains_folded("STRASSE", "straße"));
    assert_true(text_contains_folded("anything", ""));
    assert_true(text_contains_folded("a\xff"
                                     "b",
            "B"));
    assert_false(text_contains_folded("abc", "abd"));
    assert_false(text_contains_folded("", "a"));
    assert_int_equal(text_compare_folded("Zoë", "zoe"), 0);
    assert_true(text_compare_folded("écart", "zoo") < 0);
    assert_true(text_compare_folded("b", "A") > 0);
    assert_true(text_equal_ascii_case("StOp", 4, "sTOp", 4));
    assert_false(text_equal_ascii_case("stop", 4, "sto", 3));
    assert_false(text_equal_ascii_case("É", 2, "é", 2));
}

static void cuts_bytes(void **state)
{
    (void)state;
    assert_int_equal(text_cut_bytes("abc", 3, 5), 3);
    assert_int_equal(text_cut_bytes("abc", 3, 2), 2);
    assert_int_equal(text_cut_bytes("aé", 3, 2), 1);
    assert_int_equal(text_cut_bytes("é", 2, 1), 0);
    for (size_t max = 1; max < 5; max++)
        assert_int_equal(text_cut_bytes("a\xf0\x9f\x98\x80z", 6, max), 1);
    assert_int_equal(text_cut_bytes("a\xf0\x9f\x98\x80z", 6, 5), 5);
    assert_int_equal(text_cut_bytes("\x80\x80\x80\x80\x80\x80", 6, 5), 5);
    assert_int_equal(text_cut_bytes("abc", 3, 0), 0);
}

static void measures_distance(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int edits;
    } cases[] = {{"", "", 0}, {"abc", "abc", 0}, {"", "abc", 3}, {"abc", "", 3},
            {"kitten", "sitting", 3}, {"stop", "sotp", 1}, {"été", "ete", 2},
            {"campaign", "campain", 1}, {"ca", "abc", 3}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        assert_int_equal(text_distance(cases[i].a, cases[i].b), cases[i].edits);
    char *huge = mem_array(100001, 1);
    memset(huge, 'a', 100000);
    assert_int_equal(text_distance(huge, ""), 64);
    mem_free(huge);
}

static void writes_numbers(void **state)
{
    (void)state;
    static const struct {
        int64_t number;
        const char *text;
    } cases[] = {{0, "0"}, {999, "999"}, {1000, "1 000"}, {12840, "12 840"},
            {-1234567, "-1 234 567"}, {-123, "-123"}, {INT64_MAX, "9 223 372 036 854 775 807"},
            {INT64_MIN, "-9 223 372 036 854 775 808"}};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct buf out = {0};
        text_add_number(&out, cases[i].number);
        assert_buf(&out, cases[i].text);
    }
}

static void writes_doubles(void **state)
{
    (void)state;
    static const struct {
        double number;
        const char *text;
    } cases[] = {{100, "100"}, {0.1, "0.1"}, {1e21, "1e+21"}, {0, "0"}, {-0.0, "-0"},
            {-2.5, "-2.5"}, {0.1 + 0.2, "0.30000000000000004"}, {1.0 / 3, "0.3333333333333333"},
            {5e-324, "5e-324"}, {123456789012345, "123456789012345"},
            {9007199254740993.0, "9007199254740992"},
            {1.7976931348623157e308, "1.7976931348623157e+308"}, {120.5, "120.5"}};
    /* A decimal comma of the locale must not show; where it is not installed this is the C one. */
    setlocale(LC_ALL, "de_DE.UTF-8");
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct buf out = {0};
        text_add_double(&out, cases[i].number);
        assert_buf(&out, cases[i].text);
    }
    setlocale(LC_ALL, "C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(decodes),
            cmocka_unit_test(encodes_what_it_decodes),
            cmocka_unit_test(counts_cells),
            cmocka_unit_test(makes_safe),
            cmocka_unit_test(cuts_to_cells),
            cmocka_unit_test(folds_case_and_accents),
            cmocka_unit_test(cuts_bytes),
            cmocka_unit_test(measures_distance),
            cmocka_unit_test(writes_numbers),
            cmocka_unit_test(writes_doubles),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
