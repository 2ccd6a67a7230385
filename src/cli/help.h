/* Help from the tables. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "cli/cli.h"

void help_overview(struct out *out);
/* What --help asks for: the words that were typed name a command, a noun, or nothing. */
int help_show(struct cli *cli, struct error *err);
/* The manual page, in roff. */
void manual_show(struct out *out);
/* '--at TIME', as that command takes it (NULL: any). */
void help_add_option(struct buf *to, const struct command *command, enum option_id option);

#endif
