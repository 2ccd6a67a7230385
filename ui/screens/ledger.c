/* Rows of the ledger: who got what, who waits, who was left out; and those of refusals. */
#include <string.h>

#include "base/alloc.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/when.h"
#include "report/stats.h"
#include "screens/badge.h"
#include "screens/labels.h"
#include "screens/ledger_rows.h"
#include "screens/list_screen.h"
#include "store/engine_record.h"
#include "widgets/dialog.h"

struct ledger {
    struct list_screen screen;
    bool refusals;
    bool here; /* rows have come: until then there is no table */
    struct ledger_rows rows;
    struct ledger_query query; /* campaign and user are owned below */
    char *campaign, *user;
    int period; /* of `periods` */
    struct job *job;
    zone_id zone; /* the company's: what the instants are shown in */
};

enum {
    COLUMN_USER,
    COLUMN_CODE,
    COLUMN_TRIGGER,
    COLUMN_DUE,
    COLUMN_DECIDED,
    COLUMN_DETAIL,
    COLUMN_CAMPAIGN
};

static const struct {
    int64_t ms; /* before the engine clock; 0: all */
    const char *words;
} periods[] = {
        {0, N_("ever")},
        {HOUR_MS, N_("the last hour")},
        {DAY_MS, N_("the last 24 hours")},
        {WEEK_MS, N_("the last 7 days")},
        {30 * DAY_MS, N_("the last 30 days")},
};

/* The campaign is the last column, which a list of one campaign does without. */
static const struct list_column columns[] = {
        [COLUMN_USER] = {.title = N_("User"), .width = 16, .grow = 1},
        [COLUMN_CODE] = {.title = N_("Outcome"), .width = 14},
        [COLUMN_TRIGGER] = {.title = N_("Triggered"), .width = 16},
        [COLUMN_DUE] = {.title = N_("Due"), .width = 16, .priority = 2},
        [COLUMN_DECIDED] = {.title = N_("Decided"), .width = 16, .priority = 3},
        [COLUMN_DETAIL] = {.title = N_("Detail"), .width = 24, .grow = 2, .priority = 4},
        [COLUMN_CAMPAIGN] = {.title = N_("Campaign"), .width = 16, .grow = 1, .priority = 1},
};

static const struct list_column refusal_columns[] = {
        {.title = N_("User"), .width = 16, .grow = 1},
        {.title = N_("Refused because"), .width = 18},
        {.title = N_("Triggered"), .width = 16},
        {.title = N_("Detail"), .width = 24, .grow = 2, .priority = 2},
        {.title = N_("Campaign"), .width = 16, .grow = 1, .priority = 1},
};
static const int refusal_kinds[] = {
        COLUMN_USER, COLUMN_CODE, COLUMN_TRIGGER, COLUMN_DETAIL, COLUMN_CAMPAIGN};

static size_t rows_count(void *context)
{
    const struct ledger *state = context;
    return state->rows.count;
}

static int column_kind(const struct ledger *state, size_t column)
{
    return state->refusals ? refusal_kinds[column] : (int)column;
}

static const char *code_label(const struct ledger *state, int code)
{
    return state->refusals ? refusal_label((enum refusal)code) : outcome_label((enum outcome)code);
}

static void rows_cell(void *context, size_t number, size_t column, struct list_cell *cell)
{
    const struct ledger *state = context;
    const struct ledger_row *row = &state->rows.items[number];
    switch (column_kind(state, column)) {
    case COLUMN_USER: buf_add_text(&cell->text, row->user); break;
    case COLUMN_CODE:
        buf_add_text(&cell->text, code_label(state, row->code));
        if (!state->refusals)
            cell->style = outcome_style((enum outcome)row->code);
        cell->badge = cell->style == STYLE_WARNING;
        break;
    case COLUMN_TRIGGER: add_instant(&cell->text, row->trigger_ms, state->zone); break;
    case COLUMN_DUE: add_instant(&cell->text, row->due_ms, state->zone); break;
    case COLUMN_DECIDED: add_instant(&cell->text, row->decided_ms, state->zone); break;
    case COLUMN_DETAIL:
        buf_add_text(&cell->text, row->detail != NULL ? detail_label(row->detail) : "");
        break;
    default: buf_add_text(&cell->text, row->campaign); break;
    }
}

static void add_times(struct buf *out, const struct ledger *state, const struct ledger_row *row)
{
    struct buf trigger = {0}, other = {0};
    add_instant(&trigger, row->trigger_ms, state->zone);
    add_instant(&other, row->decided_ms != WHEN_NONE ? row->decided_ms : row->due_ms, state->zone);
    if (state->refusals)
        buf_add_format(
                out, _("%s of %s, triggered %s."), row->user, row->campaign, buf_text(&trigger));
    else if (row->decided_ms != WHEN_NONE)
        buf_add_format(out, _("%s of %s, version %u: triggered %s, decided %s."), row->user,
                row->campaign, row->version, buf_text(&trigger), buf_text(&other));
    else
        buf_add_format(out, _("%s of %s: triggered %s, due %s."), row->user, row->campaign,
                buf_text(&trigger), buf_text(&other));
    buf_release(&trigger);
    buf_release(&other);
}

static void rows_words(void *context, size_t number, struct buf *out)
{
    const struct ledger *state = context;
    const struct ledger_row *row = &state->rows.items[number];
    buf_add_format(out, "%s ",
            i18n_text(state->refusals ? refusal_words((enum refusal)row->code)
                                      : outcome_words((enum outcome)row->code)));
    add_times(out, state, row);
    if (row->detail != NULL)
        buf_add_format(out, " %s", detail_label(row->detail));
}

static uint64_t rows_identity(void *context, size_t number)
{
    const struct ledger *state = context;
    return state->rows.items[number].identity;
}

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int rows_compare(void *context, size_t a, size_t b, size_t column)
{
    const struct ledger *state = context;
    const struct ledger_row *x = &state->rows.items[a], *y = &state->rows.items[b];
    switch (column_kind(state, column)) {
    case COLUMN_USER: return strcmp(x->user, y->user);
    case COLUMN_CODE: return compare_numbers(x->code, y->code);
    case COLUMN_TRIGGER: return compare_numbers(x->trigger_ms, y->trigger_ms);
    case COLUMN_DUE: return compare_numbers(x->due_ms, y->due_ms);
    case COLUMN_DECIDED: return compare_numbers(x->decided_ms, y->decided_ms);
    case COLUMN_DETAIL: return strcmp(x->detail ? x->detail : "", y->detail ? y->detail : "");
    default: return strcmp(x->campaign, y->campaign);
    }
}

#define LEDGER_LIST(its_columns, its_count, its_empty)                                             \
    {                                                                                              \
        .columns = (its_columns), .column_count = (its_count), .empty = (its_empty),               \
        .words_rows = 3, .count = rows_count, .cell = rows_cell, .words = rows_words,              \
        .identity = rows_identity, .compare = rows_compare                                         \
    }

#define NO_DELIVERY N_("No delivery is like that. o and t choose others.")
#define NO_REFUSAL  N_("No refusal is like that. o and t choose others.")

/* By [refusals][of one campaign]. */
static const struct list_type list_types[2][2] = {
        {LEDGER_LIST(columns, ARRAY_COUNT(columns), NO_DELIVERY),
                LEDGER_LIST(columns, ARRAY_COUNT(columns) - 1, NO_DELIVERY)},
        {LEDGER_LIST(refusal_columns, ARRAY_COUNT(refusal_columns), NO_REFUSAL),
                LEDGER_LIST(refusal_columns, ARRAY_COUNT(refusal_columns) - 1, NO_REFUSAL)},
};

static void came(struct view *view, struct ledger_reading *reading)
{
    struct ledger *state = view->state;
    state->job = NULL;
    state->screen.stale = reading->status != 0;
    if (reading->status != 0) {
        app_message_error(view->app, &reading->err);
        return;
    }
    ledger_rows_release(&state->rows);
    state->rows = reading->rows;
    reading->rows = (struct ledger_rows){0};
    state->here = true;
    list_reload(&state->screen.list);
    app_redraw(view->app);
}

static int64_t since_of(struct view *view, int period)
{
    struct engine_record record;
    if (periods[period].ms == 0 ||
            engine_record_load(world_of(view->app)->store, &record, NULL) != 0 ||
            record.clock_ms == WHEN_NONE)
        return WHEN_NONE;
    return record.clock_ms - periods[period].ms;
}

/* One reading at a time: what is committed meanwhile is read at the next tick. */
static int ledger_load(struct view *view, struct error *err)
{
    struct ledger *state = view->state;
    (void)err;
    if (state->job != NULL)
        return 0;
    if (state->period > 0)
        state->query.since_ms = since_of(view, state->period);
    state->job = ledger_read(view, state->refusals, &state->query, came);
    return 0;
}

static void read_anew(struct view *view)
{
    struct ledger *state = view->state;
    job_cancel(state->job);
    state->job = NULL;
    state->here = false;
    state->screen.list.selected = 0;
    state->screen.list.identity = 0;
    ledger_load(view, NULL);
}

static int open_rows(
        struct view *view, const struct ledger_query *query, bool refusals, struct error *err)
{
    struct ledger *state = mem_new(sizeof *state);
    state->refusals = refusals;
    state->query = query != NULL
                           ? *query
                           : (struct ledger_query){
                                     .outcome = -1, .since_ms = WHEN_NONE, .until_ms = WHEN_NEVER};
    state->campaign = state->query.campaign != NULL ? mem_string(state->query.campaign) : NULL;
    state->user = state->query.user != NULL ? mem_string(state->query.user) : NULL;
    state->query.campaign = state->campaign;
    state->query.user = state->user;
    state->zone = world_zone(world_of(view->app));
    return list_screen_start(
            view, state, &list_types[refusals][state->campaign != NULL], ledger_load, err);
}

static int ledger_open(struct view *view, void *argument, struct error *err)
{
    return open_rows(view, argument, false, err);
}

static int refusals_open(struct view *view, void *argument, struct error *err)
{
    return open_rows(view, argument, true, err);
}

static void ledger_close(struct view *view)
{
    struct ledger *state = view->state;
    job_cancel(state->job);
    list_screen_release(&state->screen);
    ledger_rows_release(&state->rows);
    mem_free(state->campaign);
    mem_free(state->user);
    mem_free(state);
}

static void ledger_title(struct view *view, struct buf *out)
{
    struct ledger *state = view->state;
    /* The campaign stands before it in the breadcrumb, and in the words below the table. */
    buf_add_text(out, state->refusals ? _("Refusals") : _("Ledger"));
    if (state->user != NULL)
        buf_add_format(out, _(" for %s"), state->user);
}

static void add_fact(struct buf *out, const char *fact)
{
    if (out->size > 0)
        buf_add_format(out, " %s ", glyph(GLYPH_DOT));
    buf_add_text(out, fact);
}

static void ledger_status(struct view *view, struct view_status *out)
{
    struct ledger *state = view->state;
    int percent = state->job != NULL ? job_percent(state->job) : -1;
    if (state->here)
        list_screen_status(view, out);
    else if (percent >= 0)
        buf_add_format(&out->text, _("reading, %d %%"), percent);
    if (state->here && state->rows.more)
        add_fact(&out->text, _("the newest only"));
    if (state->query.outcome >= 0)
        add_fact(&out->text, code_label(state, state->query.outcome));
    if (state->period > 0)
        add_fact(&out->text, i18n_text(periods[state->period].words));
}

static void ledger_draw(struct view *view, struct area area)
{
    struct ledger *state = view->state;
    if (state->here)
        list_draw(&state->screen.list, area, true);
    else if (state->job != NULL)
        draw_wrapped(area_inset(area, 1, 2), 0, STYLE_DIM, _("Reading..."));
    else
        draw_wrapped(area_inset(area, 1, 2), 0, STYLE_DIM, _("Could not be read; t tries again."));
}

enum { DO_USER = 1, DO_OUTCOME, DO_PERIOD, DO_ONE_USER, DO_ALL_USERS, DO_COPY };

static void outcome_chosen(struct view *view, void *context, int answer)
{
    struct ledger *state = context;
    (void)view;
    if (answer == DIALOG_CANCEL)
        return;
    /* Refusals have no row for 'none'. */
    state->query.outcome = answer == 0 ? -1 : state->refusals ? answer : answer - 1;
    read_anew(state->screen.view);
}

static void ask_outcome(struct view *view)
{
    struct ledger *state = view->state;
    struct choices choices = {0};
    int count = state->refusals ? REFUSAL_COUNT : OUTCOME_COUNT;
    choices_add(&choices, "", _("all"), NULL);
    for (int i = state->refusals ? REFUSAL_NONE + 1 : 0; i < count; i++)
        choices_add(&choices, "", code_label(state, i), NULL);
    dialog_choose(view->app,
            &(struct dialog){.title = state->refusals ? _("Refused because") : _("Outcome"),
                    .done = outcome_chosen,
                    .context = state},
            &choices);
    choices_release(&choices);
}

static void period_chosen(struct view *view, void *context, int answer)
{
    struct ledger *state = context;
    (void)view;
    if (answer == DIALOG_CANCEL)
        return;
    state->period = answer;
    state->query.since_ms = WHEN_NONE;
    state->query.until_ms = WHEN_NEVER;
    read_anew(state->screen.view);
}

static void ask_period(struct view *view)
{
    struct choices choices = {0};
    for (size_t i = 0; i < ARRAY_COUNT(periods); i++)
        choices_add(&choices, "", i18n_text(periods[i].words), NULL);
    dialog_choose(view->app,
            &(struct dialog){.title = _("Triggered in"),
                    .text = _("Counted back from the engine clock."),
                    .done = period_chosen,
                    .context = view->state},
            &choices);
    choices_release(&choices);
}

static void only_user(struct view *view, const char *user)
{
    struct ledger *state = view->state;
    char *copy = user != NULL ? mem_string(user) : NULL;
    mem_free(state->user);
    state->user = copy;
    state->query.user = copy;
    read_anew(view);
}

static void ledger_action(struct view *view, int action)
{
    struct ledger *state = view->state;
    int64_t row = list_screen_selected(view);
    const char *user = row >= 0 ? state->rows.items[row].user : NULL;
    switch (action) {
    case DO_USER: app_open(view->app, &user_view, (void *)(uintptr_t)user); break;
    case DO_OUTCOME: ask_outcome(view); break;
    case DO_PERIOD: ask_period(view); break;
    case DO_ONE_USER: only_user(view, user); break;
    case DO_ALL_USERS: only_user(view, NULL); break;
    case DO_COPY: app_copy(view->app, user, _("the user id")); break;
    default: break;
    }
}

static bool refuse_all(struct view *view, struct buf *why)
{
    struct ledger *state = view->state;
    if (state->user != NULL)
        return false;
    buf_add_text(why, _("All users are shown; u takes the selected one alone."));
    return true;
}

static const struct keybind binds[] = {
        {DO_USER, {CODE_ENTER}, N_("user"), N_("All that is known of this user"),
                list_screen_refuse_none},
        {DO_OUTCOME, {'o'}, N_("outcome"), N_("Only one outcome or reason, or all"), NULL},
        {DO_PERIOD, {'t'}, N_("time"), N_("Only what was triggered lately"), NULL},
        {DO_ONE_USER, {'u'}, N_("this user"), N_("Only the rows of this user"),
                list_screen_refuse_none},
        {DO_ALL_USERS, {'U'}, NULL, N_("The rows of all users again"), refuse_all},
        {DO_COPY, {'y'}, NULL, N_("Copy the user's id to your clipboard"), list_screen_refuse_none},
};

static const struct keymap keymap = KEYMAP(N_("Ledger"), binds);

#define LEDGER_FUNCTIONS                                                                           \
    .keymap = &keymap, .layers = {&list_keymap}, .close = ledger_close, .title = ledger_title,     \
    .status = ledger_status, .draw = ledger_draw, .key = list_screen_key,                          \
    .typing = list_screen_typing, .back = list_screen_back, .mode = list_screen_mode,              \
    .tick = list_screen_tick, .action = ledger_action

const struct view_type ledger_view = {
        .name = "ledger",
        .help = N_("Every entry and what became of it, the newest 5 000 of those asked for. The "
                   "filter (/) takes what the columns show; o and t ask the whole ledger."),
        .open = ledger_open,
        LEDGER_FUNCTIONS,
};

const struct view_type refusals_view = {
        .name = "refusals",
        .help = N_("Triggers that matched and led to nothing: the last one of each user and "
                   "campaign, the newest 5 000 of those asked for."),
        .open = refusals_open,
        LEDGER_FUNCTIONS,
};
