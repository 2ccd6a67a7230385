#include "runner/ingest.h"

#include <inttypes.h>

#include "base/alloc.h"
#include "base/text.h"
#include "base/when.h"
#include "cli/handlers.h"
#include "cli/progress.h"
#include "report/say.h"

static void on_progress(void *context, const struct ingest_progress *progress)
{
    progress_draw(context, progress->phase, progress->bytes_done, progress->bytes_total,
            progress->lines, "lines");
}

/* The counts of FORMATS 4, and for people what they mean. */
static const struct {
    const char *key;
    const char *words;
    size_t offset;
} counts[] = {
        {"files", "files read", offsetof(struct ingest_result, files)},
        {"lines", "lines", offsetof(struct ingest_result, lines)},
        {"accepted", "accepted", offsetof(struct ingest_result, accepted)},
        {"duplicates", "duplicates, which do nothing", offsetof(struct ingest_result, duplicates)},
        {"rejected", "rejected; 'campanile rejects' shows them",
                offsetof(struct ingest_result, rejected)},
        {"anonymous", "anonymous, not evaluated", offsetof(struct ingest_result, anonymous)},
        {"skipped", "of types that are skipped", offsetof(struct ingest_result, skipped)},
        {"late", "late: before the engine clock", offsetof(struct ingest_result, late)},
        {"in_future", "of the rejected: too far ahead of the wall clock",
                offsetof(struct ingest_result, in_future)},
        {"already_ingested", "files that had been read before, so nothing was done",
                offsetof(struct ingest_result, already_ingested)},
        {"cycle", "derived events cut off: campaigns trigger each other in a ring",
                offsetof(struct ingest_result, cycle)},
        {"unknown_campaign", "message events that name no known campaign",
                offsetof(struct ingest_result, unknown_campaign)},
        {"regex_limit", "regular expressions that ran into their limit",
                offsetof(struct ingest_result, regex_limit)},
};

static int64_t count_at(const struct ingest_result *result, size_t index)
{
    return *(const int64_t *)((const char *)result + counts[index].offset);
}

static void result_row(struct cli *cli, const struct ingest_result *result)
{
    struct column columns[ARRAY_COUNT(counts) + 1];
    for (size_t i = 0; i < ARRAY_COUNT(counts); i++)
        columns[i] = (struct column){counts[i].key, NULL, COLUMN_NUMBER, CUT};
    columns[ARRAY_COUNT(counts)] = (struct column){"clock", NULL, COLUMN_INSTANT, CUT};
    out_begin(&cli->out, columns, ARRAY_COUNT(columns));
    for (size_t i = 0; i < ARRAY_COUNT(counts); i++)
        out_number(&cli->out, count_at(result, i));
    out_instant(&cli->out, result->clock_ms);
    out_end(&cli->out, NULL);
}

static void result_words(struct cli *cli, const struct ingest_result *result, int64_t took_ms)
{
    enum { NUMBER_CELLS = 14 };
    for (size_t i = 0; i < ARRAY_COUNT(counts); i++) {
        struct buf number = {0};
        int64_t count = count_at(result, i);
        text_add_number(&number, count);
        if (count || i < 3)
            cli_say(cli, "%*s  %s", NUMBER_CELLS, buf_text(&number), counts[i].words);
        buf_release(&number);
    }
    struct buf clock = {0};
    if (result->clock_ms != WHEN_NONE) {
        buf_add_text(&clock, "The engine clock is at ");
        say_instant(&clock, result->clock_ms, cli->company);
        buf_add_format(&clock, " (%s)%s. Done in ", zone_name(cli->company),
                result->until_behind ? ", which is past --until already" : "");
        duration_add_words(&clock, took_ms);
        cli_say(cli, "%s.", buf_text(&clock));
    }
    buf_release(&clock);
}

int ingest_run(struct cli *cli, struct error *err)
{
    struct progress progress = {0};
    struct ingest_options options = {.until_ms = WHEN_NONE,
            .rejects_max = -1,
            .now_ms = when_now(),
            .ends = true,
            .login = cli->actor.login,
            .interrupted = &cli_interrupted,
            .progress = on_progress,
            .context = &progress};
    struct ingest_result result = {.clock_ms = WHEN_NONE};
    int64_t start_ms = when_monotonic_ms();
    if (cli_number(cli, OPTION_MAX_REJECTS, 0, INT64_MAX, &options.rejects_max, err) != 0 ||
            cli_open(cli, CLI_CREATE, err) != 0 ||
            cli_time(cli, OPTION_UNTIL, &options.until_ms, err) != 0)
        return -1;
    int status = ingest(
            cli->store, (const char *const *)cli->args, cli->arg_count, &options, &result, err);
    progress_end(&progress);
    if (cli->out.form != OUT_PEOPLE)
        result_row(cli, &result);
    else if (status == 0 || result.lines)
        result_words(cli, &result, when_monotonic_ms() - start_ms);
    return status;
}
