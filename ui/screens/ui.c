#include "screens/ui.h"

#include "base/alloc.h"
#include "base/app.h"
#include "base/i18n.h"
#include "base/when.h"
#include "screens/acts.h"
#include "screens/commands.h"
#include "screens/history.h"
#include "screens/world.h"
#include "store/engine_record.h"
#include "store/store.h"
#include "widgets/help.h"
#include "widgets/prompt.h"

static const struct app_tab tabs[] = {
        {N_("Campaigns"), &campaigns_view},
        {N_("Segments"), &segments_view},
        {N_("Events"), &events_view},
        {N_("Users"), &users_view},
        {N_("Changelog"), &changelog_view},
        {N_("Files"), &files_view},
        {N_("Settings"), &settings_view},
};

/* The engine clock, not the wall clock: what the figures on every screen are as of. */
static bool clock_text(struct world *world, char text[WHEN_TEXT_MAX])
{
    struct engine_record record;
    if (engine_record_load(world->store, &record, NULL) != 0 || record.clock_ms == WHEN_NONE)
        return false;
    when_format(record.clock_ms, text);
    return true;
}

static void ui_clock(void *context, struct buf *out)
{
    char text[WHEN_TEXT_MAX];
    if (clock_text(context, text))
        buf_add_format(out, "%.10s %.8s UTC", text, text + 11);
}

static void ui_clock_short(void *context, struct buf *out)
{
    char text[WHEN_TEXT_MAX];
    if (clock_text(context, text))
        buf_add_format(out, "%.5s %.5s", text + 5, text + 11);
}

static int world_open(struct world *world, const struct ui_options *options, struct error *err)
{
    world->path = mem_string(options->path);
    world->inbox = options->inbox != NULL ? mem_string(options->inbox) : NULL;
    actor_init(&world->actor, options->as);
    world->store = store_open(options->path, STORE_CREATE, err);
    return world->store != NULL ? 0 : -1;
}

static void world_close(struct world *world)
{
    undo_free(world->undo);
    store_close(world->store);
    actor_release(&world->actor);
    mem_free(world->inbox);
    mem_free(world->path);
}

static struct prompt_type prompt;

static void ui_action(struct app *app, int action)
{
    if (action == PROMPT_OPEN)
        prompt_open(app, &prompt);
}

static int ui_run_app(struct world *world, const struct ui_options *options, struct error *err)
{
    const struct app_options app_options = {
            .name = "campanile",
            .tabs = tabs,
            .tab_count = ARRAY_COUNT(tabs),
            .context = world,
            .clock = ui_clock,
            .clock_short = ui_clock_short,
            .help = &help_view,
            .keymap = &prompt_keymap,
            .action = ui_action,
    };
    int status = -1;
    prompt = commands_prompt(world);
    struct app *app = app_new(&app_options);
    if (term_start(&options->script.term, err) != 0 || app_start(app, err) != 0)
        goto out;
    if (options->script.file != NULL) {
        status = script_run(app, &options->script, err);
    } else {
        status = 0;
        history_open(NULL);
        if (app_run(app) == APP_LOST)
            status = error_set(err, ERROR_UNAVAILABLE, _("the terminal is gone; drafts are kept"));
    }
out:
    app_free(app);
    term_stop();
    history_close();
    prompt_history_clear();
    return status;
}

int ui_run(const struct ui_options *options, struct error *err)
{
    struct world world = {0};
    int status = -1;
    i18n_start(NULL);
    if (world_open(&world, options, err) == 0)
        status = ui_run_app(&world, options, err);
    world_close(&world);
    return status;
}
