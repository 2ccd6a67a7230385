#include "report/seen.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/when.h"
#include "screens/world.h"
#include "widgets/chart.h"
#include "widgets/textview.h"

enum { CHART_ROWS = 9 };

static const int ranges[] = {7, 14, 31, 91};

/* One event: bars by day for the last month above the properties that came with it. Without a name:
 * the traits of users. */
struct event {
    struct textview text;
    struct chart chart;
    size_t range; /* of ranges: days shown */
    struct view *view;
    char *name;
    int64_t seen; /* store_data_version of what is shown */
};

static const char *const type_words[VALUE_OBJECT + 1] = {
        [VALUE_NULL] = N_("null"),
        [VALUE_FALSE] = N_("false"),
        [VALUE_TRUE] = N_("true"),
        [VALUE_INTEGER] = N_("number"),
        [VALUE_NUMBER] = N_("number"),
        [VALUE_STRING] = N_("text"),
        [VALUE_ARRAY] = N_("list"),
        [VALUE_OBJECT] = N_("object"),
};

static void add_types(struct buf *out, const struct property_row *row)
{
    const char *last = NULL;
    for (int type = VALUE_NULL; type <= VALUE_OBJECT; type++) {
        if (row->counts[type] == 0 || (last != NULL && strcmp(last, type_words[type]) == 0))
            continue;
        buf_add_format(out, "%s%s", last != NULL ? ", " : "", i18n_text(type_words[type]));
        last = type_words[type];
    }
}

static void add_property(struct textview *text, const struct property_row *row)
{
    struct buf line = {0};
    textview_begin(text, 4);
    textview_span(text, STYLE_STRONG, row->path);
    buf_add_text(&line, "  ");
    text_add_number(&line, row->count);
    buf_add_text(&line, "  ");
    add_types(&line, row);
    textview_span(text, STYLE_DIM, buf_text(&line));
    buf_clear(&line);
    for (size_t i = 0; i < row->example_count; i++) {
        buf_add_format(&line, "%s%s (", i > 0 ? ", " : "    ", row->examples[i].json);
        text_add_number(&line, row->examples[i].count);
        buf_add_char(&line, ')');
    }
    if (row->more_values)
        buf_add_text(&line, ", ...");
    if (line.size > 0)
        textview_add(text, STYLE_TEXT, 4, buf_text(&line));
    buf_release(&line);
}

static void add_day(struct chart *chart, int64_t day, int64_t count, bool open)
{
    char label[16], name[16];
    int year, month, date;
    day_to_civil(day, &year, &month, &date);
    snprintf(label, sizeof label, "%d", date);
    snprintf(name, sizeof name, "%04d-%02d-%02d", year, month, date);
    chart_add(
            chart, &(struct chart_bar){.label = label, .name = name, .value = count, .open = open});
}

static void fill_chart(struct event *state, const struct seen *seen)
{
    size_t count = 0;
    const struct event_day *days = seen_event_days(seen, state->name, &count);
    chart_clear(&state->chart);
    if (count == 0)
        return;
    size_t at = 0;
    for (int64_t day = days[count - 1].day - ranges[state->range] + 1; day <= days[count - 1].day;
            day++) {
        while (at < count && days[at].day < day)
            at++;
        add_day(&state->chart, day, at < count && days[at].day == day ? days[at].count : 0,
                day == days[count - 1].day);
    }
}

static int event_load(struct view *view, struct error *err)
{
    struct event *state = view->state;
    struct seen *seen = seen_open(world_of(view->app)->store, err);
    size_t count = 0;
    if (seen == NULL)
        return -1;
    const struct property_row *rows = seen_properties(seen, state->name, &count);
    textview_clear(&state->text);
    for (size_t i = 0; i < count; i++)
        add_property(&state->text, &rows[i]);
    if (count == 0)
        textview_add(&state->text, STYLE_DIM, 0, _("No properties were seen with it."));
    if (state->name != NULL)
        fill_chart(state, seen);
    seen_free(seen);
    return 0;
}

static void set_range(void *context, int step)
{
    struct event *state = context;
    struct error err = {0};
    if (step < 0 ? state->range == 0 : state->range + 1 == ARRAY_COUNT(ranges))
        return;
    state->range += (size_t)step;
    if (event_load(state->view, &err) != 0)
        app_message_error(state->view->app, &err);
    state->chart.selected = state->chart.count > 0 ? state->chart.count - 1 : 0;
}

static int event_open(struct view *view, void *argument, struct error *err)
{
    struct event *state = mem_new(sizeof *state);
    view->state = state;
    state->name = argument != NULL ? mem_string(argument) : NULL;
    state->seen = -1;
    state->view = view;
    state->range = 2;
    state->chart.context = state;
    state->chart.range = set_range;
    chart_set_unit(&state->chart, _("events"));
    world_changed(world_of(view->app), &state->seen);
    if (event_load(view, err) != 0)
        return -1;
    state->chart.selected = state->chart.count > 0 ? state->chart.count - 1 : 0;
    return 0;
}

static void event_close(struct view *view)
{
    struct event *state = view->state;
    textview_release(&state->text);
    chart_release(&state->chart);
    mem_free(state->name);
    mem_free(state);
}

static void event_title(struct view *view, struct buf *out)
{
    struct event *state = view->state;
    buf_add_text(out, state->name != NULL ? state->name : _("Traits of users"));
}

static void event_status(struct view *view, struct view_status *out)
{
    struct event *state = view->state;
    textview_add_status(&state->text, &out->text);
}

static void event_draw(struct view *view, struct area area)
{
    struct event *state = view->state;
    int rows = state->chart.count == 0 ? 0 : CHART_ROWS + (area.height > 26 ? 4 : 0);
    chart_draw(&state->chart, area_rows(area, 0, rows), true);
    if (rows > 0)
        draw_rule(area, rows, _("properties"));
    textview_draw(&state->text, area_rows(area, rows > 0 ? rows + 1 : 0, area.height));
}

static bool event_key(struct view *view, const struct key *key)
{
    struct event *state = view->state;
    if (!textview_typing(&state->text) && chart_key(&state->chart, key))
        return true;
    return textview_key(&state->text, key);
}

static bool event_typing(struct view *view)
{
    struct event *state = view->state;
    return textview_typing(&state->text);
}

static bool event_back(struct view *view)
{
    struct event *state = view->state;
    return textview_back(&state->text);
}

static const struct keymap *event_mode(struct view *view)
{
    struct event *state = view->state;
    return textview_mode(&state->text);
}

static void event_tick(struct view *view, int64_t now_ms)
{
    struct event *state = view->state;
    struct error err = {0};
    (void)now_ms;
    if (!world_changed(world_of(view->app), &state->seen))
        return;
    if (event_load(view, &err) != 0)
        app_message_error(view->app, &err);
    app_redraw(view->app);
}

const struct view_type event_view = {
        .name = "event",
        .help = N_("How often the event came, day by day for the last month of it, and the "
                   "properties that came with it: how often, of which types, and the values that "
                   "were seen most. The last day is still being counted."),
        .layers = {&chart_keymap, &textview_keymap},
        .open = event_open,
        .close = event_close,
        .title = event_title,
        .status = event_status,
        .draw = event_draw,
        .key = event_key,
        .typing = event_typing,
        .mode = event_mode,
        .back = event_back,
        .tick = event_tick,
};
