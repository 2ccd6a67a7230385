#include "cli/option.h"

#include <getopt.h>
#include <string.h>

#include "base/alloc.h"

const struct option_row option_rows[OPTION_COUNT] = {
        [OPTION_DB] = {"db", "FILE", TAKES_FILE, "the database to use"},
        [OPTION_AS] = {"as", "NAME", TAKES_TEXT, "your name in the changelog (else $CAMPANILE_AS)"},
        [OPTION_JSON] = {"json", NULL, TAKES_NOTHING, "one JSON object a row"},
        [OPTION_CSV] = {"csv", NULL, TAKES_NOTHING, "comma-separated values, with a header"},
        [OPTION_HELP] = {"help", NULL, TAKES_NOTHING, "help on the command"},
        [OPTION_VERSION] = {"version", NULL, TAKES_NOTHING, "the version of campanile"},
        [OPTION_AT] = {"at", "TIME", TAKES_TEXT, "the instant of the action, else now"},
        [OPTION_BASE] = {"base", "VERSION", TAKES_TEXT,
                "the version the edit started from: refused where another was saved since"},
        [OPTION_STATUS] = {"status", "STATUS", TAKES_STATUS, "only campaigns of that status"},
        [OPTION_TAG] = {"tag", "TAG", TAKES_TEXT, "only those with that tag"},
        [OPTION_LIMIT] = {"limit", "N", TAKES_TEXT, "at most N rows"},
        [OPTION_MAX_REJECTS] = {"max-rejects", "N", TAKES_TEXT,
                "give up after so many rejected lines"},
        [OPTION_CAMPAIGN] = {"campaign", "ID", TAKES_CAMPAIGN, "only that campaign"},
        [OPTION_USER] = {"user", "ID", TAKES_TEXT, "only that user"},
        [OPTION_OUTCOME] = {"outcome", "OUTCOME", TAKES_OUTCOME, "only that outcome"},
        [OPTION_SINCE] = {"since", "TIME", TAKES_TEXT, "from that instant on"},
        [OPTION_UNTIL] = {"until", "TIME", TAKES_TEXT, "before that instant"},
        [OPTION_BY] = {"by", "day|hour", TAKES_DAY_OR_HOUR, "a row for every day or hour"},
        [OPTION_FROM] = {"from", "DAY", TAKES_TEXT, "from that day on"},
        [OPTION_TO] = {"to", "DAY", TAKES_TEXT, "up to and with that day"},
        [OPTION_OBJECT] = {"object", "ID", TAKES_OBJECT, "only that campaign, segment or setting"},
        [OPTION_FILE] = {"file", "FILE", TAKES_FILE, "only that file, as it was read"},
        [OPTION_EVENT] = {"event", "NAME", TAKES_EVENT, "only that event"},
        [OPTION_DAYS] = {"days", "N", TAKES_TEXT, "the last N days"},
        [OPTION_USERS] = {"users", "N", TAKES_TEXT, "how many people (2000)"},
        [OPTION_END] = {"end", "TIME", TAKES_TEXT, "the end of the events (the last full hour)"},
        [OPTION_SEED] = {"seed", "N", TAKES_TEXT, "another number, another demo (1)"},
};

static const struct {
    const char *noun;
    enum option_id option;
    struct option_row row;
} special_rows[] = {
        {"ingest", OPTION_UNTIL,
                {"until", "TIME", TAKES_TEXT, "raise the engine clock to there after the batch"}},
        {"events", OPTION_BY, {"by", "day", TAKES_DAY, "a row for every day"}},
        {"changelog", OPTION_BY, {"by", "NAME", TAKES_TEXT, "only what that person did"}},
        {"refusals", OPTION_OUTCOME, {"outcome", "REASON", TAKES_REFUSAL, "only that reason"}},
        {"demo", OPTION_DAYS, {"days", "D", TAKES_TEXT, "how many days of events (28)"}},
};

const struct option_row *option_row_of(const struct command *command, enum option_id option)
{
    for (size_t i = 0; command && i < ARRAY_COUNT(special_rows); i++)
        if (special_rows[i].option == option && !strcmp(special_rows[i].noun, command->noun))
            return &special_rows[i].row;
    return &option_rows[option];
}

static const char *option_at(size_t index, const void *context)
{
    (void)context;
    return index < OPTION_COUNT ? option_rows[index].name : NULL;
}

/* What getopt could not take: the word before `optind`. */
static int refuse(int argc, char *const *argv, int answer, struct error *err)
{
    char name[64];
    const char *word = optind > 0 && optind <= argc ? argv[optind - 1] : "";
    if (answer == ':')
        return error_set(err, ERROR_USAGE, "%s needs a value", word);
    if (strncmp(word, "--", 2) != 0)
        return error_set(err, ERROR_USAGE, "there is no option '-%c'; see 'campanile --help'",
                optopt ? optopt : '?');
    size_t size = strcspn(word + 2, "=");
    size = size < sizeof name ? size : sizeof name - 1;
    memcpy(name, word + 2, size);
    name[size] = 0;
    for (int i = 0; i < OPTION_COUNT; i++)
        if (!strcmp(option_rows[i].name, name))
            return error_set(err, ERROR_USAGE, "--%s takes no value", name);
    const char *near = nearest_name(name, option_at, NULL);
    if (near)
        return error_set(
                err, ERROR_USAGE, "there is no option --%s; did you mean --%s?", name, near);
    return error_set(err, ERROR_USAGE, "there is no option --%s; see 'campanile --help'", name);
}

static int read_options(struct cli *cli, int argc, char **argv, struct error *err)
{
    struct option table[OPTION_COUNT + 1] = {0};
    for (int i = 0; i < OPTION_COUNT; i++)
        table[i] = (struct option){option_rows[i].name,
                option_rows[i].value ? required_argument : no_argument, NULL, 256 + i};
    opterr = 0;
    optind = 0; /* begins anew, also where an earlier call ended in the middle */
    for (int answer; (answer = getopt_long(argc, argv, ":h", table, NULL)) != -1;) {
        if (answer == 'h')
            answer = 256 + OPTION_HELP;
        if (answer < 256)
            return refuse(argc, argv, answer, err);
        cli->values[answer - 256] = optarg ? optarg : "";
    }
    return 0;
}

static int check_options(const struct cli *cli, struct error *err)
{
    char name[COMMAND_NAME_MAX];
    for (enum option_id i = 0; i < OPTION_COUNT; i++)
        if (cli->values[i] && !command_takes(cli->command, i))
            return error_set(err, ERROR_USAGE, "'%s' takes no --%s; see 'campanile %s --help'",
                    command_name(cli->command, name), option_rows[i].name, name);
    if (cli->values[OPTION_JSON] && cli->values[OPTION_CSV])
        return error_set(err, ERROR_USAGE, "--json and --csv exclude each other");
    return 0;
}

/* The interface knows the database and the person. */
static int check_alone(const struct cli *cli, struct error *err)
{
    for (enum option_id i = OPTION_JSON; i < OPTION_COUNT; i++)
        if (cli->values[i])
            return error_set(err, ERROR_USAGE, "--%s goes with a command; see 'campanile --help'",
                    option_rows[i].name);
    return 0;
}

static int check_arguments(const struct cli *cli, struct error *err)
{
    char name[COMMAND_NAME_MAX];
    const struct command *command = cli->command;
    bool few = cli->arg_count < (size_t)command->least;
    bool many = command->most != ANY_NUMBER && cli->arg_count > (size_t)command->most;
    if (!few && !many)
        return 0;
    return error_set(err, ERROR_USAGE, "too %s arguments; it is: campanile %s%s%s",
            few ? "few" : "many", command_name(command, name), command->arguments[0] ? " " : "",
            command->arguments);
}

int options_read(struct cli *cli, int argc, char **argv, struct error *err)
{
    size_t used = 0;
    if (read_options(cli, argc, argv, err) != 0)
        return -1;
    cli->args = argv + optind;
    cli->arg_count = (size_t)(argc - optind);
    if (cli->values[OPTION_HELP] || cli->values[OPTION_VERSION])
        return 0;
    if (cli->arg_count == 0)
        return check_alone(cli, err);
    cli->command = command_find(cli->args, cli->arg_count, &used, err);
    if (!cli->command)
        return -1;
    cli->args += used;
    cli->arg_count -= used;
    return check_options(cli, err) == 0 ? check_arguments(cli, err) : -1;
}
