#include "store/documents.h"

#include <string.h>

#include "base/text.h"
#include "store/sql.h"

enum { NEAR_EDITS_MAX = 3, NEAR_IDS_MAX = 5 };

const char *object_name(enum object object)
{
    static const char *const NAMES[] = {"campaign", "segment", "setting"};

    return NAMES[object];
}

void document_release(struct document *document)
{
    mem_free(document->id);
    mem_free(document->updated_by);
    mem_free(document->updated_login);
    mem_free(document->json);
    memset(document, 0, sizeof *document);
}

/* number, id, status, version, activated, resumed, live from, saved, updated, by, login, json */
static void document_of_row(sqlite3_stmt *row, struct document *out)
{
    out->number = (uint32_t)sqlite3_column_int64(row, 0);
    out->id = sql_copy(row, 1);
    out->status = (enum status)sqlite3_column_int(row, 2);
    out->version = (uint32_t)sqlite3_column_int64(row, 3);
    out->activated_ms = sql_instant(row, 4);
    out->resumed_ms = sql_instant(row, 5);
    out->live_from_ms = sql_instant(row, 6);
    out->saved_ms = sqlite3_column_int64(row, 7);
    out->updated_ms = sqlite3_column_int64(row, 8);
    out->updated_by = sql_copy(row, 9);
    out->updated_login = sql_copy(row, 10);
    out->json = sql_copy(row, 11);
    out->json_size = (size_t)sqlite3_column_bytes(row, 11);
}

struct near {
    const char *wanted;
    struct buf words;
    int count;
};

static void near_look(struct near *near, const char *id)
{
    if (near->count >= NEAR_IDS_MAX || text_distance(id, near->wanted) > NEAR_EDITS_MAX)
        return;
    buf_add_format(&near->words, "%s'%s'", near->count ? ", " : "; there is ", id);
    near->count++;
}

static int not_found(struct store *store, enum object object, const char *id, struct error *err)
{
    struct near near = {.wanted = id};
    struct buf safe = {0};
    sqlite3_stmt *row = sql_bind(
            store, NULL, "SELECT id FROM document WHERE object = ? ORDER BY id", "i", (int)object);

    while (row && sql_step(store, row, NULL) == 1)
        near_look(&near, sql_text(row, 0));
    text_add_safe(&safe, id, text_cut_bytes(id, strlen(id), 100), false);
    error_set(err, ERROR_REFUSED, "there is no %s '%s'%s", object_name(object), buf_text(&safe),
            buf_text(&near.words));
    buf_release(&near.words);
    buf_release(&safe);
    return -1;
}

static int no_version(
        const struct document *newest, enum object object, uint32_t version, struct error *err)
{
    return error_set(err, ERROR_REFUSED, "%s '%s' has no version %u; there are 1 to %u",
            object_name(object), newest->id, version, newest->version);
}

static sqlite3_stmt *document_row(struct store *store, enum object object, const char *id,
        uint32_t version, struct error *err)
{
    if (version == 0)
        return sql_bind(store, err,
                "SELECT d.number, d.id, d.status, d.version, d.activated_ms, d.resumed_ms, "
                "d.live_from_ms, v.at_ms, d.updated_ms, d.updated_by, d.updated_login, v.json "
                "FROM document d JOIN document_version v ON v.number = d.number AND v.version = "
                "d.version WHERE d.object = ? AND d.id = ?",
                "it", (int)object, id);
    return sql_bind(store, err,
            "SELECT d.number, d.id, d.status, v.version, d.activated_ms, d.resumed_ms, "
            "d.live_from_ms, v.at_ms, v.at_ms, v.by, v.login, v.json "
            "FROM document d JOIN document_version v ON v.number = d.number "
            "WHERE d.object = ? AND d.id = ? AND v.version = ?",
            "itu", (int)object, id, version);
}

int document_get(struct store *store, enum object object, const char *id, uint32_t version,
        struct document *out, struct error *err)
{
    sqlite3_stmt *row = document_row(store, object, id, version, err);
    int found = row ? sql_step(store, row, err) : -1;

    memset(out, 0, sizeof *out);
    if (found < 0)
        return -1;
    if (found == 1) {
        document_of_row(row, out);
        sql_reset(row);
        return 0;
    }
    if (version == 0)
        return not_found(store, object, id, err);
    if (document_get(store, object, id, 0, out, err))
        return -1;
    no_version(out, object, version, err);
    document_release(out);
    return -1;
}

int document_exists(struct store *store, enum object object, const char *id, struct error *err)
{
    int64_t number = 0;

    return sql_number(store, err, &number,
            "SELECT number FROM document WHERE object = ? AND id = ?", "it", (int)object, id);
}

struct documents {
    struct document *items;
    size_t count, capacity;
};

static int documents_collect(
        struct store *store, sqlite3_stmt *row, struct documents *list, struct error *err)
{
    int found = row ? sql_step(store, row, err) : -1;

    for (; found == 1; found = sql_step(store, row, err)) {
        list->items = mem_room(list->items, list->count, &list->capacity, sizeof *list->items);
        document_of_row(row, &list->items[list->count++]);
    }
    return found;
}

/* Hands all over and frees them; without `visit` it only frees. */
static void documents_visit(struct documents *list,
        int (*visit)(void *context, const struct document *document), void *context)
{
    bool stopped = !visit;

    for (size_t i = 0; i < list->count; i++) {
        stopped = stopped || visit(context, &list->items[i]);
        document_release(&list->items[i]);
    }
    mem_free(list->items);
}

int documents_scan(struct store *store, enum object object,
        int (*visit)(void *context, const struct document *document), void *context,
        struct error *err)
{
    struct documents list = {0};
    sqlite3_stmt *row = sql_bind(store, err,
            "SELECT d.number, d.id, d.status, d.version, d.activated_ms, d.resumed_ms, "
            "d.live_from_ms, v.at_ms, d.updated_ms, d.updated_by, d.updated_login, v.json "
            "FROM document d JOIN document_version v ON v.number = d.number AND v.version = "
            "d.version WHERE d.object = ? ORDER BY d.id",
            "i", (int)object);
    int failed = documents_collect(store, row, &list, err);

    documents_visit(&list, failed ? NULL : visit, context);
    return failed;
}

int document_versions(struct store *store, enum object object, const char *id,
        int (*visit)(void *context, const struct document *document), void *context,
        struct error *err)
{
    struct documents list = {0};
    sqlite3_stmt *row = sql_bind(store, err,
            "SELECT d.number, d.id, d.status, v.version, d.activated_ms, d.resumed_ms, "
            "d.live_from_ms, v.at_ms, v.at_ms, v.by, v.login, v.json "
            "FROM document d JOIN document_version v ON v.number = d.number "
            "WHERE d.object = ? AND d.id = ? ORDER BY v.version",
            "it", (int)object, id);
    int failed = documents_collect(store, row, &list, err);

    if (!failed && list.count == 0)
        failed = not_found(store, object, id, err);
    documents_visit(&list, failed ? NULL : visit, context);
    return failed;
}

int documents_generation(struct store *store, uint64_t *generation, struct error *err)
{
    int64_t number = 0;
    int found = sql_number(store, err, &number, "SELECT generation FROM engine", "");

    *generation = (uint64_t)number;
    return found == 1 ? 0 : -1;
}
