#include "events/scan.h"

#include <string.h>

#include "base/when.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool line_is_blank(const char *line, size_t size)
{
    size_t at = size >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

    while (at < size && is_space(line[at]))
        at++;
    return at == size;
}

enum { WIDE = 16, KEY_SIZE = 11 };

static const char key_text[] = "\"timestamp\"";

typedef unsigned char wide __attribute__((vector_size(WIDE)));

static wide load(const char *at)
{
    wide bytes;

    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

static bool any(wide bytes)
{
    uint64_t halves[2];

    memcpy(halves, &bytes, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

/* What stands in a line. */
struct finds {
    int keys;
    const char *key; /* behind the last one */
    bool backslash;
};

static void find_in(const char *at, wide hit, const char *end, struct finds *finds)
{
    unsigned char places[WIDE];

    memcpy(places, &hit, sizeof places);
    for (int i = 0; i < WIDE && end - (at + i) >= KEY_SIZE; i++)
        if (places[i] && memcmp(at + i, key_text, KEY_SIZE) == 0) {
            finds->keys++;
            finds->key = at + i + KEY_SIZE;
        }
}

/* Looks at 16 places at once, comparing three bytes of the key; every line of every file passes
 * here. What is found behind the end does not count. */
static void find_all(const char *at, const char *end, struct finds *finds)
{
    for (; at < end; at += WIDE) {
        wide first = load(at);
        wide hit = (wide)((first == '"') & (load(at + 1) == 't') & (load(at + 9) == 'p'));

        if (any((wide)(first == '\\')))
            finds->backslash = true;
        if (any(hit))
            find_in(at, hit, end, finds);
    }
}

static const char *skip_spaces(const char *at, const char *end)
{
    while (at < end && is_space(*at))
        at++;
    return at;
}

/* A key is spelled by these very bytes unless \u stands in it. So where they stand once and there
 * is no \u, the line has no other time; and if they are no key of the line itself, it has none and
 * is no event: taking what follows for its time then only makes the order stricter. */
enum line_time line_find_time(const char *line, size_t size, int64_t *at_ms)
{
    struct finds finds = {0, NULL, false};
    const char *end = line + size, *at, *quote;

    find_all(line, end, &finds);
    if (finds.keys > 1 || (finds.backslash && memmem(line, size, "\\u", 2)))
        return TIME_UNSURE;
    if (finds.keys == 0)
        return TIME_NONE;
    at = skip_spaces(finds.key, end);
    if (at == end || *at++ != ':')
        return TIME_NONE;
    at = skip_spaces(at, end);
    if (at == end || *at++ != '"')
        return TIME_NONE;
    quote = memchr(at, '"', (size_t)(end - at));
    if (!quote || !when_parse(at, (size_t)(quote - at), at_ms))
        return TIME_NONE;
    return TIME_FOUND;
}
