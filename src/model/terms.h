/* The field's terms as numbers and as the words of FORMATS.md: one table each. */
#ifndef MODEL_TERMS_H
#define MODEL_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum channel {
    CHANNEL_EMAIL,
    CHANNEL_PUSH,
    CHANNEL_IN_APP,
    CHANNEL_SMS,
    CHANNEL_WHATSAPP,
    CHANNEL_WEBHOOK,
    CHANNEL_CONTENT_CARD,
    CHANNEL_COUNT,
};

/* What people do with messages, in the order of FORMATS 2. */
enum interaction {
    INTERACTION_VIEW_IN_APP,
    INTERACTION_CLICK_IN_APP,
    INTERACTION_CLICK_IN_APP_BUTTON,
    INTERACTION_CLICK_EMAIL,
    INTERACTION_CLICK_EMAIL_LINK,
    INTERACTION_OPEN_EMAIL,
    INTERACTION_OPEN_EMAIL_MACHINE,
    INTERACTION_OPEN_EMAIL_OTHER,
    INTERACTION_OPEN_PUSH,
    INTERACTION_CLICK_PUSH_BUTTON,
    INTERACTION_CLICK_PUSH_STORY,
    INTERACTION_CONVERSION,
    INTERACTION_RECEIVE_EMAIL,
    INTERACTION_RECEIVE_PUSH,
    INTERACTION_RECEIVE_SMS,
    INTERACTION_RECEIVE_WHATSAPP,
    INTERACTION_RECEIVE_WEBHOOK,
    INTERACTION_CLICK_SMS_LINK,
    INTERACTION_ENTER_CONTROL,
    INTERACTION_VIEW_CONTENT_CARD,
    INTERACTION_CLICK_CONTENT_CARD,
    INTERACTION_DISMISS_CONTENT_CARD,
    INTERACTION_COUNT,
};

/* Delivery reports of the gateway: statistics only. */
enum report_kind {
    REPORT_DELIVERED,
    REPORT_BOUNCED,
    REPORT_SPAM,
    REPORT_UNSUBSCRIBED,
    REPORT_FAILED,
    REPORT_KIND_COUNT,
};

/* Outcomes of an entry (SEMANTICS 6); pending is the absence of one. */
enum outcome {
    OUTCOME_PENDING,
    OUTCOME_SENT,
    OUTCOME_CONTROL,
    OUTCOME_EXCEPTION,
    OUTCOME_UNREACHABLE,
    OUTCOME_LEFT_AUDIENCE,
    OUTCOME_TOO_LATE,
    OUTCOME_DUE_AFTER_END,
    OUTCOME_STOPPED,
    OUTCOME_COUNT,
};

/* Why a matching trigger gave no entry (SEMANTICS 5), in the order of the gates. */
enum refusal {
    REFUSAL_NONE,
    REFUSAL_SOURCE_NOT_LIVE,
    REFUSAL_BEFORE_START,
    REFUSAL_AFTER_END,
    REFUSAL_NOT_FROM_SDK,
    REFUSAL_OUTSIDE_WINDOW,
    REFUSAL_ALREADY_PENDING,
    REFUSAL_ALREADY_RECEIVED,
    REFUSAL_ALREADY_CONTROL,
    REFUSAL_WAIT_NOT_OVER,
    REFUSAL_NOT_IN_AUDIENCE,
    REFUSAL_MISSED_WINDOW,
    REFUSAL_DUE_AFTER_END,
    REFUSAL_COUNT,
};

/* Where a campaign is in its life (SEMANTICS 10.1). `scheduled` and `ended` are views of
 * CAMPAIGN_LIVE that depend on the engine clock; see campaign_shown_status. */
enum status {
    STATUS_DRAFT,
    STATUS_LIVE,
    STATUS_STOPPED,
    STATUS_ARCHIVED,
    STATUS_SCHEDULED, /* shown only */
    STATUS_ENDED,     /* shown only */
    STATUS_COUNT,
};

enum time_unit {
    UNIT_SECONDS,
    UNIT_MINUTES,
    UNIT_HOURS,
    UNIT_DAYS,
    UNIT_WEEKS,
    UNIT_MONTHS,
    UNIT_COUNT
};

/* An amount of time as a document says it; 0 is none. */
struct span {
    int64_t amount;
    enum time_unit unit;
};
int64_t span_ms(struct span span); /* the ends of int64_t where it does not fit */
enum { SPAN_DAYS_MAX = 720 };
bool span_is_valid(struct span span); /* 1 to the equivalent of 720 days (FORMATS 2) */

/* Names as in documents and rows; find returns -1 where the name is none of them. */
const char *channel_name(enum channel channel);
int channel_find(const char *name);
const char *interaction_name(enum interaction interaction);
int interaction_find(const char *name);
const char *report_kind_name(enum report_kind kind);
const char *outcome_name(enum outcome outcome);
int outcome_find(const char *name);
const char *refusal_name(enum refusal refusal);
int refusal_find(const char *name);
const char *status_name(
        enum status status); /* lower case: draft live stopped archived scheduled ended */
int status_find(const char *name);
const char *time_unit_name(enum time_unit unit);
int time_unit_find(const char *name);

/* The interaction a channel's own send derives (`receive_...`), or -1 for in_app and content_card.
 */
int channel_receipt_interaction(enum channel channel);
/* The impression that is a receipt there (view_in_app, view_content_card), or -1 for the others. */
int channel_impression(enum channel channel);
/* The default identity namespace: "email", "phone" or "". */
const char *channel_identity(enum channel channel);

#endif
