/* The state of the demo's small world: what will happen on which day, and the little that has to be
 * remembered of each person. */
#ifndef DEMO_WORLD_H
#define DEMO_WORLD_H

#include <stddef.h>
#include <stdint.h>

#include "demo/person.h"

enum moment_kind {
    MOMENT_SEND, /* a campaign's message becomes due; no line of its own */
    MOMENT_IDENTIFY,
    MOMENT_EMAIL_GIVEN,
    MOMENT_PLAN_CHANGED,
    MOMENT_SIGNED_UP,
    MOMENT_SESSION,
    MOMENT_PAGE,
    MOMENT_SEARCHED,
    MOMENT_VIEWED,
    MOMENT_WISHED,
    MOMENT_ADDED,
    MOMENT_CHECKOUT,
    MOMENT_ORDER,
    MOMENT_REVIEW,
    MOMENT_LOCATION,
    MOMENT_GEOFENCE_IN,
    MOMENT_GEOFENCE_OUT,
    MOMENT_SMS_IN,
    MOMENT_WHATSAPP_IN,
    MOMENT_EMAIL_DELIVERED,
    MOMENT_EMAIL_BOUNCED,
    MOMENT_EMAIL_SPAM,
    MOMENT_EMAIL_OPENED,
    MOMENT_EMAIL_OPENED_MACHINE,
    MOMENT_EMAIL_CLICKED,
    MOMENT_UNSUBSCRIBED,
    MOMENT_PUSH_RECEIVED,
    MOMENT_PUSH_BOUNCED,
    MOMENT_PUSH_TAPPED,
    MOMENT_PUSH_BUTTON,
    MOMENT_IN_APP_DISPLAYED,
    MOMENT_IN_APP_CLICKED,
    MOMENT_IN_APP_DISMISSED,
    MOMENT_CARD_DISPLAYED,
    MOMENT_CARD_CLICKED,
    MOMENT_CARD_DISMISSED,
    MOMENT_SMS_DELIVERED,
    MOMENT_SMS_FAILED,
    MOMENT_SMS_CLICKED,
    MOMENT_WEBHOOK_FAILED,
    MOMENT_KIND_COUNT,
};

struct moment {
    int64_t at_ms;
    uint32_t user;
    uint32_t serial;   /* in order of making: ties, message ids, randomness of the line */
    uint32_t products; /* up to four, a byte each: index + 1; the last one added is the lowest */
    uint32_t amount;   /* cents; of a send: minute of its trigger */
    uint8_t kind;
    uint8_t offer; /* of message events */
};

struct moment_list {
    struct moment *items;
    size_t count;
    size_t capacity;
};

enum { OFFERS_MAX = 24 };

/* Minutes since the start, 0 is never. */
struct known {
    int32_t bought, tapped, opened;
    uint16_t sent_hour[OFFERS_MAX];
    uint8_t orders;
    bool seen, unsubscribed;
};

struct world {
    uint64_t seed;
    uint32_t users, days;
    int64_t start_ms, end_ms; /* start is a midnight in UTC */
    int64_t *offsets_ms;      /* east of UTC, by city and day */
    struct known *known;
    struct moment_list *calendar; /* by day */
    uint32_t serial;
};

void world_start(struct world *world);
void world_release(struct world *world);

/* Notes what will happen; forgotten where it is past the end. */
struct moment *world_add(struct world *world, enum moment_kind kind, uint32_t user, int64_t at_ms);
/* Sorts a day by time. */
void world_sort_day(struct world *world, uint32_t day);
void world_drop_day(struct world *world, uint32_t day);

int64_t world_offset_ms(const struct world *world, uint32_t city, int64_t at_ms);
int32_t world_minute(const struct world *world, int64_t at_ms);

/* One visit of the shop from `at_ms` on, with all that follows from it. `eager`: came for a
 * message's sake. Returns the last instant. */
int64_t visit_make(struct world *world, const struct person *person, int64_t at_ms, bool eager,
        struct rng *rng);
/* What a person does on a day of their own accord: signing up, visits, walks, texts. */
void visit_day(struct world *world, const struct person *person, uint32_t day);

#endif
