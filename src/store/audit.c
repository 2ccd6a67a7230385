#include "store/audit.h"

#include <string.h>

#include "store/sql.h"

enum { FINDINGS_MAX = 10 };

/* Appends the first column of each row, at most FINDINGS_MAX of them. */
static int add_rows(struct store *store, sqlite3_stmt *row, const char *fine, struct buf *out,
        struct error *err)
{
    int found = row ? sql_step(store, row, err) : -1;

    for (int i = 0; found == 1 && i < FINDINGS_MAX; i++) {
        if (!fine || strcmp(sql_text(row, 0), fine) != 0)
            buf_add_format(out, "%s%s", out->size ? "; " : "", sql_text(row, 0));
        found = sql_step(store, row, err);
    }
    if (found == 1)
        sql_reset(row);
    return found < 0 ? -1 : 0;
}

int audit_pages(struct store *store, struct buf *findings, struct error *err)
{
    return add_rows(
            store, sql_bind(store, err, "PRAGMA integrity_check(10)", ""), "ok", findings, err);
}

int audit_references(struct store *store, struct buf *findings, struct error *err)
{
    static const char *const QUESTIONS[] = {
            "SELECT 'table ' || \"table\" || ', row ' || coalesce(rowid, '?') || ': no such ' || "
            "parent FROM pragma_foreign_key_check LIMIT 10",
            "SELECT 'ledger row ' || l.number || ': campaign ' || l.campaign || ' has no version ' "
            "|| l.version FROM ledger l LEFT JOIN document_version v ON v.number = l.campaign AND "
            "v.version = l.version LEFT JOIN document d ON d.number = l.campaign AND d.object = 0 "
            "WHERE v.number IS NULL OR d.number IS NULL LIMIT 10",
            "SELECT 'ledger row ' || number || ': no user ' || user FROM ledger WHERE NOT EXISTS "
            "(SELECT 1 FROM user WHERE user.number = ledger.user) LIMIT 10",
            "SELECT 'entry ' || seq || ': no user ' || user || ' or campaign ' || campaign FROM "
            "pending WHERE NOT EXISTS (SELECT 1 FROM user WHERE user.number = pending.user) OR NOT "
            "EXISTS (SELECT 1 FROM document d WHERE d.number = campaign AND d.object = 0) LIMIT 10",
            "SELECT 'counter of campaign ' || campaign || ': no such campaign' FROM (SELECT "
            "DISTINCT campaign FROM counter) WHERE NOT EXISTS (SELECT 1 FROM document d WHERE "
            "d.number = campaign AND d.object = 0) LIMIT 10",
            "SELECT 'outbox ' || o.number || ': nothing was sent' FROM outbox o LEFT JOIN ledger l "
            "ON l.number = o.number WHERE l.outcome IS NOT 1 LIMIT 10",
            "SELECT 'catalogue: no name ' || name FROM catalogue WHERE name >= 0 AND NOT EXISTS "
            "(SELECT 1 FROM name WHERE id = catalogue.name) LIMIT 10",
    };

    for (size_t i = 0; i < ARRAY_COUNT(QUESTIONS); i++)
        if (add_rows(store, sql_bind(store, err, QUESTIONS[i], ""), NULL, findings, err))
            return -1;
    return 0;
}

int audit_versions(struct store *store, struct buf *findings, struct error *err)
{
    return add_rows(store,
            sql_bind(store, err,
                    "SELECT (CASE d.object WHEN 0 THEN 'campaign ' ELSE 'segment ' END) || d.id || "
                    "' has ' || count(v.version) || ' versions, the newest is ' || d.version "
                    "FROM document d LEFT JOIN document_version v ON v.number = d.number "
                    "GROUP BY d.number HAVING count(v.version) <> d.version OR min(v.version) <> 1 "
                    "OR max(v.version) <> d.version LIMIT 10",
                    ""),
            NULL, findings, err);
}
