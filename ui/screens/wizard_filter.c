/* The extra filter of a campaign's audience, as a tree above the wizard. */
#include <string.h>

#include "base/alloc.h"
#include "base/app.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "model/words.h"
#include "screens/filter_tree.h"
#include "screens/wizard_screen.h"

struct filter_screen {
    struct filter_tree tree;
    struct wizard_screen *wizard;
};

enum { FILTER_DONE = 1 };

/* Taken over at once, so that nothing is lost whatever happens. */
static void changed(void *context)
{
    struct filter_screen *state = context;
    struct campaign *campaign = state->wizard->draft.campaign;
    const struct filter *filter = filter_tree_get(&state->tree);
    if (campaign->filter)
        filter_release(campaign->filter);
    mem_free(campaign->filter);
    campaign->filter = NULL;
    if (!filter)
        return;
    campaign->filter = mem_new(sizeof *campaign->filter);
    filter_copy(campaign->filter, filter);
}

static int filter_open(struct view *view, void *argument, struct error *err)
{
    struct filter_screen *state = mem_new(sizeof *state);
    (void)err;
    view->state = state;
    state->wizard = argument;
    filter_tree_init(&state->tree, view, state->wizard->editing.suggest, changed, state);
    filter_tree_set(&state->tree, state->wizard->draft.campaign->filter);
    return 0;
}

static void filter_close(struct view *view)
{
    struct filter_screen *state = view->state;
    filter_tree_release(&state->tree);
    mem_free(state);
}

static void filter_title(struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, _("Extra filter"));
}

static void filter_status(struct view *view, struct view_status *out)
{
    const struct filter_screen *state = view->state;
    filter_tree_add_size(&state->tree, &out->text);
}

static void filter_draw(struct view *view, struct area area)
{
    struct filter_screen *state = view->state;
    const struct filter *filter = filter_tree_get(&state->tree);
    struct buf words = {0};
    if (filter && area.height > 10) {
        struct area below = area_take_bottom(&area, 4);
        filter_add_words(&words, filter);
        draw_rule(below, 0, _("In words"));
        draw_wrapped(area_inset(area_rows(below, 1, 3), 0, 1), 0, STYLE_TEXT, buf_text(&words));
        buf_release(&words);
    }
    filter_tree_draw(&state->tree, area, true);
}

static bool filter_key(struct view *view, const struct key *key)
{
    struct filter_screen *state = view->state;
    return filter_tree_key(&state->tree, key);
}

static void filter_action(struct view *view, int action)
{
    if (action == FILTER_DONE)
        app_back(view->app);
}

static const struct keybind binds[] = {
        {FILTER_DONE, {CODE_CTRL('O')}, N_("done"),
                N_("Back to the wizard; every change is kept already"), NULL},
};
static const struct keymap keymap = KEYMAP(N_("Extra filter"), binds);

static const struct view_type wizard_filter_view = {
        .name = "wizard-filter",
        .help = N_("Who may get the campaign, beside its segments. Conditions are joined by all, "
                   "any and not; beside each stands how many users it holds for."),
        .keymap = &keymap,
        .layers = {&tree_keymap},
        .open = filter_open,
        .close = filter_close,
        .title = filter_title,
        .status = filter_status,
        .draw = filter_draw,
        .key = filter_key,
        .action = filter_action,
};

void wizard_filter_open(struct wizard_screen *screen)
{
    app_open(screen->view->app, &wizard_filter_view, screen);
}
