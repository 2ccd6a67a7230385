/* Files of data/ that are compiled in (EMBED in the Makefile). */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#include <stddef.h>

/* The file of that name below data/ ("schema.sql", "demo/load.in"), with a NUL behind that is not
 * counted; NULL where there is none. `size` may be NULL. Never freed. */
const char *embed_find(const char *name, size_t *size);

/* All of them in order of name, ended by one without a name; written by data/embed. */
struct embed_file {
    const char *name;
    const char *bytes;
    size_t size;
};
extern const struct embed_file embed_files[];

#endif
