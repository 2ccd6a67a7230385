#include "report/changelog.h"

#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "cli/document.h"
#include "cli/handlers.h"
#include "report/say.h"

static const struct column columns[] = {
        {"at", NULL, COLUMN_INSTANT, CUT},
        {"by", NULL, COLUMN_TEXT, CUT},
        {"login", NULL, COLUMN_TEXT, CUT},
        {"object", NULL, COLUMN_TEXT, CUT},
        {"id", NULL, COLUMN_TEXT, CUT},
        {"version", NULL, COLUMN_NUMBER, CUT},
        {"action", NULL, COLUMN_TEXT, CUT},
        {"changes", NULL, COLUMN_NESTED, CUT},
};

static void row(struct cli *cli, const struct log_row *row)
{
    struct buf changes = {0};
    change_list_write(&row->changes, &changes);
    out_instant(&cli->out, row->at_ms);
    out_text(&cli->out, row->by);
    out_text(&cli->out, row->login);
    out_text(&cli->out, object_name(row->object));
    out_text(&cli->out, row->id);
    if (row->version)
        out_number(&cli->out, row->version);
    else
        out_null(&cli->out);
    out_text(&cli->out, row->action);
    out_nested(&cli->out, &changes, NULL);
    buf_release(&changes);
}

/* A line of who, when and what, and below it what changed. */
static void words(struct cli *cli, const struct log_row *row)
{
    struct buf line = {0};
    say_instant(&line, row->at_ms, cli->company);
    buf_add_format(&line, "  %s", row->by);
    if (row->login && strcmp(row->login, row->by) != 0)
        buf_add_format(&line, " (%s)", row->login);
    buf_add_format(&line, "  %s %s %s", row->action, object_name(row->object), row->id);
    if (row->version)
        buf_add_format(&line, ", version %u", row->version);
    out_line(&cli->out, buf_text(&line));
    for (size_t i = 0; i < row->changes.count; i++)
        cli_say(cli, "    %s", row->changes.items[i].words);
    buf_release(&line);
}

int log_show(struct cli *cli, const struct log_query *query, struct error *err)
{
    struct log_list list = {0};
    if (log_read(cli->store, query, &list, err) != 0)
        return -1;
    bool people = cli->out.form == OUT_PEOPLE;
    if (!people)
        out_begin(&cli->out, columns, ARRAY_COUNT(columns));
    for (size_t i = 0; i < list.count && !out_closed(&cli->out); i++)
        (people ? words : row)(cli, &list.items[i]);
    if (!people)
        out_end(&cli->out, NULL);
    else if (list.count == 0)
        cli_say(cli, "Nothing was changed.");
    log_list_release(&list);
    return 0;
}

int changelog_run(struct cli *cli, struct error *err)
{
    struct log_query query = {.object = -1,
            .id = cli->values[OPTION_OBJECT],
            .by = cli->values[OPTION_BY],
            .since_ms = WHEN_NONE,
            .until_ms = WHEN_NEVER};
    if (cli_open(cli, CLI_READ, err) != 0 || cli_time(cli, OPTION_SINCE, &query.since_ms, err) != 0)
        return -1;
    return log_show(cli, &query, err);
}
