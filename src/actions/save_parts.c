#include "actions/save_parts.h"

#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "store/lease.h"

static int current_open(struct current *current, struct store *store, enum object object,
        const char *id, struct error *err)
{
    int exists = document_exists(store, object, id, err);
    *current = (struct current){0};
    if (exists <= 0)
        return exists;
    if (document_get(store, object, id, 0, &current->document, err) < 0)
        return -1;
    current->exists = true;
    return 0;
}

static void current_release(struct current *current)
{
    if (current->exists)
        document_release(&current->document);
    *current = (struct current){0};
}

struct act act_of(const struct actor *actor, int64_t at_ms)
{
    return (struct act){.by = actor->by,
            .login = actor->login,
            .at_ms = at_ms == WHEN_NONE ? when_now() : at_ms};
}

int answer_set(struct save_answer *answer, enum saved outcome, const char *format, ...)
{
    struct buf sentence = {0};
    va_list args;
    va_start(args, format);
    buf_add_format_v(&sentence, format, args);
    va_end(args);
    mem_free(answer->sentence);
    answer->sentence = buf_take(&sentence);
    answer->outcome = outcome;
    return 0;
}

static void answer_done(
        struct save_answer *answer, enum object object, const struct current *current)
{
    const char *kind = object_name(object), *id = answer->id;
    size_t changes = answer->changes.count;
    if (!current->exists)
        answer_set(
                answer, SAVED_CREATED, "%s %s is created (version %u).", kind, id, answer->version);
    else
        answer_set(answer, SAVED_VERSION, "%s %s is saved as version %u, with %zu %s.", kind, id,
                answer->version, changes, changes == 1 ? "change" : "changes");
}

static bool base_is_current(const struct save_request *request, const struct current *current,
        enum object object, struct save_answer *answer)
{
    const char *kind = object_name(object), *id = answer->id;
    const struct document *document = &current->document;
    if (request->base < 0 || request->base == (int64_t)document->version)
        return true;
    if (!current->exists)
        answer_set(answer, SAVED_CONFLICT,
                "%s %s was deleted since your edit started: nothing is saved. Save it as a new "
                "one if it should be there again.",
                kind, id);
    else if (request->base == 0)
        answer_set(answer, SAVED_CONFLICT,
                "There is a %s %s already (version %u, by %s): nothing is saved. Take another id, "
                "or edit that one.",
                kind, id, document->version, document->updated_by);
    else
        answer_set(answer, SAVED_CONFLICT,
                "Version %u of %s %s was saved since your edit started from version %lld (last "
                "change by %s): nothing is saved. Take over what you want of it, and save on top "
                "of version %u.",
                document->version, kind, id, (long long)request->base, document->updated_by,
                document->version);
    return false;
}

static bool documents_equal(const struct save_kind *kind, const void *a, const void *b)
{
    struct buf left = {0}, right = {0};
    bool equal;
    kind->write(a, &left);
    kind->write(b, &right);
    equal = strcmp(buf_text(&left), buf_text(&right)) == 0;
    buf_release(&left);
    buf_release(&right);
    return equal;
}

/* What each side changed since the version the edit started from. */
static int tell_conflict(struct saving *saving, struct error *err)
{
    const struct save_kind *kind = saving->kind;
    struct save_answer *answer = saving->answer;
    void *base = NULL;
    if (saving->request->base > 0 && saving->current.exists) {
        base = kind->get(saving->store, answer->id, (uint32_t)saving->request->base, err);
        if (base == NULL)
            return -1;
    }
    kind->changes(base, saving->edited, &answer->changes);
    if (saving->current.exists)
        kind->changes(base, saving->there, &answer->theirs);
    kind->free(base);
    return 0;
}

static int write_version(struct saving *saving, struct error *err)
{
    struct save_answer *answer = saving->answer;
    struct stored stored = {.version = answer->version + 1};
    if (!saving->preview && saving->kind->store(saving, &stored, err) < 0)
        return -1;
    answer->version = stored.version;
    answer_done(answer, saving->kind->object, &saving->current);
    return 0;
}

static int save_steps(struct saving *saving, struct error *err)
{
    const struct save_kind *kind = saving->kind;
    struct save_answer *answer = saving->answer;
    int forbidden;
    answer->version = saving->current.document.version;
    if (!base_is_current(saving->request, &saving->current, kind->object, answer))
        return tell_conflict(saving, err);
    if (saving->there != NULL && documents_equal(kind, saving->there, saving->edited))
        return answer_set(answer, SAVED_SAME, "%s %s is the same as version %u: nothing to save.",
                object_name(kind->object), answer->id, answer->version);
    kind->changes(saving->there, saving->edited, &answer->changes);
    forbidden = kind->forbidden(saving, err);
    return forbidden != 0 ? (forbidden < 0 ? -1 : 0) : write_version(saving, err);
}

static int save_held(struct saving *saving, struct error *err)
{
    bool leased = saving->preview || lease_held(saving->store);
    const char *id = saving->answer->id;
    int answer = -1;
    if (!leased && lease_take_for_act(saving->store, err) < 0)
        return -1;
    if (current_open(&saving->current, saving->store, saving->kind->object, id, err) < 0)
        goto out;
    if (saving->current.exists) {
        saving->there = saving->kind->get(saving->store, id, 0, err);
        if (saving->there == NULL)
            goto out;
    }
    answer = save_steps(saving, err);
out:
    if (!leased)
        lease_give_back(saving->store);
    saving->kind->free(saving->there);
    current_release(&saving->current);
    return answer;
}

int save_document(struct store *store, const struct save_kind *kind, const void *edited,
        const struct save_request *request, bool preview, struct save_answer *answer,
        struct error *err)
{
    struct saving saving = {.store = store,
            .kind = kind,
            .edited = edited,
            .request = request,
            .act = act_of(request->actor, request->at_ms),
            .answer = answer,
            .preview = preview};
    *answer = (struct save_answer){.id = mem_string(kind->id(edited))};
    if (save_held(&saving, err) == 0)
        return 0;
    save_answer_release(answer);
    return -1;
}

/* Takes the document over; NULL where it could not be had. */
static int save_taken(struct store *store, const struct save_kind *kind, void *document,
        const struct save_request *request, struct save_answer *answer, struct error *err)
{
    int done;
    *answer = (struct save_answer){0};
    if (document == NULL)
        return -1;
    done = save_document(store, kind, document, request, false, answer, err);
    kind->free(document);
    return done;
}

int save_json(struct store *store, const struct save_kind *kind, const char *json, size_t size,
        const struct save_request *request, struct save_answer *answer, struct error *err)
{
    return save_taken(store, kind, kind->read(json, size, err), request, answer, err);
}

int save_again(struct store *store, const struct save_kind *kind, const char *id, uint32_t version,
        const struct save_request *request, struct save_answer *answer, struct error *err)
{
    return save_taken(store, kind, kind->get(store, id, version, err), request, answer, err);
}

void save_answer_release(struct save_answer *answer)
{
    mem_free(answer->id);
    mem_free(answer->sentence);
    change_list_release(&answer->changes);
    change_list_release(&answer->theirs);
    finding_list_release(&answer->findings);
    *answer = (struct save_answer){0};
}

bool save_is_done(const struct save_answer *answer)
{
    return answer->outcome == SAVED_CREATED || answer->outcome == SAVED_VERSION ||
           answer->outcome == SAVED_SAME;
}
