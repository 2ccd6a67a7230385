#include <string.h>

#include "report/check_parts.h"
#include "report/say.h"

static const struct segment *segment_of(const struct plan *plan, const char *id)
{
    for (size_t i = 0; i < plan_segment_count(plan); i++) {
        if (strcmp(plan_segment(plan, i)->id, id) == 0)
            return plan_segment(plan, i);
    }
    return NULL;
}

static void check_segment(struct checking *checking, const char *id, const char *path)
{
    const struct campaign *campaign = checking->campaign;
    const struct segment *segment = segment_of(checking->facts->plan, id);
    for (size_t i = 0; segment != NULL && i < campaign->trigger_count; i++) {
        const char *event = rule_own_event(&campaign->triggers[i]);
        struct buf words = {0};
        if (event == NULL || !filter_requires_event(&segment->filter, event))
            continue;
        buf_add_text(&words, "Segment ");
        say_quoted(&words, id);
        buf_add_text(&words, " requires ");
        say_event(&words, event);
        buf_add_format(&words,
                ", which is also trigger %zu. Events are credited after they trigger, so the first "
                "one only lets the user into the audience and the second one triggers: take "
                "another segment if the first should count.",
                i + 1);
        finding_add(checking->out, SEVERITY_WARNING, "same_event_in_audience", path, "%s",
                buf_text(&words));
        buf_release(&words);
    }
}

/* Segments that everybody in the audience must be in: those of a filter only where `all` leads to
 * them. */
static void check_filter(struct checking *checking, const struct filter *filter)
{
    if (filter->kind == FILTER_SEGMENT && filter->name != NULL)
        check_segment(checking, filter->name, "audience.filter");
    for (size_t i = 0; filter->kind == FILTER_ALL && i < filter->child_count; i++)
        check_filter(checking, &filter->children[i]);
}

void check_segments(struct checking *checking)
{
    const struct campaign *campaign = checking->campaign;
    for (size_t i = 0; i < campaign->segment_count; i++) {
        struct buf path = {0};
        buf_add_format(&path, "audience.segments[%zu]", i);
        check_segment(checking, campaign->segments[i], buf_text(&path));
        buf_release(&path);
    }
    if (campaign->filter != NULL)
        check_filter(checking, campaign->filter);
}
