#include "demo/offer.h"

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/when.h"
#include "model/terms.h"

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
enum { ONCE = -1, FRIDAY = 5, NO_DAY = -1 };

struct offer {
    const char *id;
    enum channel channel;
    enum cause cause;
    enum cause then; /* caused by the send */
    enum audience audience;
    int64_t after_ms;
    int days;    /* with `at_hour`: local days later */
    int weekday; /* with `at_hour`: the next such day */
    int at_hour;
    int from_hour, to_hour; /* window, 0 to 0: none */
    bool drop;
    int wait_days;
    unsigned unless;
    uint32_t control_percent;
    uint32_t opens, clicks, orders; /* in 1/10000 of the step before */
};

#define MINUTES(n) ((n)*MINUTE_MS)
#define HOURS(n)   ((n)*HOUR_MS)
#define DAYS(n)    ((n)*DAY_MS)

static const struct offer offers[] = {
        {"cart-reminder", CHANNEL_EMAIL, CAUSE_CART_LEFT, 0, EVERYBODY, HOURS(1), 0, NO_DAY, 0, 9,
                18, false, 7, UNLESS_BOUGHT, 10, 4600, 3400, 3000},
        {"cart-rescued", CHANNEL_CONTENT_CARD, CAUSE_CART_BOUGHT, 0, EVERYBODY, 0, 0, NO_DAY, 0, 0,
                0, false, 30, 0, 0, 7000, 1500, 800},
        {"welcome-day-1", CHANNEL_EMAIL, CAUSE_SIGNED_UP, 0, EVERYBODY, 0, 1, NO_DAY, 9, 0, 0,
                false, ONCE, 0, 0, 6200, 3000, 1500},
        {"welcome-day-3", CHANNEL_EMAIL, CAUSE_SIGNED_UP, 0, EVERYBODY, 0, 3, NO_DAY, 10, 0, 0,
                false, ONCE, 0, 0, 5100, 2400, 1600},
        {"welcome-day-7", CHANNEL_EMAIL, CAUSE_SIGNED_UP, 0, EVERYBODY, 0, 7, NO_DAY, 18, 0, 0,
                false, ONCE, UNLESS_BOUGHT, 0, 4300, 2800, 2600},
        {"gmail-welcome", CHANNEL_EMAIL, CAUSE_EMAIL_GIVEN, 0, WITH_GMAIL, MINUTES(10), 0, NO_DAY,
                0, 0, 0, false, ONCE, 0, 0, 5600, 2600, 600},
        {"new-arrivals", CHANNEL_EMAIL, CAUSE_SESSION, CAUSE_SENT_NEW_ARRIVALS, EVERYBODY, 0, 0,
                FRIDAY, 10, 0, 0, false, 14, 0, 0, 3300, 2100, 1500},
        {"new-arrivals-resend", CHANNEL_EMAIL, CAUSE_SENT_NEW_ARRIVALS, 0, EVERYBODY, DAYS(7), 0,
                NO_DAY, 0, 0, 0, false, 14, UNLESS_OPENED, 0, 1900, 1500, 1200},
        {"free-delivery", CHANNEL_PUSH, CAUSE_CHECKOUT_LEFT, CAUSE_SENT_FREE_DELIVERY, WITH_PUSH,
                HOURS(3), 0, NO_DAY, 0, 9, 21, false, 14, UNLESS_BOUGHT, 0, 1900, 0, 2400},
        {"free-delivery-thanks-15", CHANNEL_EMAIL, CAUSE_TAPPED_FREE_DELIVERY, 0, EVERYBODY, 0, 0,
                NO_DAY, 0, 0, 0, false, ONCE, 0, 0, 5400, 4200, 3300},
        {"free-delivery-reminder", CHANNEL_PUSH, CAUSE_SENT_FREE_DELIVERY, 0, WITH_PUSH, DAYS(2), 0,
                NO_DAY, 0, 9, 20, true, 14, UNLESS_BOUGHT | UNLESS_TAPPED, 0, 1100, 0, 1800},
        {"upgrade-to-plus", CHANNEL_IN_APP, CAUSE_SESSION, 0, FREE_BUYERS, 0, 0, NO_DAY, 0, 0, 0,
                false, 10, 0, 0, 10000, 1400, 0},
        {"loyalty-card", CHANNEL_CONTENT_CARD, CAUSE_ORDER, 0, TWICE_BUYERS, 0, 0, NO_DAY, 0, 0, 0,
                false, 30, 0, 0, 7400, 2200, 900},
        {"order-status-sms", CHANNEL_SMS, CAUSE_SMS_IN, 0, EVERYBODY, 0, 0, NO_DAY, 0, 0, 0, false,
                0, 0, 0, 0, 3800, 0},
        {"vip-preview-sms", CHANNEL_SMS, CAUSE_ORDER_150, 0, WITH_SMS_OFFERS, 0, 1, NO_DAY, 11, 0,
                0, false, 14, 0, 0, 0, 2400, 1900},
        {"big-order-to-crm", CHANNEL_WEBHOOK, CAUSE_ORDER_200, 0, EVERYBODY, 0, 0, NO_DAY, 0, 0, 0,
                false, 0, 0, 0, 0, 0, 0},
        {"near-our-berlin-shop", CHANNEL_PUSH, CAUSE_GEOFENCE_IN, 0, BERLIN, MINUTES(2), 0, NO_DAY,
                0, 10, 19, true, 7, 0, 0, 1700, 0, 1100},
        {"plus-thanks", CHANNEL_EMAIL, CAUSE_PLAN_CHANGED, 0, EVERYBODY, HOURS(1), 0, NO_DAY, 0, 0,
                0, false, ONCE, 0, 0, 6800, 2700, 900},
        {"goodbye-survey", CHANNEL_PUSH, CAUSE_UNSUBSCRIBED, 0, WITH_PUSH, 0, 1, NO_DAY, 12, 0, 0,
                false, ONCE, 0, 0, 900, 0, 0},
        {"wish-list-best-hour", CHANNEL_PUSH, CAUSE_WISHED, 0, WITH_PUSH, HOURS(20), 0, NO_DAY, 0,
                8, 22, false, 7, UNLESS_BOUGHT, 0, 1500, 0, 1700},
        {"order-review", CHANNEL_EMAIL, CAUSE_ORDER, 0, EVERYBODY, DAYS(5), 0, NO_DAY, 0, 9, 20,
                false, 14, 0, 0, 4700, 2900, 0},
        {"whatsapp-help", CHANNEL_WHATSAPP, CAUSE_WHATSAPP_IN, 0, EVERYBODY, 0, 0, NO_DAY, 0, 0, 0,
                false, 0, 0, 0, 0, 0, 0},
};
_Static_assert(ARRAY_COUNT(offers) <= OFFERS_MAX, "known.sent_hour is too short");

const char *offer_id(uint8_t offer)
{
    return offers[offer].id;
}

const char *offer_link(uint32_t number)
{
    static const char *const links[] = {"cart", "main-button", "shop", "picture", "footer"};
    return links[number % ARRAY_COUNT(links)];
}

static bool audience_takes(
        enum audience audience, const struct person *person, const struct known *known)
{
    switch (audience) {
    case EVERYBODY: return true;
    case WITH_GMAIL: return person_has_gmail(person);
    case BUYERS: return known->orders > 0;
    case FREE_BUYERS: return known->orders > 1 && person->plan == PLAN_FREE;
    case TWICE_BUYERS: return known->orders > 1;
    case WITH_SMS_OFFERS: return person->sms_offers;
    case WITH_PUSH: return person->push;
    case BERLIN: return person->city == 0;
    }
    return false;
}

static bool reachable(
        const struct offer *offer, const struct person *person, const struct known *known)
{
    if (offer->channel == CHANNEL_EMAIL)
        return person->has_email && !known->unsubscribed;
    if (offer->channel == CHANNEL_SMS || offer->channel == CHANNEL_WHATSAPP)
        return person->has_phone;
    return offer->channel != CHANNEL_IN_APP || person->mobile;
}

/* The next opening of the window, or 0 where the message is dropped. */
static int64_t into_window(const struct offer *offer, int64_t due_ms, int64_t offset_ms)
{
    if (offer->from_hour == offer->to_hour)
        return due_ms;
    int64_t local_ms = due_ms + offset_ms, midnight_ms = local_ms - local_ms % DAY_MS;
    int64_t from_ms = midnight_ms + offer->from_hour * HOUR_MS;
    if (local_ms >= from_ms && local_ms < midnight_ms + offer->to_hour * HOUR_MS)
        return due_ms;
    if (offer->drop)
        return 0;
    return (local_ms < from_ms ? from_ms : from_ms + DAY_MS) - offset_ms;
}

static int64_t send_due(const struct offer *offer, int64_t at_ms, int64_t offset_ms)
{
    int64_t local_ms = at_ms + offset_ms, midnight_ms = local_ms - local_ms % DAY_MS;
    int days = offer->days;
    if (offer->weekday != NO_DAY) {
        days = (offer->weekday - day_weekday(when_day(midnight_ms)) + 7) % 7;
        days = days ? days : 7;
    }
    if (days)
        return midnight_ms + days * DAY_MS + offer->at_hour * HOUR_MS - offset_ms;
    return into_window(offer, at_ms + offer->after_ms, offset_ms);
}

void offer_cause(struct world *world, const struct person *person, enum cause cause, int64_t at_ms)
{
    for (uint8_t i = 0; i < ARRAY_COUNT(offers); i++) {
        const struct offer *offer = &offers[i];
        if (offer->cause != cause || at_ms >= world->end_ms)
            continue;
        struct known *known = &world->known[person->number];
        int64_t hour = (at_ms - world->start_ms) / HOUR_MS + 1;
        int64_t waited = known->sent_hour[i] ? hour - known->sent_hour[i] : INT16_MAX;
        if ((known->sent_hour[i] && offer->wait_days == ONCE) || waited < offer->wait_days * 24)
            continue;
        if (!audience_takes(offer->audience, person, known))
            continue;
        int64_t due_ms = send_due(offer, at_ms, world_offset_ms(world, person->city, at_ms));
        if (!due_ms)
            continue;
        known->sent_hour[i] = (uint16_t)(hour > UINT16_MAX ? UINT16_MAX : hour);
        struct moment *send = world_add(world, MOMENT_SEND, person->number, due_ms);
        send->offer = i;
        send->amount = (uint32_t)world_minute(world, at_ms);
    }
}

static bool held_out(const struct offer *offer, uint32_t user)
{
    if (!offer->control_percent)
        return false;
    char text[PERSON_ID_SIZE + 70];
    person_id(user, text);
    text[PERSON_ID_SIZE - 1] = ':';
    size_t size = strlen(offer->id);
    memcpy(text + PERSON_ID_SIZE, offer->id, size);
    return hash_rule(text, PERSON_ID_SIZE + size) % 100 < offer->control_percent;
}

struct answer {
    struct world *world;
    const struct offer *offer;
    const struct person *person;
    struct known *known;
    int64_t at_ms;
    uint8_t number;
    struct rng rng;
};

static void note(struct answer *answer, enum moment_kind kind, int64_t at_ms)
{
    struct moment *moment = world_add(answer->world, kind, answer->person->number, at_ms);
    moment->offer = answer->number;
    moment->amount = (uint32_t)rng_below(&answer->rng, 5);
}

static void come_back(struct answer *answer, int64_t at_ms)
{
    if (rng_chance(&answer->rng, answer->offer->orders))
        visit_make(answer->world, answer->person, at_ms, true, &answer->rng);
}

/* Most people look within two hours, some the next day. */
static int64_t look_delay(struct rng *rng)
{
    uint32_t kind = rng_below(rng, 10);
    if (kind < 5)
        return rng_between(rng, MINUTES(1), HOURS(1));
    return kind < 8 ? rng_between(rng, HOURS(1), HOURS(8)) : rng_between(rng, HOURS(8), DAYS(3));
}

static void answer_email(struct answer *answer)
{
    struct rng *rng = &answer->rng;
    if (rng_chance(rng, 90)) {
        note(answer, MOMENT_EMAIL_BOUNCED, answer->at_ms + rng_between(rng, SECOND_MS, MINUTES(5)));
        return;
    }
    int64_t at_ms = answer->at_ms + rng_between(rng, SECOND_MS, 40 * SECOND_MS);
    note(answer, MOMENT_EMAIL_DELIVERED, at_ms);
    if (rng_chance(rng, 1700))
        note(answer, MOMENT_EMAIL_OPENED_MACHINE, at_ms + rng_between(rng, 500, MINUTES(2)));
    if (rng_chance(rng, 6))
        note(answer, MOMENT_EMAIL_SPAM, at_ms + look_delay(rng));
    if (!rng_chance(rng, answer->offer->opens))
        return;
    at_ms += look_delay(rng);
    note(answer, MOMENT_EMAIL_OPENED, at_ms);
    answer->known->opened = world_minute(answer->world, at_ms);
    if (rng_chance(rng, answer->offer->clicks)) {
        at_ms += rng_between(rng, 5 * SECOND_MS, MINUTES(2));
        note(answer, MOMENT_EMAIL_CLICKED, at_ms);
        come_back(answer, at_ms + 2 * SECOND_MS);
        if (!strcmp(answer->offer->id, "order-review"))
            note(answer, MOMENT_REVIEW, at_ms + rng_between(rng, MINUTES(1), MINUTES(9)));
    } else if (rng_chance(rng, 70)) {
        note(answer, MOMENT_UNSUBSCRIBED, at_ms + 20 * SECOND_MS);
        answer->known->unsubscribed = true;
        offer_cause(answer->world, answer->person, CAUSE_UNSUBSCRIBED, at_ms + 20 * SECOND_MS);
    }
}

static void answer_push(struct answer *answer)
{
    struct rng *rng = &answer->rng;
    if (rng_chance(rng, 250)) {
        note(answer, MOMENT_PUSH_BOUNCED, answer->at_ms + 3 * SECOND_MS);
        return;
    }
    int64_t at_ms = answer->at_ms + rng_between(rng, 300, 30 * SECOND_MS);
    note(answer, MOMENT_PUSH_RECEIVED, at_ms);
    if (!rng_chance(rng, answer->offer->opens))
        return;
    at_ms += rng_chance(rng, 6000) ? rng_between(rng, 2 * SECOND_MS, MINUTES(15)) : look_delay(rng);
    note(answer, rng_chance(rng, 2000) ? MOMENT_PUSH_BUTTON : MOMENT_PUSH_TAPPED, at_ms);
    answer->known->tapped = world_minute(answer->world, at_ms);
    if (!strcmp(answer->offer->id, "free-delivery"))
        offer_cause(answer->world, answer->person, CAUSE_TAPPED_FREE_DELIVERY, at_ms);
    come_back(answer, at_ms + SECOND_MS);
}

static void answer_on_screen(struct answer *answer)
{
    struct rng *rng = &answer->rng;
    bool card = answer->offer->channel == CHANNEL_CONTENT_CARD;
    if (!rng_chance(rng, answer->offer->opens))
        return;
    int64_t at_ms = answer->at_ms + (card ? look_delay(rng) : rng_between(rng, 1500, 6000));
    note(answer, card ? MOMENT_CARD_DISPLAYED : MOMENT_IN_APP_DISPLAYED, at_ms);
    int64_t then_ms = at_ms + rng_between(rng, 2 * SECOND_MS, MINUTES(1));
    if (rng_chance(rng, answer->offer->clicks)) {
        note(answer, card ? MOMENT_CARD_CLICKED : MOMENT_IN_APP_CLICKED, then_ms);
        come_back(answer, then_ms + SECOND_MS);
    } else if (rng_chance(rng, 3500)) {
        note(answer, card ? MOMENT_CARD_DISMISSED : MOMENT_IN_APP_DISMISSED, then_ms);
    }
}

static void answer_sms(struct answer *answer)
{
    struct rng *rng = &answer->rng;
    int64_t at_ms = answer->at_ms + rng_between(rng, SECOND_MS, 20 * SECOND_MS);
    if (rng_chance(rng, 180)) {
        note(answer, MOMENT_SMS_FAILED, at_ms);
        return;
    }
    note(answer, MOMENT_SMS_DELIVERED, at_ms);
    if (!rng_chance(rng, answer->offer->clicks))
        return;
    at_ms += rng_between(rng, 10 * SECOND_MS, HOURS(5));
    note(answer, MOMENT_SMS_CLICKED, at_ms);
    come_back(answer, at_ms + SECOND_MS);
}

static void answer_nothing(struct answer *answer)
{
    if (answer->offer->channel == CHANNEL_WEBHOOK && rng_chance(&answer->rng, 120))
        note(answer, MOMENT_WEBHOOK_FAILED, answer->at_ms + 2 * SECOND_MS);
}

void offer_send(struct world *world, const struct moment *send)
{
    static void (*const answers[CHANNEL_COUNT])(struct answer *) = {
            [CHANNEL_EMAIL] = answer_email,
            [CHANNEL_PUSH] = answer_push,
            [CHANNEL_IN_APP] = answer_on_screen,
            [CHANNEL_CONTENT_CARD] = answer_on_screen,
            [CHANNEL_SMS] = answer_sms,
            [CHANNEL_WHATSAPP] = answer_nothing,
            [CHANNEL_WEBHOOK] = answer_nothing,
    };
    const struct offer *offer = &offers[send->offer];
    struct known *known = &world->known[send->user];
    struct person person = person_of(world->seed, send->user, world->days);
    int32_t since = (int32_t)send->amount;
    if (((offer->unless & UNLESS_BOUGHT) && known->bought > since) ||
            ((offer->unless & UNLESS_TAPPED) && known->tapped > since) ||
            ((offer->unless & UNLESS_OPENED) && known->opened > since))
        return;
    if (!reachable(offer, &person, known) || held_out(offer, send->user))
        return;
    struct answer answer = {world, offer, &person, known, send->at_ms, send->offer,
            rng_of(world->seed, send->serial, UINT64_C(0x616e73776572))};
    if (offer->then)
        offer_cause(world, &person, offer->then, send->at_ms);
    answers[offer->channel](&answer);
}
