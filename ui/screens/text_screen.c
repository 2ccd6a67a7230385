#include "screens/text_screen.h"

void text_screen_status(struct view *view, struct view_status *out)
{
    struct textview *text = view->state;
    textview_add_status(text, &out->text);
}

void text_screen_draw(struct view *view, struct area area)
{
    struct textview *text = view->state;
    textview_draw(text, area);
}

bool text_screen_key(struct view *view, const struct key *key)
{
    struct textview *text = view->state;
    return textview_key(text, key);
}

bool text_screen_typing(struct view *view)
{
    struct textview *text = view->state;
    return textview_typing(text);
}

bool text_screen_back(struct view *view)
{
    struct textview *text = view->state;
    return textview_back(text);
}

const struct keymap *text_screen_mode(struct view *view)
{
    struct textview *text = view->state;
    return textview_mode(text);
}
