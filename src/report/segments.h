/* The list of segments: the rows of `segment list`. */
#ifndef REPORT_SEGMENTS_H
#define REPORT_SEGMENTS_H

#include "base/error.h"
#include "model/campaign.h"

struct store;

/* Who names a segment. Archived campaigns count: they can come back. */
struct segment_use {
    bool by_segment;    /* else by a campaign */
    enum status status; /* of the campaign, as stored */
    char *id;
};

struct segment_row {
    char *id;
    char *name;
    char **tags;
    size_t tag_count;
    uint32_t version;
    int64_t size;             /* as last counted, -1 while it never was */
    int64_t as_of_ms;         /* the engine clock then, WHEN_NONE while it never was */
    struct segment_use *uses; /* campaigns first, each in order of id */
    size_t use_count;
    int64_t updated_ms;
    char *updated_by;
    char *updated_login;
    char *filter_words;
};

struct segment_list {
    struct segment_row *items; /* in order of id, bytewise */
    size_t count;
};

int segments_list(struct store *store, struct segment_list *out, struct error *err);
void segment_list_release(struct segment_list *list);

/* The uses of one segment, whether or not it exists. Free with segment_uses_free. */
int segment_uses(struct store *store, const char *id, struct segment_use **uses, size_t *count,
        struct error *err);
void segment_uses_free(struct segment_use *uses, size_t count);

#endif
