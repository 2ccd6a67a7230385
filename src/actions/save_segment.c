#include <string.h>

#include "actions/save_parts.h"
#include "base/alloc.h"
#include "report/campaigns.h"
#include "report/refs.h"
#include "report/say.h"
#include "report/segments.h"
#include "store/lease.h"

struct saving {
    struct store *store;
    const struct segment *segment;
    const struct save_request *request;
    struct act act;
    struct current current;
    struct segment *there; /* the current version, NULL without */
    struct save_answer *answer;
};

static bool segments_equal(const struct segment *a, const struct segment *b)
{
    struct buf left = {0}, right = {0};
    bool equal;
    segment_write(a, 0, &left);
    segment_write(b, 0, &right);
    equal = strcmp(buf_text(&left), buf_text(&right)) == 0;
    buf_release(&left);
    buf_release(&right);
    return equal;
}

static int tell_conflict(struct saving *saving, struct error *err)
{
    struct segment *base = NULL;
    if (saving->request->base > 0 && saving->current.exists) {
        base = segment_document(
                saving->store, saving->answer->id, (uint32_t)saving->request->base, err);
        if (base == NULL)
            return -1;
    }
    segment_changes(base, saving->segment, &saving->answer->changes);
    if (saving->current.exists)
        segment_changes(base, saving->there, &saving->answer->theirs);
    segment_free(base);
    return 0;
}

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
    segment_refs(saving->segment, check_leaf, &naming);
    if (naming.any && !naming.faulty && !naming.failed && saving->current.exists)
        naming.failed = check_named_by(&naming) < 0;
    return naming.failed ? -1 : naming.faulty;
}

static int save_steps(struct saving *saving, struct error *err)
{
    struct save_answer *answer = saving->answer;
    struct stored stored;
    int forbidden;
    answer->version = saving->current.document.version;
    if (!base_is_current(saving->request, &saving->current, OBJECT_SEGMENT, answer))
        return tell_conflict(saving, err);
    if (saving->there != NULL && segments_equal(saving->there, saving->segment))
        return answer_set(answer, SAVED_SAME,
                "segment %s is the same as version %u: nothing to save.", answer->id,
                answer->version);
    segment_changes(saving->there, saving->segment, &answer->changes);
    forbidden = check_leaves(saving, err);
    if (forbidden != 0)
        return forbidden < 0 ? -1 : 0;
    if (documents_save_segment(saving->store, &saving->act, saving->segment,
                saving->current.document.version, NULL, &stored, err) < 0)
        return -1;
    answer->version = stored.version;
    answer_done(answer, OBJECT_SEGMENT, &saving->current);
    return 0;
}

static int save_held(struct saving *saving, struct error *err)
{
    bool leased = lease_held(saving->store);
    int answer = -1;
    if (!leased && lease_take_for_act(saving->store, err) < 0)
        return -1;
    if (current_open(&saving->current, saving->store, OBJECT_SEGMENT, saving->answer->id, err) < 0)
        goto out;
    if (saving->current.exists) {
        saving->there = segment_document(saving->store, saving->answer->id, 0, err);
        if (saving->there == NULL)
            goto out;
    }
    answer = save_steps(saving, err);
out:
    if (!leased)
        lease_give_back(saving->store);
    segment_free(saving->there);
    current_release(&saving->current);
    return answer;
}

int save_segment(struct store *store, const struct segment *segment,
        const struct save_request *request, struct save_answer *answer, struct error *err)
{
    struct saving saving = {.store = store,
            .segment = segment,
            .request = request,
            .act = act_of(request->actor, request->at_ms),
            .answer = answer};
    *answer = (struct save_answer){.id = mem_string(segment->id)};
    if (save_held(&saving, err) == 0)
        return 0;
    save_answer_release(answer);
    return -1;
}

int import_segment(struct store *store, const char *json, size_t size,
        const struct save_request *request, struct save_answer *answer, struct error *err)
{
    struct segment *segment = segment_read(json, size, DOCUMENT_WHOLE, err);
    int done;
    *answer = (struct save_answer){0};
    if (segment == NULL)
        return -1;
    done = save_segment(store, segment, request, answer, err);
    segment_free(segment);
    return done;
}

int revert_segment(struct store *store, const char *id, uint32_t version,
        const struct save_request *request, struct save_answer *answer, struct error *err)
{
    struct segment *segment = segment_document(store, id, version, err);
    int done;
    *answer = (struct save_answer){0};
    if (segment == NULL)
        return -1;
    done = save_segment(store, segment, request, answer, err);
    segment_free(segment);
    return done;
}
