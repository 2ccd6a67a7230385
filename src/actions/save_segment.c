#include <string.h>

#include "actions/save_parts.h"
#include "base/alloc.h"
#include "report/campaigns.h"
#include "report/refs.h"
#include "report/say.h"
#include "report/segments.h"

/* A look at the segments that a segment names; only the first fault is told. */
struct naming {
    struct saving *saving;
    bool any;
    bool faulty;
    bool failed;
    struct error *err;
};

static void names_any(const struct ref *ref, void *context)
{
    bool *any = context;
    *any |= ref->kind == REF_SEGMENT;
}

static bool has_segment_leaf(const struct segment *segment)
{
    bool any = false;
    segment_refs(segment, names_any, &any);
    return any;
}

static void refuse(struct naming *naming, const char *path, const char *named, const char *why)
{
    struct buf words = {0};
    say_quoted(&words, named);
    answer_set(naming->saving->answer, SAVED_REFUSED, "%s names segment %s%s", path,
            buf_text(&words), why);
    naming->faulty = true;
    buf_release(&words);
}

static void check_leaf(const struct ref *ref, void *context)
{
    struct naming *naming = context;
    struct store *store = naming->saving->store;
    struct segment *named;
    int exists;
    if (ref->kind != REF_SEGMENT || naming->faulty || naming->failed)
        return;
    naming->any = true;
    if (strcmp(ref->name, naming->saving->answer->id) == 0) {
        refuse(naming, ref->path, ref->name, ", which is this one: name another.");
        return;
    }
    exists = document_exists(store, OBJECT_SEGMENT, ref->name, naming->err);
    if (exists == 0)
        refuse(naming, ref->path, ref->name, ", which does not exist: create it first.");
    if (exists <= 0) {
        naming->failed |= exists < 0;
        return;
    }
    named = segment_document(store, ref->name, 0, naming->err);
    naming->failed |= named == NULL;
    if (named != NULL && has_segment_leaf(named))
        refuse(naming, ref->path, ref->name,
                ", which itself names a segment; only one level is allowed: name that one, or "
                "repeat its conditions here.");
    segment_free(named);
}

/* A segment that others name cannot begin to name one itself. */
static int check_named_by(struct naming *naming)
{
    struct segment_use *uses;
    size_t count;
    const char *user = NULL;
    if (segment_uses(
                naming->saving->store, naming->saving->answer->id, &uses, &count, naming->err) < 0)
        return -1;
    for (size_t i = 0; i < count && user == NULL; i++)
        user = uses[i].by_segment ? uses[i].id : NULL;
    if (user != NULL) {
        answer_set(naming->saving->answer, SAVED_REFUSED,
                "segment %s is named by segment %s, so it cannot name one itself; only one level "
                "is allowed.",
                naming->saving->answer->id, user);
        naming->faulty = true;
    }
    segment_uses_free(uses, count);
    return 0;
}

/* 1: a rule forbids it, 0, -1. */
static int check_leaves(struct saving *saving, struct error *err)
{
    struct naming naming = {.saving = saving, .err = err};
    segment_refs(saving->edited, check_leaf, &naming);
    if (naming.any && !naming.faulty && !naming.failed && saving->current.exists)
        naming.failed = check_named_by(&naming) < 0;
    return naming.failed ? -1 : naming.faulty;
}

static const char *id_of(const void *document)
{
    const struct segment *segment = document;
    return segment->id;
}

static void *read_json(const char *json, size_t size, struct error *err)
{
    return segment_read(json, size, DOCUMENT_WHOLE, err);
}

static void *get(struct store *store, const char *id, uint32_t version, struct error *err)
{
    return segment_document(store, id, version, err);
}

static void write_json(const void *document, struct buf *out)
{
    segment_write(document, 0, out);
}

static void changes(const void *before, const void *after, struct change_list *list)
{
    segment_changes(before, after, list);
}

static int store_version(struct saving *saving, struct stored *stored, struct error *err)
{
    return documents_save_segment(saving->store, &saving->act, saving->edited,
            saving->current.document.version, NULL, stored, err);
}

static void release(void *document)
{
    segment_free(document);
}

static const struct save_kind segment_kind = {
        .object = OBJECT_SEGMENT,
        .id = id_of,
        .read = read_json,
        .get = get,
        .write = write_json,
        .changes = changes,
        .forbidden = check_leaves,
        .store = store_version,
        .free = release,
};

int save_segment(struct store *store, const struct segment *segment,
        const struct save_request *request, struct save_answer *answer, struct error *err)
{
    return save_document(store, &segment_kind, segment, request, false, answer, err);
}

int import_segment(struct store *store, const char *json, size_t size,
        const struct save_request *request, struct save_answer *answer, struct error *err)
{
    return save_json(store, &segment_kind, json, size, request, answer, err);
}

int revert_segment(struct store *store, const char *id, uint32_t version,
        const struct save_request *request, struct save_answer *answer, struct error *err)
{
    return save_again(store, &segment_kind, id, version, request, answer, err);
}
