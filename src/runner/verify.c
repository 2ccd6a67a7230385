#include "runner/verify.h"

#include <stdarg.h>
#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "runner/plan_load.h"
#include "runner/verify_int.h"
#include "store/audit.h"
#include "store/changelog.h"
#include "store/documents.h"
#include "store/settings.h"

void finding_note(struct findings *findings, const char *format, ...)
{
    va_list args;

    if (findings->count++ >= FINDINGS_MAX)
        return;
    buf_add_text(&findings->text, findings->text.size ? "; " : "");
    va_start(args, format);
    buf_add_format_v(&findings->text, format, args);
    va_end(args);
}

struct report {
    int (*visit)(void *context, const struct verify_row *row);
    void *context;
    bool *all_ok;
    bool stopped;
};

/* Hands over one row; `fine` is its detail where nothing was found. */
static void tell(
        struct report *report, const char *check, struct findings *findings, const char *fine)
{
    struct verify_row row = {check, findings->count == 0, fine};

    if (findings->count > FINDINGS_MAX)
        buf_add_format(
                &findings->text, "; and %lld more", (long long)findings->count - FINDINGS_MAX);
    if (!row.ok)
        row.detail = buf_text(&findings->text);
    *report->all_ok = *report->all_ok && row.ok;
    if (!report->stopped && report->visit(report->context, &row))
        report->stopped = true;
    buf_release(&findings->text);
    findings->count = 0;
}

static void note_buf(struct findings *findings, struct buf *found)
{
    if (found->size)
        finding_note(findings, "%s", buf_text(found));
    buf_release(found);
}

static int check_database(struct store *store, struct report *report, struct error *err)
{
    struct findings findings = {0};
    struct buf found = {0};
    int failed = audit_pages(store, &found, err);

    note_buf(&findings, &found);
    if (!failed)
        tell(report, "database", &findings, "all pages and indexes hold");
    return failed;
}

struct reading {
    struct store *store;
    struct findings *findings;
    enum object object;
    int64_t versions;
    struct error *err;
    bool failed;
};

static int read_version(void *context, const struct document *document)
{
    struct reading *reading = context;
    struct error why = {.code = ERROR_NONE};
    struct campaign *campaign = NULL;
    struct segment *segment = NULL;

    if (reading->object == OBJECT_CAMPAIGN)
        campaign = campaign_read(document->json, document->json_size, DOCUMENT_WHOLE, &why);
    else
        segment = segment_read(document->json, document->json_size, DOCUMENT_WHOLE, &why);
    if (!campaign && !segment)
        finding_note(reading->findings, "%s '%s' version %u: %s", object_name(reading->object),
                document->id, document->version, why.text);
    campaign_free(campaign);
    segment_free(segment);
    reading->versions++;
    return 0;
}

static int read_document(void *context, const struct document *document)
{
    struct reading *reading = context;

    if (document_versions(
                reading->store, reading->object, document->id, read_version, reading, reading->err))
        reading->failed = true;
    return reading->failed;
}

static int check_documents(struct store *store, struct report *report, struct error *err)
{
    struct findings findings = {0};
    struct buf found = {0};
    struct reading reading = {.store = store, .findings = &findings, .err = err};
    int failed = 0;

    for (int object = OBJECT_CAMPAIGN; object <= OBJECT_SEGMENT && !failed; object++) {
        reading.object = (enum object)object;
        failed = documents_scan(store, reading.object, read_document, &reading, err) ||
                 reading.failed;
    }
    failed = failed || audit_versions(store, &found, err);
    note_buf(&findings, &found);
    char *fine = mem_format("%lld versions can be read", (long long)reading.versions);
    if (!failed)
        tell(report, "documents", &findings, fine);
    else
        buf_release(&findings.text);
    mem_free(fine);
    return failed ? -1 : 0;
}

static int check_references(struct store *store, struct report *report, struct error *err)
{
    struct findings findings = {0};
    struct buf found = {0};
    int failed = audit_references(store, &found, err);

    note_buf(&findings, &found);
    if (!failed)
        tell(report, "references", &findings, "all that rows point to is there");
    return failed;
}

static int note_change(void *context, const struct changelog_record *row)
{
    (void)row;
    *(bool *)context = true;
    return 1;
}

static int facts_open(struct facts *facts, struct store *store, struct error *err)
{
    struct settings settings;
    struct changelog_query zone_changes = {.since_ms = WHEN_NONE,
            .until_ms = WHEN_NEVER,
            .object = OBJECT_SETTING,
            .id = "timezone"};
    bool changed = false;

    *facts = (struct facts){.store = store, .err = err};
    if (engine_record_load(store, &facts->record, err) || settings_load(store, &settings, err))
        return -1;
    facts->clock = (struct company_clock){.zone = settings.timezone};
    settings_release(&settings);
    if (changelog_scan(store, &zone_changes, note_change, &changed, err))
        return -1;
    facts->by_hour = !changed;
    return 0;
}

static void facts_close(struct facts *facts)
{
    struct findings *all[] = {&facts->ledger, &facts->entries, &facts->profiles, &facts->counters,
            &facts->conservation};

    for (size_t i = 0; i < ARRAY_COUNT(all); i++)
        buf_release(&all[i]->text);
    tallies_release(&facts->recount);
    tallies_release(&facts->counted);
    mem_free(facts->newest);
    mem_free(facts->pending);
    mem_free(facts->seqs);
}

static int check_state(struct store *store, struct report *report, struct error *err)
{
    struct facts facts;
    int failed = facts_open(&facts, store, err) || verify_ledger(&facts) ||
                 verify_entries(&facts) || verify_counters(&facts);

    if (!failed) {
        tell(report, "ledger", &facts.ledger, "rows follow on each other, user by user");
        tell(report, "pending", &facts.entries,
                "every entry is pending or decided, once, and profiles have the same");
        tell(report, "users", &facts.profiles, "every profile can be read");
        tell(report, "counters", &facts.counters, "counters equal the ledger");
        tell(report, "conservation", &facts.conservation,
                "matches = refusals + entries, entries = pending + outcomes");
    }
    facts_close(&facts);
    return failed ? -1 : 0;
}

static int check_all(struct store *store, struct report *report, struct error *err)
{
    if (check_database(store, report, err))
        return -1;
    /* In a database that is damaged as such, the rest would only repeat it. */
    if (!*report->all_ok)
        return 0;
    return check_documents(store, report, err) || check_references(store, report, err) ||
                           check_state(store, report, err)
                   ? -1
                   : 0;
}

int verify(struct store *store, int (*visit)(void *context, const struct verify_row *row),
        void *context, bool *all_ok, struct error *err)
{
    struct report report = {.visit = visit, .context = context, .all_ok = all_ok};

    *all_ok = true;
    if (store_begin_read(store, err))
        return -1;
    int failed = check_all(store, &report, err);
    store_rollback(store);
    return failed;
}
