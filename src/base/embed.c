#include "base/embed.h"

#include <string.h>

const char *embed_find(const char *name, size_t *size)
{
    for (const struct embed_file *file = embed_files; file->name; file++)
        if (strcmp(file->name, name) == 0) {
            if (size)
                *size = file->size;
            return file->bytes;
        }
    return NULL;
}
