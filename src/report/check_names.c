#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "report/check_parts.h"
#include "report/refs.h"
#include "report/say.h"

enum { NEAR_EDITS_MAX = 3 };

/* The name that was probably meant. */
struct nearest {
    const char *wanted;
    const char *name; /* NULL where none is near */
    int edits;
};

static void nearest_try(struct nearest *nearest, const char *name)
{
    int edits = text_distance(nearest->wanted, name);
    if (edits > NEAR_EDITS_MAX || edits * 3 > (int)strlen(nearest->wanted) ||
            (nearest->name != NULL && edits >= nearest->edits))
        return;
    nearest->name = name;
    nearest->edits = edits;
}

static void say_nearest(struct buf *out, const struct nearest *nearest)
{
    if (nearest->name == NULL)
        return;
    buf_add_text(out, " Did you mean ");
    say_quoted(out, nearest->name);
    buf_add_char(out, '?');
}

static void find_segment(struct checking *checking, const struct ref *ref)
{
    const struct plan *plan = checking->facts->plan;
    struct nearest nearest = {.wanted = ref->name};
    struct buf words = {0};
    if (plan_segment_filter(plan, ref->name) != NULL)
        return;
    for (size_t i = 0; i < plan_segment_count(plan); i++)
        nearest_try(&nearest, plan_segment(plan, i)->id);
    buf_add_text(&words, "There is no segment ");
    say_quoted(&words, ref->name);
    buf_add_text(&words, ", so nobody would be in the audience: create it first, or name another.");
    say_nearest(&words, &nearest);
    finding_add(
            checking->out, SEVERITY_ERROR, "unknown_segment", ref->path, "%s", buf_text(&words));
    buf_release(&words);
}

static void campaign_missing(struct checking *checking, const struct ref *ref)
{
    const struct plan *plan = checking->facts->plan;
    struct nearest nearest = {.wanted = ref->name};
    struct buf words = {0};
    for (size_t rank = 0; rank < plan_campaign_count(plan); rank++)
        nearest_try(&nearest, plan_campaign(plan, rank)->document->id);
    buf_add_text(&words, "There is no campaign ");
    say_quoted(&words, ref->name);
    buf_add_text(&words, ": create it first (a draft will do), or name another.");
    say_nearest(&words, &nearest);
    finding_add(
            checking->out, SEVERITY_ERROR, "unknown_campaign", ref->path, "%s", buf_text(&words));
    buf_release(&words);
}

/* Filters may ask for what archived campaigns did; rows can wait for them in vain only. */
static void find_campaign(struct checking *checking, const struct ref *ref)
{
    const struct plan_campaign *found =
            plan_find(checking->facts->plan, ref->name, strlen(ref->name));
    struct buf words = {0};
    if (checking->campaign->id != NULL && strcmp(checking->campaign->id, ref->name) == 0)
        return;
    if (found == NULL) {
        campaign_missing(checking, ref);
        return;
    }
    if (ref->kind != REF_SOURCE || found->status != STATUS_ARCHIVED)
        return;
    buf_add_text(&words, "Campaign ");
    say_quoted(&words, ref->name);
    buf_add_text(&words, " is archived and sends nothing any more: unarchive it, or name another.");
    finding_add(
            checking->out, SEVERITY_ERROR, "unknown_campaign", ref->path, "%s", buf_text(&words));
    buf_release(&words);
}

static void check_ref(const struct ref *ref, void *context)
{
    if (ref->kind == REF_SEGMENT)
        find_segment(context, ref);
    else if (ref->kind == REF_SOURCE || ref->kind == REF_CAMPAIGN)
        find_campaign(context, ref);
}

static void check_surface(struct checking *checking)
{
    const struct campaign *campaign = checking->campaign;
    char **surfaces = checking->facts->settings.surfaces[campaign->channel];
    struct buf words = {0};
    size_t count = 0;
    if (surfaces == NULL)
        return;
    for (; surfaces[count] != NULL; count++) {
        if (campaign->surface != NULL && strcmp(surfaces[count], campaign->surface) == 0)
            return;
    }
    if (campaign->surface == NULL || *campaign->surface == '\0') {
        buf_add_text(&words, "No surface is chosen");
    } else {
        say_quoted(&words, campaign->surface);
        buf_add_text(&words, " is none of the surfaces");
    }
    buf_add_format(&words, " for %s: choose ", channel_name(campaign->channel));
    for (size_t i = 0; i < count && i < 5; i++) {
        buf_add_text(&words, i == 0 ? "" : i + 1 == count ? " or " : ", ");
        say_quoted(&words, surfaces[i]);
    }
    buf_add_text(&words, count > 5 ? " or another of the setting 'surfaces'." : ".");
    finding_add(
            checking->out, SEVERITY_ERROR, "unknown_surface", "surface", "%s", buf_text(&words));
    buf_release(&words);
}

void check_names(struct checking *checking)
{
    campaign_refs(checking->campaign, check_ref, checking);
    check_surface(checking);
}
