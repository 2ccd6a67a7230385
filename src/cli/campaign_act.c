/* What happens to campaigns: activate, stop, resume, archive, unarchive, delete, clone. */
#include "actions/lifecycle.h"
#include "base/alloc.h"
#include "base/when.h"
#include "cli/act.h"
#include "cli/document.h"
#include "cli/handlers.h"

static const struct column columns[] = {
        {"id", NULL, COLUMN_TEXT, CUT},
        {"done", NULL, COLUMN_TEXT, CUT},
        {"status", NULL, COLUMN_TEXT, CUT},
        {"ended", NULL, COLUMN_NUMBER, CUT},
        {"findings", NULL, COLUMN_NESTED, CUT},
        {"sentence", NULL, COLUMN_TEXT, CUT},
};

static void result_row(struct cli *cli, const struct act_result *result)
{
    struct buf findings = {0};
    findings_add_json(&findings, &result->findings);
    out_text(&cli->out, result->id);
    out_bool(&cli->out, result->done);
    out_text(&cli->out, status_name(result->done ? result->after : result->before));
    out_number(&cli->out, result->ended);
    out_nested(&cli->out, &findings, NULL);
    out_text(&cli->out, result->sentence);
    buf_release(&findings);
}

int act_show(struct cli *cli, const struct act_result *results, size_t count, struct error *err)
{
    int status = 0;
    if (cli->out.form != OUT_PEOPLE)
        out_begin(&cli->out, columns, ARRAY_COUNT(columns));
    for (size_t i = 0; i < count; i++) {
        const struct act_result *result = &results[i];
        if (cli->out.form != OUT_PEOPLE)
            result_row(cli, result);
        findings_say(cli, &result->findings);
        if (result->done) {
            cli_say(cli, "%s", result->sentence);
        } else if (status == 0) {
            status = error_set(err, ERROR_REFUSED, "%s", result->sentence);
        } else {
            cli_complain("%s", result->sentence);
        }
    }
    if (cli->out.form != OUT_PEOPLE)
        out_end(&cli->out, NULL);
    return status;
}

int act_begin(struct cli *cli, struct act_request *request, struct error *err)
{
    *request = (struct act_request){.actor = &cli->actor, .at_ms = WHEN_NONE};
    if (cli_open(cli, CLI_WRITE, err) != 0)
        return -1;
    return cli_time(cli, OPTION_AT, &request->at_ms, err);
}

int campaign_act_run(struct cli *cli, struct error *err)
{
    struct act_request request;
    struct act_list list = {0};
    enum lifecycle_verb verb = (enum lifecycle_verb)lifecycle_verb_find(cli->command->verb);
    if (act_begin(cli, &request, err) != 0)
        return -1;
    int status = lifecycle_act(
            cli->store, verb, (const char *const *)cli->args, cli->arg_count, &request, &list, err);
    struct error refused = {0};
    if (act_show(cli, list.items, list.count, &refused) != 0 && status == 0) {
        status = -1;
        *err = refused;
    }
    act_list_release(&list);
    return status;
}

int campaign_clone_run(struct cli *cli, struct error *err)
{
    struct act_request request;
    struct act_result result = {0};
    if (act_begin(cli, &request, err) != 0)
        return -1;
    int status =
            clone_campaign(cli->store, cli->args[0], cli->args[1], NULL, &request, &result, err);
    if (status == 0)
        status = act_show(cli, &result, 1, err);
    act_result_release(&result);
    return status;
}
