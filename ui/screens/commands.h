/* The command line `:` of the interface: the verbs of campanile itself (cli/command.h), where they
 * have a screen or an action here, with the same words, options and refusals. */
#ifndef UI_SCREENS_COMMANDS_H
#define UI_SCREENS_COMMANDS_H

#include "screens/world.h"
#include "widgets/prompt.h"

/* Its context is the struct world; `complete` and `run` of the prompt. */
struct prompt_type commands_prompt(struct world *world);

#endif
