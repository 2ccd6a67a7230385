/* The manual page: its lists of commands and options are the program's own. */
#include <string.h>

#include "cli/help.h"

/* Text in roff: no line may begin with a dot or a quote, a minus is to stay one. */
static void add_roff(struct buf *to, const char *text)
{
    bool begin = true;
    for (; *text; text++) {
        if (begin && (*text == '.' || *text == '\''))
            buf_add_text(to, "\\&");
        begin = *text == '\n';
        if (*text == '\\')
            buf_add_text(to, "\\e");
        else if (*text == '-')
            buf_add_text(to, "\\-");
        else
            buf_add_char(to, *text);
    }
}

static void add_option(struct buf *to, enum option_id option)
{
    struct buf line = {0};
    help_add_option(&line, NULL, option);
    buf_add_text(to, ".TP\n.B ");
    add_roff(to, buf_text(&line));
    buf_add_char(to, '\n');
    add_roff(to, option_rows[option].words);
    buf_add_char(to, '\n');
    buf_release(&line);
}

static void add_command(struct buf *to, const struct command *command)
{
    char name[COMMAND_NAME_MAX];
    struct buf line = {0};
    buf_add_format(&line, "%s %s", command_name(command, name), command->arguments);
    for (enum option_id i = OPTION_VERSION + 1; i < OPTION_COUNT; i++)
        if (command_takes(command, i)) {
            buf_add_text(&line, " [");
            help_add_option(&line, command, i);
            buf_add_char(&line, ']');
        }
    buf_add_text(to, ".TP\n.B ");
    add_roff(to, buf_text(&line));
    buf_add_char(to, '\n');
    add_roff(to, command->summary);
    buf_add_text(to, ".\n");
    if (command->details) {
        add_roff(to, command->details);
        buf_add_char(to, '\n');
    }
    buf_release(&line);
}

static const char head[] =
        ".TH CAMPANILE 1\n"
        ".SH NAME\n"
        "campanile \\- campaigns that answer what people do\n"
        ".SH SYNOPSIS\n"
        ".B campanile\n"
        "[\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIARGS\\fR]\n"
        ".SH DESCRIPTION\n"
        "Marketers write campaigns that are triggered by events; the engine reads event files and\n"
        "decides who gets which message, and why not.\n"
        "Options may also follow the command.\n"
        ".SH COMMANDS\n";

static const char tail[] =
        ".SH TIMES\n"
        "RFC 3339 (2026\\-11\\-21T09:00:00Z), a day in the company zone (2026\\-11\\-21: its "
        "first\n"
        "instant), or a time before now (\\-2h, \\-3d).\n"
        ".SH EXIT STATUS\n"
        ".TP\n.B 0\nDone.\n"
        ".TP\n.B 1\nThe answer is no: errors found by check, refused, not found, a conflict, "
        "verify "
        "failed.\n"
        ".TP\n.B 2\nThe call was wrong.\n"
        ".TP\n.B 3\nNot possible now: locked, an I/O error, a full disk. Try again.\n"
        ".TP\n.B 130\nInterrupted.\n"
        ".SH ENVIRONMENT\n"
        ".TP\n.B CAMPANILE_DB\nThe database, where \\-\\-db is not given.\n"
        ".TP\n.B CAMPANILE_AS\nYour name in the changelog, where \\-\\-as is not given.\n"
        ".TP\n.B VISUAL\\fR, \\fBEDITOR\nThe editor of \\fBcampaign edit\\fR.\n"
        ".SH FILES\n"
        ".TP\n.I $XDG_CONFIG_HOME/campanile/config\\fR, \\fI/etc/campanile/config\n"
        "A line \\fBdb = /path/to/database\\fR, so that a team on one host shares it.\n"
        ".TP\n.I $XDG_DATA_HOME/campanile/campanile.db\n"
        "The database, where nothing else is said.\n";

void manual_show(struct out *out)
{
    struct buf text = {0};
    buf_add_text(&text, head);
    for (size_t i = 0; i < command_count; i++)
        add_command(&text, &commands[i]);
    buf_add_text(&text, ".SH OPTIONS\n");
    for (enum option_id i = 0; i < OPTION_COUNT; i++)
        add_option(&text, i);
    buf_add_text(&text, tail);
    out_raw(out, text.bytes, text.size);
    buf_release(&text);
}
