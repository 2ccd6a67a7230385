#include "report/user.h"

#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "base/value.h"
#include "base/when.h"
#include "cli/document.h"
#include "cli/handlers.h"
#include "report/say.h"

static void add_instant_member(struct buf *json, const char *key, int64_t ms)
{
    char text[WHEN_TEXT_MAX];
    buf_add_char(json, ',');
    json_add_member(json, key, ms == WHEN_NONE ? NULL : when_format(ms, text));
}

static void out_traits(struct out *out, const struct user_answer *user)
{
    struct buf json = {0};
    buf_add_char(&json, '{');
    for (size_t i = 0; i < user->trait_count; i++) {
        buf_add_text(&json, i ? "," : "");
        json_add_string(&json, user->traits[i].name, strlen(user->traits[i].name));
        buf_add_format(&json, ":%s", user->traits[i].json);
    }
    buf_add_char(&json, '}');
    out_nested(out, &json, NULL);
    buf_release(&json);
}

static void out_events(struct out *out, const struct user_answer *user)
{
    struct buf json = {0};
    buf_add_char(&json, '[');
    for (size_t i = 0; i < user->event_count; i++) {
        const struct user_event *event = &user->events[i];
        buf_add_text(&json, i ? ",{" : "{");
        json_add_member(&json, "event", event->name);
        buf_add_format(&json, ",\"count\":%lld,\"recent\":%lld", (long long)event->count,
                (long long)event->recent);
        add_instant_member(&json, "first", event->first_ms);
        add_instant_member(&json, "last", event->last_ms);
        buf_add_char(&json, '}');
    }
    buf_add_char(&json, ']');
    out_nested(out, &json, NULL);
    buf_release(&json);
}

static void out_campaigns(struct out *out, const struct user_answer *user)
{
    struct buf json = {0};
    buf_add_char(&json, '[');
    for (size_t i = 0; i < user->campaign_count; i++) {
        const struct user_campaign *row = &user->campaigns[i];
        buf_add_text(&json, i ? ",{" : "{");
        json_add_member(&json, "campaign", row->campaign);
        buf_add_format(&json, ",\"received\":%s,\"in_control\":%s",
                row->received ? "true" : "false", row->in_control ? "true" : "false");
        add_instant_member(&json, "last_at", row->last_ms);
        buf_add_char(&json, ',');
        json_add_member(
                &json, "refusal", row->refusal == REFUSAL_NONE ? NULL : refusal_name(row->refusal));
        buf_add_char(&json, '}');
    }
    buf_add_char(&json, ']');
    out_nested(out, &json, NULL);
    buf_release(&json);
}

static void out_entries(struct out *out, const struct user_answer *user)
{
    struct buf json = {0};
    buf_add_char(&json, '[');
    for (size_t i = 0; i < user->entry_count; i++) {
        const struct user_entry *entry = &user->entries[i];
        buf_add_text(&json, i ? ",{" : "{");
        json_add_member(&json, "campaign", entry->campaign);
        add_instant_member(&json, "trigger_at", entry->trigger_ms);
        add_instant_member(&json, "due_at", entry->due_ms);
        add_instant_member(&json, "decided_at", entry->decided_ms);
        buf_add_char(&json, ',');
        json_add_member(&json, "outcome", outcome_name(entry->outcome));
        buf_add_char(&json, ',');
        json_add_member(&json, "detail", entry->detail);
        buf_add_char(&json, '}');
    }
    buf_add_char(&json, ']');
    out_nested(out, &json, NULL);
    buf_release(&json);
}

static void out_segments(struct out *out, const struct user_answer *user)
{
    struct buf json = {0};
    buf_add_char(&json, '[');
    for (size_t i = 0; i < user->segment_count; i++) {
        buf_add_text(&json, i ? "," : "");
        json_add_string(&json, user->segments[i], strlen(user->segments[i]));
    }
    buf_add_char(&json, ']');
    out_nested(out, &json, NULL);
    buf_release(&json);
}

static void show_row(struct cli *cli, const struct user_answer *user)
{
    static const struct column columns[] = {
            {"user", NULL, COLUMN_TEXT, CUT},
            {"zone", NULL, COLUMN_TEXT, CUT},
            {"spent", NULL, COLUMN_NUMBER, CUT},
            {"best_hour", NULL, COLUMN_NUMBER, CUT},
            {"traits", NULL, COLUMN_NESTED, CUT},
            {"events", NULL, COLUMN_NESTED, CUT},
            {"campaigns", NULL, COLUMN_NESTED, CUT},
            {"entries", NULL, COLUMN_NESTED, CUT},
            {"segments", NULL, COLUMN_NESTED, CUT},
    };
    struct out *out = &cli->out;
    out_begin(out, columns, ARRAY_COUNT(columns));
    out_text(out, user->id);
    out_text(out, user->zone);
    out_real(out, user->spent);
    if (user->best_hour < 0)
        out_null(out);
    else
        out_number(out, user->best_hour);
    out_traits(out, user);
    out_events(out, user);
    out_campaigns(out, user);
    out_entries(out, user);
    out_segments(out, user);
    out_end(out, NULL);
}

static void say_person(struct cli *cli, const struct user_answer *user)
{
    cli_say(cli, "%s", user->id);
    cli_say(cli, "zone %s%s", user->zone ? user->zone : user->company_zone,
            user->zone ? "" : " (the company's: none is known)");
    struct buf spent = {0};
    out_add_money(&spent, user->spent);
    cli_say(cli, "spent %s", buf_text(&spent));
    buf_release(&spent);
    if (user->best_hour >= 0)
        cli_say(cli, "most visits from %02d:00 to %02d:00", user->best_hour,
                (user->best_hour + 1) % 24);
    if (user->has_place)
        cli_say(cli, "last seen at %.4f, %.4f", user->latitude, user->longitude);
    for (size_t i = 0; i < user->trait_count; i++)
        cli_say(cli, "%s%s: %s", i ? "" : "\n", user->traits[i].name, user->traits[i].json);
    for (size_t i = 0; i < user->segment_count; i++)
        cli_say(cli, "%sin segment %s", i ? "" : "\n", user->segments[i]);
}

static void say_events(struct cli *cli, const struct user_answer *user)
{
    static const struct column columns[] = {
            {"event", "event", COLUMN_TEXT, CUT},
            {"count", "ever", COLUMN_NUMBER, CUT},
            {"recent", "lately", COLUMN_NUMBER, CUT},
            {"first", "first", COLUMN_INSTANT, CUT},
            {"last", "last", COLUMN_INSTANT, CUT},
    };
    if (user->event_count == 0)
        return;
    cli_say(cli, "%s", "");
    out_begin(&cli->out, columns, ARRAY_COUNT(columns));
    for (size_t i = 0; i < user->event_count; i++) {
        out_text(&cli->out, user->events[i].name);
        out_number(&cli->out, user->events[i].count);
        out_number(&cli->out, user->events[i].recent);
        out_instant(&cli->out, user->events[i].first_ms);
        out_instant(&cli->out, user->events[i].last_ms);
    }
    out_end(&cli->out, NULL);
}

static void say_entries(struct cli *cli, const struct user_answer *user)
{
    static const struct column columns[] = {
            {"campaign", "campaign", COLUMN_TEXT, CUT},
            {"trigger_at", "trigger", COLUMN_INSTANT, CUT},
            {"due_at", "due", COLUMN_INSTANT, CUT},
            {"outcome", "outcome", COLUMN_TEXT, FIRM},
            {"detail", "detail", COLUMN_TEXT, CUT},
    };
    if (user->entry_count == 0)
        return;
    cli_say(cli, "%s", "");
    out_begin(&cli->out, columns, ARRAY_COUNT(columns));
    for (size_t i = 0; i < user->entry_count; i++) {
        out_text(&cli->out, user->entries[i].campaign);
        out_instant(&cli->out, user->entries[i].trigger_ms);
        out_instant(&cli->out, user->entries[i].due_ms);
        out_text(&cli->out, outcome_name(user->entries[i].outcome));
        out_text(&cli->out, user->entries[i].detail);
    }
    out_end(&cli->out, NULL);
}

int user_show_run(struct cli *cli, struct error *err)
{
    struct user_query query = {.id = cli->args[0], .event = cli->values[OPTION_EVENT]};
    struct user_answer user = {0};
    int64_t days = 0;
    if (cli_number(cli, OPTION_DAYS, 1, 90, &days, err) != 0 || cli_open(cli, CLI_READ, err) != 0)
        return -1;
    query.days = (int)days;
    if (user_show(cli->store, &query, &user, err) != 0)
        return -1;
    if (cli->out.form == OUT_PEOPLE) {
        say_person(cli, &user);
        say_events(cli, &user);
        say_entries(cli, &user);
    } else {
        show_row(cli, &user);
    }
    user_answer_release(&user);
    return 0;
}

int user_find_run(struct cli *cli, struct error *err)
{
    static const struct column columns[] = {
            {"user", "user", COLUMN_TEXT, FIRM},
            {"email", "email", COLUMN_TEXT, FIRM},
    };
    struct user_found_list list = {0};
    if (cli_open(cli, CLI_READ, err) != 0 ||
            user_find_email(cli->store, cli->args[0], &cli->scan, &list, err) != 0)
        return -1;
    out_begin(&cli->out, columns, ARRAY_COUNT(columns));
    for (size_t i = 0; i < list.count; i++) {
        out_text(&cli->out, list.items[i].user);
        out_text(&cli->out, list.items[i].email);
    }
    out_end(&cli->out, NULL);
    int status = list.count ? 0
                            : error_set(err, ERROR_REFUSED, "nobody has the e-mail address '%s'",
                                      cli->args[0]);
    if (list.more)
        cli_complain("there are more than these %d", USER_FOUND_MAX);
    user_found_list_release(&list);
    return status;
}
