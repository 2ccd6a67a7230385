#include "report/stats.h"

static const char *const refusals[REFUSAL_COUNT] = {
        [REFUSAL_NONE] = "Accepted: became an entry.",
        [REFUSAL_SOURCE_NOT_LIVE] =
                "Refused: the campaign that this one follows up was not live at that moment.",
        [REFUSAL_BEFORE_START] = "Refused: it happened before the campaign started to act (its "
                                 "start, activation or last resume).",
        [REFUSAL_AFTER_END] = "Refused: it happened after the end of the campaign.",
        [REFUSAL_NOT_FROM_SDK] = "Refused: in-app messages react only to events of a device, and "
                                 "this one came from a server.",
        [REFUSAL_OUTSIDE_WINDOW] = "Refused: it happened outside the time window.",
        [REFUSAL_ALREADY_PENDING] = "Refused: the user was already waiting in this campaign.",
        [REFUSAL_ALREADY_RECEIVED] =
                "Refused: the user had received it before, and re-eligibility is off.",
        [REFUSAL_ALREADY_CONTROL] =
                "Refused: the user is in the control group, and re-eligibility is off.",
        [REFUSAL_WAIT_NOT_OVER] = "Refused: too soon after the last receipt; the wait of "
                                  "re-eligibility was not over.",
        [REFUSAL_NOT_IN_AUDIENCE] = "Refused: the user was not in the audience.",
        [REFUSAL_MISSED_WINDOW] =
                "Refused: the message would have gone outside the time window, and such are "
                "dropped.",
        [REFUSAL_DUE_AFTER_END] =
                "Refused: the message would have gone after the end of the campaign.",
};

static const char *const outcomes[OUTCOME_COUNT] = {
        [OUTCOME_PENDING] = "Waiting for its delay to pass.",
        [OUTCOME_SENT] = "Handed over to be sent (in-app and content cards: made available).",
        [OUTCOME_CONTROL] = "Held out: the user is in the control group, nothing was sent.",
        [OUTCOME_EXCEPTION] = "Cancelled: the user did what the exceptions name while waiting.",
        [OUTCOME_UNREACHABLE] =
                "Not sent: the address is missing, or the user unsubscribed from this channel.",
        [OUTCOME_LEFT_AUDIENCE] = "Not sent: the user was no longer in the audience.",
        [OUTCOME_TOO_LATE] = "Not sent: the engine ran too late for it.",
        [OUTCOME_DUE_AFTER_END] = "Not sent: it was due after the end of the campaign.",
        [OUTCOME_STOPPED] = "Cancelled: the campaign was stopped or archived while it waited.",
};

static const char *const interactions[INTERACTION_COUNT] = {
        [INTERACTION_VIEW_IN_APP] = "In-app message displayed (impression).",
        [INTERACTION_CLICK_IN_APP] = "In-app message clicked.",
        [INTERACTION_CLICK_IN_APP_BUTTON] = "Button of the in-app message clicked.",
        [INTERACTION_CLICK_EMAIL] = "Any link of the e-mail clicked.",
        [INTERACTION_CLICK_EMAIL_LINK] = "A link of the e-mail that has an alias clicked.",
        [INTERACTION_OPEN_EMAIL] = "E-mail opened, by people and machines together.",
        [INTERACTION_OPEN_EMAIL_MACHINE] =
                "E-mail opened by a machine (privacy proxies, spam filters).",
        [INTERACTION_OPEN_EMAIL_OTHER] = "E-mail opened, machines left out.",
        [INTERACTION_OPEN_PUSH] = "Push notification opened.",
        [INTERACTION_CLICK_PUSH_BUTTON] = "Button of the push notification tapped.",
        [INTERACTION_CLICK_PUSH_STORY] = "Page of the push story tapped.",
        [INTERACTION_CONVERSION] = "Did a conversion event after receiving it.",
        [INTERACTION_RECEIVE_EMAIL] = "E-mail handed over to be sent.",
        [INTERACTION_RECEIVE_PUSH] = "Push notification handed over to be sent.",
        [INTERACTION_RECEIVE_SMS] = "SMS handed over to be sent.",
        [INTERACTION_RECEIVE_WHATSAPP] = "WhatsApp message handed over to be sent.",
        [INTERACTION_RECEIVE_WEBHOOK] = "Webhook handed over to be called.",
        [INTERACTION_CLICK_SMS_LINK] = "Link of the SMS clicked.",
        [INTERACTION_ENTER_CONTROL] = "Entered the control group: nothing was sent.",
        [INTERACTION_VIEW_CONTENT_CARD] = "Content card displayed (impression).",
        [INTERACTION_CLICK_CONTENT_CARD] = "Content card clicked.",
        [INTERACTION_DISMISS_CONTENT_CARD] = "Content card dismissed.",
};

static const char *const reports[REPORT_KIND_COUNT] = {
        [REPORT_DELIVERED] = "The gateway reports: delivered.",
        [REPORT_BOUNCED] = "The gateway reports: bounced.",
        [REPORT_SPAM] = "The gateway reports: marked as spam.",
        [REPORT_UNSUBSCRIBED] = "The gateway reports: unsubscribed through this message.",
        [REPORT_FAILED] = "The gateway reports: failed.",
};

const char *refusal_words(enum refusal refusal)
{
    return refusals[refusal];
}

const char *outcome_words(enum outcome outcome)
{
    return outcomes[outcome];
}

const char *interaction_words(enum interaction interaction)
{
    return interactions[interaction];
}

const char *report_kind_words(enum report_kind kind)
{
    return reports[kind];
}
