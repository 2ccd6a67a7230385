#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/bulk.h"
#include "store/lease.h"
#include "store/migrate.h"
#include "store/sql.h"

/* The folder of a path, "." where it names none. To be freed. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!slash)
        return mem_string(".");
    return mem_string_of(path, slash == path ? 1 : (size_t)(slash - path));
}

static int make_file(const char *path, struct error *err)
{
    char *folder = folder_of(path);
    struct stat info;
    bool shared = stat(folder, &info) == 0 && (info.st_mode & S_IWGRP);
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    int number = errno;

    mem_free(folder);
    if (fd < 0 && number == EEXIST)
        return 0;
    if (fd < 0)
        return error_set_errno(
                err, ERROR_UNAVAILABLE, number, "the database '%s' cannot be made", path);
    /* A group that may write the folder shares the database; the journal takes the mode over. */
    if (shared && (fchown(fd, (uid_t)-1, info.st_gid) == 0 || info.st_gid == getegid()))
        (void)fchmod(fd, 0660);
    close(fd);
    return 0;
}

static int look_at_file(const char *path, enum store_mode mode, struct error *err)
{
    struct stat info;

    if (stat(path, &info) == 0) {
        if (!S_ISREG(info.st_mode))
            return error_set(
                    err, ERROR_REFUSED, "'%s' is no file; name the database with --db FILE", path);
        return 0;
    }
    if (errno != ENOENT)
        return error_set_errno(
                err, ERROR_UNAVAILABLE, errno, "the database '%s' cannot be opened", path);
    if (mode == STORE_CREATE)
        return make_file(path, err);
    return error_set(err, ERROR_REFUSED,
            "there is no database '%s' yet; import a campaign or ingest event files to make it, or "
            "name another with --db",
            path);
}

static int set_up(struct store *store, struct error *err)
{
    /* A bulk load may leave a journal of some hundred megabytes behind; it is cut when it is next
     * written from the start. */
    static const char SETTINGS[] = "PRAGMA foreign_keys = ON;"
                                   "PRAGMA synchronous = FULL;"
                                   "PRAGMA cache_size = -32768;"
                                   "PRAGMA journal_size_limit = 16777216;"
                                   "PRAGMA temp_store = FILE;";
    int code = sqlite3_exec(store->db, SETTINGS, NULL, NULL, NULL);

    if (code != SQLITE_OK)
        return sql_failed(store, code, err);
    if (store->mode == STORE_READ_ONLY)
        return 0;
    code = sqlite3_exec(
            store->db, "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    /* Of two that open a new file at once, one may find it locked: that one waits for the other. */
    for (int i = 0; (code & 0xff) == SQLITE_BUSY && i < BUSY_TIMEOUT_MS / 20; i++) {
        sqlite3_sleep(20);
        code = sqlite3_exec(store->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    }
    /* A file that cannot be written can still be read. */
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_READONLY)
        return sql_failed(store, code, err);
    return 0;
}

struct store *store_open(const char *path, enum store_mode mode, struct error *err)
{
    int flags = mode == STORE_READ_ONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;

    /* SQLite's own account of memory takes a lock with every allocation. */
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (look_at_file(path, mode, err))
        return NULL;
    struct store *store = mem_new(sizeof *store);
    store->path = mem_string(path);
    store->mode = mode;
    store->lock_fd = -1;
    int code = sqlite3_open_v2(path, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK) {
        sql_failed(store, code, err);
        goto failed;
    }
    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_busy_timeout(store->db, BUSY_TIMEOUT_MS);
    code = bulk_register(store);
    if (code != SQLITE_OK) {
        sql_failed(store, code, err);
        goto failed;
    }
    if (set_up(store, err) || store_migrate(store, mode == STORE_CREATE, err))
        goto failed;
    return store;
failed:
    store_close(store);
    return NULL;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    if (store->depth) {
        store->depth = 1;
        store_rollback(store);
    }
    lease_give_back(store);
    for (size_t i = 0; i < STATEMENTS_MAX; i++)
        sqlite3_finalize(store->statements[i].prepared);
    sqlite3_close(store->db);
    mem_free(store->path);
    mem_free(store);
}

const char *store_path(const struct store *store)
{
    return store->path;
}

int store_begin(struct store *store, struct error *err)
{
    if (store->depth == 0) {
        if (sql_run(store, err, "BEGIN IMMEDIATE", ""))
            return -1;
        store->aborted = false;
    }
    store->depth++;
    return 0;
}

int store_begin_read(struct store *store, struct error *err)
{
    int64_t ignored = 0;

    if (store->depth == 0) {
        if (sql_run(store, err, "BEGIN", ""))
            return -1;
        store->aborted = false;
    }
    store->depth++;
    /* The moment is that of the first read. */
    if (sql_number(store, err, &ignored, "SELECT count(*) FROM sqlite_schema", "") == 1)
        return 0;
    store_rollback(store);
    return -1;
}

int store_commit(struct store *store, struct error *err)
{
    if (store->depth > 1) {
        store->depth--;
        return 0;
    }
    if (store->aborted) {
        store_rollback(store);
        return error_set(err, ERROR_UNAVAILABLE, "a part of a transaction failed");
    }
    if (sql_run(store, err, "COMMIT", "")) {
        store_rollback(store);
        return -1;
    }
    store->depth = 0;
    return 0;
}

void store_rollback(struct store *store)
{
    int number = errno;

    if (store->depth > 1) {
        store->depth--;
        store->aborted = true;
        return;
    }
    store->depth = 0;
    if (!sqlite3_get_autocommit(store->db))
        sql_run(store, NULL, "ROLLBACK", "");
    errno = number;
}

int64_t store_data_version(struct store *store)
{
    int64_t version = -1;

    if (sql_number(store, NULL, &version, "PRAGMA data_version", "") != 1)
        return -1;
    /* Both only grow, so their sum changes where either does. */
    return version + sqlite3_total_changes64(store->db);
}
