/* Areas, wrapping, lines being edited, texts being edited, keymaps, the clipboard. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/area.h"
#include "base/clipboard.h"
#include "base/keymap.h"
#include "base/key.h"
#include "base/text.h"
#include "base/wrap.h"
#include "unit.h"
#include "widgets/line.h"
#include "widgets/textbuf.h"

static void test_areas_stay_inside(void **state)
{
    struct area area = {2, 3, 10, 20};
    (void)state;
    for (int from = -5; from < 25; from++)
        for (int count = -5; count < 25; count++) {
            struct area rows = area_rows(area, from, count);
            struct area columns = area_columns(area, from, count);
            assert_true(rows.height >= 0 && rows.y >= 2 && rows.y + rows.height <= 12);
            assert_true(columns.width >= 0 && columns.x >= 3 && columns.x + columns.width <= 23);
        }
    struct area bottom = area_take_bottom(&area, 3);
    assert_int_equal(bottom.y, 9);
    assert_int_equal(area.height, 7);
    struct area top = area_take_top(&area, 100);
    assert_int_equal(top.height, 7);
    assert_int_equal(area.height, 0);
    struct area middle = area_middle((struct area){0, 0, 24, 80}, 4, 20);
    assert_int_equal(middle.y, 10);
    assert_int_equal(middle.x, 30);
    assert_true(area_holds(middle, 10, 49));
    assert_false(area_holds(middle, 10, 50));
    assert_int_equal(area_inset((struct area){0, 0, 3, 3}, 2, 2).height, 0);
}

static void rows_of(const char *text, int width, struct buf *out)
{
    size_t size = strlen(text);
    size_t rows = 0;
    for (size_t at = 0, next; at < size || !rows; at += next, rows++) {
        size_t used = wrap_row(text + at, size - at, width, &next);
        buf_add(out, text + at, used);
        buf_add_char(out, '|');
    }
    rows += size && text[size - 1] == '\n';
    assert_int_equal(wrap_count(text, size, width), rows);
}

static void check_rows(const char *text, int width, const char *wanted)
{
    struct buf out = {0};
    rows_of(text, width, &out);
    assert_buf(&out, wanted);
}

static void test_wrapping(void **state)
{
    (void)state;
    check_rows("", 5, "|");
    check_rows("one two three", 7, "one two|three|");
    check_rows("one two", 3, "one|two|");
    check_rows("longer than that", 4, "long|er|than|that|");
    check_rows("a\n\nb\n", 5, "a||b|");
    check_rows("新しい商品", 5, "新し|い商|品|");
    check_rows("新", 1, "新|"); /* at least one character */
    check_rows("e\xcc\x81\xcc\x82x", 1, "e\xcc\x81\xcc\x82|x|");
    check_rows("bad \xff\xfe bytes", 6, "bad \xff\xfe|bytes|");
}

static void press(struct line *line, uint32_t code)
{
    struct key key = {.code = code};
    line_key(line, &key, NULL);
}

static void test_a_line_is_edited_by_signs(void **state)
{
    struct line line = {0};
    (void)state;
    line_set(&line, "ae\xcc\x81新");
    press(&line, CODE_LEFT);
    press(&line, CODE_LEFT);
    assert_int_equal(line.cursor, 1);
    press(&line, CODE_DELETE);
    assert_string_equal(line_text(&line), "a新");
    press(&line, CODE_END);
    press(&line, CODE_BACKSPACE);
    press(&line, CODE_BACKSPACE);
    press(&line, CODE_BACKSPACE);
    assert_string_equal(line_text(&line), "");
    press(&line, 0xe9);
    press(&line, CODE_HOME);
    press(&line, 'x');
    assert_string_equal(line_text(&line), "xé");
    line_set(&line, "one two  three");
    press(&line, CODE_CTRL('W'));
    assert_string_equal(line_text(&line), "one two  ");
    press(&line, CODE_CTRL('W'));
    assert_string_equal(line_text(&line), "one ");
    press(&line, CODE_CTRL('A'));
    press(&line, CODE_CTRL('K'));
    assert_string_equal(line_text(&line), "");
    line_release(&line);
}

static void test_a_line_has_an_end(void **state)
{
    struct line line = {.size_max = 5};
    bool changed = true;
    struct key key = {.code = 'x'};
    struct key paste = {.code = CODE_PASTE, .text = "1\n2\t\033[31m\xffzz", .size = 12};
    (void)state;
    line_set(&line, "ééé"); /* 6 bytes */
    assert_string_equal(line_text(&line), "éé");
    press(&line, 'a');
    assert_true(line_key(&line, &key, &changed));
    assert_false(changed);
    assert_string_equal(line_text(&line), "ééa");
    line_set(&line, "");
    line.size_max = 100;
    assert_true(line_key(&line, &paste, &changed));
    assert_true(changed);
    assert_string_equal(line_text(&line), "1 2 [31mzz");
    key.code = CODE_F1;
    assert_false(line_key(&line, &key, &changed));
    line_release(&line);
}

static void test_undo_takes_typing_back_as_one(void **state)
{
    struct textbuf buffer = {0};
    (void)state;
    textbuf_set(&buffer, "ab");
    buffer.cursor = 2;
    textbuf_replace(&buffer, 2, 2, "c", 1);
    textbuf_replace(&buffer, 3, 3, "d", 1);
    textbuf_pause(&buffer);
    textbuf_replace(&buffer, 4, 4, "e", 1);
    textbuf_replace(&buffer, 0, 1, "", 0);
    assert_string_equal(textbuf_text(&buffer), "bcde");
    assert_true(textbuf_undo(&buffer));
    assert_true(textbuf_undo(&buffer));
    assert_string_equal(textbuf_text(&buffer), "abcd");
    assert_true(textbuf_undo(&buffer));
    assert_string_equal(textbuf_text(&buffer), "ab");
    assert_false(textbuf_undo(&buffer));
    assert_true(textbuf_redo(&buffer));
    assert_string_equal(textbuf_text(&buffer), "abcd");
    textbuf_replace(&buffer, 4, 4, "!", 1);
    assert_false(textbuf_redo(&buffer));
    textbuf_release(&buffer);
}

static void test_random_edits_can_all_be_undone(void **state)
{
    struct textbuf buffer = {.size_max = 2000};
    (void)state;
    srandom(5);
    textbuf_set(&buffer, "begin\n");
    for (int i = 0; i < TEXTBUF_UNDO_MAX - 1; i++) {
        size_t size = buffer.text.size;
        size_t from = size ? (size_t)random() % size : 0;
        size_t to = from + (size_t)random() % (size - from + 1) % 20;
        char bytes[8] = "x\ny z\xc3\xa9";
        textbuf_replace(&buffer, from, to, bytes, (size_t)random() % 8);
        assert_int_equal(strlen(textbuf_text(&buffer)), buffer.text.size);
        assert_true(buffer.text.size <= 2000 && buffer.cursor <= buffer.text.size);
    }
    char *last = mem_string(textbuf_text(&buffer));
    while (textbuf_undo(&buffer))
        continue;
    assert_string_equal(textbuf_text(&buffer), "begin\n");
    while (textbuf_redo(&buffer))
        continue;
    assert_string_equal(textbuf_text(&buffer), last);
    mem_free(last);
    textbuf_release(&buffer);
}

static void test_the_history_has_an_end(void **state)
{
    struct textbuf buffer = {0};
    (void)state;
    textbuf_set(&buffer, "");
    for (int i = 0; i < TEXTBUF_UNDO_MAX * 2; i++) {
        textbuf_pause(&buffer);
        textbuf_replace(&buffer, 0, 0, "x", 1);
    }
    assert_int_equal(buffer.edit_total, TEXTBUF_UNDO_MAX);
    textbuf_release(&buffer);
}

static void test_a_paste_is_cleaned_and_cut(void **state)
{
    struct textbuf buffer = {.size_max = 12};
    static const char bytes[] = "a\r\nb\rc\033\0d\xff\xe2\x80\xae";
    (void)state;
    textbuf_set(&buffer, "");
    assert_true(textbuf_paste(&buffer, bytes, sizeof bytes - 1));
    assert_string_equal(textbuf_text(&buffer), "a\nb\ncd");
    assert_true(textbuf_paste(&buffer, "éééé", 8));
    assert_string_equal(textbuf_text(&buffer), "a\nb\ncdééé");
    textbuf_release(&buffer);
}

static void test_rows_and_places(void **state)
{
    struct textbuf buffer = {0};
    size_t row;
    int column;
    (void)state;
    textbuf_set(&buffer, "one two three\n\nlast\n");
    assert_int_equal(textbuf_rows(&buffer, 8), 5);
    for (size_t at = 0; at <= buffer.text.size; at++) {
        buffer.cursor = at;
        textbuf_place(&buffer, 8, &row, &column);
        assert_true(row < 5 && column <= 8);
        if (at != 7) /* the blank at which a row was cut is at no place of its own */
            assert_int_equal(textbuf_offset(&buffer, 8, row, column), at);
    }
    assert_int_equal(textbuf_offset(&buffer, 8, 99, 0), buffer.text.size);
    textbuf_set(&buffer, "");
    textbuf_place(&buffer, 8, &row, &column);
    assert_int_equal(row, 0);
    assert_int_equal(column, 0);
    textbuf_release(&buffer);
}

static bool refuse(struct view *view, struct buf *why)
{
    (void)view;
    buf_add_text(why, "not now");
    return true;
}

static const struct keybind binds[] = {
        {1, {CODE_ENTER, 'o'}, "open", "Open it", NULL},
        {2, {'|', CODE_CTRL('X')}, NULL, "Cut it", refuse},
};
static const struct keymap keymap = KEYMAP("Things", binds);

static void test_keymaps(void **state)
{
    struct buf text = {0};
    (void)state;
    assert_int_equal(keymap_find(&keymap, 'o', false)->action, 1);
    assert_null(keymap_find(&keymap, 'o', true));
    assert_int_equal(keymap_find(&keymap, CODE_ENTER, true)->action, 1);
    assert_null(keymap_find(&keymap, 'z', false));
    assert_null(keymap_find(&keymap, CODE_NONE, false));
    assert_null(keymap_find(NULL, 'o', false));
    assert_int_equal(keybind_key(&binds[1], true), CODE_CTRL('X'));
    assert_true(keybind_refused(&binds[1], NULL, &text));
    assert_buf(&text, "not now");
    keybind_add_keys(&text, &binds[0]);
    assert_buf(&text, "Enter, o");
    keymap_add_markdown(&text, &keymap);
    assert_buf(&text, "| Things | |\n|---|---|\n| `Enter` `o` | Open it |\n"
                      "| `\\|` `^X` | Cut it |\n");
}

static void test_clipboard(void **state)
{
    struct buf out = {0};
    char *large = mem_array(CLIPBOARD_MAX * 2, 1);
    (void)state;
    clipboard_add_sequence(&out, "ab", 2, false);
    assert_buf(&out, "\033]52;c;YWI=\a");
    clipboard_add_sequence(&out, "abc", 3, true);
    assert_buf(&out, "\033]52;c;YWJj\a\033Ptmux;\033\033]52;c;YWJj\a\033\\");
    clipboard_add_sequence(&out, "", 0, false);
    assert_buf(&out, "\033]52;c;\a");
    clipboard_add_sequence(&out, large, CLIPBOARD_MAX * 2, false);
    assert_true(out.size <= 100000);
    buf_release(&out);
    mem_free(large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(test_areas_stay_inside),
            cmocka_unit_test(test_wrapping),
            cmocka_unit_test(test_a_line_is_edited_by_signs),
            cmocka_unit_test(test_a_line_has_an_end),
            cmocka_unit_test(test_undo_takes_typing_back_as_one),
            cmocka_unit_test(test_random_edits_can_all_be_undone),
            cmocka_unit_test(test_the_history_has_an_end),
            cmocka_unit_test(test_a_paste_is_cleaned_and_cut),
            cmocka_unit_test(test_rows_and_places),
            cmocka_unit_test(test_keymaps),
            cmocka_unit_test(test_clipboard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
