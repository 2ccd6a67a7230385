/* Who changed what, when: rows of `log` and `changelog`, versions, and what is new to a person
 * (SEMANTICS 10.3). */
#ifndef REPORT_CHANGELOG_H
#define REPORT_CHANGELOG_H

#include "base/error.h"
#include "model/change.h"
#include "store/documents.h"

struct store;

struct log_row {
    int64_t number; /* grows with every row */
    int64_t at_ms;  /* the instant of the action */
    char *by;
    char *login;
    enum object object;
    char *id;
    uint32_t version; /* of the document after the action; 0 without */
    /* create, save, activate, stop, resume, archive, unarchive, clone, restore, delete, set */
    char *action;
    struct change_list changes;
};

struct log_list {
    struct log_row *items;
    size_t count;
    bool more; /* than the limit */
};

struct log_query {
    int object;                 /* enum object, -1: all kinds */
    const char *id;             /* NULL: all */
    const char *by;             /* name or login; NULL: all */
    int64_t since_ms, until_ms; /* WHEN_NONE, WHEN_NEVER: open; until is not in */
    int64_t after;              /* only numbers above it; 0: all */
    int64_t limit;              /* 0: all */
    bool newest;                /* newest first, else oldest first */
};

int log_read(struct store *store, const struct log_query *query, struct log_list *out,
        struct error *err);
void log_list_release(struct log_list *list);

/* What is new on a campaign, and on the segments it uses, since the person last looked at it;
 * their own changes left out. Newest first. */
int log_unseen(struct store *store, const char *campaign, const char *person, struct log_list *out,
        struct error *err);
/* The person has seen what there is now. */
int log_look(struct store *store, const char *campaign, const char *person, struct error *err);

struct version_row {
    uint32_t version;
    int64_t at_ms;
    char *by;
    char *login;
};

struct version_list {
    struct version_row *items; /* ascending */
    size_t count;
};

int versions_list(struct store *store, enum object object, const char *id, struct version_list *out,
        struct error *err);
void version_list_release(struct version_list *list);

/* What turns one version into another; `to` 0 is the current one, `from` 0 the one before `to`
 * (nothing where it is the first). Refused where there is no such version. */
int versions_diff(struct store *store, enum object object, const char *id, uint32_t from,
        uint32_t to, struct change_list *out, struct error *err);

#endif
