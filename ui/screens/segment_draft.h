/* A segment while somebody writes it: the document, the version the edit started from, the working
 * copy in the database (as screens/draft.h does it for campaigns). */
#ifndef UI_SCREENS_SEGMENT_DRAFT_H
#define UI_SCREENS_SEGMENT_DRAFT_H

#include "base/error.h"
#include "model/campaign.h"

struct world;

struct segment_draft {
    struct world *world;
    struct segment *segment; /* as edited; may be incomplete */
    struct segment *base;    /* the version the edit started from; NULL: a new segment */
    uint32_t base_version;   /* 0: new */
    int64_t resumed_ms;      /* when the working copy that was taken up was kept; or WHEN_NONE */
    char *copy_id;           /* the name of the working copy: the id, "" for a new segment */
    char *kept;              /* the document as it was kept last */
};

/* `id` "": a new segment. Takes up the person's working copy where there is one. */
int segment_draft_open(
        struct segment_draft *draft, struct world *world, const char *id, struct error *err);
void segment_draft_release(struct segment_draft *draft); /* keeps nothing */

bool segment_draft_is_new(const struct segment_draft *draft);
bool segment_draft_is_changed(const struct segment_draft *draft);
bool segment_draft_filter_is_changed(const struct segment_draft *draft);
/* False with the reason where the document lacks what a saved one must have. */
bool segment_draft_is_whole(const struct segment_draft *draft, struct error *err);

/* Writes the working copy where the document is another one than the one kept; drops it where
 * nothing differs from the base. */
int segment_draft_keep(struct segment_draft *draft, struct error *err);
int segment_draft_drop(struct segment_draft *draft, struct error *err);
void segment_draft_reset(struct segment_draft *draft); /* back to the base, or nothing */
/* Goes on from the version that somebody else saved, keeping what was written here. */
int segment_draft_rebase(struct segment_draft *draft, struct error *err);

#endif
