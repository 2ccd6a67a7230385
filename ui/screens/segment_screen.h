/* The editor of a segment: what its files share (private to segment*.c). */
#ifndef UI_SCREENS_SEGMENT_SCREEN_H
#define UI_SCREENS_SEGMENT_SCREEN_H

#include "base/job.h"
#include "report/segments.h"
#include "screens/filter_tree.h"
#include "screens/form_walk.h"
#include "screens/segment_draft.h"
#include "screens/suggest.h"
#include "widgets/form.h"

struct segment_screen {
    struct view *view;
    struct world *world;
    struct segment_draft draft;
    struct suggest *suggest;
    struct form form;
    struct form_walk walk;
    struct filter_tree tree;
    bool ready;    /* the form and the tree are made */
    bool in_tree;  /* the filter has the keys, else the form */
    bool id_typed; /* no longer proposed from the name */
    struct segment_use *uses;
    size_t use_count;
    int64_t size_before; /* as last counted, -1: never */
    struct job *saving;
};

/* Fills form and tree from the document. */
void segment_screen_fill(struct segment_screen *screen);
/* Saves, after questions where live campaigns use the segment or somebody saved meanwhile; closes
 * the view where it is done. */
void segment_screen_save(struct segment_screen *screen);

#endif
