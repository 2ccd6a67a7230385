/* One accepted line of an event file (FORMATS 1), before the rules see it. */
#ifndef EVENTS_EVENT_H
#define EVENTS_EVENT_H

#include "base/value.h"
#include "base/zone.h"
#include "model/terms.h"

enum event_type { EVENT_TRACK, EVENT_IDENTIFY };

/* Events with a meaning of their own, from the table of FORMATS 1. */
enum meaning {
    MEANING_NONE,
    MEANING_SESSION,
    MEANING_PURCHASE,
    MEANING_DELIVERED,
    MEANING_BOUNCED,
    MEANING_SPAM,
    MEANING_UNSUBSCRIBED,
    MEANING_FAILED,
    MEANING_EMAIL_OPENED,
    MEANING_EMAIL_CLICKED,
    MEANING_PUSH_TAPPED,
    MEANING_PUSH_STORY_CLICKED,
    MEANING_IN_APP_DISPLAYED,
    MEANING_IN_APP_CLICKED,
    MEANING_IN_APP_DISMISSED,
    MEANING_CARD_DISPLAYED,
    MEANING_CARD_CLICKED,
    MEANING_CARD_DISMISSED,
    MEANING_SMS_CLICKED,
    MEANING_FEED_VIEWED,
    MEANING_FEED_CLICKED,
    MEANING_INBOUND_SMS,
    MEANING_INBOUND_WHATSAPP,
    MEANING_LOCATION,
    MEANING_GEOFENCE_ENTERED,
    MEANING_GEOFENCE_EXITED,
    MEANING_COUNT,
};

enum { EVENT_NAME_MAX = 255, EVENT_LINE_MAX = 1 << 20 };

/* Texts and values point into the arena the line was parsed into. */
struct event {
    enum event_type type;
    enum meaning meaning; /* of a track event's name */
    bool from_server;     /* channel: "server" */
    zone_id zone;         /* a valid context.timezone, unless from_server */
    zone_id trait_zone;   /* identify: a valid traits.timezone */
    int64_t at_ms;
    const char *user;
    size_t user_size;
    const char *name; /* track; page and screen already under their track name */
    size_t name_size;
    const char *message_id; /* NULL where there is none */
    size_t message_id_size;
    uint64_t user_hash, name_hash, message_hash; /* hash_fast of them */
    struct value properties;                     /* track: an object, or missing */
    struct value traits;                         /* identify: an object, or missing */
    uint32_t file; /* which of the batch, and the line in it, from 1 */
    uint64_t line;
};

enum meaning meaning_of(const char *name, size_t size);

/* The interactions a message event is, at most 3 (FORMATS 1: an open is `open_email` and one of
 * `open_email_machine`, `open_email_other`). Returns how many. */
int event_interactions(const struct event *event, enum interaction out[3]);
/* The delivery report it is, or -1. */
int event_report(const struct event *event);
/* properties.campaign_id (a string), or a missing value; NULL size allowed. */
const char *event_campaign(const struct event *event, size_t *size);
/* Revenue of a purchase: the first of revenue, total, value that is a number; 0 without. */
double event_revenue(const struct event *event);

#endif
