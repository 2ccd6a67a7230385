#ifndef BARE_DOM_H
#define BARE_DOM_H

#include <stddef.h>

#ifdef __cplusplus
extern "C"
#endif
        /* How many of the lines are JSON. */
        size_t
        bare_dom_parse(const char *const *lines, const size_t *sizes, size_t count);

#endif
