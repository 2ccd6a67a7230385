#include "report/ledger.h"

#include "base/alloc.h"
#include "base/when.h"
#include "cli/handlers.h"

static int read_query(struct cli *cli, struct ledger_query *query, struct error *err)
{
    *query = (struct ledger_query){.campaign = cli->values[OPTION_CAMPAIGN],
            .user = cli->values[OPTION_USER],
            .outcome = -1,
            .since_ms = WHEN_NONE,
            .until_ms = WHEN_NEVER};
    if (cli_number(cli, OPTION_LIMIT, 1, INT64_MAX, &query->limit, err) != 0 ||
            cli_open(cli, CLI_READ, err) != 0 ||
            cli_time(cli, OPTION_SINCE, &query->since_ms, err) != 0)
        return -1;
    return cli_time(cli, OPTION_UNTIL, &query->until_ms, err);
}

static int read_choice(struct cli *cli, int (*find)(const char *name), const char *const *names,
        int *choice, struct error *err)
{
    const char *text = cli->values[OPTION_OUTCOME];
    struct buf list = {0};
    if (!text || (*choice = find(text)) >= 0)
        return 0;
    for (; *names; names++)
        buf_add_format(&list, "%s%s", list.size ? ", " : "", *names);
    error_set(err, ERROR_USAGE, "--outcome takes one of %s, not '%s'", buf_text(&list), text);
    buf_release(&list);
    return -1;
}

static int delivery(void *context, const struct delivery_row *row)
{
    struct out *out = context;
    out_number(out, (int64_t)row->seq);
    out_text(out, row->campaign);
    if (row->version)
        out_number(out, row->version);
    else
        out_null(out);
    out_text(out, row->user);
    out_text(out, channel_name(row->channel));
    out_instant(out, row->trigger_ms);
    out_instant(out, row->due_ms);
    out_instant(out, row->decided_ms);
    out_text(out, outcome_name(row->outcome));
    out_text(out, row->detail);
    return out_closed(out);
}

int deliveries_run(struct cli *cli, struct error *err)
{
    static const struct column columns[] = {
            {"seq", NULL, COLUMN_NUMBER, false},
            {"campaign", "campaign", COLUMN_TEXT, false},
            {"version", NULL, COLUMN_NUMBER, false},
            {"user", "user", COLUMN_TEXT, false},
            {"channel", NULL, COLUMN_TEXT, false},
            {"trigger_at", "trigger", COLUMN_INSTANT, false},
            {"due_at", "due", COLUMN_INSTANT, false},
            {"decided_at", NULL, COLUMN_INSTANT, false},
            {"outcome", "outcome", COLUMN_TEXT, true},
            {"detail", "detail", COLUMN_TEXT, false},
    };
    const char *names[OUTCOME_COUNT + 1] = {NULL};
    struct ledger_query query;
    for (int i = 0; i < OUTCOME_COUNT; i++)
        names[i] = outcome_name((enum outcome)i);
    int outcome = -1;
    if (read_choice(cli, outcome_find, names, &outcome, err) != 0 ||
            read_query(cli, &query, err) != 0)
        return -1;
    query.outcome = outcome;
    out_begin(&cli->out, columns, ARRAY_COUNT(columns));
    int status = delivery_rows(cli->store, &query, delivery, &cli->out, &cli->scan, err);
    out_end(&cli->out, status == 0 ? "No delivery is like that." : NULL);
    return status;
}

static int refused(void *context, const struct refusal_row *row)
{
    struct out *out = context;
    out_text(out, row->campaign);
    out_text(out, row->user);
    out_instant(out, row->trigger_ms);
    out_text(out, refusal_name(row->reason));
    out_text(out, row->detail);
    return out_closed(out);
}

int refusals_run(struct cli *cli, struct error *err)
{
    static const struct column columns[] = {
            {"campaign", "campaign", COLUMN_TEXT, false},
            {"user", "user", COLUMN_TEXT, false},
            {"trigger_at", "trigger", COLUMN_INSTANT, false},
            {"reason", "reason", COLUMN_TEXT, true},
            {"detail", "detail", COLUMN_TEXT, false},
    };
    const char *names[REFUSAL_COUNT] = {NULL};
    struct ledger_query query;
    for (int i = REFUSAL_NONE + 1; i < REFUSAL_COUNT; i++)
        names[i - 1] = refusal_name((enum refusal)i);
    int reason = -1;
    if (read_choice(cli, refusal_find, names, &reason, err) != 0 ||
            read_query(cli, &query, err) != 0)
        return -1;
    query.outcome = reason;
    out_begin(&cli->out, columns, ARRAY_COUNT(columns));
    int status = refusal_rows(cli->store, &query, refused, &cli->out, &cli->scan, err);
    out_end(&cli->out, status == 0 ? "No refusal is like that." : NULL);
    return status;
}
