/* The verbs of the command line `:`: each opens the screen that shows the answer, or asks for the
 * action as its key would. */
#include "screens/commands_parts.h"

#include <stdlib.h>
#include <string.h>

#include "actions/lifecycle.h"
#include "actions/settings.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "base/when.h"
#include "report/campaigns.h"
#include "report/changelog.h"
#include "report/ledger.h"
#include "screens/acts.h"
#include "screens/badge.h"

/* A screen that is a tab is shown there. */
static int show_tab(const struct call *call, const struct view_type *type)
{
    const struct app_options *options = app_options(call->app);
    for (size_t i = 0; i < options->tab_count; i++)
        if (options->tabs[i].type == type) {
            app_show_tab(call->app, i);
            return 0;
        }
    return app_open(call->app, type, NULL);
}

static int check_exists(const struct call *call, const char *id, struct error *err)
{
    struct campaign *campaign = campaign_document(call->world->store, id, 0, err);
    int status = campaign != NULL ? 0 : -1;
    campaign_free(campaign);
    return status;
}

static int campaign_list(const struct call *call, struct error *err)
{
    (void)err;
    return show_tab(call, &campaigns_view);
}

static int campaign_show(const struct call *call, struct error *err)
{
    if (check_exists(call, call->args[0], err) != 0)
        return -1;
    app_open(call->app, &campaign_view, call->args[0]);
    return 0;
}

static int campaign_edit(const struct call *call, struct error *err)
{
    if (check_exists(call, call->args[0], err) != 0)
        return -1;
    app_open(call->app, &wizard_view, &(struct wizard_request){.id = call->args[0]});
    return 0;
}

static int campaign_review(const struct call *call, struct error *err)
{
    if (call->arg_count > 1)
        return error_set(err, ERROR_USAGE, _("One at a time: each is reviewed before it is live."));
    if (check_exists(call, call->args[0], err) != 0)
        return -1;
    app_open(call->app, &review_view, &(struct review_request){.id = call->args[0]});
    return 0;
}

static int find_subjects(const struct call *call, const struct campaign_list *list,
        struct act_subject *subjects, struct error *err)
{
    for (size_t i = 0; i < call->arg_count; i++) {
        size_t at = 0;
        while (at < list->count && strcmp(list->items[at].id, call->args[i]) != 0)
            at++;
        if (at == list->count)
            return check_exists(call, call->args[i], err);
        subjects[i] = (struct act_subject){.id = list->items[at].id,
                .status = status_stored(list->items[at].status),
                .pending = list->items[at].pending};
    }
    return 0;
}

static int campaign_act(const struct call *call, struct error *err)
{
    const struct campaigns_query query = {.status = -1};
    struct act_subject subjects[COMMAND_WORDS_MAX] = {0};
    struct campaign_list list = {0};
    int verb = lifecycle_verb_find(call->command->verb);
    const char *why;
    int status = campaigns_list(call->world->store, &query, &list, err);
    if (status == 0)
        status = find_subjects(call, &list, subjects, err);
    if (status == 0 && !acts_allow((enum lifecycle_verb)verb, subjects, call->arg_count, &why))
        status = error_set(err, ERROR_REFUSED, "%s", why);
    if (status == 0)
        acts_ask(call->app, (enum lifecycle_verb)verb, subjects, call->arg_count, NULL, NULL);
    campaign_list_release(&list);
    return status;
}

static int clone(const struct call *call, struct error *err)
{
    const struct act_request request = {.actor = &call->world->actor, .at_ms = app_now(call->app)};
    struct act_result result = {0};
    bool segment = strcmp(call->command->noun, "segment") == 0;
    int status = (segment ? clone_segment : clone_campaign)(
            call->world->store, call->args[0], call->args[1], NULL, &request, &result, err);
    if (status == 0)
        app_message(call->app, result.done ? STYLE_GOOD : STYLE_ERROR, result.sentence);
    act_result_release(&result);
    return status;
}

static int read_version(const char *text, uint32_t *version, struct error *err)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || number == 0 || number > UINT32_MAX)
        return error_set(
                err, ERROR_USAGE, _("'%s' is no version; versions are numbers from 1"), text);
    *version = (uint32_t)number;
    return 0;
}

static int difference(const struct call *call, struct error *err)
{
    struct diff_request request = {
            .id = call->args[0], .segment = strcmp(call->command->noun, "segment") == 0};
    if (call->arg_count > 1 && read_version(call->args[1], &request.from, err) != 0)
        return -1;
    if (call->arg_count > 2 && read_version(call->args[2], &request.to, err) != 0)
        return -1;
    app_open(call->app, &diff_view, &request);
    return 0;
}

static int open_log(
        const struct call *call, int object, const char *id, const char *by, int64_t since_ms)
{
    app_open(call->app, &changelog_view,
            &(struct log_query){.object = object,
                    .id = id,
                    .by = by,
                    .since_ms = since_ms,
                    .until_ms = WHEN_NEVER});
    return 0;
}

static int document_log(const struct call *call, struct error *err)
{
    bool segment = strcmp(call->command->noun, "segment") == 0;
    (void)err;
    return open_log(
            call, segment ? OBJECT_SEGMENT : OBJECT_CAMPAIGN, call->args[0], NULL, WHEN_NONE);
}

static int campaign_export(const struct call *call, struct error *err)
{
    if (check_exists(call, call->args[0], err) != 0)
        return -1;
    acts_export(call->app, call->args[0]);
    return 0;
}

static int segment_list(const struct call *call, struct error *err)
{
    (void)err;
    return show_tab(call, &segments_view);
}

static int segment_show(const struct call *call, struct error *err)
{
    struct segment *segment = segment_document(call->world->store, call->args[0], 0, err);
    if (segment == NULL)
        return -1;
    segment_free(segment);
    app_open(call->app, &segment_view, call->args[0]);
    return 0;
}

static int segment_delete(const struct call *call, struct error *err)
{
    const struct act_request request = {.actor = &call->world->actor, .at_ms = app_now(call->app)};
    struct act_result result = {0};
    int status = delete_segment(call->world->store, call->args[0], &request, &result, err);
    if (status == 0)
        app_message(call->app, result.done ? STYLE_GOOD : STYLE_ERROR, result.sentence);
    act_result_release(&result);
    return status;
}

static int user_show(const struct call *call, struct error *err)
{
    (void)err;
    app_open(call->app, &user_view, call->args[0]);
    return 0;
}

static int read_time(const struct call *call, enum option_id option, int64_t *ms, struct error *err)
{
    const char *text = call->values[option];
    if (text == NULL || time_read(text, world_zone(call->world), app_now(call->app), ms))
        return 0;
    return error_set(err, ERROR_USAGE,
            _("--%s takes a time such as 2026-11-21T09:00:00Z, 2026-11-21, -2h or -3d, not '%s'"),
            option_rows[option].name, text);
}

static int rows(const struct call *call, struct error *err)
{
    bool refusals = strcmp(call->command->noun, "refusals") == 0;
    const char *outcome = call->values[OPTION_OUTCOME];
    struct ledger_query query = {.campaign = call->values[OPTION_CAMPAIGN],
            .user = call->values[OPTION_USER],
            .outcome = -1,
            .since_ms = WHEN_NONE,
            .until_ms = WHEN_NEVER};
    if (outcome != NULL)
        query.outcome = refusals ? refusal_find(outcome) : outcome_find(outcome);
    if (outcome != NULL && query.outcome < 0)
        return error_set(err, ERROR_USAGE, _("There is no outcome '%s'; Tab shows them."), outcome);
    if (query.campaign != NULL && check_exists(call, query.campaign, err) != 0)
        return -1;
    if (read_time(call, OPTION_SINCE, &query.since_ms, err) != 0 ||
            read_time(call, OPTION_UNTIL, &query.until_ms, err) != 0)
        return -1;
    app_open(call->app, refusals ? &refusals_view : &ledger_view, &query);
    return 0;
}

static int stats(const struct call *call, struct error *err)
{
    if (call->arg_count > 1)
        return error_set(err, ERROR_USAGE, _("One campaign at a time here; all are in the list."));
    return call->arg_count == 1 ? campaign_show(call, err) : campaign_list(call, err);
}

static int events(const struct call *call, struct error *err)
{
    (void)err;
    if (call->arg_count == 0)
        return show_tab(call, &events_view);
    app_open(call->app, &event_view, call->args[0]);
    return 0;
}

static int changelog(const struct call *call, struct error *err)
{
    int64_t since_ms = WHEN_NONE;
    const char *id = call->values[OPTION_OBJECT], *by = call->values[OPTION_BY];
    if (read_time(call, OPTION_SINCE, &since_ms, err) != 0)
        return -1;
    if (id == NULL && by == NULL && since_ms == WHEN_NONE)
        return show_tab(call, &changelog_view);
    return open_log(call, -1, id, by, since_ms);
}

static int rejects(const struct call *call, struct error *err)
{
    (void)err;
    return show_tab(call, &files_view);
}

static int settings(const struct call *call, struct error *err)
{
    struct setting_list list = {0};
    int status;
    if (call->arg_count == 0)
        return show_tab(call, &settings_view);
    status = list_settings(call->world->store, &list, err);
    for (size_t i = 0; i < list.count && call->arg_count > 0; i++)
        if (strcmp(list.items[i].key, call->args[0]) == 0) {
            app_message_format(
                    call->app, STYLE_TEXT, "%s = %s", list.items[i].key, list.items[i].value);
            setting_list_release(&list);
            return 0;
        }
    setting_list_release(&list);
    if (status == 0)
        status = error_set(
                err, ERROR_USAGE, _("There is no setting '%s'; Tab shows them."), call->args[0]);
    return status;
}

static int settings_change(const struct call *call, struct error *err)
{
    const struct act_request request = {.actor = &call->world->actor, .at_ms = app_now(call->app)};
    struct act_result result = {0};
    int status = change_setting(
            call->world->store, call->args[0], call->args[1], &request, &result, err);
    if (status == 0)
        app_message(call->app, result.done ? STYLE_GOOD : STYLE_ERROR, result.sentence);
    act_result_release(&result);
    return status;
}

#define LEDGER_OPTIONS (WITH(CAMPAIGN) | WITH(USER) | WITH(OUTCOME) | WITH(SINCE) | WITH(UNTIL))

const struct command_verb command_verbs[] = {
        {"campaign", "show", campaign_show, 0},
        {"campaign", "edit", campaign_edit, 0},
        {"campaign", "list", campaign_list, 0},
        {"campaign", "check", campaign_review, 0},
        {"campaign", "activate", campaign_review, 0},
        {"campaign", "stop", campaign_act, 0},
        {"campaign", "resume", campaign_act, 0},
        {"campaign", "archive", campaign_act, 0},
        {"campaign", "unarchive", campaign_act, 0},
        {"campaign", "clone", clone, 0},
        {"campaign", "delete", campaign_act, 0},
        {"campaign", "diff", difference, 0},
        {"campaign", "log", document_log, 0},
        {"campaign", "export", campaign_export, 0},
        {"segment", "show", segment_show, 0},
        {"segment", "list", segment_list, 0},
        {"segment", "clone", clone, 0},
        {"segment", "delete", segment_delete, 0},
        {"segment", "diff", difference, 0},
        {"segment", "log", document_log, 0},
        {"user", "show", user_show, 0},
        {"deliveries", NULL, rows, LEDGER_OPTIONS},
        {"refusals", NULL, rows, LEDGER_OPTIONS},
        {"stats", NULL, stats, 0},
        {"events", NULL, events, 0},
        {"changelog", NULL, changelog, WITH(SINCE) | WITH(OBJECT) | WITH(BY)},
        {"rejects", NULL, rejects, 0},
        {"settings", NULL, settings, 0},
        {"settings", "get", settings, 0},
        {"settings", "set", settings_change, 0},
};
const size_t command_verb_count = ARRAY_COUNT(command_verbs);
