/* The list of campaigns: the rows of `campaign list`, and the figures of the start screen. */
#ifndef REPORT_CAMPAIGNS_H
#define REPORT_CAMPAIGNS_H

#include "base/error.h"
#include "model/campaign.h"

struct store;

enum { ACTIVITY_HOURS = 24, ACTIVITY_DAYS = 7 };

/* Sends or impressions up to the engine clock. `hours[23]` is the hour the clock is in, `days[6]`
 * the last 24 hours, `days[5]` the 24 before. */
struct activity {
    int64_t hours[ACTIVITY_HOURS];
    int64_t days[ACTIVITY_DAYS];
    int64_t day, week; /* the last 24 hours, the last 7 times 24 hours */
};

struct campaign_row {
    char *id;
    char *title;
    char **tags;
    size_t tag_count;
    enum status status; /* as shown at the engine clock: with scheduled and ended */
    enum channel channel;
    uint32_t version;
    int64_t live_from_ms;     /* the later of its start and its last activation or resume (5.1);
                                 WHEN_NONE before any */
    int64_t start_ms, end_ms; /* in the company zone, WHEN_NONE and WHEN_NEVER without */
    int64_t pending;
    int64_t sent;
    int64_t impressions; /* -1: the channel has none (all but in_app and content_card) */
    int64_t updated_ms;
    char *updated_by;
    char *updated_login;
    /* Only with campaigns_query.figures: */
    struct activity sends;
    struct activity views;
    int64_t audience;    /* stored size, -1 while it was never counted */
    int64_t audience_ms; /* as of; WHEN_NONE while it was never counted */
    char *trigger_words; /* its triggers, in words */
    int64_t changes; /* since the person last looked, its segments included; 0 without a person */
};

struct campaign_list {
    struct campaign_row *items; /* in order of id, bytewise */
    size_t count;
    int64_t clock_ms; /* the engine clock, WHEN_NONE in a fresh database */
};

struct campaigns_query {
    int status;         /* enum status as shown, or -1: all */
    const char *tag;    /* NULL: any */
    const char *id;     /* NULL: all; else this one (refused where there is none) */
    const char *person; /* whose last look `changes` counts from, NULL: nobody's */
    bool figures;       /* also the numbers of the start screen */
};

int campaigns_list(struct store *store, const struct campaigns_query *query,
        struct campaign_list *out, struct error *err);
void campaign_list_release(struct campaign_list *list);

/* The document of a version, 0: the current one. NULL with an error that names ids nearby where
 * there is none. campaign_free, segment_free. */
struct campaign *campaign_document(
        struct store *store, const char *id, uint32_t version, struct error *err);
struct segment *segment_document(
        struct store *store, const char *id, uint32_t version, struct error *err);

#endif
