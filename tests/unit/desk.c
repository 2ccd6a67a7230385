#include "desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "actions/settings.h"
#include "base/alloc.h"
#include "base/when.h"
#include "base/zone.h"
#include "runner/ingest.h"

static char *json_of(const char *text)
{
    char *json = mem_string(text);
    for (char *at = json; *at != '\0'; at++) {
        if (*at == '\'')
            *at = '"';
    }
    return json;
}

static void check(int answer, const struct error *err)
{
    if (answer < 0)
        fail_msg("%s", err->text);
}

int desk_setup(void **state)
{
    struct desk *desk = mem_new(sizeof *desk);
    struct error err = {0};
    char path[128];
    check(zone_start(&err), &err);
    memcpy(desk->folder, "/tmp/campanile-XXXXXX", sizeof "/tmp/campanile-XXXXXX");
    assert_non_null(mkdtemp(desk->folder));
    snprintf(path, sizeof path, "%s/db", desk->folder);
    desk->store = store_open(path, STORE_CREATE, &err);
    if (desk->store == NULL)
        fail_msg("%s", err.text);
    desk->actor = (struct actor){mem_string("anna"), mem_string("login")};
    *state = desk;
    desk_set(desk, "max_ahead", "off");
    return 0;
}

int desk_teardown(void **state)
{
    struct desk *desk = *state;
    store_close(desk->store);
    actor_release(&desk->actor);
    pid_t child = fork();
    if (child == 0) {
        execlp("rm", "rm", "-rf", desk->folder, (char *)NULL);
        _exit(1);
    }
    waitpid(child, NULL, 0);
    mem_free(desk);
    return child < 0 ? -1 : 0;
}

int64_t desk_when(const char *text)
{
    int64_t at_ms;
    assert_true(when_parse(text, strlen(text), &at_ms));
    return at_ms;
}

struct act_request desk_act(struct desk *desk, const char *at)
{
    return (struct act_request){.actor = &desk->actor, .at_ms = desk_when(at)};
}

struct save_request desk_request(struct desk *desk, int64_t base)
{
    return (struct save_request){.actor = &desk->actor, .at_ms = desk_when(AT_START), .base = base};
}

struct campaign *desk_read_campaign(const char *id, const char *members)
{
    struct error err = {0};
    char *text = mem_format("{'id': '%s', 'title': 'T %s', %s}", id, id, members);
    char *json = json_of(text);
    struct campaign *campaign = campaign_read(json, strlen(json), DOCUMENT_WHOLE, &err);
    if (campaign == NULL)
        fail_msg("%s: %s", json, err.text);
    mem_free(json);
    mem_free(text);
    return campaign;
}

void desk_campaign(struct desk *desk, const char *id, const char *members)
{
    struct error err = {0};
    struct save_request request = desk_request(desk, -1);
    struct campaign *campaign = desk_read_campaign(id, members);
    struct save_answer answer;
    check(save_campaign(desk->store, campaign, &request, &answer, &err), &err);
    if (!save_is_done(&answer))
        fail_msg("%s", answer.sentence);
    save_answer_release(&answer);
    campaign_free(campaign);
}

void desk_segment(struct desk *desk, const char *id, const char *filter)
{
    struct error err = {0};
    struct save_request request = desk_request(desk, -1);
    struct save_answer answer;
    char *text = mem_format("{'id': '%s', 'name': 'N %s', 'filter': %s}", id, id, filter);
    char *json = json_of(text);
    check(import_segment(desk->store, json, strlen(json), &request, &answer, &err), &err);
    if (!save_is_done(&answer))
        fail_msg("%s", answer.sentence);
    save_answer_release(&answer);
    mem_free(json);
    mem_free(text);
}

void desk_do(struct desk *desk, enum lifecycle_verb verb, const char *id, const char *at)
{
    struct error err = {0};
    struct act_request request = desk_act(desk, at);
    struct act_list list;
    check(lifecycle_act(desk->store, verb, &id, 1, &request, &list, &err), &err);
    if (!list.items[0].done)
        fail_msg("%s", list.items[0].sentence);
    act_list_release(&list);
}

void desk_ingest(struct desk *desk, const char *lines, const char *until)
{
    struct error err = {0};
    struct ingest_result result;
    struct ingest_options options = {.until_ms = until == NULL ? WHEN_NONE : desk_when(until),
            .rejects_max = -1,
            .now_ms = when_now()};
    char path[128];
    const char *paths[] = {path};
    char *text = json_of(lines);
    FILE *file;
    snprintf(path, sizeof path, "%s/events-%d.ndjson", desk->folder, desk->files++);
    file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "%s\n", text);
    fclose(file);
    mem_free(text);
    check(ingest(desk->store, paths, 1, &options, &result, &err), &err);
}

void desk_set(struct desk *desk, const char *key, const char *value)
{
    struct error err = {0};
    struct act_request request = desk_act(desk, AT_START);
    struct act_result result;
    char *json = json_of(value);
    check(change_setting(desk->store, key, json, &request, &result, &err), &err);
    act_result_release(&result);
    mem_free(json);
}
