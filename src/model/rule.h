/* Facts about rows that reading, findings and words share (private to model/). */
#ifndef MODEL_RULE_H
#define MODEL_RULE_H

#include "model/campaign.h"

/* The events that are a purchase and a session start (FORMATS 1). */
#define PURCHASE_EVENT   "Order Completed"
#define APP_OPENED_EVENT "Application Opened"
#define SESSION_EVENT    "Session Started"

bool interaction_takes_button(enum interaction interaction);
bool interaction_takes_link(enum interaction interaction);
/* What follows from the engine's own acts: `conversion`, `enter_control`, `receive_*`. */
bool interaction_is_derived(enum interaction interaction);

/* True where `wide` matches whatever `narrow` matches, as far as the rows themselves show it. */
bool rule_covers(const struct rule *wide, const struct rule *narrow);

/* 'does Added To Cart', without the conditions. */
void rule_add_act_words(struct buf *out, const struct rule *rule);

#endif
