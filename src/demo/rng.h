/* Repeatable randomness: the same numbers give the same stream on every machine (splitmix64). */
#ifndef DEMO_RNG_H
#define DEMO_RNG_H

#include <stdbool.h>
#include <stdint.h>

struct rng {
    uint64_t state;
};

static inline uint64_t rng_next(struct rng *rng)
{
    uint64_t z = rng->state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* A stream of its own for every combination of numbers. */
static inline struct rng rng_of(uint64_t seed, uint64_t a, uint64_t b)
{
    struct rng rng = {seed};
    rng.state = rng_next(&rng) ^ (a * UINT64_C(0xd6e8feb86659fd93));
    rng.state = rng_next(&rng) ^ (b * UINT64_C(0xa0761d6478bd642f));
    rng_next(&rng);
    return rng;
}

/* 0 to n - 1; n is at least 1. */
static inline uint32_t rng_below(struct rng *rng, uint32_t n)
{
    return (uint32_t)(((rng_next(rng) >> 32) * n) >> 32);
}

static inline int64_t rng_between(struct rng *rng, int64_t low, int64_t high)
{
    return low + (int64_t)(rng_next(rng) % (uint64_t)(high - low + 1));
}

static inline bool rng_chance(struct rng *rng, uint32_t in_10000)
{
    return rng_below(rng, 10000) < in_10000;
}

#endif
