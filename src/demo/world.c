#include "demo/world.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/when.h"

void world_start(struct world *world)
{
    world->known = mem_array(world->users, sizeof *world->known);
    world->calendar = mem_array(world->days, sizeof *world->calendar);
    world->offsets_ms = mem_array((size_t)demo_city_count * world->days, sizeof *world->offsets_ms);
    for (uint32_t city = 0; city < demo_city_count; city++) {
        const char *name = demo_cities[city].zone;
        size_t size = 0;
        while (name[size])
            size++;
        zone_id zone = zone_find(name, size);
        for (uint32_t day = 0; day < world->days; day++) {
            int64_t noon_ms = world->start_ms + day * DAY_MS + DAY_MS / 2;
            world->offsets_ms[(size_t)city * world->days + day] =
                    zone_offset_s(zone, noon_ms) * SECOND_MS;
        }
    }
}

void world_release(struct world *world)
{
    for (uint32_t day = 0; world->calendar && day < world->days; day++)
        mem_free(world->calendar[day].items);
    mem_free(world->calendar);
    mem_free(world->offsets_ms);
    mem_free(world->known);
}

struct moment *world_add(struct world *world, enum moment_kind kind, uint32_t user, int64_t at_ms)
{
    static _Thread_local struct moment forgotten;
    if (at_ms >= world->end_ms || at_ms < world->start_ms)
        return &forgotten;
    struct moment_list *list = &world->calendar[(at_ms - world->start_ms) / DAY_MS];
    list->items = mem_room(list->items, list->count, &list->capacity, sizeof *list->items);
    struct moment *moment = &list->items[list->count++];
    *moment = (struct moment){
            .at_ms = at_ms, .user = user, .serial = world->serial++, .kind = (uint8_t)kind};
    return moment;
}

static int compare(const void *left, const void *right)
{
    const struct moment *a = left, *b = right;
    if (a->at_ms != b->at_ms)
        return a->at_ms < b->at_ms ? -1 : 1;
    return a->serial < b->serial ? -1 : a->serial > b->serial;
}

void world_sort_day(struct world *world, uint32_t day)
{
    struct moment_list *list = &world->calendar[day];
    if (list->count)
        qsort(list->items, list->count, sizeof *list->items, compare);
}

void world_drop_day(struct world *world, uint32_t day)
{
    mem_free(world->calendar[day].items);
    world->calendar[day] = (struct moment_list){0};
}

int64_t world_offset_ms(const struct world *world, uint32_t city, int64_t at_ms)
{
    int64_t day = (at_ms - world->start_ms) / DAY_MS;
    if (day < 0)
        day = 0;
    if (day >= world->days)
        day = world->days - 1;
    return world->offsets_ms[(size_t)city * world->days + (size_t)day];
}

int32_t world_minute(const struct world *world, int64_t at_ms)
{
    return (int32_t)((at_ms - world->start_ms) / MINUTE_MS) + 1;
}
