#include "store/migrate.h"

#include "base/embed.h"

enum { APPLICATION_ID = 0x63616d70 };

/* What turns version i into i + 1; data/schema.sql is always that of SCHEMA_VERSION. */
static const char *const migrations[SCHEMA_VERSION] = {
        [1] = "CREATE TABLE counter_total (campaign INTEGER NOT NULL, tally INTEGER NOT NULL, "
              "total "
              "INTEGER NOT NULL, PRIMARY KEY (campaign, tally)) STRICT, WITHOUT ROWID;"
              "INSERT INTO counter_total SELECT campaign, tally, sum(total) FROM counter "
              "GROUP BY campaign, tally",
};

static int pragma_number(struct store *store, const char *text, int64_t *out, struct error *err)
{
    return sql_number(store, err, out, text, "") == 1 ? 0 : -1;
}

static int run_script(struct store *store, const char *script, struct error *err)
{
    int code = sqlite3_exec(store->db, script, NULL, NULL, NULL);

    return code == SQLITE_OK ? 0 : sql_failed(store, code, err);
}

static int read_version(struct store *store, int64_t *version, bool *empty, struct error *err)
{
    int64_t application = 0, tables = 0;

    if (pragma_number(store, "PRAGMA application_id", &application, err) ||
            pragma_number(store, "PRAGMA user_version", version, err) ||
            sql_number(store, err, &tables, "SELECT count(*) FROM sqlite_schema", "") < 0)
        return -1;
    *empty = application == 0 && *version == 0 && tables == 0;
    if (!*empty && application != APPLICATION_ID)
        return error_set(err, ERROR_REFUSED,
                "'%s' is the database of another program; name another file with --db",
                store->path);
    if (!*empty && *version < 1)
        return error_set(err, ERROR_UNAVAILABLE,
                "the database '%s' is damaged: it says no schema; go back to a backup",
                store->path);
    if (*version > SCHEMA_VERSION)
        return error_set(err, ERROR_REFUSED,
                "'%s' was written by a newer campanile (schema %d, this one knows %d); update the "
                "program",
                store->path, (int)*version, SCHEMA_VERSION);
    return 0;
}

static int fill(struct store *store, struct error *err)
{
    struct buf script = {0};

    buf_add_text(&script, embed_find("schema.sql", NULL));
    buf_add_format(&script, ";PRAGMA application_id = %d;PRAGMA user_version = %d", APPLICATION_ID,
            SCHEMA_VERSION);
    int failed = run_script(store, buf_text(&script), err);
    buf_release(&script);
    return failed;
}

static int advance(struct store *store, int64_t version, struct error *err)
{
    struct buf script = {0};
    int failed = 0;

    for (size_t i = (size_t)version; i < SCHEMA_VERSION && !failed; i++)
        failed = run_script(store, migrations[i], err);
    buf_add_format(&script, "PRAGMA user_version = %d", SCHEMA_VERSION);
    if (!failed)
        failed = run_script(store, buf_text(&script), err);
    buf_release(&script);
    return failed;
}

int store_migrate(struct store *store, bool may_create, struct error *err)
{
    int64_t version = 0;
    bool empty = false;

    if (read_version(store, &version, &empty, err))
        return -1;
    if (version == SCHEMA_VERSION)
        return 0;
    if (empty && !may_create)
        return error_set(err, ERROR_REFUSED,
                "'%s' is empty: no database of campanile; name another file with --db",
                store->path);
    if (store->mode == STORE_READ_ONLY)
        return error_set(err, ERROR_UNAVAILABLE,
                "the database '%s' has an older schema; let a command that writes update it first",
                store->path);
    if (store_begin(store, err))
        return -1;
    /* Somebody else may have been faster. */
    if (read_version(store, &version, &empty, err) ||
            (version < SCHEMA_VERSION &&
                    (empty ? fill(store, err) : advance(store, version, err)))) {
        store_rollback(store);
        return -1;
    }
    return store_commit(store, err);
}
