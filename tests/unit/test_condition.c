#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/when.h"
#include "model/condition.h"

/* Steps as text: names in angle brackets, elements in square ones. */
static char *steps_of(const struct path *path)
{
    struct buf out = {0};
    for (size_t i = 0; i < path->count; i++) {
        const struct path_step *step = &path->steps[i];
        if (step->kind == PATH_KEY) {
            assert_int_equal(strlen(step->key), step->key_size);
            buf_add_format(&out, "<%s>", step->key);
        } else if (step->kind == PATH_INDEX) {
            buf_add_format(&out, "[%u]", (unsigned)step->index);
        } else {
            buf_add_text(&out, "[]");
        }
    }
    return buf_take(&out);
}

static const struct {
    const char *text, *steps;
} paths[] = {
        {"a", "<a>"},
        {"a.b", "<a><b>"},
        {"a[0]", "<a>[0]"},
        {"a[12].b", "<a>[12]<b>"},
        {"a[999999]", "<a>[999999]"},
        {"a[]", "<a>[]"},
        {"a[][0].b[]", "<a>[][0]<b>[]"},
        {"\"a.b\"", "<a.b>"},
        {"x.\"a.b\"[].c", "<x><a.b>[]<c>"},
        {"\"a[0]\"", "<a[0]>"},
        {"\"\"", "<>"},
        {"\"say \\\"hi\\\\\"", "<say \"hi\\>"},
        {"with space.$dollar.caf\xc3\xa9", "<with space><$dollar><caf\xc3\xa9>"},
};

static void test_paths(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(paths); i++) {
        struct path path, copy;
        struct error err = {0};
        int rc = path_parse(&path, paths[i].text, strlen(paths[i].text), &err);
        assert_string_equal(err.text, "");
        assert_int_equal(rc, 0);
        path_copy(&copy, &path);
        assert_string_equal(path.text, paths[i].text);
        path_release(&path);
        assert_null(path.text);
        char *steps = steps_of(&copy);
        assert_string_equal(steps, paths[i].steps);
        assert_string_equal(copy.text, paths[i].text);
        mem_free(steps);
        path_release(&copy);
    }
}

static const struct {
    const char *text, *wanted;
} bad_paths[] = {
        {"", "1 to 1024 bytes"},
        {".", "a name is missing at character 1"},
        {".a", "a name is missing at character 1"},
        {"a.", "a name is missing at character 3"},
        {"a..b", "a name is missing at character 3"},
        {"[0]", "a name is missing at character 1"},
        {"a.[0]", "a name is missing at character 3"},
        {"a[", "a bracket is not closed at character 3"},
        {"a[0", "a bracket is not closed"},
        {"a[-1]", "the number of an element"},
        {"a[x]", "the number of an element"},
        {"a[1000000]", "the number of an element"},
        {"a]", "a dot or a bracket is missing at character 2"},
        {"a[0]b", "a dot or a bracket is missing at character 5"},
        {"a\"b\"", "a dot or a bracket is missing at character 2"},
        {"\"a", "a quote is not closed"},
        {"\"a\\", "a quote is not closed"},
        {"\"a\\n\"", "only \\\" and \\\\ can be escaped"},
};

static void test_bad_paths(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(bad_paths); i++) {
        struct path path;
        struct error err = {0};
        const char *text = bad_paths[i].text;
        assert_int_equal(path_parse(&path, text, strlen(text), &err), -1);
        if (!strstr(err.text, bad_paths[i].wanted))
            print_message("%s: %s\n", text, err.text);
        assert_non_null(strstr(err.text, bad_paths[i].wanted));
        assert_null(path.steps);
        assert_int_equal(path.count, 0);
    }
}

static void test_limits_of_paths(void **state)
{
    (void)state;
    char text[PATH_SIZE_MAX + 2];
    struct path path;
    memset(text, 'a', sizeof text);
    assert_int_equal(path_parse(&path, text, 255, NULL), 0);
    path_release(&path);
    assert_int_equal(path_parse(&path, text, 256, NULL), -1);
    for (size_t i = 1; i < sizeof text; i += 2)
        text[i] = '.';
    assert_int_equal(path_parse(&path, text, 2 * PATH_STEPS_MAX - 1, NULL), 0);
    assert_int_equal(path.count, PATH_STEPS_MAX);
    path_release(&path);
    assert_int_equal(path_parse(&path, text, 2 * PATH_STEPS_MAX + 1, NULL), -1);
    assert_int_equal(path_parse(&path, text, PATH_SIZE_MAX + 1, NULL), -1);
}

static void test_operators(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum operand_kind operand;
        const char *positive;
    } ops[OP_COUNT] = {
            {"equals", OPERAND_SCALAR, NULL},
            {"not_equals", OPERAND_SCALAR, "equals"},
            {"any_of", OPERAND_LIST, NULL},
            {"none_of", OPERAND_LIST, "any_of"},
            {"contains", OPERAND_TEXT, NULL},
            {"not_contains", OPERAND_TEXT, "contains"},
            {"matches", OPERAND_REGEX, NULL},
            {"not_matches", OPERAND_REGEX, "matches"},
            {"gt", OPERAND_NUMBER, NULL},
            {"ge", OPERAND_NUMBER, NULL},
            {"lt", OPERAND_NUMBER, NULL},
            {"le", OPERAND_NUMBER, NULL},
            {"between", OPERAND_RANGE, NULL},
            {"before", OPERAND_TIME, NULL},
            {"after", OPERAND_TIME, NULL},
            {"in_last", OPERAND_SPAN, NULL},
            {"exists", OPERAND_NONE, NULL},
            {"missing", OPERAND_NONE, NULL},
            {"includes", OPERAND_SCALAR, NULL},
            {"not_includes", OPERAND_SCALAR, "includes"},
    };
    for (int i = 0; i < OP_COUNT; i++) {
        assert_string_equal(op_name((enum op)i), ops[i].name);
        assert_int_equal(op_find(ops[i].name), i);
        assert_int_equal(op_operand((enum op)i), ops[i].operand);
        int positive = op_positive((enum op)i);
        assert_int_equal(positive, ops[i].positive ? op_find(ops[i].positive) : -1);
    }
    assert_int_equal(op_find("is"), -1);
}

/* Values for the operators, put together by hand: as forms do, without a document. */
static void put_text(struct buf *out, const char *text)
{
    value_put_string(out, text, strlen(text));
}

static void put_span(struct buf *out, int64_t amount, const char *unit, const char *also)
{
    size_t mark = value_begin_object(out);
    value_put_key(out, "unit", 4);
    put_text(out, unit);
    value_put_key(out, "amount", 6);
    value_put_integer(out, amount);
    if (also) {
        value_put_key(out, also, strlen(also));
        value_put_null(out);
    }
    value_end(out, mark, also ? 3 : 2);
}

static void put_numbers(struct buf *out, double low, double high)
{
    size_t mark = value_begin_array(out);
    value_put_number(out, low);
    value_put_number(out, high);
    value_end(out, mark, 2);
}

static int set(struct condition *condition, enum op op, struct buf *packed, struct error *err)
{
    struct value operand = {(const unsigned char *)packed->bytes};
    condition->op = op;
    int rc = condition_set_operand(condition, operand, err);
    buf_release(packed);
    return rc;
}

static void test_operands_are_worked_out(void **state)
{
    (void)state;
    struct condition condition = {0}, copy;
    struct buf packed = {0}, json = {0};
    value_put_integer(&packed, 7);
    assert_int_equal(set(&condition, OP_GT, &packed, NULL), 0);
    assert_true(condition.low == 7);
    put_numbers(&packed, 1.5, 2);
    assert_int_equal(set(&condition, OP_BETWEEN, &packed, NULL), 0);
    assert_true(condition.low == 1.5 && condition.high == 2);
    put_text(&packed, "2026-11-01T00:00:00+01:00");
    assert_int_equal(set(&condition, OP_BEFORE, &packed, NULL), 0);
    assert_int_equal(condition.instant_ms % DAY_MS, 23 * HOUR_MS);
    assert_true(condition.low == 0);
    put_text(&packed, "^T.N$");
    assert_int_equal(set(&condition, OP_MATCHES, &packed, NULL), 0);
    condition_copy(&copy, &condition);
    condition_release(&condition);
    assert_int_equal(regex_search(copy.regex, "ten", 3), REGEX_YES);
    condition_release(&copy);
    put_span(&packed, 2, "days", NULL);
    assert_int_equal(set(&condition, OP_IN_LAST, &packed, NULL), 0);
    assert_true(span_ms(condition.span) == 2 * DAY_MS);
    value_add_json(&json, (struct value){condition.operand});
    assert_string_equal(json.bytes, "{\"amount\":2,\"unit\":\"days\"}");
    buf_release(&json);
    /* its own operand, and none */
    assert_int_equal(condition_set_operand(&condition, (struct value){condition.operand}, NULL), 0);
    assert_non_null(condition.operand);
    assert_int_equal(condition_set_operand(&condition, (struct value){0}, NULL), 0);
    assert_null(condition.operand);
    assert_int_equal(condition.span.amount, 0);
    condition_release(&condition);
}

static void assert_not_taken(enum op op, struct buf *packed, const char *wanted)
{
    struct condition condition = {0};
    struct error err = {0};
    assert_int_equal(set(&condition, op, packed, &err), -1);
    if (!strstr(err.text, wanted))
        print_message("%s: %s\n", op_name(op), err.text);
    assert_non_null(strstr(err.text, wanted));
    assert_null(condition.operand);
    assert_null(condition.regex);
    condition_release(&condition);
}

static void test_operands_that_are_not_taken(void **state)
{
    (void)state;
    struct buf packed = {0};
    value_put_null(&packed);
    assert_not_taken(OP_EQUALS, &packed, "null is never equal");
    put_numbers(&packed, 1, 2);
    assert_not_taken(OP_INCLUDES, &packed, "a list is not a text, a number, true or false");
    put_text(&packed, "a");
    assert_not_taken(OP_ANY_OF, &packed, "\"a\" is not a list");
    value_end(&packed, value_begin_array(&packed), 0);
    assert_not_taken(OP_NONE_OF, &packed, "a list of 0 values; give 1 to 256");
    size_t mark = value_begin_array(&packed);
    value_put_null(&packed);
    value_end(&packed, mark, 1);
    assert_not_taken(OP_ANY_OF, &packed, "null is never equal");
    put_text(&packed, "1");
    assert_not_taken(OP_GE, &packed, "\"1\" is not a number");
    value_put_integer(&packed, 1);
    assert_not_taken(OP_BETWEEN, &packed, "1 is not two numbers");
    put_numbers(&packed, 2, 1);
    assert_not_taken(OP_BETWEEN, &packed, "swap them");
    value_put_integer(&packed, 1);
    assert_not_taken(OP_CONTAINS, &packed, "1 is not a text");
    value_put_bool(&packed, true);
    assert_not_taken(OP_MATCHES, &packed, "true is not a regular expression");
    put_text(&packed, "");
    assert_not_taken(OP_MATCHES, &packed, "0 bytes; give 1 to 1024");
    put_text(&packed, "a(");
    assert_not_taken(OP_NOT_MATCHES, &packed, "regular expression");
    put_text(&packed, "yesterday");
    assert_not_taken(OP_AFTER, &packed, "\"yesterday\" is not a time");
    put_text(&packed, "2 days");
    assert_not_taken(OP_IN_LAST, &packed, "\"2 days\" is not an amount of time");
    put_span(&packed, 2, "fortnights", NULL);
    assert_not_taken(OP_IN_LAST, &packed, "an object is not an amount of time");
    put_span(&packed, 2, "days", "zone");
    assert_not_taken(OP_IN_LAST, &packed, "an object is not an amount of time");
    put_span(&packed, 721, "days", NULL);
    assert_not_taken(OP_IN_LAST, &packed, "721 days is out of range");
    put_span(&packed, INT64_MAX, "months", NULL);
    assert_not_taken(OP_IN_LAST, &packed, "out of range");
    value_put_bool(&packed, true);
    assert_not_taken(OP_EXISTS, &packed, "takes no value");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(test_paths),
            cmocka_unit_test(test_bad_paths),
            cmocka_unit_test(test_limits_of_paths),
            cmocka_unit_test(test_operators),
            cmocka_unit_test(test_operands_are_worked_out),
            cmocka_unit_test(test_operands_that_are_not_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
