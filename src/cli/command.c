#include "cli/command.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

const char *command_name(const struct command *command, char out[COMMAND_NAME_MAX])
{
    snprintf(out, COMMAND_NAME_MAX, "%s%s%s", command->noun, command->verb ? " " : "",
            command->verb ? command->verb : "");
    return out;
}

bool command_takes(const struct command *command, enum option_id option)
{
    if (option == OPTION_CSV)
        return command->lists;
    return option <= OPTION_VERSION || (command->options >> option & 1);
}

const char *nearest_name(const char *typed,
        const char *(*name_at)(size_t index, const void *context), const void *context)
{
    const char *best = NULL, *name;
    int least = strlen(typed) < 4 ? 2 : 3; /* not as far as this */
    for (size_t i = 0; (name = name_at(i, context)) != NULL; i++) {
        int distance = text_distance(typed, name);
        if (distance < least) {
            least = distance;
            best = name;
        }
    }
    return best;
}

static const char *noun_at(size_t index, const void *context)
{
    (void)context;
    return index < command_count ? commands[index].noun : NULL;
}

static const char *verb_at(size_t index, const void *noun)
{
    for (size_t i = 0; i < command_count; i++)
        if (commands[i].verb && !strcmp(commands[i].noun, noun) && index-- == 0)
            return commands[i].verb;
    return NULL;
}

static void no_noun(const char *word, struct error *err)
{
    const char *near = nearest_name(word, noun_at, NULL);
    if (near)
        error_set(err, ERROR_USAGE, "there is no command '%s'; did you mean '%s'?", word, near);
    else
        error_set(err, ERROR_USAGE, "there is no command '%s'; see 'campanile --help'", word);
}

static void no_verb(const char *noun, const char *word, struct error *err)
{
    const char *near = word ? nearest_name(word, verb_at, noun) : NULL;
    if (near)
        error_set(err, ERROR_USAGE, "there is no '%s %s'; did you mean '%s %s'?", noun, word, noun,
                near);
    else if (word)
        error_set(err, ERROR_USAGE, "there is no '%s %s'; see 'campanile %s --help'", noun, word,
                noun);
    else
        error_set(err, ERROR_USAGE, "'%s' needs one more word; see 'campanile %s --help'", noun,
                noun);
}

const struct command *command_find(
        char *const *words, size_t count, size_t *used, struct error *err)
{
    const struct command *alone = NULL;
    bool known = false;
    for (size_t i = 0; i < command_count; i++) {
        const struct command *command = &commands[i];
        if (strcmp(command->noun, words[0]) != 0)
            continue;
        known = true;
        if (!command->verb) {
            alone = command;
        } else if (count > 1 && !strcmp(command->verb, words[1])) {
            *used = 2;
            return command;
        }
    }
    *used = 1;
    if (!alone && known)
        no_verb(words[0], count > 1 ? words[1] : NULL, err);
    else if (!alone)
        no_noun(words[0], err);
    return alone;
}
