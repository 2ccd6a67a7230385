#include "base/pool.h"

#include <stdint.h>
#include <string.h>

#include "base/alloc.h"
#include "unit.h"

enum { PIECES = 500, ROUNDS = 40000, SIZE_MAX_TESTED = 5000 };

struct piece {
    unsigned char *bytes;
    size_t size;
    unsigned char fill;
};

static void assert_filled(const struct piece *piece)
{
    for (size_t i = 0; i < piece->size; i++)
        assert_int_equal(piece->bytes[i], piece->fill);
}

/* Mostly small, sometimes none, sometimes beyond what the pool keeps itself. */
static size_t some_size(uint64_t *random)
{
    *random = *random * UINT64_C(6364136223846793005) + 1442695040888963407;
    uint64_t number = *random >> 33;

    if (number % 8 == 0)
        return 0;
    return number % 16 == 1 ? number % SIZE_MAX_TESTED : number % 300;
}

static void resize_one(struct pool *pool, struct piece *piece, size_t size, unsigned char fill)
{
    size_t kept = piece->size < size ? piece->size : size;

    piece->bytes = pool_resize(pool, piece->bytes, piece->size, size);
    if (size == 0)
        assert_null(piece->bytes);
    for (size_t i = 0; i < kept; i++)
        assert_int_equal(piece->bytes[i], piece->fill);
    for (size_t i = kept; i < size; i++)
        assert_int_equal(piece->bytes[i], 0);
    if (size > 0)
        memset(piece->bytes, fill, size);
    piece->size = size;
    piece->fill = fill;
}

static void resize_many(struct pool *pool)
{
    struct piece *pieces = mem_array(PIECES, sizeof *pieces);
    uint64_t random = 1;

    for (uint32_t round = 0; round < ROUNDS; round++) {
        size_t size = some_size(&random);
        struct piece *piece = &pieces[(random >> 20) % PIECES];

        assert_filled(piece);
        resize_one(pool, piece, size, (unsigned char)(round % 255 + 1));
    }
    for (size_t i = 0; i < PIECES; i++) {
        assert_filled(&pieces[i]);
        if (i % 2)
            resize_one(pool, &pieces[i], 0, 0);
    }
    for (size_t i = 0; !pool && i < PIECES; i++)
        mem_free(pieces[i].bytes);
    mem_free(pieces);
}

static void test_pieces_keep_their_bytes(void **state)
{
    (void)state;
    struct pool *pool = pool_new();

    resize_many(pool);
    pool_free(pool);
}

static void test_without_a_pool(void **state)
{
    (void)state;
    resize_many(NULL);
}

static void test_what_is_given_back_is_used_again(void **state)
{
    (void)state;
    struct pool *pool = pool_new();
    void *first = pool_resize(pool, NULL, 0, 100);
    void *second = pool_resize(pool, NULL, 0, 100);

    assert_ptr_not_equal(first, second);
    assert_null(pool_resize(pool, first, 100, 0));
    assert_ptr_equal(pool_resize(pool, NULL, 0, 97), first);
    /* Within its piece nothing moves. */
    assert_ptr_equal(pool_resize(pool, first, 97, 112), first);
    assert_int_equal(pool_piece_size(97), 112);
    pool_free(pool);
    pool_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(test_pieces_keep_their_bytes),
            cmocka_unit_test(test_without_a_pool),
            cmocka_unit_test(test_what_is_given_back_is_used_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
