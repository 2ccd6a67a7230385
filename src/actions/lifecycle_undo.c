#include <string.h>

#include "actions/lifecycle.h"
#include "actions/save_parts.h"
#include "base/alloc.h"

static int undo_delete(struct store *store, const struct act_result *done,
        const struct act_request *request, struct act_result *out, struct error *err)
{
    struct act act = act_of(request->actor, request->at_ms);
    struct campaign *campaign =
            campaign_read(done->deleted, strlen(done->deleted), DOCUMENT_WHOLE, err);
    struct stored stored;
    int answer;
    if (campaign == NULL)
        return -1;
    *out = (struct act_result){.id = mem_string(campaign->id), .after = STATUS_DRAFT};
    answer = documents_save_campaign(store, &act, campaign, 0, "restore", &stored, err);
    campaign_free(campaign);
    if (answer < 0) {
        act_result_release(out);
        return -1;
    }
    out->done = stored.verdict == STORED_DONE;
    out->sentence =
            out->done ? mem_format("campaign %s is back, as a draft; its versions begin anew.",
                                out->id)
                      : mem_format("There is a campaign %s again already: nothing was restored.",
                                out->id);
    return 0;
}

int lifecycle_undo(struct store *store, enum lifecycle_verb verb, const struct act_result *done,
        const struct act_request *request, struct act_result *out, struct error *err)
{
    const char *id = done->id;
    struct act_list list;
    *out = (struct act_result){0};
    if (verb == VERB_DELETE && done->deleted != NULL)
        return undo_delete(store, done, request, out, err);
    if (verb != VERB_ARCHIVE && verb != VERB_UNARCHIVE) {
        *out = (struct act_result){.id = mem_string(id),
                .before = done->after,
                .after = done->after,
                .sentence = mem_format(
                        "campaign %s: '%s' cannot be taken back.", id, lifecycle_verb_name(verb))};
        return 0;
    }
    verb = verb == VERB_ARCHIVE ? VERB_UNARCHIVE : VERB_ARCHIVE;
    if (lifecycle_act(store, verb, &id, 1, request, &list, err) < 0) {
        act_list_release(&list);
        return -1;
    }
    *out = list.items[0];
    list.count = 0;
    act_list_release(&list);
    return 0;
}
