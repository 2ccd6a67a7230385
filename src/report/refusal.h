/* The last refusal of a user and campaign, in words. */
#ifndef REPORT_REFUSAL_H
#define REPORT_REFUSAL_H

#include "engine/profile.h"
#include "report/facts.h"

/* What was wanted and found, as one phrase; NULL where the reason says it all. */
char *refusal_detail(const struct facts *facts, const struct plan_campaign *campaign,
        const struct refusal_facts *refusal);

#endif
