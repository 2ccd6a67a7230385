/* Nothing is drawn outside of its area, whatever the text; and what the terminal is told. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "base/term.h"
#include "base/text.h"
#include "unit.h"

enum { HEIGHT = 12, WIDTH = 40 };

static int start(void **state)
{
    struct term_options options = {
            .headless = true, .height = HEIGHT, .width = WIDTH, .depth = STYLE_256};
    (void)state;
    setenv("LC_ALL", "C.UTF-8", 1);
    i18n_start(NULL);
    return term_start(&options, NULL);
}

static int stop(void **state)
{
    (void)state;
    term_stop();
    return 0;
}

/* The screen as rows of cells; the second cell of a wide character is a blank. */
static void read_cells(char cells[HEIGHT][WIDTH][5])
{
    struct buf screen = {0};
    term_add_screen(&screen);
    const char *at = buf_text(&screen);
    for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++)
            memcpy(cells[y][x], " ", 2);
        for (int x = -1; *at != '\n';) {
            uint32_t character;
            size_t used = text_decode(at, strlen(at), &character);
            int wide = text_char_cells(character);
            x += wide > 0;
            assert_true(x < WIDTH);
            if (wide > 0) {
                memcpy(cells[y][x], at, used);
                cells[y][x][used] = 0;
            }
            x += wide == 2;
            at += used;
        }
        at++;
    }
    buf_release(&screen);
}

static void fill(void)
{
    struct area all = {0, 0, HEIGHT, WIDTH};
    draw_begin();
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            draw_text(all, y, x, STYLE_TEXT, "#");
}

static void check_outside(struct area area)
{
    static char cells[HEIGHT][WIDTH][5];
    read_cells(cells);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            if (!area_holds(area, y, x))
                assert_string_equal(cells[y][x], "#");
}

static const char *const texts[] = {
        "plain",
        "a long text that is longer than any area it is drawn into, by far and more",
        "新しい商品のお知らせ新しい商品のお知らせ",
        "e\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86 combined",
        "\xcc\x81 alone",
        "\033[2J\033[31m\r\n\t\b\a\x7f control",
        "\xff\xfe\xc3\x28 broken \xed\xa0\x80",
        "\xe2\x80\xaeright to left \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d",
        "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb joined \xef\xb8\x8f",
        "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab jamo",
        "",
};

static void draw_anything(struct area area, int y, int x, const char *text)
{
    int width = (int)(random() % 60) - 5;
    const struct draw_span spans[] = {{STYLE_STRONG, text}, {STYLE_DIM, text}};
    switch (random() % 10) {
    case 0: draw_text(area, y, x, STYLE_ERROR, text); break;
    case 1: draw_fit(area, y, x, width, STYLE_TEXT, text); break;
    case 2: draw_fit_right(area, y, x, width, STYLE_TEXT, text); break;
    case 3: draw_wrapped(area, y, STYLE_DIM, text); break;
    case 4: draw_rule(area, y, text); break;
    case 5: draw_box(area, text); break;
    case 6: draw_badge(area, y, x, STYLE_LIVE, text); break;
    case 7: draw_spans(area, y, x < 0 ? 0 : x, width, spans, 2); break;
    case 8: draw_upright(area, x); break;
    default: draw_format(area, y, x, STYLE_TEXT, "%s%s", text, text); break;
    }
}

static void test_nothing_is_drawn_outside(void **state)
{
    (void)state;
    srandom(3);
    for (int i = 0; i < 3000; i++) {
        struct area area = {(int)(random() % HEIGHT), (int)(random() % WIDTH), 0, 0};
        area.height = (int)(random() % (HEIGHT - area.y + 1));
        area.width = (int)(random() % (WIDTH - area.x + 1));
        fill();
        for (int k = 0; k < 4; k++)
            draw_anything(area, (int)(random() % 16) - 2, (int)(random() % 50) - 4,
                    texts[(size_t)random() % ARRAY_COUNT(texts)]);
        draw_cursor(area, (int)(random() % 30) - 5, (int)(random() % 60) - 5);
        check_outside(area);
    }
}

static void test_texts_are_made_safe(void **state)
{
    struct area all = {0, 0, HEIGHT, WIDTH};
    struct buf screen = {0};
    (void)state;
    draw_begin();
    for (size_t i = 0; i < ARRAY_COUNT(texts) && i < HEIGHT; i++)
        draw_text(all, (int)i, 0, STYLE_TEXT, texts[i]);
    term_add_screen(&screen);
    for (size_t i = 0; i < screen.size; i++)
        assert_true((unsigned char)screen.bytes[i] >= ' ' || screen.bytes[i] == '\n');
    assert_null(strstr(buf_text(&screen), "\xe2\x80\xae"));
    assert_null(strstr(buf_text(&screen), "\xe2\x80\x8d"));
    assert_true(text_is_utf8(buf_text(&screen), screen.size));
    buf_release(&screen);
}

static void test_exact_widths(void **state)
{
    struct area row = {0, 0, 1, WIDTH};
    struct buf screen = {0};
    (void)state;
    fill();
    draw_fit(row, 0, 2, 6, STYLE_TEXT, "新しい商品");
    draw_fit_right(row, 0, 10, 6, STYLE_TEXT, "12");
    draw_fit(row, 0, 18, 0, STYLE_TEXT, "none");
    term_add_screen(&screen);
    assert_memory_equal(buf_text(&screen), "##新し… ##    12####", 24);
    buf_release(&screen);
}

static void test_sizes_have_bounds(void **state)
{
    int height;
    int width;
    (void)state;
    term_resize(0, -3);
    term_size(&height, &width);
    assert_int_equal(height, 1);
    assert_int_equal(width, 1);
    draw_begin();
    draw_box((struct area){0, 0, 1, 1}, "title");
    draw_end();
    term_resize(100000, 100000);
    term_size(&height, &width);
    assert_true(height <= 1000 && width <= 1000);
    term_resize(HEIGHT, WIDTH);
}

static void test_starting_again(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        term_stop();
        assert_int_equal(start(NULL), 0);
    }
    term_stop();
    term_stop();
    assert_int_equal(start(NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(test_nothing_is_drawn_outside),
            cmocka_unit_test(test_texts_are_made_safe),
            cmocka_unit_test(test_exact_widths),
            cmocka_unit_test(test_sizes_have_bounds),
            cmocka_unit_test(test_starting_again),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
