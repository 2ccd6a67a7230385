/* Opening, transactions, the lease, settings, and what can be wrong with a database file. */
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "store/backup.h"
#include "store/counters.h"
#include "store/lease.h"
#include "store/settings.h"
#include "store_rig.h"

static void script(const char *path, const char *text)
{
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", text, sqlite3_errmsg(db));
    sqlite3_close(db);
}

static mode_t mode_of(const char *path)
{
    struct stat info;

    assert_int_equal(stat(path, &info), 0);
    return info.st_mode & 0777;
}

static void a_new_file_is_private(void **state)
{
    (void)state;
    umask(0);
    store_close(rig_open("db"));
    assert_int_equal(mode_of(file_path("db")), 0600);
}

static void a_shared_folder_shares_the_file(void **state)
{
    (void)state;
    assert_int_equal(chmod(test_folder, 0770), 0);
    store_close(rig_open("db"));
    assert_int_equal(mode_of(file_path("db")), 0660);
}

static void existing_means_existing(void **state)
{
    (void)state;
    assert_null(store_open(file_path("none"), STORE_EXISTING, &rig_err));
    assert_int_equal(rig_err.code, ERROR_REFUSED);
    assert_contains(rig_err.text, "there is no database");
    assert_int_not_equal(access(file_path("none"), F_OK), 0);
    assert_null(store_open(file_path("no/folder/db"), STORE_CREATE, &rig_err));
    assert_int_equal(rig_err.code, ERROR_UNAVAILABLE);
}

static void garbage_is_refused(void **state)
{
    (void)state;
    char noise[8192];

    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (char)(i * 7 + 3);
    file_write("noise", noise, sizeof noise);
    assert_null(store_open(file_path("noise"), STORE_CREATE, &rig_err));
    assert_int_equal(rig_err.code, ERROR_REFUSED);
    assert_contains(rig_err.text, "is no database of campanile");
    assert_null(store_open(test_folder, STORE_CREATE, &rig_err));
    assert_contains(rig_err.text, "is no file");
}

static void another_program_is_refused(void **state)
{
    (void)state;
    script(file_path("other"), "CREATE TABLE t (x); PRAGMA user_version = 1");
    assert_null(store_open(file_path("other"), STORE_CREATE, &rig_err));
    assert_int_equal(rig_err.code, ERROR_REFUSED);
    assert_contains(rig_err.text, "another program");
}

static void a_newer_schema_is_refused(void **state)
{
    (void)state;
    store_close(rig_open("db"));
    script(file_path("db"), "PRAGMA user_version = 99");
    assert_null(store_open(file_path("db"), STORE_EXISTING, &rig_err));
    assert_int_equal(rig_err.code, ERROR_REFUSED);
    assert_contains(rig_err.text, "newer campanile (schema 99");
}

static int take_total(void *context, const struct counter_record *row)
{
    assert_int_equal(row->campaign, 7);
    *(int64_t *)context = row->total;
    return 0;
}

static void an_older_schema_is_brought_up(void **state)
{
    (void)state;
    struct store *store = rig_open("db");
    struct counter_key key = {.campaign = 7, .tally = 1, .hour_ms = 0};
    int64_t total = 0;

    assert_int_equal(store_begin(store, &rig_err), 0);
    assert_int_equal(counter_add(store, &key, 3, NULL, &rig_err), 0);
    key.hour_ms = 3600000;
    assert_int_equal(counter_add(store, &key, 2, NULL, &rig_err), 0);
    assert_int_equal(store_commit(store, &rig_err), 0);
    store_close(store);
    script(file_path("db"), "DROP TABLE counter_total; PRAGMA user_version = 1");
    assert_null(store_open(file_path("db"), STORE_READ_ONLY, &rig_err));
    assert_contains(rig_err.text, "older schema");
    store = rig_open("db");
    assert_int_equal(counters_totals(store, take_total, &total, &rig_err), 0);
    assert_int_equal(total, 5);
    store_close(store);
}

static void damage_is_named(void **state)
{
    (void)state;
    store_close(rig_open("db"));
    int fd = open(file_path("db"), O_RDWR);
    char zeros[4096];

    memset(zeros, 0xa5, sizeof zeros);
    for (off_t at = 8192; at < 8192 * 12; at += 4096)
        assert_int_equal(pwrite(fd, zeros, sizeof zeros, at), sizeof zeros);
    close(fd);
    struct store *store = store_open(file_path("db"), STORE_EXISTING, &rig_err);
    struct settings settings;
    if (store)
        assert_true(settings_load(store, &settings, &rig_err));
    assert_contains(rig_err.text, "is damaged");
    store_close(store);
}

static void read_only_is_said(void **state)
{
    (void)state;
    store_close(rig_open("db"));
    struct store *store = store_open(file_path("db"), STORE_READ_ONLY, &rig_err);

    assert_non_null(store);
    assert_fails(settings_put(store, &RIG_ACT, "timezone", "Europe/Paris", &rig_err),
            ERROR_UNAVAILABLE, "cannot be written");
    store_close(store);
}

static void two_openers_of_a_new_file(void **state)
{
    (void)state;
    for (int round = 0; round < 5; round++) {
        pid_t child = fork();
        if (child == 0) {
            struct store *mine = store_open(file_path("db"), STORE_CREATE, &rig_err);
            store_close(mine);
            _exit(mine ? 0 : 1);
        }
        store_close(rig_open("db"));
        int status = 0;
        waitpid(child, &status, 0);
        assert_int_equal(status, 0);
        remove(file_path("db"));
    }
}

static void nested_transactions_are_one(void **state)
{
    (void)state;
    struct store *store = rig_open("db");
    struct buf value = {0};

    assert_done(store_begin(store, &rig_err));
    assert_done(settings_put(store, &RIG_ACT, "grace", "5s", &rig_err));
    store_rollback(store);
    assert_done(settings_get(store, "grace", &value, &rig_err));
    assert_buf(&value, "30s");
    assert_done(store_begin(store, &rig_err));
    assert_done(store_begin(store, &rig_err));
    store_rollback(store);
    assert_true(store_commit(store, &rig_err));
    store_close(store);
}

static void settings_are_checked(void **state)
{
    (void)state;
    static const struct {
        const char *key, *value, *words;
    } BAD[] = {
            {"timezone", "Mars/Olympus", "no time zone"},
            {"timezone", "europe/paris", "no time zone"},
            {"max_ahead", "soon", "no duration"},
            {"grace", "off", "no duration"},
            {"surfaces", "[]", "JSON object"},
            {"surfaces", "{\"email\": [1]}", "surfaces.email[0]"},
            {"surfaces", "{\"fax\": []}", "'fax' is no channel"},
            {"colour", "red", "there is no setting 'colour'"},
            {"inbox", "\xff\xfe", "no UTF-8"},
    };
    struct store *store = rig_open("db");

    for (size_t i = 0; i < ARRAY_COUNT(BAD); i++)
        assert_fails(settings_put(store, &RIG_ACT, BAD[i].key, BAD[i].value, &rig_err), ERROR_USAGE,
                BAD[i].words);
    store_close(store);
}

static void settings_are_read(void **state)
{
    (void)state;
    struct store *store = rig_open("db");
    struct settings settings;

    assert_done(settings_load(store, &settings, &rig_err));
    assert_int_equal(settings.timezone, ZONE_UTC);
    assert_int_equal(settings.max_ahead_ms, HOUR_MS);
    assert_int_equal(settings.max_late_ms, DAY_MS);
    assert_int_equal(settings.grace_ms, 30000);
    assert_int_equal(settings.dedupe_ms, 3 * DAY_MS);
    assert_false(settings.surfaces_limited);
    assert_string_equal(settings.inbox_done, "keep");
    settings_release(&settings);
    assert_done(settings_put(store, &RIG_ACT, "timezone", "Europe/Paris", &rig_err));
    assert_done(settings_put(store, &RIG_ACT, "max_ahead", "off", &rig_err));
    assert_done(
            settings_put(store, &RIG_ACT, "surfaces", "{\"email\": [\"eu\", \"us\"]}", &rig_err));
    store_close(store);
    store = rig_open("db");
    assert_done(settings_load(store, &settings, &rig_err));
    assert_string_equal(zone_name(settings.timezone), "Europe/Paris");
    assert_int_equal(settings.max_ahead_ms, -1);
    assert_string_equal(settings.surfaces[CHANNEL_EMAIL][1], "us");
    assert_null(settings.surfaces[CHANNEL_EMAIL][2]);
    assert_null(settings.surfaces[CHANNEL_PUSH]);
    settings_release(&settings);
    store_close(store);
}

static const struct lease_claim RUN = {.what = "run", .where = "/in", .login = "bob"};

/* A child that takes the lease, says so and waits for its end. */
static pid_t hold_lease(void)
{
    int pipes[2];
    char byte = 0;

    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0) {
        struct store *store = store_open(file_path("db"), STORE_EXISTING, &rig_err);
        byte = store && !lease_take(store, &RUN, &rig_err) ? 'y' : 'n';
        if (write(pipes[1], &byte, 1) == 1)
            pause();
        _exit(1);
    }
    assert_int_equal(read(pipes[0], &byte, 1), 1);
    assert_int_equal(byte, 'y');
    close(pipes[0]);
    close(pipes[1]);
    return child;
}

static void the_lease_names_its_holder(void **state)
{
    (void)state;
    struct store *store = rig_open("db");
    struct lease_holder holder;

    assert_int_equal(lease_look(store, &holder, &rig_err), 0);
    pid_t child = hold_lease();
    struct lease_claim ingest = {.what = "ingest"};
    assert_fails(
            lease_take(store, &ingest, &rig_err), ERROR_UNAVAILABLE, "`campanile run` of '/in'");
    assert_contains(rig_err.text, "of bob");
    assert_int_equal(lease_look(store, &holder, &rig_err), 1);
    assert_int_equal(holder.pid, child);
    assert_string_equal(holder.where, "/in");
    assert_fails(settings_put(store, &RIG_ACT, "grace", "5s", &rig_err), ERROR_UNAVAILABLE,
            "the engine is at work");
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    assert_int_equal(lease_look(store, &holder, &rig_err), 0);
    assert_done(lease_take(store, &ingest, &rig_err));
    assert_int_equal(lease_epoch(store), 2);
    store_close(store);
}

static void a_replaced_holder_cannot_write(void **state)
{
    (void)state;
    struct store *store = rig_open("db"), *other = rig_open("db");
    struct lease_claim thief = {.what = "run", .takeover_ms = 1};

    assert_done(lease_take(store, &RUN, &rig_err));
    usleep(20000);
    assert_done(lease_take(other, &thief, &rig_err));
    assert_done(store_begin(store, &rig_err));
    assert_fails(lease_check(store, &rig_err), ERROR_UNAVAILABLE, "took the engine over");
    store_rollback(store);
    assert_done(lease_check(other, &rig_err));
    /* What the replaced one gives back is no longer the lease. */
    lease_give_back(store);
    assert_fails(lease_take(store, &RUN, &rig_err), ERROR_UNAVAILABLE, "the engine is at work");
    store_close(store);
    store_close(other);
}

static void a_full_disk_is_said(void **state)
{
    (void)state;
    store_close(rig_open("db"));
    pid_t child = fork();

    if (child == 0) {
        struct rlimit limit = {1 << 16, 1 << 16};
        signal(SIGXFSZ, SIG_IGN);
        struct store *store = store_open(file_path("db"), STORE_EXISTING, &rig_err);
        setrlimit(RLIMIT_FSIZE, &limit);
        char *long_value = mem_new(60001);
        memset(long_value, 'x', 60000);
        int failed = settings_put(store, &RIG_ACT, "inbox", long_value, &rig_err);
        mem_free(long_value);
        store_close(store);
        _exit(failed && rig_err.code == ERROR_UNAVAILABLE && strstr(rig_err.text, "db") ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    struct store *store = rig_open("db");
    struct buf value = {0};
    assert_done(settings_get(store, "inbox", &value, &rig_err));
    assert_buf(&value, "");
    store_close(store);
}

static void a_backup_is_a_database(void **state)
{
    (void)state;
    struct store *store = rig_open("db");
    struct buf value = {0};

    assert_done(settings_put(store, &RIG_ACT, "grace", "7s", &rig_err));
    assert_done(store_backup(store, file_path("copy"), NULL, NULL, &rig_err));
    assert_fails(store_backup(store, file_path("copy"), NULL, NULL, &rig_err), ERROR_REFUSED,
            "is there already");
    assert_fails(store_backup(store, file_path("no/where"), NULL, NULL, &rig_err),
            ERROR_UNAVAILABLE, "cannot be written");
    store_close(store);
    store = store_open(file_path("copy"), STORE_READ_ONLY, &rig_err);
    assert_non_null(store);
    assert_done(settings_get(store, "grace", &value, &rig_err));
    assert_buf(&value, "7s");
    store_close(store);
    assert_int_equal(mode_of(file_path("copy")), 0600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            rig_test(a_new_file_is_private),
            rig_test(a_shared_folder_shares_the_file),
            rig_test(existing_means_existing),
            rig_test(garbage_is_refused),
            rig_test(another_program_is_refused),
            rig_test(a_newer_schema_is_refused),
            rig_test(an_older_schema_is_brought_up),
            rig_test(damage_is_named),
            rig_test(read_only_is_said),
            rig_test(two_openers_of_a_new_file),
            rig_test(nested_transactions_are_one),
            rig_test(settings_are_checked),
            rig_test(settings_are_read),
            rig_test(the_lease_names_its_holder),
            rig_test(a_replaced_holder_cannot_write),
            rig_test(a_full_disk_is_said),
            rig_test(a_backup_is_a_database),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
