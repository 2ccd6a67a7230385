/* Documents in plain words, for people. Every function appends one sentence or phrase without a
 * final stop or newline. */
#ifndef MODEL_WORDS_H
#define MODEL_WORDS_H

#include "model/campaign.h"

void span_add_words(struct buf *out, struct span span); /* '2 hours', '1 day' */
void condition_add_words(struct buf *out, const struct condition *condition);
void filter_add_words(struct buf *out, const struct filter *filter);
void rule_add_words(struct buf *out,
        const struct rule *rule); /* 'does Added To Cart where cart_value is 100 to 200' */
void delay_add_words(struct buf *out, const struct delay *delay);
void duration_rule_add_words(struct buf *out, const struct duration *duration);
void window_add_words(struct buf *out, const struct window *window);
void reeligibility_add_words(struct buf *out, const struct campaign *campaign);
void audience_add_words(struct buf *out, const struct campaign *campaign);
void conversion_add_words(struct buf *out, const struct conversion_event *event);

/* The whole campaign, a sentence a line: who, when, unless, until, again. Works on working copies
 * too. */
void campaign_add_words(struct buf *out, const struct campaign *campaign);

#endif
