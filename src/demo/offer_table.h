/* What the demo's campaigns send, to whom, when, and what people make of it. */
#ifndef DEMO_OFFER_TABLE_H
#define DEMO_OFFER_TABLE_H

#include "base/when.h"
#include "demo/offer.h"
#include "model/terms.h"

#define MINUTES(n) ((n)*MINUTE_MS)
#define HOURS(n)   ((n)*HOUR_MS)
#define DAYS(n)    ((n)*DAY_MS)

enum unless { UNLESS_NOTHING, UNLESS_BOUGHT = 1, UNLESS_TAPPED = 2, UNLESS_OPENED = 4 };
enum audience {
    EVERYBODY,
    WITH_GMAIL,
    BUYERS,
    FREE_BUYERS,
    TWICE_BUYERS,
    WITH_SMS_OFFERS,
    WITH_PUSH,
    BERLIN
};
enum { ONCE = -1, ON_FRIDAY = 5 };

struct offer {
    const char *id;
    enum channel channel;
    enum cause cause;
    enum cause then; /* caused by the send */
    enum audience audience;
    int64_t after_ms;
    int days;    /* with `at_hour`: local days later */
    int weekday; /* with `at_hour`: the next such day, 0 none (it is never a Sunday) */
    int at_hour;
    int from_hour, to_hour; /* window, 0 to 0: none */
    bool drop;
    int wait_days;
    unsigned unless;
    uint32_t control_percent;
    uint32_t opens, clicks, orders; /* in 1/10000 of the step before */
};

extern const struct offer offers[];
extern const uint8_t offer_count; /* at most OFFERS_MAX */

#endif
