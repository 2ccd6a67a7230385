/* Errors: a code for the program and a sentence for the person.
 *
 * Every function that can fail takes a `struct error *` owned by its caller and returns 0, or -1
 * with the error set; functions that return a pointer return NULL instead. The sentence says what
 * went wrong, where (file, path in a document, command) and what to do about it; it has no final
 * newline. A caller that does not want the sentence may pass NULL. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdarg.h>

enum error_code {
    ERROR_NONE = 0,
    ERROR_REFUSED,     /* the answer is no: check errors, not found, conflict */
    ERROR_USAGE,       /* the call was wrong: options, arguments, malformed documents */
    ERROR_UNAVAILABLE, /* cannot now: locked, lease held, I/O error, disk full */
    ERROR_INTERRUPTED, /* a signal asked to stop */
};

enum { ERROR_TEXT_MAX = 2048 };

struct error {
    enum error_code code;
    char text[ERROR_TEXT_MAX];
};

/* Sets code and sentence, cutting the sentence at ERROR_TEXT_MAX on a character boundary. `err` may
 * be NULL. Always returns -1, so that a failing function can `return error_set(err, ...)`. */
int error_set(struct error *err, enum error_code code, const char *format, ...)
        __attribute__((format(printf, 3, 4)));
int error_set_v(struct error *err, enum error_code code, const char *format, va_list args)
        __attribute__((format(printf, 3, 0)));

/* Puts "prefix: " before the sentence, keeping the code: for callers that know more about the
 * place. Always returns -1. */
int error_prefix(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* As error_set, followed by ": " and the words for the given errno. Always returns -1. */
int error_set_errno(struct error *err, enum error_code code, int number, const char *format, ...)
        __attribute__((format(printf, 4, 5)));

/* The exit status of FORMATS.md section 4 for a code: 0, 1, 2, 3 or 130. */
int error_exit_status(enum error_code code);

#endif
