#include "cli/help.h"

#include <string.h>

#include "base/text.h"

enum { NAME_CELLS = 34, OPTION_CELLS = 22, WRAP_CELLS = 78 };

static void add_padded(struct buf *to, const char *text, int cells)
{
    buf_add_text(to, text);
    for (int used = text_cells(text, strlen(text)); used < cells; used++)
        buf_add_char(to, ' ');
}

/* Words of a paragraph, broken into lines that begin with the indent. */
static void add_wrapped(struct buf *to, const char *text, int used, int indent)
{
    while (*text) {
        size_t size = strcspn(text, " ");
        if (used > indent && used + 1 + (int)size > WRAP_CELLS) {
            buf_add_char(to, '\n');
            for (used = 0; used < indent; used++)
                buf_add_char(to, ' ');
        } else if (used > indent) {
            buf_add_char(to, ' ');
            used++;
        }
        buf_add(to, text, size);
        used += (int)size;
        text += size + strspn(text + size, " ");
    }
    buf_add_char(to, '\n');
}

static void show(struct out *out, struct buf *text)
{
    out_raw(out, buf_text(text), text->size);
    buf_release(text);
}

static void add_command(struct buf *to, const struct command *command)
{
    struct buf line = {0};
    char name[COMMAND_NAME_MAX];
    buf_add_format(&line, "  %s %s", command_name(command, name), command->arguments);
    bool wide = (int)line.size > NAME_CELLS - 2;
    add_padded(to, buf_text(&line), NAME_CELLS);
    if (wide) {
        buf_add_char(to, '\n');
        add_padded(to, "", NAME_CELLS);
    }
    add_wrapped(to, command->summary, NAME_CELLS, NAME_CELLS);
    buf_release(&line);
}

void help_add_option(struct buf *to, const struct command *command, enum option_id option)
{
    const struct option_row *row = option_row_of(command, option);
    buf_add_format(to, "--%s%s%s", row->name, row->value ? " " : "", row->value ? row->value : "");
}

static void add_option(struct buf *to, const struct command *command, enum option_id option)
{
    struct buf line = {0};
    buf_add_text(&line, "  ");
    help_add_option(&line, command, option);
    add_padded(to, buf_text(&line), OPTION_CELLS);
    add_wrapped(to, option_row_of(command, option)->words, OPTION_CELLS, OPTION_CELLS);
    buf_release(&line);
}

void help_overview(struct out *out)
{
    struct buf text = {0};
    buf_add_text(&text, "campanile [OPTIONS] COMMAND [ARGS]\n\n"
                        "Campaigns that answer what people do, and the engine that decides who\n"
                        "gets which message from event files.\n\nCommands:\n");
    for (size_t i = 0; i < command_count; i++) {
        if (i > 0 && strcmp(commands[i].noun, commands[i - 1].noun) != 0 &&
                (commands[i].verb || commands[i - 1].verb))
            buf_add_char(&text, '\n');
        add_command(&text, &commands[i]);
    }
    buf_add_text(&text, "\nOptions:\n");
    for (enum option_id i = OPTION_DB; i <= OPTION_VERSION; i++)
        add_option(&text, NULL, i);
    buf_add_text(&text, "\n'campanile COMMAND --help' tells more. Times: 2026-11-21T09:00:00Z,\n"
                        "2026-11-21 (in the company zone), -2h, -3d.\n");
    show(out, &text);
}

static void show_command(struct out *out, const struct command *command)
{
    struct buf text = {0};
    char name[COMMAND_NAME_MAX];
    bool space = command->arguments[0] != 0;
    buf_add_format(&text, "campanile %s%s%s\n\n%s.\n", command_name(command, name),
            space ? " " : "", command->arguments, command->summary);
    if (command->details) {
        buf_add_char(&text, '\n');
        add_wrapped(&text, command->details, 0, 0);
    }
    buf_add_text(&text, "\nOptions:\n");
    for (enum option_id i = OPTION_VERSION + 1; i < OPTION_COUNT; i++)
        if (command_takes(command, i))
            add_option(&text, command, i);
    for (enum option_id i = OPTION_DB; i <= OPTION_HELP; i++)
        if (command_takes(command, i))
            add_option(&text, command, i);
    show(out, &text);
}

static void show_noun(struct out *out, const char *noun)
{
    struct buf text = {0};
    for (size_t i = 0; i < command_count; i++)
        if (!strcmp(commands[i].noun, noun))
            add_command(&text, &commands[i]);
    buf_add_format(&text, "\n'campanile %s VERB --help' tells more.\n", noun);
    show(out, &text);
}

/* A noun with several rows, and no verb behind it that says which one. */
static bool is_group(const char *noun, bool verb_given)
{
    size_t rows = 0;
    for (size_t i = 0; i < command_count; i++)
        rows += !strcmp(commands[i].noun, noun);
    return rows > 1 && !verb_given;
}

int help_show(struct cli *cli, struct error *err)
{
    size_t used;
    if (cli->arg_count == 0) {
        help_overview(&cli->out);
        return 0;
    }
    if (is_group(cli->args[0], cli->arg_count > 1)) {
        show_noun(&cli->out, cli->args[0]);
        return 0;
    }
    const struct command *command = command_find(cli->args, cli->arg_count, &used, err);
    if (!command)
        return -1;
    show_command(&cli->out, command);
    return 0;
}
