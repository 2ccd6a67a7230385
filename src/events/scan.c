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

static const char *find_key(const char *at, const char *end)
{
    return memmem(at, (size_t)(end - at), "\"timestamp\"", 11);
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
    const char *end = line + size;
    const char *key = find_key(line, end);
    const char *at, *quote;

    if (memchr(line, '\\', size) && memmem(line, size, "\\u", 2))
        return TIME_UNSURE;
    if (!key)
        return TIME_NONE;
    if (find_key(key + 11, end))
        return TIME_UNSURE;
    at = skip_spaces(key + 11, end);
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
