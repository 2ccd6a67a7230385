#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/when.h"
#include "model/names.h"
#include "model/terms.h"

/* Names as FORMATS.md and SEMANTICS.md have them, in the order of the enums. */
#define CHECK_WORDS(enumeration, count, name, find, ...)                                           \
    do {                                                                                           \
        static const char *const words[] = {__VA_ARGS__};                                          \
        assert_int_equal(ARRAY_COUNT(words), count);                                               \
        for (int i = 0; i < (int)count; i++) {                                                     \
            assert_string_equal(name((enum enumeration)i), words[i]);                              \
            assert_int_equal(find(words[i]), i);                                                   \
        }                                                                                          \
        assert_int_equal(find("nonsense"), -1);                                                    \
        assert_int_equal(find(""), -1);                                                            \
        assert_string_equal(name((enum enumeration)count), "");                                    \
    } while (0)

static void test_names(void **state)
{
    (void)state;
    CHECK_WORDS(channel, CHANNEL_COUNT, channel_name, channel_find, "email", "push", "in_app",
            "sms", "whatsapp", "webhook", "content_card");
    CHECK_WORDS(interaction, INTERACTION_COUNT, interaction_name, interaction_find, "view_in_app",
            "click_in_app", "click_in_app_button", "click_email", "click_email_link", "open_email",
            "open_email_machine", "open_email_other", "open_push", "click_push_button",
            "click_push_story", "conversion", "receive_email", "receive_push", "receive_sms",
            "receive_whatsapp", "receive_webhook", "click_sms_link", "enter_control",
            "view_content_card", "click_content_card", "dismiss_content_card");
    CHECK_WORDS(outcome, OUTCOME_COUNT, outcome_name, outcome_find, "pending", "sent", "control",
            "exception", "unreachable", "left_audience", "too_late", "due_after_end", "stopped");
    CHECK_WORDS(refusal, REFUSAL_COUNT, refusal_name, refusal_find, "none", "source_not_live",
            "before_start", "after_end", "not_from_sdk", "outside_window", "already_pending",
            "already_received", "already_control", "wait_not_over", "not_in_audience",
            "missed_window", "due_after_end");
    CHECK_WORDS(status, STATUS_COUNT, status_name, status_find, "draft", "live", "stopped",
            "archived", "scheduled", "ended");
    CHECK_WORDS(time_unit, UNIT_COUNT, time_unit_name, time_unit_find, "seconds", "minutes",
            "hours", "days", "weeks", "months");
    assert_string_equal(report_kind_name(REPORT_DELIVERED), "delivered");
    assert_string_equal(report_kind_name(REPORT_FAILED), "failed");
}

static void test_spans(void **state)
{
    (void)state;
    static const int64_t unit_ms[] = {SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS, WEEK_MS, MONTH_MS};
    for (int i = 0; i < UNIT_COUNT; i++) {
        struct span most = {SPAN_DAYS_MAX * DAY_MS / unit_ms[i], (enum time_unit)i};
        struct span more = {most.amount + 1, most.unit};
        assert_true(span_ms((struct span){3, (enum time_unit)i}) == 3 * unit_ms[i]);
        assert_true(span_is_valid(most));
        assert_false(span_is_valid(more));
    }
    assert_false(span_is_valid((struct span){0, UNIT_DAYS}));
    assert_false(span_is_valid((struct span){-1, UNIT_DAYS}));
    assert_true(span_ms((struct span){INT64_MAX, UNIT_MONTHS}) == INT64_MAX);
    assert_true(span_ms((struct span){INT64_MIN, UNIT_SECONDS}) == INT64_MIN);
}

static void test_channels(void **state)
{
    (void)state;
    static const struct {
        int receipt, impression;
        const char *identity;
    } facts[CHANNEL_COUNT] = {
            {INTERACTION_RECEIVE_EMAIL, -1, "email"},
            {INTERACTION_RECEIVE_PUSH, -1, ""},
            {-1, INTERACTION_VIEW_IN_APP, ""},
            {INTERACTION_RECEIVE_SMS, -1, "phone"},
            {INTERACTION_RECEIVE_WHATSAPP, -1, "phone"},
            {INTERACTION_RECEIVE_WEBHOOK, -1, ""},
            {-1, INTERACTION_VIEW_CONTENT_CARD, ""},
    };
    for (int i = 0; i < CHANNEL_COUNT; i++) {
        assert_int_equal(channel_receipt_interaction((enum channel)i), facts[i].receipt);
        assert_int_equal(channel_impression((enum channel)i), facts[i].impression);
        assert_string_equal(channel_identity((enum channel)i), facts[i].identity);
    }
}

static void test_nearest_names(void **state)
{
    (void)state;
    static const char *const words[] = {"equals", "not_equals", "gt", "ge", "contains"};
    static const struct names names = NAMES("an operator", words);
    assert_string_equal(names_nearest(&names, "equal"), "equals");
    assert_string_equal(names_nearest(&names, "EQUALS"), "equals");
    assert_string_equal(names_nearest(&names, "contians"), "contains");
    assert_string_equal(names_nearest(&names, "g"), "gt");
    assert_null(names_nearest(&names, "is"));
    assert_null(names_nearest(&names, ""));
    assert_null(names_nearest(&names, "something else entirely"));
    char huge[10000];
    memset(huge, 'e', sizeof huge);
    huge[sizeof huge - 1] = '\0';
    assert_null(names_nearest(&names, huge));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(test_names),
            cmocka_unit_test(test_spans),
            cmocka_unit_test(test_channels),
            cmocka_unit_test(test_nearest_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
