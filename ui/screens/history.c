#include "screens/history.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/text.h"
#include "widgets/prompt.h"

enum { FILE_SIZE_MAX = 1 << 20 };

static char *path; /* NULL: nothing is kept */

/* Makes the folders of a path that are not there. */
static void make_folders(char *folder)
{
    for (char *at = folder + 1; (at = strchr(at, '/')) != NULL; at++) {
        *at = '\0';
        mkdir(folder, 0700);
        *at = '/';
    }
    mkdir(folder, 0700);
}

static char *usual_folder(void)
{
    const char *state = getenv("XDG_STATE_HOME");
    const char *home = getenv("HOME");
    if (state != NULL && state[0] == '/')
        return mem_format("%s/campanile", state);
    return home != NULL && home[0] == '/' ? mem_format("%s/.local/state/campanile", home) : NULL;
}

static void add_lines(char *text)
{
    for (char *line = text, *end; *line != '\0'; line = end) {
        end = strchrnul(line, '\n');
        if (*end != '\0')
            *end++ = '\0';
        if (strlen(line) <= PROMPT_SIZE_MAX && text_is_utf8(line, strlen(line)))
            prompt_history_add(line);
    }
}

static void read_file(void)
{
    struct buf text = {0};
    ssize_t n = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return;
    while (text.size < FILE_SIZE_MAX && (n = read(fd, buf_room(&text, 65536), 65536)) > 0)
        text.size += (size_t)n;
    close(fd);
    if (text.size > 0) {
        buf_add_char(&text, '\0');
        add_lines(text.bytes);
    }
    buf_release(&text);
}

/* Others may be adding to it: what they add between reading and renaming is lost, which a history
 * can bear. Written anew where it has grown to more than the prompt remembers. */
static void shorten(void)
{
    struct stat st;
    struct buf text = {0};
    char *fresh;
    int fd;
    if (stat(path, &st) != 0 || st.st_size < FILE_SIZE_MAX / 4)
        return;
    fresh = mem_format("%s.new", path);
    for (size_t i = 0; i < prompt_history_count(); i++)
        buf_add_format(&text, "%s\n", prompt_history_at(i));
    fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0) {
        bool whole = write(fd, buf_text(&text), text.size) == (ssize_t)text.size;
        close(fd);
        if (!whole || rename(fresh, path) != 0)
            unlink(fresh);
    }
    buf_release(&text);
    mem_free(fresh);
}

void history_open(const char *folder)
{
    char *home = folder != NULL ? mem_string(folder) : usual_folder();
    history_close();
    if (home == NULL)
        return;
    make_folders(home);
    path = mem_format("%s/history", home);
    mem_free(home);
    read_file();
    shorten();
}

void history_keep(const char *line)
{
    struct buf text = {0};
    int fd = path != NULL ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (fd < 0)
        return;
    buf_add_format(&text, "%s\n", line);
    /* One write: two sessions do not mix their lines. */
    ssize_t written = write(fd, buf_text(&text), text.size);
    (void)written;
    close(fd);
    buf_release(&text);
}

void history_close(void)
{
    mem_free(path);
    path = NULL;
}
