#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "events/catalogue.h"
#include "model/condition.h"
#include "report/check_parts.h"
#include "report/refs.h"
#include "report/say.h"

enum { SEEN_DEPTH_MAX = 4 }; /* how deep the catalogue looks into properties */

/* The events that are credited under a name of ours too (SEMANTICS 2.3). */
static const struct {
    const char *name;
    const char *events[2];
    const char *words;
} credited[] = {
        {"$session", {"Application Opened", "Session Started"}, "start of a session"},
        {"$purchase", {"Order Completed", NULL}, "purchase"},
};

static int credited_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_COUNT(credited); i++) {
        if (strcmp(credited[i].name, name) == 0)
            return (int)i;
    }
    return -1;
}

static bool event_was_seen(const struct seen *seen, const char *name)
{
    int own = credited_find(name);
    if (own < 0)
        return seen_event(seen, name) != NULL;
    for (size_t i = 0; i < ARRAY_COUNT(credited[own].events); i++) {
        const char *event = credited[own].events[i];
        if (event != NULL && seen_event(seen, event) != NULL)
            return true;
    }
    return false;
}

static const char *nearest_event(const struct seen *seen, const char *name)
{
    const char *nearest = NULL;
    int edits_min = (int)strlen(name) / 4 + 1;
    for (size_t i = 0; i < seen_event_count(seen); i++) {
        int edits = text_distance(name, seen_event_at(seen, i)->event);
        if (edits >= edits_min)
            continue;
        edits_min = edits;
        nearest = seen_event_at(seen, i)->event;
    }
    return nearest;
}

static void say_event_instead(struct buf *words, const struct seen *seen, const char *name)
{
    const struct event_row *other = seen_event_other_case(seen, name);
    const char *nearest = other != NULL ? other->event : nearest_event(seen, name);
    if (other != NULL) {
        buf_add_text(words, ", but ");
        say_quoted(words, other->event);
        buf_add_text(words, " was, ");
        say_count(words, other->count, "time", "times");
        buf_add_text(words, ": upper and lower case count, so take that spelling.");
    } else if (nearest != NULL) {
        buf_add_text(words, ". Did you mean ");
        say_quoted(words, nearest);
        buf_add_text(words, "? Otherwise make sure that the app sends it.");
    } else {
        buf_add_text(words, ": check the spelling, or make sure that the app sends it.");
    }
}

static void check_event(struct checking *checking, const struct ref *ref)
{
    struct buf words = {0};
    int own = credited_find(ref->name);
    if (event_was_seen(checking->seen, ref->name))
        return;
    if (seen_event_count(checking->seen) == 0) {
        buf_add_text(&words, "No event was read yet, so it is not known whether ");
        say_event(&words, ref->name);
        buf_add_text(&words, " ever comes: ingest some event files first to be sure.");
    } else if (own >= 0) {
        buf_add_format(&words, "No %s was ever seen: it comes as the event ", credited[own].words);
        say_quoted(&words, credited[own].events[0]);
        buf_add_text(&words, "; make sure that the app sends it.");
    } else {
        buf_add_text(&words, "The event ");
        say_quoted(&words, ref->name);
        buf_add_text(&words, " was never seen");
        say_event_instead(&words, checking->seen, ref->name);
    }
    finding_add(
            checking->out, SEVERITY_WARNING, "event_never_seen", ref->path, "%s", buf_text(&words));
    buf_release(&words);
}

/* Deeper paths, and properties of events that have too many of them, are not in the catalogue. */
static bool property_is_judged(const struct seen *seen, const char *event, const char *text)
{
    struct path path;
    size_t count = 0, keys = 0;
    if (seen_properties(seen, event, &count) == NULL || count == 0 ||
            count >= CATALOGUE_PROPERTIES_MAX)
        return false;
    if (path_parse(&path, text, strlen(text), NULL) < 0)
        return false;
    for (size_t i = 0; i < path.count; i++)
        keys += path.steps[i].kind == PATH_KEY;
    path_release(&path);
    return keys <= SEEN_DEPTH_MAX;
}

/* `tags[]` asks for elements; lists of plain values may be known as a whole only. */
static bool property_was_seen(const struct seen *seen, const char *event, const char *path)
{
    size_t size = strlen(path);
    bool found = seen_property(seen, event, path) != NULL;
    while (!found && size > 0 && path[size - 1] == ']') {
        char *whole;
        while (size > 0 && path[size - 1] != '[')
            size--;
        size = size > 0 ? size - 1 : 0;
        whole = mem_string_of(path, size);
        found = seen_property(seen, event, whole) != NULL;
        mem_free(whole);
    }
    return found;
}

static void check_property(struct checking *checking, const struct ref *ref, const char *event)
{
    const struct seen *seen = checking->seen;
    const struct property_row *other;
    struct buf words = {0};
    if (!property_is_judged(seen, event, ref->name) || property_was_seen(seen, event, ref->name))
        return;
    other = seen_property_other_case(seen, event, ref->name);
    buf_add_text(&words, event == NULL ? "No user ever had the trait " : "The property ");
    say_quoted(&words, ref->name);
    if (event != NULL) {
        buf_add_text(&words, " was never seen on ");
        say_quoted(&words, event);
    }
    if (other != NULL) {
        buf_add_text(&words, ", but ");
        say_quoted(&words, other->path);
        buf_add_text(&words, " was seen ");
        say_count(&words, other->count, "time", "times");
        buf_add_text(&words, ": upper and lower case count, so take that spelling.");
    } else {
        buf_add_text(&words, ": check the spelling, or make sure that it is sent.");
    }
    finding_add(checking->out, SEVERITY_WARNING, "property_never_seen", ref->path, "%s",
            buf_text(&words));
    buf_release(&words);
}

static void check_ref(const struct ref *ref, void *context)
{
    struct checking *checking = context;
    if (ref->kind == REF_EVENT) {
        check_event(checking, ref);
    } else if (ref->kind == REF_TRAIT) {
        check_property(checking, ref, NULL);
    } else if (ref->kind == REF_PROPERTY) {
        int own = credited_find(ref->event);
        check_property(checking, ref, own < 0 ? ref->event : credited[own].events[0]);
    }
}

void check_seen(struct checking *checking)
{
    campaign_refs(checking->campaign, check_ref, checking);
}
