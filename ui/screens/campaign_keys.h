/* Inside of the screen of one campaign: its keys, and what they ask of it. */
#ifndef UI_SCREENS_CAMPAIGN_KEYS_H
#define UI_SCREENS_CAMPAIGN_KEYS_H

#include "base/view.h"

extern const struct keymap campaign_keymap;
void campaign_action(struct view *view, int action);

/* campaign.c */
void campaign_open_users(struct view *view); /* behind the selected figure */
bool campaign_refuse_users(struct view *view, struct buf *why);
void campaign_explain(struct view *view);
bool campaign_refuse_explain(struct view *view, struct buf *why);
void campaign_in_words(struct view *view);

#endif
