/* Memory for very many small pieces that are looked at in no order: pieces of like size lie
 * together in chunks that the processor addresses as huge pages, have no heads, and go away all at
 * once. For those who know the size of what they give back. Not thread-safe; never returns NULL
 * (alloc.h). */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stddef.h>

struct pool;
struct pool *pool_new(void);
void pool_free(struct pool *pool); /* with all pieces in it; NULL is fine */

/* Makes a piece (old_size 0), changes its size, or gives it back (size 0, returns NULL). What is
 * new is zeroed. Without a pool (NULL) it is a piece of its own, for mem_free. */
void *pool_resize(struct pool *pool, void *memory, size_t old_size, size_t size);
/* What a piece of that size takes. */
size_t pool_piece_size(size_t size);

#endif
