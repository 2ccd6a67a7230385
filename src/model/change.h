/* The difference of two versions, field by field, in paths and in words (SEMANTICS 10.3). */
#ifndef MODEL_CHANGE_H
#define MODEL_CHANGE_H

#include "model/campaign.h"

struct change {
    char *path;   /* triggers[0].where[1].op, audience.filter.all[2] */
    char *before; /* JSON text; NULL where the field was not there */
    char *after;  /* JSON text; NULL where it no longer is */
    char *words;  /* 'delay: 1 hour -> 2 hours' */
};

struct change_list {
    struct change *items;
    size_t count;
    size_t capacity;
};

void change_list_release(struct change_list *list);

/* Appends what turns `before` into `after`; either may be NULL (all is new, or gone). Lists and
 * filter trees are compared as such: a row that moved or a branch that was wrapped is not every row
 * after it. */
void campaign_changes(
        const struct campaign *before, const struct campaign *after, struct change_list *out);
void segment_changes(
        const struct segment *before, const struct segment *after, struct change_list *out);

/* `before` or `after` for people to read: a text as it is, with its lines; anything else as JSON.
 */
void change_value_add_text(struct buf *out, const char *json);

/* A JSON array of objects with path, before, after, words, as the changelog stores it, and back. */
void change_list_write(const struct change_list *list, struct buf *out);
int change_list_read(struct change_list *list, const char *json, size_t size, struct error *err);

#endif
