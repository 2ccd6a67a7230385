/* The review of a saved campaign, on its own. */
#include "base/alloc.h"
#include "base/app.h"
#include "base/i18n.h"
#include "screens/badge.h"
#include "screens/review.h"
#include "screens/review_rows.h"
#include "screens/world.h"

struct review_screen {
    struct review review;
    struct draft draft;
    struct view *view;
};

struct review *review_view_review(struct view *view)
{
    struct review_screen *screen = view->state;
    return &screen->review;
}

static void jump(void *context, const char *path)
{
    struct review_screen *screen = context;
    struct wizard_request request = {.id = screen->draft.copy_id, .path = path};
    app_open(screen->view->app, &wizard_view, &request);
}

static void done(void *context, const char *sentence)
{
    struct review_screen *screen = context;
    struct app *app = screen->view->app;
    app_close(app, screen->view);
    app_message(app, STYLE_GOOD, sentence);
}

static int review_open(struct view *view, void *argument, struct error *err)
{
    const struct review_request *request = argument;
    struct review_screen *screen = mem_new(sizeof *screen);
    view->state = screen;
    screen->view = view;
    if (draft_open(&screen->draft, world_of(view->app), request->id, err) < 0)
        return -1;
    review_init(&screen->review, view, &screen->draft, screen);
    screen->review.jump = jump;
    screen->review.done = done;
    review_refresh(&screen->review);
    return 0;
}

static void review_close(struct view *view)
{
    struct review_screen *screen = view->state;
    review_release(&screen->review);
    draft_release(&screen->draft);
    mem_free(screen);
}

static void review_title(struct view *view, struct buf *out)
{
    const struct review_screen *screen = view->state;
    buf_add_format(out, _("Review of %s"), screen->draft.copy_id);
}

static void review_status(struct view *view, struct view_status *out)
{
    const struct review_screen *screen = view->state;
    out->badge = status_badge(screen->draft.status);
    out->badge_style = status_style(screen->draft.status);
    buf_add_format(&out->text, _("version %u"), screen->draft.base_version);
}

static void review_paint(struct view *view, struct area area)
{
    struct review_screen *screen = view->state;
    review_draw(&screen->review, area);
}

static bool review_gets_key(struct view *view, const struct key *key)
{
    struct review_screen *screen = view->state;
    return review_key(&screen->review, key);
}

/* The campaign may have been edited from here. */
static void review_shown(struct view *view)
{
    struct review_screen *screen = view->state;
    struct error err;
    struct draft again;
    char *id = mem_string(screen->draft.copy_id);
    if (screen->review.acting) {
        mem_free(id);
        return;
    }
    if (draft_open(&again, world_of(view->app), id, &err) == 0) {
        draft_release(&screen->draft);
        screen->draft = again;
        review_renew(&screen->review);
    } else {
        draft_release(&again);
        app_message_error(view->app, &err);
    }
    mem_free(id);
}

static void review_tick(struct view *view, int64_t now_ms)
{
    const struct review_screen *screen = view->state;
    (void)now_ms;
    if (screen->review.job)
        app_redraw(view->app);
}

const struct view_type review_view = {
        .name = "review",
        .help = N_("What is wrong or odd with the campaign, then each step in words. Errors stand "
                   "in the way of activation; warnings need a second look."),
        .layers = {&review_keymap},
        .open = review_open,
        .close = review_close,
        .title = review_title,
        .status = review_status,
        .draw = review_paint,
        .key = review_gets_key,
        .shown = review_shown,
        .tick = review_tick,
};
