/* A few words for what figures and rows are about, translated; the sentences that explain them are
 * in report/stats.h. */
#ifndef UI_SCREENS_LABELS_H
#define UI_SCREENS_LABELS_H

#include "base/style.h"
#include "model/terms.h"

const char *outcome_label(enum outcome outcome);           /* 'waiting', 'sent', 'held out' */
const char *refusal_label(enum refusal refusal);           /* 'already waiting' */
const char *interaction_did(enum interaction interaction); /* 'opened by people' */
const char *report_kind_label(enum report_kind kind);      /* 'delivered' */
const char *action_label(const char *action);              /* of the changelog: 'stopped' */
const char *detail_label(const char *detail);              /* of the ledger: 'no address' */
enum style outcome_style(enum outcome outcome);

#endif
