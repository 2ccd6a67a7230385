#include <curses.h>

#include "base/alloc.h"
#include "base/key.h"
#include "unit.h"

/* The keys of some raw numbers, by name, blanks between them. */
static void names_of(const int *raw, size_t count, struct buf *out)
{
    struct key_decoder decoder = {0};
    struct key key;
    for (size_t i = 0; i <= count; i++) {
        if (i < count)
            key_decoder_put(&decoder, raw[i]);
        else
            key_decoder_idle(&decoder);
        while (key_decoder_take(&decoder, &key)) {
            if (out->size)
                buf_add_char(out, ' ');
            if (key.code == CODE_PASTE) {
                buf_add_char(out, '<');
                buf_add(out, key.text, key.size);
                buf_add_char(out, '>');
            } else {
                key_add_name(out, key.code);
            }
        }
    }
    key_decoder_release(&decoder);
}

static void check(const char *bytes, size_t size, const char *wanted)
{
    struct buf out = {0};
    int raw[256];
    for (size_t i = 0; i < size; i++)
        raw[i] = (unsigned char)bytes[i];
    names_of(raw, size, &out);
    assert_buf(&out, wanted);
}

#define CHECK(bytes, wanted) check(bytes, sizeof(bytes) - 1, wanted)

static void test_plain_keys(void **state)
{
    (void)state;
    CHECK("aZ 1", "a Z Space 1");
    CHECK("\t\r\n\b\177", "Tab Enter Enter Backspace Backspace");
    CHECK("\001\004\032", "^A ^D ^Z");
    CHECK("\0", "");
}

static void test_characters_of_several_bytes(void **state)
{
    (void)state;
    CHECK("\xc3\xa9\xe6\x96\xb0\xf0\x9f\x98\x80", "é 新 😀");
    /* Broken ones are dropped, what follows is not. */
    CHECK("\xc3x", "x");
    CHECK("\xff\xfey\x80z", "y z");
    CHECK("\xe6\x96q", "q");
    CHECK("\xc0\xaf", "");
    CHECK("\xed\xa0\x80w", "w");
    CHECK("\xc2\x9bw", "w"); /* a C1 control character */
}

static void test_numbers_of_curses(void **state)
{
    static const int raw[] = {
            KEY_UP, KEY_BTAB, KEY_F(1), KEY_F(12), KEY_F(13), KEY_RESIZE, KEY_NPAGE, KEY_ENTER};
    struct buf out = {0};
    (void)state;
    names_of(raw, ARRAY_COUNT(raw), &out);
    assert_buf(&out, "Up S-Tab F1 F12 PgDn Enter");
}

static void test_escape_and_sequences(void **state)
{
    (void)state;
    CHECK("\033", "Esc");
    CHECK("\033j", "Esc j");
    CHECK("\033\033", "Esc Esc");
    CHECK("\033[A\033OB\033[1;5C\033[3;2~\033[15~", "Up Down Right Del F5");
    CHECK("\033[99~x", "x");
    CHECK("\033[", "Esc [");
    CHECK("\033[?1;2cx", "x");
    CHECK("\033[\033[A", "Up");
    CHECK("\033[11111111111111111111111111111111111111111111~x", "1 1 1 1 1 1 1 1 1 1 1 1 ~ x");
}

static void test_pastes(void **state)
{
    (void)state;
    CHECK("\033[200~a\nb\033[201~c", "<a\nb> c");
    CHECK("\033[200~\033[201~", "<>");
    CHECK("\033[200~x\033[31m\033y\033\033[201~", "<x\033[31m\033y\033>");
    CHECK("\033[201~x", "x");
    CHECK("\033[200~no end", "");
}

static void test_a_paste_has_an_end(void **state)
{
    struct key_decoder decoder = {0};
    struct key key;
    (void)state;
    for (const char *at = "\033[200~"; *at; at++)
        key_decoder_put(&decoder, *at);
    for (int i = 0; i < KEY_PASTE_MAX + 1000; i++)
        key_decoder_put(&decoder, 'x');
    assert_false(key_decoder_take(&decoder, &key));
    key_decoder_end_paste(&decoder);
    assert_true(key_decoder_take(&decoder, &key));
    assert_int_equal(key.code, CODE_PASTE);
    assert_int_equal(key.size, KEY_PASTE_MAX);
    assert_false(decoder.pasting);
    key_decoder_release(&decoder);
}

static void test_names(void **state)
{
    static const char *const all[] = {"Up", "S-Tab", "F1", "F10", "Space", "^D", "x", "é", "?"};
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(all); i++) {
        struct buf name = {0};
        uint32_t code = key_from_name(all[i], strlen(all[i]));
        assert_int_not_equal(code, CODE_NONE);
        key_add_name(&name, code);
        assert_buf(&name, all[i]);
    }
    assert_int_equal(key_from_name("esc", 3), CODE_ESC);
    assert_int_equal(key_from_name("F13", 3), CODE_NONE);
    assert_int_equal(key_from_name("Nokey", 5), CODE_NONE);
    assert_int_equal(key_from_name("", 0), CODE_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(test_plain_keys),
            cmocka_unit_test(test_characters_of_several_bytes),
            cmocka_unit_test(test_numbers_of_curses),
            cmocka_unit_test(test_escape_and_sequences),
            cmocka_unit_test(test_pastes),
            cmocka_unit_test(test_a_paste_has_an_end),
            cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
