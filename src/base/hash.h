/* Hashes: the one the rules name, and a fast one for tables and identities. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* FNV-1a 64, then MurmurHash3's finalizer (SEMANTICS 2.5). Part of the contract: never changes. */
uint64_t hash_rule(const void *bytes, size_t size);

/* XXH3 64: tables in memory, message ids, the identity of a file (with its size). Stored, so it
 * never changes either. */
uint64_t hash_fast(const void *bytes, size_t size);

/* XXH3 128 of a stream: a file's identity. */
struct hash_stream;
struct hash_stream *hash_stream_new(void);
void hash_stream_add(struct hash_stream *stream, const void *bytes, size_t size);
/* 32 hexadecimal digits and a NUL. */
void hash_stream_text(const struct hash_stream *stream, char out[33]);
void hash_stream_free(struct hash_stream *stream);

#endif
