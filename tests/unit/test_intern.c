#include "base/intern.h"

#include <stdio.h>

#include "unit.h"

static void numbers_in_order_of_first_sight(void **state)
{
    (void)state;
    struct intern *intern = intern_new();
    assert_int_equal(intern_find(intern, "a", 1), INTERN_NONE);
    assert_int_equal(intern_add(intern, "b", 1), 0);
    assert_int_equal(intern_add(intern, "", 0), 1);
    assert_int_equal(intern_add(intern, "b\0c", 3), 2);
    assert_int_equal(intern_add(intern, "b", 1), 0);
    assert_int_equal(intern_count(intern), 3);
    assert_int_equal(intern_find(intern, "b\0c", 3), 2);
    assert_int_equal(intern_find(intern, "", 0), 1);
    size_t size;
    assert_memory_equal(intern_text(intern, 2, &size), "b\0c", 4);
    assert_int_equal(size, 3);
    assert_string_equal(intern_text(intern, 1, NULL), "");
    intern_free(intern);
    intern_free(NULL);
}

static void many_and_long_ones_stay_in_place(void **state)
{
    (void)state;
    enum { COUNT = 20000 };
    struct intern *intern = intern_new();
    static char huge[200000];
    memset(huge, 'h', sizeof huge);
    const char *first = intern_text(intern, intern_add(intern, "first", 5), NULL);
    uint32_t large = intern_add(intern, huge, sizeof huge);
    for (int i = 0; i < COUNT; i++) {
        char name[32];
        int size = snprintf(name, sizeof name, "name %d", i);
        assert_int_equal(intern_add(intern, name, (size_t)size), i + 2);
    }
    for (int i = 0; i < COUNT; i++) {
        char name[32];
        int size = snprintf(name, sizeof name, "name %d", i);
        assert_int_equal(intern_find(intern, name, (size_t)size), i + 2);
        assert_string_equal(intern_text(intern, (uint32_t)i + 2, NULL), name);
    }
    assert_ptr_equal(first, intern_text(intern, 0, NULL));
    assert_string_equal(first, "first");
    assert_int_equal(intern_find(intern, huge, sizeof huge), large);
    assert_int_equal(intern_find(intern, huge, sizeof huge - 1), INTERN_NONE);
    intern_free(intern);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(numbers_in_order_of_first_sight),
            cmocka_unit_test(many_and_long_ones_stay_in_place),
    };
    return cmocka_run_group_tests_name("intern", tests, NULL, NULL);
}
