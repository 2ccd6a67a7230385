#include "runner/state.h"

#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/when.h"
#include "runner/postponed.h"
#include "store/seen.h"
#include "store/users.h"

static int load(struct state *state, struct error *err)
{
    if (!state->store) {
        state->record =
                (struct engine_record){.clock_ms = WHEN_NONE, .next_seq = 1, .next_ledger = 1};
        state->catalogue = catalogue_new();
        return 0;
    }
    if (engine_record_load(state->store, &state->record, err))
        return -1;
    if (names_count(state->store, &state->names_saved, err))
        return -1;
    state->catalogue = catalogue_read(state->store, NULL, err);
    return state->catalogue ? 0 : -1;
}

struct state *state_new(
        struct store *store, struct intern *names, size_t cache_bytes, struct error *err)
{
    struct state *state = mem_new(sizeof *state);

    state->store = store;
    state->names = names;
    state->cache_bytes = cache_bytes ? cache_bytes : (size_t)STATE_CACHE_DEFAULT;
    if (load(state, err)) {
        mem_free(state);
        return NULL;
    }
    state->next_ledger = state->record.next_ledger;
    state->first_seq = state->record.next_seq;
    state->timers_ms = WHEN_NONE;
    state->clock = (struct company_clock){.zone = ZONE_UTC};
    profiles_init(&state->profiles, state->record.next_user);
    state_fill_source(state);
    state_fill_sink(state);
    return state;
}

void state_free(struct state *state)
{
    if (!state)
        return;
    worker_free(state->worker);
    postponed_release(&state->postponed[0]);
    postponed_release(&state->postponed[1]);
    deltas_release(&state->deltas);
    profiles_release(&state->profiles);
    catalogue_free(state->catalogue);
    mem_free(state);
}

void state_abandon(struct state *state)
{
    /* Still reachable, so that those who look for leaks see what it is. */
    static struct state *volatile abandoned;

    worker_free(state->worker);
    state->worker = NULL;
    abandoned = state;
    (void)abandoned;
}

void deltas_clear(struct deltas *deltas)
{
    deltas->user_count = 0;
    deltas->ledger_count = 0;
    deltas->gone_count = 0;
    deltas->moved_count = 0;
    deltas->send_count = 0;
    deltas->stored_send_count = 0;
    deltas->tally_count = 0;
    deltas->credited = 0;
    arena_clear(&deltas->arena);
    tallies_clear(&deltas->tallies);
}

void deltas_release(struct deltas *deltas)
{
    mem_free(deltas->users);
    mem_free(deltas->ledger);
    mem_free(deltas->gone);
    mem_free(deltas->moved);
    mem_free(deltas->sends);
    mem_free(deltas->stored_sends);
    arena_release(&deltas->arena);
    tallies_release(&deltas->tallies);
}

void state_set_plan(struct state *state, const struct plan *plan)
{
    state->plan = plan;
    state->clock = (struct company_clock){.zone = plan_rules(plan)->company};
}

const struct user_source *state_source(struct state *state)
{
    return &state->source;
}

const struct engine_sink *state_sink(struct state *state)
{
    return &state->sink;
}

const struct engine_record *state_record(const struct state *state)
{
    return &state->record;
}

const struct catalogue *state_catalogue(const struct state *state)
{
    return state->catalogue;
}

size_t state_ledger_count(const struct state *state)
{
    return state->deltas.ledger_count;
}

const struct ledger_record *state_ledger_row(const struct state *state, size_t index)
{
    return &state->deltas.ledger[index];
}

int64_t state_tally(const struct state *state, uint32_t campaign, int tally, int64_t *unique)
{
    return tallies_total(&state->deltas.tallies, campaign, tally, unique);
}

size_t state_user_count(const struct state *state)
{
    return state->profiles.count;
}

struct profile *state_user(struct state *state, uint32_t number)
{
    return number < state->profiles.count ? state->profiles.slots[number].profile : NULL;
}
