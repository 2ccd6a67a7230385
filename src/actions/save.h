/* Saving documents: every save is a version and a row of the changelog (SEMANTICS 10.3, 10.5). */
#ifndef ACTIONS_SAVE_H
#define ACTIONS_SAVE_H

#include "actions/actor.h"
#include "base/error.h"
#include "model/change.h"
#include "model/finding.h"

struct store;

struct save_request {
    const struct actor *actor;
    int64_t at_ms; /* WHEN_NONE: the wall clock */
    /* The version the edit started from; -1: whatever is there. 0: there must be none yet. Where
     * another one is there nothing is written. */
    int64_t base;
};

enum saved {
    SAVED_CREATED,
    SAVED_VERSION,  /* a new version */
    SAVED_SAME,     /* identical to the current version: nothing written */
    SAVED_CONFLICT, /* another version was saved since `base`: nothing written */
    SAVED_REFUSED,  /* a finding or a rule forbids it: nothing written */
};

struct save_answer {
    enum saved outcome;
    char *id;
    uint32_t version;             /* the current one afterwards; 0 where there is none */
    struct change_list changes;   /* what the caller changes: from base, or from the current one */
    struct change_list theirs;    /* SAVED_CONFLICT: what was changed meanwhile, base to current */
    struct finding_list findings; /* what check finds (campaigns); errors only where it refused */
    int64_t waiting; /* entries that wait and keep their due (an edit of a live campaign) */
    char *sentence;  /* what happened, or why not and what to do */
};

void save_answer_release(struct save_answer *answer);

/* Return 0 with a result also where nothing was written; -1 where it could not be tried (the
 * database, the lease). */
int save_campaign(struct store *store, const struct campaign *campaign,
        const struct save_request *request, struct save_answer *answer, struct error *err);
int save_segment(struct store *store, const struct segment *segment,
        const struct save_request *request, struct save_answer *answer, struct error *err);

/* The same from the text of a document. A malformed one fails with ERROR_USAGE and its path. */
int import_campaign(struct store *store, const char *json, size_t size,
        const struct save_request *request, struct save_answer *answer, struct error *err);
int import_segment(struct store *store, const char *json, size_t size,
        const struct save_request *request, struct save_answer *answer, struct error *err);

/* What saving would change and find, without saving: for the review. `answer->outcome` is what
 * save_campaign would answer. */
int save_campaign_preview(struct store *store, const struct campaign *campaign,
        const struct save_request *request, struct save_answer *answer, struct error *err);

/* Takes an edit back: saves the document of an older version again, as a new one. */
int revert_campaign(struct store *store, const char *id, uint32_t version,
        const struct save_request *request, struct save_answer *answer, struct error *err);
int revert_segment(struct store *store, const char *id, uint32_t version,
        const struct save_request *request, struct save_answer *answer, struct error *err);

bool save_is_done(const struct save_answer *answer); /* created, version, same */

#endif
