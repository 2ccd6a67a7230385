#include <string.h>

#include "base/alloc.h"
#include "cli/cli.h"
#include "screens/ui.h"

static int run_interface(void *context, const char *db, const char *as, struct error *err)
{
    struct ui_options options = {.path = db, .as = as, .script = *(struct script_options *)context};
    return ui_run(&options, err);
}

/* The options of the headless driver are not for people and not part of any command: they are taken
 * out before the command line is read. */
static int take_script_options(struct script_options *script, int *argc, char **argv)
{
    struct error err = {0};
    int kept = 1;
    for (int at = 1; at < *argc;) {
        int taken = script_parse_option(script, *argc, argv, &at, &err);
        if (taken < 0) {
            cli_complain("%s", err.text);
            return -1;
        }
        if (taken == 0)
            argv[kept++] = argv[at++];
    }
    argv[kept] = NULL;
    *argc = kept;
    return 0;
}

int main(int argc, char **argv)
{
    struct script_options script = {0};
    const struct cli_interface interface = {run_interface, &script};
    for (int i = 1; i < argc; i++) {
        /* A command's own --size or the like must not be taken away. */
        if (strncmp(argv[i], "--script", 8) == 0 && take_script_options(&script, &argc, argv) != 0)
            return error_exit_status(ERROR_USAGE);
    }
    return cli_main(argc, argv, &interface);
}
