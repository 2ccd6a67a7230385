/* Pieces of sentences that several answers use. */
#ifndef REPORT_SAY_H
#define REPORT_SAY_H

#include "base/buf.h"
#include "base/zone.h"

/* '2026-11-01 09:30', with seconds where they are not zero, on the clock of that zone. */
void say_instant(struct buf *out, int64_t instant_ms, zone_id zone);
/* '1 user', '12 840 users': with the `s` left out for one. */
void say_count(struct buf *out, int64_t count, const char *one, const char *many);
/* `a`, `a and b`, `a, b and 3 more`: at most `shown` names. */
void say_names(struct buf *out, const char *const *names, size_t count, size_t shown);
/* A name of a document or of an event in quotes, made safe and cut where it is long. */
void say_quoted(struct buf *out, const char *text);
/* An event as the catalogue names it: in quotes, but 'a purchase', 'the start of a session'. */
void say_event(struct buf *out, const char *name);
/* '12 %', '0.4 %', 'under 0.1 %': part of a whole that is not 0. */
void say_share(struct buf *out, int64_t part, int64_t whole);

#endif
