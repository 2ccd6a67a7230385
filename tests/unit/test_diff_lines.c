/* Two texts against each other, as the difference of versions shows them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "screens/diff_lines.h"

enum { NARROW = 80, WIDE = 120 };

static void shows(const char *before, const char *after, int width, const char *wanted)
{
    struct textview text = {0};
    struct buf all = {0};
    diff_add_lines(&text, before, after, width);
    for (size_t i = 0; i < text.count; i++)
        buf_add_format(&all, "%s|", buf_text(&text.paragraphs[i].text));
    assert_string_equal(buf_text(&all), wanted);
    buf_release(&all);
    textview_release(&text);
}

static void lines_below_each_other(void **state)
{
    (void)state;
    shows("a", "b", NARROW, "    - a|    + b|");
    shows(NULL, "b", NARROW, "    + b|");
    shows("a", NULL, NARROW, "    - a|");
    shows("a\nb\nc", "a\nx\nc", NARROW, "      a|    - b|    + x|      c|");
    /* What went stands before what came. */
    shows("a\nb", "x\ny\nz", NARROW, "    - a|    - b|    + x|    + y|    + z|");
}

static void common_lines_are_left_out(void **state)
{
    (void)state;
    shows("1\n2\n3\n4\n5", "1\n2\n3\n4\nx", NARROW, "      ...|      4|    - 5|    + x|");
    shows("1\n2\n3\n4\n5", "x\n2\n3\n4\n5", NARROW, "    - 1|    + x|      2|      ...|");
    shows("1\n2\n3\n4\n5\n6", "x\n2\n3\n4\n5\ny", NARROW,
            "    - 1|    + x|      2|      ...|      5|    - 6|    + y|");
}

static void the_longest_common_part_stays(void **state)
{
    (void)state;
    shows("a\nb\nc\nd", "b\nc\nx\nd\ne", NARROW,
            "    - a|      b|      c|    + x|      d|    + e|");
}

static void lines_beside_each_other(void **state)
{
    struct buf all = {0};
    (void)state;
    buf_add_format(&all, "  ! %-*s  %-*s|", diff_half(WIDE), "a", diff_half(WIDE), "b");
    shows("a", "b", WIDE, buf_text(&all));
    buf_clear(&all);
    buf_add_format(&all, "    %-*s  %-*s|  ! %-*s  %-*s|", diff_half(WIDE), "a", diff_half(WIDE),
            "a", diff_half(WIDE), "", diff_half(WIDE), "b");
    shows("a", "a\nb", WIDE, buf_text(&all));
    buf_release(&all);
}

/* Far longer than what is compared line by line. */
static void long_texts_end(void **state)
{
    struct buf before = {0}, after = {0};
    struct textview text = {0};
    (void)state;
    for (int i = 0; i < 3000; i++) {
        buf_add_format(&before, "line %d\n", i);
        buf_add_format(&after, "row %d\n", i);
    }
    diff_add_lines(&text, buf_text(&before), buf_text(&after), NARROW);
    assert_int_equal(text.count, 6001);
    textview_release(&text);
    buf_release(&before);
    buf_release(&after);
}

static void hostile_bytes_are_made_safe(void **state)
{
    (void)state;
    shows("\x1b[2J", "\xff", NARROW, "    - \xef\xbf\xbd[2J|    + \xef\xbf\xbd|");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(lines_below_each_other),
            cmocka_unit_test(common_lines_are_left_out),
            cmocka_unit_test(the_longest_common_part_stays),
            cmocka_unit_test(lines_beside_each_other),
            cmocka_unit_test(long_texts_end),
            cmocka_unit_test(hostile_bytes_are_made_safe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
