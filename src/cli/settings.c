#include "actions/settings.h"

#include <string.h>

#include "base/when.h"
#include "cli/handlers.h"

static const char *key_at(size_t index, const void *context)
{
    const struct setting_list *list = context;
    return index < list->count ? list->items[index].key : NULL;
}

static int no_such_key(const struct setting_list *list, const char *key, struct error *err)
{
    const char *near = nearest_name(key, key_at, list);
    if (near)
        return error_set(
                err, ERROR_USAGE, "there is no setting '%s'; did you mean '%s'?", key, near);
    return error_set(err, ERROR_USAGE, "there is no setting '%s'; 'settings get' lists them", key);
}

static int show(
        struct cli *cli, const struct setting_list *list, const char *key, struct error *err)
{
    static const struct column columns[] = {
            {"key", "setting", COLUMN_TEXT, FIRM},
            {"value", "value", COLUMN_TEXT, FIRM},
            {NULL, "what it does", COLUMN_TEXT, CUT},
    };
    bool found = false;
    out_begin(&cli->out, columns, 3);
    for (size_t i = 0; i < list->count; i++) {
        const struct setting_row *row = &list->items[i];
        if (key && strcmp(row->key, key) != 0)
            continue;
        found = true;
        out_text(&cli->out, row->key);
        out_text(&cli->out, row->value);
        out_text(&cli->out, row->words);
    }
    if (!found)
        return no_such_key(list, key, err);
    out_end(&cli->out, NULL);
    return 0;
}

int settings_get_run(struct cli *cli, struct error *err)
{
    struct setting_list list = {0};
    int status = cli_open(cli, CLI_READ, err);
    if (status == 0)
        status = list_settings(cli->store, &list, err);
    if (status == 0)
        status = show(cli, &list, cli->arg_count ? cli->args[0] : NULL, err);
    setting_list_release(&list);
    return status;
}

int settings_set_run(struct cli *cli, struct error *err)
{
    struct act_request request = {.actor = &cli->actor, .at_ms = WHEN_NONE};
    struct act_result result = {0};
    if (cli_open(cli, CLI_CREATE, err) != 0 || cli_time(cli, OPTION_AT, &request.at_ms, err) != 0)
        return -1;
    int status = change_setting(cli->store, cli->args[0], cli->args[1], &request, &result, err);
    if (status == 0 && !result.done)
        status = error_set(err, ERROR_REFUSED, "%s", result.sentence);
    if (status == 0)
        cli_say(cli, "%s", result.sentence);
    act_result_release(&result);
    return status;
}
