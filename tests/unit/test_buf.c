#include "base/buf.h"

#include "base/alloc.h"
#include "unit.h"

static void grows_and_ends_in_nul(void **state)
{
    (void)state;
    struct buf buf = {0};
    assert_string_equal(buf_text(&buf), "");
    for (int i = 0; i < 10000; i++) {
        buf_add_char(&buf, (char)('a' + i % 26));
        assert_int_equal(buf.bytes[buf.size], '\0');
    }
    assert_int_equal(buf.size, 10000);
    assert_int_equal(strlen(buf_text(&buf)), 10000);
    assert_int_equal(buf.bytes[9999], 'a' + 9999 % 26);
    buf_cut(&buf, buf.size + 1);
    assert_int_equal(strlen(buf_text(&buf)), buf.size);
    buf_cut(&buf, 1);
    assert_int_equal(strlen(buf_text(&buf)), 1);
    buf_clear(&buf);
    assert_string_equal(buf_text(&buf), "");
    buf_add(&buf, "a\0b", 3);
    assert_int_equal(buf.size, 3);
    buf_release(&buf);
    assert_null(buf.bytes);
}

static void room_is_behind_the_end(void **state)
{
    (void)state;
    struct buf buf = {0};
    buf_add_text(&buf, "ab");
    memset(buf_room(&buf, 5000), 'x', 5000);
    buf.size += 5000;
    assert_int_equal(buf.bytes[0], 'a');
    assert_int_equal(buf.bytes[5001], 'x');
    assert_true(buf.capacity > 5002);
    buf_release(&buf);
}

static void formats_of_every_length(void **state)
{
    (void)state;
    for (int width = 1; width < 300; width++) {
        struct buf buf = {0};
        buf_add_format(&buf, "%*d|", width, 7);
        buf_add_format(&buf, "%s", "end");
        assert_int_equal(buf.size, width + 4);
        assert_string_equal(buf_text(&buf) + width - 1, "7|end");
        buf_release(&buf);
    }
}

static void take_gives_the_text_away(void **state)
{
    (void)state;
    struct buf buf = {0};
    char *text = buf_take(&buf);
    assert_string_equal(text, "");
    mem_free(text);
    buf_add_text(&buf, "mine");
    text = buf_take(&buf);
    assert_string_equal(text, "mine");
    assert_int_equal(buf.size, 0);
    assert_null(buf.bytes);
    mem_free(text);
}

static void numbers_come_back(void **state)
{
    (void)state;
    static const uint64_t values[] = {0, 1, 127, 128, 16383, 16384, UINT32_MAX, INT64_MAX,
            (uint64_t)INT64_MAX + 1, UINT64_MAX};
    static const int64_t signs[] = {0, -1, 1, -64, 63, 64, INT32_MIN, INT64_MIN, INT64_MAX};
    static const double doubles[] = {0, -0.5, 1e300, 5e-324};
    struct buf buf = {0};
    for (size_t i = 0; i < ARRAY_COUNT(values); i++)
        buf_add_varint(&buf, values[i]);
    for (size_t i = 0; i < ARRAY_COUNT(signs); i++)
        buf_add_signed(&buf, signs[i]);
    for (size_t i = 0; i < ARRAY_COUNT(doubles); i++)
        buf_add_double(&buf, doubles[i]);
    buf_add_blob(&buf, "blob", 4);
    buf_add_blob(&buf, NULL, 0);

    struct cursor cursor = {
            (const unsigned char *)buf.bytes, (const unsigned char *)buf.bytes + buf.size, 0};
    for (size_t i = 0; i < ARRAY_COUNT(values); i++)
        assert_true(cursor_varint(&cursor) == values[i]);
    for (size_t i = 0; i < ARRAY_COUNT(signs); i++)
        assert_true(cursor_signed(&cursor) == signs[i]);
    for (size_t i = 0; i < ARRAY_COUNT(doubles); i++)
        assert_true(cursor_double(&cursor) == doubles[i]);
    size_t size;
    assert_memory_equal(cursor_blob(&cursor, &size), "blob", 4);
    assert_int_equal(size, 4);
    assert_non_null(cursor_blob(&cursor, &size));
    assert_int_equal(size, 0);
    assert_false(cursor.broken);
    assert_ptr_equal(cursor.at, cursor.end);
    buf_release(&buf);
}

/* The layout is stored in databases. */
static void the_layout_is_fixed(void **state)
{
    (void)state;
    struct buf buf = {0};
    buf_add_varint(&buf, 300);
    buf_add_signed(&buf, -2);
    buf_add_double(&buf, 1.0);
    buf_add_blob(&buf, "ab", 2);
    static const unsigned char wanted[] = {
            0xac, 0x02, 0x03, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 2, 'a', 'b'};
    assert_int_equal(buf.size, sizeof wanted);
    assert_memory_equal(buf.bytes, wanted, sizeof wanted);
    buf_release(&buf);
}

static void assert_breaks(const char *bytes, size_t size, int as)
{
    struct cursor cursor = {(const unsigned char *)bytes, (const unsigned char *)bytes + size, 0};
    size_t blob_size = 99;
    switch (as) {
    case 'v': assert_int_equal(cursor_varint(&cursor), 0); break;
    case 'd': assert_true(cursor_double(&cursor) == 0); break;
    default: assert_non_null(cursor_blob(&cursor, &blob_size)); break;
    }
    assert_true(cursor.broken);
    assert_true(as != 'b' || blob_size == 0);
    assert_int_equal(cursor_varint(&cursor), 0);
    assert_int_equal(cursor_signed(&cursor), 0);
}

static void nonsense_breaks_the_cursor(void **state)
{
    (void)state;
    assert_breaks("", 0, 'v');
    assert_breaks("\xff", 1, 'v');
    assert_breaks("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10, 'v');
    assert_breaks("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 11, 'v');
    assert_breaks("1234567", 7, 'd');
    assert_breaks("\x05"
                  "abcd",
            5, 'b');
    assert_breaks("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"
                  "a",
            11, 'b');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(grows_and_ends_in_nul),
            cmocka_unit_test(room_is_behind_the_end),
            cmocka_unit_test(formats_of_every_length),
            cmocka_unit_test(take_gives_the_text_away),
            cmocka_unit_test(numbers_come_back),
            cmocka_unit_test(the_layout_is_fixed),
            cmocka_unit_test(nonsense_breaks_the_cursor),
    };
    return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
