#include "report/stats.h"

#include <inttypes.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "base/value.h"
#include "base/when.h"
#include "cli/handlers.h"
#include "report/say.h"

static void begin_member(struct buf *json, const char *key)
{
    buf_add_char(json, json->size ? ',' : '{');
    json_add_string(json, key, strlen(key));
    buf_add_char(json, ':');
}

static void end_object(struct buf *json)
{
    buf_add_text(json, json->size ? "}" : "{}");
}

static void out_refusals(struct out *out, const struct stats_row *row)
{
    struct buf json = {0};
    for (int i = REFUSAL_NONE + 1; i < REFUSAL_COUNT; i++) {
        begin_member(&json, refusal_name((enum refusal)i));
        buf_add_format(&json, "%" PRId64, row->refusals[i]);
    }
    end_object(&json);
    out_nested(out, &json, NULL);
    buf_release(&json);
}

static void out_outcomes(struct out *out, const struct stats_row *row)
{
    struct buf json = {0};
    for (int i = 0; i < OUTCOME_COUNT; i++) {
        begin_member(&json, outcome_name((enum outcome)i));
        buf_add_format(&json, "%" PRId64, row->outcomes[i]);
    }
    end_object(&json);
    out_nested(out, &json, NULL);
    buf_release(&json);
}

static void add_count(struct buf *json, const char *name, struct stat_count count)
{
    if (!count.total)
        return;
    begin_member(json, name);
    buf_add_format(
            json, "{\"total\":%" PRId64 ",\"unique\":%" PRId64 "}", count.total, count.unique);
}

static void out_interactions(struct out *out, const struct stats_row *row)
{
    struct buf json = {0};
    for (int i = 0; i < INTERACTION_COUNT; i++)
        add_count(&json, interaction_name((enum interaction)i), row->interactions[i]);
    end_object(&json);
    out_nested(out, &json, NULL);
    buf_release(&json);
}

static void out_reports(struct out *out, const struct stats_row *row)
{
    struct buf json = {0};
    for (int i = 0; i < REPORT_KIND_COUNT; i++)
        add_count(&json, report_kind_name((enum report_kind)i), row->reports[i]);
    end_object(&json);
    out_nested(out, &json, NULL);
    buf_release(&json);
}

static void out_conversions(struct out *out, const struct stats_row *row)
{
    struct buf json = {0};
    buf_add_char(&json, '[');
    for (size_t i = 0; i < row->conversion_count; i++) {
        const struct conversion_count *count = &row->conversions[i];
        buf_add_format(&json, "%s{\"sent\":%" PRId64 ",\"control\":%" PRId64 "}", i ? "," : "",
                count->sent, count->control);
    }
    buf_add_char(&json, ']');
    out_nested(out, &json, NULL);
    buf_release(&json);
}

static int64_t refusals_total(const struct stats_row *row)
{
    int64_t total = 0;
    for (int i = REFUSAL_NONE + 1; i < REFUSAL_COUNT; i++)
        total += row->refusals[i];
    return total;
}

/* Behind the columns of FORMATS 4 those that only people see. */
static const struct column columns[] = {
        {"campaign", "campaign", COLUMN_TEXT, FIRM},
        {"from", "from", COLUMN_INSTANT, CUT},
        {"matches", "matches", COLUMN_NUMBER, CUT},
        {"refusals", NULL, COLUMN_NESTED, CUT},
        {NULL, "refused", COLUMN_NUMBER, CUT},
        {"entries", NULL, COLUMN_NUMBER, CUT},
        {"outcomes", NULL, COLUMN_NESTED, CUT},
        {NULL, "waiting", COLUMN_NUMBER, CUT},
        {NULL, "sent", COLUMN_NUMBER, CUT},
        {"unique_recipients", "users", COLUMN_NUMBER, SPARE},
        {"interactions", NULL, COLUMN_NESTED, CUT},
        {"reports", NULL, COLUMN_NESTED, CUT},
        {"conversions", NULL, COLUMN_NESTED, CUT},
        {NULL, "conversions", COLUMN_NUMBER, CUT},
        {"revenue", "revenue", COLUMN_NUMBER, CUT},
};

static void stats_row(struct out *out, const struct stats_row *row, bool spans)
{
    out_text(out, row->campaign);
    if (spans)
        out_instant(out, row->from_ms);
    out_number(out, row->matches);
    out_refusals(out, row);
    out_number(out, refusals_total(row));
    out_number(out, row->entries);
    out_outcomes(out, row);
    out_number(out, row->outcomes[OUTCOME_PENDING]);
    out_number(out, row->outcomes[OUTCOME_SENT]);
    out_number(out, row->unique_recipients);
    out_interactions(out, row);
    out_reports(out, row);
    out_conversions(out, row);
    if (row->conversion_count)
        out_number(out, row->conversions[0].sent);
    else
        out_null(out);
    out_real(out, row->revenue);
}

static void show_table(struct cli *cli, const struct stats *stats, bool spans)
{
    struct column shown[ARRAY_COUNT(columns)];
    size_t count = 0;
    for (size_t i = 0; i < ARRAY_COUNT(columns); i++)
        if (spans || i != 1)
            shown[count++] = columns[i];
    out_begin(&cli->out, shown, count);
    for (size_t i = 0; i < stats->count && !out_closed(&cli->out); i++)
        stats_row(&cli->out, &stats->items[i], spans);
    out_end(&cli->out,
            spans ? "There are no figures in that span." : "There are no campaigns yet.");
}

static void say_figure(struct cli *cli, int64_t number, const char *words, int64_t unique)
{
    struct buf text = {0}, users = {0};
    enum { NUMBER_CELLS = 14 };
    if (number) {
        text_add_number(&text, number);
        if (unique >= 0) {
            buf_add_text(&users, " (");
            say_count(&users, unique, "user", "users");
            buf_add_char(&users, ')');
        }
        cli_say(cli, "%*s  %s%s", NUMBER_CELLS, buf_text(&text), words, buf_text(&users));
    }
    buf_release(&text);
    buf_release(&users);
}

/* One campaign, a figure a line, with what it means. */
static void show_words(struct cli *cli, const struct stats_row *row)
{
    cli_say(cli, "%s", row->campaign);
    say_figure(cli, row->matches, "triggers matched", -1);
    for (int i = REFUSAL_NONE + 1; i < REFUSAL_COUNT; i++)
        say_figure(cli, row->refusals[i], refusal_words((enum refusal)i), -1);
    say_figure(cli, row->entries, "entries", -1);
    for (int i = 0; i < OUTCOME_COUNT; i++)
        say_figure(cli, row->outcomes[i], outcome_words((enum outcome)i),
                i == OUTCOME_SENT ? row->unique_recipients : -1);
    for (int i = 0; i < REPORT_KIND_COUNT; i++)
        say_figure(cli, row->reports[i].total, report_kind_words((enum report_kind)i),
                row->reports[i].unique);
    for (int i = 0; i < INTERACTION_COUNT; i++)
        say_figure(cli, row->interactions[i].total, interaction_words((enum interaction)i),
                row->interactions[i].unique);
    if (row->channel == CHANNEL_EMAIL && !row->track_opens &&
            !row->interactions[INTERACTION_OPEN_EMAIL].total)
        cli_say(cli, "   not tracked  opens");
    if (row->channel == CHANNEL_EMAIL && !row->track_clicks &&
            !row->interactions[INTERACTION_CLICK_EMAIL].total)
        cli_say(cli, "   not tracked  clicks");
    for (size_t i = 0; i < row->conversion_count; i++) {
        say_figure(cli, row->conversions[i].sent,
                i ? "conversions by another conversion event" : "conversions", -1);
        say_figure(cli, row->conversions[i].control,
                i ? "of the control group, by that event" : "of the control group", -1);
    }
    if (row->revenue > 0) {
        struct buf revenue = {0};
        out_add_money(&revenue, row->revenue);
        cli_say(cli, "%14s  revenue", buf_text(&revenue));
        buf_release(&revenue);
    }
}

static int read_query(struct cli *cli, struct stats_query *query, struct error *err)
{
    const char *by = cli->values[OPTION_BY];
    *query = (struct stats_query){.ids = (const char *const *)cli->args,
            .id_count = cli->arg_count,
            .since_ms = WHEN_NONE,
            .until_ms = WHEN_NEVER};
    if (by && !strcmp(by, "day"))
        query->by = STATS_BY_DAY;
    else if (by && !strcmp(by, "hour"))
        query->by = STATS_BY_HOUR;
    else if (by)
        return error_set(err, ERROR_USAGE, "--by takes day or hour, not '%s'", by);
    if (cli_open(cli, CLI_READ, err) != 0 ||
            cli_time(cli, OPTION_SINCE, &query->since_ms, err) != 0)
        return -1;
    return cli_time(cli, OPTION_UNTIL, &query->until_ms, err);
}

int stats_run(struct cli *cli, struct error *err)
{
    struct stats_query query;
    struct stats stats = {0};
    if (read_query(cli, &query, err) != 0 || stats_count(cli->store, &query, &stats, err) != 0)
        return -1;
    if (cli->out.form == OUT_PEOPLE && cli->arg_count == 1 && !query.by && stats.count == 1)
        show_words(cli, &stats.items[0]);
    else
        show_table(cli, &stats, query.by != STATS_WHOLE);
    stats_release(&stats);
    return 0;
}
