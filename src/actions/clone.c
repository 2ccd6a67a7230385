#include <string.h>

#include "actions/lifecycle.h"
#include "actions/save_parts.h"
#include "base/alloc.h"
#include "base/text.h"
#include "report/campaigns.h"
#include "report/say.h"
#include "report/segments.h"

static int say(struct act_result *result, bool done, const char *format, ...)
        __attribute__((format(printf, 3, 4)));

static int say(struct act_result *result, bool done, const char *format, ...)
{
    struct buf sentence = {0};
    va_list args;
    va_start(args, format);
    buf_add_format_v(&sentence, format, args);
    va_end(args);
    result->sentence = buf_take(&sentence);
    result->done = done;
    return 0;
}

/* 'Cart reminder (copy)', within the limit of titles. */
static char *copy_title(const char *title)
{
    static const char mark[] = " (copy)";
    size_t size =
            text_cut_bytes(title, strlen(title), (size_t)CAMPAIGN_TITLE_MAX - (sizeof mark - 1));
    return mem_format("%.*s%s", (int)size, title, mark);
}

static void put_text(char **field, char *text)
{
    mem_free(*field);
    *field = text;
}

/* 0: free, 1: refused with a sentence, -1. */
static int check_new_id(struct store *store, enum object object, const char *new_id,
        struct act_result *out, struct error *err)
{
    int exists;
    if (!id_is_valid(new_id)) {
        struct buf shown = {0};
        say_quoted(&shown, new_id);
        error_set(err, ERROR_USAGE,
                "%s is no id: take 1 to 64 of the letters a to z, digits, '.', '_' and '-'",
                buf_text(&shown));
        buf_release(&shown);
        return -1;
    }
    exists = document_exists(store, object, new_id, err);
    if (exists > 0)
        say(out, false, "There is a %s %s already: take another id.", object_name(object), new_id);
    return exists;
}

static int clone_done(
        const struct stored *stored, enum object object, const char *id, struct act_result *out)
{
    if (stored->verdict != STORED_DONE)
        return say(out, false, "%s %s was created just now: take another id.", object_name(object),
                out->id);
    return say(out, true, "%s %s is a copy of %s, without its history.", object_name(object),
            out->id, id);
}

/* Rows of a follow-up to itself, and conversions by its own message, are those of the copy. */
static void own_rules(struct rule *rules, size_t count, const char *id, const char *new_id)
{
    for (size_t i = 0; i < count; i++) {
        if (rules[i].campaign != NULL && strcmp(rules[i].campaign, id) == 0)
            put_text(&rules[i].campaign, mem_string(new_id));
    }
}

int clone_campaign(struct store *store, const char *id, const char *new_id, const char *title,
        const struct act_request *request, struct act_result *out, struct error *err)
{
    struct act act = act_of(request->actor, request->at_ms);
    struct campaign *campaign = campaign_document(store, id, 0, err);
    struct stored stored;
    int answer = -1, taken;
    *out = (struct act_result){.id = mem_string(new_id)};
    if (campaign == NULL)
        goto out;
    taken = check_new_id(store, OBJECT_CAMPAIGN, new_id, out, err);
    if (taken != 0) {
        answer = taken < 0 ? -1 : 0;
        goto out;
    }
    put_text(&campaign->title, title != NULL ? mem_string(title) : copy_title(campaign->title));
    own_rules(campaign->triggers, campaign->trigger_count, id, new_id);
    own_rules(campaign->exceptions, campaign->exception_count, id, new_id);
    for (size_t i = 0; i < campaign->conversion_count; i++)
        own_rules(&campaign->conversions[i].rule, 1, id, new_id);
    put_text(&campaign->id, mem_string(new_id));
    answer = documents_save_campaign(store, &act, campaign, 0, "clone", &stored, err);
    if (answer == 0)
        answer = clone_done(&stored, OBJECT_CAMPAIGN, id, out);
out:
    campaign_free(campaign);
    if (answer < 0)
        act_result_release(out);
    return answer;
}

int clone_segment(struct store *store, const char *id, const char *new_id, const char *name,
        const struct act_request *request, struct act_result *out, struct error *err)
{
    struct act act = act_of(request->actor, request->at_ms);
    struct segment *segment = segment_document(store, id, 0, err);
    struct stored stored;
    int answer = -1, taken;
    *out = (struct act_result){.id = mem_string(new_id)};
    if (segment == NULL)
        goto out;
    taken = check_new_id(store, OBJECT_SEGMENT, new_id, out, err);
    if (taken != 0) {
        answer = taken < 0 ? -1 : 0;
        goto out;
    }
    put_text(&segment->name, name != NULL ? mem_string(name) : copy_title(segment->name));
    put_text(&segment->id, mem_string(new_id));
    answer = documents_save_segment(store, &act, segment, 0, "clone", &stored, err);
    if (answer == 0)
        answer = clone_done(&stored, OBJECT_SEGMENT, id, out);
out:
    segment_free(segment);
    if (answer < 0)
        act_result_release(out);
    return answer;
}

int delete_segment(struct store *store, const char *id, const struct act_request *request,
        struct act_result *out, struct error *err)
{
    struct act act = act_of(request->actor, request->at_ms);
    struct segment_use *uses = NULL;
    struct buf names = {0};
    const char **ids = NULL;
    size_t count = 0;
    int answer = -1;
    *out = (struct act_result){.id = mem_string(id)};
    if (segment_uses(store, id, &uses, &count, err) < 0)
        goto out;
    ids = mem_array(count, sizeof *ids);
    for (size_t i = 0; i < count; i++)
        ids[i] = uses[i].id;
    say_names(&names, ids, count, 5);
    if (count > 0)
        answer = say(out, false, "segment %s is used by %s: take it out there first.", id,
                buf_text(&names));
    else if (document_delete(store, &act, OBJECT_SEGMENT, id, err) == 0)
        answer = say(out, true, "segment %s is deleted.", id);
out:
    mem_free(ids);
    buf_release(&names);
    segment_uses_free(uses, count);
    if (answer < 0)
        act_result_release(out);
    return answer;
}
