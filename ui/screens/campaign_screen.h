/* Inside of the screen of one campaign: its state. */
#ifndef UI_SCREENS_CAMPAIGN_SCREEN_H
#define UI_SCREENS_CAMPAIGN_SCREEN_H

#include "report/campaigns.h"
#include "report/changelog.h"
#include "screens/figures.h"
#include "screens/list_screen.h"

struct campaign_screen {
    struct list_screen screen;
    char *id;
    struct campaign_list row; /* one row */
    struct campaign *campaign;
    struct buf words; /* the campaign, a sentence a line */
    struct figures figures;
    struct log_list unseen; /* since the person last looked */
    bool drawn;             /* it was on the screen */
    bool looked;            /* and that was noted */
};

#endif
