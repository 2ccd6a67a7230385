/* What a campaign did over time, with marks where something was changed. */
#ifndef UI_SCREENS_CAMPAIGN_CHART_H
#define UI_SCREENS_CAMPAIGN_CHART_H

#include "base/view.h"

extern const struct view_type campaign_chart_view; /* const char *: the id */

#endif
