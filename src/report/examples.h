/* Worked examples: what delay, duration, window and zones mean for somebody who triggers now, in
 * cities around the world, and around the next clock change. For the wizard. */
#ifndef REPORT_EXAMPLES_H
#define REPORT_EXAMPLES_H

#include "base/zone.h"
#include "model/campaign.h"

struct example {
    char *words; /* 'Someone who triggers now in Paris (14:03): gets it tomorrow 09:00.' */
    bool sent;   /* else the trigger is lost */
};

struct example_list {
    struct example *items;
    size_t count;
    size_t capacity;
};

struct examples_query {
    int64_t now_ms;
    zone_id company;
};

/* Appends the examples of a campaign, which may be incomplete. They come from the functions the
 * engine itself asks (SEMANTICS 5.1, 5.2, 5.4, 5.7 and 7); audience, re-eligibility and lateness
 * are taken as fine. */
void campaign_examples(const struct campaign *campaign, const struct examples_query *query,
        struct example_list *out);
void example_list_release(struct example_list *list);

#endif
