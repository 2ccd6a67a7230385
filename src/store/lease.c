#include "store/lease.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/sql.h"

enum { ACT_WAIT_MS = 10000, ACT_POLL_MS = 20, UNLOCKED_STALE_MS = 15000 };

struct lease_row {
    bool held, locked;
    char boot[64];
    struct lease_holder holder;
};

static void copy_text(char *to, size_t size, const char *from)
{
    snprintf(to, size, "%s", from);
}

static void read_boot(char *boot, size_t size)
{
    FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re");

    boot[0] = '\0';
    if (!file)
        return;
    if (!fgets(boot, (int)size, file))
        boot[0] = '\0';
    boot[strcspn(boot, "\n")] = '\0';
    fclose(file);
}

static int row_read(struct store *store, struct lease_row *row, struct error *err)
{
    sqlite3_stmt *statement = sql_bind(store, err,
            "SELECT epoch, held, locked, pid, boot, login, what, place, since_ms, heartbeat_ms "
            "FROM lease",
            "");
    int found = statement ? sql_step(store, statement, err) : -1;

    memset(row, 0, sizeof *row);
    if (found == 0)
        return error_set(err, ERROR_UNAVAILABLE, "the database '%s' is damaged: it has no lease",
                store->path);
    if (found < 0)
        return -1;
    row->holder.epoch = (uint64_t)sqlite3_column_int64(statement, 0);
    row->held = sqlite3_column_int(statement, 1);
    row->locked = sqlite3_column_int(statement, 2);
    row->holder.pid = sqlite3_column_int64(statement, 3);
    copy_text(row->boot, sizeof row->boot, sql_text(statement, 4));
    copy_text(row->holder.login, sizeof row->holder.login, sql_text(statement, 5));
    copy_text(row->holder.what, sizeof row->holder.what, sql_text(statement, 6));
    copy_text(row->holder.where, sizeof row->holder.where, sql_text(statement, 7));
    row->holder.since_ms = sqlite3_column_int64(statement, 8);
    row->holder.heartbeat_ms = sqlite3_column_int64(statement, 9);
    sql_reset(statement);
    return 0;
}

/* Whether a holder without the lock (it replaced one that hung) still shows signs of life. */
static bool row_lives(const struct lease_row *row)
{
    char boot[64];

    if (!row->held || row->locked)
        return false;
    read_boot(boot, sizeof boot);
    int64_t age_ms = when_now() - row->holder.heartbeat_ms;
    return strcmp(boot, row->boot) == 0 && age_ms < UNLOCKED_STALE_MS &&
           age_ms > -UNLOCKED_STALE_MS;
}

static int held_by(struct store *store, const struct lease_row *row, struct error *err)
{
    const struct lease_holder *holder = &row->holder;

    if (!row->held)
        return error_set(err, ERROR_UNAVAILABLE,
                "another process is changing the database '%s'; try again", store->path);
    return error_set(err, ERROR_UNAVAILABLE,
            "the engine is at work: `campanile %s`%s%s%s (process %lld%s%s); wait for it or stop "
            "it, then try again",
            holder->what, holder->where[0] ? " of '" : "", holder->where,
            holder->where[0] ? "'" : "", (long long)holder->pid, holder->login[0] ? " of " : "",
            holder->login);
}

static char *lock_path(const struct store *store)
{
    return mem_format("%s-lease", store->path);
}

static int lock_open(struct store *store, struct error *err)
{
    char *path = lock_path(store);
    struct stat info;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    int number = errno;

    /* Whoever may use the database may take the lease. Only the owner can and need do this. */
    if (fd >= 0 && stat(store->path, &info) == 0 && fchown(fd, (uid_t)-1, info.st_gid) == 0)
        (void)fchmod(fd, info.st_mode & 0777);
    if (fd < 0)
        error_set_errno(err, ERROR_UNAVAILABLE, number,
                "the lock '%s' beside the database cannot be opened", path);
    mem_free(path);
    return fd;
}

/* 1 with the lock, 0 where somebody has it, -1. */
static int lock_try(struct store *store, int fd, struct error *err)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

    if (fcntl(fd, F_OFD_SETLK, &lock) == 0)
        return 1;
    if (errno == EAGAIN || errno == EACCES)
        return 0;
    return error_set_errno(err, ERROR_UNAVAILABLE, errno,
            "the lock beside the database '%s' cannot be taken", store->path);
}

static int row_write(
        struct store *store, const struct lease_claim *claim, bool locked, struct error *err)
{
    struct lease_row row;
    char boot[64];
    int64_t now_ms = when_now();

    read_boot(boot, sizeof boot);
    if (store_begin(store, err))
        return -1;
    if (row_read(store, &row, err))
        goto failed;
    if (locked && row_lives(&row)) {
        held_by(store, &row, err);
        goto failed;
    }
    if (sql_run(store, err,
                "UPDATE lease SET epoch = ?, held = 1, locked = ?, pid = ?, boot = ?, login = ?, "
                "what = ?, place = ?, since_ms = ?, heartbeat_ms = ?",
                "Uilttttll", row.holder.epoch + 1, (int)locked, (int64_t)getpid(), boot,
                claim->login ? claim->login : "", claim->what, claim->where ? claim->where : "",
                now_ms, now_ms))
        goto failed;
    if (store_commit(store, err))
        return -1;
    store->lease_epoch = row.holder.epoch + 1;
    return 0;
failed:
    store_rollback(store);
    return -1;
}

/* Waits for acts; 1 with the lock, 2 where a holder that hangs is to be replaced, -1. */
static int lock_wait(struct store *store, int fd, int64_t takeover_ms, struct error *err)
{
    struct lease_row row;
    int64_t end_ms = when_monotonic_ms() + ACT_WAIT_MS;

    for (;;) {
        int got = lock_try(store, fd, err);
        if (got)
            return got;
        if (row_read(store, &row, err))
            return -1;
        if (row.held && takeover_ms > 0 && when_now() - row.holder.heartbeat_ms > takeover_ms)
            return 2;
        if (row.held || when_monotonic_ms() >= end_ms)
            return held_by(store, &row, err);
        sqlite3_sleep(ACT_POLL_MS);
    }
}

int lease_take(struct store *store, const struct lease_claim *claim, struct error *err)
{
    bool mine = store->lock_fd >= 0; /* taken for an act, which now wants to write engine state */
    int fd = mine ? store->lock_fd : lock_open(store, err);

    if (fd < 0)
        return -1;
    int got = mine ? 1 : lock_wait(store, fd, claim->takeover_ms, err);
    if (got < 0 || row_write(store, claim, got == 1, err)) {
        if (!mine)
            close(fd);
        return -1;
    }
    store->lock_fd = fd;
    store->lease_held = true;
    store->lease_locked = got == 1;
    return 0;
}

int lease_take_for_act(struct store *store, struct error *err)
{
    struct lease_row row;
    int fd = lock_open(store, err);

    if (fd < 0)
        return -1;
    if (lock_wait(store, fd, 0, err) < 0 || row_read(store, &row, err))
        goto failed;
    if (row_lives(&row)) {
        held_by(store, &row, err);
        goto failed;
    }
    store->lock_fd = fd;
    return 0;
failed:
    close(fd);
    return -1;
}

bool lease_held(const struct store *store)
{
    return store->lease_held;
}

uint64_t lease_epoch(const struct store *store)
{
    return store->lease_epoch;
}

int lease_check(struct store *store, struct error *err)
{
    struct lease_row row;

    if (row_read(store, &row, err))
        return -1;
    if (!store->lease_held || row.holder.epoch != store->lease_epoch)
        return error_set(err, ERROR_UNAVAILABLE,
                "another process (%lld, `campanile %s`) took the engine over; nothing more is "
                "written here",
                (long long)row.holder.pid, row.holder.what);
    return sql_run(store, err, "UPDATE lease SET heartbeat_ms = ?", "l", when_now());
}

void lease_give_back(struct store *store)
{
    if (store->lease_held)
        sql_run(store, NULL, "UPDATE lease SET held = 0 WHERE epoch = ?", "U", store->lease_epoch);
    store->lease_held = false;
    if (store->lock_fd >= 0)
        close(store->lock_fd);
    store->lock_fd = -1;
}

int lease_look(struct store *store, struct lease_holder *holder, struct error *err)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    struct lease_row row;
    char *path = lock_path(store);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool locked = false;

    mem_free(path);
    if (row_read(store, &row, err)) {
        if (fd >= 0)
            close(fd);
        return -1;
    }
    if (fd >= 0) {
        lock.l_type = F_RDLCK;
        locked = fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
        close(fd);
    }
    *holder = row.holder;
    return row.held && (locked || row_lives(&row));
}
