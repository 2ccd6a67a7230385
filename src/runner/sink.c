/* Results of the engine as deltas for the next flush. */
#include <string.h>

#include "base/alloc.h"
#include "runner/postponed.h"

/* Entries wait in their profile; those that are still there at the flush go to the database then.
 */
static void sink_entry(void *context, const struct profile *profile, const struct entry *entry)
{
    (void)context, (void)profile, (void)entry;
}

static struct ledger_record *add_row(struct state *state)
{
    struct deltas *deltas = &state->deltas;

    deltas->ledger = mem_room(
            deltas->ledger, deltas->ledger_count, &deltas->ledger_capacity, sizeof *deltas->ledger);
    return &deltas->ledger[deltas->ledger_count++];
}

static char *identity_of(
        struct arena *arena, const struct profile *profile, const struct campaign *document)
{
    struct buf json = {0};
    size_t size = 0;

    if (!document->identity || !document->identity[0])
        return NULL;
    struct value value = profile_trait(profile, document->identity);
    const char *text = value_string(value, &size);
    if (text)
        return arena_copy(arena, text, size);
    value_add_json(&json, value);
    char *copy = arena_copy(arena, buf_text(&json), json.size);
    buf_release(&json);
    return copy;
}

static void add_stored_send(
        struct deltas *deltas, const struct entry *entry, uint64_t number, const char *identity)
{
    deltas->stored_sends = mem_room(deltas->stored_sends, deltas->stored_send_count,
            &deltas->stored_send_capacity, sizeof *deltas->stored_sends);
    deltas->stored_sends[deltas->stored_send_count++] =
            (struct outbox_pending){number, identity, entry->due_ms, entry->seq};
}

static void add_send(
        struct deltas *deltas, const struct entry *entry, uint64_t number, const char *identity)
{
    struct value properties = {entry->properties};
    size_t size = value_size(properties);

    deltas->sends = mem_room(
            deltas->sends, deltas->send_count, &deltas->send_capacity, sizeof *deltas->sends);
    deltas->sends[deltas->send_count++] = (struct outbox_record){
            .number = number,
            .identity = identity,
            .properties = size ? arena_copy(&deltas->arena, properties.at, size) : NULL,
            .properties_size = size,
            .cut = entry->cut,
    };
}

static void queue_send(struct state *state, const struct profile *profile,
        const struct campaign *document, const struct entry *entry, uint64_t number)
{
    const char *identity = identity_of(&state->deltas.arena, profile, document);

    if (entry->stored)
        add_stored_send(&state->deltas, entry, number, identity);
    else
        add_send(&state->deltas, entry, number, identity);
}

static void add_gone(struct deltas *deltas, const struct entry *entry)
{
    deltas->gone = mem_room(
            deltas->gone, deltas->gone_count, &deltas->gone_capacity, sizeof *deltas->gone);
    deltas->gone[deltas->gone_count++] = (struct pending_key){entry->due_ms, entry->seq};
}

static void sink_decided(void *context, struct profile *profile,
        const struct plan_campaign *campaign, const struct entry *entry,
        const struct decision *decision)
{
    struct state *state = context;
    uint64_t number = state->next_ledger++;

    *add_row(state) = (struct ledger_record){
            .number = number,
            .seq = entry->seq,
            .campaign_number = campaign->number,
            .user_number = profile->number,
            .version = decision->version,
            .trigger_ms = entry->trigger_ms,
            .due_ms = entry->due_ms,
            .decided_ms = decision->at_ms,
            .outcome = decision->outcome,
            .detail = decision->detail,
            .row = entry->row,
            .cause_row = decision->outcome == OUTCOME_EXCEPTION ? decision->cause_row : -1,
            .previous = profile->last_ledger,
    };
    profile->last_ledger = number;
    if (!state->store)
        return;
    if (decision->outcome == OUTCOME_SENT)
        queue_send(state, profile, campaign->document, entry, number);
    if (entry->stored)
        add_gone(&state->deltas, entry);
}

static void sink_moved(
        void *context, const struct profile *profile, const struct entry *entry, int64_t from_ms)
{
    struct state *state = context;
    struct deltas *deltas = &state->deltas;

    (void)profile;
    if (!entry->stored)
        return;
    deltas->moved = mem_room(
            deltas->moved, deltas->moved_count, &deltas->moved_capacity, sizeof *deltas->moved);
    deltas->moved[deltas->moved_count++] = (struct moved_entry){from_ms, entry->due_ms, entry->seq};
}

static void sink_tally(void *context, uint32_t campaign, int tally, int64_t at_ms,
        const struct profile *profile, int64_t amount)
{
    struct state *state = context;
    struct tally_item item = {at_ms, amount, campaign, profile->number, tally};

    if (state->worker)
        postpone_tally(&state->postponed[state->filling], &item);
    else
        tally_now(state, &item);
}

static void sink_credited(void *context, const struct event *event, uint32_t name, bool new_user)
{
    struct state *state = context;
    struct credit credit = {event, name, new_user};

    state->deltas.credited++;
    if (state->worker)
        postpone_credit(&state->postponed[state->filling], &credit);
    else
        credit_now(state, &credit);
}

void state_fill_sink(struct state *state)
{
    state->sink = (struct engine_sink){
            .context = state,
            .entry = sink_entry,
            .decided = sink_decided,
            .moved = sink_moved,
            .tally = sink_tally,
            .credited = sink_credited,
    };
}
