#include "report/ledger.h"

#include <string.h>

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

/* People need not read on every line what they asked for. */
static void begin(struct cli *cli, const struct column *columns, size_t count)
{
    struct column shown[COLUMNS_MAX];
    for (size_t i = 0; i < count; i++) {
        bool asked = (!strcmp(columns[i].key, "campaign") && cli->values[OPTION_CAMPAIGN]) ||
                     (!strcmp(columns[i].key, "user") && cli->values[OPTION_USER]);
        shown[i] = columns[i];
        shown[i].title = asked ? NULL : columns[i].title;
    }
    out_begin(&cli->out, shown, count);
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
            {"seq", NULL, COLUMN_NUMBER, CUT},
            {"campaign", "campaign", COLUMN_TEXT, CUT},
            {"version", NULL, COLUMN_NUMBER, CUT},
            {"user", "user", COLUMN_TEXT, FIRM},
            {"channel", NULL, COLUMN_TEXT, CUT},
            {"trigger_at", "trigger", COLUMN_INSTANT, CUT},
            {"due_at", "due", COLUMN_INSTANT, CUT},
            {"decided_at", NULL, COLUMN_INSTANT, CUT},
            {"outcome", "outcome", COLUMN_TEXT, FIRM},
            {"detail", "detail", COLUMN_TEXT, SPARE},
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
    begin(cli, columns, ARRAY_COUNT(columns));
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
            {"campaign", "campaign", COLUMN_TEXT, CUT},
            {"user", "user", COLUMN_TEXT, FIRM},
            {"trigger_at", "trigger", COLUMN_INSTANT, CUT},
            {"reason", "reason", COLUMN_TEXT, FIRM},
            {"detail", "detail", COLUMN_TEXT, CUT},
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
    begin(cli, columns, ARRAY_COUNT(columns));
    int status = refusal_rows(cli->store, &query, refused, &cli->out, &cli->scan, err);
    out_end(&cli->out, status == 0 ? "No refusal is like that." : NULL);
    return status;
}
