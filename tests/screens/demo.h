/* The demonstration screens: every widget once, with data that never changes. */
#ifndef DEMO_H
#define DEMO_H

#include "base/view.h"

extern const struct view_type list_demo_view;
extern const struct view_type form_demo_view;
extern const struct view_type text_demo_view;
extern const struct view_type tree_demo_view;
extern const struct view_type chart_demo_view;
extern const struct view_type wizard_demo_view;

#endif
