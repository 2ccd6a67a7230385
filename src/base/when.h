/* Instants, days and durations (SEMANTICS 1.1). An instant is UTC milliseconds since 1970. */
#ifndef BASE_WHEN_H
#define BASE_WHEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS INT64_C(60000)
#define HOUR_MS   INT64_C(3600000)
#define DAY_MS    INT64_C(86400000)
#define WEEK_MS   (7 * DAY_MS)
#define MONTH_MS  (30 * DAY_MS)

/* No instant: lower than any that can be read. */
#define WHEN_NONE INT64_MIN
/* Later than any that can be read. */
#define WHEN_NEVER INT64_MAX

/* 'YYYY-MM-DDTHH:MM:SS[.digits](Z|+HH:MM|-HH:MM)', years 1970 to 2199, seconds 00 to 59, further
 * digits than milliseconds cut. Returns false where it is anything else (FORMATS 1). */
bool when_parse(const char *bytes, size_t size, int64_t *instant_ms);

/* 'YYYY-MM-DDTHH:MM:SS.mmmZ', 24 characters and a NUL. */
enum { WHEN_TEXT_MAX = 32 };
const char *when_format(int64_t instant_ms, char out[WHEN_TEXT_MAX]);

/* Days since 1970-01-01 of a civil date, and back. */
int64_t day_from_civil(int year, int month, int day);
void day_to_civil(int64_t day, int *year, int *month, int *day_of_month);
int day_weekday(int64_t day); /* 0 Sunday to 6 Saturday */

/* Floor division: the UTC day an instant lies in. */
int64_t when_day(int64_t instant_ms);

/* 'YYYY-MM-DD' to a day number; 'YYYY-MM-DDTHH:MM' also to a time of day in ms; 'HH:MM' to a time
 * of day. False where malformed or no such date. */
bool day_parse(const char *bytes, size_t size, int64_t *day);
bool wall_parse(const char *bytes, size_t size, int64_t *day, int64_t *ms_of_day);
bool clock_parse(const char *bytes, size_t size, int64_t *ms_of_day);

/* '30s' '5m' '1h' '3d' '2w'; `off` gives *ms = -1 where allow_off. */
bool duration_parse(const char *text, bool allow_off, int64_t *ms);
/* '2 h 5 min', '3 days', '0.2 s': for people. */
void duration_add_words(struct buf *out, int64_t ms);

/* The wall clock, or the instant of $CAMPANILE_NOW (RFC 3339) where it is set, so that tests can
 * hold it. */
int64_t when_now(void);
/* A clock that only goes forward, for measuring. */
int64_t when_monotonic_ms(void);

#endif
