/* Who changed what, when (SEMANTICS 10.3). Rows are never removed. */
#ifndef STORE_CHANGELOG_H
#define STORE_CHANGELOG_H

#include "store/documents.h"

struct changelog_record {
    int64_t row; /* ascending in order of writing */
    int64_t at_ms;
    const char *by;
    const char *login;
    enum object object;
    const char *id;
    uint32_t version;
    const char *action;
    const char *changes; /* JSON: see change_list_read */
};

struct changelog_query {
    int64_t since_ms, until_ms; /* since <= at < until; WHEN_NONE and WHEN_NEVER: all */
    int object;                 /* enum object, -1: any */
    const char *id;             /* NULL: any */
    const char *by;             /* name or login; NULL: any */
    int64_t after_row;          /* rows over this one alone: to follow it; 0: all */
    bool newest_first;
    int64_t limit; /* 0: all */
};

int changelog_scan(struct store *store, const struct changelog_query *query,
        int (*visit)(void *context, const struct changelog_record *row), void *context,
        struct error *err);

/* The newest row, for an id or (NULL) of all. */
int changelog_newest(
        struct store *store, int object, const char *id, int64_t *row, struct error *err);

/* Up to which row a person has seen the changes of a document; 0: never looked. Needs no lease. */
int looked_get(struct store *store, const char *person, enum object object, const char *id,
        int64_t *row, struct error *err);
int looked_put(struct store *store, const char *person, enum object object, const char *id,
        int64_t row, struct error *err);

#endif
