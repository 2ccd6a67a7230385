#include "store/bulk.h"

#include <string.h>

struct bulk_table {
    sqlite3_vtab base;
    const struct store *store;
};

struct bulk_cursor {
    sqlite3_vtab_cursor base;
    const struct bulk *bulk;
    size_t row;
};

static int table_connect(sqlite3 *db, void *context, int count, const char *const *arguments,
        sqlite3_vtab **out, char **message)
{
    (void)count, (void)arguments, (void)message;
    struct bulk_table *table = mem_new(sizeof *table);

    table->store = context;
    *out = &table->base;
    return sqlite3_declare_vtab(db,
            "CREATE TABLE bulk (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, "
            "c15)");
}

static int table_disconnect(sqlite3_vtab *table)
{
    mem_free(table);
    return SQLITE_OK;
}

static int table_plan(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    info->estimatedRows = 1000;
    info->estimatedCost = 1000;
    return SQLITE_OK;
}

static int cursor_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
    struct bulk_cursor *cursor = mem_new(sizeof *cursor);

    cursor->bulk = ((struct bulk_table *)table)->store->bulk;
    *out = &cursor->base;
    return cursor->bulk ? SQLITE_OK : SQLITE_MISUSE;
}

static int cursor_close(sqlite3_vtab_cursor *cursor)
{
    mem_free(cursor);
    return SQLITE_OK;
}

static int cursor_begin(sqlite3_vtab_cursor *cursor, int number, const char *text, int count,
        sqlite3_value **values)
{
    (void)number, (void)text, (void)count, (void)values;
    ((struct bulk_cursor *)cursor)->row = 0;
    return SQLITE_OK;
}

static int cursor_next(sqlite3_vtab_cursor *cursor)
{
    ((struct bulk_cursor *)cursor)->row++;
    return SQLITE_OK;
}

static int cursor_end(sqlite3_vtab_cursor *base)
{
    const struct bulk_cursor *cursor = (const struct bulk_cursor *)base;

    return cursor->row >= cursor->bulk->count;
}

static int64_t read_number(enum bulk_kind kind, const char *at)
{
    switch (kind) {
    case BULK_UINT32: return *(const uint32_t *)(const void *)at;
    case BULK_INT:
    case BULK_INT_OR_NULL: return *(const int *)(const void *)at;
    case BULK_UINT8: return *(const uint8_t *)at;
    default: return *(const int64_t *)(const void *)at;
    }
}

static void give_number(sqlite3_context *out, enum bulk_kind kind, int64_t number)
{
    if ((kind == BULK_INSTANT && number == WHEN_NONE) || (kind == BULK_INT_OR_NULL && number < 0))
        sqlite3_result_null(out);
    else
        sqlite3_result_int64(out, number);
}

static void give_bytes(
        sqlite3_context *out, const struct bulk_column *column, const char *row, const char *at)
{
    const char *bytes = *(const char *const *)(const void *)at;

    if (!bytes) {
        sqlite3_result_null(out);
    } else if (column->kind == BULK_TEXT) {
        sqlite3_result_text(out, bytes, -1, SQLITE_STATIC);
    } else {
        size_t size = *(const size_t *)(const void *)(row + column->size_offset);
        if (column->kind == BULK_STRING)
            sqlite3_result_text64(out, bytes, size, SQLITE_STATIC, SQLITE_UTF8);
        else
            sqlite3_result_blob64(out, bytes, size, SQLITE_STATIC);
    }
}

static int cursor_column(sqlite3_vtab_cursor *base, sqlite3_context *out, int index)
{
    const struct bulk_cursor *cursor = (const struct bulk_cursor *)base;
    const struct bulk *bulk = cursor->bulk;
    const struct bulk_column *column = &bulk->columns[index];
    const char *row = (const char *)bulk->rows + cursor->row * bulk->row_size;

    if (column->kind >= BULK_TEXT)
        give_bytes(out, column, row, row + column->offset);
    else
        give_number(out, column->kind, read_number(column->kind, row + column->offset));
    return SQLITE_OK;
}

static int cursor_row(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
    *out = (sqlite3_int64)((const struct bulk_cursor *)base)->row;
    return SQLITE_OK;
}

int bulk_register(struct store *store)
{
    static const sqlite3_module MODULE = {
            .xConnect = table_connect,
            .xBestIndex = table_plan,
            .xDisconnect = table_disconnect,
            .xDestroy = table_disconnect,
            .xOpen = cursor_open,
            .xClose = cursor_close,
            .xFilter = cursor_begin,
            .xNext = cursor_next,
            .xEof = cursor_end,
            .xColumn = cursor_column,
            .xRowid = cursor_row,
    };

    return sqlite3_create_module(store->db, "bulk", &MODULE, store);
}

int bulk_run(struct store *store, const struct bulk *bulk, const char *text, struct error *err)
{
    if (bulk->count == 0)
        return 0;
    store->bulk = bulk;
    int failed = sql_run(store, err, text, "");
    store->bulk = NULL;
    return failed;
}
