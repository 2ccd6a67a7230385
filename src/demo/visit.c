#include <string.h>

#include "base/when.h"
#include "demo/offer.h"
#include "demo/shop.h"

#define ADDED_DELAY_MAX_MS (2 * MINUTE_MS)

/* The share of a day's visits by local hour, in 1/1000, and how much fuller each weekday is. */
static const uint16_t hours_workday[24] = {
        10, 5, 4, 3, 4, 9, 24, 43, 48, 46, 46, 50, 61, 58, 47, 45, 48, 55, 66, 77, 87, 85, 56, 23};
static const uint16_t hours_weekend[24] = {
        17, 9, 5, 4, 3, 4, 9, 19, 36, 54, 65, 68, 63, 58, 57, 58, 58, 57, 59, 65, 72, 75, 54, 31};
static const uint16_t weekday_percent[7] = {124, 94, 92, 96, 101, 108, 118};

struct visit {
    struct world *world;
    const struct person *person;
    struct rng *rng;
    int64_t at_ms;
    uint32_t cart; /* as moment.products */
    uint32_t value_cents;
    int64_t dear_since_ms; /* the cart was worth 100 to 200 from here on, 0 if never */
    bool eager;
};

static struct moment *happen(
        struct visit *visit, enum moment_kind kind, int64_t least_ms, int64_t most_ms)
{
    visit->at_ms += rng_between(visit->rng, least_ms, most_ms);
    return world_add(visit->world, kind, visit->person->number, visit->at_ms);
}

static void put_in_cart(struct visit *visit, uint32_t product)
{
    if (visit->cart >> 24)
        return;
    visit->cart = visit->cart << 8 | (product + 1);
    visit->value_cents += products[product].price_cents;
    struct moment *moment = happen(visit, MOMENT_ADDED, 3 * SECOND_MS, ADDED_DELAY_MAX_MS);
    moment->products = visit->cart;
    moment->amount = visit->value_cents;
    if (visit->value_cents >= 10000 && visit->value_cents <= 20000)
        visit->dear_since_ms = visit->at_ms;
}

static void look_around(struct visit *visit)
{
    uint32_t views = 1 + rng_below(visit->rng, 4) + rng_below(visit->rng, 4);
    if (rng_chance(visit->rng, 6000))
        happen(visit, MOMENT_PAGE, SECOND_MS, 20 * SECOND_MS);
    if (rng_chance(visit->rng, 1800))
        happen(visit, MOMENT_SEARCHED, 2 * SECOND_MS, 30 * SECOND_MS);
    for (uint32_t i = 0; i < views; i++) {
        uint32_t product = rng_below(visit->rng, product_count);
        happen(visit, MOMENT_VIEWED, 4 * SECOND_MS, 2 * MINUTE_MS)->products = product + 1;
        if (rng_chance(visit->rng, 350)) {
            happen(visit, MOMENT_WISHED, SECOND_MS, 20 * SECOND_MS)->products = product + 1;
            offer_cause(visit->world, visit->person, CAUSE_WISHED, visit->at_ms);
        }
        if (rng_chance(visit->rng, visit->eager ? 4500 : 750))
            put_in_cart(visit, product);
    }
}

static void order(struct visit *visit, int64_t least_ms, int64_t most_ms)
{
    static const enum cause causes[] = {CAUSE_ORDER, CAUSE_ORDER_150, CAUSE_ORDER_200};
    static const uint32_t least_cents[] = {0, 15000, 20000};
    struct known *known = &visit->world->known[visit->person->number];
    struct moment *moment = happen(visit, MOMENT_ORDER, least_ms, most_ms);
    moment->products = visit->cart;
    moment->amount = visit->value_cents;
    known->bought = world_minute(visit->world, visit->at_ms);
    if (known->orders < UINT8_MAX)
        known->orders++;
    for (size_t i = 0; i < sizeof least_cents / sizeof *least_cents; i++)
        if (visit->value_cents >= least_cents[i])
            offer_cause(visit->world, visit->person, causes[i], visit->at_ms);
    if (visit->dear_since_ms && visit->at_ms - visit->dear_since_ms < HOUR_MS)
        offer_cause(visit->world, visit->person, CAUSE_CART_BOUGHT, visit->at_ms);
}

/* Some carts are bought at once, some later without a reminder, most never. */
static void leave_or_buy(struct visit *visit)
{
    bool at_checkout = rng_chance(visit->rng, visit->eager ? 8000 : 5200);
    if (at_checkout) {
        struct moment *moment = happen(visit, MOMENT_CHECKOUT, 5 * SECOND_MS, 3 * MINUTE_MS);
        moment->products = visit->cart;
        moment->amount = visit->value_cents;
        if (rng_chance(visit->rng, visit->eager ? 8500 : 6300)) {
            order(visit, 20 * SECOND_MS, 6 * MINUTE_MS);
            return;
        }
        offer_cause(visit->world, visit->person, CAUSE_CHECKOUT_LEFT, visit->at_ms);
    }
    if (visit->dear_since_ms)
        offer_cause(visit->world, visit->person, CAUSE_CART_LEFT, visit->dear_since_ms);
    if (rng_chance(visit->rng, 900))
        order(visit, 4 * MINUTE_MS, 30 * HOUR_MS);
}

int64_t visit_make(struct world *world, const struct person *person, int64_t at_ms, bool eager,
        struct rng *rng)
{
    struct visit visit = {
            .world = world, .person = person, .rng = rng, .at_ms = at_ms, .eager = eager};
    if (at_ms >= world->end_ms)
        return at_ms;
    happen(&visit, MOMENT_SESSION, 0, 0);
    offer_cause(world, person, CAUSE_SESSION, visit.at_ms);
    look_around(&visit);
    if (visit.cart)
        leave_or_buy(&visit);
    return visit.at_ms;
}

/* An instant of that UTC day at a likely local hour. */
static int64_t draw_instant(const struct world *world, const struct person *person, uint32_t day,
        bool weekend, struct rng *rng)
{
    const uint16_t *hours = weekend ? hours_weekend : hours_workday;
    int64_t day_ms = world->start_ms + day * DAY_MS;
    uint32_t drawn = rng_below(rng, 1000), hour = 0;
    while (hour < 23 && drawn >= hours[hour])
        drawn -= hours[hour++];
    int64_t local_ms = hour * HOUR_MS + rng_between(rng, 0, HOUR_MS - 1);
    int64_t in_day_ms = local_ms - world_offset_ms(world, person->city, day_ms);
    return day_ms + (in_day_ms % DAY_MS + DAY_MS) % DAY_MS;
}

/* The first sign of somebody new: an identify, the sign-up, now and then the address only later. */
static int64_t join(
        struct world *world, const struct person *person, int64_t at_ms, struct rng *rng)
{
    struct moment *identify = world_add(world, MOMENT_IDENTIFY, person->number, at_ms);
    bool now = rng_chance(rng, 9000);
    identify->amount = now;
    world_add(world, MOMENT_SIGNED_UP, person->number, at_ms + 800);
    offer_cause(world, person, CAUSE_SIGNED_UP, at_ms + 800);
    if (person->has_email && !now) {
        at_ms += rng_between(rng, 2 * SECOND_MS, 4 * MINUTE_MS);
        world_add(world, MOMENT_EMAIL_GIVEN, person->number, at_ms);
    }
    if (person->has_email)
        offer_cause(world, person, CAUSE_EMAIL_GIVEN, at_ms);
    return at_ms + 2 * SECOND_MS;
}

/* Walks past a shop, where the city has one. */
static void walk(struct world *world, const struct person *person, int64_t at_ms, struct rng *rng)
{
    world_add(world, MOMENT_LOCATION, person->number, at_ms);
    if (!demo_cities[person->city].store || !rng_chance(rng, 3000))
        return;
    at_ms += rng_between(rng, MINUTE_MS, HOUR_MS);
    world_add(world, MOMENT_GEOFENCE_IN, person->number, at_ms);
    offer_cause(world, person, CAUSE_GEOFENCE_IN, at_ms);
    at_ms += rng_between(rng, 2 * MINUTE_MS, 25 * MINUTE_MS);
    world_add(world, MOMENT_GEOFENCE_OUT, person->number, at_ms);
}

static void small_things(
        struct world *world, const struct person *person, int64_t at_ms, struct rng *rng)
{
    if (person->mobile && rng_chance(rng, 900))
        walk(world, person, at_ms + rng_between(rng, MINUTE_MS, 3 * HOUR_MS), rng);
    if (person->has_phone && rng_chance(rng, 60)) {
        world_add(world, MOMENT_SMS_IN, person->number, at_ms + HOUR_MS);
        offer_cause(world, person, CAUSE_SMS_IN, at_ms + HOUR_MS);
    }
    if (person->has_phone && rng_chance(rng, 20)) {
        world_add(world, MOMENT_WHATSAPP_IN, person->number, at_ms + HOUR_MS / 2);
        offer_cause(world, person, CAUSE_WHATSAPP_IN, at_ms + HOUR_MS / 2);
    }
    if (person->plan == PLAN_FREE && world->known[person->number].orders && rng_chance(rng, 90)) {
        world_add(world, MOMENT_PLAN_CHANGED, person->number, at_ms + 5 * MINUTE_MS);
        offer_cause(world, person, CAUSE_PLAN_CHANGED, at_ms + 5 * MINUTE_MS);
    }
}

void visit_day(struct world *world, const struct person *person, uint32_t day)
{
    enum { DRAWS = 4 };
    if (person->joins_day > (int32_t)day)
        return;
    struct rng rng = rng_of(world->seed, person->number, UINT64_C(0x646179) + day);
    int weekday = day_weekday(when_day(world->start_ms) + day);
    uint32_t chance = person->sessions * weekday_percent[weekday] / 100 / DRAWS;
    bool joins = person->joins_day == (int32_t)day;
    for (int i = 0; i < DRAWS; i++) {
        if (!joins && !rng_chance(&rng, chance))
            continue;
        int64_t at_ms = draw_instant(world, person, day, weekday == 0 || weekday == 6, &rng);
        if (joins)
            at_ms = join(world, person, at_ms, &rng);
        joins = false;
        at_ms = visit_make(world, person, at_ms, false, &rng);
        small_things(world, person, at_ms, &rng);
    }
}
