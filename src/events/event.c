#include "events/event.h"

#include <string.h>

#include "base/alloc.h"

struct event_name {
    const char *name;
    unsigned char size;
    unsigned char meaning;
};

#define NAMED(text, meaning)                                                                       \
    {                                                                                              \
        text, sizeof(text) - 1, meaning                                                            \
    }

/* By size, so that a name is compared with the few that are as long. */
static const struct event_name event_names[] = {
        NAMED("SMS Failed", MEANING_FAILED),
        NAMED("Unsubscribed", MEANING_UNSUBSCRIBED),
        NAMED("Email Opened", MEANING_EMAIL_OPENED),
        NAMED("SMS Received", MEANING_INBOUND_SMS),
        NAMED("Email Bounced", MEANING_BOUNCED),
        NAMED("SMS Delivered", MEANING_DELIVERED),
        NAMED("Webhook Failed", MEANING_FAILED),
        NAMED("Session Started", MEANING_SESSION),
        NAMED("Order Completed", MEANING_PURCHASE),
        NAMED("Email Delivered", MEANING_DELIVERED),
        NAMED("Geofence Exited", MEANING_GEOFENCE_EXITED),
        NAMED("SMS Link Clicked", MEANING_SMS_CLICKED),
        NAMED("Location Updated", MEANING_LOCATION),
        NAMED("Geofence Entered", MEANING_GEOFENCE_ENTERED),
        NAMED("WhatsApp Received", MEANING_INBOUND_WHATSAPP),
        NAMED("Application Opened", MEANING_SESSION),
        NAMED("Email Link Clicked", MEANING_EMAIL_CLICKED),
        NAMED("Email Marked as Spam", MEANING_SPAM),
        NAMED("Content Card Clicked", MEANING_CARD_CLICKED),
        NAMED("News Feed Card Viewed", MEANING_FEED_VIEWED),
        NAMED("In-App Message Clicked", MEANING_IN_APP_CLICKED),
        NAMED("Content Card Displayed", MEANING_CARD_DISPLAYED),
        NAMED("Content Card Dismissed", MEANING_CARD_DISMISSED),
        NAMED("News Feed Card Clicked", MEANING_FEED_CLICKED),
        NAMED("Push Story Page Clicked", MEANING_PUSH_STORY_CLICKED),
        NAMED("Push Notification Tapped", MEANING_PUSH_TAPPED),
        NAMED("In-App Message Displayed", MEANING_IN_APP_DISPLAYED),
        NAMED("In-App Message Dismissed", MEANING_IN_APP_DISMISSED),
        NAMED("Push Notification Bounced", MEANING_BOUNCED),
        NAMED("Push Notification Received", MEANING_DELIVERED),
};

enum { NAME_SIZE_MIN = 10, NAME_SIZE_MAX = 26 };

/* The place in event_names of the first name of that size. */
static const unsigned char first_of_size[NAME_SIZE_MAX - NAME_SIZE_MIN + 1] = {
        0, 1, 1, 4, 6, 7, 11, 14, 15, 17, 17, 19, 20, 24, 25, 28, 29};

enum meaning meaning_of(const char *name, size_t size)
{
    if (size < NAME_SIZE_MIN || size > NAME_SIZE_MAX)
        return MEANING_NONE;
    for (size_t i = first_of_size[size - NAME_SIZE_MIN];
            i < ARRAY_COUNT(event_names) && event_names[i].size == size; i++)
        if (memcmp(event_names[i].name, name, size) == 0)
            return (enum meaning)event_names[i].meaning;
    return MEANING_NONE;
}

static struct value property(const struct event *event, const char *name)
{
    return value_get(event->properties, name, strlen(name));
}

static bool has_property(const struct event *event, const char *name)
{
    return value_type(property(event, name)) > VALUE_NULL;
}

/* An interaction that a meaning always is, and one that follows from a property. */
struct meaning_interactions {
    int always;           /* -1: none */
    const char *property; /* NULL: none */
    bool must_be_true;    /* the property; else it must only be there */
    int with, without;    /* -1: none */
};

static const struct meaning_interactions interactions_of[MEANING_COUNT] = {
        [MEANING_EMAIL_OPENED] = {INTERACTION_OPEN_EMAIL, "machine", true,
                INTERACTION_OPEN_EMAIL_MACHINE, INTERACTION_OPEN_EMAIL_OTHER},
        [MEANING_EMAIL_CLICKED] = {INTERACTION_CLICK_EMAIL, "link_alias", false,
                INTERACTION_CLICK_EMAIL_LINK, -1},
        [MEANING_PUSH_TAPPED] = {-1, "button", false, INTERACTION_CLICK_PUSH_BUTTON,
                INTERACTION_OPEN_PUSH},
        [MEANING_PUSH_STORY_CLICKED] = {INTERACTION_CLICK_PUSH_STORY, NULL, false, -1, -1},
        [MEANING_IN_APP_DISPLAYED] = {INTERACTION_VIEW_IN_APP, NULL, false, -1, -1},
        [MEANING_IN_APP_CLICKED] = {INTERACTION_CLICK_IN_APP, "button", false,
                INTERACTION_CLICK_IN_APP_BUTTON, -1},
        [MEANING_CARD_DISPLAYED] = {INTERACTION_VIEW_CONTENT_CARD, NULL, false, -1, -1},
        [MEANING_CARD_CLICKED] = {INTERACTION_CLICK_CONTENT_CARD, NULL, false, -1, -1},
        [MEANING_CARD_DISMISSED] = {INTERACTION_DISMISS_CONTENT_CARD, NULL, false, -1, -1},
        [MEANING_SMS_CLICKED] = {INTERACTION_CLICK_SMS_LINK, NULL, false, -1, -1},
};

static bool is_interaction(enum meaning meaning)
{
    return (meaning >= MEANING_EMAIL_OPENED && meaning <= MEANING_IN_APP_CLICKED) ||
           (meaning >= MEANING_CARD_DISPLAYED && meaning <= MEANING_SMS_CLICKED);
}

int event_interactions(const struct event *event, enum interaction out[3])
{
    const struct meaning_interactions *row = &interactions_of[event->meaning];
    int count = 0;

    if (!is_interaction(event->meaning))
        return 0;
    if (row->always >= 0)
        out[count++] = (enum interaction)row->always;
    if (row->property) {
        bool with = row->must_be_true ? value_type(property(event, row->property)) == VALUE_TRUE
                                      : has_property(event, row->property);
        int interaction = with ? row->with : row->without;

        if (interaction >= 0)
            out[count++] = (enum interaction)interaction;
    }
    return count;
}

int event_report(const struct event *event)
{
    switch (event->meaning) {
    case MEANING_DELIVERED: return REPORT_DELIVERED;
    case MEANING_BOUNCED: return REPORT_BOUNCED;
    case MEANING_SPAM: return REPORT_SPAM;
    case MEANING_UNSUBSCRIBED: return REPORT_UNSUBSCRIBED;
    case MEANING_FAILED: return REPORT_FAILED;
    default: return -1;
    }
}

const char *event_campaign(const struct event *event, size_t *size)
{
    size_t length = 0;
    const char *campaign = value_string(property(event, "campaign_id"), &length);

    if (size)
        *size = length;
    return campaign;
}

double event_revenue(const struct event *event)
{
    static const char *const names[] = {"revenue", "total", "value"};

    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        struct value value = property(event, names[i]);

        if (value_is_number(value))
            return value_number(value);
    }
    return 0;
}
