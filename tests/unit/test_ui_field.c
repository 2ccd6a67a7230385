/* Fields, choices, lists and charts, as far as they need no screen. */
#include "base/alloc.h"
#include "base/glyph.h"
#include "base/text.h"
#include "base/when.h"
#include "unit.h"
#include "widgets/chart.h"
#include "widgets/field.h"
#include "widgets/form.h"
#include "widgets/list.h"

static struct field *make(enum field_kind kind, const char *text)
{
    static struct field_type types[FIELD_HEADING + 1];
    types[kind] = (struct field_type){.id = 1, .kind = kind, .label = "Thing"};
    struct field *field = field_new(&types[kind], 0);
    field_set_text(field, text);
    return field;
}

static void check_tidy(enum field_kind kind, const char *typed, const char *wanted)
{
    struct field *field = make(kind, typed);
    field_tidy(field);
    if (wanted)
        assert_string_equal(field_text(field), wanted);
    assert_int_equal(field_check(field, NULL, NULL), wanted ? FIELD_OK : FIELD_ERROR);
    if (!wanted)
        assert_string_equal(field_text(field), typed);
    field_free(field);
}

static void test_clocks(void **state)
{
    (void)state;
    check_tidy(FIELD_CLOCK, "9", "09:00");
    check_tidy(FIELD_CLOCK, "930", "09:30");
    check_tidy(FIELD_CLOCK, "9h30", "09:30");
    check_tidy(FIELD_CLOCK, " 18.05 ", "18:05");
    check_tidy(FIELD_CLOCK, "2359", "23:59");
    check_tidy(FIELD_CLOCK, "24:00", NULL);
    check_tidy(FIELD_CLOCK, "12:60", NULL);
    check_tidy(FIELD_CLOCK, "9:30:10", NULL);
    check_tidy(FIELD_CLOCK, "12345", NULL);
    check_tidy(FIELD_CLOCK, ":30", NULL);
    check_tidy(FIELD_CLOCK, "noon", NULL);
}

static void test_dates(void **state)
{
    (void)state;
    check_tidy(FIELD_DATE, "2026-2-3", "2026-02-03");
    check_tidy(FIELD_DATE, "3.2.2026", "2026-02-03");
    check_tidy(FIELD_DATE, "2026-02-29", NULL);
    check_tidy(FIELD_DATE, "3/2/2026", NULL);
    check_tidy(FIELD_DATE, "2026-02.03", NULL);
    check_tidy(FIELD_DATE, "99999999999999999999-1-1", NULL);
    check_tidy(FIELD_DATE_TIME, "2026-11-30", "2026-11-30 00:00");
    check_tidy(FIELD_DATE_TIME, "2026-11-30T9", "2026-11-30 09:00");
    check_tidy(FIELD_DATE_TIME, "30.11.2026 9h15", "2026-11-30 09:15");
    check_tidy(FIELD_DATE_TIME, "2026-11-30 25", NULL);
}

static void test_numbers(void **state)
{
    double number;
    (void)state;
    check_tidy(FIELD_INTEGER, " 12 ", " 12 ");
    check_tidy(FIELD_INTEGER, "12x", NULL);
    check_tidy(FIELD_INTEGER, "99999999999999999999", NULL);
    check_tidy(FIELD_NUMBER, "99.5", "99.5");
    check_tidy(FIELD_NUMBER, "0x10", NULL);
    check_tidy(FIELD_NUMBER, "nan", NULL);
    check_tidy(FIELD_NUMBER, "1e999", NULL);
    check_tidy(FIELD_NUMBER, "1e", NULL);
    struct field *field = make(FIELD_NUMBER, "-1.5e3");
    assert_true(field_number(field, &number));
    assert_true(number == -1500);
    field_free(field);
}

static void test_limits_and_what_is_needed(void **state)
{
    static const struct field_type type = {
            .id = 1, .kind = FIELD_INTEGER, .label = "Percent", .required = true, .max = 100};
    struct field *field = field_new(&type, 0);
    (void)state;
    assert_int_equal(field_check(field, NULL, NULL), FIELD_ERROR);
    assert_string_equal(field->why, "Percent is needed.");
    field_set_text(field, "101");
    assert_int_equal(field_check(field, NULL, NULL), FIELD_ERROR);
    assert_contains(field->why, "between 0 and 100");
    field_set_text(field, "100");
    assert_int_equal(field_check(field, NULL, NULL), FIELD_OK);
    assert_null(field->why);
    field->hidden = true;
    field_set_text(field, "");
    assert_int_equal(field_check(field, NULL, NULL), FIELD_OK);
    field_free(field);
}

static void test_several_are_chosen(void **state)
{
    struct field *field = make(FIELD_MULTI, "");
    (void)state;
    field_choose(field, "a", true);
    field_choose(field, "b", true);
    field_choose(field, "a", true);
    assert_int_equal(field->chosen_count, 2);
    field_choose(field, "a", false);
    assert_false(field_is_chosen(field, "a"));
    assert_true(field_is_chosen(field, "b"));
    for (int i = 0; i < FIELD_CHOSEN_MAX + 10; i++) {
        char *value = mem_format("v%d", i);
        field_choose(field, value, true);
        mem_free(value);
    }
    assert_int_equal(field->chosen_count, FIELD_CHOSEN_MAX);
    field_free(field);
}

static void test_choices_match_folded(void **state)
{
    struct choices choices = {0};
    (void)state;
    choices_add_matching(&choices, "eve", "x", "Évènement", "3");
    choices_add_matching(&choices, "eve", "y", NULL, NULL);
    choices_add_matching(&choices, "", "z", NULL, NULL);
    assert_int_equal(choices.count, 2);
    assert_string_equal(choices_find(&choices, "z")->label, "z");
    assert_null(choices_find(&choices, "y"));
    for (int i = 0; i < CHOICES_MAX; i++)
        choices_add(&choices, "v", NULL, NULL);
    assert_int_equal(choices.count, CHOICES_MAX);
    assert_int_equal(choices.left_off, 2);
    choices_release(&choices);
}

static const struct field_type two[] = {
        {.id = 1, .kind = FIELD_TEXT, .label = "One", .required = true},
        {.id = 2, .kind = FIELD_NOTE, .label = "Words"},
        {.id = 3, .kind = FIELD_INTEGER, .label = "Two"},
};

static void press(struct form *form, uint32_t code)
{
    struct key key = {.code = code};
    form_key(form, &key);
}

static void test_a_form_checks_forward_alone(void **state)
{
    struct form form;
    (void)state;
    form_init(&form, NULL, NULL, NULL);
    for (size_t i = 0; i < ARRAY_COUNT(two); i++)
        form_add(&form, &two[i], 0);
    press(&form, CODE_TAB);
    assert_int_equal(form_find(&form, 1, 0)->verdict, FIELD_ERROR);
    assert_int_equal(form_focused(&form)->type->id, 3);
    press(&form, 'x');
    press(&form, CODE_BACKTAB);
    assert_int_equal(form_find(&form, 3, 0)->verdict, FIELD_OK);
    assert_int_equal(form_focused(&form)->type->id, 1);
    press(&form, 'a');
    assert_int_equal(form_find(&form, 1, 0)->verdict, FIELD_OK);
    assert_false(form_check(&form));
    assert_int_equal(form_focused(&form)->type->id, 3);
    assert_int_equal(form_count(&form, FIELD_ERROR), 1);
    form_clear(&form);
    form_add(&form, &two[0], 0);
    form_add(&form, &two[2], 0);
    assert_int_equal(form_focused(&form)->type->id, 3);
    field_set_text(form_focused(&form), "123");
    press(&form, CODE_END);
    press(&form, CODE_LEFT);
    form_clear(&form);
    field_set_text(form_add(&form, &two[2], 0), "123");
    press(&form, '4');
    assert_string_equal(field_text(form_focused(&form)), "1243");
    form_release(&form);
}

static void test_a_form_without_fields(void **state)
{
    struct form form;
    (void)state;
    form_init(&form, NULL, NULL, NULL);
    press(&form, CODE_TAB);
    assert_false(form_typing(&form));
    assert_true(form_check(&form));
    form_add(&form, &two[1], 0);
    press(&form, CODE_ENTER);
    assert_null(form_focused(&form));
    form_release(&form);
}

/* A list of numbers as text; `first` can be taken away at the front. */
struct numbers {
    size_t first;
    size_t count;
};

static size_t numbers_count(void *context)
{
    return ((struct numbers *)context)->count;
}

static void numbers_cell(void *context, size_t row, size_t column, struct list_cell *cell)
{
    (void)column;
    buf_add_format(&cell->text, "row %zu", ((struct numbers *)context)->first + row);
}

static uint64_t numbers_identity(void *context, size_t row)
{
    return ((struct numbers *)context)->first + row;
}

static int numbers_compare(void *context, size_t a, size_t b, size_t column)
{
    (void)context;
    (void)column;
    return (a > b) - (a < b);
}

static const struct list_column columns[] = {{.title = "Row", .width = 5}};
static const struct list_type numbers_list = {.columns = columns,
        .column_count = 1,
        .marks = true,
        .count = numbers_count,
        .cell = numbers_cell,
        .identity = numbers_identity,
        .compare = numbers_compare};

static void test_a_list_keeps_its_selection(void **state)
{
    struct numbers numbers = {.count = 100};
    struct list list;
    size_t row;
    (void)state;
    list_init(&list, &numbers_list, &numbers);
    list_select(&list, 42);
    list_set_filter(&list, "ROW 4");
    assert_int_equal(list.shown, 11);
    assert_true(list_selected(&list, &row));
    assert_int_equal(row, 42);
    list_set_sort(&list, 0, true);
    assert_true(list_selected(&list, &row));
    assert_int_equal(row, 42);
    list_set_sort(&list, -1, false);
    numbers.first = 10;
    numbers.count = 90;
    list_set_filter(&list, "");
    assert_true(list_selected(&list, &row));
    assert_int_equal(row, 32);
    list_set_filter(&list, "none");
    assert_false(list_selected(&list, &row));
    assert_true(list_back(&list));
    assert_false(list_back(&list));
    numbers.count = 0;
    list_reload(&list);
    assert_false(list_selected(&list, &row));
    list_release(&list);
}

static void test_a_list_begins_at_its_first_row(void **state)
{
    struct numbers numbers = {.count = 100};
    struct list list;
    size_t row;
    (void)state;
    list_init(&list, &numbers_list, &numbers);
    list_set_sort(&list, 0, true);
    assert_true(list_selected(&list, &row));
    assert_int_equal(row, 99);
    list_release(&list);
}

static void test_marks_are_of_identities(void **state)
{
    struct numbers numbers = {.count = 10};
    struct list list;
    size_t rows[10];
    struct key space = {.code = ' '};
    (void)state;
    list_init(&list, &numbers_list, &numbers);
    assert_int_equal(list_chosen(&list, rows, 10), 1);
    list_select(&list, 3);
    assert_true(list_key(&list, &space));
    assert_true(list_key(&list, &space));
    numbers.first = 2;
    list_reload(&list);
    assert_int_equal(list_chosen(&list, rows, 10), 2);
    assert_int_equal(rows[0], 1);
    assert_int_equal(rows[1], 2);
    list_key(&list, &(struct key){.code = '*'});
    assert_int_equal(list_mark_count(&list), 10);
    list_key(&list, &(struct key){.code = '*'});
    assert_int_equal(list_mark_count(&list), 0);
    list_release(&list);
}

static void test_a_huge_list(void **state)
{
    struct numbers numbers = {.count = 50000000};
    struct list list;
    size_t row;
    (void)state;
    list_init(&list, &numbers_list, &numbers);
    assert_null(list.order);
    list_key(&list, &(struct key){.code = 'G'});
    assert_true(list_selected(&list, &row));
    assert_int_equal(row, 49999999);
    list_release(&list);
}

static void test_axes(void **state)
{
    (void)state;
    assert_int_equal(chart_axis_step(12345, 4), 5000);
    assert_int_equal(chart_axis_step(100, 4), 50);
    assert_int_equal(chart_axis_step(1, 4), 1);
    assert_int_equal(chart_axis_step(0, 0), 1);
    for (int64_t max = 1; max < INT64_C(1000000000000000); max *= 3)
        for (int count = 1; count < 12; count++)
            assert_true(chart_axis_step(max, count) * count >= max);
    assert_true(chart_axis_step(INT64_MAX, 1) > 0);
}

static void test_sparklines(void **state)
{
    static const int64_t values[] = {0, 1, 50, 100, -1};
    struct buf out = {0};
    (void)state;
    glyph_start(false);
    sparkline_add(&out, values, 5);
    assert_buf(&out, "▁▂▅█ ");
    glyph_start(true);
    sparkline_add(&out, values, 5);
    assert_buf(&out, "..=# ");
    glyph_start(false);
}

static void test_signs_are_one_cell(void **state)
{
    (void)state;
    for (int ascii = 0; ascii <= 1; ascii++) {
        glyph_start(ascii);
        for (int i = 0; i < GLYPH_COUNT; i++) {
            const char *sign = glyph((enum glyph)i);
            assert_int_equal(text_cells(sign, strlen(sign)), 1);
            assert_true(!ascii || (strlen(sign) == 1 && sign[0] > ' '));
        }
    }
    glyph_start(false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(test_clocks),
            cmocka_unit_test(test_dates),
            cmocka_unit_test(test_numbers),
            cmocka_unit_test(test_limits_and_what_is_needed),
            cmocka_unit_test(test_several_are_chosen),
            cmocka_unit_test(test_choices_match_folded),
            cmocka_unit_test(test_a_form_checks_forward_alone),
            cmocka_unit_test(test_a_form_without_fields),
            cmocka_unit_test(test_a_list_keeps_its_selection),
            cmocka_unit_test(test_a_list_begins_at_its_first_row),
            cmocka_unit_test(test_marks_are_of_identities),
            cmocka_unit_test(test_a_huge_list),
            cmocka_unit_test(test_axes),
            cmocka_unit_test(test_sparklines),
            cmocka_unit_test(test_signs_are_one_cell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
