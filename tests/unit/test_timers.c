/* The heap of dues: what goes in comes out, the earliest first. */
#include "engine/timers.h"

#include "base/when.h"
#include "unit.h"

static uint64_t random_next(uint64_t *random)
{
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return *random;
}

static void an_empty_one_is_never_due(void **state)
{
    struct timers timers = {0};

    (void)state;
    assert_true(timers_next_ms(&timers) == WHEN_NEVER);
    timers_release(&timers);
}

static void the_earliest_comes_first(void **state)
{
    enum { TIMERS = 5000 };
    struct timers timers = {0};
    uint64_t random = 88172645463325252ULL, sum = 0;
    static unsigned char taken[TIMERS];

    (void)state;
    for (uint64_t seq = 0; seq < TIMERS; seq++)
        timers_add(&timers, &(struct timer){(int64_t)(random_next(&random) % 700), seq,
                                    (uint32_t)seq + 1, (uint32_t)seq + 2});
    for (int64_t last_ms = 0; timers.count > 0;) {
        int64_t next_ms = timers_next_ms(&timers);
        struct timer timer = timers_take(&timers);

        assert_true(timer.due_ms == next_ms && next_ms >= last_ms);
        assert_true(timer.user == timer.seq + 1 && timer.campaign == timer.seq + 2);
        assert_false(taken[timer.seq]);
        taken[timer.seq] = 1;
        last_ms = next_ms;
        sum++;
    }
    assert_int_equal(sum, TIMERS);
    timers_release(&timers);
}

/* As an engine does it: more are added while some are taken. */
static void adding_and_taking_in_turn(void **state)
{
    struct timers timers = {0};
    uint64_t random = 362436069;
    int64_t now_ms = 0;

    (void)state;
    for (uint64_t seq = 0; seq < 20000; seq++) {
        timers_add(&timers,
                &(struct timer){now_ms + (int64_t)(random_next(&random) % 1000), seq, 0, 0});
        while (timers.count > 0 && (timers.count > 300 || random_next(&random) % 3 == 0)) {
            assert_true(timers_next_ms(&timers) >= now_ms);
            now_ms = timers_take(&timers).due_ms;
        }
    }
    assert_true(now_ms > 0);
    timers_release(&timers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(an_empty_one_is_never_due),
            cmocka_unit_test(the_earliest_comes_first),
            cmocka_unit_test(adding_and_taking_in_turn),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
