#include "screens/list_screen.h"

#include "base/i18n.h"

int list_screen_start(struct view *view, void *state, const struct list_type *type,
        int (*load)(struct view *view, struct error *err), struct error *err)
{
    struct list_screen *screen = state;
    view->state = state;
    screen->view = view;
    screen->load = load;
    screen->seen = -1;
    world_changed(world_of(view->app), &screen->seen);
    int status = load(view, err);
    list_init(&screen->list, type, state); /* asks for the rows at once */
    return status;
}

void list_screen_release(struct list_screen *screen)
{
    list_release(&screen->list);
}

void list_screen_reload(void *context)
{
    struct list_screen *screen = context;
    struct error err = {0};
    world_changed(world_of(screen->view->app), &screen->seen);
    screen->stale = screen->load(screen->view, &err) != 0;
    if (screen->stale)
        app_message_error(screen->view->app, &err);
    else
        list_reload(&screen->list);
    app_redraw(screen->view->app);
}

void list_screen_draw(struct view *view, struct area area)
{
    struct list_screen *screen = view->state;
    list_draw(&screen->list, area, true);
}

void list_screen_status(struct view *view, struct view_status *out)
{
    struct list_screen *screen = view->state;
    list_add_status(&screen->list, &out->text);
    if (!screen->stale)
        return;
    out->badge = _("STALE");
    out->badge_style = STYLE_WARNING;
}

bool list_screen_key(struct view *view, const struct key *key)
{
    struct list_screen *screen = view->state;
    return list_key(&screen->list, key);
}

bool list_screen_typing(struct view *view)
{
    struct list_screen *screen = view->state;
    return list_typing(&screen->list);
}

bool list_screen_back(struct view *view)
{
    struct list_screen *screen = view->state;
    return list_back(&screen->list);
}

const struct keymap *list_screen_mode(struct view *view)
{
    struct list_screen *screen = view->state;
    return list_mode(&screen->list);
}

void list_screen_tick(struct view *view, int64_t now_ms)
{
    struct list_screen *screen = view->state;
    (void)now_ms;
    if (world_changed(world_of(view->app), &screen->seen))
        list_screen_reload(screen);
}

/* Coming back is a key like any other: without news nothing is read. */
void list_screen_shown(struct view *view)
{
    struct list_screen *screen = view->state;
    if (screen->stale || world_changed(world_of(view->app), &screen->seen))
        list_screen_reload(screen);
}

int64_t list_screen_selected(struct view *view)
{
    struct list_screen *screen = view->state;
    size_t row;
    return screen != NULL && list_selected(&screen->list, &row) ? (int64_t)row : -1;
}

bool list_screen_refuse_none(struct view *view, struct buf *why)
{
    if (list_screen_selected(view) >= 0)
        return false;
    buf_add_text(why, _("There is no row here to do that with."));
    return true;
}
