/* What actions on campaigns and segments have in common. */
#ifndef CLI_ACT_H
#define CLI_ACT_H

#include "actions/lifecycle.h"
#include "cli/cli.h"

/* Opens the database and reads who and when. */
int act_begin(struct cli *cli, struct act_request *request, struct error *err);
/* Says what came of it. -1 with the first refusal where something was not done; the others are
 * complained about. */
int act_show(struct cli *cli, const struct act_result *results, size_t count, struct error *err);

#endif
