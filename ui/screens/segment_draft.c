#include "screens/segment_draft.h"

#include <string.h>

#include "actions/working.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "base/when.h"
#include "report/changelog.h"
#include "report/campaigns.h"
#include "screens/world.h"

static struct segment *new_segment(void)
{
    struct segment *segment = segment_new();
    segment->filter.kind = FILTER_EVERYONE;
    return segment;
}

static char *document_of(const struct segment *segment)
{
    struct buf json = {0};
    segment_write(segment, 0, &json);
    return buf_take(&json);
}

static bool same_document(const struct segment *a, const struct segment *b)
{
    char *left = document_of(a), *right = document_of(b);
    bool same = strcmp(left, right) == 0;
    mem_free(left);
    mem_free(right);
    return same;
}

static void replace(char **text, char *by)
{
    mem_free(*text);
    *text = by;
}

static int newest_version(
        struct segment_draft *draft, const char *id, uint32_t *version, struct error *err)
{
    struct version_list versions = {0};
    if (versions_list(draft->world->store, OBJECT_SEGMENT, id, &versions, err) != 0)
        return -1;
    *version = versions.count > 0 ? versions.items[versions.count - 1].version : 0;
    version_list_release(&versions);
    return 0;
}

/* `version` 0: the newest. */
static int read_base(
        struct segment_draft *draft, const char *id, uint32_t version, struct error *err)
{
    if (version == 0 && newest_version(draft, id, &version, err) != 0)
        return -1;
    struct segment *base = segment_document(draft->world->store, id, version, err);
    if (base == NULL)
        return -1;
    segment_free(draft->base);
    draft->base = base;
    draft->base_version = version;
    return 0;
}

static int take_copy(struct segment_draft *draft, struct error *err)
{
    struct working_document copy = {0};
    bool found = false;
    int status = 0;
    if (working_document_read(draft->world->store, OBJECT_SEGMENT, draft->copy_id,
                draft->world->actor.by, &copy, &found, err) != 0)
        return -1;
    if (!found)
        return 0;
    draft->segment = copy.segment;
    draft->resumed_ms = copy.saved_ms;
    copy.segment = NULL;
    /* The version it started from, so that a later save of somebody else is noticed. */
    if (draft->base != NULL && copy.base > 0)
        status = read_base(draft, draft->copy_id, copy.base, err);
    working_document_release(&copy);
    return status;
}

int segment_draft_open(
        struct segment_draft *draft, struct world *world, const char *id, struct error *err)
{
    *draft = (struct segment_draft){
            .world = world, .resumed_ms = WHEN_NONE, .copy_id = mem_string(id)};
    if (*id != '\0' && read_base(draft, id, 0, err) != 0)
        return -1;
    if (take_copy(draft, err) != 0)
        return -1;
    if (draft->segment == NULL)
        draft->segment = draft->base != NULL ? segment_copy(draft->base) : new_segment();
    replace(&draft->kept, document_of(draft->segment));
    return 0;
}

void segment_draft_release(struct segment_draft *draft)
{
    segment_free(draft->segment);
    segment_free(draft->base);
    mem_free(draft->copy_id);
    mem_free(draft->kept);
    *draft = (struct segment_draft){0};
}

bool segment_draft_is_new(const struct segment_draft *draft)
{
    return draft->base == NULL;
}

bool segment_draft_is_changed(const struct segment_draft *draft)
{
    struct segment *empty = new_segment();
    bool same = same_document(draft->segment, draft->base != NULL ? draft->base : empty);
    segment_free(empty);
    return !same;
}

bool segment_draft_filter_is_changed(const struct segment_draft *draft)
{
    struct buf before = {0}, after = {0};
    if (draft->base != NULL)
        filter_write(&draft->base->filter, 0, &before);
    filter_write(&draft->segment->filter, 0, &after);
    bool same = strcmp(buf_text(&before), buf_text(&after)) == 0;
    buf_release(&before);
    buf_release(&after);
    return !same;
}

bool segment_draft_is_whole(const struct segment_draft *draft, struct error *err)
{
    char *json = document_of(draft->segment);
    struct segment *read = segment_read(json, strlen(json), DOCUMENT_WHOLE, err);
    mem_free(json);
    segment_free(read);
    return read != NULL;
}

int segment_draft_keep(struct segment_draft *draft, struct error *err)
{
    char *now = document_of(draft->segment);
    int status = 0;
    if (strcmp(now, draft->kept) == 0) {
        mem_free(now);
        return 0;
    }
    const struct working_document copy = {.object = OBJECT_SEGMENT,
            .id = draft->copy_id,
            .base = draft->base_version,
            .segment = draft->segment};
    if (segment_draft_is_changed(draft))
        status = working_document_write(draft->world->store, &copy, draft->world->actor.by, err);
    else
        status = segment_draft_drop(draft, err);
    if (status == 0)
        replace(&draft->kept, now);
    else
        mem_free(now);
    return status;
}

int segment_draft_drop(struct segment_draft *draft, struct error *err)
{
    return working_document_drop(
            draft->world->store, OBJECT_SEGMENT, draft->copy_id, draft->world->actor.by, err);
}

void segment_draft_reset(struct segment_draft *draft)
{
    segment_free(draft->segment);
    draft->segment = draft->base != NULL ? segment_copy(draft->base) : new_segment();
    draft->resumed_ms = WHEN_NONE;
}

int segment_draft_rebase(struct segment_draft *draft, struct error *err)
{
    if (read_base(draft, draft->segment->id, 0, err) != 0)
        return -1;
    /* A new one whose id was taken meanwhile goes on as an edit of that. */
    segment_draft_drop(draft, NULL);
    replace(&draft->copy_id, mem_string(draft->segment->id));
    replace(&draft->kept, mem_string(""));
    return segment_draft_keep(draft, err);
}
