#include "base/error.h"

#include <errno.h>
#include <stdlib.h>

#include "unit.h"

static void sets_code_and_sentence(void **state)
{
    (void)state;
    struct error err = {0};
    assert_int_equal(error_set(&err, ERROR_REFUSED, "no %s in %d", "cart", 3), -1);
    assert_int_equal(err.code, ERROR_REFUSED);
    assert_string_equal(err.text, "no cart in 3");
}

static void takes_null(void **state)
{
    (void)state;
    assert_int_equal(error_set(NULL, ERROR_USAGE, "x"), -1);
    assert_int_equal(error_prefix(NULL, "x"), -1);
    assert_int_equal(error_set_errno(NULL, ERROR_USAGE, ENOENT, "x"), -1);
}

static void prefixes_keeping_the_code(void **state)
{
    (void)state;
    struct error err = {0};
    error_set(&err, ERROR_UNAVAILABLE, "disk full");
    assert_int_equal(error_prefix(&err, "file %s", "a.json"), -1);
    assert_int_equal(err.code, ERROR_UNAVAILABLE);
    assert_string_equal(err.text, "file a.json: disk full");
}

static void may_use_its_own_text(void **state)
{
    (void)state;
    struct error err = {0};
    error_set(&err, ERROR_USAGE, "inner");
    error_set(&err, ERROR_REFUSED, "outer (%s)", err.text);
    assert_string_equal(err.text, "outer (inner)");
}

static void names_the_errno(void **state)
{
    (void)state;
    struct error err = {0};
    assert_int_equal(error_set_errno(&err, ERROR_UNAVAILABLE, ENOENT, "open %s", "x"), -1);
    assert_int_equal(err.code, ERROR_UNAVAILABLE);
    assert_string_equal(err.text, "open x: No such file or directory");
}

static void cuts_between_characters(void **state)
{
    (void)state;
    struct error err = {0};
    char *text = malloc(ERROR_TEXT_MAX + 100);
    memset(text, 'a', ERROR_TEXT_MAX + 99);
    text[ERROR_TEXT_MAX + 99] = '\0';
    error_set(&err, ERROR_USAGE, "%s", text);
    assert_int_equal(strlen(err.text), ERROR_TEXT_MAX - 1);

    /* A two-byte character whose second byte is one too many. */
    memcpy(text + ERROR_TEXT_MAX - 2, "\xc3\xa9", 2);
    error_set(&err, ERROR_USAGE, "%s", text);
    assert_int_equal(strlen(err.text), ERROR_TEXT_MAX - 2);
    error_prefix(&err, "%s", text);
    assert_true(strlen(err.text) < ERROR_TEXT_MAX);
    free(text);
}

static void exit_statuses(void **state)
{
    (void)state;
    assert_int_equal(error_exit_status(ERROR_NONE), 0);
    assert_int_equal(error_exit_status(ERROR_REFUSED), 1);
    assert_int_equal(error_exit_status(ERROR_USAGE), 2);
    assert_int_equal(error_exit_status(ERROR_UNAVAILABLE), 3);
    assert_int_equal(error_exit_status(ERROR_INTERRUPTED), 130);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(sets_code_and_sentence),
            cmocka_unit_test(takes_null),
            cmocka_unit_test(prefixes_keeping_the_code),
            cmocka_unit_test(may_use_its_own_text),
            cmocka_unit_test(names_the_errno),
            cmocka_unit_test(cuts_between_characters),
            cmocka_unit_test(exit_statuses),
    };
    return cmocka_run_group_tests_name("error", tests, NULL, NULL);
}
