/* What the demo's campaigns send and how people answer.
 *
 * The events have to be there before the engine decides anything, so this repeats the rules of the
 * documents in data/demo/campaigns roughly: reports, opens and clicks come at times that fit
 * the sends. */
#ifndef DEMO_OFFER_H
#define DEMO_OFFER_H

#include "demo/world.h"

enum cause {
    CAUSE_NONE,
    CAUSE_SESSION,
    CAUSE_SIGNED_UP,
    CAUSE_EMAIL_GIVEN,
    CAUSE_CART_LEFT,   /* 100 to 200, nothing bought */
    CAUSE_CART_BOUGHT, /* 100 to 200, bought after all */
    CAUSE_CHECKOUT_LEFT,
    CAUSE_ORDER,
    CAUSE_ORDER_150,
    CAUSE_ORDER_200,
    CAUSE_WISHED,
    CAUSE_PLAN_CHANGED,
    CAUSE_UNSUBSCRIBED,
    CAUSE_SMS_IN,
    CAUSE_WHATSAPP_IN,
    CAUSE_GEOFENCE_IN,
    CAUSE_SENT_NEW_ARRIVALS,
    CAUSE_SENT_FREE_DELIVERY,
    CAUSE_TAPPED_FREE_DELIVERY,
};

const char *offer_id(uint8_t offer);
/* Names of the links of e-mails, by a random number. */
const char *offer_link(uint32_t number);

/* Something happened that campaigns may answer: notes the sends. */
void offer_cause(struct world *world, const struct person *person, enum cause cause, int64_t at_ms);
/* A send is due: decides and notes what comes of it. */
void offer_send(struct world *world, const struct moment *send);

#endif
