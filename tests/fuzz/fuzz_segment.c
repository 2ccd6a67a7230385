/* Segment documents, and filters by themselves. */
#include <string.h>

#include "base/alloc.h"
#include "fuzz.h"
#include "model/words.h"

static void check_filter(const struct filter *filter)
{
    struct filter again, copy;
    struct buf once = {0}, twice = {0}, words = {0};
    filter_write(filter, 2, &once);
    HOLDS(filter_read(&again, once.bytes, once.size, NULL) == 0 || once.size > DOCUMENT_SIZE_MAX);
    filter_copy(&copy, filter);
    filter_write(&copy, 2, &twice);
    HOLDS(strcmp(once.bytes, twice.bytes) == 0);
    filter_add_words(&words, filter);
    HOLDS(words.size > 0);
    filter_requires_event(filter, "$session");
    filter_release(&again);
    filter_release(&copy);
    buf_release(&once);
    buf_release(&twice);
    buf_release(&words);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const char *json = (const char *)bytes;
    struct error err = {0};
    struct segment *segment = segment_read(json, size, DOCUMENT_WHOLE, &err);
    if (segment)
        check_filter(&segment->filter);
    else
        fuzz_check_error(&err);
    segment_free(segment);
    segment_free(segment_read(json, size, DOCUMENT_WORKING, &err));
    struct filter filter;
    if (filter_read(&filter, json, size, NULL) == 0)
        check_filter(&filter);
    filter_release(&filter);
    return 0;
}
