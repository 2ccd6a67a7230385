/* What can happen to a user, and whether a row of a campaign asks for it (SEMANTICS 3, FORMATS 2).
 */
#ifndef ENGINE_MATCH_H
#define ENGINE_MATCH_H

#include "engine/plan_parts.h"
#include "engine/traits.h"

enum stimulus_kind {
    STIMULUS_TRACK,
    STIMULUS_TRAITS,      /* an identify, or the trait change by Unsubscribed */
    STIMULUS_INTERACTION, /* derived: sent, control enrolment, conversion */
    STIMULUS_EXCEPTION,   /* derived: an exception was performed */
};

enum { STIMULUS_INTERACTIONS_MAX = 3 };

struct stimulus {
    enum stimulus_kind kind;
    int64_t at_ms;
    bool from_server;
    const struct event *event;           /* TRACK */
    const struct trait_changes *changes; /* TRAITS */
    const char *campaign; /* the one an interaction or exception is about; NULL without */
    size_t campaign_size;
    enum interaction interactions[STIMULUS_INTERACTIONS_MAX];
    int interaction_count;
};

/* What a track event is to the rules. */
struct stimulus stimulus_of_event(const struct event *event);

/* Whether the row matches, all its filters included (5: filters in a row are ANDed). The profile is
 * as it was before the event is credited. A step a filter is written into the trace, and one for
 * the row. */
bool rule_matches(const struct rule *rule, const struct campaign *own,
        const struct stimulus *stimulus, const struct profile *profile, int64_t now_ms,
        struct trace *trace, uint64_t *regex_limit);

/* Whether a row is free of the gate of 5.0: it names no source campaign, or a live one. */
bool rule_source_is_live(const struct plan *plan, const struct campaign *own,
        const struct rule *rule, int64_t now_ms);

/* Latitude and longitude of a `Location Updated`, false where they are no place on Earth. */
bool event_place(const struct event *event, double place[2]);

#endif
