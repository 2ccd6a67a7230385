#include "widgets/help.h"

#include "base/alloc.h"
#include "base/app.h"
#include "base/draw.h"
#include "base/i18n.h"
#include "base/text.h"
#include "widgets/textview.h"

enum { KEYS_WIDTH = 22 };

static void add_bind(struct textview *text, const struct keybind *bind, struct view *view)
{
    struct buf keys = {0};
    struct buf padded = {0};
    struct buf why = {0};
    bool refused = keybind_refused(bind, view, &why);
    keybind_add_keys(&keys, bind);
    text_add_cut(&padded, buf_text(&keys), KEYS_WIDTH - 4, true, glyph_is_ascii());
    textview_begin(text, KEYS_WIDTH);
    textview_span(text, STYLE_TEXT, "  ");
    textview_span(text, refused ? STYLE_DIM : STYLE_STRONG, buf_text(&padded));
    textview_span(text, STYLE_TEXT, "  ");
    textview_span(text, refused ? STYLE_DIM : STYLE_TEXT, i18n_text(bind->help));
    if (refused) {
        textview_span(text, STYLE_DIM, ". ");
        textview_span(text, STYLE_DIM, buf_text(&why));
    }
    buf_release(&keys);
    buf_release(&padded);
    buf_release(&why);
}

static void add_keymap(struct textview *text, const struct keymap *keymap, struct view *view)
{
    if (!keymap)
        return;
    if (text->count)
        textview_add(text, STYLE_TEXT, 0, "");
    textview_add(text, STYLE_STRONG, 0, i18n_text(keymap->title));
    for (size_t i = 0; i < keymap->count; i++)
        add_bind(text, &keymap->binds[i], view);
}

static int help_open(struct view *view, void *argument, struct error *err)
{
    struct view *shown = argument;
    struct textview *text = mem_new(sizeof *text);
    (void)err;
    view->state = text;
    if (shown->type->help)
        textview_add(text, STYLE_TEXT, 0, i18n_text(shown->type->help));
    add_keymap(text, shown->type->keymap, shown);
    for (size_t i = 0; i < KEYMAP_LAYERS_MAX; i++)
        add_keymap(text, shown->type->layers[i], shown);
    add_keymap(text, app_options(view->app)->keymap, shown);
    add_keymap(text, &app_keymap, shown);
    return 0;
}

static void help_close(struct view *view)
{
    textview_release(view->state);
    mem_free(view->state);
}

static void help_title(struct view *view, struct buf *out)
{
    (void)view;
    buf_add_text(out, _("Help"));
}

static void help_status(struct view *view, struct view_status *out)
{
    textview_add_status(view->state, &out->text);
}

static void help_draw(struct view *view, struct area area)
{
    textview_draw(view->state, area_inset(area, 0, 2));
}

static bool help_key(struct view *view, const struct key *key)
{
    if (key->code == '?' && !textview_typing(view->state)) {
        app_close(view->app, view);
        return true;
    }
    return textview_key(view->state, key);
}

static bool help_typing(struct view *view)
{
    return textview_typing(view->state);
}

static const struct keymap *help_mode(struct view *view)
{
    return textview_mode(view->state);
}

static bool help_back(struct view *view)
{
    return textview_back(view->state);
}

const struct view_type help_view = {
        .name = "help",
        .layers = {&textview_keymap},
        .mode = help_mode,
        .open = help_open,
        .close = help_close,
        .title = help_title,
        .status = help_status,
        .draw = help_draw,
        .key = help_key,
        .typing = help_typing,
        .back = help_back,
};
