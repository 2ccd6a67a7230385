#include "screens/commands.h"

#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "cli/option.h"
#include "screens/commands_parts.h"
#include "screens/history.h"
#include "screens/page.h"

size_t command_words(char *line, char *words[COMMAND_WORDS_MAX])
{
    size_t count = 0;
    char *to = line;
    while (count < COMMAND_WORDS_MAX) {
        char quote = 0;
        line += strspn(line, " \t");
        if (*line == '\0')
            break;
        words[count++] = to;
        for (; *line != '\0' && (quote != 0 || (*line != ' ' && *line != '\t')); line++) {
            if (quote == 0 && (*line == '"' || *line == '\''))
                quote = *line;
            else if (*line == quote)
                quote = 0;
            else
                *to++ = *line;
        }
        /* The word ends where the line was read already, so nothing unread is overwritten. */
        line += *line != '\0';
        *to++ = '\0';
    }
    return count;
}

const struct command_verb *command_verb_of(const struct command *command)
{
    for (size_t i = 0; i < command_verb_count; i++) {
        const struct command_verb *verb = &command_verbs[i];
        bool same = verb->verb == NULL || command->verb == NULL
                            ? verb->verb == command->verb
                            : strcmp(verb->verb, command->verb) == 0;
        if (same && strcmp(verb->noun, command->noun) == 0)
            return verb;
    }
    return NULL;
}

static void add_options(struct buf *text, const struct command *command)
{
    const struct command_verb *verb = command_verb_of(command);
    for (enum option_id i = OPTION_VERSION + 1; i < OPTION_COUNT; i++) {
        const struct option_row *row = option_row_of(command, i);
        if (verb != NULL ? verb->options >> i & 1 : command_takes(command, i))
            buf_add_format(text, "\n--%s %s  %s", row->name, row->value ? row->value : "",
                    i18n_text(row->words));
    }
}

static int show_help(struct app *app, const struct cli *cli, struct error *err)
{
    char name[COMMAND_NAME_MAX];
    size_t used;
    const struct command *command = command_find(cli->args, cli->arg_count, &used, err);
    struct buf text = {0};
    if (command == NULL)
        return -1;
    buf_add_format(&text, "%s %s\n\n%s.", command_name(command, name), command->arguments,
            i18n_text(command->summary));
    if (command->details != NULL)
        buf_add_format(&text, "\n%s", i18n_text(command->details));
    buf_add_char(&text, '\n');
    add_options(&text, command);
    page_open(app, name, buf_text(&text));
    buf_release(&text);
    return 0;
}

static int check_here(const struct cli *cli, struct error *err)
{
    char name[COMMAND_NAME_MAX];
    const struct command_verb *verb = command_verb_of(cli->command);
    command_name(cli->command, name);
    if (verb == NULL)
        return error_set(err, ERROR_USAGE,
                _("'%s' has nothing to show here; run it outside: campanile %s"), name, name);
    for (enum option_id i = 0; i < OPTION_COUNT; i++)
        if (cli->values[i] != NULL && (verb->options >> i & 1) == 0)
            return error_set(err, ERROR_USAGE, _("--%s is for outside: campanile %s --%s"),
                    option_rows[i].name, name, option_rows[i].name);
    return 0;
}

static int run_words(
        struct app *app, struct world *world, int count, char **words, struct error *err)
{
    struct cli cli = {0};
    if (options_read(&cli, count, words, err) != 0)
        return -1;
    if (cli.arg_count == 0 && cli.command == NULL)
        return error_set(err, ERROR_USAGE, _("Type a command, such as: campaign show ID"));
    if (cli.values[OPTION_HELP] != NULL)
        return show_help(app, &cli, err);
    /* --version, which is of the program as a whole. */
    if (cli.command == NULL)
        return error_set(err, ERROR_USAGE, _("Run it outside: campanile --version"));
    if (check_here(&cli, err) != 0)
        return -1;
    return command_verb_of(cli.command)
            ->run(&(struct call){.app = app,
                          .world = world,
                          .command = cli.command,
                          .values = cli.values,
                          .args = cli.args,
                          .arg_count = cli.arg_count},
                    err);
}

static void run(void *context, struct app *app, const char *line)
{
    char program[] = "campanile";
    char *words[COMMAND_WORDS_MAX + 2] = {program};
    char *copy = mem_string(line);
    struct error err = {0};
    size_t count = command_words(copy, words + 1);
    history_keep(line);
    /* As one would type it outside. */
    if (count > 0 && strcmp(words[1], program) == 0) {
        memmove(words + 1, words + 2, count * sizeof *words);
        count--;
    }
    words[count + 1] = NULL;
    if (run_words(app, context, (int)count + 1, words, &err) != 0)
        app_message_error(app, &err);
    mem_free(copy);
}

static void complete(void *context, const char *line, struct choices *out)
{
    commands_complete(context, line, out);
}

struct prompt_type commands_prompt(struct world *world)
{
    return (struct prompt_type){.context = world, .complete = complete, .run = run};
}
