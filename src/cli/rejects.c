#include "base/alloc.h"
#include "cli/handlers.h"
#include "report/files.h"

static int reject(void *context, const struct reject_line *line)
{
    struct out *out = context;
    out_text(out, line->file);
    out_number(out, line->line);
    out_text(out, line->reason);
    out_bytes(out, line->text ? line->text : "", line->text_size);
    return out_closed(out);
}

int rejects_run(struct cli *cli, struct error *err)
{
    static const struct column columns[] = {
            {"file", "file", COLUMN_TEXT, CUT},
            {"line", "line", COLUMN_NUMBER, CUT},
            {"reason", "reason", COLUMN_TEXT, CUT},
            {"text", "text", COLUMN_TEXT, CUT},
    };
    if (cli_open(cli, CLI_READ, err) != 0)
        return -1;
    out_begin(&cli->out, columns, ARRAY_COUNT(columns));
    int status = reject_lines(cli->store, cli->values[OPTION_FILE], 0, reject, &cli->out, err);
    out_end(&cli->out, status == 0 ? "No lines were rejected." : NULL);
    return status;
}
