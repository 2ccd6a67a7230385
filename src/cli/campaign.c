#include "model/campaign.h"

#include "base/alloc.h"
#include "base/text.h"
#include "base/value.h"
#include "base/when.h"
#include "cli/document.h"
#include "cli/handlers.h"
#include "model/words.h"
#include "report/campaigns.h"
#include "report/check.h"
#include "report/say.h"

int campaign_import_run(struct cli *cli, struct error *err)
{
    return document_import_run(cli, OBJECT_CAMPAIGN, err);
}

int campaign_diff_run(struct cli *cli, struct error *err)
{
    return document_diff_run(cli, OBJECT_CAMPAIGN, err);
}

int campaign_log_run(struct cli *cli, struct error *err)
{
    return document_log_run(cli, OBJECT_CAMPAIGN, err);
}

int campaign_export_run(struct cli *cli, struct error *err)
{
    struct buf text = {0};
    if (cli_open(cli, CLI_READ, err) != 0)
        return -1;
    struct campaign *campaign = campaign_document(cli->store, cli->args[0], 0, err);
    if (!campaign)
        return -1;
    campaign_write(campaign, cli->out.form == OUT_JSON ? 0 : 4, &text);
    buf_add_char(&text, '\n');
    out_raw(&cli->out, text.bytes, text.size);
    buf_release(&text);
    campaign_free(campaign);
    return 0;
}

static const struct column list_columns[] = {
        {"id", "id", COLUMN_TEXT, FIRM},
        {"title", "title", COLUMN_TEXT, CUT},
        {"status", "status", COLUMN_TEXT, FIRM},
        {"channel", "channel", COLUMN_TEXT, SPARE},
        {"version", NULL, COLUMN_NUMBER, CUT},
        {"live_from", "live from", COLUMN_INSTANT, SPARE},
        {"pending", "waiting", COLUMN_NUMBER, CUT},
        {"sent", "sent", COLUMN_NUMBER, CUT},
        {"impressions", "views", COLUMN_NUMBER, CUT},
        {"updated_at", NULL, COLUMN_INSTANT, CUT},
        {"updated_by", NULL, COLUMN_TEXT, CUT},
};

static void list_row(struct out *out, const struct campaign_row *row)
{
    out_text(out, row->id);
    out_text(out, row->title);
    out_text(out, status_name(row->status));
    out_text(out, channel_name(row->channel));
    out_number(out, row->version);
    out_instant(out, row->live_from_ms);
    out_number(out, row->pending);
    out_number(out, row->sent);
    if (row->impressions < 0)
        out_null(out);
    else
        out_number(out, row->impressions);
    out_instant(out, row->updated_ms);
    out_text(out, row->updated_by);
}

int campaign_list_run(struct cli *cli, struct error *err)
{
    struct campaigns_query query = {.status = -1, .tag = cli->values[OPTION_TAG]};
    struct campaign_list list = {0};
    const char *status_text = cli->values[OPTION_STATUS];
    if (status_text && (query.status = status_find(status_text)) < 0)
        return error_set(err, ERROR_USAGE,
                "--status takes draft, scheduled, live, ended, stopped or archived, not '%s'",
                status_text);
    if (cli_open(cli, CLI_READ, err) != 0 || campaigns_list(cli->store, &query, &list, err) != 0)
        return -1;
    out_begin(&cli->out, list_columns, ARRAY_COUNT(list_columns));
    for (size_t i = 0; i < list.count; i++)
        list_row(&cli->out, &list.items[i]);
    out_end(&cli->out, query.tag || query.status >= 0
                               ? "No campaign is like that."
                               : "There are no campaigns yet; 'campaign import FILE' makes one.");
    campaign_list_release(&list);
    return 0;
}

static void add_status(struct buf *to, const struct cli *cli, const struct campaign_row *row)
{
    buf_add_format(to, "%s, %s", channel_name(row->channel), status_name(row->status));
    if (row->live_from_ms != WHEN_NONE) {
        buf_add_text(to, row->status == STATUS_SCHEDULED ? ", live from " : " since ");
        say_instant(to, row->live_from_ms, cli->company);
    }
    buf_add_format(to, ", version %u, changed ", row->version);
    say_instant(to, row->updated_ms, cli->company);
    buf_add_format(to, " by %s", row->updated_by);
}

static void add_figures(struct buf *to, const struct campaign_row *row)
{
    say_count(to, row->pending, "message waits, ", "messages wait, ");
    text_add_number(to, row->sent);
    buf_add_text(to, " sent");
    if (row->impressions >= 0) {
        buf_add_text(to, ", ");
        say_count(to, row->impressions, "view", "views");
    }
}

static void show_words(struct cli *cli, const struct campaign_row *row, const char *words)
{
    struct buf status = {0}, figures = {0};
    add_status(&status, cli, row);
    add_figures(&figures, row);
    cli_say(cli, "%s  %s", row->id, row->title);
    cli_say(cli, "%s", buf_text(&status));
    cli_say(cli, "%s\n", buf_text(&figures));
    cli_say(cli, "%s", words);
    buf_release(&status);
    buf_release(&figures);
}

static void show_row(struct cli *cli, const struct campaign_row *row, const char *words)
{
    struct column columns[ARRAY_COUNT(list_columns) + 1];
    for (size_t i = 0; i < ARRAY_COUNT(list_columns); i++)
        columns[i] = list_columns[i];
    columns[ARRAY_COUNT(list_columns)] = (struct column){"words", NULL, COLUMN_TEXT, CUT};
    out_begin(&cli->out, columns, ARRAY_COUNT(columns));
    list_row(&cli->out, row);
    out_text(&cli->out, words);
    out_end(&cli->out, NULL);
}

int campaign_show_run(struct cli *cli, struct error *err)
{
    struct campaigns_query query = {.status = -1, .id = cli->args[0]};
    struct campaign_list list = {0};
    struct buf words = {0};
    if (cli_open(cli, CLI_READ, err) != 0)
        return -1;
    struct campaign *campaign = campaign_document(cli->store, query.id, 0, err);
    int status = campaign ? campaigns_list(cli->store, &query, &list, err) : -1;
    if (status == 0) {
        campaign_add_words(&words, campaign);
        while (words.size && words.bytes[words.size - 1] == '\n')
            words.bytes[--words.size] = 0;
        (cli->out.form == OUT_PEOPLE ? show_words : show_row)(
                cli, &list.items[0], buf_text(&words));
    }
    buf_release(&words);
    campaign_list_release(&list);
    campaign_free(campaign);
    return status;
}

int campaign_check_run(struct cli *cli, struct error *err)
{
    static const struct column columns[] = {
            {"severity", NULL, COLUMN_TEXT, CUT},
            {"code", NULL, COLUMN_TEXT, CUT},
            {"path", NULL, COLUMN_TEXT, CUT},
            {"message", NULL, COLUMN_TEXT, CUT},
    };
    struct check_query query = {.action_ms = WHEN_NONE, .count = true, .scan = cli->scan};
    struct finding_list list = {0};
    if (cli_open(cli, CLI_READ, err) != 0 || cli_time(cli, OPTION_AT, &query.action_ms, err) != 0 ||
            check_campaign_id(cli->store, cli->args[0], &query, &list, err) != 0)
        return -1;
    size_t errors = findings_count(&list, SEVERITY_ERROR);
    if (cli->out.form == OUT_PEOPLE) {
        findings_say(cli, &list);
        if (list.count == 0)
            cli_say(cli, "Nothing to find fault with.");
    } else {
        out_begin(&cli->out, columns, ARRAY_COUNT(columns));
        for (size_t i = 0; i < list.count; i++) {
            out_text(&cli->out, severity_name(list.items[i].severity));
            out_text(&cli->out, list.items[i].code);
            out_text(&cli->out, list.items[i].path);
            out_text(&cli->out, list.items[i].message);
        }
        out_end(&cli->out, NULL);
    }
    finding_list_release(&list);
    return errors > 0;
}
