/* Lifecycle actions that touch what is pending (SEMANTICS 6, 'Stopping or archiving'). */
#ifndef RUNNER_ACT_H
#define RUNNER_ACT_H

#include "store/documents.h"

/* Makes the change of status and ends all pending entries of the campaign as stopped at max(instant
 * of the action, clock), in one transaction. *stopped (may be NULL): how many entries. Errors as
 * documents_set_status. */
int runner_stop_campaign(struct store *store, const struct act *act,
        const struct status_change *change, int64_t *stopped, struct error *err);

#endif
