#include "base/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

static void gives_zeroed_memory(void **state)
{
    (void)state;
    int *numbers = mem_array(100, sizeof *numbers);
    for (int i = 0; i < 100; i++)
        assert_int_equal(numbers[i], 0);
    mem_free(numbers);
    void *nothing = mem_new(0);
    assert_non_null(nothing);
    mem_free(nothing);
    mem_free(NULL);
}

static void copies(void **state)
{
    (void)state;
    char *text = mem_string_of("ab\0cd", 5);
    assert_memory_equal(text, "ab\0cd", 6);
    mem_free(text);
    text = mem_format("%d-%s", 7, "x");
    assert_string_equal(text, "7-x");
    mem_free(text);
    text = mem_string("é");
    assert_string_equal(text, "é");
    mem_free(text);
    text = mem_copy(NULL, 0);
    assert_non_null(text);
    mem_free(text);
}

static void makes_room(void **state)
{
    (void)state;
    size_t capacity = 0, grown = 0, before = 0;
    int *items = NULL;
    for (int i = 0; i < 1000; i++) {
        items = mem_room(items, (size_t)i, &capacity, sizeof *items);
        grown += capacity != before;
        before = capacity;
        items[i] = i;
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal(items[i], i);
    assert_true(grown < 12);
    mem_free(items);
}

static void say_hook(void)
{
    ssize_t written = write(STDERR_FILENO, "hook\n", 5);
    (void)written;
}

static void fail_product(void)
{
    mem_array(SIZE_MAX / 2, 4);
}

static void fail_size(void)
{
    mem_resize(NULL, SIZE_MAX / 4, 1);
}

static void fail_room(void)
{
    size_t capacity = SIZE_MAX / 2 + 1;
    mem_room(NULL, capacity, &capacity, 1);
}

/* Runs what must end the process and checks its last words. */
static void expect_end(void (*act)(void))
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        alloc_on_failure(say_hook);
        act();
        _exit(0);
    }
    close(ends[1]);
    char words[512] = "";
    size_t size = 0;
    ssize_t got;
    while ((got = read(ends[0], words + size, sizeof words - 1 - size)) > 0)
        size += (size_t)got;
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 3);
    assert_int_equal(strncmp(words, "hook\ncampanile: out of memory", 29), 0);
}

static void ends_where_there_is_no_memory(void **state)
{
    (void)state;
    expect_end(fail_product);
    expect_end(fail_room);
#ifndef __SANITIZE_ADDRESS__
    expect_end(fail_size);
#else
    (void)fail_size;
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(gives_zeroed_memory),
            cmocka_unit_test(copies),
            cmocka_unit_test(makes_room),
            cmocka_unit_test(ends_where_there_is_no_memory),
    };
    return cmocka_run_group_tests_name("alloc", tests, NULL, NULL);
}
