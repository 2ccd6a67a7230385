/* The command line's words sorted into options, command and arguments. */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include "cli/cli.h"

/* Fills values, command and args; rearranges argv (options may stand anywhere). Leaves command NULL
 * where no word is there. With --help or --version it is content with what is there. */
int options_read(struct cli *cli, int argc, char **argv, struct error *err);

#endif
