/* What people do with messages, in words (private to model/). */
#ifndef MODEL_WORDS_INTERACTION_H
#define MODEL_WORDS_INTERACTION_H

#include "model/campaign.h"

/* 'opens the e-mail of welcome'; {1} is the campaign, {2} the button or link, NULL for any. */
void interaction_add_words(
        struct buf *out, enum interaction interaction, const char *campaign, const char *which);
/* 'opened the e-mail of welcome', for filters. */
void interaction_add_past_words(
        struct buf *out, enum interaction interaction, const char *campaign);

#endif
