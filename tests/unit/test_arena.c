#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

static void pieces_are_aligned_and_apart(void **state)
{
    struct arena arena = {0};
    unsigned char *pieces[2000];

    (void)state;
    for (size_t i = 0; i < 2000; i++) {
        size_t size = i % 97 + 1;

        pieces[i] = arena_add(&arena, size);
        assert_int_equal((uintptr_t)pieces[i] % 8, 0);
        memset(pieces[i], (int)(i % 251), size);
    }
    for (size_t i = 0; i < 2000; i++)
        for (size_t k = 0; k < i % 97 + 1; k++)
            assert_int_equal(pieces[i][k], i % 251);
    arena_release(&arena);
    assert_null(arena.chunk);
    assert_int_equal(arena.total, 0);
}

static void large_pieces_leave_the_current_chunk_in_use(void **state)
{
    struct arena arena = {0};
    char *small = arena_copy(&arena, "abc", 3);
    char *large = arena_add(&arena, 20 * 1024 * 1024);
    char *after = arena_copy(&arena, "", 0);

    (void)state;
    memset(large, 'x', 20 * 1024 * 1024);
    assert_string_equal(small, "abc");
    assert_string_equal(after, "");
    assert_int_equal(after - small, 8);
    arena_release(&arena);
}

static void a_large_first_piece_is_whole(void **state)
{
    struct arena arena = {0};
    unsigned char *large = arena_add(&arena, 1024 * 1024);
    char *small;

    (void)state;
    memset(large, 7, 1024 * 1024);
    small = arena_copy(&arena, "z", 1);
    assert_int_equal(large[1024 * 1024 - 1], 7);
    assert_string_equal(small, "z");
    arena_release(&arena);
}

static void clear_keeps_the_largest_chunk(void **state)
{
    struct arena arena = {0};
    size_t kept;

    (void)state;
    for (int i = 0; i < 100000; i++)
        arena_add(&arena, 24);
    arena_clear(&arena);
    kept = arena.total;
    assert_true(kept >= 1024 * 1024);
    for (size_t i = 0; i < kept / 24; i++)
        memset(arena_add(&arena, 24), 1, 24);
    assert_int_equal(arena.total, kept);
    arena_clear(&arena);
    assert_int_equal(arena.total, kept);
    arena_release(&arena);
    arena_clear(&arena);
    assert_int_equal(arena.total, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(pieces_are_aligned_and_apart),
            cmocka_unit_test(large_pieces_leave_the_current_chunk_in_use),
            cmocka_unit_test(a_large_first_piece_is_whole),
            cmocka_unit_test(clear_keeps_the_largest_chunk),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
