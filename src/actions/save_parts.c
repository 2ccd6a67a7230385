#include "actions/save_parts.h"

#include "base/alloc.h"
#include "base/when.h"

int current_open(struct current *current, struct store *store, enum object object, const char *id,
        struct error *err)
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

void current_release(struct current *current)
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

void answer_done(struct save_answer *answer, enum object object, const struct current *current)
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

bool base_is_current(const struct save_request *request, const struct current *current,
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
