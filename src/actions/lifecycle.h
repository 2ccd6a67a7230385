/* What happens to a campaign in its life (SEMANTICS 10.1, 10.2). */
#ifndef ACTIONS_LIFECYCLE_H
#define ACTIONS_LIFECYCLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "actions/actor.h"
#include "base/error.h"
#include "model/finding.h"

struct store;

enum lifecycle_verb {
    VERB_ACTIVATE,
    VERB_STOP,
    VERB_RESUME,
    VERB_ARCHIVE,
    VERB_UNARCHIVE,
    VERB_DELETE, /* drafts only */
    VERB_COUNT,
};
const char *lifecycle_verb_name(enum lifecycle_verb verb); /* activate, stop, ... */
int lifecycle_verb_find(const char *name);

/* What became of one campaign. */
struct act_result {
    char *id;
    bool done;
    enum status before, after;    /* as stored; after is as shown at the clock */
    struct finding_list findings; /* activate, resume: what check finds */
    int64_t ended;                /* stop: entries that waited and are cancelled for good */
    char *deleted;                /* delete: the document, for lifecycle_undo */
    char *sentence;               /* 'cart is live since ...', or why not and what to do instead */
};

struct act_list {
    struct act_result *items; /* one an id, in their order */
    size_t count;
};
void act_list_release(struct act_list *list);

struct act_request {
    const struct actor *actor;
    int64_t at_ms; /* the instant of the action; WHEN_NONE: the wall clock */
};

/* Does it to each of the campaigns, each on its own: some may be done and others not. Returns 0
 * also where some were refused; -1 where it could not be tried (ERROR_UNAVAILABLE while somebody
 * else holds the engine), with the results so far. */
int lifecycle_act(struct store *store, enum lifecycle_verb verb, const char *const *ids,
        size_t count, const struct act_request *request, struct act_list *out, struct error *err);
/* Whether the verb is possible on a campaign in that stored status; if not, *why is a sentence that
 * says what to do instead (a static text). For keys that are dim. */
bool lifecycle_allows(enum lifecycle_verb verb, enum status status, const char **why);

/* Takes back an archiving, an unarchiving or the deletion of a draft (which starts its versions
 * anew); `done` is what lifecycle_act answered. The others cannot be taken back: refused. */
int lifecycle_undo(struct store *store, enum lifecycle_verb verb, const struct act_result *done,
        const struct act_request *request, struct act_result *out, struct error *err);

/* The order in which campaigns that follow up on each other go live: follow-ups first, then their
 * sources (SEMANTICS 10.4); in a ring, by id. Rearranges `ids`. */
int lifecycle_order(struct store *store, const char **ids, size_t count, struct error *err);
/* The drafts that must go live together with this one, itself included, in that order: its sources
 * that are still drafts, and drafts that follow up on it. Free with lifecycle_ids_free. */
int lifecycle_publish_set(
        struct store *store, const char *id, char ***ids, size_t *count, struct error *err);
void lifecycle_ids_free(char **ids, size_t count);
/* Activates them in that order; stops at the first that is refused. */
int lifecycle_publish(struct store *store, const char *const *ids, size_t count,
        const struct act_request *request, struct act_list *out, struct error *err);

/* A draft with another id and without history. The title gets ' (copy)' where `title` is NULL. */
int clone_campaign(struct store *store, const char *id, const char *new_id, const char *title,
        const struct act_request *request, struct act_result *out, struct error *err);
int clone_segment(struct store *store, const char *id, const char *new_id, const char *name,
        const struct act_request *request, struct act_result *out, struct error *err);
/* Refused while campaigns or segments use it; the sentence names them. */
int delete_segment(struct store *store, const char *id, const struct act_request *request,
        struct act_result *out, struct error *err);
void act_result_release(struct act_result *result);

#endif
