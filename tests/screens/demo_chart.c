#include "base/alloc.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "demo.h"
#include "widgets/chart.h"

struct state {
    struct chart chart;
    int days;
};

static void fill(struct state *state)
{
    chart_clear(&state->chart);
    for (int i = 0; i < state->days; i++) {
        char *label = mem_format("%d", i % 30 + 1);
        char *name = mem_format("Day %d", i + 1);
        chart_add(&state->chart, &(struct chart_bar){.label = label,
                                         .name = name,
                                         .value = i % 7 == 3 ? 0 : (int64_t)(i * 7919) % 12345,
                                         .more = i % 2 ? "12 in the control group" : NULL,
                                         .mark = i == 9 ? "version 4 by Ana" : NULL,
                                         .open = i + 1 == state->days});
        mem_free(label);
        mem_free(name);
    }
}

static void range(void *context, int step)
{
    struct state *state = context;
    int days = step > 0 ? state->days * 2 : state->days / 2;
    state->days = days < 1 ? 1 : days > 400 ? 400 : days;
    fill(state);
}

static int demo_open(struct view *view, void *argument, struct error *err)
{
    struct state *state = mem_new(sizeof *state);
    (void)argument;
    (void)err;
    view->state = state;
    state->days = 14;
    state->chart.context = state;
    state->chart.range = range;
    chart_set_unit(&state->chart, "sent");
    fill(state);
    return 0;
}

static void demo_close(struct view *view)
{
    struct state *state = view->state;
    chart_release(&state->chart);
    mem_free(state);
}

static void demo_title(struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, _("Chart"));
}

static void demo_draw(struct view *view, struct area area)
{
    static const int64_t values[] = {0, 3, 9, -1, 12, 40, 33, 1};
    struct state *state = view->state;
    struct buf spark = {0};
    struct area row = area_take_top(&area, 1);
    sparkline_add(&spark, values, ARRAY_COUNT(values));
    draw_text(row, 0, 1, STYLE_TEXT, buf_text(&spark));
    buf_release(&spark);
    chart_draw(&state->chart, area_inset(area, 0, 1), true);
}

static bool demo_key(struct view *view, const struct key *key)
{
    struct state *state = view->state;
    return chart_key(&state->chart, key);
}

const struct view_type chart_demo_view = {
        .name = "chart",
        .layers = {&chart_keymap},
        .open = demo_open,
        .close = demo_close,
        .title = demo_title,
        .draw = demo_draw,
        .key = demo_key,
};
