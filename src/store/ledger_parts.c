#include <string.h>

#include "store/few.h"
#include "store/ledger_int.h"

enum { PART_ROWS = 20000, NARROW_MAX = 10000 };

static int pending_parts(struct store *store,
        int (*visit)(void *context, const struct ledger_part *part, struct error *err),
        void *context, struct error *err)
{
    struct ledger_part part = {.pending = true, .from = {INT64_MIN, INT64_MIN}};

    for (;;) {
        sqlite3_stmt *row = sql_bind(store, err,
                "SELECT due_ms, seq FROM pending WHERE (due_ms, seq) > (?, ?) "
                "ORDER BY due_ms, seq LIMIT 1 OFFSET ?",
                "lli", part.from[0], part.from[1], (int)PART_ROWS);
        int found = row ? sql_step(store, row, err) : -1;
        part.to[0] = part.to[1] = INT64_MAX;
        if (found == 1) {
            part.to[0] = sqlite3_column_int64(row, 0);
            part.to[1] = sqlite3_column_int64(row, 1);
            sql_reset(row);
        }
        if (found < 0 || visit(context, &part, err))
            return -1;
        if (found == 0)
            return 0;
        memcpy(part.from, part.to, sizeof part.from);
    }
}

static int decided_parts(struct store *store,
        int (*visit)(void *context, const struct ledger_part *part, struct error *err),
        void *context, struct error *err)
{
    struct ledger_part part = {.pending = false};
    int64_t newest = 0;

    if (sql_number(store, err, &newest, "SELECT coalesce(max(number), 0) FROM ledger", "") < 0)
        return -1;
    for (; part.from[0] < newest; part.from[0] = part.to[0]) {
        part.to[0] = part.from[0] + PART_ROWS;
        if (visit(context, &part, err))
            return -1;
    }
    return 0;
}

int ledger_parts(struct store *store, const struct ledger_wanted *wanted,
        int (*visit)(void *context, const struct ledger_part *part, struct error *err),
        void *context, struct error *err)
{
    if (wanted->outcome <= OUTCOME_PENDING && pending_parts(store, visit, context, err))
        return -1;
    return wanted->outcome == OUTCOME_PENDING ? 0 : decided_parts(store, visit, context, err);
}

struct narrow {
    struct store *store;
    const struct ledger_wanted *wanted;
    struct few few;
};

static sqlite3_stmt *select_triggers(
        const struct narrow *narrow, const struct ledger_part *part, struct error *err)
{
    const struct ledger_wanted *wanted = narrow->wanted;

    if (part->pending)
        return sql_bind(narrow->store, err,
                "SELECT trigger_ms FROM pending WHERE (due_ms, seq) > (?, ?) AND (due_ms, seq) <= "
                "(?, ?) AND trigger_ms >= ? AND trigger_ms < ? AND (?7 < 0 OR campaign = ?7)",
                "lllllll", part->from[0], part->from[1], part->to[0], part->to[1], wanted->since_ms,
                wanted->until_ms, wanted->campaign);
    return sql_bind(narrow->store, err,
            "SELECT trigger_ms FROM ledger WHERE number > ? AND number <= ? AND trigger_ms >= ? "
            "AND trigger_ms < ? AND (?5 < 0 OR campaign = ?5) AND (?6 < 0 OR outcome = ?6)",
            "llllli", part->from[0], part->to[0], wanted->since_ms, wanted->until_ms,
            wanted->campaign, wanted->outcome);
}

static int add_triggers(void *context, const struct ledger_part *part, struct error *err)
{
    struct narrow *narrow = context;
    sqlite3_stmt *row = select_triggers(narrow, part, err);
    int found = row ? sql_step(narrow->store, row, err) : -1;

    for (; found == 1; found = sql_step(narrow->store, row, err))
        few_add(&narrow->few, sqlite3_column_int64(row, 0));
    return found;
}

int ledger_narrow(struct store *store, struct ledger_wanted *wanted, int64_t limit, bool newest,
        struct error *err)
{
    struct narrow narrow = {.store = store, .wanted = wanted};
    int64_t edge = 0;

    if (limit <= 0 || limit > NARROW_MAX)
        return 0;
    few_init(&narrow.few, (size_t)limit, newest);
    int failed = ledger_parts(store, wanted, add_triggers, &narrow, err);
    if (!failed && few_edge(&narrow.few, &edge)) {
        if (newest)
            wanted->since_ms = edge;
        else
            wanted->until_ms = edge + 1;
    }
    few_release(&narrow.few);
    return failed;
}
