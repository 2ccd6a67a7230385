#include "report/unseen.h"

#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "report/refs.h"
#include "store/changelog.h"

/* One row of the changelog by somebody else. */
struct unseen_change {
    enum object object;
    int64_t row;
    char *id;
};

struct unseen {
    const struct facts *facts;
    const char *person;
    struct unseen_change *changes;
    size_t count, capacity;
    int64_t *looked; /* by rank of the campaign */
};

static int collect(void *context, const struct changelog_record *record)
{
    struct unseen *unseen = context;
    if (record->object == OBJECT_SETTING || strcmp(record->by, unseen->person) == 0)
        return 0;
    unseen->changes =
            mem_room(unseen->changes, unseen->count, &unseen->capacity, sizeof *unseen->changes);
    unseen->changes[unseen->count++] =
            (struct unseen_change){record->object, record->row, mem_string(record->id)};
    return 0;
}

static int looked_all(struct unseen *unseen, int64_t *lowest, struct error *err)
{
    size_t count = plan_campaign_count(unseen->facts->plan);
    unseen->looked = mem_array(count + 1, sizeof *unseen->looked);
    *lowest = count == 0 ? 0 : INT64_MAX;
    for (size_t rank = 0; rank < count; rank++) {
        const char *id = plan_campaign(unseen->facts->plan, rank)->document->id;
        if (looked_get(unseen->facts->store, unseen->person, OBJECT_CAMPAIGN, id,
                    &unseen->looked[rank], err) < 0)
            return -1;
        if (unseen->looked[rank] < *lowest)
            *lowest = unseen->looked[rank];
    }
    return 0;
}

struct unseen *unseen_open(const struct facts *facts, const char *person, struct error *err)
{
    struct unseen *unseen = mem_new(sizeof *unseen);
    struct changelog_query query = {.since_ms = WHEN_NONE, .until_ms = WHEN_NEVER, .object = -1};
    unseen->facts = facts;
    unseen->person = person;
    if (looked_all(unseen, &query.after_row, err) < 0 ||
            changelog_scan(facts->store, &query, collect, unseen, err) < 0) {
        unseen_free(unseen);
        return NULL;
    }
    return unseen;
}

void unseen_free(struct unseen *unseen)
{
    if (unseen == NULL)
        return;
    for (size_t i = 0; i < unseen->count; i++)
        mem_free(unseen->changes[i].id);
    mem_free(unseen->changes);
    mem_free(unseen->looked);
    mem_free(unseen);
}

bool unseen_concerns(const struct campaign *campaign, enum object object, const char *id)
{
    if (object == OBJECT_CAMPAIGN)
        return strcmp(campaign->id, id) == 0;
    return object == OBJECT_SEGMENT && campaign_uses_segment(campaign, id);
}

int64_t unseen_count(const struct unseen *unseen, const struct campaign *campaign)
{
    const struct plan_campaign *found =
            plan_find(unseen->facts->plan, campaign->id, strlen(campaign->id));
    int64_t count = 0;
    for (size_t i = 0; found != NULL && i < unseen->count; i++) {
        const struct unseen_change *change = &unseen->changes[i];
        if (change->row > unseen->looked[found->rank] &&
                unseen_concerns(campaign, change->object, change->id))
            count++;
    }
    return count;
}
