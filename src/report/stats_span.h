/* Hours and days of the company zone, in which figures are kept and shown. */
#ifndef REPORT_STATS_SPAN_H
#define REPORT_STATS_SPAN_H

#include "base/zone.h"
#include "report/stats.h"

/* The start of the hour or day that an instant lies in. */
int64_t period_start_ms(enum stats_by by, zone_id zone, int64_t at_ms);
/* The start of the next one. */
int64_t period_next_ms(enum stats_by by, zone_id zone, int64_t start_ms);
/* The start of the hour at or after an instant. */
int64_t hour_ceiling_ms(zone_id zone, int64_t at_ms);

#endif
