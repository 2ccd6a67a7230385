/* The bytes of a file as they were before gzip or zstd, told by its first bytes. Several members or
 * frames one after another are one stream, as `cat a.gz b.gz` makes them. */
#ifndef EVENTS_UNPACK_H
#define EVENTS_UNPACK_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/hash.h"

struct unpack;
/* Takes over the descriptor. Raw bytes also go into `hash`, unless it is NULL. */
struct unpack *unpack_new(int fd, struct hash_stream *hash);
void unpack_free(struct unpack *unpack);

/* Reads no further than so many raw bytes, as if the file ended there. */
void unpack_limit(struct unpack *unpack, int64_t raw_bytes);

/* At most `room` bytes into `out`. Returns how many, 0 at the end, -1 with an error whose sentence
 * begins with a verb and names no file ("ends in the middle of its gzip data"): what was good
 * before the damage is given first. */
ptrdiff_t unpack_read(struct unpack *unpack, char *out, size_t room, struct error *err);
int64_t unpack_raw_bytes(const struct unpack *unpack);

#endif
