/* The customers of the demo shop. Who somebody is follows from the seed and the number alone, so
 * that a million of them take no memory. */
#ifndef DEMO_PERSON_H
#define DEMO_PERSON_H

#include "base/buf.h"
#include "base/zone.h"
#include "demo/rng.h"

struct demo_city {
    const char *zone;
    const char *name;
    const char *country;
    const char *dial;  /* telephone prefix */
    const char *store; /* the geofence of the shop there, NULL where there is none */
    double latitude, longitude;
    uint32_t weight;
};

extern const struct demo_city demo_cities[];
extern const uint32_t demo_city_count;

enum demo_plan { PLAN_FREE, PLAN_PLUS, PLAN_PRO };
const char *demo_plan_name(enum demo_plan plan);

struct person {
    uint32_t number;
    int32_t joins_day; /* 0 is the first day of the events; below 0: a customer before */
    uint32_t sessions; /* a day, in 1/10000 */
    uint32_t city;
    uint32_t first, last; /* names */
    enum demo_plan plan;
    uint8_t domain;
    bool has_email, has_phone, mobile, push, tells_zone, sms_offers;
};

/* `days`: how many days of events there will be; a quarter of all people sign up during them. */
struct person person_of(uint64_t seed, uint32_t number, uint32_t days);

enum { PERSON_ID_SIZE = 10 };
/* 'u00000042'; the final NUL is written too. */
void person_id(uint32_t number, char out[PERSON_ID_SIZE]);
bool person_has_gmail(const struct person *person);
/* A JSON object of traits, without e-mail where it is not yet known. */
void person_add_traits(const struct person *person, bool with_email, struct buf *out);

#endif
