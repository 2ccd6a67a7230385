#include "report/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/when.h"
#include "report/facts.h"
#include "report/refusal.h"
#include "store/ledger.h"
#include "store/users.h"

struct delivery_reading {
    struct facts facts;
    int (*row)(void *context, const struct delivery_row *delivery);
    void *context;
    const struct scan *scan;
    int64_t done, total;
    bool stopped;
};

static int reading_step(struct delivery_reading *reading)
{
    const struct scan *scan = reading->scan;
    reading->done++;
    if (scan == NULL || scan->step == NULL || reading->done % 1024 != 0)
        return 0;
    reading->stopped = scan->step(scan->context, reading->done, reading->total) != 0;
    return reading->stopped;
}

static int hand_delivery(void *context, const struct ledger_record *record)
{
    struct delivery_reading *reading = context;
    const struct plan_campaign *campaign =
            plan_by_number(reading->facts.plan, record->campaign_number);
    struct delivery_row row = {.seq = record->seq,
            .campaign = record->campaign,
            .version = record->version,
            .user = record->user,
            .channel = campaign == NULL ? CHANNEL_EMAIL : campaign->document->channel,
            .trigger_ms = record->trigger_ms,
            .due_ms = record->due_ms,
            .decided_ms = record->decided_ms,
            .outcome = record->outcome,
            .detail = record->detail};
    if (reading_step(reading) != 0)
        return 1;
    return reading->row(reading->context, &row);
}

int delivery_rows(struct store *store, const struct ledger_query *query,
        int (*row)(void *context, const struct delivery_row *delivery), void *context,
        const struct scan *scan, struct error *err)
{
    struct delivery_reading reading = {.row = row, .context = context, .scan = scan};
    struct ledger_filter filter = {.campaign = query->campaign,
            .user = query->user,
            .outcome = query->outcome,
            .since_ms = query->since_ms,
            .until_ms = query->until_ms,
            .limit = query->limit,
            .newest = query->newest};
    int answer;
    if (facts_open(&reading.facts, store, err) < 0)
        return -1;
    reading.total = (int64_t)reading.facts.record.next_seq;
    answer = ledger_scan(store, &filter, hand_delivery, &reading, err);
    facts_close(&reading.facts);
    if (answer == 0 && reading.stopped)
        return error_set(err, ERROR_INTERRUPTED, "stopped before all rows were listed");
    return answer;
}
