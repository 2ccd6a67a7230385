/* Where the database is (FORMATS 4). */
#ifndef CLI_PLACE_H
#define CLI_PLACE_H

#include "base/error.h"

/* `given` is --db or NULL. The path is the caller's (mem_free). NULL with an error where a
 * configuration file cannot be understood. */
char *place_find(const char *given, struct error *err);
/* Makes the folder that the default place is in, where that is where the path points. */
int place_make_folder(const char *path, struct error *err);

#endif
