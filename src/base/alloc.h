/* Memory that is there or the program ends.
 *
 * None of these returns NULL. Where memory runs out, the hook of alloc_on_failure (which restores
 * the terminal) is called, one line goes to stderr and the process exits with status 3: all durable
 * state is in the database, and what was not committed is done again by the next run. Freed by
 * mem_free. */
#ifndef BASE_ALLOC_H
#define BASE_ALLOC_H

#include <stddef.h>

void *mem_new(size_t size);                 /* zeroed */
void *mem_array(size_t count, size_t size); /* zeroed; checks the product */
/* Grows or shrinks; new bytes are not zeroed. */
void *mem_resize(void *memory, size_t count, size_t size);
void *mem_copy(const void *memory, size_t size);
char *mem_string(const char *text);
char *mem_string_of(const char *bytes, size_t size); /* adds the final NUL */
char *mem_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
void mem_free(void *memory); /* NULL is fine */

/* Makes room for one more element of an array kept as (items, count, capacity): doubles the
 * capacity where it is full. Use as `items = mem_room(items, count, &capacity, sizeof *items)`. */
void *mem_room(void *items, size_t count, size_t *capacity, size_t size);

/* Ends the program as above: for libraries that answer NULL where their own allocation failed. */
__attribute__((noreturn)) void mem_exhausted(void);

/* The hook that restores the terminal before the process ends; NULL removes it. */
void alloc_on_failure(void (*hook)(void));

#define ARRAY_COUNT(a) (sizeof(a) / sizeof((a)[0]))

#endif
