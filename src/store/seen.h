/* The catalogue of events that were seen (events/catalogue.h), and the sizes of segments. */
#ifndef STORE_SEEN_H
#define STORE_SEEN_H

#include "events/catalogue.h"
#include "store/store.h"

/* All of it, with the names that `names` (may be NULL) does not have yet. NULL on failure. */
struct catalogue *catalogue_read(struct store *store, struct intern *names, struct error *err);
/* Inside a transaction: the names that changed. The caller calls catalogue_clean after the commit.
 */
int catalogue_save(struct store *store, const struct catalogue *catalogue, struct error *err);

struct segment_size {
    uint32_t number;  /* of the segment */
    uint32_t version; /* of its document */
    int64_t size;
    int64_t as_of_ms; /* engine clock */
};
/* 1, 0 where it was never counted, -1. */
int segment_size_get(
        struct store *store, uint32_t number, struct segment_size *out, struct error *err);
/* Inside a transaction. */
int segment_size_put(struct store *store, const struct segment_size *size, struct error *err);

#endif
