/* What a document names: other campaigns, segments, events, properties, traits. */
#ifndef REPORT_REFS_H
#define REPORT_REFS_H

#include "model/campaign.h"

enum ref_kind {
    REF_SEGMENT,
    REF_SOURCE,   /* a campaign that a row of triggers or exceptions waits for */
    REF_CAMPAIGN, /* a campaign in a filter */
    REF_EVENT,    /* by its catalogue name; $session and $purchase too */
    REF_PROPERTY, /* of `event` */
    REF_TRAIT,
};

enum ref_place { PLACE_TRIGGERS, PLACE_EXCEPTIONS, PLACE_CONVERSIONS, PLACE_AUDIENCE, PLACE_FIELD };

struct ref {
    enum ref_kind kind;
    enum ref_place place;
    size_t row;                  /* of triggers, exceptions, conversions */
    const char *name;            /* never NULL, never "*" */
    const char *event;           /* REF_PROPERTY */
    const char *path;            /* in the document; valid during the call */
    const struct rule *rule;     /* the row, NULL elsewhere */
    const struct filter *filter; /* the leaf, NULL elsewhere */
};

typedef void ref_visit(const struct ref *ref, void *context);

/* Calls `visit` for everything the document names, in the order of its fields. */
void campaign_refs(const struct campaign *campaign, ref_visit *visit, void *context);
void segment_refs(const struct segment *segment, ref_visit *visit, void *context);

/* Whether its audience names the segment, in a list or in a leaf. */
bool campaign_uses_segment(const struct campaign *campaign, const char *id);
bool segment_uses_segment(const struct segment *segment, const char *id);

/* The event a row of this type waits for, as the catalogue names it; NULL where it is none. */
const char *rule_event(const struct rule *rule);

#endif
