#include "screens/labels.h"

#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"

static const char *const outcomes[OUTCOME_COUNT] = {
        [OUTCOME_PENDING] = N_("waiting"),
        [OUTCOME_SENT] = N_("sent"),
        [OUTCOME_CONTROL] = N_("held out"),
        [OUTCOME_EXCEPTION] = N_("exception"),
        [OUTCOME_UNREACHABLE] = N_("unreachable"),
        [OUTCOME_LEFT_AUDIENCE] = N_("left audience"),
        [OUTCOME_TOO_LATE] = N_("too late"),
        [OUTCOME_DUE_AFTER_END] = N_("due after end"),
        [OUTCOME_STOPPED] = N_("stopped"),
};

static const char *const refusals[REFUSAL_COUNT] = {
        [REFUSAL_NONE] = N_("none"),
        [REFUSAL_SOURCE_NOT_LIVE] = N_("source not live"),
        [REFUSAL_BEFORE_START] = N_("before the start"),
        [REFUSAL_AFTER_END] = N_("after the end"),
        [REFUSAL_NOT_FROM_SDK] = N_("not from a device"),
        [REFUSAL_OUTSIDE_WINDOW] = N_("outside the window"),
        [REFUSAL_ALREADY_PENDING] = N_("already waiting"),
        [REFUSAL_ALREADY_RECEIVED] = N_("already received"),
        [REFUSAL_ALREADY_CONTROL] = N_("already held out"),
        [REFUSAL_WAIT_NOT_OVER] = N_("too soon again"),
        [REFUSAL_NOT_IN_AUDIENCE] = N_("not in audience"),
        [REFUSAL_MISSED_WINDOW] = N_("missed the window"),
        [REFUSAL_DUE_AFTER_END] = N_("due after end"),
};

static const char *const interactions[INTERACTION_COUNT] = {
        [INTERACTION_VIEW_IN_APP] = N_("seen"),
        [INTERACTION_CLICK_IN_APP] = N_("clicked"),
        [INTERACTION_CLICK_IN_APP_BUTTON] = N_("clicked a button"),
        [INTERACTION_CLICK_EMAIL] = N_("clicked"),
        [INTERACTION_CLICK_EMAIL_LINK] = N_("clicked a named link"),
        [INTERACTION_OPEN_EMAIL] = N_("opened"),
        [INTERACTION_OPEN_EMAIL_MACHINE] = N_("opened by machines"),
        [INTERACTION_OPEN_EMAIL_OTHER] = N_("opened by people"),
        [INTERACTION_OPEN_PUSH] = N_("opened"),
        [INTERACTION_CLICK_PUSH_BUTTON] = N_("tapped a button"),
        [INTERACTION_CLICK_PUSH_STORY] = N_("tapped a story page"),
        [INTERACTION_CONVERSION] = N_("converted"),
        [INTERACTION_RECEIVE_EMAIL] = N_("e-mails received"),
        [INTERACTION_RECEIVE_PUSH] = N_("pushes received"),
        [INTERACTION_RECEIVE_SMS] = N_("SMS received"),
        [INTERACTION_RECEIVE_WHATSAPP] = N_("WhatsApp received"),
        [INTERACTION_RECEIVE_WEBHOOK] = N_("webhooks called"),
        [INTERACTION_CLICK_SMS_LINK] = N_("clicked"),
        [INTERACTION_ENTER_CONTROL] = N_("held out"),
        [INTERACTION_VIEW_CONTENT_CARD] = N_("seen"),
        [INTERACTION_CLICK_CONTENT_CARD] = N_("clicked"),
        [INTERACTION_DISMISS_CONTENT_CARD] = N_("dismissed"),
};

static const char *const reports[REPORT_KIND_COUNT] = {
        [REPORT_DELIVERED] = N_("delivered"),
        [REPORT_BOUNCED] = N_("bounced"),
        [REPORT_SPAM] = N_("marked as spam"),
        [REPORT_UNSUBSCRIBED] = N_("unsubscribed"),
        [REPORT_FAILED] = N_("failed"),
};

struct label {
    const char *name;
    const char *label;
};

static const struct label actions[] = {
        {"create", N_("created")},
        {"save", N_("saved")},
        {"activate", N_("activated")},
        {"stop", N_("stopped")},
        {"resume", N_("resumed")},
        {"archive", N_("archived")},
        {"unarchive", N_("unarchived")},
        {"clone", N_("cloned")},
        {"restore", N_("restored")},
        {"delete", N_("deleted")},
        {"set", N_("set")},
};

static const struct label details[] = {
        {"no_identity", N_("no address")},
        {"unsubscribed", N_("unsubscribed")},
};

/* What is not in the table is shown as it is. */
static const char *label_of(const struct label *labels, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(labels[i].name, name) == 0)
            return i18n_text(labels[i].label);
    return name;
}

const char *action_label(const char *action)
{
    return label_of(actions, ARRAY_COUNT(actions), action);
}

const char *detail_label(const char *detail)
{
    return label_of(details, ARRAY_COUNT(details), detail);
}

const char *outcome_label(enum outcome outcome)
{
    return i18n_text(outcomes[outcome]);
}

const char *refusal_label(enum refusal refusal)
{
    return i18n_text(refusals[refusal]);
}

const char *interaction_did(enum interaction interaction)
{
    return i18n_text(interactions[interaction]);
}

const char *report_kind_label(enum report_kind kind)
{
    return i18n_text(reports[kind]);
}

enum style outcome_style(enum outcome outcome)
{
    switch (outcome) {
    case OUTCOME_PENDING: return STYLE_STRONG;
    case OUTCOME_UNREACHABLE:
    case OUTCOME_TOO_LATE: return STYLE_WARNING;
    default: return STYLE_TEXT;
    }
}
