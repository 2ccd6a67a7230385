#include "screens/draft.h"

#include <string.h>

#include "actions/working.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "base/when.h"
#include "model/change.h"
#include "report/campaigns.h"
#include "screens/world.h"

static char *document_of(const struct campaign *campaign)
{
    struct buf json = {0};
    if (campaign)
        campaign_write(campaign, 0, &json);
    return buf_take(&json);
}

static bool same_document(const struct campaign *a, const struct campaign *b)
{
    char *left = document_of(a);
    char *right = document_of(b);
    bool same = strcmp(left ? left : "", right ? right : "") == 0;
    mem_free(left);
    mem_free(right);
    return same;
}

static void replace(char **text, char *by)
{
    mem_free(*text);
    *text = by;
}

static void clear_states(struct campaign **states, size_t *count)
{
    while (*count)
        campaign_free(states[--*count]);
}

void draft_release(struct draft *draft)
{
    campaign_free(draft->campaign);
    campaign_free(draft->base);
    campaign_free(draft->marked);
    clear_states(draft->past, &draft->past_count);
    clear_states(draft->future, &draft->future_count);
    mem_free(draft->past);
    mem_free(draft->future);
    mem_free(draft->copy_id);
    mem_free(draft->kept);
    mem_free(draft->present);
    mem_free(draft->unread);
    memset(draft, 0, sizeof *draft);
}

/* The history begins at what there is now. */
static void begin_history(struct draft *draft)
{
    clear_states(draft->past, &draft->past_count);
    clear_states(draft->future, &draft->future_count);
    campaign_free(draft->marked);
    draft->marked = campaign_copy(draft->campaign);
    replace(&draft->present, document_of(draft->campaign));
}

static int read_row(struct draft *draft, const char *id, struct error *err)
{
    struct campaign_list list = {0};
    struct campaigns_query query = {.status = -1, .id = id};
    if (campaigns_list(draft->world->store, &query, &list, err) < 0)
        return -1;
    int result = list.count == 1 ? 0 : error_set(err, ERROR_REFUSED, _("no campaign %s"), id);
    if (result == 0) {
        draft->status = list.items[0].status;
        draft->base_version = list.items[0].version;
        draft->was_live = list.items[0].live_from_ms != WHEN_NONE;
    }
    campaign_list_release(&list);
    return result;
}

static int read_base(struct draft *draft, const char *id, uint32_t version, struct error *err)
{
    if (read_row(draft, id, err) < 0)
        return -1;
    if (version)
        draft->base_version = version;
    struct campaign *base = campaign_document(draft->world->store, id, draft->base_version, err);
    if (!base)
        return -1;
    campaign_free(draft->base);
    draft->base = base;
    return 0;
}

static int take_copy(struct draft *draft, struct error *err)
{
    bool found;
    struct working_document copy = {0};
    struct error unread = {0};
    /* One that cannot be read must not lock anybody out: it stays until the next one is kept. */
    if (working_document_read(draft->world->store, OBJECT_CAMPAIGN, draft->copy_id,
                draft->world->actor.by, &copy, &found, &unread) < 0) {
        if (unread.code == ERROR_UNAVAILABLE)
            return error_set(err, unread.code, "%s", unread.text);
        draft->unread = mem_string(unread.text);
        return 0;
    }
    if (!found)
        return 0;
    draft->campaign = copy.campaign;
    draft->resumed_ms = copy.saved_ms;
    copy.campaign = NULL;
    int result = 0;
    /* The version it started from, so that a later save of somebody else is noticed. */
    if (draft->base && copy.base)
        result = read_base(draft, draft->copy_id, copy.base, err);
    working_document_release(&copy);
    return result;
}

int draft_open(struct draft *draft, struct world *world, const char *id, struct error *err)
{
    memset(draft, 0, sizeof *draft);
    draft->world = world;
    draft->resumed_ms = WHEN_NONE;
    draft->status = STATUS_DRAFT;
    draft->copy_id = mem_string(id ? id : "");
    if (id && read_base(draft, id, 0, err) < 0)
        return -1;
    if (take_copy(draft, err) < 0)
        return -1;
    if (!draft->campaign)
        draft->campaign = draft->base ? campaign_copy(draft->base) : campaign_new();
    replace(&draft->kept, document_of(draft->campaign));
    begin_history(draft);
    return 0;
}

bool draft_is_new(const struct draft *draft)
{
    return !draft->base;
}

bool draft_is_empty(const struct draft *draft)
{
    struct campaign *empty = campaign_new();
    bool same = same_document(draft->campaign, empty);
    campaign_free(empty);
    return same;
}

bool draft_is_changed(const struct draft *draft)
{
    return draft->base ? !same_document(draft->campaign, draft->base) : !draft_is_empty(draft);
}

struct campaign *draft_whole(const struct draft *draft, struct error *err)
{
    char *json = document_of(draft->campaign);
    struct campaign *whole = campaign_read(json, strlen(json), DOCUMENT_WHOLE, err);
    mem_free(json);
    return whole;
}

/* A copy that could not be read again would be worse than the one kept before. */
static int check_readable(const char *document, struct error *err)
{
    struct campaign *read = campaign_read(document, strlen(document), DOCUMENT_WORKING, err);
    if (!read)
        return error_prefix(err, "%s", _("this cannot be kept yet"));
    campaign_free(read);
    return 0;
}

int draft_keep(struct draft *draft, struct error *err)
{
    char *now = document_of(draft->campaign);
    bool same = strcmp(now, draft->kept) == 0;
    int result = same ? 0 : check_readable(now, err);
    if (same || result < 0) {
        mem_free(now);
        return result;
    }
    struct working_document copy = {.object = OBJECT_CAMPAIGN,
            .id = draft->copy_id,
            .base = draft->base_version,
            .campaign = draft->campaign};
    if (draft_is_changed(draft))
        result = working_document_write(draft->world->store, &copy, draft->world->actor.by, err);
    else
        result = draft_drop(draft, err);
    if (result == 0)
        replace(&draft->kept, now);
    else
        mem_free(now);
    return result;
}

int draft_drop(struct draft *draft, struct error *err)
{
    return working_document_drop(
            draft->world->store, OBJECT_CAMPAIGN, draft->copy_id, draft->world->actor.by, err);
}

static void set_campaign(struct draft *draft, struct campaign *campaign)
{
    campaign_free(draft->campaign);
    draft->campaign = campaign;
}

void draft_reset(struct draft *draft)
{
    set_campaign(draft, draft->base ? campaign_copy(draft->base) : campaign_new());
    draft_mark(draft);
}

static void push(struct campaign ***states, size_t *count, size_t *capacity, struct campaign *state)
{
    if (*count == DRAFT_HISTORY_MAX) {
        campaign_free((*states)[0]);
        memmove(*states, *states + 1, --*count * sizeof **states);
    }
    *states = mem_room(*states, *count, capacity, sizeof **states);
    (*states)[(*count)++] = state;
}

void draft_mark(struct draft *draft)
{
    char *now = document_of(draft->campaign);
    if (strcmp(now, draft->present) == 0) {
        mem_free(now);
        return;
    }
    push(&draft->past, &draft->past_count, &draft->past_capacity, draft->marked);
    clear_states(draft->future, &draft->future_count);
    draft->marked = campaign_copy(draft->campaign);
    replace(&draft->present, now);
}

static void say_changes(
        const struct campaign *before, const struct campaign *after, struct buf *words)
{
    struct change_list changes = {0};
    campaign_changes(before, after, &changes);
    for (size_t i = 0; i < changes.count; i++) {
        if (i)
            buf_add_text(words, "; ");
        buf_add_text(words, changes.items[i].words);
    }
    change_list_release(&changes);
}

static void go_to(struct draft *draft, struct campaign *state, struct buf *words)
{
    say_changes(draft->marked, state, words);
    draft->marked = state;
    set_campaign(draft, campaign_copy(state));
    replace(&draft->present, document_of(state));
}

bool draft_undo(struct draft *draft, struct buf *words)
{
    draft_mark(draft);
    if (!draft->past_count)
        return false;
    struct campaign *now = draft->marked;
    go_to(draft, draft->past[--draft->past_count], words);
    push(&draft->future, &draft->future_count, &draft->future_capacity, now);
    return true;
}

bool draft_redo(struct draft *draft, struct buf *words)
{
    draft_mark(draft);
    if (!draft->future_count)
        return false;
    struct campaign *now = draft->marked;
    go_to(draft, draft->future[--draft->future_count], words);
    push(&draft->past, &draft->past_count, &draft->past_capacity, now);
    return true;
}

int draft_saved(struct draft *draft, const char *id, uint32_t version, struct error *err)
{
    int result = draft_drop(draft, err);
    /* The caller's id may be the draft's own. */
    char *copy_id = mem_string(id);
    if (read_base(draft, copy_id, version, result == 0 ? err : NULL) < 0)
        result = -1;
    replace(&draft->copy_id, copy_id);
    draft->resumed_ms = WHEN_NONE;
    if (draft->base)
        set_campaign(draft, campaign_copy(draft->base));
    replace(&draft->kept, document_of(draft->campaign));
    begin_history(draft);
    return result;
}

int draft_rebase(struct draft *draft, struct error *err)
{
    char *id = mem_string(draft->campaign->id);
    int result = read_base(draft, id, 0, err);
    mem_free(id);
    if (result < 0)
        return -1;
    /* The working copy must say from which version it goes on. */
    replace(&draft->kept, mem_string(""));
    return draft_keep(draft, err);
}

int draft_take_theirs(struct draft *draft, struct error *err)
{
    if (draft_rebase(draft, err) < 0)
        return -1;
    draft_reset(draft);
    return draft_keep(draft, err);
}
