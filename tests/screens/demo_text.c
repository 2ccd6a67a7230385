#include "base/alloc.h"
#include "base/i18n.h"
#include "demo.h"
#include "widgets/textview.h"

static int demo_open(struct view *view, void *argument, struct error *err)
{
    struct textview *text = mem_new(sizeof *text);
    (void)argument;
    (void)err;
    view->state = text;
    textview_add(text, STYLE_STRONG, 0, "Version 4, by Ana, 2 days ago");
    textview_begin(text, 4);
    textview_span(text, STYLE_TEXT, "  Delay: ");
    textview_span(text, STYLE_REMOVED, "2 hours after the trigger");
    textview_span(text, STYLE_TEXT, " became ");
    textview_span(text, STYLE_ADDED, "3 days after the trigger, at 09:00 in each user's own zone");
    textview_span(text, STYLE_TEXT, "; what waits keeps the due it has.");
    textview_add(text, STYLE_TEXT, 0, "");
    for (int i = 0; i < 40; i++) {
        char *line = mem_format("Row %d of the log", i + 1);
        textview_add(text, i % 7 ? STYLE_TEXT : STYLE_CHANGED, 2, line);
        mem_free(line);
    }
    return 0;
}

static void demo_close(struct view *view)
{
    textview_release(view->state);
    mem_free(view->state);
}

static void demo_title(struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, _("Changelog"));
}

static void demo_status(struct view *view, struct view_status *out)
{
    textview_add_status(view->state, &out->text);
    out->badge = _("STALE");
    out->badge_style = STYLE_WARNING;
}

static void demo_draw(struct view *view, struct area area)
{
    textview_draw(view->state, area_inset(area, 0, 2));
}

static bool demo_key(struct view *view, const struct key *key)
{
    return textview_key(view->state, key);
}

static bool demo_typing(struct view *view)
{
    return textview_typing(view->state);
}

static bool demo_back(struct view *view)
{
    return textview_back(view->state);
}

const struct view_type text_demo_view = {
        .name = "text",
        .layers = {&textview_keymap},
        .open = demo_open,
        .close = demo_close,
        .title = demo_title,
        .status = demo_status,
        .draw = demo_draw,
        .typing = demo_typing,
        .key = demo_key,
        .back = demo_back,
};
