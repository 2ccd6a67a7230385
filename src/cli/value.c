/* Options as what they mean. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/when.h"
#include "cli/cli.h"

bool time_read(const char *text, zone_id zone, int64_t now_ms, int64_t *ms)
{
    int64_t day, ago_ms;
    if (when_parse(text, strlen(text), ms))
        return true;
    if (day_parse(text, strlen(text), &day)) {
        *ms = zone_instant(zone, (struct wall){day, 0});
        return true;
    }
    if (text[0] != '-' || !duration_parse(text + 1, false, &ago_ms))
        return false;
    *ms = now_ms - ago_ms;
    return true;
}

int cli_time(const struct cli *cli, enum option_id option, int64_t *ms, struct error *err)
{
    const char *text = cli->values[option];
    if (!text || time_read(text, cli->company, when_now(), ms))
        return 0;
    return error_set(err, ERROR_USAGE,
            "--%s takes a time such as 2026-11-21T09:00:00Z, 2026-11-21, -2h or -3d, not '%s'",
            option_rows[option].name, text);
}

int cli_day(const struct cli *cli, enum option_id option, int64_t *day, struct error *err)
{
    const char *text = cli->values[option];
    int64_t ms;
    if (!text)
        return 0;
    if (!time_read(text, cli->company, when_now(), &ms))
        return error_set(err, ERROR_USAGE, "--%s takes a day such as 2026-11-21 or -3d, not '%s'",
                option_rows[option].name, text);
    *day = zone_wall(cli->company, ms).day;
    return 0;
}

int cli_number(const struct cli *cli, enum option_id option, int64_t least, int64_t most,
        int64_t *number, struct error *err)
{
    const char *text = cli->values[option];
    char *end;
    if (!text)
        return 0;
    errno = 0;
    long long read = strtoll(text, &end, 10);
    bool digits = *text && strspn(text, "0123456789") == strlen(text);
    if (!digits || errno || read < least || read > most)
        return error_set(err, ERROR_USAGE, "--%s takes a number from %lld to %lld, not '%s'",
                option_rows[option].name, (long long)least, (long long)most, text);
    *number = read;
    return 0;
}
