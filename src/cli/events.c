#include "base/alloc.h"
#include "base/text.h"
#include "base/when.h"
#include "cli/handlers.h"
#include "report/seen.h"

#include <stdio.h>
#include <string.h>

static const char *event_at(size_t index, const void *seen)
{
    return index < seen_event_count(seen) ? seen_event_at(seen, index)->event : NULL;
}

static const struct event_row *find(const struct seen *seen, const char *name, struct error *err)
{
    const struct event_row *row = seen_event(seen, name);
    if (row)
        return row;
    const struct event_row *other = seen_event_other_case(seen, name);
    const char *near = other ? other->event : nearest_name(name, event_at, seen);
    if (near)
        error_set(
                err, ERROR_REFUSED, "no event '%s' was ever seen; did you mean '%s'?", name, near);
    else
        error_set(err, ERROR_REFUSED, "no event '%s' was ever seen; 'campanile events' lists them",
                name);
    return NULL;
}

static void event_row(struct out *out, const struct event_row *row)
{
    out_text(out, row->event);
    out_number(out, row->count);
    out_number(out, row->users);
    out_instant(out, row->first_ms);
    out_instant(out, row->last_ms);
}

static void show_events(struct cli *cli, const struct seen *seen, const struct event_row *only)
{
    static const struct column columns[] = {
            {"event", "event", COLUMN_TEXT, CUT},
            {"count", "count", COLUMN_NUMBER, CUT},
            {"users", "users", COLUMN_NUMBER, CUT},
            {"first", "first", COLUMN_INSTANT, CUT},
            {"last", "last", COLUMN_INSTANT, CUT},
    };
    out_begin(&cli->out, columns, ARRAY_COUNT(columns));
    for (size_t i = 0; i < seen_event_count(seen); i++)
        if (!only || seen_event_at(seen, i) == only)
            event_row(&cli->out, seen_event_at(seen, i));
    out_end(&cli->out, "No events were read yet; 'campanile ingest FILE' reads them.");
}

/* What its properties looked like; for people. */
static void show_properties(struct cli *cli, const struct seen *seen, const char *event)
{
    static const struct column columns[] = {
            {"property", "property", COLUMN_TEXT, CUT},
            {"count", "count", COLUMN_NUMBER, CUT},
            {"examples", "examples", COLUMN_TEXT, CUT},
    };
    size_t count;
    const struct property_row *rows = seen_properties(seen, event, &count);
    if (count == 0)
        return;
    cli_say(cli, "%s", "");
    out_begin(&cli->out, columns, ARRAY_COUNT(columns));
    for (size_t i = 0; i < count; i++) {
        struct buf examples = {0};
        for (size_t j = 0; j < rows[i].example_count; j++)
            buf_add_format(&examples, "%s%s", j ? ", " : "", rows[i].examples[j].json);
        buf_add_text(&examples, rows[i].more_values ? ", ..." : "");
        out_text(&cli->out, rows[i].path);
        out_number(&cli->out, rows[i].count);
        out_text(&cli->out, buf_text(&examples));
        buf_release(&examples);
    }
    out_end(&cli->out, NULL);
}

static void day_rows(
        struct cli *cli, const struct seen *seen, const char *event, int64_t from, int64_t to)
{
    size_t count;
    const struct event_day *days = seen_event_days(seen, event, &count);
    for (size_t i = 0; i < count; i++) {
        char text[24];
        int year, month, day;
        if (days[i].day < from || days[i].day > to)
            continue;
        day_to_civil(days[i].day, &year, &month, &day);
        snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
        out_text(&cli->out, event);
        out_text(&cli->out, text);
        out_number(&cli->out, days[i].count);
    }
}

static int show_days(
        struct cli *cli, const struct seen *seen, const struct event_row *only, struct error *err)
{
    static const struct column columns[] = {
            {"event", "event", COLUMN_TEXT, CUT},
            {"day", "day", COLUMN_TEXT, FIRM},
            {"count", "count", COLUMN_NUMBER, CUT},
    };
    int64_t from = INT64_MIN, to = INT64_MAX;
    if (cli_day(cli, OPTION_FROM, &from, err) != 0 || cli_day(cli, OPTION_TO, &to, err) != 0)
        return -1;
    out_begin(&cli->out, columns, ARRAY_COUNT(columns));
    for (size_t i = 0; i < seen_event_count(seen); i++)
        if (!only || seen_event_at(seen, i) == only)
            day_rows(cli, seen, seen_event_at(seen, i)->event, from, to);
    out_end(&cli->out, "There were no events on those days.");
    return 0;
}

int events_run(struct cli *cli, struct error *err)
{
    const char *by = cli->values[OPTION_BY], *name = cli->arg_count ? cli->args[0] : NULL;
    const struct event_row *only = NULL;
    if (by && strcmp(by, "day") != 0)
        return error_set(err, ERROR_USAGE, "--by takes day, not '%s'", by);
    if (!by && (cli->values[OPTION_FROM] || cli->values[OPTION_TO]))
        return error_set(err, ERROR_USAGE, "--from and --to go with --by day");
    if (cli_open(cli, CLI_READ, err) != 0)
        return -1;
    struct seen *seen = seen_open(cli->store, err);
    int status = seen ? 0 : -1;
    if (status == 0 && name && !(only = find(seen, name, err)))
        status = -1;
    if (status == 0 && by) {
        status = show_days(cli, seen, only, err);
    } else if (status == 0) {
        show_events(cli, seen, only);
        if (only && cli->out.form == OUT_PEOPLE)
            show_properties(cli, seen, only->event);
    }
    seen_free(seen);
    return status;
}
