#include "runner/engine_room.h"

#include <string.h>

#include "runner/plan_load.h"

int engine_room_open(struct engine_room *room, struct store *store, size_t cache_bytes, bool live,
        struct error *err)
{
    memset(room, 0, sizeof *room);
    room->store = store;
    room->names = intern_new();
    if (settings_load(store, &room->settings, err) || names_load(store, room->names, err))
        return -1;
    room->plan = plan_load(store, room->names, &room->settings, live, &room->generation, err);
    if (!room->plan)
        return -1;
    room->state = state_new(store, room->names, cache_bytes, err);
    if (!room->state)
        return -1;
    state_set_plan(room->state, room->plan);
    const struct engine_record *record = state_record(room->state);
    room->engine = engine_new(room->plan, state_source(room->state), state_sink(room->state),
            record->clock_ms, record->next_seq);
    return 0;
}

void engine_room_close(struct engine_room *room)
{
    engine_free(room->engine);
    state_free(room->state);
    plan_free(room->plan);
    intern_free(room->names);
    settings_release(&room->settings);
    memset(room, 0, sizeof *room);
}
