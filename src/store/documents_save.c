#include "store/documents.h"

#include <string.h>

#include "model/change.h"
#include "store/guard.h"

/* One save, whatever the object: its bytes are in normal form. */
struct save {
    enum object object;
    const char *id;
    const char *json;
    size_t size;
    int64_t base;
    const char *action;
    const void *parsed; /* struct campaign or segment */
};

static int changes_of(
        const struct save *save, const struct document *before, struct buf *out, struct error *err)
{
    struct change_list list = {0};
    struct campaign *campaign = NULL;
    struct segment *segment = NULL;
    int failed = 0;

    if (save->object == OBJECT_CAMPAIGN) {
        if (before)
            campaign = campaign_read(before->json, before->json_size, DOCUMENT_WHOLE, err);
        failed = before && !campaign;
        if (!failed)
            campaign_changes(campaign, save->parsed, &list);
    } else {
        if (before)
            segment = segment_read(before->json, before->json_size, DOCUMENT_WHOLE, err);
        failed = before && !segment;
        if (!failed)
            segment_changes(segment, save->parsed, &list);
    }
    if (!failed)
        change_list_write(&list, out);
    else
        error_prefix(err, "the newest version of %s '%s' cannot be read", object_name(save->object),
                save->id);
    change_list_release(&list);
    campaign_free(campaign);
    segment_free(segment);
    return failed ? -1 : 0;
}

static int version_add(struct store *store, const struct act *act, const struct save *save,
        int64_t number, uint32_t version, struct error *err)
{
    return sql_run(store, err,
            "INSERT INTO document_version (number, version, at_ms, by, login, json) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            "lultts", number, version, act->at_ms, act_by(act), act_login(act), save->json,
            save->size);
}

static int document_create(
        struct store *store, const struct act *act, const struct save *save, struct error *err)
{
    if (sql_run(store, err,
                "INSERT INTO document (object, id, status, version, updated_ms, updated_by, "
                "updated_login) VALUES (?, ?, ?, 1, ?, ?, ?)",
                "itiltt", (int)save->object, save->id, (int)STATUS_DRAFT, act->at_ms, act_by(act),
                act_login(act)))
        return -1;
    return version_add(store, act, save, sqlite3_last_insert_rowid(store->db), 1, err);
}

static int document_advance(struct store *store, const struct act *act, const struct save *save,
        const struct document *before, struct error *err)
{
    if (sql_run(store, err,
                "UPDATE document SET version = ?, updated_ms = ?, updated_by = ?, updated_login = "
                "? WHERE number = ?",
                "ulttu", before->version + 1, act->at_ms, act_by(act), act_login(act),
                before->number))
        return -1;
    return version_add(store, act, save, before->number, before->version + 1, err);
}

static int save_write(struct store *store, const struct act *act, const struct save *save,
        const struct document *before, struct stored *result, struct error *err)
{
    struct buf changes = {0};
    int failed = changes_of(save, before, &changes, err);

    result->version = before ? before->version + 1 : 1;
    result->created = !before;
    result->verdict = STORED_DONE;
    if (!failed)
        failed = before ? document_advance(store, act, save, before, err)
                        : document_create(store, act, save, err);
    const char *action = save->action ? save->action : before ? "save" : "create";
    struct logged logged = {save->object, save->id, result->version, action, buf_text(&changes)};
    if (!failed)
        failed = changelog_add(store, act, &logged, err);
    buf_release(&changes);
    return failed;
}

/* The verdict where nothing is to be written. */
static enum stored_verdict save_judge(const struct save *save, const struct document *before)
{
    if (before && before->json_size == save->size &&
            memcmp(before->json, save->json, save->size) == 0)
        return STORED_SAME;
    if (save->base >= 0 && save->base != (before ? (int64_t)before->version : 0))
        return STORED_CONFLICT;
    return STORED_DONE;
}

static int document_save(struct store *store, const struct act *act, const struct save *save,
        struct stored *result, struct error *err)
{
    struct guard guard;
    struct document before = {0};
    int failed = guard_begin(&guard, store, err);
    int exists = failed ? -1 : document_exists(store, save->object, save->id, err);

    *result = (struct stored){0};
    if (exists == 1 && document_get(store, save->object, save->id, 0, &before, err))
        exists = -1;
    failed = exists < 0;
    if (!failed) {
        result->version = before.version;
        result->verdict = save_judge(save, exists ? &before : NULL);
    }
    if (!failed && result->verdict != STORED_DONE) {
        guard_leave(&guard, store);
    } else {
        if (!failed)
            failed = save_write(store, act, save, exists ? &before : NULL, result, err);
        failed = guard_end(&guard, store, failed, err);
    }
    document_release(&before);
    return failed;
}

int documents_save_campaign(struct store *store, const struct act *act,
        const struct campaign *campaign, int64_t base, const char *action, struct stored *result,
        struct error *err)
{
    struct buf json = {0};

    campaign_write(campaign, 0, &json);
    struct save save = {
            OBJECT_CAMPAIGN, campaign->id, buf_text(&json), json.size, base, action, campaign};
    int failed = document_save(store, act, &save, result, err);
    buf_release(&json);
    return failed;
}

int documents_save_segment(struct store *store, const struct act *act,
        const struct segment *segment, int64_t base, const char *action, struct stored *result,
        struct error *err)
{
    struct buf json = {0};

    segment_write(segment, 0, &json);
    struct save save = {
            OBJECT_SEGMENT, segment->id, buf_text(&json), json.size, base, action, segment};
    int failed = document_save(store, act, &save, result, err);
    buf_release(&json);
    return failed;
}

static int status_expected(
        const struct document *before, const struct status_change *change, struct error *err)
{
    if (before->status != change->from)
        return error_set(err, ERROR_REFUSED, "campaign '%s' is %s, no longer %s; look at it again",
                change->id, status_name(before->status), status_name(change->from));
    if (change->version && before->version != change->version)
        return error_set(err, ERROR_REFUSED,
                "campaign '%s' was saved meanwhile (version %u, checked was %u); look at it again",
                change->id, before->version, change->version);
    return 0;
}

static int status_write(struct store *store, const struct act *act,
        const struct status_change *change, const struct document *before, struct error *err)
{
    struct buf changes = {0};
    int failed = sql_run(store, err,
            "UPDATE document SET status = ?, activated_ms = coalesce(?, activated_ms), "
            "resumed_ms = coalesce(?, resumed_ms), live_from_ms = coalesce(?, live_from_ms), "
            "updated_ms = ?, updated_by = ?, updated_login = ? WHERE number = ?",
            "iwwwlttu", (int)change->to, change->activated_ms, change->resumed_ms,
            change->live_from_ms, act->at_ms, act_by(act), act_login(act), before->number);

    change_of_field(&changes, "status", status_name(change->from), status_name(change->to));
    struct logged logged = {
            OBJECT_CAMPAIGN, change->id, before->version, change->action, buf_text(&changes)};
    if (!failed)
        failed = changelog_add(store, act, &logged, err);
    buf_release(&changes);
    return failed;
}

int documents_set_status(struct store *store, const struct act *act,
        const struct status_change *change, struct error *err)
{
    struct guard guard;
    struct document before = {0};
    int failed = guard_begin(&guard, store, err) ||
                 document_get(store, OBJECT_CAMPAIGN, change->id, 0, &before, err) ||
                 status_expected(&before, change, err) ||
                 status_write(store, act, change, &before, err);

    document_release(&before);
    return guard_end(&guard, store, failed, err);
}

static int delete_allowed(
        struct store *store, enum object object, const struct document *document, struct error *err)
{
    struct used_by used = {0};
    struct buf words = {0};

    if (object == OBJECT_CAMPAIGN &&
            (document->status != STATUS_DRAFT || document->activated_ms != WHEN_NONE))
        return error_set(err, ERROR_REFUSED,
                "campaign '%s' is %s; only drafts that never were live can be deleted (archive it "
                "instead)",
                document->id, status_name(document->status));
    if (object == OBJECT_CAMPAIGN)
        return 0;
    if (document_used_by(store, object, document->id, &used, err))
        return -1;
    for (size_t i = 0; i < used.count; i++)
        buf_add_format(&words, "%s%s '%s'", i ? ", " : "", object_name(used.items[i].object),
                used.items[i].id);
    int failed = 0;
    if (used.count)
        failed = error_set(err, ERROR_REFUSED, "%s '%s' is in use by %s; take it out there first",
                object_name(object), document->id, buf_text(&words));
    buf_release(&words);
    used_by_release(&used);
    return failed;
}

static int delete_write(struct store *store, const struct act *act, enum object object,
        const struct document *document, struct error *err)
{
    struct logged logged = {object, document->id, document->version, "delete", "[]"};

    return sql_run(store, err, "DELETE FROM document WHERE number = ?", "u", document->number) ||
                           changelog_add(store, act, &logged, err)
                   ? -1
                   : 0;
}

int document_delete(struct store *store, const struct act *act, enum object object, const char *id,
        struct error *err)
{
    struct guard guard;
    struct document before = {0};
    int failed = guard_begin(&guard, store, err) ||
                 document_get(store, object, id, 0, &before, err) ||
                 delete_allowed(store, object, &before, err) ||
                 delete_write(store, act, object, &before, err);

    document_release(&before);
    return guard_end(&guard, store, failed, err);
}
