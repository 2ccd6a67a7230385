#include "report/user.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "base/when.h"
#include "report/facts.h"
#include "store/users.h"

struct finding_users {
    const char *wanted;
    size_t wanted_size;
    size_t limit;
    struct user_found_list *out;
    size_t capacity;
    struct error *err;
    bool failed;
};

void user_found_list_release(struct user_found_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        mem_free(list->items[i].user);
        mem_free(list->items[i].email);
        mem_free(list->items[i].zone);
    }
    mem_free(list->items);
    *list = (struct user_found_list){0};
}

static int64_t last_event(const struct profile *profile)
{
    int64_t last_ms = WHEN_NONE;
    for (uint32_t i = 0; i < profile->event_count; i++)
        if (profile->events[i].last_ms > last_ms)
            last_ms = profile->events[i].last_ms;
    return last_ms;
}

/* Returns 1 where there is no more room. */
static int found_add(struct finding_users *finding, const struct profile *profile)
{
    struct user_found_list *out = finding->out;
    size_t size = 0;
    const char *email = value_string(profile_trait(profile, "email"), &size);
    if (out->count >= finding->limit) {
        out->more = true;
        return 1;
    }
    out->items = mem_room(out->items, out->count, &finding->capacity, sizeof *out->items);
    out->items[out->count++] = (struct user_found){
            .user = mem_string_of(profile->id, profile->id_size),
            .email = email == NULL ? NULL : mem_string_of(email, size),
            .zone = profile->zone == ZONE_NONE ? NULL : mem_string(zone_name(profile->zone)),
            .last_ms = last_event(profile),
            .spent = profile->spent};
    return 0;
}

static int match_email(void *context, const struct profile *profile)
{
    struct finding_users *finding = context;
    size_t size = 0;
    const char *email = value_string(profile_trait(profile, "email"), &size);
    if (email == NULL || !text_equal_ascii_case(email, size, finding->wanted, finding->wanted_size))
        return 0;
    return found_add(finding, profile);
}

/* Exact spelling first; the order among equals stays. */
static void exact_first(struct user_found_list *list, const char *email)
{
    size_t exact = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct user_found found = list->items[i];
        if (strcmp(found.email, email) != 0)
            continue;
        memmove(&list->items[exact + 1], &list->items[exact], (i - exact) * sizeof found);
        list->items[exact++] = found;
    }
}

int user_find_email(struct store *store, const char *email, const struct scan *scan,
        struct user_found_list *out, struct error *err)
{
    struct finding_users finding = {
            .wanted = email, .wanted_size = strlen(email), .limit = USER_FOUND_MAX, .out = out};
    struct facts facts;
    int answer;
    *out = (struct user_found_list){0};
    if (facts_open(&facts, store, err) < 0)
        return -1;
    answer = facts_each_user(&facts, scan, match_email, &finding, err);
    facts_close(&facts);
    if (answer < 0)
        user_found_list_release(out);
    else
        exact_first(out, email);
    return answer;
}

static int match_prefix(void *context, const struct user_record *record)
{
    struct finding_users *finding = context;
    struct profile *profile = profile_new(record->id, record->id_size, record->number, NULL);
    int stop = 1;
    if (profile_unpack(profile, record->state, record->state_size, finding->err) == 0)
        stop = found_add(finding, profile);
    else
        finding->failed = true;
    profile_free(profile);
    return stop;
}

int user_find_prefix(struct store *store, const char *prefix, size_t limit,
        struct user_found_list *out, struct error *err)
{
    struct finding_users finding = {
            .limit = limit < USER_FOUND_MAX ? limit : USER_FOUND_MAX, .out = out, .err = err};
    *out = (struct user_found_list){0};
    if (users_scan_by_id(store, prefix, match_prefix, &finding, err) == 0 && !finding.failed)
        return 0;
    user_found_list_release(out);
    return -1;
}
