/* Inside of save.h: what saving campaigns and segments share. */
#ifndef ACTIONS_SAVE_PARTS_H
#define ACTIONS_SAVE_PARTS_H

#include "actions/save.h"
#include "store/documents.h"

/* The document as it is in the database. */
struct current {
    bool exists;
    struct document document; /* version 0 where there is none */
};
int current_open(struct current *current, struct store *store, enum object object, const char *id,
        struct error *err);
void current_release(struct current *current);

struct act act_of(const struct actor *actor, int64_t at_ms);

/* Ends the saving without writing. */
int answer_set(struct save_answer *answer, enum saved outcome, const char *format, ...)
        __attribute__((format(printf, 3, 4)));
/* The sentence of a save that was done. */
void answer_done(struct save_answer *answer, enum object object, const struct current *current);
/* Whether the base of the request is the version that is there; else the answer says what is. */
bool base_is_current(const struct save_request *request, const struct current *current,
        enum object object, struct save_answer *answer);

#endif
