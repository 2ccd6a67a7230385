#include "events/event.h"

#include <stdbool.h>

#include "base/alloc.h"
#include "unit.h"

static const struct {
    const char *name;
    enum meaning meaning;
    int report; /* -1: none */
} names[] = {
        {"Application Opened", MEANING_SESSION, -1},
        {"Session Started", MEANING_SESSION, -1},
        {"Order Completed", MEANING_PURCHASE, -1},
        {"Email Delivered", MEANING_DELIVERED, REPORT_DELIVERED},
        {"Email Bounced", MEANING_BOUNCED, REPORT_BOUNCED},
        {"Email Marked as Spam", MEANING_SPAM, REPORT_SPAM},
        {"Unsubscribed", MEANING_UNSUBSCRIBED, REPORT_UNSUBSCRIBED},
        {"Push Notification Received", MEANING_DELIVERED, REPORT_DELIVERED},
        {"Push Notification Bounced", MEANING_BOUNCED, REPORT_BOUNCED},
        {"SMS Delivered", MEANING_DELIVERED, REPORT_DELIVERED},
        {"SMS Failed", MEANING_FAILED, REPORT_FAILED},
        {"Webhook Failed", MEANING_FAILED, REPORT_FAILED},
        {"Email Opened", MEANING_EMAIL_OPENED, -1},
        {"Email Link Clicked", MEANING_EMAIL_CLICKED, -1},
        {"Push Notification Tapped", MEANING_PUSH_TAPPED, -1},
        {"Push Story Page Clicked", MEANING_PUSH_STORY_CLICKED, -1},
        {"In-App Message Displayed", MEANING_IN_APP_DISPLAYED, -1},
        {"In-App Message Clicked", MEANING_IN_APP_CLICKED, -1},
        {"In-App Message Dismissed", MEANING_IN_APP_DISMISSED, -1},
        {"Content Card Displayed", MEANING_CARD_DISPLAYED, -1},
        {"Content Card Clicked", MEANING_CARD_CLICKED, -1},
        {"Content Card Dismissed", MEANING_CARD_DISMISSED, -1},
        {"SMS Link Clicked", MEANING_SMS_CLICKED, -1},
        {"News Feed Card Viewed", MEANING_FEED_VIEWED, -1},
        {"News Feed Card Clicked", MEANING_FEED_CLICKED, -1},
        {"SMS Received", MEANING_INBOUND_SMS, -1},
        {"WhatsApp Received", MEANING_INBOUND_WHATSAPP, -1},
        {"Location Updated", MEANING_LOCATION, -1},
        {"Geofence Entered", MEANING_GEOFENCE_ENTERED, -1},
        {"Geofence Exited", MEANING_GEOFENCE_EXITED, -1},
};

static void names_of_formats_1_have_a_meaning(void **state)
{
    bool seen[MEANING_COUNT] = {false};
    char text[64];

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        size_t size = strlen(names[i].name);
        struct event event = {.meaning = meaning_of(names[i].name, size)};

        assert_int_equal(event.meaning, names[i].meaning);
        assert_int_equal(event_report(&event), names[i].report);
        seen[event.meaning] = true;
        /* Near misses have none. */
        memcpy(text, names[i].name, size);
        assert_int_equal(meaning_of(text, size - 1), MEANING_NONE);
        text[size] = ' ';
        assert_int_equal(meaning_of(text, size + 1), MEANING_NONE);
        text[0] = (char)(text[0] + 32);
        assert_int_equal(meaning_of(text, size), MEANING_NONE);
    }
    for (int i = MEANING_NONE + 1; i < MEANING_COUNT; i++)
        assert_true(seen[i]);
    assert_int_equal(meaning_of("", 0), MEANING_NONE);
    for (size_t size = 1; size < sizeof text; size++) {
        memset(text, 'x', sizeof text);
        assert_int_equal(meaning_of(text, size), MEANING_NONE);
    }
}

/* An object with one member, or a missing one where the key is NULL. */
static struct value object(struct buf *buf, const char *key, struct value member)
{
    size_t mark;

    if (!key)
        return (struct value){NULL};
    buf_clear(buf);
    mark = value_begin_object(buf);
    value_put_key(buf, key, strlen(key));
    value_put(buf, member);
    value_end(buf, mark, 1);
    return (struct value){(unsigned char *)buf->bytes};
}

static const unsigned char packed_true[] = {VALUE_TRUE}, packed_false[] = {VALUE_FALSE},
                           packed_null[] = {VALUE_NULL}, packed_text[] = {VALUE_STRING, 1, 'x'};

static void messages_are_interactions(void **state)
{
    static const struct {
        const char *name, *key;
        const unsigned char *member;
        int count;
        enum interaction first, second;
    } cases[] = {
            {"Email Opened", "machine", packed_true, 2, INTERACTION_OPEN_EMAIL,
                    INTERACTION_OPEN_EMAIL_MACHINE},
            {"Email Opened", "machine", packed_false, 2, INTERACTION_OPEN_EMAIL,
                    INTERACTION_OPEN_EMAIL_OTHER},
            {"Email Opened", "machine", packed_text, 2, INTERACTION_OPEN_EMAIL,
                    INTERACTION_OPEN_EMAIL_OTHER},
            {"Email Opened", NULL, NULL, 2, INTERACTION_OPEN_EMAIL, INTERACTION_OPEN_EMAIL_OTHER},
            {"Email Link Clicked", "link_alias", packed_text, 2, INTERACTION_CLICK_EMAIL,
                    INTERACTION_CLICK_EMAIL_LINK},
            {"Email Link Clicked", "link_alias", packed_null, 1, INTERACTION_CLICK_EMAIL, 0},
            {"Email Link Clicked", NULL, NULL, 1, INTERACTION_CLICK_EMAIL, 0},
            {"Push Notification Tapped", NULL, NULL, 1, INTERACTION_OPEN_PUSH, 0},
            {"Push Notification Tapped", "button", packed_text, 1, INTERACTION_CLICK_PUSH_BUTTON,
                    0},
            {"Push Story Page Clicked", NULL, NULL, 1, INTERACTION_CLICK_PUSH_STORY, 0},
            {"In-App Message Displayed", "button", packed_text, 1, INTERACTION_VIEW_IN_APP, 0},
            {"In-App Message Clicked", NULL, NULL, 1, INTERACTION_CLICK_IN_APP, 0},
            {"In-App Message Clicked", "button", packed_text, 2, INTERACTION_CLICK_IN_APP,
                    INTERACTION_CLICK_IN_APP_BUTTON},
            {"In-App Message Dismissed", NULL, NULL, 0, 0, 0},
            {"Content Card Displayed", NULL, NULL, 1, INTERACTION_VIEW_CONTENT_CARD, 0},
            {"Content Card Clicked", NULL, NULL, 1, INTERACTION_CLICK_CONTENT_CARD, 0},
            {"Content Card Dismissed", NULL, NULL, 1, INTERACTION_DISMISS_CONTENT_CARD, 0},
            {"SMS Link Clicked", NULL, NULL, 1, INTERACTION_CLICK_SMS_LINK, 0},
            {"News Feed Card Clicked", NULL, NULL, 0, 0, 0},
            {"Email Delivered", NULL, NULL, 0, 0, 0},
            {"Order Completed", NULL, NULL, 0, 0, 0},
            {"anything else", "button", packed_text, 0, 0, 0},
    };
    struct buf buf = {0};

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct event event = {
                .meaning = meaning_of(cases[i].name, strlen(cases[i].name)),
                .properties = object(&buf, cases[i].key, (struct value){cases[i].member}),
        };
        enum interaction found[3];

        assert_int_equal(event_interactions(&event, found), cases[i].count);
        if (cases[i].count > 0)
            assert_int_equal(found[0], cases[i].first);
        if (cases[i].count > 1)
            assert_int_equal(found[1], cases[i].second);
    }
    buf_release(&buf);
}

static void campaigns_are_strings(void **state)
{
    struct buf buf = {0};
    struct event event = {.properties = object(&buf, "campaign_id", (struct value){packed_text})};
    size_t size = 99;

    (void)state;
    assert_memory_equal(event_campaign(&event, &size), "x", 1);
    assert_int_equal(size, 1);
    assert_non_null(event_campaign(&event, NULL));
    event.properties = object(&buf, "campaign_id", (struct value){packed_true});
    assert_null(event_campaign(&event, &size));
    assert_int_equal(size, 0);
    event.properties = (struct value){NULL};
    assert_null(event_campaign(&event, NULL));
    buf_release(&buf);
}

static void revenue_is_the_first_number(void **state)
{
    struct buf buf = {0};
    struct event event = {.meaning = MEANING_PURCHASE};
    size_t mark = value_begin_object(&buf);

    (void)state;
    assert_true(event_revenue(&event) == 0);
    value_put_key(&buf, "value", 5);
    value_put_integer(&buf, 3);
    value_put_key(&buf, "revenue", 7);
    value_put_string(&buf, "12", 2);
    value_put_key(&buf, "total", 5);
    value_put_number(&buf, 2.5);
    value_end(&buf, mark, 3);
    event.properties.at = (unsigned char *)buf.bytes;
    assert_true(event_revenue(&event) == 2.5);
    buf_clear(&buf);
    mark = value_begin_object(&buf);
    value_put_key(&buf, "value", 5);
    value_put_integer(&buf, -3);
    value_end(&buf, mark, 1);
    event.properties.at = (unsigned char *)buf.bytes;
    assert_true(event_revenue(&event) == -3);
    buf_release(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(names_of_formats_1_have_a_meaning),
            cmocka_unit_test(messages_are_interactions),
            cmocka_unit_test(campaigns_are_strings),
            cmocka_unit_test(revenue_is_the_first_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
