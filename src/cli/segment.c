#include "base/alloc.h"
#include "base/text.h"
#include "base/value.h"
#include "base/when.h"
#include "cli/act.h"
#include "cli/document.h"
#include "cli/handlers.h"
#include "model/words.h"
#include "report/campaigns.h"
#include "report/say.h"
#include "report/segments.h"
#include "report/sizes.h"

#include <string.h>

int segment_import_run(struct cli *cli, struct error *err)
{
    return document_import_run(cli, OBJECT_SEGMENT, err);
}

int segment_diff_run(struct cli *cli, struct error *err)
{
    return document_diff_run(cli, OBJECT_SEGMENT, err);
}

int segment_log_run(struct cli *cli, struct error *err)
{
    return document_log_run(cli, OBJECT_SEGMENT, err);
}

int segment_export_run(struct cli *cli, struct error *err)
{
    struct buf text = {0};
    if (cli_open(cli, CLI_READ, err) != 0)
        return -1;
    struct segment *segment = segment_document(cli->store, cli->args[0], 0, err);
    if (!segment)
        return -1;
    segment_write(segment, cli->out.form == OUT_JSON ? 0 : 4, &text);
    buf_add_char(&text, '\n');
    out_raw(&cli->out, text.bytes, text.size);
    buf_release(&text);
    segment_free(segment);
    return 0;
}

static void out_uses(struct out *out, const struct segment_row *row)
{
    struct buf json = {0}, words = {0};
    buf_add_char(&json, '[');
    for (size_t i = 0; i < row->use_count; i++) {
        buf_add_text(&json, i ? "," : "");
        json_add_string(&json, row->uses[i].id, strlen(row->uses[i].id));
        buf_add_format(&words, "%s%s", i ? ", " : "", row->uses[i].id);
    }
    buf_add_char(&json, ']');
    out_nested(out, &json, buf_text(&words));
    buf_release(&json);
    buf_release(&words);
}

static void list_row(struct out *out, const struct segment_row *row)
{
    out_text(out, row->id);
    out_text(out, row->name);
    if (row->size < 0)
        out_null(out);
    else
        out_number(out, row->size);
    out_instant(out, row->as_of_ms);
    out_number(out, row->version);
    out_uses(out, row);
    out_instant(out, row->updated_ms);
    out_text(out, row->updated_by);
}

static bool has_tag(const struct segment_row *row, const char *tag)
{
    for (size_t i = 0; i < row->tag_count; i++)
        if (!strcmp(row->tags[i], tag))
            return true;
    return false;
}

static const struct column list_columns[] = {
        {"id", "id", COLUMN_TEXT, FIRM},
        {"name", "name", COLUMN_TEXT, CUT},
        {"size", "users", COLUMN_NUMBER, CUT},
        {"as_of", "as of", COLUMN_INSTANT, SPARE},
        {"version", NULL, COLUMN_NUMBER, CUT},
        {"used_by", "used by", COLUMN_NESTED, CUT},
        {"updated_at", NULL, COLUMN_INSTANT, CUT},
        {"updated_by", NULL, COLUMN_TEXT, CUT},
};

int segment_list_run(struct cli *cli, struct error *err)
{
    struct segment_list list = {0};
    const char *tag = cli->values[OPTION_TAG];
    if (cli_open(cli, CLI_READ, err) != 0 || segments_list(cli->store, &list, err) != 0)
        return -1;
    out_begin(&cli->out, list_columns, ARRAY_COUNT(list_columns));
    for (size_t i = 0; i < list.count; i++)
        if (!tag || has_tag(&list.items[i], tag))
            list_row(&cli->out, &list.items[i]);
    out_end(&cli->out, tag ? "No segment has that tag."
                           : "There are no segments yet; 'segment import FILE' makes one.");
    segment_list_release(&list);
    return 0;
}

static void show_words(struct cli *cli, const struct segment_row *row)
{
    struct buf line = {0};
    buf_add_format(&line, "version %u, changed ", row->version);
    say_instant(&line, row->updated_ms, cli->company);
    buf_add_format(&line, " by %s", row->updated_by);
    if (row->size >= 0) {
        buf_add_text(&line, ", ");
        say_count(&line, row->size, "user", "users");
        if (row->as_of_ms != WHEN_NONE) {
            buf_add_text(&line, " as of ");
            say_instant(&line, row->as_of_ms, cli->company);
        }
    }
    cli_say(cli, "%s  %s", row->id, row->name);
    cli_say(cli, "%s\n", buf_text(&line));
    cli_say(cli, "%s", row->filter_words);
    for (size_t i = 0; i < row->use_count; i++)
        cli_say(cli, "%sused by %s %s", i ? "" : "\n",
                row->uses[i].by_segment ? "segment" : "campaign", row->uses[i].id);
    buf_release(&line);
}

static void show_row(struct cli *cli, const struct segment_row *row)
{
    struct column columns[ARRAY_COUNT(list_columns) + 1];
    for (size_t i = 0; i < ARRAY_COUNT(list_columns); i++)
        columns[i] = list_columns[i];
    columns[ARRAY_COUNT(list_columns)] = (struct column){"words", NULL, COLUMN_TEXT, CUT};
    out_begin(&cli->out, columns, ARRAY_COUNT(columns));
    list_row(&cli->out, row);
    out_text(&cli->out, row->filter_words);
    out_end(&cli->out, NULL);
}

int segment_show_run(struct cli *cli, struct error *err)
{
    struct segment_list list = {0};
    if (cli_open(cli, CLI_READ, err) != 0)
        return -1;
    struct segment *segment = segment_document(cli->store, cli->args[0], 0, err);
    int status = segment ? segments_list(cli->store, &list, err) : -1;
    for (size_t i = 0; status == 0 && i < list.count; i++)
        if (!strcmp(list.items[i].id, cli->args[0]))
            (cli->out.form == OUT_PEOPLE ? show_words : show_row)(cli, &list.items[i]);
    segment_list_release(&list);
    segment_free(segment);
    return status;
}

int segment_size_run(struct cli *cli, struct error *err)
{
    static const struct column columns[] = {
            {"segment", "segment", COLUMN_TEXT, FIRM},
            {"size", "users", COLUMN_NUMBER, CUT},
            {"as_of", "as of", COLUMN_INSTANT, CUT},
    };
    struct size_list list = {0};
    if (cli_open(cli, CLI_WRITE, err) != 0 ||
            segments_count(cli->store, (const char *const *)cli->args, cli->arg_count, &cli->scan,
                    &list, err) != 0)
        return -1;
    out_begin(&cli->out, columns, ARRAY_COUNT(columns));
    for (size_t i = 0; i < list.count; i++) {
        out_text(&cli->out, list.items[i].id);
        out_number(&cli->out, list.items[i].size);
        out_instant(&cli->out, list.items[i].as_of_ms);
    }
    out_end(&cli->out, "There are no segments yet; 'segment import FILE' makes one.");
    size_list_release(&list);
    return 0;
}

static void member(void *context, const char *user, size_t size)
{
    struct cli *cli = context;
    if (out_closed(&cli->out))
        return;
    out_text(&cli->out, cli->args[0]);
    out_bytes(&cli->out, user, size);
}

int segment_members_run(struct cli *cli, struct error *err)
{
    static const struct column columns[] = {
            {"segment", NULL, COLUMN_TEXT, CUT},
            {"user", "user", COLUMN_TEXT, FIRM},
    };
    int64_t limit = 0;
    if (cli_number(cli, OPTION_LIMIT, 1, INT64_MAX, &limit, err) != 0 ||
            cli_open(cli, CLI_READ, err) != 0)
        return -1;
    out_begin(&cli->out, columns, ARRAY_COUNT(columns));
    if (segment_members(cli->store, cli->args[0], limit, member, cli, &cli->scan, err) != 0)
        return -1;
    out_end(&cli->out, "Nobody is in.");
    return 0;
}

int segment_clone_run(struct cli *cli, struct error *err)
{
    struct act_request request;
    struct act_result result = {0};
    if (act_begin(cli, &request, err) != 0)
        return -1;
    int status =
            clone_segment(cli->store, cli->args[0], cli->args[1], NULL, &request, &result, err);
    if (status == 0)
        status = act_show(cli, &result, 1, err);
    act_result_release(&result);
    return status;
}

int segment_delete_run(struct cli *cli, struct error *err)
{
    struct act_request request;
    struct act_result result = {0};
    if (act_begin(cli, &request, err) != 0)
        return -1;
    int status = delete_segment(cli->store, cli->args[0], &request, &result, err);
    if (status == 0)
        status = act_show(cli, &result, 1, err);
    act_result_release(&result);
    return status;
}
