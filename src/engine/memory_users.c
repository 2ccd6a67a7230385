#include "engine/memory_users.h"

#include "base/alloc.h"

/* The number of an id is that of its profile. */
struct memory_users {
    struct intern *ids;
    struct profile **profiles;
    size_t count, capacity;
};

struct memory_users *memory_users_new(void)
{
    struct memory_users *users = mem_new(sizeof *users);

    users->ids = intern_new();
    return users;
}

void memory_users_free(struct memory_users *users)
{
    if (!users)
        return;
    for (size_t i = 0; i < users->count; i++)
        profile_free(users->profiles[i]);
    mem_free(users->profiles);
    intern_free(users->ids);
    mem_free(users);
}

size_t memory_users_count(const struct memory_users *users)
{
    return users->count;
}

struct profile *memory_users_at(const struct memory_users *users, uint32_t number)
{
    return users->profiles[number];
}

struct profile *memory_users_find(
        struct memory_users *users, const char *id, size_t size, bool create)
{
    uint32_t number = create ? intern_add(users->ids, id, size) : intern_find(users->ids, id, size);

    if (number == INTERN_NONE)
        return NULL;
    if (number == users->count) {
        users->profiles = mem_room(
                users->profiles, users->count, &users->capacity, sizeof(struct profile *));
        users->profiles[users->count++] = profile_new(id, size, number);
    }
    return users->profiles[number];
}

static struct profile *source_find(
        void *context, const char *id, size_t size, bool create, struct error *err)
{
    (void)err;
    return memory_users_find(context, id, size, create);
}

static struct profile *source_by_number(void *context, uint32_t number, struct error *err)
{
    struct memory_users *users = context;

    if (number < users->count)
        return users->profiles[number];
    error_set(err, ERROR_UNAVAILABLE, "there is no user of number %u", (unsigned)number);
    return NULL;
}

static void source_changed(void *context, struct profile *profile)
{
    (void)context;
    (void)profile;
}

struct user_source memory_users_source(struct memory_users *users)
{
    return (struct user_source){
            .context = users,
            .find = source_find,
            .by_number = source_by_number,
            .changed = source_changed,
    };
}
