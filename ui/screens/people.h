/* Who a filter holds for: the users behind a figure. */
#ifndef UI_SCREENS_PEOPLE_H
#define UI_SCREENS_PEOPLE_H

#include "base/app.h"

struct filter;

/* Opens the list, which is read in a job; copies both. */
int people_open(struct app *app, const char *title, const struct filter *filter);

#endif
