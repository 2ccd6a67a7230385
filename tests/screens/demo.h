/* The demonstration screens: every widget once, with data that never changes. */
#ifndef DEMO_H
#define DEMO_H

#include "base/app.h"
#include "base/view.h"

extern const struct view_type list_demo_view;
extern const struct view_type form_demo_view;
extern const struct view_type text_demo_view;
extern const struct view_type tree_demo_view;
extern const struct view_type chart_demo_view;
extern const struct view_type wizard_demo_view;

/* Random input for applications that `make` makes; -1 where the screen became garbled. */
int demo_fuzz(struct app *(*make)(void), long steps, long seed);

#endif
