#include "widgets/wizard.h"

#include <string.h>

#include "base/alloc.h"
#include "base/app.h"
#include "base/i18n.h"
#include "base/when.h"
#include "screens/badge.h"
#include "screens/form_walk.h"
#include "screens/wizard_screen.h"
#include "screens/world.h"
#include "widgets/dialog.h"

enum { SCREEN_REMOVE = 1, SCREEN_UNDO, SCREEN_REDO, SCREEN_RESET };

static void keep(void *context)
{
    struct wizard_screen *screen = context;
    struct error err;
    draft_mark(&screen->draft);
    if (draft_keep(&screen->draft, &err) < 0)
        app_message_error(screen->view->app, &err);
    screen_check(screen);
}

static void enter(void *context, struct form *form)
{
    struct wizard_screen *screen = context;
    /* The widget is set up before the rest while it is made. */
    screen->visited[screen->wizard.step] = true;
    screen_fill(screen, screen->wizard.step, form);
}

static void leave(void *context, struct form *form)
{
    struct wizard_screen *screen = context;
    int list = rules_list_of(screen->wizard.step);
    (void)form;
    if (list >= 0)
        rules_leave(screen, (enum rule_list)list);
}

static void enter_review(void *context, struct form *form)
{
    struct wizard_screen *screen = context;
    (void)form;
    screen->place = PLACE_REVIEW;
    review_renew(&screen->review);
}

static void draw_review(void *context, struct area area)
{
    struct wizard_screen *screen = context;
    review_draw(&screen->review, area);
}

static bool review_gets_key(void *context, const struct key *key)
{
    struct wizard_screen *screen = context;
    return review_key(&screen->review, key);
}

static void changed(void *context, struct form *form, struct field *field)
{
    struct wizard_screen *screen = context;
    size_t place = screen->wizard.step;
    const struct step_form *step = step_form_of(place);
    int list = rules_list_of(place);
    if (step)
        step_form_apply(screen, step, form, field);
    else if (list >= 0)
        rules_changed(screen, (enum rule_list)list, form, field);
}

static enum wizard_mark mark(void *context, size_t place)
{
    const struct wizard_screen *screen = context;
    return place < PLACE_COUNT ? screen->marks[place] : WIZARD_TODO;
}

#define STEP(text, example)                                                                        \
    {                                                                                              \
        .title = (text), .examples = (example), .enter = enter, .leave = leave                     \
    }

static const struct wizard_step steps[PLACE_COUNT] = {
        [PLACE_BASICS] = STEP(N_("Basics"),
                N_("'Abandoned cart, spring' is a good title: it says for whom and when.\nThe id "
                   "follows from it: abandoned-cart-spring.")),
        [PLACE_MESSAGE] = STEP(N_("Message"), NULL),
        [PLACE_TRIGGER] = STEP(N_("Trigger"),
                N_("Someone does 'Product Added' where cart_value is between 100 and 200.\n"
                   "Or buys something; or clicks in the e-mail of another campaign.\nSeveral rows "
                   "are alternatives; conditions in one row must all hold.")),
        [PLACE_DELAY] = STEP(N_("Delay"), NULL),
        [PLACE_EXCEPTIONS_STEP] = STEP(N_("Exceptions"),
                N_("A reminder 2 hours after 'Product Added', unless someone buys something in "
                   "these 2 hours.\nA purchase before the trigger does not count, nor one at the "
                   "very moment the message is due.")),
        [PLACE_DURATION] = STEP(N_("Duration"), NULL),
        [PLACE_WINDOW] = STEP(N_("Window"), NULL),
        [PLACE_REELIGIBILITY] = STEP(N_("Re-eligibility"),
                N_("'Again after 7 days': who got it on Monday at 10:00 can trigger it from next "
                   "Monday 10:00 on.\n'Once': a welcome that nobody should see twice.")),
        [PLACE_AUDIENCE_STEP] = STEP(N_("Audience"),
                N_("In the segment 'active' and with the trait plan equal to pro.\nA control group "
                   "of 10 % gets nothing, and shows what would have happened anyway.")),
        [PLACE_CONVERSIONS_STEP] = STEP(N_("Conversions"),
                N_("A purchase within 3 days after the message.\nWhat caused the message does not "
                   "convert it.")),
        [PLACE_REVIEW] = {.title = N_("Review"),
                .enter = enter_review,
                .bare = true,
                .draw = draw_review,
                .key = review_gets_key},
};

static const struct wizard_type wizard_type = {.steps = steps,
        .step_count = PLACE_COUNT,
        .words = screen_words,
        .examples = screen_examples,
        .mark = mark,
        .store = keep,
        .changed = changed};

bool frozen_for_good(const struct wizard_screen *screen, const char **why)
{
    *why = _("The campaign was live already, so this stays as it is, or its figures would mix two "
             "things: clone it to try another");
    return screen->draft.was_live;
}

static void jump(void *context, const char *path)
{
    screen_jump(context, path);
}

static void review_done(void *context, const char *sentence)
{
    struct wizard_screen *screen = context;
    struct app *app = screen->view->app;
    app_close(app, screen->view);
    app_message(app, STYLE_GOOD, sentence);
}

static void say_resumed(struct wizard_screen *screen)
{
    struct buf when = {0};
    if (screen->draft.unread)
        app_message(screen->view->app, STYLE_WARNING, screen->draft.unread);
    if (screen->draft.resumed_ms == WHEN_NONE)
        return;
    add_instant(&when, screen->draft.resumed_ms, suggest_company_zone(screen->editing.suggest));
    app_message_format(screen->view->app, STYLE_TEXT,
            _("Taken up as you left it on %s; ^F begins anew"), buf_text(&when));
    buf_release(&when);
}

static int wizard_open(struct view *view, void *argument, struct error *err)
{
    const struct wizard_request *request = argument;
    struct wizard_screen *screen = mem_new(sizeof *screen);
    view->state = screen;
    screen->view = view;
    screen->world = world_of(view->app);
    screen->editing.event_of = rules_event_of;
    screen->editing.condition_of = rules_condition_of;
    screen->size = -1;
    if (draft_open(&screen->draft, screen->world, request->id, err) < 0)
        return -1;
    screen->editing.suggest = suggest_open(screen->world, err);
    if (!screen->editing.suggest)
        return -1;
    bool begun = request->id || screen->draft.resumed_ms != WHEN_NONE;
    memset(screen->visited, begun, sizeof screen->visited);
    screen->id_typed = begun;
    review_init(&screen->review, view, &screen->draft, screen);
    screen->review.jump = jump;
    screen->review.faults = screen_faults;
    screen->review.done = review_done;
    wizard_init(&screen->wizard, view, &wizard_type, screen);
    if (begun)
        screen_check(screen);
    if (request->path)
        screen_jump(screen, request->path);
    say_resumed(screen);
    return 0;
}

static void wizard_close(struct view *view)
{
    struct wizard_screen *screen = view->state;
    count_stop(screen);
    if (screen->wizard.type)
        wizard_release(&screen->wizard);
    review_release(&screen->review);
    suggest_free(screen->editing.suggest);
    draft_release(&screen->draft);
    mem_free(screen->counted);
    mem_free(screen);
}

static void wizard_title(struct view *view, struct buf *out)
{
    const struct wizard_screen *screen = view->state;
    const char *title = screen->draft.campaign->title;
    if (draft_is_new(&screen->draft))
        buf_add_text(out, title ? title : _("New campaign"));
    else
        buf_add_text(out, title ? title : screen->draft.copy_id);
}

static void wizard_status(struct view *view, struct view_status *out)
{
    const struct wizard_screen *screen = view->state;
    out->badge = status_badge(screen->draft.status);
    out->badge_style = status_style(screen->draft.status);
    if (draft_is_new(&screen->draft))
        buf_add_text(&out->text, _("new, kept as you type"));
    else
        buf_add_format(&out->text, _("edit of version %u"), screen->draft.base_version);
}

static void wizard_paint(struct view *view, struct area area)
{
    struct wizard_screen *screen = view->state;
    wizard_draw(&screen->wizard, area);
}

static bool wizard_types(struct view *view)
{
    struct wizard_screen *screen = view->state;
    return wizard_typing(&screen->wizard);
}

/* Another row of fields, once the one that was begun is left. */
static void focus_moved(struct wizard_screen *screen)
{
    struct form *form = &screen->wizard.form;
    int list = rules_list_of(screen->wizard.step);
    draft_mark(&screen->draft);
    if (!screen->stale || list < 0)
        return;
    screen->stale = false;
    form_clear(form);
    rules_enter(screen, (enum rule_list)list, form);
}

/* Fields first, so that Enter and digits mean what form_walk.h says; the keys of the step bar are
 * the widget's. */
static bool form_step_key(struct wizard_screen *screen, const struct key *key)
{
    static const struct key next = {.code = CODE_CTRL('N')};
    if (keymap_find(&wizard_keymap, key->code, true))
        return wizard_key(&screen->wizard, key);
    if (key->code != CODE_ENTER && !key_is_text(key) && key->code != CODE_BACKSPACE) {
        screen->walk = (struct form_walk){0};
        const struct field *field = form_focused(&screen->wizard.form);
        bool moves = key->code == CODE_TAB || key->code == CODE_BACKTAB || key->code == CODE_DOWN ||
                     key->code == CODE_UP;
        if (field && !moves)
            screen->walk = (struct form_walk){field->type->id, field->row};
        return wizard_key(&screen->wizard, key);
    }
    screen->wizard.held = screen->wizard.held && key->code == CODE_ENTER;
    return form_walk_key(&screen->walk, &screen->wizard.form, key) ||
           (key->code == CODE_ENTER && wizard_key(&screen->wizard, &next));
}

static bool wizard_gets_key(struct view *view, const struct key *key)
{
    struct wizard_screen *screen = view->state;
    struct wizard *wizard = &screen->wizard;
    const struct field *before = form_focused(&wizard->form);
    int id = before ? before->type->id : 0;
    int row = before ? before->row : 0;
    size_t step = wizard->step;
    bool used = steps[step].draw ? wizard_key(wizard, key) : form_step_key(screen, key);
    const struct field *after = form_focused(&wizard->form);
    if (step == wizard->step && after && (after->type->id != id || after->row != row))
        focus_moved(screen);
    return used;
}

static void refill(struct wizard_screen *screen)
{
    size_t step = screen->wizard.step;
    screen->stale = false;
    wizard_refresh(&screen->wizard);
    screen_check(screen);
    screen->place = step;
}

static void take_back(struct wizard_screen *screen, bool back)
{
    struct buf words = {0};
    struct app *app = screen->view->app;
    bool done = back ? draft_undo(&screen->draft, &words) : draft_redo(&screen->draft, &words);
    if (done) {
        refill(screen);
        app_message_format(app, STYLE_TEXT, back ? _("Taken back: %s") : _("Done again: %s"),
                buf_text(&words));
    } else {
        app_message(app, STYLE_TEXT,
                back ? _("There is nothing to take back") : _("There is nothing to do again"));
    }
    buf_release(&words);
}

static void reset_answered(struct view *view, void *context, int answer)
{
    struct wizard_screen *screen = context;
    (void)view;
    if (answer != DIALOG_YES)
        return;
    draft_reset(&screen->draft);
    screen->id_typed = !draft_is_new(&screen->draft);
    wizard_go(&screen->wizard, PLACE_BASICS);
    refill(screen);
    keep(screen);
}

static void ask_reset(struct wizard_screen *screen)
{
    bool new = draft_is_new(&screen->draft);
    dialog_confirm(screen->view->app,
            &(struct dialog){.title = _("Begin anew?"),
                    .text = new ? _("All that was entered goes. ^R brings it back as long as you "
                                    "stay here.")
                                : _("Your changes go; the fields show the saved version again. ^R "
                                    "brings them back as long as you stay here."),
                    .yes = _("Begin anew"),
                    .done = reset_answered,
                    .context = screen});
}

static void wizard_action(struct view *view, int action)
{
    struct wizard_screen *screen = view->state;
    int list = rules_list_of(screen->wizard.step);
    if (action == SCREEN_REMOVE && list >= 0) {
        if (rules_remove(screen, (enum rule_list)list, &screen->wizard.form))
            draft_mark(&screen->draft);
        else
            app_message(view->app, STYLE_TEXT, _("There is no row here to remove"));
    } else if (action == SCREEN_UNDO || action == SCREEN_REDO) {
        take_back(screen, action == SCREEN_UNDO);
    } else if (action == SCREEN_RESET) {
        ask_reset(screen);
    }
}

static bool wizard_goes_back(struct view *view)
{
    struct wizard_screen *screen = view->state;
    if (wizard_back(&screen->wizard))
        return true;
    wizard_keep(&screen->wizard);
    if (draft_is_changed(&screen->draft))
        app_message(view->app, STYLE_GOOD,
                draft_is_new(&screen->draft)
                        ? _("Kept as your working copy; n goes on where you are")
                        : _("Kept as your working copy; e goes on where you are"));
    return false;
}

static int wizard_save(struct view *view, struct error *err)
{
    struct wizard_screen *screen = view->state;
    leave(screen, &screen->wizard.form);
    return draft_keep(&screen->draft, err);
}

static const struct keymap *wizard_mode(struct view *view)
{
    const struct wizard_screen *screen = view->state;
    return screen->wizard.step == PLACE_REVIEW ? &review_keymap : NULL;
}

static void wizard_shown(struct view *view)
{
    struct wizard_screen *screen = view->state;
    if (screen->wizard.step == PLACE_REVIEW)
        review_renew(&screen->review);
    else if (screen->wizard.step == PLACE_AUDIENCE_STEP)
        audience_form.show(screen, &screen->wizard.form);
}

/* While something is counted the percentage moves. */
static void wizard_tick(struct view *view, int64_t now_ms)
{
    struct wizard_screen *screen = view->state;
    (void)now_ms;
    if (screen->count && screen->wizard.step == PLACE_AUDIENCE_STEP) {
        audience_form.show(screen, &screen->wizard.form);
        app_redraw(view->app);
    }
    if (screen->review.job)
        app_redraw(view->app);
}

static bool refuse_remove(struct view *view, struct buf *why)
{
    const struct wizard_screen *screen = view->state;
    if (rules_list_of(screen->wizard.step) >= 0)
        return false;
    buf_add_text(why, _("Only rows of triggers, exceptions and conversions are removed; empty a "
                        "field instead"));
    return true;
}

static const struct keybind binds[] = {
        {SCREEN_REMOVE, {CODE_CTRL('X')}, N_("remove"),
                N_("Remove the condition or the row the field belongs to"), refuse_remove},
        {SCREEN_UNDO, {CODE_CTRL('R'), 'u'}, N_("undo"), N_("Take back the last change"), NULL},
        {SCREEN_REDO, {CODE_CTRL('Y')}, NULL, N_("Do again what was taken back"), NULL},
        {SCREEN_RESET, {CODE_CTRL('F')}, NULL, N_("Begin anew, from the saved version or nothing"),
                NULL},
};
static const struct keymap keymap = KEYMAP(N_("Campaign wizard"), binds);

const struct view_type wizard_view = {
        .name = "wizard",
        .help = N_("Write a campaign step by step. Enter goes on, Space opens lists, F1 explains "
                   "the field. What you enter is kept after every step, whatever happens to the "
                   "line; nothing reaches users before you activate it in the last step."),
        .keymap = &keymap,
        .layers = {&wizard_keymap, &form_keymap, &review_keymap},
        .mode = wizard_mode,
        .open = wizard_open,
        .close = wizard_close,
        .title = wizard_title,
        .status = wizard_status,
        .draw = wizard_paint,
        .typing = wizard_types,
        .key = wizard_gets_key,
        .action = wizard_action,
        .back = wizard_goes_back,
        .save = wizard_save,
        .shown = wizard_shown,
        .tick = wizard_tick,
};
