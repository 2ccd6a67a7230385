#include "runner/postponed.h"

#include "base/alloc.h"

void tally_now(struct state *state, const struct tally_item *item)
{
    tallies_add(&state->deltas.tallies, item->campaign, item->tally,
            company_hour(&state->clock, item->at_ms), item->amount, item->user);
}

void credit_now(struct state *state, const struct credit *credit)
{
    const struct event *event = credit->event;
    struct value seen = credit->name == CATALOGUE_TRAITS ? event->traits : event->properties;

    catalogue_credit(state->catalogue, credit->name, event->at_ms,
            company_day(&state->clock, event->at_ms), credit->new_user, seen);
}

void postpone_tally(struct postponed *postponed, const struct tally_item *item)
{
    postponed->tallies = mem_room(postponed->tallies, postponed->tally_count,
            &postponed->tally_capacity, sizeof *postponed->tallies);
    postponed->tallies[postponed->tally_count++] = *item;
}

void postpone_credit(struct postponed *postponed, const struct credit *credit)
{
    postponed->credits = mem_room(postponed->credits, postponed->credit_count,
            &postponed->credit_capacity, sizeof *postponed->credits);
    postponed->credits[postponed->credit_count++] = *credit;
}

static void do_all(void *context)
{
    struct postponed *postponed = context;

    for (size_t i = 0; i < postponed->tally_count; i++)
        tally_now(postponed->state, &postponed->tallies[i]);
    for (size_t i = 0; i < postponed->credit_count; i++)
        credit_now(postponed->state, &postponed->credits[i]);
    postponed->tally_count = 0;
    postponed->credit_count = 0;
}

void state_use_thread(struct state *state)
{
    if (state->worker)
        return;
    state->worker = worker_new();
    state->postponed[0].state = state;
    state->postponed[1].state = state;
}

void state_hand_over(struct state *state)
{
    /* The next events may stand where these do. */
    state->ahead_now = NULL;
    if (!state->worker)
        return;
    worker_wait(state->worker);
    state->deltas.tally_count = state->deltas.tallies.count;
    worker_start(state->worker, do_all, &state->postponed[state->filling]);
    state->filling = !state->filling;
}

void postponed_settle(struct state *state)
{
    if (state->worker) {
        worker_wait(state->worker);
        do_all(&state->postponed[state->filling]);
    }
    state->deltas.tally_count = state->deltas.tallies.count;
}

void postponed_release(struct postponed *postponed)
{
    mem_free(postponed->credits);
    mem_free(postponed->tallies);
}
