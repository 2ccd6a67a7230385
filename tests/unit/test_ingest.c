/* Batches: whatever stops them, the same call again ends where an uninterrupted one does. */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "ingest_rig.h"
#include "store/lease.h"

enum { KILLS_MAX = 200 };

static const char *path_a, *path_b, *path_c;

/* Two files, one of them out of order, and later one with what came late. */
static void write_files(void)
{
    struct rig_file sorted = {16000, 900, RIG_START_MS, 3 * DAY_MS, 1, false, 1};
    struct rig_file shuffled = {9000, 900, RIG_START_MS, 3 * DAY_MS, 2, true, 1};
    struct rig_file late = {6000, 1200, RIG_START_MS + DAY_MS, 3 * DAY_MS, 3, false, 0};

    path_a = rig_file("a", &sorted);
    path_b = rig_file("b", &shuffled);
    path_c = rig_file("c", &late);
}

static struct ingest_options until(int64_t until_ms, int64_t flush_ms)
{
    struct ingest_options options = RIG_INGEST;

    options.until_ms = until_ms;
    options.flush_ms = flush_ms;
    return options;
}

#define UNTIL_MS (RIG_START_MS + 5 * DAY_MS)

static int64_t calm_accepted, calm_rejected; /* of the first batch */

/* What both batches leave when nothing goes wrong. */
static char *run_undisturbed(const char *name)
{
    const char *first[] = {path_a, path_b};
    struct ingest_options options = RIG_INGEST;

    struct ingest_result result;

    rig_fill(name);
    result = rig_ingest(name, first, 2, &options);
    calm_accepted = result.accepted;
    calm_rejected = result.rejected;
    const char *second[] = {path_c};
    options = until(UNTIL_MS, 0);
    rig_ingest(name, second, 1, &options);
    assert_verified(name);
    return rig_dump(name);
}

/* In a process of its own, which is killed after some microseconds; whether it came to its end. */
static bool run_and_kill(
        const char *name, const char *const *paths, size_t count, int64_t until_ms, useconds_t us)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        struct ingest_options options = until(until_ms, 1);
        struct ingest_result result;
        struct store *store = store_open(file_path(name), STORE_EXISTING, &rig_err);
        int failed = !store || ingest(store, paths, count, &options, &result, &rig_err);
        if (failed)
            fprintf(stderr, "%s\n", rig_err.text);
        store_close(store);
        _exit(failed ? 1 : 0);
    }
    usleep(us);
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return WIFEXITED(status);
}

static int kill_until_done(
        const char *name, const char *const *paths, size_t count, int64_t until_ms, uint64_t seed)
{
    int kills = 0;

    rig_seed = seed;
    /* Longer and longer, so that it comes to an end however slow the machine is. */
    while (!run_and_kill(name, paths, count, until_ms,
            2000 + rig_random(100000 + 1000U * (uint32_t)(kills * kills))))
        assert_true(++kills < KILLS_MAX);
    return kills;
}

static void a_killed_batch_goes_on(void **state)
{
    (void)state;
    write_files();
    char *wanted = run_undisturbed("calm");

    for (uint64_t seed = 1; seed <= 2; seed++) {
        const char *first[] = {path_a, path_b};
        rig_fill("db");
        int kills = kill_until_done("db", first, 2, WHEN_NONE, seed);
        const char *second[] = {path_c};
        kills += kill_until_done("db", second, 1, UNTIL_MS, seed + 100);
        assert_true(kills > 0);
        char *got = rig_dump("db");
        assert_dump(got, wanted);
        mem_free(got);
        assert_verified("db");
        remove(file_path("db"));
    }
    mem_free(wanted);
}

static volatile sig_atomic_t stop_flag;
static int stop_after;

static void stop_later(void *context, const struct ingest_progress *progress)
{
    (void)context;
    (void)progress;
    if (--stop_after <= 0)
        stop_flag = 1;
}

static void an_interrupted_batch_goes_on(void **state)
{
    (void)state;
    struct ingest_options options = until(WHEN_NONE, 0);
    struct ingest_result result;
    int64_t accepted = 0, lines = 0, rejected = 0;
    int runs = 0, failed = 1;

    write_files();
    char *wanted = run_undisturbed("calm");
    rig_fill("db");
    const char *paths[] = {path_a, path_b};
    options.interrupted = &stop_flag;
    options.progress = stop_later;
    for (; failed; runs++) {
        struct store *store = rig_open("db");
        assert_true(runs < 1000);
        stop_flag = 0;
        stop_after = 1 + runs;
        failed = ingest(store, paths, 2, &options, &result, &rig_err);
        if (failed)
            assert_int_equal(rig_err.code, ERROR_INTERRUPTED);
        accepted += result.accepted;
        lines += result.lines;
        rejected += result.rejected;
        store_close(store);
    }
    assert_true(runs > 1);
    assert_int_equal(lines, 25000);
    assert_int_equal(rejected, calm_rejected);
    assert_int_equal(accepted, calm_accepted);
    paths[0] = path_c;
    options = until(UNTIL_MS, 0);
    rig_ingest("db", paths, 1, &options);
    char *got = rig_dump("db");
    assert_dump(got, wanted);
    mem_free(got);
    mem_free(wanted);
}

static void too_many_rejects_stop_and_go_on(void **state)
{
    (void)state;
    struct ingest_options options = until(WHEN_NONE, 0);
    struct ingest_result result;
    int64_t rejected = 0;
    int stops = 0;

    write_files();
    char *wanted = run_undisturbed("calm");
    rig_fill("db");
    const char *paths[] = {path_a, path_b};
    options.rejects_max = 30;
    struct store *store = rig_open("db");
    while (ingest(store, paths, 2, &options, &result, &rig_err)) {
        assert_int_equal(rig_err.code, ERROR_REFUSED);
        assert_contains(rig_err.text, "--max-rejects 30");
        rejected += result.rejected;
        assert_true(++stops < 1000);
    }
    rejected += result.rejected;
    assert_true(stops > 3);
    store_close(store);
    paths[0] = path_c;
    options = until(UNTIL_MS, 0);
    rig_ingest("db", paths, 1, &options);
    char *got = rig_dump("db");
    assert_dump(got, wanted);
    assert_int_equal(rejected, calm_rejected);
    mem_free(got);
    mem_free(wanted);
}

/* A child for whom files end at `size` bytes. */
static int ingest_with_limit(const char *name, const char *const *paths, size_t count, rlim_t size)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        struct rlimit limit = {size, size};
        struct ingest_options options = until(WHEN_NONE, 1);
        struct ingest_result result;
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        struct store *store = store_open(file_path(name), STORE_EXISTING, &rig_err);
        int failed = !store || ingest(store, paths, count, &options, &result, &rig_err);
        store_close(store);
        if (failed && (rig_err.code != ERROR_UNAVAILABLE || !strstr(rig_err.text, name)))
            _exit(9);
        _exit(failed ? 3 : 0);
    }
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void a_full_disk_loses_nothing(void **state)
{
    (void)state;
    struct ingest_options options = until(UNTIL_MS, 0);
    int full = 0;

    write_files();
    char *wanted = run_undisturbed("calm");
    rig_fill("db");
    const char *paths[] = {path_a, path_b};
    for (rlim_t size = 100000; full < 100; size += size / 3, full++) {
        int status = ingest_with_limit("db", paths, 2, size);
        assert_int_not_equal(status, 9);
        if (status == 0)
            break;
    }
    assert_true(full > 3 && full < 100);
    paths[0] = path_c;
    rig_ingest("db", paths, 1, &options);
    char *got = rig_dump("db");
    assert_dump(got, wanted);
    mem_free(got);
    mem_free(wanted);
    assert_verified("db");
}

static void what_was_read_is_not_read_again(void **state)
{
    (void)state;
    struct rig_file file = {100, 10, RIG_START_MS, DAY_MS, 5, false, 0};
    struct ingest_result result;

    path_a = rig_file("a", &file);
    path_b = rig_file("again", &file);
    rig_fill("db");
    struct store *store = rig_open("db");
    const char *paths[] = {path_a, path_b};
    assert_done(ingest(store, paths, 2, &RIG_INGEST, &result, &rig_err));
    assert_int_equal(result.files, 1);
    assert_int_equal(result.already_ingested, 1);
    assert_int_equal(result.accepted + result.duplicates, 100);
    assert_done(ingest(store, paths + 1, 1, &RIG_INGEST, &result, &rig_err));
    assert_int_equal(result.files, 0);
    assert_int_equal(result.already_ingested, 1);
    assert_int_equal(result.lines, 0);
    assert_int_equal(result.accepted, 0);
    /* Without anything to read the clock can still be raised, but never back. */
    struct ingest_options options = until(UNTIL_MS, 0);
    assert_done(ingest(store, paths, 2, &options, &result, &rig_err));
    assert_int_equal(result.clock_ms, UNTIL_MS);
    assert_false(result.until_behind);
    options.until_ms = RIG_START_MS;
    assert_done(ingest(store, paths, 2, &options, &result, &rig_err));
    assert_true(result.until_behind);
    assert_int_equal(result.clock_ms, UNTIL_MS);
    store_close(store);
    assert_verified("db");
}

static void a_missing_file_stops_before_anything(void **state)
{
    (void)state;
    struct rig_file file = {100, 10, RIG_START_MS, DAY_MS, 5, false, 0};
    struct ingest_result result;
    struct lease_holder holder;

    path_a = rig_file("a", &file);
    rig_fill("db");
    char *before = rig_dump("db");
    struct store *store = rig_open("db");
    const char *paths[] = {path_a, "/no/such/file"};
    assert_fails(ingest(store, paths, 2, &RIG_INGEST, &result, &rig_err), ERROR_UNAVAILABLE,
            "/no/such/file");
    assert_int_equal(lease_look(store, &holder, &rig_err), 0);
    store_close(store);
    char *after = rig_dump("db");
    assert_dump(after, before);
    mem_free(before);
    mem_free(after);
}

static void a_held_lease_is_respected(void **state)
{
    (void)state;
    struct rig_file file = {100, 10, RIG_START_MS, DAY_MS, 5, false, 0};
    struct lease_claim run = {.what = "run", .where = "/var/in", .login = "bob"};
    struct ingest_result result;

    path_a = rig_file("a", &file);
    rig_fill("db");
    struct store *live = rig_open("db"), *store = rig_open("db");
    const char *paths[] = {path_a};
    assert_done(lease_take(live, &run, &rig_err));
    assert_fails(ingest(store, paths, 1, &RIG_INGEST, &result, &rig_err), ERROR_UNAVAILABLE,
            "`campanile run` of '/var/in'");
    lease_give_back(live);
    assert_done(ingest(store, paths, 1, &RIG_INGEST, &result, &rig_err));
    store_close(live);
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            rig_test(a_killed_batch_goes_on),
            rig_test(an_interrupted_batch_goes_on),
            rig_test(too_many_rejects_stop_and_go_on),
            rig_test(a_full_disk_loses_nothing),
            rig_test(what_was_read_is_not_read_again),
            rig_test(a_missing_file_stops_before_anything),
            rig_test(a_held_lease_is_respected),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
