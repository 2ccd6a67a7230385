#include "base/error.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

int error_set_v(struct error *err, enum error_code code, const char *format, va_list args)
{
    if (!err)
        return -1;
    /* The arguments may point into err->text. The room behind shows where a cut hits a character.
     */
    char text[ERROR_TEXT_MAX + 4];
    int length = vsnprintf(text, sizeof text, format, args);
    size_t size = length < 0 ? 0 : (size_t)length;
    if (size >= sizeof text)
        size = sizeof text - 1;
    size = text_cut_bytes(text, size, ERROR_TEXT_MAX - 1);
    memcpy(err->text, text, size);
    err->text[size] = '\0';
    err->code = code;
    return -1;
}

int error_set(struct error *err, enum error_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    error_set_v(err, code, format, args);
    va_end(args);
    return -1;
}

int error_prefix(struct error *err, const char *format, ...)
{
    if (!err)
        return -1;
    char prefix[ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(prefix, sizeof prefix, format, args);
    va_end(args);
    if (length < 0)
        return -1;
    return error_set(err, err->code, "%s: %s", prefix, err->text);
}

int error_set_errno(struct error *err, enum error_code code, int number, const char *format, ...)
{
    if (!err)
        return -1;
    va_list args;
    va_start(args, format);
    error_set_v(err, code, format, args);
    va_end(args);
    char words[256];
    return error_set(err, code, "%s: %s", err->text, strerror_r(number, words, sizeof words));
}

int error_exit_status(enum error_code code)
{
    static const int statuses[] = {
            [ERROR_NONE] = 0,
            [ERROR_REFUSED] = 1,
            [ERROR_USAGE] = 2,
            [ERROR_UNAVAILABLE] = 3,
            [ERROR_INTERRUPTED] = 130,
    };
    return statuses[code];
}
