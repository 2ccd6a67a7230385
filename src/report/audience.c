#include "report/audience.h"

#include "base/alloc.h"
#include "report/sizes.h"

struct audience {
    int64_t now_ms;
    const struct filter_plan **segments; /* of the plan */
    size_t count;
    struct filter_plan *own; /* NULL: none */
};

struct audience *audience_new(
        const struct facts *facts, const struct campaign *campaign, struct error *err)
{
    struct audience *audience = mem_new(sizeof *audience);
    audience->now_ms = facts_now(facts);
    audience->segments = mem_array(campaign->segment_count, sizeof *audience->segments);
    for (size_t i = 0; i < campaign->segment_count; i++) {
        const char *id = campaign->segments[i];
        audience->segments[i] = plan_segment_filter(facts->plan, id);
        if (audience->segments[i] == NULL) {
            error_set(err, ERROR_REFUSED,
                    "audience.segments[%zu]: there is no segment %s; name one that exists", i, id);
            goto failed;
        }
        audience->count++;
    }
    if (campaign->filter != NULL) {
        audience->own = filter_plan_new(facts->plan, campaign->filter, err);
        if (audience->own == NULL) {
            error_prefix(err, "audience.filter");
            goto failed;
        }
    }
    return audience;
failed:
    audience_free(audience);
    return NULL;
}

void audience_free(struct audience *audience)
{
    if (audience == NULL)
        return;
    filter_plan_free(audience->own);
    mem_free(audience->segments);
    mem_free(audience);
}

bool audience_has(const struct audience *audience, const struct profile *profile)
{
    for (size_t i = 0; i < audience->count; i++) {
        if (!filter_holds(audience->segments[i], profile, audience->now_ms, NULL, NULL))
            return false;
    }
    return audience->own == NULL ||
           filter_holds(audience->own, profile, audience->now_ms, NULL, NULL);
}

bool audience_is_everyone(const struct audience *audience)
{
    return audience->count == 0 && audience->own == NULL;
}

struct audience_size {
    const struct audience *audience;
    int64_t size;
};

static int count_member(void *context, const struct profile *profile)
{
    struct audience_size *counted = context;
    counted->size += audience_has(counted->audience, profile);
    return 0;
}

int audience_count(struct store *store, const struct campaign *campaign, int64_t *size,
        int64_t *as_of_ms, const struct scan *scan, struct error *err)
{
    struct facts facts;
    struct audience_size counted = {0};
    struct audience *audience;
    int answer = -1;
    if (facts_open(&facts, store, err) < 0)
        return -1;
    audience = audience_new(&facts, campaign, err);
    if (audience == NULL)
        goto out;
    *as_of_ms = facts.record.clock_ms;
    counted.audience = audience;
    counted.size = facts.record.next_user;
    answer = 0;
    if (!audience_is_everyone(audience)) {
        counted.size = 0;
        answer = facts_each_user(&facts, scan, count_member, &counted, err);
    }
    *size = counted.size;
out:
    audience_free(audience);
    facts_close(&facts);
    return answer;
}
