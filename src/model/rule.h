/* Facts about rows that reading, findings and words share (private to model/). */
#ifndef MODEL_RULE_H
#define MODEL_RULE_H

#include "model/campaign.h"

bool interaction_takes_button(enum interaction interaction);
bool interaction_takes_link(enum interaction interaction);
/* What follows from the engine's own acts: `conversion`, `enter_control`, `receive_*`. */
bool interaction_is_derived(enum interaction interaction);

#endif
