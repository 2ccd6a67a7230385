/* The truth table of SEMANTICS 9.1 to 9.3, operator by operator. */
#include "engine/operators.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "engine_rig.h"
#include "unit.h"

#define NOW "2026-11-02T10:00:00Z"

static struct arena arena;

static char *quoted(const char *json)
{
    char *text = mem_string(json);

    for (char *at = text; *at; at++)
        if (*at == '\'')
            *at = '"';
    return text;
}

/* `leaf` is the inside of a trait leaf, without its trait: "'op':'gt','value':9". */
static bool holds(const char *path, const char *leaf, const char *root, uint64_t *limit)
{
    char *json = mem_format("{\"trait\":\"%s\",%s}", path, leaf);
    char *filter_json = quoted(json), *root_json = quoted(root);
    struct filter filter = {0};
    struct error err = {0};
    struct value value = rig_value(&arena, root_json);
    bool answer;

    if (filter_read(&filter, filter_json, strlen(filter_json), &err) < 0)
        fail_msg("%s: %s", err.text, filter_json);
    answer = condition_holds(&filter.condition, value, rig_instant(NOW), limit);
    filter_release(&filter);
    mem_free(json);
    mem_free(filter_json);
    mem_free(root_json);
    return answer;
}

/* The values of the table, and for each operator the answer to each: 1 or 0. */
static const char *const values[] = {
        "{}",                           /* missing */
        "{'v':null}",                   /* null */
        "{'v':''}",                     /* empty text */
        "{'v':10}",                     /* integer */
        "{'v':10.0}",                   /* the same as a double */
        "{'v':-1.5}",                   /* number */
        "{'v':'10'}",                   /* a number as text */
        "{'v':'Ten'}",                  /* text */
        "{'v':true}",                   /* boolean */
        "{'v':[10,'x']}",               /* array */
        "{'v':[]}",                     /* empty array */
        "{'v':{'a':10}}",               /* object */
        "{'v':'2026-11-02T09:00:00Z'}", /* an hour ago */
};

static const struct {
    const char *leaf;
    const char *answers; /* in the order of `values` */
} table[] = {
        {"'op':'equals','value':10", "0001100000000"},
        {"'op':'not_equals','value':10", "1110011111111"},
        {"'op':'equals','value':'Ten'", "0000000100000"},
        {"'op':'equals','value':'ten'", "0000000000000"},
        {"'op':'equals','value':''", "0010000000000"},
        {"'op':'equals','value':true", "0000000010000"},
        {"'op':'equals','value':false", "0000000000000"},
        {"'op':'not_equals','value':true", "1111111101111"},
        {"'op':'any_of','value':[10,'Ten']", "0001100100000"},
        {"'op':'none_of','value':[10,'Ten']", "1110011011111"},
        {"'op':'contains','value':'en'", "0000000100000"},
        {"'op':'not_contains','value':'en'", "1111111011111"},
        {"'op':'matches','value':'^T.N$'", "0000000100000"},
        {"'op':'not_matches','value':'^T.N$'", "1111111011111"},
        {"'op':'gt','value':9", "0001100000000"},
        {"'op':'gt','value':10", "0000000000000"},
        {"'op':'ge','value':10", "0001100000000"},
        {"'op':'lt','value':10", "0000010000000"},
        {"'op':'le','value':10", "0001110000000"},
        {"'op':'between','value':[-1.5,10]", "0001110000000"},
        {"'op':'between','value':[-1.4,9.9]", "0000000000000"},
        {"'op':'before','value':'2026-11-02T09:00:00.001Z'", "0000000000001"},
        {"'op':'before','value':'2026-11-02T09:00:00Z'", "0000000000000"},
        {"'op':'after','value':'2026-11-02T08:59:59.999Z'", "0000000000001"},
        {"'op':'after','value':'2026-11-02T09:00:00Z'", "0000000000000"},
        {"'op':'in_last','value':{'amount':1,'unit':'hours'}", "0000000000001"},
        {"'op':'in_last','value':{'amount':59,'unit':'minutes'}", "0000000000000"},
        {"'op':'exists'", "0011111111111"},
        {"'op':'missing'", "1100000000000"},
        {"'op':'includes','value':10", "0000000001000"},
        {"'op':'includes','value':'x'", "0000000001000"},
        {"'op':'not_includes','value':10", "1111111110111"},
};

static void rule_9_1_and_9_2_the_table(void **state)
{
    (void)state;
    for (size_t row = 0; row < ARRAY_COUNT(table); row++) {
        assert_int_equal(strlen(table[row].answers), ARRAY_COUNT(values));
        for (size_t i = 0; i < ARRAY_COUNT(values); i++)
            if (holds("v", table[row].leaf, values[i], NULL) != (table[row].answers[i] == '1'))
                fail_msg("%s on %s", table[row].leaf, values[i]);
    }
}

static void rule_9_1_every_operator_is_in_the_table(void **state)
{
    (void)state;
    for (int op = 0; op < OP_COUNT; op++) {
        char *name = mem_format("'op':'%s'", op_name((enum op)op));
        size_t found = 0;

        for (size_t row = 0; row < ARRAY_COUNT(table); row++)
            found += strstr(table[row].leaf, name) != NULL;
        assert_true(found > 0);
        mem_free(name);
    }
}

static void rule_9_2_in_last_includes_both_ends_and_no_future(void **state)
{
    static const char hour[] = "'op':'in_last','value':{'amount':1,'unit':'hours'}";

    (void)state;
    assert_true(holds("v", hour, "{'v':'2026-11-02T10:00:00Z'}", NULL));
    assert_false(holds("v", hour, "{'v':'2026-11-02T10:00:00.001Z'}", NULL));
    assert_true(holds("v", hour, "{'v':'2026-11-02T10:00:00+01:00'}", NULL));
    assert_false(holds("v", hour, "{'v':'2026-11-02T08:59:59.999Z'}", NULL));
    assert_false(holds("v", hour, "{'v':'2026-11-02'}", NULL));
}

static void rule_9_3_paths(void **state)
{
    static const char root[] = "{'a':{'b':1},'a.b':2,'l':[5,6,{'c':7}],'':3}";

    (void)state;
    assert_true(holds("a.b", "'op':'equals','value':1", root, NULL));
    assert_true(holds("\\\"a.b\\\"", "'op':'equals','value':2", root, NULL));
    assert_true(holds("l[1]", "'op':'equals','value':6", root, NULL));
    assert_true(holds("l[2].c", "'op':'equals','value':7", root, NULL));
    assert_true(holds("l[3]", "'op':'missing'", root, NULL));
    assert_true(holds("a[0]", "'op':'missing'", root, NULL));
    assert_true(holds("l.c", "'op':'missing'", root, NULL));
    assert_true(holds("a.b.c", "'op':'missing'", root, NULL));
}

static void rule_9_3_any_element(void **state)
{
    static const char root[] = "{'i':[{'s':'A','n':1},{'s':'B'}],'e':[],'x':'A','m':[[1,2],[3]]}";

    (void)state;
    assert_true(holds("i[].s", "'op':'equals','value':'B'", root, NULL));
    assert_false(holds("i[].s", "'op':'not_equals','value':'B'", root, NULL));
    assert_true(holds("i[].s", "'op':'not_equals','value':'C'", root, NULL));
    assert_true(holds("i[].n", "'op':'exists'", root, NULL));
    assert_false(holds("i[].n", "'op':'missing'", root, NULL));
    assert_true(holds("i[].z", "'op':'missing'", root, NULL));
    assert_true(holds("i[].n", "'op':'lt','value':2", root, NULL));
    assert_true(holds("i[].s", "'op':'none_of','value':['C','D']", root, NULL));
    assert_false(holds("i[].s", "'op':'none_of','value':['C','A']", root, NULL));
    assert_true(holds("m[][]", "'op':'equals','value':3", root, NULL));
    assert_false(holds("m[][]", "'op':'not_equals','value':3", root, NULL));
    assert_true(holds("m[]", "'op':'includes','value':2", root, NULL));
}

static void rule_9_3_over_no_element_the_value_is_missing(void **state)
{
    static const char *const roots[] = {"{'v':[]}", "{'v':'A'}", "{}", "{'v':{'0':'A'}}"};

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(roots); i++) {
        assert_true(holds("v[]", "'op':'missing'", roots[i], NULL));
        assert_false(holds("v[]", "'op':'exists'", roots[i], NULL));
        assert_false(holds("v[]", "'op':'equals','value':'A'", roots[i], NULL));
        assert_true(holds("v[]", "'op':'not_equals','value':'A'", roots[i], NULL));
        assert_true(holds("v[]", "'op':'not_matches','value':'A'", roots[i], NULL));
    }
}

static void rule_9_2_over_a_limit_both_are_false_and_counted(void **state)
{
    char text[4096];
    struct buf root = {0};
    uint64_t limit = 0;

    (void)state;
    memset(text, 'a', sizeof text);
    buf_add_text(&root, "{'v':'");
    buf_add(&root, text, sizeof text);
    buf_add_text(&root, "!'}");
    assert_false(holds("v", "'op':'matches','value':'^(a+)+(a+)+(a+)+$'", buf_text(&root), &limit));
    assert_int_equal(limit, 1);
    assert_false(
            holds("v", "'op':'not_matches','value':'^(a+)+(a+)+(a+)+$'", buf_text(&root), &limit));
    assert_int_equal(limit, 2);
    assert_false(holds("v", "'op':'matches','value':'^(a+)+(a+)+(a+)+$'", buf_text(&root), NULL));
    buf_release(&root);
}

static void rule_9_2_matches_is_caseless_utf(void **state)
{
    (void)state;
    assert_true(holds("v", "'op':'matches','value':'\xc3\xa9t\xc3\xa9'",
            "{'v':'un \xc3\x89T\xc3\x89 chaud'}", NULL));
    assert_true(holds("v", "'op':'matches','value':'^.$'", "{'v':'\xc3\xa9'}", NULL));
    assert_false(holds("v", "'op':'contains','value':'TEN'", "{'v':'ten'}", NULL));
    assert_true(holds("v", "'op':'contains','value':'t'", "{'v':'ten'}", NULL));
}

static void rule_9_2_numbers_compare_as_doubles(void **state)
{
    (void)state;
    assert_true(
            holds("v", "'op':'equals','value':9007199254740993", "{'v':9007199254740992}", NULL));
    assert_true(holds("v", "'op':'equals','value':1e2", "{'v':100}", NULL));
    assert_false(holds("v", "'op':'equals','value':1", "{'v':true}", NULL));
    assert_false(holds("v", "'op':'equals','value':'1'", "{'v':1}", NULL));
}

static int finish(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(rule_9_1_and_9_2_the_table),
            cmocka_unit_test(rule_9_1_every_operator_is_in_the_table),
            cmocka_unit_test(rule_9_2_in_last_includes_both_ends_and_no_future),
            cmocka_unit_test(rule_9_3_paths),
            cmocka_unit_test(rule_9_3_any_element),
            cmocka_unit_test(rule_9_3_over_no_element_the_value_is_missing),
            cmocka_unit_test(rule_9_2_over_a_limit_both_are_false_and_counted),
            cmocka_unit_test(rule_9_2_matches_is_caseless_utf),
            cmocka_unit_test(rule_9_2_numbers_compare_as_doubles),
    };

    return cmocka_run_group_tests(tests, NULL, finish);
}
