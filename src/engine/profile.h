/* What is known of one user (SEMANTICS 2.1), and how it is packed for the database.
 *
 * Event names and campaigns are numbers that the store keeps for good. Readers use the functions
 * below, not the lists, so that the layout can change. */
#ifndef ENGINE_PROFILE_H
#define ENGINE_PROFILE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/value.h"
#include "base/zone.h"
#include "base/pool.h"
#include "model/terms.h"

enum {
    PROFILE_DAYS_KEPT = 91,
    ENTRY_PROPERTIES_MAX = 4096, /* bytes of JSON text */
    TRAITS_SIZE_MAX = 16384,     /* packed */
    AWAITING_MAX = 64,           /* sends of a campaign whose impression has not come */
    HOURS_OF_DAY = 24,
};

struct day_count {
    int32_t day; /* UTC */
    uint32_t count;
};

struct event_stat {
    uint32_t name;
    uint32_t count;
    int64_t first_ms, last_ms; /* earliest and latest timestamp, not order of arrival */
    uint16_t day_count;
    uint16_t day_capacity; /* 0: the only day is kept in place */
    union {
        struct day_count day;
        struct day_count *days; /* ascending; the last 91 days */
    };
};

struct day_money {
    int32_t day;
    double amount;
};

/* The last refusal of a campaign, with the facts of the gate that refused: what was wanted and
 * found there (instants, times of day; gates.h says which), the row that matched, and for
 * not_in_audience the leaf of the campaign's own filter that failed, or REFUSAL_SEGMENT and the
 * index of the segment. */
enum { REFUSAL_SEGMENT = 0x8000 };
struct refusal_facts {
    uint8_t reason; /* enum refusal, REFUSAL_NONE where there was none */
    uint8_t row;    /* of triggers */
    uint16_t leaf;
    uint32_t version; /* of the campaign that refused */
    int64_t trigger_ms;
    int64_t wanted, found;
};

struct campaign_state {
    uint32_t campaign;
    uint32_t interactions; /* bit per enum interaction: ever */
    bool received;         /* ever a receipt */
    bool in_control;       /* ever enrolled in the control group */
    bool last_is_control;  /* of the latest receipt or enrolment */
    uint8_t converted;     /* bit per conversion event, of the latest receipt or enrolment */
    int64_t last_ms;       /* instant of the latest receipt or enrolment, WHEN_NONE without */
    int64_t *awaiting;     /* in_app, content_card: dues of sends whose impression has not come,
                              ascending */
    uint32_t awaiting_count;
    struct refusal_facts refusal;
};

/* A pending entry. */
struct entry {
    uint32_t campaign;
    uint8_t row;  /* the trigger row that matched */
    bool cut;     /* properties did not fit ENTRY_PROPERTIES_MAX: whole members were left out */
    bool stored;  /* properties are with the entry in the database and no longer here */
    uint64_t seq; /* number of the entry, in order of creation */
    int64_t trigger_ms, due_ms;
    unsigned char *properties; /* packed, of the triggering event; NULL without */
};

struct seen_message {
    uint64_t hash;
    int64_t at_ms;
};

/* What every event looks at comes first. */
struct profile {
    char *id;
    uint32_t number; /* dense, from 0, in order of first sight: for bitmaps and rows */
    uint16_t id_size;
    zone_id zone;
    struct event_stat *events; /* ascending by name */
    uint32_t event_count, event_capacity;
    struct seen_message *seen; /* message ids of the dedupe horizon; private to profile_seen */
    uint32_t seen_count, seen_capacity;
    uint32_t *seen_index; /* open addressing over `seen` where it is long */
    bool changed;         /* since the last flush; set by the engine, cleared by its owner */
    uint8_t session_hour_count;
    uint32_t entry_count;
    struct entry *entries; /* ascending by seq */
    uint32_t entry_capacity;
    uint32_t campaign_count;
    struct campaign_state *campaigns; /* ascending by campaign */
    unsigned char *traits;            /* packed object, NULL while empty */
    uint64_t last_ledger;             /* the user's newest ledger row, 0 without */
    uint32_t *session_hours; /* by local hour, ascending: the hour in the upper 5 bits, the count
                                in the lower 27 */
    double spent;
    struct day_money *spent_days;
    uint32_t spent_day_count;
    double *place;     /* latitude, longitude; NULL while unknown */
    struct pool *pool; /* of all of it but traits, properties of entries and awaiting; or NULL */
};

/* `pool` is where many live together, NULL for one alone. */
struct profile *profile_new(const char *id, size_t id_size, uint32_t number, struct pool *pool);
void profile_free(struct profile *profile);
/* What the pool does not: for one whose pool is freed as a whole right afterwards. */
void profile_free_outside(struct profile *profile);

/* Everything but id and number, for the database. profile_unpack fails on damaged bytes. */
void profile_pack(const struct profile *profile, struct buf *out);
int profile_unpack(struct profile *profile, const void *bytes, size_t size, struct error *err);
size_t profile_memory(const struct profile *profile); /* bytes it takes, for the bound of a cache */

/* Traits. The view is valid until the traits change. */
struct value profile_traits(const struct profile *profile);
struct value profile_trait(const struct profile *profile, const char *name);

/* Takes a copy of a packed object; an empty or missing one leaves none. */
void profile_set_traits(struct profile *profile, struct value traits);

/* Events. `today` is the UTC day of now, `days` as in SEMANTICS 2.4; 0 is ever. */
const struct event_stat *profile_event(const struct profile *profile, uint32_t name);
const struct day_count *event_stat_days(const struct event_stat *stat); /* day_count of them */
uint64_t profile_event_count(const struct profile *profile, uint32_t name, int days, int64_t today);
double profile_spent(const struct profile *profile, int days, int64_t today);
/* The local hour with most session starts (ties: the earliest), -1 without (SEMANTICS 7.3). */
int profile_best_hour(const struct profile *profile);
/* Counts an event under a name (SEMANTICS 2.3); true where it is the user's first of that name. */
bool profile_credit(struct profile *profile, uint32_t name, int64_t at_ms, int64_t today);
void profile_spend(struct profile *profile, double amount, int64_t at_ms, int64_t today);
void profile_count_session(struct profile *profile, int local_hour);
void profile_set_place(struct profile *profile, double latitude, double longitude);

/* Per campaign; _at makes an empty one where there is none. Valid until the next _at. */
const struct campaign_state *profile_campaign(const struct profile *profile, uint32_t campaign);
struct campaign_state *profile_campaign_at(struct profile *profile, uint32_t campaign);
/* A send whose receipt will be its first impression: remembers its due. At most AWAITING_MAX are
 * kept; beyond that the second newest gives way. */
void campaign_state_await(struct campaign_state *state, int64_t due_ms);
/* An impression at `at_ms`: true where it is the first of a send with due <= at_ms, which then no
 * longer waits (SEMANTICS 6.6). */
bool campaign_state_impress(struct campaign_state *state, int64_t at_ms);

/* Pending entries. Adding takes over entry->properties; taking removes the entry, whose properties
 * then are the caller's. */
void profile_add_entry(struct profile *profile, const struct entry *entry);
struct entry *profile_entry(struct profile *profile, uint64_t seq); /* NULL: none */
struct entry profile_take_entry(struct profile *profile, struct entry *entry);
bool profile_has_entry(const struct profile *profile, uint32_t campaign);

/* Duplicates (SEMANTICS 3.2): whether the message was seen within the horizon of `clock_ms`; if not
 * and it is not older than the horizon, remembers it. */
bool profile_seen(struct profile *profile, uint64_t hash, int64_t at_ms, int64_t clock_ms,
        int64_t horizon_ms);

#endif
