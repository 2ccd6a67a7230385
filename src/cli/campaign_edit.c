/* The document of a campaign in somebody's editor. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "cli/document.h"
#include "cli/handlers.h"
#include "model/campaign.h"
#include "report/campaigns.h"

struct edit {
    struct cli *cli;
    const char *id;
    uint32_t base;
    char *path;
};

/* A private file: in the folder of the session, or beside the database. */
static int edit_create(struct edit *edit, struct error *err)
{
    const char *folder = getenv("XDG_RUNTIME_DIR");
    char *db = mem_string(edit->cli->db);
    if (!folder || folder[0] != '/' || access(folder, W_OK) != 0)
        folder = dirname(db);
    edit->path = mem_format("%s/campanile-%s-XXXXXX.json", folder, edit->id);
    mem_free(db);
    int fd = mkostemps(edit->path, 5, O_CLOEXEC); /* 0600 */
    if (fd < 0) {
        int number = errno;
        error_set_errno(err, ERROR_UNAVAILABLE, number, "cannot make the file %s", edit->path);
        mem_free(edit->path);
        edit->path = NULL;
        return -1;
    }
    close(fd);
    return 0;
}

static int edit_fill(const struct edit *edit, const struct buf *text, struct error *err)
{
    int fd = open(edit->path, O_WRONLY | O_TRUNC | O_CLOEXEC);
    ssize_t written = fd < 0 ? -1 : write(fd, text->bytes, text->size);
    int number = errno;
    if (fd >= 0)
        close(fd);
    if (written != (ssize_t)text->size)
        return error_set_errno(err, ERROR_UNAVAILABLE, number, "cannot write %s", edit->path);
    return 0;
}

static int edit_open_editor(const struct edit *edit, struct error *err)
{
    const char *editor = getenv("VISUAL");
    if (!editor || !editor[0])
        editor = getenv("EDITOR");
    if (!editor || !editor[0])
        editor = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) ? "vi" : NULL;
    if (!editor)
        return error_set(err, ERROR_USAGE,
                "there is neither a terminal nor $VISUAL or $EDITOR; use export and import");
    /* Editors come with options ("emacs -nw"), so a shell splits the words; the path is a word of
     * its own whatever is in it. */
    char *command = mem_format("%s \"$1\"", editor);
    int status = -1;
    pid_t child = fork();
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", command, "sh", edit->path, (char *)NULL);
        _exit(127);
    }
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    mem_free(command);
    if (child < 0)
        return error_set_errno(err, ERROR_UNAVAILABLE, errno, "cannot start %s", editor);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return error_set(err, ERROR_REFUSED, "%s did not end well, so nothing was saved", editor);
    return 0;
}

static bool ask_again(const char *fault)
{
    char answer[16] = "";
    if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
        return false;
    cli_complain("%s", fault);
    if (write(STDERR_FILENO, "Edit again? [Y/n] ", 18) < 0)
        return false;
    ssize_t got = read(STDIN_FILENO, answer, sizeof answer - 1);
    return got > 0 && (answer[0] == '\n' || answer[0] == 'y' || answer[0] == 'Y');
}

static int edit_round(struct edit *edit, struct error *err)
{
    struct buf text = {0};
    struct save_answer answer = {0};
    int status = edit_open_editor(edit, err);
    if (status == 0)
        status = input_read(edit->path, &text, err);
    if (status == 0)
        status = document_import(
                edit->cli, OBJECT_CAMPAIGN, &text, (int64_t)edit->base, &answer, err);
    if (status == 0 && answer.id && strcmp(answer.id, edit->id) != 0)
        cli_complain("the id was changed, so this is another campaign now: %s", answer.id);
    if (status == 0)
        status = document_answer(edit->cli, &answer, err);
    save_answer_release(&answer);
    buf_release(&text);
    return status;
}

static bool edit_differs(const struct edit *edit, const struct buf *text)
{
    struct buf now = {0};
    bool differs = input_read(edit->path, &now, NULL) == 0 &&
                   (now.size != text->size || memcmp(now.bytes, text->bytes, now.size) != 0);
    buf_release(&now);
    return differs;
}

int campaign_edit_run(struct cli *cli, struct error *err)
{
    struct edit edit = {.cli = cli, .id = cli->args[0]};
    struct document document = {0};
    struct buf text = {0};
    if (cli_open(cli, CLI_WRITE, err) != 0 ||
            document_get(cli->store, OBJECT_CAMPAIGN, edit.id, 0, &document, err) != 0)
        return -1;
    edit.base = document.version;
    struct campaign *campaign = campaign_document(cli->store, edit.id, edit.base, err);
    document_release(&document);
    if (!campaign)
        return -1;
    campaign_write(campaign, 4, &text);
    buf_add_char(&text, '\n');
    campaign_free(campaign);
    int status = edit_create(&edit, err);
    if (status == 0)
        status = edit_fill(&edit, &text, err);
    for (bool again = status == 0; again;) {
        status = edit_round(&edit, err);
        again = status != 0 && !cli_interrupted && ask_again(err->text);
    }
    /* What somebody wrote is not thrown away. */
    if (status != 0 && edit.path && edit_differs(&edit, &text))
        error_prefix(err, "what you wrote is kept in %s", edit.path);
    else if (edit.path)
        unlink(edit.path);
    mem_free(edit.path);
    buf_release(&text);
    return status;
}
