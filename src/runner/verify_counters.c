/* Counters against the ledger, and the law of conservation (SEMANTICS 6.7). */
#include <inttypes.h>
#include <roaring/roaring.h>

#include "base/alloc.h"
#include "base/when.h"
#include "runner/verify_int.h"
#include "store/counters.h"

static bool is_recounted(int tally)
{
    return tally == TALLY_ENTRIES ||
           (tally >= TALLY_OUTCOME && tally < TALLY_OUTCOME + (int)OUTCOME_COUNT);
}

static int64_t unique_of(const struct tally_slot *slot)
{
    return slot->users ? (int64_t)roaring_bitmap_get_cardinality(slot->users) : 0;
}

static void compare(struct facts *facts, const struct counter_record *row, int64_t hour_ms)
{
    const struct tally_slot *slot =
            tallies_find(&facts->recount, row->campaign, row->tally, hour_ms);
    int64_t total = slot ? slot->total : 0;
    int64_t unique = slot ? unique_of(slot) : 0;

    if (row->total != total || row->unique != unique)
        finding_note(&facts->counters,
                "campaign %u, tally %d, hour %" PRId64 ": counted %" PRId64 " (%" PRId64
                " users), the ledger has %" PRId64 " (%" PRId64 " users)",
                row->campaign, row->tally, hour_ms, row->total, row->unique, total, unique);
}

static int look_at_counter(void *context, const struct counter_record *row)
{
    struct facts *facts = context;
    int64_t hour_ms = facts->by_hour ? row->from_ms : 0;

    if (row->tally < 0 || row->tally >= TALLY_COUNT) {
        finding_note(&facts->counters, "there is no tally %d", row->tally);
        return 0;
    }
    tallies_add(&facts->counted, row->campaign, row->tally, hour_ms, row->total, 0);
    if (is_recounted(row->tally))
        compare(facts, row, hour_ms);
    return 0;
}

/* What the ledger has and no counter counted. */
static void look_for_missing(struct facts *facts)
{
    const struct tally_slot *slot = NULL;

    for (size_t at = 0; (slot = tallies_next(&facts->recount, &at));)
        if (!tallies_find(&facts->counted, slot->campaign, slot->tally, slot->hour_ms))
            finding_note(&facts->counters,
                    "campaign %u, tally %d, hour %" PRId64 ": nothing counted, the ledger has "
                    "%" PRId64,
                    slot->campaign, slot->tally, slot->hour_ms, slot->total);
}

/* The sums kept beside the hours, for lists. */
struct kept_sums {
    struct facts *facts;
    struct tallies sums; /* of the hours, under hour 0 */
};

static int look_at_total(void *context, const struct counter_record *row)
{
    struct kept_sums *kept = context;
    const struct tally_slot *slot = tallies_find(&kept->sums, row->campaign, row->tally, 0);
    int64_t total = slot ? slot->total : 0;

    if (row->total != total)
        finding_note(&kept->facts->counters,
                "campaign %u, tally %d: the sum is kept as %" PRId64 ", its hours have %" PRId64,
                row->campaign, row->tally, row->total, total);
    tallies_add(&kept->sums, row->campaign, row->tally, 0, -total, 0);
    return 0;
}

static int check_totals(struct facts *facts)
{
    struct kept_sums kept = {.facts = facts};
    const struct tally_slot *slot = NULL;

    for (size_t at = 0; (slot = tallies_next(&facts->counted, &at));)
        tallies_add(&kept.sums, slot->campaign, slot->tally, 0, slot->total, 0);
    int failed = counters_totals(facts->store, look_at_total, &kept, facts->err);
    for (size_t at = 0; (slot = tallies_next(&kept.sums, &at)) && !failed;)
        if (slot->total != 0)
            finding_note(&facts->counters, "campaign %u, tally %d: no sum is kept", slot->campaign,
                    slot->tally);
    tallies_release(&kept.sums);
    return failed;
}

struct sums {
    int64_t matches, refusals, entries, outcomes, pending;
    bool there;
};

static void add_to_sums(struct sums *sums, int tally, int64_t total)
{
    sums->there = true;
    if (tally == TALLY_MATCHES)
        sums->matches += total;
    else if (tally == TALLY_ENTRIES)
        sums->entries += total;
    else if (tally >= TALLY_REFUSAL && tally < TALLY_REFUSAL + (int)REFUSAL_COUNT)
        sums->refusals += total;
    else if (tally >= TALLY_OUTCOME && tally < TALLY_OUTCOME + (int)OUTCOME_COUNT)
        sums->outcomes += total;
}

static void compare_sums(struct facts *facts, uint32_t campaign, const struct sums *sums)
{
    if (sums->matches != sums->refusals + sums->entries)
        finding_note(&facts->conservation,
                "campaign %u: %" PRId64 " matches, but %" PRId64 " refusals and %" PRId64
                " entries",
                campaign, sums->matches, sums->refusals, sums->entries);
    if (sums->entries != sums->pending + sums->outcomes)
        finding_note(&facts->conservation,
                "campaign %u: %" PRId64 " entries, but %" PRId64 " pending and %" PRId64 " decided",
                campaign, sums->entries, sums->pending, sums->outcomes);
}

static void check_law(struct facts *facts)
{
    const struct tally_slot *slot = NULL;
    uint32_t last = 0;

    for (size_t at = 0; (slot = tallies_next(&facts->counted, &at));)
        last = slot->campaign > last ? slot->campaign : last;
    for (size_t i = 0; i < facts->pending_count; i++)
        last = facts->pending[i].campaign > last ? facts->pending[i].campaign : last;
    struct sums *sums = mem_array((size_t)last + 1, sizeof *sums);
    for (size_t at = 0; (slot = tallies_next(&facts->counted, &at));)
        add_to_sums(&sums[slot->campaign], slot->tally, slot->total);
    for (size_t i = 0; i < facts->pending_count; i++) {
        sums[facts->pending[i].campaign].pending++;
        sums[facts->pending[i].campaign].there = true;
    }
    for (uint32_t campaign = 0; campaign <= last; campaign++)
        if (sums[campaign].there)
            compare_sums(facts, campaign, &sums[campaign]);
    mem_free(sums);
}

int verify_counters(struct facts *facts)
{
    struct counter_query query = {.campaign = -1,
            .since_ms = WHEN_NONE,
            .until_ms = WHEN_NEVER,
            .by = facts->by_hour ? COUNTER_BY_HOUR : COUNTER_BY_NONE};

    if (counters_scan(facts->store, &query, look_at_counter, facts, facts->err))
        return -1;
    look_for_missing(facts);
    check_law(facts);
    return check_totals(facts);
}
