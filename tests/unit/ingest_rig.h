/* A database with campaigns of many kinds, event files that are the same for the same numbers, and
 * all that a batch leaves behind as one text. */
#ifndef INGEST_RIG_H
#define INGEST_RIG_H

#include <sqlite3.h>

#include "base/hash.h"
#include "engine/profile.h"
#include "runner/ingest.h"
#include "runner/verify.h"
#include "store_rig.h"

#define RIG_EMAIL "\"channel\":\"email\",\"identity\":\"\","

static const char *const RIG_CAMPAIGNS[] = {
        "{\"id\":\"cart\",\"title\":\"t\"," RIG_EMAIL "\"triggers\":[{\"type\":\"custom_event\","
        "\"event\":\"Product Added\"}],\"exceptions\":[{\"type\":\"purchase\"}],\"delay\":{"
        "\"kind\":\"after\",\"amount\":30,\"unit\":\"minutes\"},\"reeligibility\":{\"allowed\":"
        "true},\"conversions\":[{\"event\":{\"type\":\"purchase\"}}]}",
        "{\"id\":\"late\",\"title\":\"t\"," RIG_EMAIL "\"triggers\":[{\"type\":\"session_start\"}],"
        "\"delay\":{\"kind\":\"after\",\"amount\":2,\"unit\":\"hours\"},\"window\":{\"from\":"
        "\"09:00\",\"to\":\"18:00\",\"if_missed\":\"next\"},\"reeligibility\":{\"allowed\":true,"
        "\"after\":{\"amount\":6,\"unit\":\"hours\"}},\"control_percent\":20}",
        "{\"id\":\"open\",\"title\":\"t\",\"channel\":\"push\",\"triggers\":[{\"type\":"
        "\"campaign_interaction\",\"campaign\":\"cart\",\"interaction\":\"receive_email\"}],"
        "\"delay\":{\"kind\":\"after\",\"amount\":1,\"unit\":\"hours\"},\"exceptions\":[{\"type\":"
        "\"campaign_interaction\",\"campaign\":\"cart\",\"interaction\":\"open_email\"}],"
        "\"reeligibility\":{\"allowed\":true}}",
        "{\"id\":\"mail\",\"title\":\"t\",\"channel\":\"email\",\"triggers\":[{\"type\":"
        "\"email_added\"}],\"audience\":{\"segments\":[\"pro\"]}}",
        "{\"id\":\"tomorrow\",\"title\":\"t\"," RIG_EMAIL "\"triggers\":[{\"type\":\"purchase\"}],"
        "\"delay\":{\"kind\":\"in_days\",\"days\":1,\"at\":\"08:00\"},\"reevaluate_audience\":true,"
        "\"audience\":{\"filter\":{\"event\":\"$session\",\"count\":{\"op\":\"ge\",\"value\":2}}}}",
};

static inline void rig_fill(const char *name)
{
    struct store *store = rig_open(name);

    rig_save_segment(store, "{\"id\":\"pro\",\"name\":\"Pro\",\"filter\":{\"trait\":\"plan\","
                            "\"op\":\"equals\",\"value\":\"pro\"}}");
    for (size_t i = 0; i < ARRAY_COUNT(RIG_CAMPAIGNS); i++) {
        struct campaign *campaign = rig_campaign(RIG_CAMPAIGNS[i]);
        rig_save(store, RIG_CAMPAIGNS[i], -1);
        rig_activate(store, campaign->id, 0);
        campaign_free(campaign);
    }
    store_close(store);
}

/* Numbers that look like chance. */
static uint64_t rig_seed;
static inline uint32_t rig_random(uint32_t below)
{
    rig_seed = rig_seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(rig_seed >> 33) % below;
}

#define RIG_START_MS INT64_C(1772352000000) /* 2026-03-01T08:00:00Z */

struct rig_file {
    int lines, users;
    int64_t from_ms, span_ms;
    uint64_t seed;
    bool shuffled;
    int bad_percent;
};

static inline void rig_add_line(struct buf *out, const struct rig_file *file, int line)
{
    static const char *const BODIES[] = {
            "\"event\":\"Product Viewed\",\"properties\":{\"price\":12.5}",
            "\"event\":\"Session Started\"",
            "\"event\":\"Product Added\",\"properties\":{\"value\":99,\"name\":\"h\xc3\xa9\"}",
            "\"event\":\"Order Completed\",\"properties\":{\"revenue\":19.9}",
            "\"event\":\"Email Opened\",\"properties\":{\"campaign_id\":\"cart\"}",
            "\"event\":\"Unsubscribed\",\"properties\":{\"campaign_id\":\"cart\"}",
    };
    int64_t at_ms = file->from_ms + (file->shuffled ? rig_random((uint32_t)file->span_ms)
                                                    : file->span_ms * line / file->lines);
    uint32_t user = rig_random((uint32_t)file->users), kind = rig_random(100);
    char when[WHEN_TEXT_MAX];

    if (rig_random(100) < (uint32_t)file->bad_percent) {
        buf_add_text(out, "{\"type\":\"track\",\"userId\":\"broken\"}\n");
        return;
    }
    buf_add_format(out, "{\"userId\":\"u%u\",\"messageId\":\"%llu-%u\",\"timestamp\":\"%s\",", user,
            (unsigned long long)file->seed, kind == 7 ? 7 : (unsigned)line,
            when_format(at_ms, when));
    if (kind < 12)
        buf_add_format(out,
                "\"type\":\"identify\",\"traits\":{\"plan\":\"%s\",\"email\":\"u%u@example.com\","
                "\"timezone\":\"%s\"}}\n",
                rig_random(2) ? "pro" : "free", user,
                rig_random(2) ? "Europe/Paris" : "America/New_York");
    else
        buf_add_format(out, "\"type\":\"track\",%s}\n",
                BODIES[kind < 50    ? 0
                        : kind < 65 ? 1
                        : kind < 80 ? 2
                        : kind < 90 ? 3
                                    : 4 + kind % 2]);
}

/* Its path, which stays. */
static inline const char *rig_file(const char *name, const struct rig_file *file)
{
    static char paths[8][128];
    static unsigned next;
    char *path = paths[next++ % 8];
    struct buf text = {0};

    rig_seed = file->seed;
    for (int line = 0; line < file->lines; line++)
        rig_add_line(&text, file, line);
    snprintf(path, sizeof paths[0], "%s", file_write(name, text.bytes, text.size));
    buf_release(&text);
    return path;
}

static const struct ingest_options RIG_INGEST = {
        .until_ms = WHEN_NONE, .rejects_max = -1, .now_ms = INT64_C(1800000000000)};

static inline struct ingest_result rig_ingest(const char *name, const char *const *paths,
        size_t count, const struct ingest_options *options)
{
    struct store *store = rig_open(name);
    struct ingest_result result;

    assert_done(ingest(store, paths, count, options, &result, &rig_err));
    store_close(store);
    return result;
}

/* A profile's bytes without the messages it remembers: those that are too old to matter are dropped
 * now or later. */
static inline void add_profile(struct buf *out, sqlite3_stmt *row)
{
    const void *bytes = sqlite3_column_blob(row, 2);
    struct profile *profile = profile_new("", 0, 0, NULL);
    struct buf packed = {0};

    assert_done(profile_unpack(profile, bytes, (size_t)sqlite3_column_bytes(row, 2), &rig_err));
    profile->seen_count = 0;
    profile_pack(profile, &packed);
    buf_add_format(out, "%s %s %zu-%016llx\n", (const char *)sqlite3_column_text(row, 0),
            (const char *)sqlite3_column_text(row, 1), packed.size,
            (unsigned long long)hash_fast(packed.bytes, packed.size));
    buf_release(&packed);
    profile_free(profile);
}

static inline void add_users(struct buf *out, sqlite3 *db)
{
    sqlite3_stmt *row = NULL;

    assert_int_equal(sqlite3_prepare_v2(db, "SELECT number, id, state FROM user ORDER BY number",
                             -1, &row, NULL),
            SQLITE_OK);
    while (sqlite3_step(row) == SQLITE_ROW)
        add_profile(out, row);
    sqlite3_finalize(row);
}

static inline void add_query(struct buf *out, sqlite3 *db, const char *query)
{
    sqlite3_stmt *row = NULL;

    assert_int_equal(sqlite3_prepare_v2(db, query, -1, &row, NULL), SQLITE_OK);
    while (sqlite3_step(row) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(row); i++) {
            const void *bytes = sqlite3_column_blob(row, i);
            size_t size = (size_t)sqlite3_column_bytes(row, i);
            if (sqlite3_column_type(row, i) == SQLITE_BLOB)
                buf_add_format(out, "%zu-%016llx ", size,
                        (unsigned long long)hash_fast(bytes ? bytes : "", size));
            else
                buf_add_format(out, "%s ",
                        sqlite3_column_type(row, i) == SQLITE_NULL
                                ? "-"
                                : (const char *)sqlite3_column_text(row, i));
        }
        buf_add_char(out, '\n');
    }
    sqlite3_finalize(row);
}

/* Everything that a batch leaves, but when it was and who held the lease. */
static inline char *rig_dump(const char *name)
{
    static const char *const QUERIES[] = {
            "SELECT * FROM engine",
            "SELECT * FROM name ORDER BY id",
            "SELECT * FROM ledger ORDER BY number",
            "SELECT * FROM pending ORDER BY due_ms, seq",
            "SELECT * FROM outbox ORDER BY number",
            "SELECT * FROM counter ORDER BY campaign, tally, hour_ms",
            "SELECT * FROM catalogue ORDER BY name",
            "SELECT * FROM reject ORDER BY file, line",
            "SELECT id, size, lines, accepted, duplicates, late, anonymous, skipped, rejected, "
            "done "
            "FROM file ORDER BY number",
            "SELECT * FROM segment_size",
    };
    struct buf out = {0};
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(file_path(name), &db), SQLITE_OK);
    for (size_t i = 0; i < ARRAY_COUNT(QUERIES); i++) {
        buf_add_format(&out, "# %s\n", QUERIES[i]);
        add_query(&out, db, QUERIES[i]);
    }
    add_users(&out, db);
    sqlite3_close(db);
    return buf_take(&out);
}

/* Compares two dumps, showing the first line that differs. */
static inline void assert_dump(const char *got, const char *wanted)
{
    size_t at = 0, line = 0;

    if (strcmp(got, wanted) == 0)
        return;
    for (; got[at] && got[at] == wanted[at]; at++)
        if (got[at] == '\n')
            line = at + 1;
    fail_msg("got:    %.300s\nwanted: %.300s", got + line, wanted + line);
}

static inline int rig_verify_row(void *context, const struct verify_row *row)
{
    if (!row->ok)
        buf_add_format(context, "%s: %s\n", row->check, row->detail);
    return 0;
}

/* What verify finds; "" where all is well. */
static inline char *rig_verify(const char *name)
{
    struct store *store = rig_open(name);
    struct buf out = {0};
    bool ok = false;

    assert_done(verify(store, rig_verify_row, &out, &ok, &rig_err));
    assert_int_equal(ok, out.size == 0);
    store_close(store);
    return buf_take(&out);
}

static inline void assert_verified(const char *name)
{
    char *found = rig_verify(name);

    assert_string_equal(found, "");
    mem_free(found);
}

#endif
