#include "actions/actor.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"

enum { ACTOR_NAME_MAX = 120 };

static char *login_name(void)
{
    char room[4096];
    struct passwd entry, *found = NULL;
    if (getpwuid_r(getuid(), &entry, room, sizeof room, &found) == 0 && found != NULL)
        return mem_string(found->pw_name);
    return mem_format("uid %lu", (unsigned long)getuid());
}

static char *clean_name(const char *name)
{
    struct buf out = {0};
    size_t size = text_cut_bytes(name, strlen(name), ACTOR_NAME_MAX);
    for (size_t at = 0; at < size;) {
        char encoded[4];
        uint32_t character;
        size_t used = text_decode(name + at, size - at, &character);
        if (used == 0)
            break;
        at += used;
        buf_add(&out, encoded, text_encode(character, encoded));
    }
    return buf_take(&out);
}

void actor_init(struct actor *actor, const char *as)
{
    if (as == NULL || *as == '\0')
        as = getenv("CAMPANILE_AS");
    actor->login = login_name();
    actor->by = clean_name(as == NULL || *as == '\0' ? actor->login : as);
}

void actor_release(struct actor *actor)
{
    mem_free(actor->by);
    mem_free(actor->login);
    *actor = (struct actor){0};
}
