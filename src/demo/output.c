#include "demo/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

enum { WRITE_MAX = 1 << 20 };

int output_folder(const char *path, struct error *err)
{
    struct stat info;
    if (mkdir(path, 0777) == 0)
        return 0;
    int number = errno;
    if (number == EEXIST && stat(path, &info) == 0 && S_ISDIR(info.st_mode))
        return 0;
    return error_set_errno(err, ERROR_UNAVAILABLE, number, "cannot make the folder %s", path);
}

int output_open(struct output *output, const char *path, bool compress, struct error *err)
{
    *output = (struct output){
            .path = mem_string(path), .temporary = mem_format("%s.part", path), .fd = -1};
    output->fd = open(output->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (output->fd < 0) {
        error_set_errno(err, ERROR_UNAVAILABLE, errno, "cannot write %s", output->temporary);
        output_discard(output);
        return -1;
    }
    if (compress) {
        output->gz = gzdopen(output->fd, "wb1");
        if (!output->gz)
            return error_set(err, ERROR_UNAVAILABLE, "no memory to compress %s", path);
        gzbuffer(output->gz, 1 << 18);
    }
    return 0;
}

int output_write(struct output *output, const void *bytes, size_t size, struct error *err)
{
    const char *at = bytes;
    while (size > 0) {
        size_t part = size < WRITE_MAX ? size : WRITE_MAX;
        ssize_t written =
                output->gz ? gzwrite(output->gz, at, (unsigned)part) : write(output->fd, at, part);
        if (written < 0 && errno == EINTR && !output->gz)
            continue;
        if (written <= 0)
            return error_set_errno(
                    err, ERROR_UNAVAILABLE, errno, "cannot write %s", output->temporary);
        at += written;
        size -= (size_t)written;
    }
    return 0;
}

int output_close(struct output *output, struct error *err)
{
    int failed = output->gz ? gzclose(output->gz) != Z_OK : close(output->fd) != 0;
    int number = errno;
    output->gz = NULL;
    output->fd = -1;
    if (failed)
        return error_set_errno(
                err, ERROR_UNAVAILABLE, number, "cannot write %s", output->temporary);
    if (rename(output->temporary, output->path) != 0)
        return error_set_errno(
                err, ERROR_UNAVAILABLE, errno, "cannot put %s in place", output->path);
    mem_free(output->temporary);
    mem_free(output->path);
    output->temporary = output->path = NULL;
    return 0;
}

void output_discard(struct output *output)
{
    if (output->gz)
        gzclose(output->gz);
    else if (output->fd >= 0)
        close(output->fd);
    if (output->temporary)
        unlink(output->temporary);
    mem_free(output->temporary);
    mem_free(output->path);
    *output = (struct output){.fd = -1};
}
