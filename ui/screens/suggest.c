#include "screens/suggest.h"

#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "report/campaigns.h"
#include "report/segments.h"
#include "screens/badge.h"
#include "screens/world.h"
#include "store/settings.h"

enum { SUGGESTIONS_MAX = 100 };

struct suggest {
    struct world *world;
    struct seen *seen;
    struct segment_list segments;
    struct campaign_list campaigns;
    struct settings settings;
};

static void release(struct suggest *suggest)
{
    seen_free(suggest->seen);
    segment_list_release(&suggest->segments);
    campaign_list_release(&suggest->campaigns);
    settings_release(&suggest->settings);
    struct world *world = suggest->world;
    memset(suggest, 0, sizeof *suggest);
    suggest->world = world;
}

int suggest_reload(struct suggest *suggest, struct error *err)
{
    struct campaigns_query query = {.status = -1};
    struct store *store = suggest->world->store;
    release(suggest);
    suggest->seen = seen_open(store, err);
    if (!suggest->seen)
        return -1;
    if (segments_list(store, &suggest->segments, err) < 0 ||
            campaigns_list(store, &query, &suggest->campaigns, err) < 0 ||
            settings_load(store, &suggest->settings, err) < 0)
        return -1;
    return 0;
}

struct suggest *suggest_open(struct world *world, struct error *err)
{
    struct suggest *suggest = mem_new(sizeof *suggest);
    suggest->world = world;
    if (suggest_reload(suggest, err) < 0) {
        suggest_free(suggest);
        return NULL;
    }
    return suggest;
}

void suggest_free(struct suggest *suggest)
{
    if (!suggest)
        return;
    release(suggest);
    mem_free(suggest);
}

static void add_all(struct suggestions *found, struct choices *out)
{
    for (size_t i = 0; i < found->count; i++)
        choices_add(out, found->items[i].text, NULL, found->items[i].note);
    suggestions_release(found);
}

void suggest_events(const struct suggest *suggest, const char *typed, struct choices *out)
{
    struct suggestions found = {0};
    seen_suggest_events(suggest->seen, typed, SUGGESTIONS_MAX, &found);
    add_all(&found, out);
}

void suggest_properties(
        const struct suggest *suggest, const char *event, const char *typed, struct choices *out)
{
    struct suggestions found = {0};
    seen_suggest_properties(suggest->seen, event, typed, SUGGESTIONS_MAX, &found);
    add_all(&found, out);
}

void suggest_values(const struct suggest *suggest, const char *event, const char *path,
        const char *typed, struct choices *out)
{
    struct suggestions found = {0};
    seen_suggest_values(suggest->seen, event, path, typed, SUGGESTIONS_MAX, &found);
    add_all(&found, out);
}

void suggest_segments(const struct suggest *suggest, const char *typed, struct choices *out)
{
    for (size_t i = 0; i < suggest->segments.count; i++) {
        const struct segment_row *row = &suggest->segments.items[i];
        struct buf number = {0};
        struct buf note = {0};
        text_add_number(&number, row->size);
        if (row->size < 0)
            buf_add_text(&note, _("never counted"));
        else
            buf_add_format(&note, count_text("%s user", "%s users", row->size), buf_text(&number));
        choices_add_matching(out, typed, row->id, row->name, buf_text(&note));
        buf_release(&number);
        buf_release(&note);
    }
}

void suggest_campaigns(
        const struct suggest *suggest, const char *typed, const char *star, struct choices *out)
{
    if (star)
        choices_add_matching(out, typed, "*", star, NULL);
    for (size_t i = 0; i < suggest->campaigns.count; i++) {
        const struct campaign_row *row = &suggest->campaigns.items[i];
        choices_add_matching(out, typed, row->id, NULL, status_badge(row->status));
    }
}

bool suggest_surfaces(
        const struct suggest *suggest, int channel, const char *typed, struct choices *out)
{
    char **names = suggest->settings.surfaces[channel];
    for (size_t i = 0; names && names[i]; i++)
        choices_add_matching(out, typed, names[i], NULL, NULL);
    return names;
}

static void add_tag(struct choices *out, const char *typed, const char *tag)
{
    if (!choices_find(out, tag))
        choices_add_matching(out, typed, tag, NULL, NULL);
}

void suggest_tags(const struct suggest *suggest, const char *typed, struct choices *out)
{
    for (size_t i = 0; i < suggest->campaigns.count; i++)
        for (size_t k = 0; k < suggest->campaigns.items[i].tag_count; k++)
            add_tag(out, typed, suggest->campaigns.items[i].tags[k]);
    for (size_t i = 0; i < suggest->segments.count; i++)
        for (size_t k = 0; k < suggest->segments.items[i].tag_count; k++)
            add_tag(out, typed, suggest->segments.items[i].tags[k]);
}

bool suggest_has_campaign(const struct suggest *suggest, const char *id)
{
    for (size_t i = 0; i < suggest->campaigns.count; i++)
        if (strcmp(suggest->campaigns.items[i].id, id) == 0)
            return true;
    return false;
}

bool suggest_has_segment(const struct suggest *suggest, const char *id)
{
    for (size_t i = 0; i < suggest->segments.count; i++)
        if (strcmp(suggest->segments.items[i].id, id) == 0)
            return true;
    return false;
}

zone_id suggest_company_zone(const struct suggest *suggest)
{
    return suggest->settings.timezone;
}

enum value_type suggest_value_type(
        const struct suggest *suggest, const char *event, const char *path)
{
    const struct property_row *row = seen_property(suggest->seen, event, path);
    if (!row)
        return VALUE_MISSING;
    int64_t texts = row->counts[VALUE_STRING];
    int64_t numbers = row->counts[VALUE_INTEGER] + row->counts[VALUE_NUMBER];
    int64_t flags = row->counts[VALUE_TRUE] + row->counts[VALUE_FALSE];
    if (texts >= numbers && texts >= flags)
        return texts ? VALUE_STRING : VALUE_MISSING;
    return numbers >= flags ? VALUE_NUMBER : VALUE_TRUE;
}

void suggest_event_words(const struct suggest *suggest, const char *event, struct buf *out)
{
    const struct event_row *row = seen_event(suggest->seen, event);
    const struct event_row *other = row ? NULL : seen_event_other_case(suggest->seen, event);
    struct buf number = {0};
    if (row) {
        text_add_number(&number, row->count);
        buf_add_format(
                out, count_text("seen %s time", "seen %s times", row->count), buf_text(&number));
    } else if (other) {
        buf_add_format(out, _("never seen; did you mean '%s'?"), other->event);
    } else {
        buf_add_text(out, _("never seen so far: is it spelled as the events are?"));
    }
    buf_release(&number);
}
