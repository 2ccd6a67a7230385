/* The audience of a document that need not be saved, as filters over users. */
#ifndef REPORT_AUDIENCE_H
#define REPORT_AUDIENCE_H

#include "report/facts.h"

struct audience;
/* Segments that do not exist are an error. The facts and the campaign must outlive it. */
struct audience *audience_new(
        const struct facts *facts, const struct campaign *campaign, struct error *err);
void audience_free(struct audience *audience);
bool audience_has(const struct audience *audience, const struct profile *profile);
bool audience_is_everyone(const struct audience *audience);

#endif
