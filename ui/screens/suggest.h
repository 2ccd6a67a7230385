/* What fields suggest while one types: event names, properties and values with their counts,
 * segments with their sizes, campaigns with their status.
 *
 * Read once when a screen opens; asking is then a matter of memory. All functions append to `out`
 * what contains `typed`, the best first. */
#ifndef UI_SCREENS_SUGGEST_H
#define UI_SCREENS_SUGGEST_H

#include "base/error.h"
#include "base/zone.h"
#include "report/seen.h"
#include "widgets/choices.h"

struct world;
struct suggest;

struct suggest *suggest_open(struct world *world, struct error *err);
void suggest_free(struct suggest *suggest); /* NULL is fine */
int suggest_reload(struct suggest *suggest, struct error *err);

void suggest_events(const struct suggest *suggest, const char *typed, struct choices *out);
/* Of an event; `event` NULL: the traits of users. */
void suggest_properties(
        const struct suggest *suggest, const char *event, const char *typed, struct choices *out);
void suggest_values(const struct suggest *suggest, const char *event, const char *path,
        const char *typed, struct choices *out);
void suggest_segments(const struct suggest *suggest, const char *typed, struct choices *out);
/* `star`: what `*` stands for there ('any campaign'), NULL: it is not offered. */
void suggest_campaigns(
        const struct suggest *suggest, const char *typed, const char *star, struct choices *out);
/* Names of the setting `surfaces` for a channel. True where the channel has a list. */
bool suggest_surfaces(
        const struct suggest *suggest, int channel, const char *typed, struct choices *out);
void suggest_tags(const struct suggest *suggest, const char *typed, struct choices *out);

bool suggest_has_campaign(const struct suggest *suggest, const char *id);
bool suggest_has_segment(const struct suggest *suggest, const char *id);
zone_id suggest_company_zone(const struct suggest *suggest);

/* How values of that property were mostly seen: VALUE_STRING, VALUE_NUMBER, VALUE_TRUE (true or
 * false), or VALUE_MISSING where it never was. For reading what was typed. */
enum value_type suggest_value_type(
        const struct suggest *suggest, const char *event, const char *path);
/* 'seen 12 840 times, last ...' or 'never seen ...': a sentence about an event. */
void suggest_event_words(const struct suggest *suggest, const char *event, struct buf *out);

#endif
