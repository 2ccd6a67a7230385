/* Inside of commands.h: the verbs as a table, what one call of them is, and completion. */
#ifndef UI_SCREENS_COMMANDS_PARTS_H
#define UI_SCREENS_COMMANDS_PARTS_H

#include "cli/cli.h"
#include "screens/world.h"
#include "widgets/choices.h"

/* One line that was read: its words, sorted. */
struct call {
    struct app *app;
    struct world *world;
    const struct command *command;
    const char *const *values; /* by option; NULL: absent */
    char **args;
    size_t arg_count;
};

struct command_verb {
    const char *noun;
    const char *verb; /* NULL: the noun alone */
    /* 0, also where it opened a question; -1 with an error. */
    int (*run)(const struct call *call, struct error *err);
    uint64_t options; /* those that mean something here */
};

extern const struct command_verb command_verbs[];
extern const size_t command_verb_count;
/* NULL where the command has nothing to show here. */
const struct command_verb *command_verb_of(const struct command *command);

enum { COMMAND_WORDS_MAX = 64 };

/* Splits a line into words, in place: blanks between them, quotes around those that have some.
 * Returns how many there are, at most COMMAND_WORDS_MAX. */
size_t command_words(char *line, char *words[COMMAND_WORDS_MAX]);

void commands_complete(struct world *world, const char *line, struct choices *out);

#endif
