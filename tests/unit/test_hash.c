#include "base/hash.h"

#include "base/alloc.h"
#include "unit.h"

/* Worked out from the words of SEMANTICS 2.5 by another program. */
static void the_rules_hash(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        uint64_t hash;
    } cases[] = {
            {"", 0, UINT64_C(0xefd01f60ba992926)},
            {"a", 1, UINT64_C(0x82a2a958a9bece5b)},
            {"u1", 2, UINT64_C(0x63b9b7f52c45b2b1)},
            {"u1:cart", 7, UINT64_C(0x143be09bd83a8075)},
            {"foobar", 6, UINT64_C(0x2c22194922d1672b)},
            {"\xc3\xa9", 2, UINT64_C(0x9d55ccb9ba86763b)},
            {"\0", 1, UINT64_C(0xb9034ad37056f5fb)},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        assert_true(hash_rule(cases[i].bytes, cases[i].size) == cases[i].hash);
    unsigned char all[256];
    for (int i = 0; i < 256; i++)
        all[i] = (unsigned char)i;
    assert_true(hash_rule(all, 256) == UINT64_C(0x2067db6dbd4efa06));
}

/* The published values of XXH3. */
static void the_stored_hashes(void **state)
{
    (void)state;
    assert_true(hash_fast("", 0) == UINT64_C(0x2d06800538d394c2));
    assert_true(hash_fast("a", 1) == UINT64_C(0xe6c632b61e964e1f));
    char text[33];
    struct hash_stream *stream = hash_stream_new();
    hash_stream_text(stream, text);
    assert_string_equal(text, "99aa06d3014798d86001c324468d497f");
    hash_stream_add(stream, "a", 1);
    hash_stream_text(stream, text);
    assert_string_equal(text, "a96faf705af16834e6c632b61e964e1f");
    hash_stream_free(stream);
    hash_stream_free(NULL);
}

static void pieces_make_no_difference(void **state)
{
    (void)state;
    char bytes[5000], whole[33], pieces[33];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 7 % 251);
    struct hash_stream *stream = hash_stream_new();
    hash_stream_add(stream, bytes, sizeof bytes);
    hash_stream_text(stream, whole);
    hash_stream_free(stream);
    stream = hash_stream_new();
    for (size_t i = 0; i < sizeof bytes; i += 50)
        hash_stream_add(stream, bytes + i, 50);
    hash_stream_text(stream, pieces);
    assert_string_equal(whole, pieces);
    hash_stream_add(stream, "x", 1);
    hash_stream_text(stream, pieces);
    assert_string_not_equal(whole, pieces);
    hash_stream_free(stream);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(the_rules_hash),
            cmocka_unit_test(the_stored_hashes),
            cmocka_unit_test(pieces_make_no_difference),
    };
    return cmocka_run_group_tests_name("hash", tests, NULL, NULL);
}
