/* Changing filter trees: each change is compared with the document it gives. */
#include "base/alloc.h"
#include "model/campaign.h"
#include "screens/condition_form.h"
#include "screens/filter_edit.h"
#include "unit.h"

#define A "{\"segment\": \"a\"}"
#define B "{\"segment\": \"b\"}"
#define C "{\"segment\": \"c\"}"

static struct filter *parse(const char *json)
{
    struct error err = {0};
    struct filter *filter = mem_new(sizeof *filter);
    if (filter_read(filter, json, strlen(json), &err) < 0)
        fail_msg("%s: %s", json, err.text);
    return filter;
}

static void expect(struct filter *filter, const char *json)
{
    struct buf is = {0};
    struct buf wanted = {0};
    struct filter *other = parse(json);
    filter_write(filter, 0, &is);
    filter_write(other, 0, &wanted);
    assert_string_equal(buf_text(&is), buf_text(&wanted));
    buf_release(&is);
    buf_release(&wanted);
    filter_release(other);
    mem_free(other);
}

static void drop(struct filter *filter)
{
    if (filter)
        filter_release(filter);
    mem_free(filter);
}

static size_t add(struct filter **root, size_t number, const char *leaf, bool group)
{
    struct filter *node = parse(leaf);
    size_t selected = filter_edit_add(root, number, node, group);
    drop(node);
    return selected;
}

static void adding(void **state)
{
    struct filter *root = NULL;
    (void)state;
    assert_int_equal(add(&root, 0, A, false), 0);
    expect(root, A);
    /* A leaf alone becomes a group. */
    assert_int_equal(add(&root, 0, B, false), 2);
    expect(root, "{\"all\": [" A "," B "]}");
    /* Behind a leaf, and at the end of a group. */
    assert_int_equal(add(&root, 1, C, false), 2);
    expect(root, "{\"all\": [" A "," C "," B "]}");
    assert_int_equal(add(&root, 0, C, true), 5);
    expect(root, "{\"all\": [" A "," C "," B ",{\"any\": [" C "]}]}");
    drop(root);
}

static void adding_below_not(void **state)
{
    struct filter *root = parse("{\"not\": " A "}");
    (void)state;
    add(&root, 0, B, false);
    expect(root, "{\"not\": {\"all\": [" A "," B "]}}");
    drop(root);
}

static void deleting(void **state)
{
    struct filter *root = parse("{\"all\": [" A ",{\"any\": [{\"not\": " B "}]}]}");
    (void)state;
    /* Groups that would be empty go with it. */
    filter_edit_delete(&root, 4);
    expect(root, "{\"all\": [" A "]}");
    filter_edit_delete(&root, 1);
    assert_null(root);
}

static void negating(void **state)
{
    struct filter *root = parse("{\"all\": [" A "," B "]}");
    (void)state;
    assert_int_equal(filter_edit_not(root, 2), 2);
    expect(root, "{\"all\": [" A ",{\"not\": " B "}]}");
    /* Once more takes it away, from the not or from what it stands before. */
    assert_int_equal(filter_edit_not(root, 3), 2);
    expect(root, "{\"all\": [" A "," B "]}");
    filter_edit_not(root, 0);
    filter_edit_not(root, 0);
    expect(root, "{\"all\": [" A "," B "]}");
    drop(root);
}

static void grouping_and_turning(void **state)
{
    struct filter *root = parse("{\"all\": [" A "," B "]}");
    (void)state;
    filter_edit_wrap(root, 1);
    expect(root, "{\"all\": [{\"any\": [" A "]}," B "]}");
    filter_edit_turn(root, 0);
    filter_edit_turn(root, 1);
    filter_edit_turn(root, 2);
    expect(root, "{\"any\": [{\"all\": [" A "]}," B "]}");
    drop(root);
}

static void moving(void **state)
{
    struct filter *root = parse("{\"all\": [{\"any\": [" A "," B "]}," C "]}");
    (void)state;
    assert_int_equal(filter_edit_move(root, 4, false), 1);
    expect(root, "{\"all\": [" C ",{\"any\": [" A "," B "]}]}");
    assert_int_equal(filter_edit_move(root, 1, true), 4);
    /* At the ends nothing moves. */
    assert_int_equal(filter_edit_move(root, 4, true), 4);
    assert_int_equal(filter_edit_move(root, 0, true), 0);
    expect(root, "{\"all\": [{\"any\": [" A "," B "]}," C "]}");
    drop(root);
}

static void limits(void **state)
{
    struct filter *root = parse(A);
    (void)state;
    for (int depth = 0; depth < FILTER_DEPTH_MAX; depth++) {
        assert_false(filter_edit_is_full(root, (size_t)depth, false));
        filter_edit_wrap(root, (size_t)depth);
    }
    assert_true(filter_edit_is_full(root, FILTER_DEPTH_MAX, false));
    assert_true(filter_edit_is_full(root, 0, false));
    drop(root);
    root = NULL;
    for (int i = 0; i < FILTER_LEAVES_MAX; i++) {
        assert_false(filter_edit_is_full(root, 0, true));
        add(&root, 0, A, false);
    }
    assert_true(filter_edit_is_full(root, 0, true));
    drop(root);
}

static void out_of_range(void **state)
{
    struct filter *root = parse("{\"all\": [" A "]}");
    struct filter_spot spot;
    (void)state;
    assert_false(filter_spot_find(root, 2, &spot));
    assert_false(filter_spot_find(NULL, 0, &spot));
    assert_int_equal(filter_edit_delete(&root, 9), 9);
    assert_int_equal(filter_edit_not(root, 9), 9);
    expect(root, "{\"all\": [" A "]}");
    drop(root);
}

static void expect_typed(const char *typed, enum value_type seen, const char *json)
{
    struct buf packed = {0};
    struct buf text = {0};
    struct buf again = {0};
    scalar_put(&packed, typed, seen);
    struct value value = {(const unsigned char *)packed.bytes};
    value_add_json(&text, value);
    assert_string_equal(buf_text(&text), json);
    /* What is shown for it reads as the same value. */
    buf_clear(&text);
    scalar_add_typed(&text, value, seen);
    scalar_put(&again, buf_text(&text), seen);
    assert_true(value_equal(value, (struct value){(const unsigned char *)again.bytes}));
    buf_release(&packed);
    buf_release(&text);
    buf_release(&again);
}

static void typed_scalars(void **state)
{
    (void)state;
    expect_typed("100", VALUE_MISSING, "100");
    expect_typed("99.5", VALUE_NUMBER, "99.5");
    expect_typed("-0.25", VALUE_MISSING, "-0.25");
    expect_typed("\"100\"", VALUE_NUMBER, "\"100\"");
    expect_typed("100", VALUE_STRING, "\"100\"");
    expect_typed("true", VALUE_MISSING, "true");
    expect_typed("true", VALUE_STRING, "\"true\"");
    expect_typed("pro", VALUE_NUMBER, "\"pro\"");
    expect_typed("0x10", VALUE_MISSING, "\"0x10\"");
    expect_typed("inf", VALUE_MISSING, "\"inf\"");
    expect_typed("1e400", VALUE_MISSING, "\"1e400\"");
    expect_typed("\"", VALUE_MISSING, "\"\\\"\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(adding),
            cmocka_unit_test(adding_below_not),
            cmocka_unit_test(deleting),
            cmocka_unit_test(negating),
            cmocka_unit_test(grouping_and_turning),
            cmocka_unit_test(moving),
            cmocka_unit_test(limits),
            cmocka_unit_test(out_of_range),
            cmocka_unit_test(typed_scalars),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
