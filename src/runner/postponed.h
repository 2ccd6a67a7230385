/* Sums of events, added at once or by a second thread. For the files of struct state. */
#ifndef RUNNER_POSTPONED_H
#define RUNNER_POSTPONED_H

#include "runner/state_int.h"

void tally_now(struct state *state, const struct tally_item *item);
void credit_now(struct state *state, const struct credit *credit);
void postpone_tally(struct postponed *postponed, const struct tally_item *item);
void postpone_credit(struct postponed *postponed, const struct credit *credit);
/* Until nothing is postponed any more. */
void postponed_settle(struct state *state);
void postponed_release(struct postponed *postponed);

#endif
