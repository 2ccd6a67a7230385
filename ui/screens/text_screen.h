/* What screens that show one text share. The screen's state begins with a struct textview; the
 * functions below stand in its view_type. */
#ifndef UI_SCREENS_TEXT_SCREEN_H
#define UI_SCREENS_TEXT_SCREEN_H

#include "screens/world.h"
#include "widgets/textview.h"

void text_screen_status(struct view *view, struct view_status *out);
void text_screen_draw(struct view *view, struct area area);
bool text_screen_key(struct view *view, const struct key *key);
bool text_screen_typing(struct view *view);
bool text_screen_back(struct view *view);
const struct keymap *text_screen_mode(struct view *view);

#define TEXT_SCREEN_FUNCTIONS                                                                      \
    .status = text_screen_status, .draw = text_screen_draw, .key = text_screen_key,                \
    .typing = text_screen_typing, .back = text_screen_back, .mode = text_screen_mode,              \
    .layers = {&textview_keymap}

#endif
