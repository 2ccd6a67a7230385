#include "demo/demo.h"

#include "base/text.h"
#include "base/when.h"
#include "cli/handlers.h"
#include "cli/progress.h"
#include "report/say.h"

static int on_progress(void *context, int64_t done, int64_t total)
{
    progress_draw(context, "writing", done, total, 0, "");
    return cli_interrupted;
}

static void say_summary(
        struct cli *cli, const struct demo_options *options, const struct demo_summary *summary)
{
    struct buf text = {0};
    say_count(&text, summary->events, "event", "events");
    buf_add_text(&text, " of ");
    say_count(&text, options->users, "person", "people");
    buf_add_text(&text, " in ");
    say_count(&text, summary->files, "file", "files");
    buf_add_text(&text, " from ");
    say_instant(&text, summary->start_ms, ZONE_UTC);
    buf_add_text(&text, " to ");
    say_instant(&text, options->end_ms, ZONE_UTC);
    buf_add_format(&text,
            " (UTC), %d campaigns and %d segments.\n%s/load campanile DATABASE puts "
            "it all into a database.",
            summary->campaigns, summary->segments, options->directory);
    cli_say(cli, "%s", buf_text(&text));
    buf_release(&text);
}

static void summary_row(struct cli *cli, const struct demo_summary *summary)
{
    static const struct column columns[] = {
            {"events", NULL, COLUMN_NUMBER, CUT},
            {"lines", NULL, COLUMN_NUMBER, CUT},
            {"files", NULL, COLUMN_NUMBER, CUT},
            {"campaigns", NULL, COLUMN_NUMBER, CUT},
            {"segments", NULL, COLUMN_NUMBER, CUT},
            {"from", NULL, COLUMN_INSTANT, CUT},
    };
    out_begin(&cli->out, columns, sizeof columns / sizeof *columns);
    out_number(&cli->out, summary->events);
    out_number(&cli->out, summary->lines);
    out_number(&cli->out, summary->files);
    out_number(&cli->out, summary->campaigns);
    out_number(&cli->out, summary->segments);
    out_instant(&cli->out, summary->start_ms);
    out_end(&cli->out, NULL);
}

int demo_run(struct cli *cli, struct error *err)
{
    struct progress progress = {0};
    struct demo_summary summary;
    int64_t users = 2000, days = 28, end_ms = when_now(), seed = 1;
    end_ms -= end_ms % HOUR_MS;
    if (cli_number(cli, OPTION_USERS, 1, DEMO_USERS_MAX, &users, err) != 0 ||
            cli_number(cli, OPTION_DAYS, 1, DEMO_DAYS_MAX, &days, err) != 0 ||
            cli_time(cli, OPTION_END, &end_ms, err) != 0 ||
            cli_number(cli, OPTION_SEED, 0, INT64_MAX, &seed, err) != 0)
        return -1;
    struct demo_options options = {.directory = cli->args[0],
            .users = (uint32_t)users,
            .days = (uint32_t)days,
            .end_ms = end_ms,
            .seed = (uint64_t)seed,
            .progress = on_progress,
            .context = &progress};
    int status = demo_write(&options, &summary, err);
    progress_end(&progress);
    if (status != 0)
        return -1;
    if (cli->out.form == OUT_PEOPLE)
        say_summary(cli, &options, &summary);
    else
        summary_row(cli, &summary);
    return 0;
}
