/* One transaction with all that changed. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/when.h"
#include "runner/state_int.h"
#include "store/counters.h"
#include "store/lease.h"
#include "store/outbox.h"
#include "store/seen.h"
#include "store/users.h"

enum { DELTA_BYTES_MAX = 96 << 20, CREDIT_BYTES = 40 };

size_t state_flush_rows(const struct state *state)
{
    const struct deltas *deltas = &state->deltas;

    return deltas->user_count + deltas->ledger_count + deltas->send_count + deltas->gone_count +
           deltas->tallies.count;
}

bool state_is_full(const struct state *state)
{
    const struct deltas *deltas = &state->deltas;
    size_t bytes = deltas->ledger_count * sizeof *deltas->ledger + deltas->arena.total +
                   deltas->send_count * sizeof *deltas->sends +
                   deltas->tallies.capacity * sizeof *deltas->tallies.slots;

    /* What profiles grow by is only measured at a flush. */
    return bytes > DELTA_BYTES_MAX ||
           state->profiles.memory + deltas->credited * CREDIT_BYTES > state->cache_bytes;
}

static int compare_numbers(const void *a, const void *b)
{
    const struct profile *x = *(const struct profile *const *)a;
    const struct profile *y = *(const struct profile *const *)b;

    return (x->number > y->number) - (x->number < y->number);
}

struct waiting {
    struct profile *profile;
    struct entry *entry;
};

struct flush {
    struct state *state;
    struct error *err;
    struct waiting *waiting; /* entries that the database does not have yet */
    size_t waiting_count, waiting_capacity;
    unsigned char **detached; /* their properties */
};

static void gather_waiting(struct flush *flush)
{
    const struct deltas *deltas = &flush->state->deltas;

    for (size_t i = 0; i < deltas->user_count; i++) {
        struct profile *profile = deltas->users[i];
        for (uint32_t k = 0; k < profile->entry_count; k++) {
            if (profile->entries[k].stored)
                continue;
            flush->waiting = mem_room(flush->waiting, flush->waiting_count,
                    &flush->waiting_capacity, sizeof *flush->waiting);
            flush->waiting[flush->waiting_count++] =
                    (struct waiting){profile, &profile->entries[k]};
        }
    }
}

static int compare_waiting(const void *a, const void *b)
{
    const struct entry *x = ((const struct waiting *)a)->entry;
    const struct entry *y = ((const struct waiting *)b)->entry;

    if (x->due_ms != y->due_ms)
        return x->due_ms < y->due_ms ? -1 : 1;
    return (x->seq > y->seq) - (x->seq < y->seq);
}

static int write_waiting(struct flush *flush)
{
    if (flush->waiting_count)
        qsort(flush->waiting, flush->waiting_count, sizeof *flush->waiting, compare_waiting);
    for (size_t i = 0; i < flush->waiting_count; i++) {
        const struct entry *entry = flush->waiting[i].entry;
        struct value properties = {entry->properties};
        struct pending_record row = {
                .due_ms = entry->due_ms,
                .seq = entry->seq,
                .user = flush->waiting[i].profile->number,
                .campaign = entry->campaign,
                .trigger_ms = entry->trigger_ms,
                .row = entry->row,
                .cut = entry->cut,
                .properties = entry->properties,
                .properties_size = value_size(properties),
        };
        if (pending_insert(flush->state->store, &row, flush->err))
            return -1;
    }
    return 0;
}

/* From here on the database has the properties; until the commit they are kept aside. */
static void detach(struct flush *flush)
{
    flush->detached = mem_array(flush->waiting_count + 1, sizeof *flush->detached);
    for (size_t i = 0; i < flush->waiting_count; i++) {
        struct entry *entry = flush->waiting[i].entry;
        flush->detached[i] = entry->properties;
        entry->properties = NULL;
        entry->stored = true;
    }
}

static void attach_again(struct flush *flush)
{
    for (size_t i = 0; flush->detached && i < flush->waiting_count; i++) {
        struct entry *entry = flush->waiting[i].entry;
        entry->properties = flush->detached[i];
        entry->stored = false;
    }
}

static int write_users(struct flush *flush)
{
    const struct state *state = flush->state;
    const struct deltas *deltas = &state->deltas;
    struct buf packed = {0};
    int failed = 0;

    for (size_t i = 0; i < deltas->user_count && !failed; i++) {
        const struct profile *profile = deltas->users[i];
        buf_clear(&packed);
        profile_pack(profile, &packed);
        struct user_record row = {
                profile->number, profile->id, profile->id_size, packed.bytes, packed.size};
        failed = profile->number >= state->record.next_user
                         ? user_insert(state->store, &row, flush->err)
                         : user_update(state->store, &row, flush->err);
    }
    buf_release(&packed);
    return failed;
}

static int write_ended(struct flush *flush)
{
    const struct deltas *deltas = &flush->state->deltas;
    struct store *store = flush->state->store;

    for (size_t i = 0; i < deltas->moved_count; i++)
        if (pending_move(store, deltas->moved[i].from_ms, deltas->moved[i].seq,
                    deltas->moved[i].due_ms, flush->err))
            return -1;
    for (size_t i = 0; i < deltas->send_count; i++) {
        const struct queued_send *send = &deltas->sends[i];
        struct outbox_record row = {send->number, send->identity, send->properties,
                value_size((struct value){send->properties}), send->cut};
        if (send->stored ? outbox_insert_pending(store, send->number, send->identity, send->due_ms,
                                   send->seq, flush->err)
                         : outbox_insert(store, &row, flush->err))
            return -1;
    }
    for (size_t i = 0; i < deltas->gone_count; i++)
        if (pending_delete(store, deltas->gone[i].due_ms, deltas->gone[i].seq, flush->err))
            return -1;
    return 0;
}

static int write_ledger(struct flush *flush)
{
    const struct deltas *deltas = &flush->state->deltas;

    for (size_t i = 0; i < deltas->ledger_count; i++)
        if (ledger_append(flush->state->store, &deltas->ledger[i], flush->err))
            return -1;
    return 0;
}

static int write_tallies(struct flush *flush)
{
    const struct tallies *tallies = &flush->state->deltas.tallies;
    const struct tally_slot **sorted = tallies_sorted(tallies);
    int failed = 0;

    for (size_t i = 0; i < tallies->count && !failed; i++) {
        struct counter_key key = {sorted[i]->campaign, sorted[i]->tally, sorted[i]->hour_ms};
        failed = counter_add(
                flush->state->store, &key, sorted[i]->total, sorted[i]->users, flush->err);
    }
    mem_free(sorted);
    return failed;
}

static int write_all(struct flush *flush, const struct engine_record *record)
{
    struct state *state = flush->state;
    struct error *err = flush->err;

    if (lease_check(state->store, err) ||
            names_save(state->store, state->names, state->names_saved, err))
        return -1;
    gather_waiting(flush);
    if (write_waiting(flush))
        return -1;
    detach(flush);
    if (write_users(flush) || write_ended(flush) || write_ledger(flush) || write_tallies(flush))
        return -1;
    return catalogue_save(state->store, state->catalogue, err) ||
                           engine_record_save(state->store, record, err)
                   ? -1
                   : 0;
}

/* What the flush makes of the record: sums go on from those of the last one. */
static struct engine_record record_now(const struct state *state, const struct engine *engine)
{
    struct engine_record record = state->record;
    const struct engine_counts *counts = engine_counts(engine);

    record.clock_ms = engine_clock(engine);
    record.next_seq = engine_next_seq(engine);
    record.next_ledger = state->next_ledger;
    record.next_user = state->profiles.count;
    record.accepted += counts->accepted - state->flushed.accepted;
    record.duplicates += counts->duplicates - state->flushed.duplicates;
    record.late += counts->late - state->flushed.late;
    record.cycle += counts->cycle - state->flushed.cycle;
    record.unknown_campaign += counts->unknown_campaign - state->flushed.unknown_campaign;
    record.regex_limit += counts->regex_limit - state->flushed.regex_limit;
    return record;
}

static void settle(struct flush *flush, const struct engine *engine, struct engine_record *record)
{
    struct state *state = flush->state;
    struct deltas *deltas = &state->deltas;

    for (size_t i = 0; i < flush->waiting_count; i++)
        mem_free(flush->detached[i]);
    for (size_t i = 0; i < deltas->user_count; i++) {
        struct profile *profile = deltas->users[i];
        profile->changed = false;
        state->profiles.slots[profile->number].listed = false;
        profiles_measure(&state->profiles, profile);
    }
    deltas_clear(deltas);
    catalogue_clean(state->catalogue);
    state->names_saved = intern_count(state->names);
    state->flushed = *engine_counts(engine);
    state->record = *record;
}

int state_flush(struct state *state, const struct engine *engine,
        int (*also)(void *context, struct store *store, struct error *err), void *context,
        struct error *err)
{
    struct flush flush = {.state = state, .err = err};
    struct deltas *deltas = &state->deltas;
    struct engine_record record = record_now(state, engine);

    if (deltas->user_count)
        qsort(deltas->users, deltas->user_count, sizeof *deltas->users, compare_numbers);
    int failed = store_begin(state->store, err);
    if (!failed) {
        failed = write_all(&flush, &record) || (also && also(context, state->store, err));
        if (failed)
            store_rollback(state->store);
        else
            failed = store_commit(state->store, err);
    }
    if (failed)
        attach_again(&flush);
    else
        settle(&flush, engine, &record);
    mem_free(flush.waiting);
    mem_free(flush.detached);
    return failed ? -1 : 0;
}

void state_trim(struct state *state)
{
    if (state->profiles.memory > state->cache_bytes / 4 * 3)
        profiles_trim(&state->profiles, state->cache_bytes / 2);
}
