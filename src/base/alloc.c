#include "base/alloc.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void (*failure_hook)(void);

void alloc_on_failure(void (*hook)(void))
{
    failure_hook = hook;
}

void mem_exhausted(void)
{
    static const char words[] = "campanile: out of memory; what was not yet saved is done again by "
                                "the next run. Free some memory and start it again.\n";
    void (*hook)(void) = failure_hook;
    failure_hook = NULL;
    if (hook)
        hook();
    ssize_t written = write(STDERR_FILENO, words, sizeof words - 1);
    (void)written;
    _exit(3);
}

static size_t product(size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total) || total > PTRDIFF_MAX)
        mem_exhausted();
    return total ? total : 1;
}

void *mem_array(size_t count, size_t size)
{
    void *memory = calloc(1, product(count, size));
    if (!memory)
        mem_exhausted();
    return memory;
}

void *mem_new(size_t size)
{
    return mem_array(1, size);
}

void *mem_resize(void *memory, size_t count, size_t size)
{
    void *resized = realloc(memory, product(count, size));
    if (!resized)
        mem_exhausted();
    return resized;
}

void *mem_copy(const void *memory, size_t size)
{
    void *copy = mem_resize(NULL, size, 1);
    if (size)
        memcpy(copy, memory, size);
    return copy;
}

char *mem_string_of(const char *bytes, size_t size)
{
    char *text = mem_resize(NULL, product(size, 1) + 1, 1);
    if (size)
        memcpy(text, bytes, size);
    text[size] = '\0';
    return text;
}

char *mem_string(const char *text)
{
    return mem_string_of(text, strlen(text));
}

char *mem_format(const char *format, ...)
{
    char *text = NULL;
    va_list args;
    va_start(args, format);
    int length = vasprintf(&text, format, args);
    va_end(args);
    if (length < 0)
        mem_exhausted();
    return text;
}

void mem_free(void *memory)
{
    free(memory);
}

void *mem_room(void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    *capacity = product(*capacity < 4 ? 4 : *capacity, 2);
    return mem_resize(items, *capacity, size);
}
