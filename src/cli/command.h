/* The commands and options as tables: they feed dispatch, help, completion and the manual page. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct cli;

/* What a place on the command line takes, for completion. */
enum takes {
    TAKES_NOTHING,
    TAKES_TEXT,
    TAKES_CAMPAIGN,
    TAKES_SEGMENT,
    TAKES_OBJECT, /* a campaign or a segment */
    TAKES_FILE,
    TAKES_EVENT,
    TAKES_SETTING,
    TAKES_COMMAND,
    TAKES_STATUS,
    TAKES_OUTCOME,
    TAKES_REFUSAL,
    TAKES_DAY,
    TAKES_DAY_OR_HOUR,
};

enum option_id {
    OPTION_DB,
    OPTION_AS,
    OPTION_JSON,
    OPTION_CSV,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_AT,
    OPTION_BASE,
    OPTION_STATUS,
    OPTION_TAG,
    OPTION_LIMIT,
    OPTION_MAX_REJECTS,
    OPTION_CAMPAIGN,
    OPTION_USER,
    OPTION_OUTCOME,
    OPTION_SINCE,
    OPTION_UNTIL,
    OPTION_BY,
    OPTION_FROM,
    OPTION_TO,
    OPTION_OBJECT,
    OPTION_FILE,
    OPTION_EVENT,
    OPTION_DAYS,
    OPTION_USERS,
    OPTION_END,
    OPTION_SEED,
    OPTION_COUNT,
};

#define WITH(name) (UINT64_C(1) << OPTION_##name)

struct option_row {
    const char *name;  /* without its dashes */
    const char *value; /* TIME, N; NULL where it takes none */
    enum takes takes;
    const char *words;
};

extern const struct option_row option_rows[OPTION_COUNT];

struct command;
/* The same for one command, where an option means something of its own there. NULL: any. */
const struct option_row *option_row_of(const struct command *command, enum option_id option);

enum { ANY_NUMBER = -1, COMMAND_NAME_MAX = 64 };

struct command {
    const char *noun;
    const char *verb;      /* NULL: the noun alone, or where none of its verbs follows */
    const char *arguments; /* 'ID NEWID'; "" without */
    int least, most;       /* arguments; most may be ANY_NUMBER */
    enum takes first, rest;
    uint64_t options; /* WITH(AT) | ..., beside those that all take */
    bool lists;       /* takes --csv */
    /* 0: done; 1: the answer is no, and what is to be said was said; -1 with an error. */
    int (*run)(struct cli *cli, struct error *err);
    const char *summary; /* one line */
    const char *details; /* paragraphs, or NULL */
};

extern const struct command commands[];
extern const size_t command_count;

/* The row that the words begin with; *used: how many words name it. NULL with an error that names
 * the nearest. */
const struct command *command_find(
        char *const *words, size_t count, size_t *used, struct error *err);
/* Whether a command takes an option. */
bool command_takes(const struct command *command, enum option_id option);
/* 'campaign import' */
const char *command_name(const struct command *command, char out[COMMAND_NAME_MAX]);

/* The nearest to what was typed of the names that `name_at` gives one by one (NULL at the end);
 * NULL where none is near. */
const char *nearest_name(const char *typed,
        const char *(*name_at)(size_t index, const void *context), const void *context);

#endif
