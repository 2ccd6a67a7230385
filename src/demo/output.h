/* A file of the demo, plain or gzip; written beside its name and moved there when it is whole. */
#ifndef DEMO_OUTPUT_H
#define DEMO_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <zlib.h>

#include "base/error.h"

struct output {
    char *path;      /* final */
    char *temporary; /* while it is written */
    int fd;
    gzFile gz; /* NULL: plain */
};

int output_open(struct output *output, const char *path, bool compress, struct error *err);
int output_write(struct output *output, const void *bytes, size_t size, struct error *err);
/* Puts the file in place. */
int output_close(struct output *output, struct error *err);
/* Gives up where it is still open; may be called after output_close. */
void output_discard(struct output *output);
/* Makes a folder where there is none. */
int output_folder(const char *path, struct error *err);

#endif
