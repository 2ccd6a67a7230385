#include "base/text.h"

#include <glib.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

enum { REPLACEMENT = 0xfffd, CHARACTER_MAX = 0x10ffff };

size_t text_decode(const char *bytes, size_t size, uint32_t *character)
{
    static const uint32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};

    if (size == 0)
        return 0;
    const unsigned char *at = (const unsigned char *)bytes;
    *character = REPLACEMENT;
    if (at[0] < 0x80) {
        *character = at[0];
        return 1;
    }
    size_t length = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
    if (at[0] < 0xc2 || at[0] > 0xf4 || size < length)
        return 1;
    uint32_t value = at[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 1;
        value = value << 6 | (at[i] & 0x3f);
    }
    if (value < lowest[length] || value > CHARACTER_MAX || (value >= 0xd800 && value <= 0xdfff))
        return 1;
    *character = value;
    return length;
}

size_t text_encode(uint32_t character, char out[4])
{
    if (character > CHARACTER_MAX || (character >= 0xd800 && character <= 0xdfff))
        character = REPLACEMENT;
    if (character < 0x80) {
        out[0] = (char)character;
        return 1;
    }
    size_t length = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--, character >>= 6)
        out[i] = (char)(unsigned char)(0x80 | (character & 0x3f));
    out[0] = (char)(unsigned char)(0xf00u >> length | character);
    return length;
}

bool text_is_utf8(const char *bytes, size_t size)
{
    uint32_t character;
    for (size_t i = 0, used; i < size; i += used) {
        used = text_decode(bytes + i, size - i, &character);
        if (used == 1 && (unsigned char)bytes[i] >= 0x80)
            return false;
    }
    return true;
}

int text_cells(const char *bytes, size_t size)
{
    int cells = 0;
    uint32_t character;
    for (size_t i = 0; i < size;) {
        i += text_decode(bytes + i, size - i, &character);
        cells += text_char_cells(character);
    }
    return cells;
}

/* Characters that steer a terminal or hide what stands there. */
static bool is_unsafe(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
            {0x00, 0x1f}, {0x7f, 0x9f},         /* controls, C1 */
            {0x061c, 0x061c},                   /* arabic letter mark */
            {0x180b, 0x180f},                   /* mongolian variation selectors */
            {0x200b, 0x200f}, {0x2028, 0x202e}, /* zero width, separators, bidi */
            {0x2060, 0x206f},                   /* word joiner, bidi isolates */
            {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}, /* variation selectors, BOM */
            {0xfff9, 0xfffb}, {0xfffe, 0xffff}, /* annotations, no characters */
            {0xe0000, 0xe0fff},                 /* tags, variation selectors */
    };
    for (size_t i = 0; i < ARRAY_COUNT(ranges) && c >= ranges[i].first; i++)
        if (c <= ranges[i].last)
            return true;
    return false;
}

void text_add_safe(struct buf *out, const char *bytes, size_t size, bool keep_newline)
{
    uint32_t character;
    for (size_t i = 0, used; i < size; i += used) {
        used = text_decode(bytes + i, size - i, &character);
        if (character == '\r' && i + 1 < size && bytes[i + 1] == '\n')
            continue;
        if (character == '\t' || character == '\n')
            buf_add_char(out, character == '\n' && keep_newline ? '\n' : ' ');
        else if (character == REPLACEMENT || is_unsafe(character))
            buf_add_text(out, "\xef\xbf\xbd");
        else
            buf_add(out, bytes + i, used);
    }
}

/* The longest run from the start that takes at most `cells`, with the combining characters that
 * follow its last one. */
static size_t fitting_bytes(const char *text, size_t size, int cells, int *taken)
{
    size_t at = 0;
    *taken = 0;
    while (at < size) {
        uint32_t character;
        size_t used = text_decode(text + at, size - at, &character);
        int wide = text_char_cells(character);
        if (*taken + wide > cells)
            break;
        *taken += wide;
        at += used;
    }
    return at;
}

void text_add_cut(struct buf *out, const char *text, int cells, bool pad, bool ascii)
{
    if (cells <= 0)
        return;
    int taken;
    size_t size = strlen(text);
    size_t fitting = fitting_bytes(text, size, cells, &taken);
    if (fitting == size) {
        buf_add(out, text, size);
    } else {
        const char *ellipsis = !ascii ? "\xe2\x80\xa6" : cells >= 8 ? "..." : "~";
        int ellipsis_cells = ascii && cells >= 8 ? 3 : 1;
        fitting = fitting_bytes(text, size, cells - ellipsis_cells, &taken);
        buf_add(out, text, fitting);
        buf_add_text(out, ellipsis);
        taken += ellipsis_cells;
    }
    for (; pad && taken < cells; taken++)
        buf_add_char(out, ' ');
}

size_t text_cut_bytes(const char *bytes, size_t size, size_t max)
{
    if (size <= max)
        return size;
    /* At most three continuation bytes belong to one character. */
    size_t cut = max;
    while (cut > 0 && max - cut < 3 && ((unsigned char)bytes[cut] & 0xc0) == 0x80)
        cut--;
    uint32_t character;
    if (cut < max && text_decode(bytes + cut, size - cut, &character) <= max - cut)
        return max; /* no character stands across: broken bytes are cut anywhere */
    return cut;
}

void text_add_number(struct buf *out, int64_t number)
{
    char digits[24];
    uint64_t magnitude = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    int length = snprintf(digits, sizeof digits, "%" PRIu64, magnitude);
    if (number < 0)
        buf_add_char(out, '-');
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            buf_add_char(out, ' ');
        buf_add_char(out, digits[i]);
    }
}

void text_add_double(struct buf *out, double number)
{
    if (fabs(number) < 1e15 && number == trunc(number) && !(number == 0 && signbit(number))) {
        buf_add_format(out, "%" PRId64, (int64_t)number);
        return;
    }
    /* Through GLib, since printf follows the locale's decimal comma. Fifteen digits lose nothing a
     * person wrote; only the smallest numbers have shorter forms. */
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    bool tiny = isfinite(number) && fabs(number) < 1e-300;
    for (int digits = tiny ? 1 : 15; digits <= 17; digits++) {
        char format[16];
        snprintf(format, sizeof format, "%%.%dg", digits);
        g_ascii_formatd(text, sizeof text, format, number);
        if (g_ascii_strtod(text, NULL) == number)
            break;
    }
    buf_add_text(out, text);
}
