#include "report/reach.h"

#include "engine/gates.h"
#include "engine/traits.h"
#include "report/audience.h"
#include "report/reach_parts.h"

bool campaign_asks_zone(const struct campaign *campaign)
{
    const struct delay *delay = &campaign->delay;
    const struct duration *duration = &campaign->duration;
    bool by_wall = delay->kind == DELAY_IN_DAYS || delay->kind == DELAY_ON_WEEKDAY;
    if (delay->kind == DELAY_INTELLIGENT || (by_wall && delay->zone == ZONE_OF_USER))
        return true;
    if (campaign->window.set && campaign->window.zone == ZONE_OF_USER)
        return true;
    return (duration->start.set || duration->end.set) && duration->zone == ZONE_OF_USER;
}

struct reach_scan {
    const struct audience *audience;
    const struct campaign *campaign;
    struct reach *out;
};

/* As the gates of a decision ask (SEMANTICS 6.4). */
static bool has_identity(const struct campaign *campaign, const struct profile *profile)
{
    if (campaign->identity == NULL || *campaign->identity == '\0')
        return true;
    return !trait_is_empty(profile_trait(profile, campaign->identity));
}

static bool is_unsubscribed(const struct campaign *campaign, const struct profile *profile)
{
    static const char *const traits[CHANNEL_COUNT] = {
            [CHANNEL_EMAIL] = "emailSubscription", [CHANNEL_PUSH] = "pushSubscription"};
    const char *trait = traits[campaign->channel];
    return trait != NULL && trait_is_unsubscribed(profile, trait);
}

static int reach_user(void *context, const struct profile *profile)
{
    struct reach_scan *scan = context;
    struct reach *out = scan->out;
    out->users++;
    if (!audience_has(scan->audience, profile))
        return 0;
    out->audience++;
    out->zone_unknown += profile->zone == ZONE_NONE;
    out->held_out += control_holds(scan->campaign, profile->id, profile->id_size);
    if (!has_identity(scan->campaign, profile))
        out->no_identity++;
    else if (is_unsubscribed(scan->campaign, profile))
        out->unsubscribed++;
    else
        out->reachable++;
    return 0;
}

int reach_users(const struct facts *facts, const struct campaign *campaign, const struct scan *scan,
        struct reach *out, struct error *err)
{
    struct audience *audience = audience_new(facts, campaign, err);
    struct reach_scan pass = {audience, campaign, out};
    int answer;
    if (audience == NULL)
        return -1;
    out->as_of_ms = facts->record.clock_ms;
    out->zone_matters = campaign_asks_zone(campaign);
    answer = facts_each_user(facts, scan, reach_user, &pass, err);
    audience_free(audience);
    return answer;
}
