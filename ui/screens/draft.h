/* A campaign while somebody writes it: the document, the version the edit started from, the working
 * copy in the database, and what can be taken back. */
#ifndef UI_SCREENS_DRAFT_H
#define UI_SCREENS_DRAFT_H

#include "base/error.h"
#include "model/campaign.h"

struct world;

enum { DRAFT_HISTORY_MAX = 200 };

struct draft {
    struct world *world;
    struct campaign *campaign; /* as edited; may be incomplete */
    struct campaign *base;     /* the version the edit started from; NULL: a new campaign */
    uint32_t base_version;     /* 0: new */
    enum status status;        /* as shown when it was opened; a new one is a draft */
    bool was_live;             /* ever: what SEMANTICS 10.3 freezes is frozen */
    int64_t resumed_ms; /* when the working copy that was taken up was kept; WHEN_NONE: none was */
    char *unread;       /* why the working copy could not be taken up; NULL: it could */
    char *copy_id;      /* the name of the working copy: the id, "" for a new campaign */
    char *kept;         /* the document as it was kept last */
    struct campaign **past; /* states before the present one, oldest first */
    size_t past_count;
    size_t past_capacity;
    struct campaign **future; /* states that were undone, the nearest last */
    size_t future_count;
    size_t future_capacity;
    char *present; /* the document as the history knows it */
    struct campaign *marked;
};

/* `id` NULL: a new campaign. Takes up the person's working copy where there is one. */
int draft_open(struct draft *draft, struct world *world, const char *id, struct error *err);
void draft_release(struct draft *draft); /* keeps nothing */

bool draft_is_new(const struct draft *draft);
bool draft_is_empty(const struct draft *draft);   /* nothing was entered yet */
bool draft_is_changed(const struct draft *draft); /* differs from the base, or from nothing */
/* The document as a saved one would be, defaults filled in; campaign_free. NULL with the reason
 * where it lacks what a saved one must have. */
struct campaign *draft_whole(const struct draft *draft, struct error *err);

/* Writes the working copy where the document is another one than the one kept; drops it where
 * nothing differs from the base. */
int draft_keep(struct draft *draft, struct error *err);
/* Drops the working copy: saved, or thrown away. */
int draft_drop(struct draft *draft, struct error *err);
/* Back to the base (or nothing), as a step that can be taken back. */
void draft_reset(struct draft *draft);

/* What was changed since the last call is one step of the history. */
void draft_mark(struct draft *draft);
/* False where there is nothing to take back. `words` says what was. */
bool draft_undo(struct draft *draft, struct buf *words);
bool draft_redo(struct draft *draft, struct buf *words);

/* Saved as that version: it is the base from now on, and there is no working copy. */
int draft_saved(struct draft *draft, const char *id, uint32_t version, struct error *err);
/* Goes on from the version that somebody else saved, keeping what was written here. */
int draft_rebase(struct draft *draft, struct error *err);
/* Takes the version that somebody else saved, and drops what was written here. */
int draft_take_theirs(struct draft *draft, struct error *err);

#endif
