#include "store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/sql.h"

enum { STEP_PAGES = 2000 };

static int copy_pages(sqlite3_backup *backup,
        int (*progress)(void *context, int64_t done, int64_t total), void *context)
{
    int code = SQLITE_OK;

    while (code == SQLITE_OK) {
        code = sqlite3_backup_step(backup, STEP_PAGES);
        int total = sqlite3_backup_pagecount(backup);
        if (code == SQLITE_OK && progress &&
                progress(context, total - sqlite3_backup_remaining(backup), total))
            return SQLITE_INTERRUPT;
    }
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* Copies into an empty file. The source's read transaction spans all steps: were there none, each
 * change of another process would start the copy over. */
static int copy_into(struct store *store, struct store *target,
        int (*progress)(void *context, int64_t done, int64_t total), void *context,
        struct error *err)
{
    int code = sqlite3_open_v2(
            target->path, &target->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

    if (code != SQLITE_OK)
        return sql_failed(target, code, err);
    sqlite3_extended_result_codes(target->db, 1);
    if (store_begin_read(store, err))
        return -1;
    sqlite3_backup *backup = sqlite3_backup_init(target->db, "main", store->db, "main");
    if (backup) {
        code = copy_pages(backup, progress, context);
        sqlite3_backup_finish(backup);
    } else {
        code = sqlite3_extended_errcode(target->db);
    }
    store_rollback(store);
    if (code == SQLITE_INTERRUPT)
        return error_set(err, ERROR_INTERRUPTED, "the backup was interrupted; nothing is kept");
    return code == SQLITE_OK ? 0 : sql_failed(target, code, err);
}

static int make_durable(const char *part, const char *path, struct error *err)
{
    int fd = open(part, O_RDONLY | O_CLOEXEC);
    int failed = fd < 0 || fsync(fd);

    if (fd >= 0)
        close(fd);
    /* link, not rename: what came to stand there meanwhile is not overwritten. */
    if (!failed)
        failed = link(part, path);
    if (failed)
        return error_set_errno(
                err, ERROR_UNAVAILABLE, errno, "the backup '%s' cannot be written", path);
    return 0;
}

int store_backup(struct store *store, const char *path,
        int (*progress)(void *context, int64_t done, int64_t total), void *context,
        struct error *err)
{
    char *part = mem_format("%s.part-%ld", path, (long)getpid());
    struct store target = {.path = part, .lock_fd = -1};
    int failed = 0;

    if (access(path, F_OK) == 0) {
        mem_free(part);
        return error_set(err, ERROR_REFUSED, "'%s' is there already; name another file", path);
    }
    int fd = open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        failed = error_set_errno(
                err, ERROR_UNAVAILABLE, errno, "the backup '%s' cannot be written", path);
        mem_free(part);
        return failed;
    }
    close(fd);
    failed = copy_into(store, &target, progress, context, err);
    sqlite3_close(target.db);
    if (!failed)
        failed = make_durable(part, path, err);
    unlink(part);
    mem_free(part);
    return failed;
}
