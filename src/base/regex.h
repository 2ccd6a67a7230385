/* PCRE2 with limits: caseless, UTF (SEMANTICS 9.2). A compiled expression may be used by several
 * threads. */
#ifndef BASE_REGEX_H
#define BASE_REGEX_H

#include <stddef.h>

#include "base/error.h"

enum { REGEX_SIZE_MAX = 1024 };

struct regex;
/* NULL with the place of the fault in the sentence. */
struct regex *regex_new(const char *pattern, size_t size, struct error *err);
void regex_free(struct regex *regex);

enum regex_answer { REGEX_NO, REGEX_YES, REGEX_LIMIT };
enum regex_answer regex_search(const struct regex *regex, const char *text, size_t size);

#endif
