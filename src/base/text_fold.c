#include "base/text.h"

#include <glib.h>
#include <string.h>

#include "base/alloc.h"

static bool is_ascii(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return true;
}

/* Letters that carry their mark inside have no decomposition. */
static gunichar plain_letter(gunichar c)
{
    static const struct {
        gunichar marked, plain;
    } letters[] = {
            {0xf8, 'o'}, {0x111, 'd'}, {0x127, 'h'}, {0x131, 'i'}, {0x142, 'l'}, {0x167, 't'}};
    for (size_t i = 0; i < ARRAY_COUNT(letters); i++)
        if (letters[i].marked == c)
            return letters[i].plain;
    return c;
}

/* Lower case without accents; the caller's (g_free). */
static char *fold(const char *text)
{
    if (is_ascii(text))
        return g_ascii_strdown(text, -1);
    char *valid = g_utf8_make_valid(text, -1);
    char *lower = g_utf8_casefold(valid, -1);
    char *apart = g_utf8_normalize(lower, -1, G_NORMALIZE_ALL);
    char *to = apart;
    for (const char *at = apart; *at;) {
        gunichar c = g_utf8_get_char(at);
        at += g_utf8_skip[(unsigned char)*at];
        if (!g_unichar_ismark(c))
            to += g_unichar_to_utf8(plain_letter(c), to);
    }
    *to = '\0';
    g_free(valid);
    g_free(lower);
    return apart;
}

bool text_contains_folded(const char *text, const char *wanted)
{
    char *folded_text = fold(text);
    char *folded_wanted = fold(wanted);
    bool found = strstr(folded_text, folded_wanted) != NULL;
    g_free(folded_text);
    g_free(folded_wanted);
    return found;
}

int text_compare_folded(const char *a, const char *b)
{
    char *folded_a = fold(a);
    char *folded_b = fold(b);
    int order = strcmp(folded_a, folded_b);
    g_free(folded_a);
    g_free(folded_b);
    return order;
}

bool text_equal_ascii_case(const char *a, size_t a_size, const char *b, size_t b_size)
{
    if (a_size != b_size)
        return false;
    for (size_t i = 0; i < a_size; i++)
        if (g_ascii_tolower(a[i]) != g_ascii_tolower(b[i]))
            return false;
    return true;
}

/* Folding a letter makes at most a few bytes of it. */
enum { CASE_GROWTH_MAX = 6 };

bool text_equal_case(const char *a, size_t a_size, const char *b, size_t b_size)
{
    if (text_equal_ascii_case(a, a_size, b, b_size))
        return true;
    if (a_size > b_size * CASE_GROWTH_MAX || b_size > a_size * CASE_GROWTH_MAX ||
            !text_is_utf8(a, a_size) || !text_is_utf8(b, b_size))
        return false;
    char *folded_a = g_utf8_casefold(a, (gssize)a_size);
    char *folded_b = g_utf8_casefold(b, (gssize)b_size);
    bool equal = strcmp(folded_a, folded_b) == 0;
    g_free(folded_a);
    g_free(folded_b);
    return equal;
}

enum { DISTANCE_MAX = 64 };

static int characters(const char *text, uint32_t out[DISTANCE_MAX])
{
    int count = 0;
    size_t size = strlen(text);
    for (size_t at = 0; at < size && count < DISTANCE_MAX; count++)
        at += text_decode(text + at, size - at, &out[count]);
    return count;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

int text_distance(const char *a, const char *b)
{
    uint32_t left[DISTANCE_MAX], right[DISTANCE_MAX];
    int rows = characters(a, left);
    int columns = characters(b, right);

    int edits[DISTANCE_MAX + 1][DISTANCE_MAX + 1];
    for (int j = 0; j <= columns; j++)
        edits[0][j] = j;
    for (int i = 1; i <= rows; i++) {
        edits[i][0] = i;
        for (int j = 1; j <= columns; j++) {
            int best = edits[i - 1][j - 1] + (left[i - 1] != right[j - 1]);
            best = least(best, least(edits[i - 1][j], edits[i][j - 1]) + 1);
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                best = least(best, edits[i - 2][j - 2] + 1);
            edits[i][j] = best;
        }
    }
    return edits[rows][columns];
}
