/* How many users a segment, an audience or a filter has, exactly, at the engine clock; and who.
 * Each call goes through all users once, whatever the number of questions. */
#ifndef REPORT_SIZES_H
#define REPORT_SIZES_H

#include "base/error.h"
#include "model/campaign.h"
#include "report/scan.h"

struct store;

struct size_row {
    char *id;
    int64_t size;
    int64_t as_of_ms; /* the engine clock; WHEN_NONE in a fresh database */
};

struct size_list {
    struct size_row *items;
    size_t count;
};

/* The segments named, in their order; all, in order of id, where `count` is 0. The counts are
 * stored with their as_of for lists, where the database can be written at once. */
int segments_count(struct store *store, const char *const *ids, size_t count,
        const struct scan *scan, struct size_list *out, struct error *err);
void size_list_release(struct size_list *list);

/* A filter that need not be saved. `sizes` gets one number a node, in the order of filter_each
 * (parents first): the users for whom that branch holds; `sizes[0]` is the whole. `capacity` is the
 * room; nodes past it are not counted. */
int filter_count(struct store *store, const struct filter *filter, int64_t *sizes, size_t capacity,
        int64_t *as_of_ms, const struct scan *scan, struct error *err);
size_t filter_node_count(const struct filter *filter);

/* The audience of a campaign document that need not be saved. */
int audience_count(struct store *store, const struct campaign *campaign, int64_t *size,
        int64_t *as_of_ms, const struct scan *scan, struct error *err);

/* Hands over the members in order of first sight, at most `limit` (0: all). */
int segment_members(struct store *store, const char *id, int64_t limit,
        void (*member)(void *context, const char *user, size_t size), void *context,
        const struct scan *scan, struct error *err);
/* The same for a filter that need not be saved: who opened it, who converted. */
int filter_members(struct store *store, const struct filter *filter, int64_t limit,
        void (*member)(void *context, const char *user, size_t size), void *context,
        const struct scan *scan, struct error *err);

#endif
