/* Campaigns and segments: every save an immutable version and a changelog row (SEMANTICS 10).
 *
 * Each function that writes is one transaction, takes the lease for it where this store does not
 * hold it (ERROR_UNAVAILABLE names who does), and moves the generation on. The rules of the
 * lifecycle and of `check` are the caller's. */
#ifndef STORE_DOCUMENTS_H
#define STORE_DOCUMENTS_H

#include "model/campaign.h"
#include "model/terms.h"
#include "store/store.h"

enum object { OBJECT_CAMPAIGN, OBJECT_SEGMENT, OBJECT_SETTING };
const char *object_name(enum object object); /* campaign, segment, setting */

/* The newest version of one document, or a named one. Segments have no status and no instants but
 * updated_ms. */
struct document {
    uint32_t number; /* for good; never given twice */
    char *id;
    uint32_t version;
    enum status status;   /* draft, live, stopped, archived */
    int64_t activated_ms; /* the instants of SEMANTICS 5.1; WHEN_NONE where it never was */
    int64_t resumed_ms;
    int64_t live_from_ms; /* since when it is live, as the last activation or resume said */
    int64_t saved_ms;     /* when this version was saved, and by whom */
    int64_t updated_ms;   /* the last change of any kind, and by whom */
    char *updated_by;
    char *updated_login;
    char *json;
    size_t json_size;
};
void document_release(struct document *document);

/* version 0: the newest. ERROR_REFUSED where there is none, with ids that are spelled nearly so. */
int document_get(struct store *store, enum object object, const char *id, uint32_t version,
        struct document *out, struct error *err);
/* 1 where there is one, 0 where not, -1 with an error. */
int document_exists(struct store *store, enum object object, const char *id, struct error *err);
/* The newest of each, by id. */
int documents_scan(struct store *store, enum object object,
        int (*visit)(void *context, const struct document *document), void *context,
        struct error *err);
/* The versions of one, oldest first: updated_* is who saved it. */
int document_versions(struct store *store, enum object object, const char *id,
        int (*visit)(void *context, const struct document *document), void *context,
        struct error *err);

/* Counts saves, actions and changed settings: what was compiled from documents is current while it
 * stays the same. */
int documents_generation(struct store *store, uint64_t *generation, struct error *err);

enum stored_verdict {
    STORED_DONE,
    STORED_SAME,     /* equal to the newest version: nothing was written */
    STORED_CONFLICT, /* another version than `base` is the newest: nothing was written */
};
struct stored {
    enum stored_verdict verdict;
    uint32_t version; /* the newest now */
    bool created;
};
/* `base`: the version the edit started from; 0: there must be none yet; -1: whatever is there.
 * `action` is the changelog's word (create, save, clone, ...); NULL: create or save. The status of
 * a new campaign is draft. */
int documents_save_campaign(struct store *store, const struct act *act,
        const struct campaign *campaign, int64_t base, const char *action, struct stored *result,
        struct error *err);
int documents_save_segment(struct store *store, const struct act *act,
        const struct segment *segment, int64_t base, const char *action, struct stored *result,
        struct error *err);

/* A lifecycle step: refused (ERROR_REFUSED) where status or version are no longer the expected
 * ones. Instants that are WHEN_NONE stay as they are. Stopping a campaign that may have entries
 * pending is runner_stop_campaign's. */
struct status_change {
    const char *id;
    uint32_t version; /* the one that was checked; 0: any */
    enum status from, to;
    const char *action; /* activate, stop, ... */
    int64_t activated_ms, resumed_ms, live_from_ms;
};
int documents_set_status(struct store *store, const struct act *act,
        const struct status_change *change, struct error *err);

/* Who names a document: 'campaign cart-reminder', 'segment active'. Release with used_by_release.
 */
struct document_name {
    enum object object;
    char *id;
};
struct used_by {
    struct document_name *items;
    size_t count, capacity;
};
/* Segments: audiences and filters with a segment leaf. Campaigns: sources of triggers and
 * exceptions, leaves. The newest versions count, whatever their status. */
int document_used_by(struct store *store, enum object object, const char *id, struct used_by *out,
        struct error *err);
void used_by_release(struct used_by *used_by);

/* Removes a draft that never was live, or a segment nobody uses, with its versions; its changelog
 * stays. ERROR_REFUSED otherwise, naming the users. */
int document_delete(struct store *store, const struct act *act, enum object object, const char *id,
        struct error *err);

#endif
