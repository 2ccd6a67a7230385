/* Campaigns as documents (FORMATS 2). A campaign owns all it points to. Absent texts are NULL. */
#ifndef MODEL_CAMPAIGN_H
#define MODEL_CAMPAIGN_H

#include "base/buf.h"
#include "model/filter.h"

enum {
    CAMPAIGN_ID_MAX = 64,
    CAMPAIGN_TRIGGERS_MAX = 20,
    CAMPAIGN_CONVERSIONS_MAX = 4,
    CAMPAIGN_TITLE_MAX = 120,
    CAMPAIGN_DESCRIPTION_MAX = 4096,
    CAMPAIGN_SUBJECT_MAX = 1024,
    CAMPAIGN_BODY_MAX = 262144,
    NAME_SIZE_MAX = 255,
    TAGS_MAX = 32,
    SEGMENTS_MAX = 64,
    WHERE_MAX = 200,
    CONTROL_PERCENT_MAX = 100,
    CONVERSION_DAYS_MAX = 30,
    CONVERSION_DAYS_USUAL = 3,
    DOCUMENT_SIZE_MAX = 4194304,
};

enum rule_type {
    RULE_CUSTOM_EVENT,
    RULE_PURCHASE,
    RULE_SESSION_START,
    RULE_CONVERSION,
    RULE_EMAIL_ADDED,
    RULE_ATTRIBUTE_CHANGED,
    RULE_SUBSCRIPTION_CHANGED,
    RULE_SUBSCRIPTION_GROUP_CHANGED,
    RULE_CAMPAIGN_INTERACTION,
    RULE_CARD_INTERACTION,
    RULE_CANVAS_INTERACTION,
    RULE_EXCEPTION_PERFORMED,
    RULE_LOCATION_ENTERED,
    RULE_GEOFENCE,
    RULE_INBOUND_SMS,
    RULE_INBOUND_WHATSAPP,
    RULE_TYPE_COUNT,
};
const char *rule_type_name(enum rule_type type);
int rule_type_find(const char *name);

/* One row of triggers, exceptions or conversion events. Which members count follows from the type.
 */
struct rule {
    enum rule_type type;
    char *event;
    struct condition *where;
    size_t where_count;
    char *product;
    char *attribute;
    unsigned char *to;    /* packed scalar; NULL where any change matches */
    enum channel channel; /* subscription_changed: email or push */
    char *group;
    char *campaign; /* NULL: this campaign (conversion events); "*": any */
    enum interaction interaction;
    char *button;
    char *link;
    char *card;
    bool card_click; /* else view */
    char *canvas;
    char *step;
    double latitude, longitude, radius_m;
    char *geofence;
    bool exit; /* geofence transition, else enter */
    char *keyword;
};

void rule_release(struct rule *rule);
void rule_copy(struct rule *to, const struct rule *from);
/* The name under which the row's own event is counted (`$session`, `$purchase`, or the event of
 * custom_event), or NULL where the row waits for something else. */
const char *rule_own_event(const struct rule *rule);

enum zone_of { ZONE_OF_USER, ZONE_OF_COMPANY };

enum delay_kind {
    DELAY_IMMEDIATE,
    DELAY_AFTER,
    DELAY_IN_DAYS,
    DELAY_ON_WEEKDAY,
    DELAY_INTELLIGENT
};

struct delay {
    enum delay_kind kind;
    struct span after;
    int days;
    int weekday;   /* 0 Sunday to 6 Saturday */
    int64_t at_ms; /* time of day; intelligent: the fallback */
    enum zone_of zone;
};

/* A wall time of a document: day and time of day. */
struct wall_time {
    bool set;
    int64_t day;
    int64_t ms;
};

struct duration {
    struct wall_time start, end;
    enum zone_of zone;
};

struct window {
    bool set;
    int64_t from_ms, to_ms; /* times of day */
    enum zone_of zone;
    bool next; /* if_missed: next, else drop */
};

struct conversion_event {
    struct rule rule;
    struct span within;
};

struct campaign {
    char *id;
    char *title;
    char *description;
    char **tags;
    size_t tag_count;
    enum channel channel;
    char *surface;
    char *identity; /* never NULL in a whole document: "" is none; NULL is the channel's own */
    char *subject;
    char *body;
    bool track_opens, track_clicks;
    char **segments;
    size_t segment_count;
    struct filter *filter; /* NULL: none */
    struct rule *triggers;
    size_t trigger_count;
    struct delay delay;
    struct rule *exceptions;
    size_t exception_count;
    struct duration duration;
    struct window window;
    bool reeligible;
    struct span wait; /* amount 0: at once */
    bool reevaluate_audience;
    int control_percent;
    struct conversion_event *conversions;
    size_t conversion_count;
};

struct segment {
    char *id;
    char *name;
    char *description;
    char **tags;
    size_t tag_count;
    struct filter filter;
};

/* DOCUMENT_WORKING is for the wizard's working copy: required members may be missing (texts NULL,
 * lists empty); what is there is as strict as ever. */
enum document_mode { DOCUMENT_WHOLE, DOCUMENT_WORKING };

/* Reads a document. NULL and an error that names the path (`triggers[0].where[1].op`), what is
 * wrong and what is allowed. Free with campaign_free, segment_free. */
struct campaign *campaign_read(
        const char *json, size_t size, enum document_mode mode, struct error *err);
struct segment *segment_read(
        const char *json, size_t size, enum document_mode mode, struct error *err);
struct campaign *campaign_new(void); /* the defaults of FORMATS 2, no rows: for the wizard */
struct segment *segment_new(void);
struct campaign *campaign_copy(const struct campaign *campaign);
struct segment *segment_copy(const struct segment *segment);
void campaign_free(struct campaign *campaign);
void segment_free(struct segment *segment);

/* Appends the document in its normal form: keys in the order of FORMATS 2, defaults that were not
 * chosen left out, so that reading it again gives the same campaign and two equal campaigns give
 * the same bytes. `indent` 0 is one line. */
void campaign_write(const struct campaign *campaign, int indent, struct buf *out);
void segment_write(const struct segment *segment, int indent, struct buf *out);
void filter_write(const struct filter *filter, int indent, struct buf *out);
int filter_read(struct filter *filter, const char *json, size_t size, struct error *err);

/* 1 to 64 of a-z 0-9 . _ - (FORMATS 2). */
bool id_is_valid(const char *id);

/* The least possible delay in ms as section 11 defines it. */
int64_t delay_least_ms(const struct delay *delay);

#endif
