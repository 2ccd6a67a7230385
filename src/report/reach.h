/* Who a campaign would reach if it went live: for the review before activation. */
#ifndef REPORT_REACH_H
#define REPORT_REACH_H

#include "base/error.h"
#include "model/campaign.h"
#include "report/scan.h"

struct store;

struct reach {
    int64_t users;        /* all known */
    int64_t audience;     /* exact, at the engine clock */
    int64_t reachable;    /* of the audience: have the identity and are not unsubscribed */
    int64_t no_identity;  /* of the audience */
    int64_t unsubscribed; /* of the audience, with an identity */
    int64_t held_out;     /* of the audience: in the control group */
    int64_t zone_unknown; /* of the audience */
    bool zone_matters;    /* delay, window or duration ask for the user's zone */
    int64_t as_of_ms;     /* the engine clock */
    int64_t first_ms;     /* the earliest instant at which a message can go; WHEN_NONE: none can */
    char *first_words;    /* a sentence: when, and why not before */
};

/* `action_ms`: the instant of activation (WHEN_NONE: the wall clock). Goes through all users. */
int reach_count(struct store *store, const struct campaign *campaign, int64_t action_ms,
        const struct scan *scan, struct reach *out, struct error *err);
void reach_release(struct reach *reach);

#endif
