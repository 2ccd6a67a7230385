/* One transaction with all that changed. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/when.h"
#include "runner/postponed.h"
#include "store/counters.h"
#include "store/lease.h"
#include "store/seen.h"
#include "store/users.h"

enum {
    DELTA_BYTES_MAX = 96 << 20,
    CREDIT_BYTES = 40,
    USERS_PER_CHUNK = 2048,
    BULK_USERS_MIN = 5000, /* new in an empty database: their index is made at the end */
    SORT_SHARE = 8,        /* below one user in so many, those that changed are sorted */
};

size_t state_flush_rows(const struct state *state)
{
    const struct deltas *deltas = &state->deltas;

    return deltas->user_count + deltas->ledger_count + deltas->send_count +
           deltas->stored_send_count + deltas->gone_count + deltas->tally_count;
}

bool state_is_full(const struct state *state)
{
    const struct deltas *deltas = &state->deltas;
    size_t bytes = deltas->ledger_count * sizeof *deltas->ledger + deltas->arena.total +
                   deltas->send_count * sizeof *deltas->sends +
                   deltas->tally_count * 2 * sizeof(struct tally_slot);

    /* What profiles grow by is only measured at a flush. */
    return bytes > DELTA_BYTES_MAX ||
           state->profiles.memory + deltas->credited * CREDIT_BYTES > state->cache_bytes;
}

struct waiting {
    struct profile *profile;
    struct entry *entry;
    unsigned char *properties; /* kept aside until the commit */
};

/* Users made ready to be written. */
struct chunk {
    struct profile *const *users;
    size_t count;
    struct buf packed;
    struct user_record rows[USERS_PER_CHUNK];
};

struct flush {
    struct state *state;
    const struct flush_also *also;
    struct error *err;
    struct waiting *waiting; /* entries that the database does not have yet */
    size_t waiting_count, waiting_capacity;
    struct chunk *chunks[2];
};

static int compare_numbers(const void *a, const void *b)
{
    const struct profile *x = *(const struct profile *const *)a;
    const struct profile *y = *(const struct profile *const *)b;

    return (x->number > y->number) - (x->number < y->number);
}

static void sort_users(struct state *state)
{
    struct deltas *deltas = &state->deltas;
    const struct profiles *profiles = &state->profiles;
    size_t count = 0;

    if (deltas->user_count * SORT_SHARE < profiles->count) {
        if (deltas->user_count)
            qsort(deltas->users, deltas->user_count, sizeof *deltas->users, compare_numbers);
        return;
    }
    for (uint32_t number = 0; number < profiles->count; number++)
        if (profiles->slots[number].listed)
            deltas->users[count++] = profiles->slots[number].profile;
}

static void add_waiting(struct flush *flush, struct profile *profile, struct entry *entry)
{
    flush->waiting = mem_room(
            flush->waiting, flush->waiting_count, &flush->waiting_capacity, sizeof *flush->waiting);
    flush->waiting[flush->waiting_count++] = (struct waiting){profile, entry, entry->properties};
    entry->properties = NULL;
    entry->stored = true;
}

static int compare_waiting(const void *a, const void *b)
{
    const struct entry *x = ((const struct waiting *)a)->entry;
    const struct entry *y = ((const struct waiting *)b)->entry;

    if (x->due_ms != y->due_ms)
        return x->due_ms < y->due_ms ? -1 : 1;
    return (x->seq > y->seq) - (x->seq < y->seq);
}

/* From here on the database has the properties of what waits. */
static void detach(struct flush *flush)
{
    const struct deltas *deltas = &flush->state->deltas;

    for (size_t i = 0; i < deltas->user_count; i++) {
        struct profile *profile = deltas->users[i];
        for (uint32_t k = 0; k < profile->entry_count; k++)
            if (!profile->entries[k].stored)
                add_waiting(flush, profile, &profile->entries[k]);
    }
    if (flush->waiting_count)
        qsort(flush->waiting, flush->waiting_count, sizeof *flush->waiting, compare_waiting);
}

static void attach_again(struct flush *flush)
{
    for (size_t i = 0; i < flush->waiting_count; i++) {
        flush->waiting[i].entry->properties = flush->waiting[i].properties;
        flush->waiting[i].entry->stored = false;
    }
}

static int write_waiting(struct flush *flush)
{
    struct pending_record *rows = mem_array(flush->waiting_count + 1, sizeof *rows);

    for (size_t i = 0; i < flush->waiting_count; i++) {
        const struct waiting *waiting = &flush->waiting[i];
        rows[i] = (struct pending_record){
                .due_ms = waiting->entry->due_ms,
                .seq = waiting->entry->seq,
                .user = waiting->profile->number,
                .campaign = waiting->entry->campaign,
                .trigger_ms = waiting->entry->trigger_ms,
                .row = waiting->entry->row,
                .cut = waiting->entry->cut,
                .properties = waiting->properties,
                .properties_size = value_size((struct value){waiting->properties}),
        };
    }
    int failed = pending_insert(flush->state->store, rows, flush->waiting_count, flush->err);
    mem_free(rows);
    return failed;
}

static void pack_chunk(void *context)
{
    struct chunk *chunk = context;
    size_t at = 0;

    buf_clear(&chunk->packed);
    for (size_t i = 0; i < chunk->count; i++) {
        const struct profile *profile = chunk->users[i];
        size_t before = chunk->packed.size;
        profile_pack(profile, &chunk->packed);
        chunk->rows[i] = (struct user_record){
                profile->number, profile->id, profile->id_size, NULL, chunk->packed.size - before};
    }
    for (size_t i = 0; i < chunk->count; at += chunk->rows[i++].state_size)
        chunk->rows[i].state = chunk->packed.bytes + at;
}

static void start_chunk(struct flush *flush, size_t index)
{
    const struct deltas *deltas = &flush->state->deltas;
    struct chunk *chunk = flush->chunks[index % 2];
    size_t at = index * USERS_PER_CHUNK;

    chunk->users = deltas->users + at;
    chunk->count =
            deltas->user_count - at < USERS_PER_CHUNK ? deltas->user_count - at : USERS_PER_CHUNK;
    if (flush->state->worker)
        worker_start(flush->state->worker, pack_chunk, chunk);
    else
        pack_chunk(chunk);
}

/* A chunk is packed while the one before it is written. */
static int write_chunks(struct flush *flush)
{
    const struct state *state = flush->state;
    size_t count = (state->deltas.user_count + USERS_PER_CHUNK - 1) / USERS_PER_CHUNK;
    int failed = 0;

    if (count)
        start_chunk(flush, 0);
    for (size_t i = 0; i < count && !failed; i++) {
        const struct chunk *chunk = flush->chunks[i % 2];
        if (state->worker)
            worker_wait(state->worker);
        if (i + 1 < count)
            start_chunk(flush, i + 1);
        failed = users_put(state->store, chunk->rows, chunk->count, flush->err);
    }
    if (state->worker)
        worker_wait(state->worker);
    return failed;
}

static int write_users(struct flush *flush)
{
    const struct state *state = flush->state;
    bool bulk = state->record.next_user == 0 && state->profiles.count >= BULK_USERS_MIN;

    if (bulk && users_bulk_begin(state->store, flush->err))
        return -1;
    for (size_t i = 0; i < 2; i++)
        flush->chunks[i] = mem_new(sizeof *flush->chunks[i]);
    int failed = write_chunks(flush);
    for (size_t i = 0; i < 2; i++) {
        buf_release(&flush->chunks[i]->packed);
        mem_free(flush->chunks[i]);
    }
    if (!failed && bulk)
        failed = users_bulk_end(state->store, flush->err);
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
    return outbox_insert(store, deltas->sends, deltas->send_count, flush->err) ||
                           outbox_insert_pending(store, deltas->stored_sends,
                                   deltas->stored_send_count, flush->err) ||
                           pending_delete(store, deltas->gone, deltas->gone_count, flush->err)
                   ? -1
                   : 0;
}

static int write_sums(struct flush *flush, const struct tally_slot *const *sorted, size_t count)
{
    for (size_t i = 0, end = 0; i < count; i = end) {
        int64_t total = 0;
        for (; end < count && sorted[end]->campaign == sorted[i]->campaign &&
                sorted[end]->tally == sorted[i]->tally;
                end++)
            total += sorted[end]->total;
        if (counter_total_add(
                    flush->state->store, sorted[i]->campaign, sorted[i]->tally, total, flush->err))
            return -1;
    }
    return 0;
}

static int write_tallies(struct flush *flush)
{
    const struct tallies *tallies = &flush->state->deltas.tallies;
    const struct tally_slot **sorted = tallies_sorted(tallies);
    int failed = write_sums(flush, sorted, tallies->count);

    for (size_t i = 0; i < tallies->count && !failed; i++) {
        struct counter_key key = {sorted[i]->campaign, sorted[i]->tally, sorted[i]->hour_ms};
        failed = counter_add(
                flush->state->store, &key, sorted[i]->total, sorted[i]->users, flush->err);
    }
    mem_free(sorted);
    return failed;
}

static void start_beside(struct flush *flush)
{
    if (!flush->also || !flush->also->beside)
        return;
    if (flush->state->worker)
        worker_start(flush->state->worker, flush->also->beside, flush->also->context);
    else
        flush->also->beside(flush->also->context);
}

static int write_also(struct flush *flush, int failed)
{
    struct state *state = flush->state;

    if (state->worker)
        worker_wait(state->worker);
    if (failed || !flush->also || !flush->also->write)
        return failed;
    return flush->also->write(flush->also->context, state->store, flush->err);
}

static int write_all(struct flush *flush, const struct engine_record *record)
{
    const struct state *state = flush->state;
    struct store *store = state->store;
    struct error *err = flush->err;

    if (lease_check(store, err) || names_save(store, state->names, state->names_saved, err) ||
            write_users(flush))
        return -1;
    start_beside(flush);
    int failed = write_waiting(flush) || write_ended(flush) ||
                 ledger_append(store, state->deltas.ledger, state->deltas.ledger_count, err) ||
                 write_tallies(flush) || catalogue_save(store, state->catalogue, err) ||
                 engine_record_save(store, record, err);
    return write_also(flush, failed);
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

static void settle(
        struct flush *flush, const struct engine *engine, const struct engine_record *record)
{
    struct state *state = flush->state;
    struct deltas *deltas = &state->deltas;

    for (size_t i = 0; i < flush->waiting_count; i++)
        mem_free(flush->waiting[i].properties);
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

int state_flush(struct state *state, const struct engine *engine, const struct flush_also *also,
        struct error *err)
{
    struct flush flush = {.state = state, .also = also, .err = err};
    struct engine_record record = record_now(state, engine);

    postponed_settle(state);
    sort_users(state);
    detach(&flush);
    int failed = store_begin(state->store, err);
    if (!failed) {
        failed = write_all(&flush, &record);
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
    return failed ? -1 : 0;
}

void state_trim(struct state *state)
{
    if (state->profiles.memory > state->cache_bytes / 4 * 3)
        profiles_trim(&state->profiles, state->cache_bytes / 2);
}
