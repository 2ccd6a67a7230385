/* What every screen knows: the database, who sits here, and where the screens of the program are.
 *
 * A screen asks src/report for what it shows and src/actions for what it changes, with world->store
 * on the thread of the interface where an answer takes a few milliseconds, in a job with a store of
 * its own (world_open_store) where it goes through users. */
#ifndef UI_SCREENS_WORLD_H
#define UI_SCREENS_WORLD_H

#include "actions/actor.h"
#include "base/app.h"
#include "base/error.h"
#include "base/zone.h"

struct store;

struct world {
    struct store *store; /* of the thread of the interface */
    char *path;          /* of the database */
    struct actor actor;
    char *inbox;       /* --inbox or the setting; NULL: none */
    struct undo *undo; /* screens/acts.h: what `u` takes back; NULL: nothing */
};

/* The world of an application's screens. */
struct world *world_of(struct app *app);

/* A store of a job's own; store_close. */
struct store *world_open_store(const struct world *world, struct error *err);

/* True where another process, or this one, has committed since the last call with the same `seen`:
 * for ticks that read again only then. Begin with -1. */
bool world_changed(struct world *world, int64_t *seen);

/* The company's zone, in which instants are shown. */
zone_id world_zone(struct world *world);

/* The screens. Each opens through app_open(app, &NAME_view, argument); the argument is copied. */
extern const struct view_type campaigns_view; /* NULL: the start screen */
extern const struct view_type campaign_view;  /* const char *: the id */
extern const struct view_type segments_view;  /* NULL */
extern const struct view_type segment_view; /* const char *: the id, "" for a new one: the editor */
extern const struct view_type events_view;  /* NULL */
extern const struct view_type event_view;   /* const char *: its name, NULL: the traits */
extern const struct view_type users_view;   /* NULL */
extern const struct view_type user_view;    /* const char *: the id */
extern const struct view_type
        changelog_view;                  /* NULL, or const struct log_query *: what to begin with */
extern const struct view_type diff_view; /* const struct diff_request * */
extern const struct view_type files_view;    /* NULL */
extern const struct view_type rejects_view;  /* const char *: the hash of a file */
extern const struct view_type settings_view; /* NULL */
extern const struct view_type ledger_view;   /* const struct ledger_query * (report/ledger.h) */
extern const struct view_type refusals_view; /* const struct ledger_query * */
extern const struct view_type wizard_view;   /* const struct wizard_request * */
extern const struct view_type review_view;   /* const struct review_request * */

/* Two versions side by side in words; `to` 0 is the current one, `from` 0 the one before. */
struct diff_request {
    bool segment; /* else a campaign */
    const char *id;
    uint32_t from, to;
};

/* Write a new campaign (id NULL) or edit one; `path` is a field to begin at (as findings name it),
 * or NULL. The working copy of the person is taken up where there is one. */
struct wizard_request {
    const char *id;
    const char *path;
};

/* The review of a saved campaign (working copies are reviewed inside the wizard). */
struct review_request {
    const char *id;
};

#endif
