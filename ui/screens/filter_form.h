/* The editor of one leaf of a filter tree: all kinds of FORMATS 3, fields by kind. For the audience
 * of campaigns and for segments.
 *
 *     filter_form_open(view->app, &(struct filter_form_request){
 *         .title = _("Condition"), .leaf = leaf, .suggest = state->suggest,
 *         .done = leaf_done, .context = state});
 *
 * Opens above the screen over its whole body. Enter in the last field or ^O keeps the leaf, Esc
 * goes back and asks where something would be lost. */
#ifndef UI_SCREENS_FILTER_FORM_H
#define UI_SCREENS_FILTER_FORM_H

#include "base/app.h"
#include "model/filter.h"
#include "screens/suggest.h"

struct filter_form_request {
    const char *title;         /* translated; copied */
    const struct filter *leaf; /* copied; NULL: a new one */
    struct suggest *suggest;   /* must live as long as the view below */
    void *context;
    /* Called once the editor is gone, with `view` on top again, only where the leaf was kept. The
     * leaf is valid during the call: filter_copy what stays. */
    void (*done)(struct view *view, void *context, const struct filter *leaf);
};

void filter_form_open(struct app *app, const struct filter_form_request *request);

/* True where nothing is missing that the kind needs: what may stand in a whole document. */
bool filter_leaf_is_whole(const struct filter *leaf);

#endif
