#include "cli/document.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"
#include "base/value.h"
#include "base/when.h"
#include "report/changelog.h"

enum { INPUT_MAX = 4 << 20, READ_SIZE = 65536 };

/* Waits in short turns: an interrupt just before a read would not end it. */
static bool wait_readable(int fd)
{
    enum { TURN_MS = 200 };
    struct pollfd wanted = {.fd = fd, .events = POLLIN};
    while (!cli_interrupted)
        if (poll(&wanted, 1, TURN_MS) > 0)
            return true;
    return false;
}

int input_read(const char *path, struct buf *text, struct error *err)
{
    bool standard = !strcmp(path, "-");
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = 0;
    if (fd < 0)
        return error_set_errno(err, ERROR_UNAVAILABLE, errno, "cannot read %s", path);
    do {
        got = -1;
        errno = EINTR;
        if (!wait_readable(fd))
            break;
        got = read(fd, buf_room(text, READ_SIZE), READ_SIZE);
        text->size += got > 0 ? (size_t)got : 0;
    } while ((got > 0 && text->size <= INPUT_MAX) || (got < 0 && errno == EINTR));
    int number = errno;
    if (!standard)
        close(fd);
    if (got < 0)
        return error_set_errno(err, ERROR_UNAVAILABLE, number, "cannot read %s", path);
    if (text->size > INPUT_MAX)
        return error_set(err, ERROR_USAGE, "%s is larger than a document can be", path);
    buf_add(text, "", 0);
    return 0;
}

void json_add_member(struct buf *to, const char *key, const char *text)
{
    json_add_string(to, key, strlen(key));
    buf_add_char(to, ':');
    if (text)
        json_add_string(to, text, strlen(text));
    else
        buf_add_text(to, "null");
}

void findings_add_json(struct buf *to, const struct finding_list *list)
{
    buf_add_char(to, '[');
    for (size_t i = 0; i < list->count; i++) {
        const struct finding *finding = &list->items[i];
        buf_add_text(to, i ? ",{" : "{");
        json_add_member(to, "severity", severity_name(finding->severity));
        buf_add_char(to, ',');
        json_add_member(to, "code", finding->code);
        buf_add_char(to, ',');
        json_add_member(to, "path", finding->path);
        buf_add_char(to, ',');
        json_add_member(to, "message", finding->message);
        buf_add_char(to, '}');
    }
    buf_add_char(to, ']');
}

void findings_say(struct cli *cli, const struct finding_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct finding *finding = &list->items[i];
        cli_say(cli, "%s: %s%s%s (%s)", severity_name(finding->severity),
                finding->path ? finding->path : "", finding->path && finding->path[0] ? ": " : "",
                finding->message, finding->code);
    }
}

static const struct column change_columns[] = {
        {"path", NULL, COLUMN_TEXT, CUT},
        {"before", NULL, COLUMN_NESTED, CUT},
        {"after", NULL, COLUMN_NESTED, CUT},
        {"words", NULL, COLUMN_TEXT, CUT},
};

static void out_json_text(struct out *out, const char *json)
{
    struct buf text = {0};
    if (!json) {
        out_null(out);
        return;
    }
    buf_add_text(&text, json);
    out_nested(out, &text, NULL);
    buf_release(&text);
}

/* People read the words alone; a change of a long text is shortened there already. */
void changes_show(struct cli *cli, const struct change_list *changes, const char *nothing)
{
    if (cli->out.form == OUT_PEOPLE) {
        for (size_t i = 0; i < changes->count; i++)
            out_line(&cli->out, changes->items[i].words);
        if (changes->count == 0)
            out_line(&cli->out, nothing);
        return;
    }
    out_begin(&cli->out, change_columns, ARRAY_COUNT(change_columns));
    for (size_t i = 0; i < changes->count; i++) {
        const struct change *change = &changes->items[i];
        out_text(&cli->out, change->path);
        out_json_text(&cli->out, change->before);
        out_json_text(&cli->out, change->after);
        out_text(&cli->out, change->words);
    }
    out_end(&cli->out, NULL);
}

int document_import(struct cli *cli, enum object object, const struct buf *text, int64_t base,
        struct save_answer *answer, struct error *err)
{
    struct save_request request = {.actor = &cli->actor, .at_ms = WHEN_NONE, .base = base};
    if (cli_time(cli, OPTION_AT, &request.at_ms, err) != 0)
        return -1;
    if (object == OBJECT_CAMPAIGN)
        return import_campaign(cli->store, buf_text(text), text->size, &request, answer, err);
    return import_segment(cli->store, buf_text(text), text->size, &request, answer, err);
}

static void answer_row(struct cli *cli, const struct save_answer *answer)
{
    static const char *const names[] = {"created", "saved", "same", "conflict", "refused"};
    static const struct column columns[] = {
            {"id", "", COLUMN_TEXT, CUT},
            {"version", "", COLUMN_NUMBER, CUT},
            {"saved", "", COLUMN_TEXT, CUT},
            {"changes", "", COLUMN_NESTED, CUT},
            {"theirs", "", COLUMN_NESTED, CUT},
            {"findings", "", COLUMN_NESTED, CUT},
            {"sentence", "", COLUMN_TEXT, CUT},
    };
    struct buf changes = {0}, theirs = {0}, findings = {0};
    change_list_write(&answer->changes, &changes);
    change_list_write(&answer->theirs, &theirs);
    findings_add_json(&findings, &answer->findings);
    out_begin(&cli->out, columns, ARRAY_COUNT(columns));
    out_text(&cli->out, answer->id);
    out_number(&cli->out, answer->version);
    out_text(&cli->out, names[answer->outcome]);
    out_nested(&cli->out, &changes, NULL);
    out_nested(&cli->out, &theirs, NULL);
    out_nested(&cli->out, &findings, NULL);
    out_text(&cli->out, answer->sentence);
    out_end(&cli->out, NULL);
    buf_release(&changes);
    buf_release(&theirs);
    buf_release(&findings);
}

static void answer_words(struct cli *cli, const struct save_answer *answer)
{
    if (answer->outcome == SAVED_CONFLICT)
        changes_show(cli, &answer->theirs, "Nothing differs.");
    if (answer->outcome == SAVED_VERSION)
        changes_show(cli, &answer->changes, "");
    findings_say(cli, &answer->findings);
    if (save_is_done(answer))
        cli_say(cli, "%s", answer->sentence);
}

int document_answer(struct cli *cli, const struct save_answer *answer, struct error *err)
{
    if (cli->out.form == OUT_PEOPLE)
        answer_words(cli, answer);
    else
        answer_row(cli, answer);
    return save_is_done(answer) ? 0 : error_set(err, ERROR_REFUSED, "%s", answer->sentence);
}

int document_import_run(struct cli *cli, enum object object, struct error *err)
{
    struct buf text = {0};
    struct save_answer answer = {0};
    int64_t base = -1;
    const char *path = cli->args[0];
    int status = cli_number(cli, OPTION_BASE, 0, UINT32_MAX, &base, err);
    if (status == 0)
        status = input_read(path, &text, err);
    if (status == 0)
        status = cli_open(cli, CLI_CREATE, err);
    if (status == 0) {
        status = document_import(cli, object, &text, base, &answer, err);
        if (status != 0 && err->code == ERROR_USAGE)
            error_prefix(err, "%s", strcmp(path, "-") ? path : "standard input");
    }
    if (status == 0)
        status = document_answer(cli, &answer, err);
    save_answer_release(&answer);
    buf_release(&text);
    return status;
}

static int read_version(const char *text, uint32_t *version, struct error *err)
{
    uint64_t number = 0;
    for (const char *at = text; *at; at++) {
        if (*at < '0' || *at > '9' || number > UINT32_MAX)
            return error_set(err, ERROR_USAGE, "'%s' is no version; 'log' lists them", text);
        number = number * 10 + (uint64_t)(*at - '0');
    }
    if (number == 0 || number > UINT32_MAX)
        return error_set(err, ERROR_USAGE, "'%s' is no version; they begin with 1", text);
    *version = (uint32_t)number;
    return 0;
}

int document_diff_run(struct cli *cli, enum object object, struct error *err)
{
    struct change_list changes = {0};
    uint32_t from = 0, to = 0;
    if (cli->arg_count > 1 && read_version(cli->args[1], &from, err) != 0)
        return -1;
    if (cli->arg_count > 2 && read_version(cli->args[2], &to, err) != 0)
        return -1;
    if (cli_open(cli, CLI_READ, err) != 0)
        return -1;
    int status = versions_diff(cli->store, object, cli->args[0], from, to, &changes, err);
    if (status == 0)
        changes_show(cli, &changes, "Nothing differs.");
    change_list_release(&changes);
    return status;
}

int document_log_run(struct cli *cli, enum object object, struct error *err)
{
    struct log_query query = {.object = (int)object,
            .id = cli->args[0],
            .since_ms = WHEN_NONE,
            .until_ms = WHEN_NEVER};
    struct document document = {0};
    if (cli_open(cli, CLI_READ, err) != 0)
        return -1;
    int status = document_get(cli->store, object, query.id, 0, &document, err);
    document_release(&document);
    return status == 0 ? log_show(cli, &query, err) : -1;
}
