#include <string.h>

#include "actions/lifecycle.h"

static const char *const names[VERB_COUNT] = {
        "activate", "stop", "resume", "archive", "unarchive", "delete"};

const char *lifecycle_verb_name(enum lifecycle_verb verb)
{
    return names[verb];
}

int lifecycle_verb_find(const char *name)
{
    for (int verb = 0; verb < VERB_COUNT; verb++) {
        if (strcmp(names[verb], name) == 0)
            return verb;
    }
    return -1;
}

/* Why a verb is not possible in a stored status, and what to do instead; NULL: possible (SEMANTICS
 * 10.1). */
static const char *const refusals[VERB_COUNT][STATUS_ARCHIVED + 1] = {
        [VERB_ACTIVATE] =
                {
                        [STATUS_LIVE] = "It is live already; there is nothing to do.",
                        [STATUS_STOPPED] = "It is stopped: resume it instead.",
                        [STATUS_ARCHIVED] = "It is archived: unarchive it first.",
                },
        [VERB_STOP] =
                {
                        [STATUS_DRAFT] = "It is a draft and sends nothing: archive or delete it if "
                                         "it is not wanted.",
                        [STATUS_STOPPED] = "It is stopped already; there is nothing to do.",
                        [STATUS_ARCHIVED] = "It is archived and sends nothing; there is nothing to "
                                            "do.",
                },
        [VERB_RESUME] =
                {
                        [STATUS_DRAFT] = "It is a draft that never was live: activate it instead.",
                        [STATUS_LIVE] = "It is live already; there is nothing to do.",
                        [STATUS_ARCHIVED] = "It is archived: unarchive it first, then resume it.",
                },
        [VERB_ARCHIVE] =
                {
                        [STATUS_LIVE] = "It is live: stop it first.",
                        [STATUS_ARCHIVED] = "It is archived already; there is nothing to do.",
                },
        [VERB_UNARCHIVE] =
                {
                        [STATUS_DRAFT] = "It is a draft and not archived; there is nothing to do.",
                        [STATUS_LIVE] = "It is live and not archived; there is nothing to do.",
                        [STATUS_STOPPED] = "It is stopped and not archived: resume it if it should "
                                           "send again.",
                },
        [VERB_DELETE] =
                {
                        [STATUS_LIVE] = "It is live, and what was live is kept with its figures: "
                                        "stop and archive it instead.",
                        [STATUS_STOPPED] = "It was live, and what was live is kept with its "
                                           "figures: archive it instead.",
                        [STATUS_ARCHIVED] = "It is archived: unarchive it first; it can be deleted "
                                            "if it never was live.",
                },
};

bool lifecycle_allows(enum lifecycle_verb verb, enum status status, const char **why)
{
    const char *refusal;
    if (status == STATUS_SCHEDULED || status == STATUS_ENDED)
        status = STATUS_LIVE;
    refusal = refusals[verb][status];
    if (why != NULL)
        *why = refusal;
    return refusal == NULL;
}
