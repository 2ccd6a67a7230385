#include "screens/campaign_chart.h"

#include <string.h>

#include "base/alloc.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/when.h"
#include "report/campaigns.h"
#include "report/changelog.h"
#include "report/ledger.h"
#include "report/refs.h"
#include "report/stats.h"
#include "report/stats_span.h"
#include "screens/badge.h"
#include "screens/labels.h"
#include "screens/world.h"
#include "store/engine_record.h"
#include "widgets/chart.h"
#include "widgets/dialog.h"

struct over_time {
    struct view *view;
    char *id;
    struct chart chart;
    struct stats stats; /* a row a bar */
    size_t figure;      /* of `series` */
    size_t range;       /* of `ranges` */
    int64_t seen;
    zone_id zone;
    bool stale;
    struct campaign *campaign;
    struct log_list log; /* what was changed in the range, oldest first */
};

static int64_t sum_refusals(const struct stats_row *row)
{
    int64_t sum = 0;
    for (int i = REFUSAL_NONE + 1; i < REFUSAL_COUNT; i++)
        sum += row->refusals[i];
    return sum;
}

static int64_t value_matches(const struct stats_row *row)
{
    return row->matches;
}

static int64_t value_entries(const struct stats_row *row)
{
    return row->entries;
}

static int64_t value_sent(const struct stats_row *row)
{
    return row->outcomes[OUTCOME_SENT];
}

static int64_t value_held_out(const struct stats_row *row)
{
    return row->outcomes[OUTCOME_CONTROL];
}

static int64_t value_seen(const struct stats_row *row)
{
    int impression = channel_impression(row->channel);
    return impression >= 0 ? row->interactions[impression].total : 0;
}

static int64_t value_opens(const struct stats_row *row)
{
    return row->interactions[INTERACTION_OPEN_EMAIL].total +
           row->interactions[INTERACTION_OPEN_PUSH].total;
}

static int64_t value_clicks(const struct stats_row *row)
{
    static const enum interaction clicks[] = {INTERACTION_CLICK_IN_APP, INTERACTION_CLICK_EMAIL,
            INTERACTION_CLICK_PUSH_BUTTON, INTERACTION_CLICK_SMS_LINK,
            INTERACTION_CLICK_CONTENT_CARD};
    int64_t sum = 0;
    for (size_t i = 0; i < ARRAY_COUNT(clicks); i++)
        sum += row->interactions[clicks[i]].total;
    return sum;
}

static int64_t value_conversions(const struct stats_row *row)
{
    return row->conversion_count > 0 ? row->conversions[0].sent : 0;
}

static const struct {
    const char *unit;
    int64_t (*value)(const struct stats_row *row);
} series[] = {
        {N_("sent"), value_sent},
        {N_("matched"), value_matches},
        {N_("refused"), sum_refusals},
        {N_("entries"), value_entries},
        {N_("held out"), value_held_out},
        {N_("seen"), value_seen},
        {N_("opened"), value_opens},
        {N_("clicked"), value_clicks},
        {N_("converted (first event)"), value_conversions},
};

static const struct {
    enum stats_by by;
    int count;
    const char *words;
} ranges[] = {
        {STATS_BY_HOUR, 24, N_("24 hours")},
        {STATS_BY_HOUR, 72, N_("3 days by hour")},
        {STATS_BY_DAY, 7, N_("7 days")},
        {STATS_BY_DAY, 14, N_("14 days")},
        {STATS_BY_DAY, 28, N_("28 days")},
        {STATS_BY_DAY, 91, N_("91 days")},
        {STATS_BY_DAY, 365, N_("a year")},
};
enum { RANGE_USUAL = 3 };

static void add_day(struct buf *out, int64_t at_ms, zone_id zone)
{
    static const char *const weekdays[] = {
            N_("Sun"), N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat")};
    struct wall wall = zone_wall(zone, at_ms);
    int year, month, day;
    day_to_civil(wall.day, &year, &month, &day);
    buf_add_format(
            out, "%s %04d-%02d-%02d", i18n_text(weekdays[day_weekday(wall.day)]), year, month, day);
}

static void add_label(struct buf *out, int64_t at_ms, zone_id zone, enum stats_by by)
{
    struct wall wall = zone_wall(zone, at_ms);
    int year, month, day;
    day_to_civil(wall.day, &year, &month, &day);
    if (by == STATS_BY_HOUR)
        buf_add_format(out, "%02d", (int)(wall.ms / HOUR_MS));
    else
        buf_add_format(out, "%d", day);
}

static void add_name(struct buf *out, int64_t at_ms, zone_id zone, enum stats_by by)
{
    struct wall wall = zone_wall(zone, at_ms);
    add_day(out, at_ms, zone);
    if (by == STATS_BY_HOUR)
        buf_add_format(out, " %02d:00", (int)(wall.ms / HOUR_MS));
}

static void add_change(struct buf *out, const struct log_row *row)
{
    if (row->object == OBJECT_SEGMENT)
        buf_add_format(out, _("segment %s changed by %s"), row->id, row->by);
    else if (row->changes.count > 0 && row->version > 0)
        buf_add_format(out, _("version %u by %s"), row->version, row->by);
    else
        buf_add_format(out, _("%s by %s"), action_label(row->action), row->by);
}

static bool concerns(const struct over_time *state, const struct log_row *row)
{
    if (row->object == OBJECT_CAMPAIGN)
        return strcmp(row->id, state->id) == 0;
    return row->object == OBJECT_SEGMENT && campaign_uses_segment(state->campaign, row->id);
}

enum { MARKS_SHOWN = 3 };

/* What was changed in a bar; nothing where nothing was. */
static void add_marks(
        struct buf *out, const struct over_time *state, int64_t from_ms, int64_t to_ms)
{
    size_t count = 0;
    for (size_t i = 0; i < state->log.count; i++) {
        const struct log_row *row = &state->log.items[i];
        if (row->at_ms < from_ms || row->at_ms >= to_ms || !concerns(state, row))
            continue;
        if (count++ >= MARKS_SHOWN)
            continue;
        buf_add_text(out, count > 1 ? ", " : "");
        add_change(out, row);
    }
    if (count > MARKS_SHOWN)
        buf_add_format(out, _(" and %zu more"), count - MARKS_SHOWN);
}

/* What stands beside the figure that is shown. */
static void add_more(struct buf *out, const struct over_time *state, const struct stats_row *row)
{
    if (series[state->figure].value == value_sent)
        buf_add_format(out, _("%lld matched, %lld entries"), (long long)row->matches,
                (long long)row->entries);
    else
        buf_add_format(out, _("%lld sent, %lld waiting"), (long long)value_sent(row),
                (long long)row->outcomes[OUTCOME_PENDING]);
}

static void add_bar(struct over_time *state, const struct stats_row *row, int64_t clock_ms)
{
    enum stats_by by = ranges[state->range].by;
    struct buf label = {0}, name = {0}, more = {0}, mark = {0};
    add_label(&label, row->from_ms, state->zone, by);
    add_name(&name, row->from_ms, state->zone, by);
    add_more(&more, state, row);
    add_marks(&mark, state, row->from_ms, row->to_ms);
    chart_add(&state->chart, &(struct chart_bar){.label = buf_text(&label),
                                     .name = buf_text(&name),
                                     .value = series[state->figure].value(row),
                                     .more = buf_text(&more),
                                     .mark = mark.size > 0 ? buf_text(&mark) : NULL,
                                     .open = clock_ms >= row->from_ms && clock_ms < row->to_ms});
    buf_release(&label);
    buf_release(&name);
    buf_release(&more);
    buf_release(&mark);
}

static void make_bars(struct over_time *state)
{
    struct engine_record record;
    int64_t clock_ms = WHEN_NONE;
    if (engine_record_load(world_of(state->view->app)->store, &record, NULL) == 0)
        clock_ms = record.clock_ms;
    chart_clear(&state->chart);
    chart_set_unit(&state->chart, i18n_text(series[state->figure].unit));
    for (size_t i = 0; i < state->stats.count; i++)
        add_bar(state, &state->stats.items[i], clock_ms);
    if (state->chart.selected >= state->chart.count)
        state->chart.selected = state->chart.count > 0 ? state->chart.count - 1 : 0;
}

/* As many whole days or hours up to the one the clock is in, as the range has. */
static void set_span(const struct over_time *state, int64_t clock_ms, struct stats_query *query)
{
    int64_t at = period_start_ms(query->by, state->zone, clock_ms);
    query->until_ms = period_next_ms(query->by, state->zone, at);
    for (int i = 1; i < ranges[state->range].count; i++)
        at = period_start_ms(query->by, state->zone, at - 1);
    query->since_ms = at;
}

static int read_log(struct over_time *state, const struct stats_query *query, struct error *err)
{
    const struct log_query log = {
            .object = -1, .since_ms = query->since_ms, .until_ms = query->until_ms};
    struct log_list rows = {0};
    if (log_read(world_of(state->view->app)->store, &log, &rows, err) != 0)
        return -1;
    log_list_release(&state->log);
    state->log = rows;
    return 0;
}

static int chart_load(struct over_time *state, struct error *err)
{
    struct store *store = world_of(state->view->app)->store;
    const char *ids[] = {state->id};
    struct stats_query query = {
            .ids = ids, .id_count = 1, .by = ranges[state->range].by, .gaps = true};
    struct engine_record record;
    struct stats stats = {0};
    struct campaign *campaign = campaign_document(store, state->id, 0, err);
    if (campaign == NULL)
        return -1;
    campaign_free(state->campaign);
    state->campaign = campaign;
    if (engine_record_load(store, &record, err) != 0)
        return -1;
    set_span(state, record.clock_ms == WHEN_NONE ? app_now(state->view->app) : record.clock_ms,
            &query);
    if (read_log(state, &query, err) != 0 || stats_count(store, &query, &stats, err) != 0)
        return -1;
    stats_release(&state->stats);
    state->stats = stats;
    make_bars(state);
    return 0;
}

static void reload(struct over_time *state)
{
    struct error err = {0};
    state->stale = chart_load(state, &err) != 0;
    if (state->stale)
        app_message_error(state->view->app, &err);
    app_redraw(state->view->app);
}

static void range_step(void *context, int step)
{
    struct over_time *state = context;
    if (step < 0 ? state->range == 0 : state->range + 1 == ARRAY_COUNT(ranges))
        return;
    state->range += step < 0 ? (size_t)-1 : 1;
    state->chart.selected = CHART_BARS_MAX; /* the newest */
    reload(state);
}

static int chart_open(struct view *view, void *argument, struct error *err)
{
    struct over_time *state = mem_new(sizeof *state);
    view->state = state;
    state->view = view;
    state->id = mem_string(argument);
    state->range = RANGE_USUAL;
    state->seen = -1;
    state->zone = world_zone(world_of(view->app));
    state->chart.context = state;
    state->chart.range = range_step;
    state->chart.selected = CHART_BARS_MAX;
    world_changed(world_of(view->app), &state->seen);
    return chart_load(state, err);
}

static void chart_close(struct view *view)
{
    struct over_time *state = view->state;
    chart_release(&state->chart);
    stats_release(&state->stats);
    log_list_release(&state->log);
    campaign_free(state->campaign);
    mem_free(state->id);
    mem_free(state);
}

static void chart_title(struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, _("Over time"));
}

static void chart_status(struct view *view, struct view_status *out)
{
    struct over_time *state = view->state;
    buf_add_format(&out->text, "%s %s %s", i18n_text(series[state->figure].unit), glyph(GLYPH_DOT),
            i18n_text(ranges[state->range].words));
    if (!state->stale)
        return;
    out->badge = _("STALE");
    out->badge_style = STYLE_WARNING;
}

static void chart_paint(struct view *view, struct area area)
{
    struct over_time *state = view->state;
    chart_draw(&state->chart, area_inset(area, 0, 1), true);
}

static bool chart_keys(struct view *view, const struct key *key)
{
    struct over_time *state = view->state;
    return chart_key(&state->chart, key);
}

static void chart_tick(struct view *view, int64_t now_ms)
{
    struct over_time *state = view->state;
    (void)now_ms;
    if (world_changed(world_of(view->app), &state->seen))
        reload(state);
}

enum { DO_OPEN = 1, DO_FIGURE, DO_CHOOSE };

static void show_figure(struct over_time *state, size_t figure)
{
    state->figure = figure % ARRAY_COUNT(series);
    make_bars(state);
}

static void figure_chosen(struct view *view, void *context, int answer)
{
    (void)view;
    if (answer != DIALOG_CANCEL)
        show_figure(context, (size_t)answer);
}

static void choose_figure(struct view *view)
{
    struct choices choices = {0};
    for (size_t i = 0; i < ARRAY_COUNT(series); i++)
        choices_add(&choices, "", i18n_text(series[i].unit), NULL);
    dialog_choose(view->app,
            &(struct dialog){.title = _("Show"), .done = figure_chosen, .context = view->state},
            &choices);
    choices_release(&choices);
}

static void open_bar(struct view *view)
{
    struct over_time *state = view->state;
    const struct stats_row *row = &state->stats.items[state->chart.selected];
    app_open(view->app, &ledger_view,
            &(struct ledger_query){.campaign = state->id,
                    .outcome = -1,
                    .since_ms = row->from_ms,
                    .until_ms = row->to_ms});
}

static void chart_action(struct view *view, int action)
{
    struct over_time *state = view->state;
    switch (action) {
    case DO_OPEN: open_bar(view); break;
    case DO_FIGURE: show_figure(state, state->figure + 1); break;
    default: choose_figure(view); break;
    }
}

static bool refuse_open(struct view *view, struct buf *why)
{
    struct over_time *state = view->state;
    if (state->chart.selected < state->stats.count)
        return false;
    buf_add_text(why, _("There is no bar here; + takes a longer range."));
    return true;
}

static const struct keybind binds[] = {
        {DO_OPEN, {CODE_ENTER}, N_("users"), N_("The entries triggered in this hour or day"),
                refuse_open},
        {DO_FIGURE, {'n'}, N_("next figure"), N_("The next figure: sent, matched, refused, ..."),
                NULL},
        {DO_CHOOSE, {'f'}, NULL, N_("Choose the figure from a list"), NULL},
};

static const struct keymap keymap = KEYMAP(N_("Over time"), binds);

const struct view_type campaign_chart_view = {
        .name = "campaign_chart",
        .help = N_("What the campaign did by hour or day of the company zone. An arrow below a bar "
                   "marks that the campaign, or a segment it uses, was changed then."),
        .keymap = &keymap,
        .layers = {&chart_keymap},
        .open = chart_open,
        .close = chart_close,
        .title = chart_title,
        .status = chart_status,
        .draw = chart_paint,
        .key = chart_keys,
        .tick = chart_tick,
        .action = chart_action,
};
