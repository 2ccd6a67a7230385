#include "store/settings.h"

#include <jansson.h>
#include <string.h>

#include "base/text.h"
#include "model/campaign.h"
#include "store/guard.h"

enum { SETTING_SIZE_MAX = 65536, SURFACES_MAX = 1000 };

struct setting {
    struct setting_kind kind;
    int (*check)(const char *value, bool allow_off, struct error *err);
    bool allow_off;
};

static int check_zone(const char *value, bool allow_off, struct error *err)
{
    (void)allow_off;
    if (zone_find(value, strlen(value)) == ZONE_NONE)
        return error_set(err, ERROR_USAGE,
                "'%s' is no time zone; give a name as Europe/Paris or UTC, spelled exactly", value);
    return 0;
}

static int check_duration(const char *value, bool allow_off, struct error *err)
{
    int64_t ms = 0;

    if (!duration_parse(value, allow_off, &ms))
        return error_set(err, ERROR_USAGE, "'%s' is no duration; give one as 30s, 5m, 1h, 3d%s",
                value, allow_off ? ", or off" : "");
    return 0;
}

static int surface_list(const char *channel, json_t *list, struct error *err)
{
    json_t *surface = NULL;
    size_t i = 0;

    if (channel_find(channel) < 0)
        return error_set(err, ERROR_USAGE,
                "surfaces: '%s' is no channel; there are email, push, in_app, sms, whatsapp, "
                "webhook, content_card",
                channel);
    if (!json_is_array(list) || json_array_size(list) > SURFACES_MAX)
        return error_set(err, ERROR_USAGE, "surfaces.%s: a list of at most %d names is wanted",
                channel, SURFACES_MAX);
    json_array_foreach(list, i, surface)
    {
        if (!json_is_string(surface) || json_string_length(surface) == 0 ||
                json_string_length(surface) > NAME_SIZE_MAX)
            return error_set(err, ERROR_USAGE,
                    "surfaces.%s[%zu]: a name of 1 to %d bytes is wanted", channel, i,
                    NAME_SIZE_MAX);
    }
    return 0;
}

static json_t *surfaces_read(const char *value, struct error *err)
{
    json_error_t fault;
    json_t *all = json_loads(value, JSON_REJECT_DUPLICATES, &fault);
    const char *channel = NULL;
    json_t *list = NULL;

    if (!json_is_object(all)) {
        error_set(err, ERROR_USAGE,
                "surfaces is a JSON object of channel to list of names, as {\"email\": "
                "[\"marketing-eu\"]}%s%s",
                all ? "" : ": ", all ? "" : fault.text);
        json_decref(all);
        return NULL;
    }
    json_object_foreach(all, channel, list)
    {
        if (surface_list(channel, list, err)) {
            json_decref(all);
            return NULL;
        }
    }
    return all;
}

static int check_surfaces(const char *value, bool allow_off, struct error *err)
{
    (void)allow_off;
    json_t *all = surfaces_read(value, err);
    json_decref(all);
    return all ? 0 : -1;
}

static int check_path(const char *value, bool allow_off, struct error *err)
{
    (void)value, (void)allow_off, (void)err;
    return 0;
}

static const struct setting SETTINGS[] = {
        {{"timezone", "UTC",
                 "The company's time zone, as Europe/Paris: for rules that say company, and for "
                 "users without a zone of their own"},
                check_zone, false},
        {{"max_ahead", "1h",
                 "Events further ahead of the wall clock are rejected: a duration, or off"},
                check_duration, true},
        {{"max_late", "24h",
                 "Sends further behind their due are dropped as too late: a duration, or off"},
                check_duration, true},
        {{"grace", "30s", "How long a live engine waits for events that arrive late: a duration"},
                check_duration, false},
        {{"dedupe", "72h", "How long message ids are remembered to drop repeats: a duration"},
                check_duration, false},
        {{"surfaces", "",
                 "The message presets of the delivery gateway: JSON, channel to list of names; not "
                 "set: any name is taken"},
                check_surfaces, false},
        {{"inbox", "", "The folder where event files arrive"}, check_path, false},
        {{"outbox", "", "The folder for what is to be sent"}, check_path, false},
        {{"inbox_done", "keep", "What becomes of files that were read: keep, delete, or a folder"},
                check_path, false},
};

const struct setting_kind *setting_kinds(size_t *count)
{
    static struct setting_kind kinds[ARRAY_COUNT(SETTINGS)];

    for (size_t i = 0; i < ARRAY_COUNT(SETTINGS); i++)
        kinds[i] = SETTINGS[i].kind;
    *count = ARRAY_COUNT(SETTINGS);
    return kinds;
}

static const struct setting *setting_of(const char *key)
{
    for (size_t i = 0; i < ARRAY_COUNT(SETTINGS); i++)
        if (strcmp(SETTINGS[i].kind.key, key) == 0)
            return &SETTINGS[i];
    return NULL;
}

const struct setting_kind *setting_kind_find(const char *key)
{
    const struct setting *setting = setting_of(key);

    return setting ? &setting->kind : NULL;
}

static const struct setting *setting_known(const char *key, struct error *err)
{
    const struct setting *setting = setting_of(key);
    struct buf keys = {0};

    if (setting)
        return setting;
    for (size_t i = 0; i < ARRAY_COUNT(SETTINGS); i++)
        buf_add_format(&keys, "%s%s", i ? ", " : "", SETTINGS[i].kind.key);
    error_set(err, ERROR_USAGE, "there is no setting '%.100s'; there are %s", key, buf_text(&keys));
    buf_release(&keys);
    return NULL;
}

int settings_get(struct store *store, const char *key, struct buf *value, struct error *err)
{
    const struct setting *setting = setting_known(key, err);
    sqlite3_stmt *row = NULL;

    if (!setting)
        return -1;
    row = sql_bind(store, err, "SELECT value FROM setting WHERE key = ?", "t", key);
    int found = row ? sql_step(store, row, err) : -1;
    if (found == 1) {
        buf_add_text(value, sql_text(row, 0));
        sql_reset(row);
    } else if (found == 0) {
        buf_add_text(value, setting->kind.fallback);
    }
    return found < 0 ? -1 : 0;
}

static int value_check(const struct setting *setting, const char *value, struct error *err)
{
    if (strlen(value) > SETTING_SIZE_MAX)
        return error_set(err, ERROR_USAGE, "%s: the value is too long", setting->kind.key);
    if (!text_is_utf8(value, strlen(value)))
        return error_set(err, ERROR_USAGE, "%s: the value is no UTF-8", setting->kind.key);
    return value[0] ? setting->check(value, setting->allow_off, err) : 0;
}

static int value_write(struct store *store, const struct act *act, const char *key,
        const char *before, const char *value, struct error *err)
{
    struct buf changes = {0};
    int failed = value[0] ? sql_run(store, err,
                                    "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT "
                                    "(key) DO UPDATE "
                                    "SET value = excluded.value",
                                    "tt", key, value)
                          : sql_run(store, err, "DELETE FROM setting WHERE key = ?", "t", key);

    change_of_field(&changes, key, before[0] ? before : NULL, value[0] ? value : NULL);
    struct logged logged = {OBJECT_SETTING, key, 0, "set", buf_text(&changes)};
    if (!failed)
        failed = changelog_add(store, act, &logged, err);
    buf_release(&changes);
    return failed;
}

int settings_put(struct store *store, const struct act *act, const char *key, const char *value,
        struct error *err)
{
    const struct setting *setting = setting_known(key, err);
    struct guard guard;
    struct buf before = {0};

    if (!setting || value_check(setting, value, err))
        return -1;
    int failed = guard_begin(&guard, store, err) || settings_get(store, key, &before, err);
    const char *wanted = value[0] ? value : setting->kind.fallback;
    if (!failed && strcmp(buf_text(&before), wanted) == 0) {
        guard_leave(&guard, store);
    } else {
        if (!failed)
            failed = value_write(store, act, key, buf_text(&before), value, err);
        failed = guard_end(&guard, store, failed, err);
    }
    buf_release(&before);
    return failed;
}

static int load_text(struct store *store, const char *key, char **out, struct error *err)
{
    struct buf value = {0};

    if (settings_get(store, key, &value, err)) {
        buf_release(&value);
        return -1;
    }
    *out = buf_take(&value);
    return 0;
}

static int load_duration(struct store *store, const char *key, int64_t *ms, struct error *err)
{
    char *text = NULL;
    const struct setting *setting = setting_of(key);

    if (load_text(store, key, &text, err))
        return -1;
    /* What stands there was checked when it was set. */
    if (!duration_parse(text, setting->allow_off, ms))
        duration_parse(setting->kind.fallback, setting->allow_off, ms);
    mem_free(text);
    return 0;
}

static void surfaces_take(struct settings *settings, json_t *all)
{
    const char *channel = NULL;
    json_t *list = NULL;

    json_object_foreach(all, channel, list)
    {
        size_t count = json_array_size(list);
        char **names = mem_array(count + 1, sizeof *names);
        for (size_t i = 0; i < count; i++)
            names[i] = mem_string(json_string_value(json_array_get(list, i)));
        settings->surfaces[channel_find(channel)] = names;
        settings->surfaces_limited = true;
    }
}

static int load_surfaces(struct store *store, struct settings *settings, struct error *err)
{
    char *text = NULL;

    if (load_text(store, "surfaces", &text, err))
        return -1;
    json_t *all = text[0] ? surfaces_read(text, err) : NULL;
    int failed = text[0] && !all;
    if (all)
        surfaces_take(settings, all);
    json_decref(all);
    mem_free(text);
    return failed ? -1 : 0;
}

static int load_zone(struct store *store, struct settings *settings, struct error *err)
{
    char *name = NULL;

    if (load_text(store, "timezone", &name, err))
        return -1;
    settings->timezone = zone_find(name, strlen(name));
    int failed = 0;
    if (settings->timezone == ZONE_NONE)
        failed = error_set(err, ERROR_UNAVAILABLE,
                "the setting timezone is '%s', which this system's tzdata does not know; install "
                "a newer tzdata, or set another",
                name);
    mem_free(name);
    return failed;
}

int settings_load(struct store *store, struct settings *settings, struct error *err)
{
    memset(settings, 0, sizeof *settings);
    if (load_zone(store, settings, err) ||
            load_duration(store, "max_ahead", &settings->max_ahead_ms, err) ||
            load_duration(store, "max_late", &settings->max_late_ms, err) ||
            load_duration(store, "grace", &settings->grace_ms, err) ||
            load_duration(store, "dedupe", &settings->dedupe_ms, err) ||
            load_surfaces(store, settings, err) ||
            load_text(store, "inbox", &settings->inbox, err) ||
            load_text(store, "outbox", &settings->outbox, err) ||
            load_text(store, "inbox_done", &settings->inbox_done, err)) {
        settings_release(settings);
        return -1;
    }
    return 0;
}

void settings_release(struct settings *settings)
{
    for (size_t i = 0; i < ARRAY_COUNT(settings->surfaces); i++) {
        for (char **name = settings->surfaces[i]; name && *name; name++)
            mem_free(*name);
        mem_free(settings->surfaces[i]);
    }
    mem_free(settings->inbox);
    mem_free(settings->outbox);
    mem_free(settings->inbox_done);
    memset(settings, 0, sizeof *settings);
}
