/* The truth table of filters (SEMANTICS 9.1 to 9.3). */
#ifndef ENGINE_OPERATORS_H
#define ENGINE_OPERATORS_H

#include "model/condition.h"

/* Whether the condition holds for what its path finds below `root` (an object, or missing).
 * `now_ms` is for in_last. Expressions that ran into a limit are counted in *regex_limit unless
 * NULL. */
bool condition_holds(const struct condition *condition, struct value root, int64_t now_ms,
        uint64_t *regex_limit);

/* The first value the path finds, or a missing one: for showing what was found. */
struct value path_first(const struct path *path, struct value root);

#endif
