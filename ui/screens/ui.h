/* The terminal interface: what main calls without a command. */
#ifndef UI_SCREENS_UI_H
#define UI_SCREENS_UI_H

#include "base/error.h"
#include "base/script.h"

struct ui_options {
    const char *path;  /* of the database; made where there is none */
    const char *as;    /* --as, or NULL */
    const char *inbox; /* --inbox, or NULL */
    struct script_options script;
};

/* Opens the database and the terminal, runs until the person leaves. 0, or -1 with an error after
 * the screen was restored. */
int ui_run(const struct ui_options *options, struct error *err);

#endif
