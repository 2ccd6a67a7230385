/* Inside of save.h: what saving campaigns and segments share. One way through all of it; the two
 * kinds fill in what they do differently. */
#ifndef ACTIONS_SAVE_PARTS_H
#define ACTIONS_SAVE_PARTS_H

#include "actions/save.h"
#include "store/documents.h"

/* The document as it is in the database. */
struct current {
    bool exists;
    struct document document; /* version 0 where there is none */
};

struct save_kind;

struct saving {
    struct store *store;
    const struct save_kind *kind;
    const void *edited; /* struct campaign or struct segment, as the kind says */
    const struct save_request *request;
    struct act act;
    struct current current;
    void *there; /* the current version, NULL without */
    struct save_answer *answer;
    bool preview;
};

struct save_kind {
    enum object object;
    const char *(*id)(const void *document);
    void *(*read)(const char *json, size_t size, struct error *err);
    void *(*get)(struct store *store, const char *id, uint32_t version, struct error *err);
    void (*write)(const void *document, struct buf *out);
    void (*changes)(const void *before, const void *after, struct change_list *changes);
    /* The rules that need more than the document: 1 with the answer set, 0 to go on, -1. */
    int (*forbidden)(struct saving *saving, struct error *err);
    int (*store)(struct saving *saving, struct stored *stored, struct error *err);
    void (*free)(void *document);
};

/* Saves under the lease, held from the first look to the write, so that nobody saves in between. A
 * preview stops before the write. On -1 the answer is released. */
int save_document(struct store *store, const struct save_kind *kind, const void *edited,
        const struct save_request *request, bool preview, struct save_answer *answer,
        struct error *err);
/* The same with a document from JSON, and with an older version. */
int save_json(struct store *store, const struct save_kind *kind, const char *json, size_t size,
        const struct save_request *request, struct save_answer *answer, struct error *err);
int save_again(struct store *store, const struct save_kind *kind, const char *id, uint32_t version,
        const struct save_request *request, struct save_answer *answer, struct error *err);

struct act act_of(const struct actor *actor, int64_t at_ms);

/* Ends the saving without writing. */
int answer_set(struct save_answer *answer, enum saved outcome, const char *format, ...)
        __attribute__((format(printf, 3, 4)));

#endif
