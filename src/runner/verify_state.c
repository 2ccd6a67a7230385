/* Ledger, pending entries and profiles against each other. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/when.h"
#include "runner/verify_int.h"
#include "store/users.h"

static int64_t hour_of(struct facts *facts, int64_t instant_ms)
{
    return facts->by_hour ? company_hour(&facts->clock, instant_ms) : 0;
}

/* Each entry is pending or was decided, once. */
static void see_entry(struct facts *facts, uint64_t seq, struct findings *findings)
{
    if (seq == 0 || seq >= facts->record.next_seq) {
        finding_note(findings, "entry %" PRIu64 " was never made", seq);
        return;
    }
    unsigned char bit = (unsigned char)(1U << (seq & 7));
    if (facts->seqs[seq >> 3] & bit)
        finding_note(findings, "entry %" PRIu64 " stands twice", seq);
    facts->seqs[seq >> 3] |= bit;
}

static int look_at_row(void *context, const struct ledger_record *row)
{
    struct facts *facts = context;
    struct findings *findings = &facts->ledger;

    if (row->number != facts->expected)
        finding_note(findings, "row %" PRIu64 " follows on row %" PRIu64, row->number,
                facts->expected - 1);
    facts->expected = row->number + 1;
    if (row->outcome <= OUTCOME_PENDING || row->outcome >= OUTCOME_COUNT)
        finding_note(findings, "row %" PRIu64 " has no outcome", row->number);
    if (row->user_number >= facts->record.next_user) {
        finding_note(findings, "row %" PRIu64 " is of user %u", row->number, row->user_number);
        return 0;
    }
    if (row->previous != facts->newest[row->user_number])
        finding_note(findings,
                "row %" PRIu64 " follows on row %" PRIu64 " of its user, not %" PRIu64, row->number,
                row->previous, facts->newest[row->user_number]);
    facts->newest[row->user_number] = row->number;
    see_entry(facts, row->seq, findings);
    tallies_add(&facts->recount, row->campaign_number, TALLY_ENTRIES,
            hour_of(facts, row->trigger_ms), 1, row->user_number);
    tallies_add(&facts->recount, row->campaign_number, TALLY_OUTCOME + (int)row->outcome,
            hour_of(facts, row->decided_ms), 1, row->user_number);
    return 0;
}

int verify_ledger(struct facts *facts)
{
    facts->newest = mem_array((size_t)facts->record.next_user + 1, sizeof *facts->newest);
    facts->seqs = mem_array((size_t)(facts->record.next_seq / 8) + 1, 1);
    facts->expected = 1;
    if (ledger_walk(facts->store, look_at_row, facts, facts->err))
        return -1;
    if (facts->expected != facts->record.next_ledger)
        finding_note(&facts->ledger, "the last row is %" PRIu64 ", not %" PRIu64,
                facts->expected - 1, facts->record.next_ledger - 1);
    return 0;
}

static int look_at_pending(void *context, const struct pending_record *row)
{
    struct facts *facts = context;

    see_entry(facts, row->seq, &facts->entries);
    tallies_add(&facts->recount, row->campaign, TALLY_ENTRIES, hour_of(facts, row->trigger_ms), 1,
            row->user);
    facts->pending = mem_room(
            facts->pending, facts->pending_count, &facts->pending_capacity, sizeof *facts->pending);
    facts->pending[facts->pending_count++] = (struct pending_fact){
            row->seq, row->due_ms, row->trigger_ms, row->user, row->campaign, false};
    return 0;
}

static int compare_seqs(const void *a, const void *b)
{
    const struct pending_fact *x = a, *y = b;

    return (x->seq > y->seq) - (x->seq < y->seq);
}

static void meet_entry(
        struct facts *facts, const struct profile *profile, const struct entry *entry)
{
    struct pending_fact key = {.seq = entry->seq};
    struct pending_fact *fact =
            facts->pending_count
                    ? bsearch(&key, facts->pending, facts->pending_count, sizeof key, compare_seqs)
                    : NULL;

    if (!fact || fact->user != profile->number || fact->campaign != entry->campaign ||
            fact->due_ms != entry->due_ms || fact->trigger_ms != entry->trigger_ms)
        finding_note(&facts->entries, "entry %" PRIu64 " of user '%s' waits in the profile alone",
                entry->seq, profile->id);
    else
        fact->met = true;
}

static int look_at_user(void *context, const struct user_record *row)
{
    struct facts *facts = context;
    struct error why = {.code = ERROR_NONE};
    struct profile *profile = profile_new(row->id, row->id_size, row->number, NULL);

    if (row->number != facts->users)
        finding_note(&facts->profiles, "user %u is where user %" PRId64 " should be", row->number,
                facts->users);
    facts->users = (int64_t)row->number + 1;
    if (profile_unpack(profile, row->state, row->state_size, &why))
        finding_note(&facts->profiles, "user '%s': %s", row->id, why.text);
    else if (row->number < facts->record.next_user &&
             profile->last_ledger != facts->newest[row->number])
        finding_note(&facts->profiles,
                "user '%s' holds on to ledger row %" PRIu64 ", the newest is %" PRIu64, row->id,
                profile->last_ledger, facts->newest[row->number]);
    for (uint32_t i = 0; i < profile->entry_count; i++)
        meet_entry(facts, profile, &profile->entries[i]);
    profile_free(profile);
    return 0;
}

int verify_entries(struct facts *facts)
{
    if (pending_scan(facts->store, WHEN_NONE, WHEN_NEVER, look_at_pending, facts, facts->err))
        return -1;
    if (facts->pending_count)
        qsort(facts->pending, facts->pending_count, sizeof *facts->pending, compare_seqs);
    if (users_scan(facts->store, look_at_user, facts, facts->err))
        return -1;
    if (facts->users != facts->record.next_user)
        finding_note(&facts->profiles, "there are %" PRId64 " users, not %u", facts->users,
                facts->record.next_user);
    for (size_t i = 0; i < facts->pending_count; i++)
        if (!facts->pending[i].met)
            finding_note(&facts->entries, "entry %" PRIu64 " is not in the profile of user %u",
                    facts->pending[i].seq, facts->pending[i].user);
    for (uint64_t seq = 1; seq < facts->record.next_seq; seq++)
        if (!(facts->seqs[seq >> 3] & 1U << (seq & 7)))
            finding_note(&facts->entries, "entry %" PRIu64 " is neither pending nor decided", seq);
    return 0;
}
