/* Users held in memory and nowhere else: for simulations and tests. */
#ifndef ENGINE_MEMORY_USERS_H
#define ENGINE_MEMORY_USERS_H

#include "engine/engine.h"

struct memory_users;

struct memory_users *memory_users_new(void);
void memory_users_free(struct memory_users *users);
/* The callbacks for an engine; valid as long as the users. There are no stored timers. */
struct user_source memory_users_source(struct memory_users *users);

size_t memory_users_count(const struct memory_users *users);
struct profile *memory_users_at(const struct memory_users *users, uint32_t number);
/* NULL where there is none and not `create`. */
struct profile *memory_users_find(
        struct memory_users *users, const char *id, size_t size, bool create);

#endif
