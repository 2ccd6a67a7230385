/* Who acts: the name the changelog shows, and the login beside it. */
#ifndef ACTIONS_ACTOR_H
#define ACTIONS_ACTOR_H

struct actor {
    char *by;    /* `--as`, else $CAMPANILE_AS, else the login */
    char *login; /* the real one, always */
};

/* `as` NULL: not given. Both texts are the actor's; bytes that are not UTF-8 are replaced. */
void actor_init(struct actor *actor, const char *as);
void actor_release(struct actor *actor);

#endif
