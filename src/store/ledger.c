#include "store/ledger.h"

#include <string.h>

#include "store/documents.h"
#include "store/ledger_int.h"
#include "store/users.h"

/* A listing is gathered in a temporary table, piece by piece, so that nobody waits while it is
 * sorted and shown. What is decided meanwhile replaces its pending row. */
static int listing_make(struct store *store, struct error *err)
{
    static const char SCRIPT[] =
            "CREATE TEMP TABLE IF NOT EXISTS listing (seq INTEGER PRIMARY KEY, number INTEGER, "
            "campaign INTEGER, campaign_id TEXT, user INTEGER, user_id TEXT, version INTEGER, "
            "trigger_ms INTEGER, due_ms INTEGER, decided_ms INTEGER, outcome INTEGER, "
            "detail TEXT, row INTEGER, cause_row INTEGER, previous INTEGER);"
            "DELETE FROM temp.listing";
    int code = sqlite3_exec(store->db, SCRIPT, NULL, NULL, NULL);

    return code == SQLITE_OK ? 0 : sql_failed(store, code, err);
}

static void listing_drop(struct store *store)
{
    sqlite3_exec(store->db, "DELETE FROM temp.listing", NULL, NULL, NULL);
}

struct listing {
    struct store *store;
    struct ledger_wanted wanted;
};

static int add_pending(struct listing *listing, const struct ledger_part *part, struct error *err)
{
    const struct ledger_wanted *wanted = &listing->wanted;

    return sql_run(listing->store, err,
            "INSERT OR REPLACE INTO temp.listing SELECT p.seq, 0, p.campaign, coalesce(d.id, '?'), "
            "p.user, coalesce(u.id, '?'), 0, p.trigger_ms, p.due_ms, NULL, 0, NULL, p.row, NULL, 0 "
            "FROM main.pending p LEFT JOIN main.document d ON d.number = p.campaign "
            "LEFT JOIN main.user u ON u.number = p.user "
            "WHERE (p.due_ms, p.seq) > (?, ?) AND (p.due_ms, p.seq) <= (?, ?) "
            "AND p.trigger_ms >= ? AND p.trigger_ms < ? AND (?7 < 0 OR p.campaign = ?7)",
            "lllllll", part->from[0], part->from[1], part->to[0], part->to[1], wanted->since_ms,
            wanted->until_ms, wanted->campaign);
}

static int add_decided(struct listing *listing, const struct ledger_part *part, struct error *err)
{
    const struct ledger_wanted *wanted = &listing->wanted;

    return sql_run(listing->store, err,
            "INSERT OR REPLACE INTO temp.listing SELECT l.seq, l.number, l.campaign, "
            "coalesce(d.id, '?'), l.user, coalesce(u.id, '?'), l.version, l.trigger_ms, l.due_ms, "
            "l.decided_ms, l.outcome, l.detail, l.row, l.cause_row, l.previous FROM main.ledger l "
            "LEFT JOIN main.document d ON d.number = l.campaign "
            "LEFT JOIN main.user u ON u.number = l.user "
            "WHERE l.number > ? AND l.number <= ? AND l.trigger_ms >= ? AND l.trigger_ms < ? "
            "AND (?5 < 0 OR l.campaign = ?5) AND (?6 <= 0 OR l.outcome = ?6)",
            "llllli", part->from[0], part->to[0], wanted->since_ms, wanted->until_ms,
            wanted->campaign, wanted->outcome);
}

static int add_part(void *context, const struct ledger_part *part, struct error *err)
{
    return part->pending ? add_pending(context, part, err) : add_decided(context, part, err);
}

/* One user: along the chain of ledger rows that the profile holds on to. */
static int add_of_user(struct listing *listing, const char *id, struct error *err)
{
    struct store *store = listing->store;
    struct error why = {.code = ERROR_NONE};
    struct profile *profile = user_by_id(store, id, strlen(id), &why);
    int failed = 0;

    if (!profile) {
        if (why.code == ERROR_NONE)
            error_set(&why, ERROR_REFUSED, "there is no user '%.255s'", id);
        return error_set(err, why.code, "%s", why.text);
    }
    for (uint32_t i = 0; i < profile->entry_count && !failed; i++) {
        const struct entry *entry = &profile->entries[i];
        struct ledger_part part = {.pending = true,
                .from = {entry->due_ms, (int64_t)entry->seq - 1},
                .to = {entry->due_ms, (int64_t)entry->seq}};
        failed = add_pending(listing, &part, err);
    }
    int64_t number = (int64_t)profile->last_ledger;
    while (number > 0 && !failed) {
        int64_t previous = 0;
        struct ledger_part part = {.from = {number - 1}, .to = {number}};
        failed = add_decided(listing, &part, err);
        if (!failed)
            failed = sql_number(store, err, &previous,
                             "SELECT previous FROM main.ledger WHERE number = ?", "l", number) < 0;
        /* The chain goes back in time: anything else is damage, and no loop. */
        number = previous < number ? previous : 0;
    }
    profile_free(profile);
    return failed ? -1 : 0;
}

static int listing_show(struct store *store, const struct ledger_filter *filter,
        int (*visit)(void *context, const struct ledger_record *record), void *context,
        struct error *err)
{
    sqlite3_stmt *row = sql_bind(store, err,
            filter->newest ? "SELECT * FROM temp.listing WHERE ?1 < 0 OR outcome = ?1 ORDER BY "
                             "trigger_ms DESC, user_id DESC, campaign_id DESC, due_ms DESC, "
                             "seq DESC LIMIT ?2"
                           : "SELECT * FROM temp.listing WHERE ?1 < 0 OR outcome = ?1 ORDER BY "
                             "trigger_ms, user_id, campaign_id, due_ms, seq LIMIT ?2",
            "il", filter->outcome, filter->limit > 0 ? filter->limit : -1);
    int found = row ? sql_step(store, row, err) : -1;

    for (; found == 1; found = sql_step(store, row, err)) {
        struct ledger_record record;
        ledger_record_of_row(row, &record);
        if (visit(context, &record)) {
            sql_reset(row);
            return 0;
        }
    }
    return found;
}

static int gather(struct listing *listing, const struct ledger_filter *filter, struct error *err)
{
    if (filter->user)
        return add_of_user(listing, filter->user, err);
    return ledger_narrow(listing->store, &listing->wanted, filter->limit, filter->newest, err) ||
                           ledger_parts(listing->store, &listing->wanted, add_part, listing, err)
                   ? -1
                   : 0;
}

int ledger_scan(struct store *store, const struct ledger_filter *filter,
        int (*visit)(void *context, const struct ledger_record *record), void *context,
        struct error *err)
{
    struct listing listing = {
            .store = store, .wanted = {-1, filter->outcome, filter->since_ms, filter->until_ms}};
    struct document document = {0};

    if (filter->campaign) {
        if (document_get(store, OBJECT_CAMPAIGN, filter->campaign, 0, &document, err))
            return -1;
        listing.wanted.campaign = document.number;
        document_release(&document);
    }
    if (listing_make(store, err))
        return -1;
    int failed = gather(&listing, filter, err);
    if (!failed)
        failed = listing_show(store, filter, visit, context, err);
    listing_drop(store);
    return failed;
}
