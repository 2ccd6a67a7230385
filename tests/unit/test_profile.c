/* What is known of one user (SEMANTICS 2), its duplicates (3.2) and its packed form. */
#include "engine/profile.h"

#include "base/alloc.h"
#include "base/when.h"
#include "engine_rig.h"
#include "unit.h"

#define DAY(n) ((int64_t)(n)*DAY_MS)

enum { TODAY = 20000 };

static struct profile *profile_of(const char *id)
{
    return profile_new(id, strlen(id), 7, NULL);
}

static void rule_2_1_counts_by_name_and_day(void **state)
{
    struct profile *profile = profile_of("u");
    const struct event_stat *stat;

    (void)state;
    assert_null(profile_event(profile, 3));
    assert_true(profile_credit(profile, 3, DAY(TODAY) + 5, TODAY));
    assert_false(profile_credit(profile, 3, DAY(TODAY) + 9, TODAY));
    assert_false(profile_credit(profile, 3, DAY(TODAY) + 1, TODAY));
    assert_true(profile_credit(profile, 1, DAY(TODAY), TODAY));
    assert_true(profile_credit(profile, 2, DAY(TODAY), TODAY));
    stat = profile_event(profile, 3);
    assert_int_equal(stat->count, 3);
    assert_int_equal(stat->first_ms, DAY(TODAY) + 1);
    assert_int_equal(stat->last_ms, DAY(TODAY) + 9);
    assert_int_equal(stat->day_count, 1);
    assert_int_equal(event_stat_days(stat)[0].count, 3);
    assert_int_equal(profile_event_count(profile, 3, 0, TODAY), 3);
    assert_int_equal(profile_event_count(profile, 9, 0, TODAY), 0);
    profile_free(profile);
}

/* From 00:00 UTC of (today - Y), whatever the order of arrival. */
static void rule_2_4_the_last_days(void **state)
{
    static const int ages[] = {0, 3, 1, 2, 90, 91, 7, 50, 3, 89, 400, 8};
    struct profile *profile = profile_of("u");

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(ages); i++)
        profile_credit(profile, 1, DAY(TODAY - ages[i]) + 1, TODAY);
    assert_int_equal(profile_event_count(profile, 1, 0, TODAY), ARRAY_COUNT(ages));
    for (int days = 1; days <= 90; days++) {
        uint64_t wanted = 0;

        for (size_t i = 0; i < ARRAY_COUNT(ages); i++)
            wanted += ages[i] <= days;
        assert_int_equal(profile_event_count(profile, 1, days, TODAY), wanted);
    }
    profile_free(profile);
}

static void rule_2_1_days_stay_bounded(void **state)
{
    struct profile *profile = profile_of("u");

    (void)state;
    for (int day = 0; day < 3000; day++) {
        profile_credit(profile, 1, DAY(day), day);
        profile_spend(profile, 1, DAY(day), day);
    }
    assert_int_equal(profile_event_count(profile, 1, 0, 2999), 3000);
    assert_int_equal(profile_event_count(profile, 1, 90, 2999), 91);
    assert_int_equal(profile_event_count(profile, 1, 90, 3010), 80);
    assert_true(profile_event(profile, 1)->day_count <= 2 * PROFILE_DAYS_KEPT);
    assert_true(profile->spent_day_count <= PROFILE_DAYS_KEPT);
    assert_true(profile_spent(profile, 90, 2999) == 91);
    assert_true(profile_spent(profile, 0, 2999) == 3000);
    profile_free(profile);
}

/* Many names and days in any order, against counters of another kind. */
static void rule_2_3_many_names(void **state)
{
    enum { NAMES = 500, EVENTS = 20000 };
    struct profile *profile = profile_of("u");
    static uint32_t counts[NAMES], recent[NAMES];
    uint64_t random = 88172645463325252ULL;

    (void)state;
    for (int i = 0; i < EVENTS; i++) {
        uint32_t name, age;

        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        name = (uint32_t)(random % NAMES);
        age = (uint32_t)(random >> 32) % 120;
        profile_credit(profile, name, DAY(TODAY - (int)age) + 5, TODAY);
        counts[name]++;
        recent[name] += age <= 30;
    }
    for (uint32_t name = 0; name < NAMES; name++) {
        assert_int_equal(profile_event_count(profile, name, 0, TODAY), counts[name]);
        assert_int_equal(profile_event_count(profile, name, 30, TODAY), recent[name]);
    }
    profile_free(profile);
}

static void rule_2_1_money_by_day(void **state)
{
    struct profile *profile = profile_of("u");

    (void)state;
    profile_spend(profile, 10, DAY(TODAY), TODAY);
    profile_spend(profile, 0.5, DAY(TODAY - 2), TODAY);
    profile_spend(profile, 4, DAY(TODAY - 1), TODAY);
    profile_spend(profile, 2, DAY(TODAY - 2) + 1, TODAY);
    profile_spend(profile, 100, DAY(TODAY - 91), TODAY);
    assert_true(profile_spent(profile, 0, TODAY) == 116.5);
    assert_true(profile_spent(profile, 1, TODAY) == 14);
    assert_true(profile_spent(profile, 2, TODAY) == 16.5);
    assert_true(profile_spent(profile, 90, TODAY) == 16.5);
    profile_free(profile);
}

static void rule_7_3_best_hour(void **state)
{
    struct profile *profile = profile_of("u");

    (void)state;
    assert_int_equal(profile_best_hour(profile), -1);
    profile_count_session(profile, 23);
    assert_int_equal(profile_best_hour(profile), 23);
    profile_count_session(profile, 0);
    assert_int_equal(profile_best_hour(profile), 0);
    profile_count_session(profile, 12);
    profile_count_session(profile, 12);
    assert_int_equal(profile_best_hour(profile), 12);
    for (int hour = 23; hour >= 0; hour--)
        for (int i = 0; i < 5; i++)
            profile_count_session(profile, hour);
    assert_int_equal(profile_best_hour(profile), 12);
    assert_int_equal(profile->session_hour_count, 24);
    profile_free(profile);
}

static void rule_3_2_duplicates(void **state)
{
    const int64_t horizon = 3 * DAY_MS;
    struct profile *profile = profile_of("u");
    int64_t t = DAY(TODAY);

    (void)state;
    assert_false(profile_seen(profile, 1, t, t, horizon));
    assert_true(profile_seen(profile, 1, t + 1, t + 1, horizon));
    assert_false(profile_seen(profile, 2, t, t, horizon));
    /* Within 72 h of c, both ends in; then it is forgotten. */
    assert_true(profile_seen(profile, 1, t + horizon, t + horizon, horizon));
    assert_false(profile_seen(profile, 1, t + horizon + 1, t + horizon + 1, horizon));
    assert_true(profile_seen(profile, 1, t + horizon + 2, t + horizon + 2, horizon));
    /* Older than the horizon: neither checked nor remembered. */
    assert_false(profile_seen(profile, 3, t, t + horizon + 1, horizon));
    assert_false(profile_seen(profile, 3, t, t + horizon + 1, horizon));
    assert_false(profile_seen(profile, 3, t + horizon, t + horizon + 1, horizon));
    assert_true(profile_seen(profile, 3, t + horizon, t + horizon + 1, horizon));
    profile_free(profile);
}

/* A million ids in the horizon, then none of them: neither time nor memory runs away. */
static void rule_3_2_many_ids(void **state)
{
    enum { IDS = 1000000 };
    struct profile *profile = profile_of("u");
    int64_t t = DAY(TODAY);

    (void)state;
    for (uint64_t i = 0; i < IDS; i++)
        assert_false(profile_seen(profile, i * 0x9E3779B97F4A7C15ULL, t + (int64_t)i / 8,
                t + (int64_t)i / 8, 3 * DAY_MS));
    for (uint64_t i = 0; i < IDS; i += 97)
        assert_true(profile_seen(profile, i * 0x9E3779B97F4A7C15ULL, t + IDS, t + IDS, 3 * DAY_MS));
    for (uint64_t i = 0; i < 2 * IDS; i++)
        assert_false(profile_seen(profile, ~(i * 0x9E3779B97F4A7C15ULL),
                t + 4 * DAY_MS + (int64_t)i, t + 4 * DAY_MS + (int64_t)i, 1000));
    assert_true(profile->seen_count <= IDS * 3 / 2);
    profile_free(profile);
}

static void rule_6_6_impressions_and_their_sends(void **state)
{
    struct campaign_state awaiting = {0};

    (void)state;
    assert_false(campaign_state_impress(&awaiting, 10));
    campaign_state_await(&awaiting, 20);
    campaign_state_await(&awaiting, 5);
    campaign_state_await(&awaiting, 12);
    assert_false(campaign_state_impress(&awaiting, 4));
    assert_true(campaign_state_impress(&awaiting, 12));
    assert_int_equal(awaiting.awaiting_count, 1);
    assert_false(campaign_state_impress(&awaiting, 19));
    assert_true(campaign_state_impress(&awaiting, 20));
    assert_false(campaign_state_impress(&awaiting, 1000));
    assert_null(awaiting.awaiting);
    for (int64_t due = 0; due < 1000; due++)
        campaign_state_await(&awaiting, due);
    assert_int_equal(awaiting.awaiting_count, AWAITING_MAX);
    assert_int_equal(awaiting.awaiting[0], 0);
    assert_int_equal(awaiting.awaiting[AWAITING_MAX - 1], 999);
    assert_true(campaign_state_impress(&awaiting, 1000));
}

/* One of everything. */
static struct profile *whole_profile(struct arena *arena)
{
    struct profile *profile = profile_of("Zo\xc3\xab");
    struct campaign_state *state;
    struct value properties = rig_value(arena, "{\"a\":[1,2,{\"b\":null}],\"c\":\"text\"}");

    profile->zone = zone_find("Europe/Paris", strlen("Europe/Paris"));
    profile_set_traits(profile, rig_value(arena, "{\"email\":\"a@b.c\",\"n\":1.5}"));
    for (int day = 0; day < 40; day++)
        profile_credit(profile, (uint32_t)(day * 7919 % 11), DAY(TODAY - day) + day, TODAY);
    profile_spend(profile, 12.25, DAY(TODAY), TODAY);
    profile_spend(profile, -2, DAY(TODAY - 3), TODAY);
    profile_count_session(profile, 23);
    profile_count_session(profile, 3);
    profile_set_place(profile, 48.85, -179.5);
    state = profile_campaign_at(profile, 9);
    state->interactions = 0x3fffff;
    state->received = state->last_is_control = true;
    state->last_ms = DAY(TODAY);
    state->converted = 5;
    campaign_state_await(state, DAY(TODAY));
    state = profile_campaign_at(profile, 2);
    state->in_control = true;
    state->refusal = (struct refusal_facts){
            REFUSAL_WAIT_NOT_OVER, 19, REFUSAL_SEGMENT | 3, 77, DAY(TODAY), WHEN_NEVER, -5};
    profile_add_entry(
            profile, &(struct entry){.campaign = 9,
                             .row = 3,
                             .cut = true,
                             .seq = 41,
                             .trigger_ms = DAY(TODAY),
                             .due_ms = DAY(TODAY + 9),
                             .properties = mem_copy(properties.at, value_size(properties))});
    profile_add_entry(profile, &(struct entry){.campaign = 2, .seq = UINT64_MAX, .stored = true});
    for (uint64_t i = 0; i < 100; i++)
        profile_seen(profile, i << 33, DAY(TODAY) + (int64_t)(i % 7), DAY(TODAY) + 7, DAY_MS);
    profile->last_ledger = 1234567890123;
    return profile;
}

static void a_packed_profile_is_the_same(void **state)
{
    struct arena arena = {0};
    struct profile *profile = whole_profile(&arena), *again = profile_of(profile->id);
    struct buf packed = {0}, packed_again = {0};
    const struct campaign_state *campaign;

    (void)state;
    profile_pack(profile, &packed);
    assert_int_equal(profile_unpack(again, packed.bytes, packed.size, NULL), 0);
    profile_pack(again, &packed_again);
    assert_int_equal(packed.size, packed_again.size);
    assert_memory_equal(packed.bytes, packed_again.bytes, packed.size);
    assert_int_equal(again->zone, profile->zone);
    assert_true(value_equal(profile_traits(again), profile_traits(profile)));
    for (uint32_t name = 0; name < 11; name++)
        for (int days = 0; days <= 90; days += 9)
            assert_int_equal(profile_event_count(again, name, days, TODAY),
                    profile_event_count(profile, name, days, TODAY));
    assert_true(profile_spent(again, 1, TODAY) == 12.25);
    assert_int_equal(profile_best_hour(again), 3);
    assert_true(again->place[1] == -179.5);
    campaign = profile_campaign(again, 2);
    assert_int_equal(campaign->refusal.wanted, WHEN_NEVER);
    assert_int_equal(campaign->refusal.leaf, REFUSAL_SEGMENT | 3);
    assert_true(campaign->last_ms == WHEN_NONE);
    assert_int_equal(profile_campaign(again, 9)->converted, 5);
    assert_true(profile_entry(again, 41)->cut);
    assert_true(profile_entry(again, UINT64_MAX)->stored);
    assert_true(profile_seen(again, (uint64_t)99 << 33, DAY(TODAY) + 9, DAY(TODAY) + 9, DAY_MS));
    assert_int_equal(again->last_ledger, 1234567890123);
    assert_true(profile_memory(again) > packed.size);
    profile_free(profile);
    profile_free(again);
    buf_release(&packed);
    buf_release(&packed_again);
    arena_release(&arena);
}

static void an_empty_profile_is_small(void **state)
{
    struct profile *profile = profile_of("u"), *again = profile_of("u");
    struct buf packed = {0};

    (void)state;
    profile_pack(profile, &packed);
    assert_true(packed.size <= 4);
    assert_int_equal(profile_unpack(again, packed.bytes, packed.size, NULL), 0);
    profile_free(profile);
    profile_free(again);
    buf_release(&packed);
}

/* Cut anywhere, and with any byte changed: an error, or a profile that can be packed. */
static void damaged_bytes_are_an_error_or_a_profile(void **state)
{
    struct arena arena = {0};
    struct profile *profile = whole_profile(&arena);
    struct buf packed = {0}, again = {0};
    struct error err = {0};

    (void)state;
    profile_pack(profile, &packed);
    for (size_t size = 0; size < packed.size; size++) {
        struct profile *cut = profile_of("u");

        assert_int_equal(profile_unpack(cut, packed.bytes, size, &err), -1);
        profile_free(cut);
    }
    assert_int_equal(err.code, ERROR_UNAVAILABLE);
    assert_contains(err.text, "verify");
    for (size_t i = 0; i < packed.size * 8; i++) {
        struct profile *damaged = profile_of("u");
        char *bytes = mem_copy(packed.bytes, packed.size);

        bytes[i / 8] = (char)(bytes[i / 8] ^ 1 << i % 8);
        if (profile_unpack(damaged, bytes, packed.size, NULL) == 0)
            profile_pack(damaged, &again);
        buf_clear(&again);
        profile_free(damaged);
        mem_free(bytes);
    }
    profile_free(profile);
    buf_release(&packed);
    buf_release(&again);
    arena_release(&arena);
}

static void entries_are_found_by_their_number(void **state)
{
    struct profile *profile = profile_of("u");

    (void)state;
    for (uint64_t seq = 1; seq <= 100; seq++)
        profile_add_entry(profile, &(struct entry){.seq = seq * 3, .campaign = (uint32_t)seq % 4});
    for (uint64_t seq = 1; seq <= 300; seq++)
        assert_int_equal(!!profile_entry(profile, seq), seq % 3 == 0);
    for (uint64_t seq = 1; seq <= 100; seq += 2)
        assert_int_equal(profile_take_entry(profile, profile_entry(profile, seq * 3)).seq, seq * 3);
    assert_int_equal(profile->entry_count, 50);
    assert_false(profile_has_entry(profile, 1));
    assert_true(profile_has_entry(profile, 2));
    for (uint64_t seq = 2; seq <= 100; seq += 2)
        profile_take_entry(profile, profile_entry(profile, seq * 3));
    assert_null(profile->entries);
    profile_free(profile);
}

static int start(void **state)
{
    (void)state;
    return zone_start(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(rule_2_1_counts_by_name_and_day),
            cmocka_unit_test(rule_2_4_the_last_days),
            cmocka_unit_test(rule_2_1_days_stay_bounded),
            cmocka_unit_test(rule_2_3_many_names),
            cmocka_unit_test(rule_2_1_money_by_day),
            cmocka_unit_test(rule_7_3_best_hour),
            cmocka_unit_test(rule_3_2_duplicates),
            cmocka_unit_test(rule_3_2_many_ids),
            cmocka_unit_test(rule_6_6_impressions_and_their_sends),
            cmocka_unit_test(a_packed_profile_is_the_same),
            cmocka_unit_test(an_empty_profile_is_small),
            cmocka_unit_test(damaged_bytes_are_an_error_or_a_profile),
            cmocka_unit_test(entries_are_found_by_their_number),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
