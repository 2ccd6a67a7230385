/* Gives files to a fuzz target one by one: seeds, and what once broke. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "fuzz.h"

static int replay(const char *name)
{
    struct buf content = {0};
    FILE *file = fopen(name, "rb");
    if (!file) {
        fprintf(stderr, "%s: %s\n", name, strerror(errno));
        return -1;
    }
    size_t got;
    while ((got = fread(buf_room(&content, 65536), 1, 65536, file)) > 0)
        content.size += got;
    fclose(file);
    /* In memory of its exact size, so that reading beyond it is noticed. */
    uint8_t *bytes = mem_new(content.size + (content.size == 0));
    if (content.size > 0)
        memcpy(bytes, content.bytes, content.size);
    LLVMFuzzerTestOneInput(bytes, content.size);
    mem_free(bytes);
    buf_release(&content);
    return 0;
}

int main(int count, char **names)
{
    for (int i = 1; i < count; i++) {
        if (replay(names[i]) != 0)
            return 1;
    }
    return 0;
}
