/* An engine on users, documents and a ledger in memory: what a database and its commands are to it,
 * as small as the rules allow. Any failure ends the test. */
#ifndef ENGINE_RIG_H
#define ENGINE_RIG_H

#include "base/arena.h"
#include "engine/engine.h"
#include "engine/gates.h"

struct rig_delivery {
    uint64_t seq;
    uint32_t campaign;
    const char *user;
    int64_t trigger_ms, due_ms, decided_ms;
    enum outcome outcome;
    const char *detail;
    uint32_t version;
    uint8_t row, cause_row;
    bool cut;
    char *properties; /* as JSON, NULL without */
};

enum { RIG_CAMPAIGNS_MAX = 64, RIG_SEGMENTS_MAX = 64 };

struct rig_document {
    char *json;
    char *id;
    uint32_t version;
    enum status status;
    int64_t activated_ms, resumed_ms;
};

struct rig_tally {
    int64_t total;
    int64_t unique;
    unsigned char *users; /* by number: seen */
    size_t user_capacity;
};

struct rig {
    struct rules rules;
    struct intern *names;
    struct intern *user_ids;
    struct profile **users; /* by number */
    size_t user_count, user_capacity;
    struct rig_document campaigns[RIG_CAMPAIGNS_MAX];
    size_t campaign_count;
    struct rig_document segments[RIG_SEGMENTS_MAX];
    size_t segment_count;
    struct plan *plan;
    struct user_source source;
    struct engine_sink sink;
    struct engine *engine;
    struct rig_delivery *deliveries; /* by order of entry */
    size_t delivery_count, delivery_capacity;
    struct rig_tally tallies[RIG_CAMPAIGNS_MAX][TALLY_COUNT];
    int64_t lines, rejected, anonymous, skipped; /* of all batches */
    int changed_calls;
    bool restart; /* packs, unpacks and starts anew after every batch and document */
};

/* Documents and lines for rig_live, rig_segment and rig_events; instants MM-DDTHH:MM:SS of 2026. */
#define CAMPAIGN(id, channel, rest)                                                                \
    "{'id':'" id "','title':'t','channel':'" channel "','message':{'body':'b'}," rest "}"
#define HOOK(id, rest)      CAMPAIGN(id, "webhook", rest)
#define TRIGGER(row)        "'triggers':[{" row "}]"
#define ON(event)           TRIGGER("'type':'custom_event','event':'" event "'")
#define GO                  ON("go")
#define AFTER(amount, unit) "'delay':{'kind':'after','amount':" amount ",'unit':'" unit "'}"
#define UNLESS(event)       "'exceptions':[{'type':'custom_event','event':'" event "'}]"
#define AGAIN               "'reeligibility':{'allowed':true}"
#define AUDIENCE(filter)    "'audience':{'filter':" filter "}"
#define SEGMENT(id, filter) "{'id':'" id "','name':'n','filter':" filter "}"
#define LINE(type, user, at, rest)                                                                 \
    "{'type':'" type "','userId':'" user "','timestamp':'2026-" at "Z'," rest "}\n"
#define TRACK(user, event, at, properties)                                                         \
    LINE("track", user, at, "'event':'" event "','properties':{" properties "}")
#define IDENTIFY(user, at, traits) LINE("identify", user, at, "'traits':{" traits "}")

/* `company` NULL: UTC. The other rules are the defaults of the settings. */
struct rig *rig_new(const char *company);
void rig_free(struct rig *rig);

/* Documents; a campaign saved again is a new version. Instants are RFC 3339 texts. */
void rig_campaign(struct rig *rig, const char *json);
void rig_segment(struct rig *rig, const char *json);
void rig_activate(struct rig *rig, const char *id, const char *at);
void rig_resume(struct rig *rig, const char *id, const char *at);
void rig_stop(struct rig *rig, const char *id, const char *at);
/* A draft is saved and activated at 2026-01-01. Single quotes stand for double ones here and in
 * rig_segment, rig_events. */
void rig_live(struct rig *rig, const char *json);

/* One batch: a line of JSON each, in order of time; then the clock is raised to `until` (NULL:
 * not).
 */
void rig_batch(struct rig *rig, const char *const *lines, size_t count, const char *until);
/* The same for a text of lines. */
void rig_events(struct rig *rig, const char *lines);
void rig_until(struct rig *rig, const char *until);

struct profile *rig_user(struct rig *rig, const char *id);
const struct plan_campaign *rig_find(const struct rig *rig, const char *id);
int64_t rig_tally(const struct rig *rig, const char *campaign, int tally);
int64_t rig_refusals(const struct rig *rig, const char *campaign, enum refusal refusal);
int64_t rig_segment_size(const struct rig *rig, const char *id);
int64_t rig_instant(const char *text);

/* A value as the events room reads it; in the arena. */
struct value rig_value(struct arena *arena, const char *json);

/* Appends the deliveries in the order of `deliveries`: 'campaign user trigger due decided outcome
 * detail', instants as MM-DDTHH:MM:SS.mmm, '-' for what is not there. */
void rig_ledger(const struct rig *rig, struct buf *out);
/* Fails unless the ledger is that text. */
void rig_expect(const struct rig *rig, const char *wanted);
/* Conservation (6.7) for all campaigns. */
void rig_verify(const struct rig *rig);

#endif
