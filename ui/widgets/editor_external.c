/* $EDITOR: the text in a private file, the terminal lent to the program. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/text.h"
#include "widgets/editor.h"

struct run {
    char path[256];
    const char *editor;
};

static const char *editor_command(void)
{
    static const char *const names[] = {"VISUAL", "EDITOR"};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return value;
    }
    return "vi";
}

static int write_file(int fd, const char *text, struct error *err)
{
    size_t size = strlen(text);
    while (size) {
        ssize_t written = write(fd, text, size);
        if (written < 0 && errno != EINTR)
            return error_set_errno(
                    err, ERROR_UNAVAILABLE, errno, _("cannot write the text for the editor"));
        if (written > 0) {
            text += written;
            size -= (size_t)written;
        }
    }
    return 0;
}

static int make_file(struct run *run, const char *text, struct error *err)
{
    const char *folder = getenv("TMPDIR");
    snprintf(run->path, sizeof run->path, "%s/campanile-XXXXXX",
            folder && *folder && strlen(folder) < 200 ? folder : "/tmp");
    int fd = mkstemp(run->path);
    if (fd < 0)
        return error_set_errno(
                err, ERROR_UNAVAILABLE, errno, _("cannot make a file for the editor"));
    int result = write_file(fd, text, err);
    if (close(fd) != 0 && result == 0)
        result = error_set_errno(
                err, ERROR_UNAVAILABLE, errno, _("cannot write the text for the editor"));
    return result;
}

/* $EDITOR may have arguments and quotes, so the shell reads it, as git does; the path is a
 * parameter and not read again. */
static void exec_editor(const struct run *run)
{
    char *command = mem_format("%s \"$1\"", run->editor);
    signal(SIGINT, SIG_DFL);
    signal(SIGQUIT, SIG_DFL);
    signal(SIGTSTP, SIG_DFL);
    execl("/bin/sh", "sh", "-c", command, "campanile", run->path, (char *)NULL);
    _exit(127);
}

static int run_editor(void *context, struct error *err)
{
    const struct run *run = context;
    int status = 0;
    pid_t child = fork();
    if (child < 0)
        return error_set_errno(err, ERROR_UNAVAILABLE, errno, _("cannot start the editor"));
    if (child == 0)
        exec_editor(run);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return 0;
    return error_set(err, ERROR_UNAVAILABLE,
            _("the editor '%s' failed; the text is as before. Set EDITOR to one that is "
              "installed"),
            run->editor);
}

static int read_file(const struct run *run, size_t size_max, char **text, struct error *err)
{
    struct buf all = {0};
    int result = 0;
    FILE *file = fopen(run->path, "r");
    if (!file)
        return error_set_errno(
                err, ERROR_UNAVAILABLE, errno, _("cannot read what the editor saved"));
    size_t used;
    do {
        char *room = buf_room(&all, 4096);
        used = fread(room, 1, 4096, file);
        all.size += used;
    } while (used && all.size <= size_max + 1);
    fclose(file);
    buf_add(&all, "", 0);
    /* Editors end a file with a newline that nobody typed. */
    if (all.size && all.bytes[all.size - 1] == '\n')
        all.size--;
    if (all.size > size_max)
        result = error_set(err, ERROR_REFUSED,
                _("the text is longer than %zu bytes; the text is as before"), size_max);
    else if (!text_is_utf8(buf_text(&all), all.size) || memchr(buf_text(&all), 0, all.size))
        result = error_set(
                err, ERROR_REFUSED, _("what the editor saved is not UTF-8; the text is as before"));
    else
        *text = mem_string_of(buf_text(&all), all.size);
    buf_release(&all);
    return result;
}

int editor_run_external(
        struct app *app, const char *before, size_t size_max, char **text, struct error *err)
{
    struct run run = {.editor = editor_command()};
    if (make_file(&run, before, err) < 0)
        return -1;
    int result = app_lend_terminal(app, run_editor, &run, err);
    if (result == 0)
        result = read_file(&run, size_max, text, err);
    unlink(run.path);
    return result;
}
