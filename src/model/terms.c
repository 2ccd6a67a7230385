#include "model/terms.h"

#include "base/alloc.h"
#include "base/when.h"
#include "model/names.h"

static const char *const channel_words[] = {
        [CHANNEL_EMAIL] = "email",
        [CHANNEL_PUSH] = "push",
        [CHANNEL_IN_APP] = "in_app",
        [CHANNEL_SMS] = "sms",
        [CHANNEL_WHATSAPP] = "whatsapp",
        [CHANNEL_WEBHOOK] = "webhook",
        [CHANNEL_CONTENT_CARD] = "content_card",
};
const struct names channel_names = NAMES("a channel", channel_words);

static const char *const interaction_words[] = {
        [INTERACTION_VIEW_IN_APP] = "view_in_app",
        [INTERACTION_CLICK_IN_APP] = "click_in_app",
        [INTERACTION_CLICK_IN_APP_BUTTON] = "click_in_app_button",
        [INTERACTION_CLICK_EMAIL] = "click_email",
        [INTERACTION_CLICK_EMAIL_LINK] = "click_email_link",
        [INTERACTION_OPEN_EMAIL] = "open_email",
        [INTERACTION_OPEN_EMAIL_MACHINE] = "open_email_machine",
        [INTERACTION_OPEN_EMAIL_OTHER] = "open_email_other",
        [INTERACTION_OPEN_PUSH] = "open_push",
        [INTERACTION_CLICK_PUSH_BUTTON] = "click_push_button",
        [INTERACTION_CLICK_PUSH_STORY] = "click_push_story",
        [INTERACTION_CONVERSION] = "conversion",
        [INTERACTION_RECEIVE_EMAIL] = "receive_email",
        [INTERACTION_RECEIVE_PUSH] = "receive_push",
        [INTERACTION_RECEIVE_SMS] = "receive_sms",
        [INTERACTION_RECEIVE_WHATSAPP] = "receive_whatsapp",
        [INTERACTION_RECEIVE_WEBHOOK] = "receive_webhook",
        [INTERACTION_CLICK_SMS_LINK] = "click_sms_link",
        [INTERACTION_ENTER_CONTROL] = "enter_control",
        [INTERACTION_VIEW_CONTENT_CARD] = "view_content_card",
        [INTERACTION_CLICK_CONTENT_CARD] = "click_content_card",
        [INTERACTION_DISMISS_CONTENT_CARD] = "dismiss_content_card",
};
const struct names interaction_names = NAMES("an interaction", interaction_words);

static const char *const report_kind_words[] = {
        [REPORT_DELIVERED] = "delivered",
        [REPORT_BOUNCED] = "bounced",
        [REPORT_SPAM] = "spam",
        [REPORT_UNSUBSCRIBED] = "unsubscribed",
        [REPORT_FAILED] = "failed",
};
static const struct names report_kind_names = NAMES("a delivery report", report_kind_words);

static const char *const outcome_words[] = {
        [OUTCOME_PENDING] = "pending",
        [OUTCOME_SENT] = "sent",
        [OUTCOME_CONTROL] = "control",
        [OUTCOME_EXCEPTION] = "exception",
        [OUTCOME_UNREACHABLE] = "unreachable",
        [OUTCOME_LEFT_AUDIENCE] = "left_audience",
        [OUTCOME_TOO_LATE] = "too_late",
        [OUTCOME_DUE_AFTER_END] = "due_after_end",
        [OUTCOME_STOPPED] = "stopped",
};
static const struct names outcome_names = NAMES("an outcome", outcome_words);

static const char *const refusal_words[] = {
        [REFUSAL_NONE] = "none",
        [REFUSAL_SOURCE_NOT_LIVE] = "source_not_live",
        [REFUSAL_BEFORE_START] = "before_start",
        [REFUSAL_AFTER_END] = "after_end",
        [REFUSAL_NOT_FROM_SDK] = "not_from_sdk",
        [REFUSAL_OUTSIDE_WINDOW] = "outside_window",
        [REFUSAL_ALREADY_PENDING] = "already_pending",
        [REFUSAL_ALREADY_RECEIVED] = "already_received",
        [REFUSAL_ALREADY_CONTROL] = "already_control",
        [REFUSAL_WAIT_NOT_OVER] = "wait_not_over",
        [REFUSAL_NOT_IN_AUDIENCE] = "not_in_audience",
        [REFUSAL_MISSED_WINDOW] = "missed_window",
        [REFUSAL_DUE_AFTER_END] = "due_after_end",
};
static const struct names refusal_names = NAMES("a refusal", refusal_words);

static const char *const status_words[] = {
        [STATUS_DRAFT] = "draft",
        [STATUS_LIVE] = "live",
        [STATUS_STOPPED] = "stopped",
        [STATUS_ARCHIVED] = "archived",
        [STATUS_SCHEDULED] = "scheduled",
        [STATUS_ENDED] = "ended",
};
static const struct names status_names = NAMES("a status", status_words);

static const char *const time_unit_words[] = {
        [UNIT_SECONDS] = "seconds",
        [UNIT_MINUTES] = "minutes",
        [UNIT_HOURS] = "hours",
        [UNIT_DAYS] = "days",
        [UNIT_WEEKS] = "weeks",
        [UNIT_MONTHS] = "months",
};
const struct names time_unit_names = NAMES("a unit of time", time_unit_words);

static const char *const weekday_words[] = {
        "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
const struct names weekday_names = NAMES("a weekday", weekday_words);

int64_t span_ms(struct span span)
{
    static const int64_t unit_ms[] = {
            [UNIT_SECONDS] = SECOND_MS,
            [UNIT_MINUTES] = MINUTE_MS,
            [UNIT_HOURS] = HOUR_MS,
            [UNIT_DAYS] = DAY_MS,
            [UNIT_WEEKS] = WEEK_MS,
            [UNIT_MONTHS] = MONTH_MS,
    };
    int64_t ms;
    if (__builtin_mul_overflow(span.amount, unit_ms[span.unit], &ms))
        return span.amount < 0 ? INT64_MIN : INT64_MAX;
    return ms;
}

bool span_is_valid(struct span span)
{
    return span.amount >= 1 && span_ms(span) <= SPAN_DAYS_MAX * DAY_MS;
}

const char *channel_name(enum channel channel)
{
    return names_word(&channel_names, (int)channel);
}

int channel_find(const char *name)
{
    return names_find(&channel_names, name);
}

const char *interaction_name(enum interaction interaction)
{
    return names_word(&interaction_names, (int)interaction);
}

int interaction_find(const char *name)
{
    return names_find(&interaction_names, name);
}

const char *report_kind_name(enum report_kind kind)
{
    return names_word(&report_kind_names, (int)kind);
}

const char *outcome_name(enum outcome outcome)
{
    return names_word(&outcome_names, (int)outcome);
}

int outcome_find(const char *name)
{
    return names_find(&outcome_names, name);
}

const char *refusal_name(enum refusal refusal)
{
    return names_word(&refusal_names, (int)refusal);
}

int refusal_find(const char *name)
{
    return names_find(&refusal_names, name);
}

const char *status_name(enum status status)
{
    return names_word(&status_names, (int)status);
}

int status_find(const char *name)
{
    return names_find(&status_names, name);
}

const char *time_unit_name(enum time_unit unit)
{
    return names_word(&time_unit_names, (int)unit);
}

int time_unit_find(const char *name)
{
    return names_find(&time_unit_names, name);
}

/* What a channel's send derives, what makes its receipt, and whom it can reach (FORMATS 2). */
static const struct {
    int receipt, impression;
    const char *identity;
} channel_facts[] = {
        [CHANNEL_EMAIL] = {INTERACTION_RECEIVE_EMAIL, -1, "email"},
        [CHANNEL_PUSH] = {INTERACTION_RECEIVE_PUSH, -1, ""},
        [CHANNEL_IN_APP] = {-1, INTERACTION_VIEW_IN_APP, ""},
        [CHANNEL_SMS] = {INTERACTION_RECEIVE_SMS, -1, "phone"},
        [CHANNEL_WHATSAPP] = {INTERACTION_RECEIVE_WHATSAPP, -1, "phone"},
        [CHANNEL_WEBHOOK] = {INTERACTION_RECEIVE_WEBHOOK, -1, ""},
        [CHANNEL_CONTENT_CARD] = {-1, INTERACTION_VIEW_CONTENT_CARD, ""},
};

int channel_receipt_interaction(enum channel channel)
{
    return channel_facts[channel].receipt;
}

int channel_impression(enum channel channel)
{
    return channel_facts[channel].impression;
}

const char *channel_identity(enum channel channel)
{
    return channel_facts[channel].identity;
}
