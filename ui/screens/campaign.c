/* One campaign: what is new on it, what it did, and what can be done with it. */
#include "screens/world.h"

#include <string.h>

#include "base/alloc.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/when.h"
#include "base/wrap.h"
#include "model/words.h"
#include "report/campaigns.h"
#include "report/changelog.h"
#include "report/ledger.h"
#include "screens/acts.h"
#include "screens/badge.h"
#include "screens/campaign_chart.h"
#include "screens/campaign_keys.h"
#include "screens/campaign_screen.h"
#include "screens/labels.h"
#include "screens/page.h"
#include "screens/people.h"
#include "widgets/dialog.h"

enum column { COLUMN_FIGURE, COLUMN_COUNT, COLUMN_SHARE, COLUMN_USERS, COLUMN_BAR };

enum { BAR_CELLS = 20 };

static const struct list_column columns[] = {
        [COLUMN_FIGURE] = {.title = N_("Figure"), .width = 26},
        [COLUMN_COUNT] = {.title = N_("Count"), .width = 11, .align = LIST_RIGHT},
        [COLUMN_SHARE] = {.title = N_("Share"), .width = 7, .align = LIST_RIGHT},
        [COLUMN_USERS] = {.title = N_("Users"), .width = 9, .align = LIST_RIGHT, .priority = 2},
        [COLUMN_BAR] = {.title = "", .width = BAR_CELLS, .priority = 1},
};

static size_t rows_count(void *context)
{
    const struct campaign_screen *state = context;
    return state->figures.count;
}

static void add_bar(struct buf *out, const struct figure *figure)
{
    double share = figure->kind == FIGURE_MATCHES && figure->count > 0 ? 1 : figure_share(figure);
    int cells = (int)(share * BAR_CELLS + 0.5);
    if (share > 0 && cells == 0)
        cells = 1;
    for (int i = 0; i < cells; i++)
        buf_add_text(out, glyph(GLYPH_HEAVY));
}

static void rows_cell(void *context, size_t number, size_t column, struct list_cell *cell)
{
    const struct campaign_screen *state = context;
    const struct figure *figure = &state->figures.items[number];
    switch ((enum column)column) {
    case COLUMN_FIGURE: figure_add_label(&cell->text, &state->figures, figure); break;
    case COLUMN_COUNT:
        figure_add_value(&cell->text, figure);
        if (figure->kind == FIGURE_UNTRACKED)
            cell->style = STYLE_DIM;
        else if (figure->level < 2)
            cell->style = STYLE_STRONG;
        break;
    case COLUMN_SHARE: figure_add_share(&cell->text, figure); break;
    case COLUMN_USERS:
        if (figure->unique >= 0 && figure->kind != FIGURE_UNTRACKED)
            text_add_number(&cell->text, figure->unique);
        break;
    case COLUMN_BAR:
        add_bar(&cell->text, figure);
        cell->style = figure->kind == FIGURE_CONTROL ? STYLE_CHART_2 : STYLE_CHART;
        break;
    }
}

static void rows_words(void *context, size_t number, struct buf *out)
{
    const struct campaign_screen *state = context;
    figure_add_words(out, &state->figures, &state->figures.items[number]);
}

static uint64_t rows_identity(void *context, size_t number)
{
    const struct campaign_screen *state = context;
    const struct figure *figure = &state->figures.items[number];
    return (uint64_t)figure->kind * 1000 + (uint64_t)figure->code;
}

static const struct list_type list_type = {
        .columns = columns,
        .column_count = ARRAY_COUNT(columns),
        .empty = "",
        .words_rows = 2,
        .count = rows_count,
        .cell = rows_cell,
        .words = rows_words,
        .identity = rows_identity,
};

static int load_row(struct campaign_screen *state, struct error *err)
{
    struct world *world = world_of(state->screen.view->app);
    const struct campaigns_query query = {.status = -1, .id = state->id, .figures = true};
    struct campaign_list rows = {0};
    if (campaigns_list(world->store, &query, &rows, err) != 0)
        return -1;
    campaign_list_release(&state->row);
    state->row = rows;
    return 0;
}

static int load_document(struct campaign_screen *state, struct error *err)
{
    struct world *world = world_of(state->screen.view->app);
    struct campaign *campaign = campaign_document(world->store, state->id, 0, err);
    if (campaign == NULL)
        return -1;
    campaign_free(state->campaign);
    state->campaign = campaign;
    buf_clear(&state->words);
    campaign_add_words(&state->words, campaign);
    return 0;
}

static int load_figures(struct campaign_screen *state, struct error *err)
{
    struct world *world = world_of(state->screen.view->app);
    const char *ids[] = {state->id};
    const struct stats_query query = {
            .ids = ids, .id_count = 1, .since_ms = WHEN_NONE, .until_ms = WHEN_NEVER};
    struct stats stats = {0};
    if (stats_count(world->store, &query, &stats, err) != 0)
        return -1;
    if (stats.count == 1)
        figures_make(&state->figures, &stats.items[0], state->campaign);
    stats_release(&stats);
    return 0;
}

/* What was shown as new stays until something newer comes. */
static int load_unseen(struct campaign_screen *state, struct error *err)
{
    struct world *world = world_of(state->screen.view->app);
    struct log_list unseen = {0};
    if (log_unseen(world->store, state->id, world->actor.by, &unseen, err) != 0)
        return -1;
    if (unseen.count == 0) {
        log_list_release(&unseen);
        return 0;
    }
    log_list_release(&state->unseen);
    state->unseen = unseen;
    state->looked = false;
    state->drawn = false;
    return 0;
}

static int campaign_load(struct view *view, struct error *err)
{
    struct campaign_screen *state = view->state;
    if (load_row(state, err) != 0 || load_document(state, err) != 0)
        return -1;
    return load_figures(state, err) != 0 ? -1 : load_unseen(state, err);
}

static int campaign_open(struct view *view, void *argument, struct error *err)
{
    struct campaign_screen *state = mem_new(sizeof *state);
    state->id = mem_string(argument);
    return list_screen_start(view, state, &list_type, campaign_load, err);
}

/* Shown is seen; what was committed since it was read is not. That it could not be kept is no news
 * for anybody. */
static void look(struct view *view)
{
    struct campaign_screen *state = view->state;
    struct world *world = world_of(view->app);
    int64_t seen = state->screen.seen;
    if (state->looked || !state->drawn || state->unseen.count == 0 || world_changed(world, &seen))
        return;
    state->looked = log_look(world->store, state->id, world->actor.by, NULL) == 0;
}

static bool campaign_back(struct view *view)
{
    if (list_screen_back(view))
        return true;
    look(view);
    return false;
}

static void campaign_close(struct view *view)
{
    struct campaign_screen *state = view->state;
    if (state->row.count > 0)
        look(view);
    list_screen_release(&state->screen);
    campaign_list_release(&state->row);
    log_list_release(&state->unseen);
    figures_release(&state->figures);
    campaign_free(state->campaign);
    buf_release(&state->words);
    mem_free(state->id);
    mem_free(state);
}

static void campaign_tick(struct view *view, int64_t now_ms)
{
    look(view);
    list_screen_tick(view, now_ms);
}

static void campaign_title(struct view *view, struct buf *out)
{
    struct campaign_screen *state = view->state;
    buf_add_text(out, state->id);
}

static void campaign_status(struct view *view, struct view_status *out)
{
    struct campaign_screen *state = view->state;
    const struct list *list = &state->screen.list;
    if (list->shown > (size_t)list->page)
        buf_add_format(&out->text, "%zu/%zu", list->selected + 1, list->shown);
    if (!state->screen.stale)
        return;
    out->badge = _("STALE");
    out->badge_style = STYLE_WARNING;
}

static void add_head(struct buf *out, const struct campaign_row *row)
{
    struct buf saved = {0}, audience = {0};
    const char *dot = glyph(GLYPH_DOT);
    add_instant(&saved, row->updated_ms, ZONE_NONE);
    buf_add_format(out, "%s %s ", channel_words(row->channel), dot);
    buf_add_format(out, _("version %u, changed %s by %s"), row->version, buf_text(&saved),
            row->updated_by);
    if (row->audience >= 0) {
        text_add_number(&audience, row->audience);
        buf_add_format(out, " %s ", dot);
        buf_add_format(out, _("audience %s"), buf_text(&audience));
    }
    buf_release(&saved);
    buf_release(&audience);
}

static void draw_head(const struct campaign_screen *state, struct area *area)
{
    const struct campaign_row *row = &state->row.items[0];
    struct area top = area_inset(area_take_top(area, 1), 0, 1);
    struct area below = area_inset(area_take_top(area, 1), 0, 1);
    struct buf text = {0};
    int x = draw_badge(top, 0, 0, status_style(row->status), status_badge(row->status)) + 1;
    draw_fit(top, 0, x, top.width - x, STYLE_STRONG, row->title[0] != '\0' ? row->title : row->id);
    add_head(&text, row);
    draw_fit(below, 0, 0, below.width, STYLE_DIM, buf_text(&text));
    buf_release(&text);
}

static void add_unseen(struct buf *out, const struct log_row *row, int64_t now_ms)
{
    add_ago(out, row->at_ms, now_ms);
    buf_add_format(out, ", %s", row->by);
    if (row->object == OBJECT_SEGMENT)
        buf_add_format(out, _(", segment %s"), row->id);
    buf_add_text(out, ": ");
    if (row->changes.count == 0 || strcmp(row->action, "create") == 0) {
        buf_add_text(out, action_label(row->action));
        return;
    }
    for (size_t i = 0; i < row->changes.count; i++)
        buf_add_format(out, "%s%s", i > 0 ? "; " : "", row->changes.items[i].words);
}

static void draw_unseen(
        const struct campaign_screen *state, struct area *area, int rows, int64_t now_ms)
{
    size_t count = state->unseen.count;
    struct buf text = {0};
    struct area heading;
    int x;
    if (count == 0)
        return;
    heading = area_inset(area_take_top(area, 1), 0, 1);
    buf_add_format(&text,
            count_text(
                    "%zu change since you last looked", "%zu changes since you last looked", count),
            count);
    x = draw_badge(heading, 0, 0, STYLE_INFO, buf_text(&text)) + 1;
    if (rows == 0) {
        buf_clear(&text);
        add_unseen(&text, &state->unseen.items[0], now_ms);
        draw_fit(heading, 0, x, heading.width - x, STYLE_TEXT, buf_text(&text));
    }
    for (size_t i = 0; i < count && (int)i < rows; i++) {
        struct area row = area_inset(area_take_top(area, 1), 0, 2);
        buf_clear(&text);
        add_unseen(&text, &state->unseen.items[i], now_ms);
        draw_fit(row, 0, 0, row.width, STYLE_TEXT, buf_text(&text));
    }
    buf_release(&text);
}

/* A sentence a paragraph, each behind a dot. */
static void draw_words(struct area area, const char *heading, const char *text)
{
    if (heading != NULL)
        draw_rule(area_take_top(&area, 1), 0, heading);
    for (const char *end; *text != '\0' && area.height > 0; text = *end != '\0' ? end + 1 : end) {
        struct area right = area_columns(area, 2, area.width - 2);
        end = strchrnul(text, '\n');
        char *line = mem_string_of(text, (size_t)(end - text));
        draw_glyph(area, 0, 0, STYLE_DIM, GLYPH_DOT);
        area_take_top(&area, draw_wrapped(right, 0, STYLE_TEXT, line));
        mem_free(line);
    }
}

static bool is_idle(const struct campaign_screen *state)
{
    for (size_t i = 0; i < state->figures.count; i++)
        if (state->figures.items[i].count > 0)
            return false;
    return true;
}

/* Nothing happened yet: what would happen is what there is to say. */
static void draw_idle(const struct campaign_screen *state, struct area area)
{
    const char *text = state->row.items[0].status == STATUS_DRAFT
                               ? _("A draft: nothing can match yet. Review it and activate it with "
                                   "a, edit it with e.")
                               : _("Nothing has matched yet.");
    area = area_inset(area, 0, 1);
    area_take_top(&area, draw_wrapped(area, 0, STYLE_DIM, text));
    draw_words(area, _("In words"), buf_text(&state->words));
}

enum { WIDE = 110, SIDE_CELLS = 40, TALL = 18 };

static void campaign_draw(struct view *view, struct area area)
{
    struct campaign_screen *state = view->state;
    int changes = area.height < TALL ? 0 : area.height < TALL * 2 - 4 ? 2 : 6;
    state->drawn = true;
    if (state->row.count == 0)
        return;
    draw_head(state, &area);
    draw_unseen(state, &area, changes, app_now(view->app));
    if (is_idle(state)) {
        draw_idle(state, area);
        return;
    }
    if (area.width >= WIDE) {
        struct area side =
                area_take_right(&area, area.width - 78 > SIDE_CELLS ? area.width - 78 : SIDE_CELLS);
        draw_words(area_inset(side, 0, 1), _("In words"), buf_text(&state->words));
    }
    if (area.height >= TALL - 6)
        draw_rule(area_take_top(&area, 1), 0, _("What it did"));
    list_draw(&state->screen.list, area, true);
}

static const struct figure *selected(struct view *view)
{
    struct campaign_screen *state = view->state;
    int64_t row = list_screen_selected(view);
    return row >= 0 && !is_idle(state) ? &state->figures.items[row] : NULL;
}

static void open_rows(struct view *view, const struct view_type *type, int outcome)
{
    struct campaign_screen *state = view->state;
    app_open(view->app, type,
            &(struct ledger_query){.campaign = state->id,
                    .outcome = outcome,
                    .since_ms = WHEN_NONE,
                    .until_ms = WHEN_NEVER});
}

static void open_interaction(struct view *view, enum interaction interaction)
{
    struct campaign_screen *state = view->state;
    const struct filter filter = {
            .kind = FILTER_INTERACTED, .name = state->id, .interaction = interaction};
    struct buf title = {0};
    buf_add_format(&title, _("Users who: %s"), interaction_did(interaction));
    people_open(view->app, buf_text(&title), &filter);
    buf_release(&title);
}

void campaign_open_users(struct view *view)
{
    const struct figure *figure = selected(view);
    switch (figure->kind) {
    case FIGURE_REFUSED: open_rows(view, &refusals_view, -1); break;
    case FIGURE_REFUSAL: open_rows(view, &refusals_view, figure->code); break;
    case FIGURE_OUTCOME: open_rows(view, &ledger_view, figure->code); break;
    case FIGURE_INTERACTION: open_interaction(view, (enum interaction)figure->code); break;
    case FIGURE_CONVERSION: open_interaction(view, INTERACTION_CONVERSION); break;
    case FIGURE_CONTROL: open_rows(view, &ledger_view, OUTCOME_CONTROL); break;
    default: open_rows(view, &ledger_view, -1); break;
    }
}

bool campaign_refuse_users(struct view *view, struct buf *why)
{
    const struct figure *figure = selected(view);
    if (figure == NULL)
        buf_add_text(why, _("There are no figures yet."));
    else if (figure->kind == FIGURE_REPORT)
        buf_add_text(why, _("Reports of the gateway are counted, not kept with the user; m shows "
                            "who it was sent to."));
    else if (figure->kind == FIGURE_UNTRACKED)
        buf_add_text(why, _("This is not tracked: nobody knows who did."));
    else if (figure->kind == FIGURE_REVENUE)
        buf_add_text(why, _("Revenue is summed up; the rows of the conversions show who bought."));
    else if (figure->count == 0)
        buf_add_text(why, _("Nobody: the figure is 0."));
    else
        return false;
    return true;
}

bool campaign_refuse_explain(struct view *view, struct buf *why)
{
    if (selected(view) != NULL)
        return false;
    buf_add_text(why, _("There are no figures yet."));
    return true;
}

void campaign_explain(struct view *view)
{
    struct campaign_screen *state = view->state;
    const struct figure *figure = selected(view);
    struct buf title = {0}, text = {0}, value = {0}, advice = {0};
    figure_add_label(&title, &state->figures, figure);
    figure_add_value(&value, figure);
    buf_add_format(&text, "%s\n", buf_text(&value));
    figure_add_words(&text, &state->figures, figure);
    figure_add_advice(&advice, figure);
    if (advice.size > 0)
        buf_add_format(&text, "\n%s", buf_text(&advice));
    dialog_message(view->app, buf_text(&title) + (size_t)figure->level * 2, buf_text(&text));
    buf_release(&title);
    buf_release(&text);
    buf_release(&value);
    buf_release(&advice);
}

void campaign_in_words(struct view *view)
{
    struct campaign_screen *state = view->state;
    page_open(view->app, _("In words"), buf_text(&state->words));
}

const struct view_type campaign_view = {
        .name = "campaign",
        .help = N_("One campaign. At the top what changed since you last looked; below it what it "
                   "did, from what matched down to what people did with the message. The line "
                   "below the table says what the selected figure is; Enter shows the users "
                   "behind it."),
        .keymap = &campaign_keymap,
        .open = campaign_open,
        .close = campaign_close,
        .title = campaign_title,
        .status = campaign_status,
        .draw = campaign_draw,
        .key = list_screen_key,
        .typing = list_screen_typing,
        .back = campaign_back,
        .mode = list_screen_mode,
        .tick = campaign_tick,
        .shown = list_screen_shown,
        .layers = {&list_keymap},
        .action = campaign_action,
};
