#include "base/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdint.h>

#include "base/alloc.h"

/* Interpreted, never JIT: its limits count differently, and the ledger must not depend on the
 * machine. PCRE2's match limit counts anew from every start in the text and not what one repeat
 * scans, so automatic callouts before every item count over the whole search, each with a share of
 * the text that the item may scan. */
enum { MATCH_LIMIT = 200000, HEAP_KIB_MAX = 16 * 1024, STEPS_MAX = 1000000, STEP_BYTES = 256 };

struct regex {
    pcre2_code *code;
};

static pcre2_code *compile(const char *pattern, size_t size, int *number, size_t *offset)
{
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (!context)
        mem_exhausted();
    pcre2_set_max_pattern_length(context, REGEX_SIZE_MAX);
    uint32_t options = PCRE2_CASELESS | PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_AUTO_CALLOUT;
    pcre2_code *code = pcre2_compile(
            (PCRE2_SPTR)(const void *)pattern, size, options, number, offset, context);
    pcre2_compile_context_free(context);
    return code;
}

struct regex *regex_new(const char *pattern, size_t size, struct error *err)
{
    if (size > REGEX_SIZE_MAX) {
        error_set(err, ERROR_USAGE, "the regular expression is longer than %d bytes; shorten it",
                REGEX_SIZE_MAX);
        return NULL;
    }
    int number;
    size_t offset;
    pcre2_code *code = compile(pattern, size, &number, &offset);
    if (!code) {
        PCRE2_UCHAR words[256] = "";
        pcre2_get_error_message(number, words, sizeof words);
        error_set(err, ERROR_USAGE, "the regular expression is wrong at byte %zu: %s", offset + 1,
                (const char *)words);
        return NULL;
    }
    struct regex *regex = mem_new(sizeof *regex);
    regex->code = code;
    return regex;
}

void regex_free(struct regex *regex)
{
    if (!regex)
        return;
    pcre2_code_free(regex->code);
    mem_free(regex);
}

static int count_step(pcre2_callout_block *block, void *data)
{
    size_t *steps = data;
    *steps += 1 + (block->subject_length - block->current_position) / STEP_BYTES;
    return *steps > STEPS_MAX ? PCRE2_ERROR_MATCHLIMIT : 0;
}

enum regex_answer regex_search(const struct regex *regex, const char *text, size_t size)
{
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    if (!context || !data)
        mem_exhausted();
    size_t steps = 0;
    pcre2_set_callout(context, count_step, &steps);
    pcre2_set_match_limit(context, MATCH_LIMIT);
    pcre2_set_heap_limit(context, HEAP_KIB_MAX);
    int found = pcre2_match(regex->code, (PCRE2_SPTR)(const void *)text, size, 0, 0, data, context);
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
    switch (found) {
    case PCRE2_ERROR_MATCHLIMIT:
    case PCRE2_ERROR_DEPTHLIMIT:
    case PCRE2_ERROR_HEAPLIMIT:
    case PCRE2_ERROR_RECURSELOOP: return REGEX_LIMIT;
    default: return found >= 0 ? REGEX_YES : REGEX_NO;
    }
}
