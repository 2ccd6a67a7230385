/* Strings as small numbers, from 0 up in order of first sight. Not thread-safe. */
#ifndef BASE_INTERN_H
#define BASE_INTERN_H

#include <stddef.h>
#include <stdint.h>

#define INTERN_NONE UINT32_MAX

struct intern;
struct intern *intern_new(void);
void intern_free(struct intern *intern);
uint32_t intern_add(struct intern *intern, const char *bytes, size_t size);
/* Where hash_fast of the bytes is known already. */
uint32_t intern_add_hashed(struct intern *intern, const char *bytes, size_t size, uint64_t hash);
uint32_t intern_find(
        const struct intern *intern, const char *bytes, size_t size); /* or INTERN_NONE */
const char *intern_text(
        const struct intern *intern, uint32_t id, size_t *size); /* NUL-terminated */
uint32_t intern_count(const struct intern *intern);

#endif
