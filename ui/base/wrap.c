#include "base/wrap.h"

#include <stdint.h>

#include "base/text.h"

size_t wrap_row(const char *text, size_t size, int width, size_t *next)
{
    size_t at = 0;
    size_t space = 0; /* end of the last whole word */
    int cells = 0;
    while (at < size && text[at] != '\n') {
        uint32_t character;
        size_t used = text_decode(text + at, size - at, &character);
        int wide = character == '\t' ? 1 : text_char_cells(character);
        if (character == ' ')
            space = at;
        if (cells + wide > width && at > 0 && wide > 0) {
            size_t end = space ? space : at;
            *next = end;
            /* The blank at which a row was cut belongs to no row. */
            if (*next < size && text[*next] == ' ')
                ++*next;
            return end;
        }
        cells += wide;
        at += used;
    }
    *next = at < size ? at + 1 : at;
    return at;
}

size_t wrap_count(const char *text, size_t size, int width)
{
    size_t rows = 0;
    size_t at = 0;
    do {
        size_t next;
        wrap_row(text + at, size - at, width, &next);
        at += next;
        rows++;
    } while (at < size);
    return rows + (size && text[size - 1] == '\n');
}
