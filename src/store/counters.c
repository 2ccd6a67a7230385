#include "store/counters.h"

#include <roaring/roaring.h>
#include <stdlib.h>

#include "store/sql.h"

struct gathered {
    struct counter_record *records;
    size_t count, capacity;
    roaring_bitmap_t *users; /* of the last record */
};

static int64_t from_of(const struct counter_query *query, int64_t hour_ms)
{
    if (query->by == COUNTER_BY_NONE)
        return WHEN_NONE;
    if (query->by == COUNTER_BY_HOUR)
        return hour_ms;
    struct wall wall = zone_wall(query->zone, hour_ms);
    wall.ms = 0;
    return zone_instant(query->zone, wall);
}

static void record_end(struct gathered *all)
{
    if (!all->users)
        return;
    all->records[all->count - 1].unique = (int64_t)roaring_bitmap_get_cardinality(all->users);
    roaring_bitmap_free(all->users);
    all->users = NULL;
}

static struct counter_record *record_for(
        struct gathered *all, uint32_t campaign, int tally, int64_t from_ms)
{
    struct counter_record *last = all->count ? &all->records[all->count - 1] : NULL;

    if (last && last->campaign == campaign && last->tally == tally && last->from_ms == from_ms)
        return last;
    record_end(all);
    all->records = mem_room(all->records, all->count, &all->capacity, sizeof *all->records);
    last = &all->records[all->count++];
    *last = (struct counter_record){.campaign = campaign, .tally = tally, .from_ms = from_ms};
    return last;
}

static int users_add(struct store *store, roaring_bitmap_t **users, const void *bytes, int size,
        struct error *err)
{
    roaring_bitmap_t *more =
            bytes ? roaring_bitmap_portable_deserialize_safe(bytes, (size_t)size) : NULL;

    if (!more)
        return error_set(err, ERROR_UNAVAILABLE,
                "the database '%s' is damaged: a set of users in its counters cannot be read; "
                "restore it from a backup",
                store->path);
    if (*users) {
        roaring_bitmap_or_inplace(*users, more);
        roaring_bitmap_free(more);
    } else {
        *users = more;
    }
    return 0;
}

static sqlite3_stmt *select_hours(
        struct store *store, const struct counter_query *query, int64_t campaign, struct error *err)
{
    if (query->one_tally)
        return sql_bind(store, err,
                query->totals_only
                        ? "SELECT tally, hour_ms, total FROM counter WHERE campaign = ? AND "
                          "tally = ? AND hour_ms >= ? AND hour_ms < ? ORDER BY hour_ms"
                        : "SELECT tally, hour_ms, total, users FROM counter WHERE campaign = ? "
                          "AND tally = ? AND hour_ms >= ? AND hour_ms < ? ORDER BY hour_ms",
                "lill", campaign, query->tally, query->since_ms, query->until_ms);
    return sql_bind(store, err,
            query->totals_only
                    ? "SELECT tally, hour_ms, total FROM counter WHERE campaign = ? AND hour_ms >= "
                      "? AND hour_ms < ? ORDER BY tally, hour_ms"
                    : "SELECT tally, hour_ms, total, users FROM counter WHERE campaign = ? AND "
                      "hour_ms >= ? AND hour_ms < ? ORDER BY tally, hour_ms",
            "lll", campaign, query->since_ms, query->until_ms);
}

static int gather_campaign(struct store *store, const struct counter_query *query, int64_t campaign,
        struct gathered *all, struct error *err)
{
    sqlite3_stmt *row = select_hours(store, query, campaign, err);
    int found = row ? sql_step(store, row, err) : -1;

    for (; found == 1; found = sql_step(store, row, err)) {
        int64_t hour_ms = sqlite3_column_int64(row, 1);
        record_for(all, (uint32_t)campaign, sqlite3_column_int(row, 0), from_of(query, hour_ms))
                ->total += sqlite3_column_int64(row, 2);
        if (query->totals_only || sqlite3_column_type(row, 3) == SQLITE_NULL)
            continue;
        const void *bytes = sqlite3_column_blob(row, 3);
        if (users_add(store, &all->users, bytes, sqlite3_column_bytes(row, 3), err)) {
            sql_reset(row);
            found = -1;
            break;
        }
    }
    record_end(all);
    return found;
}

static int compare_records(const void *a, const void *b)
{
    const struct counter_record *x = a, *y = b;

    if (x->campaign != y->campaign)
        return x->campaign < y->campaign ? -1 : 1;
    if (x->from_ms != y->from_ms)
        return x->from_ms < y->from_ms ? -1 : 1;
    return (x->tally > y->tally) - (x->tally < y->tally);
}

static int gather(struct store *store, const struct counter_query *query, struct gathered *all,
        struct error *err)
{
    if (query->campaign >= 0)
        return gather_campaign(store, query, query->campaign, all, err);
    for (int64_t campaign = -1;;) {
        int found = sql_number(store, err, &campaign,
                "SELECT campaign FROM counter WHERE campaign > ? ORDER BY campaign LIMIT 1", "l",
                campaign);
        if (found <= 0)
            return found;
        if (gather_campaign(store, query, campaign, all, err))
            return -1;
    }
}

int counters_scan(struct store *store, const struct counter_query *query,
        int (*visit)(void *context, const struct counter_record *row), void *context,
        struct error *err)
{
    struct gathered all = {0};
    int failed = gather(store, query, &all, err);

    if (all.count)
        qsort(all.records, all.count, sizeof *all.records, compare_records);
    for (size_t i = 0; i < all.count && !failed; i++)
        if (visit(context, &all.records[i]))
            break;
    mem_free(all.records);
    return failed;
}

int counters_totals(struct store *store,
        int (*visit)(void *context, const struct counter_record *row), void *context,
        struct error *err)
{
    struct gathered all = {0};
    sqlite3_stmt *row = sql_bind(store, err,
            "SELECT campaign, tally, total FROM counter_total ORDER BY campaign, tally", "");
    int found = row ? sql_step(store, row, err) : -1;

    for (; found == 1; found = sql_step(store, row, err))
        record_for(
                &all, (uint32_t)sqlite3_column_int64(row, 0), sqlite3_column_int(row, 1), WHEN_NONE)
                ->total = sqlite3_column_int64(row, 2);
    for (size_t i = 0; i < all.count && found == 0; i++)
        if (visit(context, &all.records[i]))
            break;
    mem_free(all.records);
    return found;
}

/* The stored users and the new ones, packed. */
static int users_merge(struct store *store, const struct counter_key *key,
        const roaring_bitmap_t *users, struct buf *out, struct error *err)
{
    roaring_bitmap_t *all = roaring_bitmap_copy(users);
    sqlite3_stmt *row = sql_bind(store, err,
            "SELECT users FROM counter WHERE campaign = ? AND tally = ? AND hour_ms = ? AND users "
            "IS NOT NULL",
            "uil", key->campaign, key->tally, key->hour_ms);
    int found = row ? sql_step(store, row, err) : -1;

    if (found == 1) {
        const void *bytes = sqlite3_column_blob(row, 0);
        found = users_add(store, &all, bytes, sqlite3_column_bytes(row, 0), err);
        sql_reset(row);
    }
    if (found == 0) {
        size_t size = roaring_bitmap_portable_size_in_bytes(all);
        out->size += roaring_bitmap_portable_serialize(all, buf_room(out, size));
    }
    roaring_bitmap_free(all);
    return found;
}

int counter_add(struct store *store, const struct counter_key *key, int64_t total,
        const struct roaring_bitmap_s *users, struct error *err)
{
    struct buf packed = {0};
    int failed = users ? users_merge(store, key, users, &packed, err) : 0;

    if (!failed)
        failed = sql_run(store, err,
                "INSERT INTO counter (campaign, tally, hour_ms, total, users) "
                "VALUES (?, ?, ?, ?, ?) ON CONFLICT (campaign, tally, hour_ms) DO UPDATE SET "
                "total = total + excluded.total, users = excluded.users",
                "uillb", key->campaign, key->tally, key->hour_ms, total, packed.bytes, packed.size);
    buf_release(&packed);
    return failed;
}

int counter_total_add(
        struct store *store, uint32_t campaign, int tally, int64_t total, struct error *err)
{
    return sql_run(store, err,
            "INSERT INTO counter_total (campaign, tally, total) VALUES (?, ?, ?) ON CONFLICT "
            "(campaign, tally) DO UPDATE SET total = total + excluded.total",
            "uil", campaign, tally, total);
}
