/* The help of every screen: what it is for, its keys, then those that work everywhere. Made from
 * the keymaps alone, so it cannot be wrong. Give it to the application as app_options.help. */
#ifndef UI_WIDGETS_HELP_H
#define UI_WIDGETS_HELP_H

#include "base/view.h"

extern const struct view_type help_view; /* the argument is the view to explain */

#endif
