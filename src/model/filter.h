/* Filter trees over users: segments, audiences (FORMATS 3). A filter owns everything below it. */
#ifndef MODEL_FILTER_H
#define MODEL_FILTER_H

#include "model/condition.h"

enum {
    FILTER_LEAVES_MAX = 200,
    FILTER_DEPTH_MAX = 8, /* groups inside each other; the leaf below is not counted */
    FILTER_LIST_MAX = 256,
    FILTER_DAYS_MAX = 90,
    FILTER_COUNT_MAX = 1000000000,
    FILTER_DAYS_AGO_MAX = 36500,
    BUCKET_MAX = 9999,
};

enum filter_kind {
    FILTER_ALL,
    FILTER_ANY,
    FILTER_NOT, /* one child */
    FILTER_EVERYONE,
    FILTER_TRAIT,
    FILTER_EVENT_COUNT,
    FILTER_EVENT_TIME, /* first, last */
    FILTER_SPENT,
    FILTER_RECEIVED,
    FILTER_INTERACTED,
    FILTER_CONTROL,
    FILTER_SEGMENT,
    FILTER_BUCKET,
    FILTER_USER,
    FILTER_KIND_COUNT,
};

enum count_op { COUNT_EQ, COUNT_NE, COUNT_GT, COUNT_GE, COUNT_LT, COUNT_LE, COUNT_OP_COUNT };
const char *count_op_name(enum count_op op);
int count_op_find(const char *name);

enum time_op {
    TIME_BEFORE,
    TIME_AFTER,
    TIME_MORE_THAN_DAYS_AGO,
    TIME_LESS_THAN_DAYS_AGO,
    TIME_OP_COUNT
};
const char *time_op_name(enum time_op op);
int time_op_find(const char *name);

struct filter {
    enum filter_kind kind;
    struct filter *children; /* ALL, ANY, NOT */
    size_t child_count;
    struct condition condition; /* TRAIT */
    char *name; /* EVENT_*: event; RECEIVED, INTERACTED, CONTROL: campaign; SEGMENT: id */
    enum count_op count_op; /* EVENT_COUNT, SPENT */
    double number;          /* EVENT_COUNT, SPENT: compared with; *_DAYS_AGO: days */
    int days;               /* EVENT_COUNT, SPENT: last days, 0 for ever */
    bool last;              /* EVENT_TIME: `last`, else `first` */
    enum time_op time_op;
    int64_t instant_ms; /* EVENT_TIME before, after */
    char *instant_text; /* as written */
    enum interaction interaction;
    int bucket_from, bucket_to;
    char **users; /* USER */
    size_t user_count;
    uint32_t leaf; /* number of a leaf in its tree, in order of reading; for traces */
};

void filter_release(struct filter *filter); /* frees what is below, not `filter` itself */
void filter_copy(struct filter *to, const struct filter *from);

/* True for `all`, `any` and `not`; what is no group is a leaf. */
bool filter_is_group(const struct filter *filter);

/* True where the filter cannot hold for a user who never did the event: never trusted to do more
 * than follow the tree, so of conditions that contradict each other it knows nothing. `$session` is
 * any session event, `$purchase` and `Order Completed` are the same, and money spent needs one. */
bool filter_requires_event(const struct filter *filter, const char *event);

/* Calls `visit` for every node, parents first. */
void filter_each(
        const struct filter *filter, void (*visit)(const struct filter *, void *), void *context);

#endif
