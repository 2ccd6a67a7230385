/* The smallest (or largest) few of many numbers, without sorting them. For this room alone. */
#ifndef STORE_FEW_H
#define STORE_FEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct few {
    int64_t *heap; /* the worst of those kept stands first */
    size_t count, limit;
    bool largest;
};

void few_init(struct few *few, size_t limit, bool largest);
void few_add(struct few *few, int64_t number);
/* The worst of the few; false while there are fewer than the limit. */
bool few_edge(const struct few *few, int64_t *edge);
void few_release(struct few *few);

#endif
