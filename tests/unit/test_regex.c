#include "base/regex.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "unit.h"

static enum regex_answer search(const char *pattern, const char *text)
{
    struct error err = {0};
    struct regex *regex = regex_new(pattern, strlen(pattern), &err);
    if (!regex)
        fail_msg("%s: %s", pattern, err.text);
    enum regex_answer answer = regex_search(regex, text, strlen(text));
    regex_free(regex);
    return answer;
}

/* SEMANTICS 9.2: a search, caseless, UTF. */
static void searches(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *text;
        enum regex_answer answer;
    } cases[] = {
            {"@gmail\\.com$", "Ann@GMAIL.com", REGEX_YES},
            {"@gmail\\.com$", "ann@gmail.com.org", REGEX_NO}, {"^É.É$", "été", REGEX_YES},
            {"^.$", "é", REGEX_YES}, {"b", "abc", REGEX_YES}, {"", "", REGEX_YES},
            {"^$", "a", REGEX_NO}, {"\\d{3}", "ab12c", REGEX_NO},
            {"a",
                    "\xff"
                    "a",
                    REGEX_NO}, /* no UTF-8 */
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++)
        if (search(cases[i].pattern, cases[i].text) != cases[i].answer)
            fail_msg("/%s/ on '%s'", cases[i].pattern, cases[i].text);
}

static void stops_at_its_limits(void **state)
{
    (void)state;
    assert_int_equal(search("(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"), REGEX_LIMIT);
    assert_int_equal(search("(a|aa)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"), REGEX_LIMIT);
    /* Quadratic from every start in a long text, each start below the limit of its own. */
    char *text = mem_array(50001, 1);
    memset(text, 'a', 50000);
    assert_int_equal(search("a*[bc]", text), REGEX_LIMIT);
    assert_int_equal(search("b", text), REGEX_NO);
    text[49999] = 'b';
    assert_int_equal(search("^a*b$", text), REGEX_YES);
    mem_free(text);
}

static void refuses_with_the_place(void **state)
{
    (void)state;
    struct error err = {0};
    assert_null(regex_new("ab(c", 4, &err));
    assert_int_equal(err.code, ERROR_USAGE);
    assert_contains(err.text, "byte 5: missing closing parenthesis");
    assert_null(regex_new("a\xff", 2, &err));
    assert_contains(err.text, "UTF-8");
    assert_null(regex_new("\\C", 2, &err));
    assert_null(regex_new("[z-a]", 5, NULL));

    char pattern[REGEX_SIZE_MAX + 1];
    memset(pattern, 'a', sizeof pattern);
    assert_null(regex_new(pattern, sizeof pattern, &err));
    assert_contains(err.text, "1024");
    struct regex *regex = regex_new(pattern, REGEX_SIZE_MAX, &err);
    assert_non_null(regex);
    regex_free(regex);
    regex_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(searches),
            cmocka_unit_test(stops_at_its_limits),
            cmocka_unit_test(refuses_with_the_place),
    };
    return cmocka_run_group_tests_name("regex", tests, NULL, NULL);
}
