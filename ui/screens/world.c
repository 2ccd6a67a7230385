#include "screens/world.h"

#include "store/settings.h"
#include "store/store.h"

struct world *world_of(struct app *app)
{
    return app_context(app);
}

struct store *world_open_store(const struct world *world, struct error *err)
{
    return store_open(world->path, STORE_EXISTING, err);
}

bool world_changed(struct world *world, int64_t *seen)
{
    int64_t version = store_data_version(world->store);
    if (version < 0 || version == *seen)
        return false;
    *seen = version;
    return true;
}

zone_id world_zone(struct world *world)
{
    struct settings settings = {0};
    zone_id zone = ZONE_UTC;
    if (settings_load(world->store, &settings, NULL) == 0)
        zone = settings.timezone;
    settings_release(&settings);
    return zone;
}
