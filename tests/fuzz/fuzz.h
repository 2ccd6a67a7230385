/* What the fuzz targets share: each is a file with one entry, for libFuzzer and for replay.c. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Ends the program, with the place, where what has to hold does not. */
#define HOLDS(condition)                                                                           \
    do {                                                                                           \
        if (!(condition))                                                                          \
            fuzz_fail(__FILE__, __LINE__, #condition);                                             \
    } while (0)
_Noreturn void fuzz_fail(const char *file, int line, const char *condition);

struct campaign;
struct error;
/* The document reads back from what is written of it as the same bytes, and so does a copy of it.
 * Returns the bytes; mem_free. */
char *fuzz_campaign_text(const struct campaign *campaign);
/* A refusal says something, in well-formed UTF-8. */
void fuzz_check_error(const struct error *err);

#endif
