/* Completion in a shell: `campanile --complete WORDS...`, the last word being the one that is
 * typed, prints what it may become, a candidate a line; '@files' asks the shell for file names. */
#ifndef CLI_COMPLETE_H
#define CLI_COMPLETE_H

#include "cli/cli.h"

int complete(struct cli *cli, int count, char **words);

#endif
