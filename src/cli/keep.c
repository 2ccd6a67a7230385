/* Keeping the database: backup and verify. */
#include "base/alloc.h"
#include "cli/handlers.h"
#include "cli/progress.h"
#include "runner/verify.h"
#include "store/backup.h"

static int on_progress(void *context, int64_t done, int64_t total)
{
    progress_draw(context, "copying", done, total, 0, "");
    return cli_interrupted;
}

int backup_run(struct cli *cli, struct error *err)
{
    struct progress progress = {0};
    if (cli_open(cli, CLI_READ, err) != 0)
        return -1;
    int status = store_backup(cli->store, cli->args[0], on_progress, &progress, err);
    progress_end(&progress);
    if (status == 0)
        cli_say(cli, "The database was copied to %s.", cli->args[0]);
    return status;
}

static int checked(void *context, const struct verify_row *row)
{
    struct out *out = context;
    out_text(out, row->check);
    out_bool(out, row->ok);
    out_text(out, row->detail);
    return cli_interrupted;
}

int verify_run(struct cli *cli, struct error *err)
{
    static const struct column columns[] = {
            {"check", "check", COLUMN_TEXT, FIRM},
            {"ok", "ok", COLUMN_TEXT, FIRM},
            {"detail", "detail", COLUMN_TEXT, FIRM},
    };
    bool all_ok = false;
    if (cli_open(cli, CLI_READ, err) != 0)
        return -1;
    out_begin(&cli->out, columns, ARRAY_COUNT(columns));
    int status = verify(cli->store, checked, &cli->out, &all_ok, err);
    out_end(&cli->out, NULL);
    if (status != 0)
        return -1;
    if (cli_interrupted)
        return error_set(err, ERROR_INTERRUPTED, "interrupted");
    if (!all_ok)
        return error_set(err, ERROR_REFUSED,
                "the database is not whole; restore a backup, or ingest into a new one");
    return 0;
}
