/* The settings of the database, each with what it does. */
#include "actions/settings.h"

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "screens/list_screen.h"
#include "widgets/dialog.h"

struct settings_screen {
    struct list_screen screen;
    struct setting_list rows;
};

enum { COLUMN_KEY, COLUMN_VALUE, COLUMN_DEFAULT };

static const struct list_column columns[] = {
        [COLUMN_KEY] = {.title = N_("Setting"), .width = 14},
        [COLUMN_VALUE] = {.title = N_("Value"), .width = 24, .grow = 1},
        [COLUMN_DEFAULT] = {.title = N_("Default"), .width = 12, .priority = 1},
};

static size_t rows_count(void *context)
{
    const struct settings_screen *state = context;
    return state->rows.count;
}

static void rows_cell(void *context, size_t number, size_t column, struct list_cell *cell)
{
    const struct settings_screen *state = context;
    const struct setting_row *row = &state->rows.items[number];
    const char *text = column == COLUMN_KEY     ? row->key
                       : column == COLUMN_VALUE ? row->value
                                                : row->fallback;
    buf_add_text(&cell->text, text != NULL && text[0] != '\0' ? text : "-");
    if (column == COLUMN_VALUE && !row->is_default)
        cell->style = STYLE_STRONG;
}

static void rows_words(void *context, size_t number, struct buf *out)
{
    const struct settings_screen *state = context;
    buf_add_text(out, i18n_text(state->rows.items[number].words));
}

static uint64_t rows_identity(void *context, size_t number)
{
    const struct settings_screen *state = context;
    const char *key = state->rows.items[number].key;
    return hash_fast(key, strlen(key));
}

static const struct list_type list_type = {
        .columns = columns,
        .column_count = ARRAY_COUNT(columns),
        .empty = "",
        .words_rows = 3,
        .count = rows_count,
        .cell = rows_cell,
        .words = rows_words,
        .identity = rows_identity,
};

static int settings_read(struct view *view, struct error *err)
{
    struct settings_screen *state = view->state;
    struct setting_list rows = {0};
    if (list_settings(world_of(view->app)->store, &rows, err) != 0)
        return -1;
    setting_list_release(&state->rows);
    state->rows = rows;
    return 0;
}

static int settings_open(struct view *view, void *argument, struct error *err)
{
    (void)argument;
    return list_screen_start(
            view, mem_new(sizeof(struct settings_screen)), &list_type, settings_read, err);
}

static void settings_close(struct view *view)
{
    struct settings_screen *state = view->state;
    list_screen_release(&state->screen);
    setting_list_release(&state->rows);
    mem_free(state);
}

static void settings_title(struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, _("Settings"));
}

static void change(struct view *view, const char *key, const char *value)
{
    struct world *world = world_of(view->app);
    const struct act_request request = {.actor = &world->actor, .at_ms = app_now(view->app)};
    struct act_result result = {0};
    struct error err = {0};
    if (change_setting(world->store, key, value, &request, &result, &err) != 0)
        app_message_error(view->app, &err);
    else
        app_message(view->app, result.done ? STYLE_GOOD : STYLE_ERROR, result.sentence);
    act_result_release(&result);
    list_screen_reload(view->state);
}

static void typed(struct view *view, void *context, const char *value)
{
    char *key = context;
    if (value != NULL)
        change(view, key, value);
    mem_free(key);
}

enum { DO_CHANGE = 1, DO_DEFAULT };

static void settings_action(struct view *view, int action)
{
    struct settings_screen *state = view->state;
    const struct setting_row *row = &state->rows.items[list_screen_selected(view)];
    if (action == DO_DEFAULT) {
        change(view, row->key, NULL);
        return;
    }
    dialog_ask(view->app, &(struct dialog_line){.title = row->key,
                                  .text = i18n_text(row->words),
                                  .label = _("Value"),
                                  .value = row->value,
                                  .yes = _("Set"),
                                  .done = typed,
                                  .context = mem_string(row->key)});
}

static const struct keybind binds[] = {
        {DO_CHANGE, {CODE_ENTER, 'e'}, N_("change"), N_("Change the setting"),
                list_screen_refuse_none},
        {DO_DEFAULT, {'d', CODE_DELETE}, N_("default"), N_("Back to the default"),
                list_screen_refuse_none},
};

static const struct keymap keymap = KEYMAP(N_("Settings"), binds);

const struct view_type settings_view = {
        .name = "settings",
        .help = N_("The settings of this database, for everybody who uses it. Every change is in "
                   "the changelog."),
        .keymap = &keymap,
        .open = settings_open,
        .close = settings_close,
        .title = settings_title,
        .action = settings_action,
        LIST_SCREEN_FUNCTIONS,
};
