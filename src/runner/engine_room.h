/* What it takes to run the engine on a database: settings, names, plan, state and engine, opened
 * and closed together. */
#ifndef RUNNER_ENGINE_ROOM_H
#define RUNNER_ENGINE_ROOM_H

#include "runner/state.h"
#include "store/settings.h"

struct engine_room {
    struct store *store;
    struct settings settings;
    struct intern *names;
    struct plan *plan;
    uint64_t generation; /* of the documents in the plan */
    struct state *state;
    struct engine *engine;
};

/* The lease must be held where results are to be kept. engine_room_close takes a zeroed one, and
 * one whose opening failed. */
int engine_room_open(struct engine_room *room, struct store *store, size_t cache_bytes, bool live,
        struct error *err);
void engine_room_close(struct engine_room *room);

#endif
