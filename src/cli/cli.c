#include "cli/cli.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"
#include "base/when.h"
#include "cli/complete.h"
#include "cli/help.h"
#include "cli/option.h"
#include "cli/place.h"
#include "cli/progress.h"
#include "store/settings.h"
#include "store/store.h"

#define VERSION "0.1.0"

volatile sig_atomic_t cli_interrupted;

static void on_signal(int number)
{
    (void)number;
    cli_interrupted = 1;
}

/* The first signal asks to stop in order, the next one ends the program. */
static void take_signals(void)
{
    struct sigaction stop = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
    sigaction(SIGXFSZ, &ignore, NULL); /* a file at its limit is an error, not the end */
}

void cli_complain(const char *format, ...)
{
    struct buf text = {0}, line = {0};
    va_list args;
    va_start(args, format);
    buf_add_format_v(&text, format, args);
    va_end(args);
    buf_add_text(&line, "campanile: ");
    text_add_safe(&line, buf_text(&text), text.size, true);
    buf_add_char(&line, '\n');
    if (write(STDERR_FILENO, line.bytes, line.size) < 0)
        errno = 0; /* there is nobody left to tell */
    buf_release(&text);
    buf_release(&line);
}

void cli_say(struct cli *cli, const char *format, ...)
{
    struct buf text = {0};
    va_list args;
    if (cli->out.form != OUT_PEOPLE)
        return;
    va_start(args, format);
    buf_add_format_v(&text, format, args);
    va_end(args);
    out_line(&cli->out, buf_text(&text));
    buf_release(&text);
}

int cli_open(struct cli *cli, enum cli_open how, struct error *err)
{
    static const enum store_mode modes[] = {STORE_CREATE, STORE_EXISTING, STORE_READ_ONLY};
    struct settings settings = {0};
    if (how == CLI_CREATE && place_make_folder(cli->db, err) != 0)
        return -1;
    cli->store = store_open(cli->db, modes[how], err);
    if (!cli->store)
        return -1;
    if (settings_load(cli->store, &settings, err) != 0)
        return -1;
    cli->company = cli->out.zone = settings.timezone;
    settings_release(&settings);
    return 0;
}

static int on_scan(void *context, int64_t done, int64_t total)
{
    progress_draw(context, "counting", done, total, done, "users");
    return cli_interrupted;
}

static int run_command(struct cli *cli, struct error *err)
{
    struct progress progress = {0};
    cli->scan = (struct scan){on_scan, &progress};
    cli->db = place_find(cli->values[OPTION_DB], err);
    if (!cli->db)
        return -1;
    if (zone_start(err) != 0)
        return -1;
    int status = cli->command->run(cli, err);
    progress_end(&progress);
    return status;
}

static enum out_form wanted_form(const struct cli *cli)
{
    if (cli->values[OPTION_JSON])
        return OUT_JSON;
    return cli->values[OPTION_CSV] ? OUT_CSV : OUT_PEOPLE;
}

static int run_interface(struct cli *cli, const struct cli_interface *interface, struct error *err)
{
    if (cli->values[OPTION_JSON] || cli->values[OPTION_CSV])
        return error_set(
                err, ERROR_USAGE, "--json and --csv need a command; see 'campanile --help'");
    cli->db = place_find(cli->values[OPTION_DB], err);
    if (!cli->db || place_make_folder(cli->db, err) != 0 || zone_start(err) != 0)
        return -1;
    return interface->run(interface->context, cli->db, cli->values[OPTION_AS], err);
}

static int run(struct cli *cli, int argc, char **argv, const struct cli_interface *interface,
        struct error *err)
{
    if (argc > 1 && !strcmp(argv[1], "--complete"))
        return complete(cli, argc - 2, argv + 2);
    if (argc == 2 && !strcmp(argv[1], "--manual")) {
        manual_show(&cli->out);
        return 0;
    }
    if (options_read(cli, argc, argv, err) != 0)
        return -1;
    cli->out.form = wanted_form(cli);
    if (cli->values[OPTION_VERSION]) {
        out_line(&cli->out, "campanile " VERSION);
        return 0;
    }
    if (cli->values[OPTION_HELP])
        return help_show(cli, err);
    if (!cli->command)
        return run_interface(cli, interface, err);
    actor_init(&cli->actor, cli->values[OPTION_AS]);
    return run_command(cli, err);
}

int cli_main(int argc, char **argv, const struct cli_interface *interface)
{
    struct cli cli = {.company = ZONE_UTC};
    struct error err = {0}, late = {0};
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C"); /* numbers that programs read */
    take_signals();
    out_init(&cli.out, OUT_PEOPLE);
    int status = run(&cli, argc, argv, interface, &err);
    if (out_finish(&cli.out, &late) != 0 && status == 0) {
        err = late;
        status = -1;
    }
    if (status < 0) {
        cli_complain("%s", cli_interrupted ? "interrupted" : err.text);
        status = cli_interrupted ? error_exit_status(ERROR_INTERRUPTED)
                                 : error_exit_status(err.code);
    }
    store_close(cli.store);
    actor_release(&cli.actor);
    out_release(&cli.out);
    mem_free(cli.db);
    return status;
}
