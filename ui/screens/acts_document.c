#include "screens/acts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "actions/save.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "base/when.h"
#include "report/campaigns.h"
#include "widgets/dialog.h"

enum { FILE_SIZE_MAX = 4 << 20 };

struct question {
    struct app *app;
    char *id;
    char **ids;
    size_t count;
    void (*done)(void *context);
    void *context;
};

static struct question *question_new(
        struct app *app, const char *id, void (*done)(void *context), void *context)
{
    struct question *question = mem_new(sizeof *question);
    question->app = app;
    question->id = id != NULL ? mem_string(id) : NULL;
    question->done = done;
    question->context = context;
    return question;
}

static void question_end(struct question *question, bool tried)
{
    if (tried && question->done != NULL)
        question->done(question->context);
    if (question->ids != NULL)
        lifecycle_ids_free(question->ids, question->count);
    mem_free(question->id);
    mem_free(question);
}

static bool check_id(void *context, const char *value, struct buf *why)
{
    (void)context;
    if (id_is_valid(value))
        return true;
    buf_add_text(why, _("1 to 64 of a-z 0-9 . _ - please."));
    return false;
}

static void clone_named(struct view *view, void *context, const char *value)
{
    struct question *question = context;
    struct world *world = world_of(question->app);
    const struct act_request request = {.actor = &world->actor, .at_ms = app_now(question->app)};
    struct act_result result = {0};
    struct error err = {0};
    (void)view;
    if (value == NULL) {
        question_end(question, false);
        return;
    }
    if (clone_campaign(world->store, question->id, value, NULL, &request, &result, &err) != 0)
        app_message_error(question->app, &err);
    else
        app_message(question->app, result.done ? STYLE_GOOD : STYLE_ERROR, result.sentence);
    act_result_release(&result);
    question_end(question, true);
}

void acts_clone(struct app *app, const char *id, void (*done)(void *context), void *context)
{
    struct buf proposed = {0};
    buf_add_format(&proposed, "%.58s-copy", id);
    dialog_ask(app, &(struct dialog_line){.title = _("Clone"),
                            .text = _("The copy is a draft of its own, without history."),
                            .label = _("New id"),
                            .value = buf_text(&proposed),
                            .yes = _("Clone"),
                            .check = check_id,
                            .done = clone_named,
                            .context = question_new(app, id, done, context)});
    buf_release(&proposed);
}

static void publish_answered(struct view *view, void *context, int answer)
{
    struct question *question = context;
    struct world *world = world_of(question->app);
    const struct act_request request = {.actor = &world->actor, .at_ms = app_now(question->app)};
    struct act_list acts = {0};
    struct error err = {0};
    struct buf text = {0};
    (void)view;
    if (answer != DIALOG_YES) {
        question_end(question, false);
        return;
    }
    if (lifecycle_publish(world->store, (const char *const *)question->ids, question->count,
                &request, &acts, &err) != 0)
        app_message_error(question->app, &err);
    for (size_t i = 0; i < acts.count; i++)
        buf_add_format(&text, "%s%s", i > 0 ? "\n" : "", acts.items[i].sentence);
    if (acts.count > 0)
        dialog_message(question->app, _("Published"), buf_text(&text));
    buf_release(&text);
    act_list_release(&acts);
    question_end(question, true);
}

void acts_publish(struct app *app, const char *id, void (*done)(void *context), void *context)
{
    struct question *question = question_new(app, id, done, context);
    struct world *world = world_of(app);
    struct error err = {0};
    struct buf text = {0};
    if (lifecycle_publish_set(world->store, id, &question->ids, &question->count, &err) != 0) {
        app_message_error(app, &err);
        question_end(question, false);
        return;
    }
    if (question->count < 2) {
        app_message_format(app, STYLE_WARNING,
                _("%s has no draft that must go live with it; press a to review and activate it."),
                id);
        question_end(question, false);
        return;
    }
    buf_add_text(&text,
            _("These belong together. Follow-ups go first, so that nothing of their source is "
              "missed:"));
    for (size_t i = 0; i < question->count; i++)
        buf_add_format(&text, "\n%zu. %s", i + 1, question->ids[i]);
    dialog_confirm_id(app,
            &(struct dialog){.title = _("Publish in the right order"),
                    .text = buf_text(&text),
                    .yes = _("Activate all"),
                    .done = publish_answered,
                    .context = question},
            question->id);
    buf_release(&text);
}

static int write_file(const char *path, const struct buf *text, struct error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    size_t done = 0;
    if (fd < 0)
        return error_set_errno(err, ERROR_UNAVAILABLE, errno, _("cannot write %s"), path);
    while (done < text->size) {
        ssize_t n = write(fd, text->bytes + done, text->size - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            error_set_errno(err, ERROR_UNAVAILABLE, errno, _("cannot write %s"), path);
            close(fd);
            unlink(path);
            return -1;
        }
        done += (size_t)n;
    }
    if (close(fd) != 0)
        return error_set_errno(err, ERROR_UNAVAILABLE, errno, _("cannot write %s"), path);
    return 0;
}

static void export_named(struct view *view, void *context, const char *value)
{
    struct question *question = context;
    struct world *world = world_of(question->app);
    struct campaign *campaign;
    struct error err = {0};
    struct buf text = {0};
    (void)view;
    if (value == NULL) {
        question_end(question, false);
        return;
    }
    campaign = campaign_document(world->store, question->id, 0, &err);
    if (campaign != NULL) {
        campaign_write(campaign, 2, &text);
        buf_add_char(&text, '\n');
    }
    if (campaign == NULL || write_file(value, &text, &err) != 0)
        app_message_error(question->app, &err);
    else
        app_message_format(
                question->app, STYLE_GOOD, _("%s is written to %s"), question->id, value);
    campaign_free(campaign);
    buf_release(&text);
    question_end(question, false);
}

void acts_export(struct app *app, const char *id)
{
    struct buf proposed = {0};
    buf_add_format(&proposed, "%s.json", id);
    dialog_ask(app, &(struct dialog_line){.title = _("Export"),
                            .text = _("The document as JSON, into a new file."),
                            .label = _("File"),
                            .value = buf_text(&proposed),
                            .yes = _("Write"),
                            .done = export_named,
                            .context = question_new(app, id, NULL, NULL)});
    buf_release(&proposed);
}

static int read_file(const char *path, struct buf *out, struct error *err)
{
    struct stat st;
    ssize_t n = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return error_set_errno(err, ERROR_UNAVAILABLE, errno, _("cannot read %s"), path);
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > FILE_SIZE_MAX) {
        close(fd);
        return error_set(
                err, ERROR_USAGE, _("%s is no file of a document: up to 4 MiB of JSON"), path);
    }
    while (out->size <= FILE_SIZE_MAX && (n = read(fd, buf_room(out, 65536), 65536)) > 0)
        out->size += (size_t)n;
    if (n < 0)
        error_set_errno(err, ERROR_UNAVAILABLE, errno, _("cannot read %s"), path);
    close(fd);
    return n < 0 ? -1 : 0;
}

static void import_named(struct view *view, void *context, const char *value)
{
    struct question *question = context;
    struct world *world = world_of(question->app);
    const struct save_request request = {
            .actor = &world->actor, .at_ms = app_now(question->app), .base = -1};
    struct save_answer result = {0};
    struct error err = {0};
    struct buf text = {0};
    (void)view;
    if (value == NULL) {
        question_end(question, false);
        return;
    }
    if (read_file(value, &text, &err) != 0 ||
            import_campaign(world->store, buf_text(&text), text.size, &request, &result, &err) != 0)
        dialog_message(question->app, _("Not imported"), err.text);
    else
        app_message(
                question->app, save_is_done(&result) ? STYLE_GOOD : STYLE_ERROR, result.sentence);
    save_answer_release(&result);
    buf_release(&text);
    question_end(question, true);
}

void acts_import(struct app *app, void (*done)(void *context), void *context)
{
    dialog_ask(app,
            &(struct dialog_line){.title = _("Import"),
                    .text = _(
                            "A campaign document. One with an id that is there already becomes its "
                            "next version."),
                    .label = _("File"),
                    .value = "",
                    .yes = _("Read"),
                    .done = import_named,
                    .context = question_new(app, NULL, done, context)});
}
