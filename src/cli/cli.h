/* One run of the command line: what was asked, by whom, of which database. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <signal.h>

#include "actions/actor.h"
#include "base/zone.h"
#include "cli/command.h"
#include "cli/out.h"
#include "report/scan.h"

struct store;

struct cli {
    const struct command *command;
    const char *values[OPTION_COUNT]; /* as typed; "" for options without a value; NULL: absent */
    char **args;                      /* behind noun and verb */
    size_t arg_count;
    char *db; /* where the database is */
    struct actor actor;
    struct store *store; /* NULL until cli_open */
    zone_id company;
    struct out out;
    struct scan scan; /* progress and interruption of what goes through many users */
};

/* What is run where there is no command: the terminal interface, which stands above this room. `db`
 * is the path of the database, `as` the value of --as or NULL. */
struct cli_interface {
    int (*run)(void *context, const char *db, const char *as, struct error *err);
    void *context;
};

/* Runs a whole command line. Returns the exit status. */
int cli_main(int argc, char **argv, const struct cli_interface *interface);

/* Set by SIGINT and SIGTERM. */
extern volatile sig_atomic_t cli_interrupted;

enum cli_open {
    CLI_CREATE, /* where there is no database yet, it is made */
    CLI_WRITE,
    CLI_READ,
};
/* Opens the database, and learns the company zone. */
int cli_open(struct cli *cli, enum cli_open how, struct error *err);

/* Options as what they mean. Absent ones leave what they point to alone. */
int cli_time(const struct cli *cli, enum option_id option, int64_t *ms, struct error *err);
/* A civil day in the company zone. */
int cli_day(const struct cli *cli, enum option_id option, int64_t *day, struct error *err);
int cli_number(const struct cli *cli, enum option_id option, int64_t least, int64_t most,
        int64_t *number, struct error *err);
/* RFC 3339, a day in that zone (its first instant), or '-2h' before now. */
bool time_read(const char *text, zone_id zone, int64_t now_ms, int64_t *ms);

/* A line for people on stdout, only where rows are not asked for. */
void cli_say(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* One on stderr, made safe: 'campanile: ...'. */
void cli_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
