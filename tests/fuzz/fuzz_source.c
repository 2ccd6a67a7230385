/* Any bytes as a file, plain or packed, and as what is kept of an event name. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/alloc.h"
#include "events/catalogue.h"
#include "events/event.h"
#include "events/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool held)
{
    if (!held)
        abort();
}

static void read_source(const uint8_t *data, size_t size)
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    struct error err = {ERROR_NONE, ""};
    enum line_state state;
    const char *line;
    size_t line_size;

    demand(fd >= 0 && write(fd, data, size) == (ssize_t)size && lseek(fd, 0, SEEK_SET) == 0);
    struct source *source = source_open("fuzz", fd, NULL, &err);
    while ((state = source_line(source, &line, &line_size, &err)) < SOURCE_END)
        demand(line_size <= EVENT_LINE_MAX &&
                (state == SOURCE_LONG || !memchr(line, '\n', line_size)));
    demand((state == SOURCE_ERROR) == (err.code != ERROR_NONE));
    demand(source_raw_bytes(source) <= (int64_t)size);
    demand(state == SOURCE_ERROR || source_raw_bytes(source) == (int64_t)size);
    source_free(source);
}

static void load_name(const uint8_t *data, size_t size)
{
    struct catalogue *catalogue = catalogue_new();
    struct buf packed = {0};

    if (catalogue_load(catalogue, 1, data, size, NULL) == 0) {
        catalogue_pack(catalogue_find(catalogue, 1), &packed);
        demand(catalogue_load(catalogue, 2, packed.bytes, packed.size, NULL) == 0);
    }
    buf_release(&packed);
    catalogue_free(catalogue);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_source(data, size);
    load_name(data, size);
    return 0;
}
