#include "report/changelog.h"

#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "report/campaigns.h"
#include "report/unseen.h"
#include "store/changelog.h"

struct log_reading {
    struct log_list *out;
    size_t capacity;
    int64_t limit;
    const struct campaign *concerning; /* NULL: all */
    const char *person;                /* whose own rows are left out; NULL: nobody's */
    struct error *err;
    bool failed;
};

static void log_row_release(struct log_row *row)
{
    mem_free(row->by);
    mem_free(row->login);
    mem_free(row->id);
    mem_free(row->action);
    change_list_release(&row->changes);
}

void log_list_release(struct log_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        log_row_release(&list->items[i]);
    mem_free(list->items);
    *list = (struct log_list){0};
}

static bool log_wants(const struct log_reading *reading, const struct changelog_record *record)
{
    if (reading->person != NULL && strcmp(reading->person, record->by) == 0)
        return false;
    return reading->concerning == NULL ||
           unseen_concerns(reading->concerning, record->object, record->id);
}

static int log_add(void *context, const struct changelog_record *record)
{
    struct log_reading *reading = context;
    struct log_list *out = reading->out;
    struct log_row row = {0};
    if (!log_wants(reading, record))
        return 0;
    if (reading->limit > 0 && out->count == (size_t)reading->limit) {
        out->more = true;
        return 1;
    }
    if (record->changes != NULL && change_list_read(&row.changes, record->changes,
                                           strlen(record->changes), reading->err) < 0) {
        reading->failed = true;
        change_list_release(&row.changes);
        return error_prefix(reading->err, "changelog row %lld", (long long)record->row);
    }
    row.number = record->row;
    row.at_ms = record->at_ms;
    row.by = mem_string(record->by);
    row.login = mem_string(record->login);
    row.object = record->object;
    row.id = mem_string(record->id);
    row.version = record->version;
    row.action = mem_string(record->action);
    out->items = mem_room(out->items, out->count, &reading->capacity, sizeof *out->items);
    out->items[out->count++] = row;
    return 0;
}

static int log_scan(struct store *store, const struct changelog_query *query,
        struct log_reading *reading, struct error *err)
{
    reading->err = err;
    if (changelog_scan(store, query, log_add, reading, err) == 0 && !reading->failed)
        return 0;
    log_list_release(reading->out);
    return -1;
}

int log_read(
        struct store *store, const struct log_query *query, struct log_list *out, struct error *err)
{
    struct log_reading reading = {.out = out, .limit = query->limit};
    struct changelog_query wanted = {.since_ms = query->since_ms,
            .until_ms = query->until_ms,
            .object = query->object,
            .id = query->id,
            .by = query->by,
            .after_row = query->after,
            .newest_first = query->newest,
            .limit = query->limit > 0 ? query->limit + 1 : 0};
    *out = (struct log_list){0};
    return log_scan(store, &wanted, &reading, err);
}

int log_unseen(struct store *store, const char *campaign, const char *person, struct log_list *out,
        struct error *err)
{
    struct log_reading reading = {.out = out, .person = person};
    struct changelog_query wanted = {
            .since_ms = WHEN_NONE, .until_ms = WHEN_NEVER, .object = -1, .newest_first = true};
    struct campaign *document = campaign_document(store, campaign, 0, err);
    int answer = -1;
    *out = (struct log_list){0};
    if (document == NULL)
        return -1;
    reading.concerning = document;
    if (looked_get(store, person, OBJECT_CAMPAIGN, campaign, &wanted.after_row, err) == 0)
        answer = log_scan(store, &wanted, &reading, err);
    campaign_free(document);
    return answer;
}

int log_look(struct store *store, const char *campaign, const char *person, struct error *err)
{
    int64_t newest, seen;
    if (changelog_newest(store, -1, NULL, &newest, err) < 0 ||
            looked_get(store, person, OBJECT_CAMPAIGN, campaign, &seen, err) < 0)
        return -1;
    if (newest <= seen)
        return 0;
    return looked_put(store, person, OBJECT_CAMPAIGN, campaign, newest, err);
}
