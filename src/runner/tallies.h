/* Counters in memory: a total per campaign, tally and hour, with the users where each counts once.
 * A `struct tallies t = {0}` is a valid empty one. */
#ifndef RUNNER_TALLIES_H
#define RUNNER_TALLIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct roaring_bitmap_s;

struct tally_slot {
    uint32_t campaign;
    int tally;
    int64_t hour_ms;
    int64_t total;
    bool used;
    struct roaring_bitmap_s *users; /* NULL where users are not counted */
};

struct tallies {
    struct tally_slot *slots;
    size_t count, capacity;
    size_t last; /* slot of the last addition: the next is often the same */
};

/* The user is counted where tally_is_unique. */
void tallies_add(struct tallies *tallies, uint32_t campaign, int tally, int64_t hour_ms,
        int64_t amount, uint32_t user);
/* The next slot in use from `*at` on, NULL at the end; begin with 0. */
const struct tally_slot *tallies_next(const struct tallies *tallies, size_t *at);
/* The one of that key, NULL where nothing was added. */
const struct tally_slot *tallies_find(
        const struct tallies *tallies, uint32_t campaign, int tally, int64_t hour_ms);
/* The sum over all hours; *unique (may be NULL) gets the users, each counted once. */
int64_t tallies_total(const struct tallies *tallies, uint32_t campaign, int tally, int64_t *unique);
/* The slots in order of campaign, tally and hour. The array is the caller's. */
const struct tally_slot **tallies_sorted(const struct tallies *tallies);
void tallies_clear(struct tallies *tallies);
void tallies_release(struct tallies *tallies);

#endif
