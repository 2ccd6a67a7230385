/* How much was changed since a person last looked, for many campaigns at once. */
#ifndef REPORT_UNSEEN_H
#define REPORT_UNSEEN_H

#include "report/facts.h"
#include "store/documents.h"

struct unseen;
/* Reads the changelog once. */
struct unseen *unseen_open(const struct facts *facts, const char *person, struct error *err);
void unseen_free(struct unseen *unseen);

/* Changes by others to the campaign and the segments it uses, since the person last looked at the
 * campaign; all of them where they never did. */
int64_t unseen_count(const struct unseen *unseen, const struct campaign *campaign);

/* Whether a change of that document concerns the campaign: its own, or of a segment it names. */
bool unseen_concerns(const struct campaign *campaign, enum object object, const char *id);

#endif
