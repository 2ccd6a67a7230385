/* Two campaign documents, a line each: every difference is told, none where there is none. */
#include <string.h>

#include "base/alloc.h"
#include "fuzz.h"
#include "model/change.h"

static void check_is_kept(const struct change_list *list)
{
    struct change_list again;
    struct buf once = {0}, twice = {0};
    change_list_write(list, &once);
    if (once.size <= DOCUMENT_SIZE_MAX) {
        HOLDS(change_list_read(&again, once.bytes, once.size, NULL) == 0);
        change_list_write(&again, &twice);
        HOLDS(strcmp(once.bytes, twice.bytes) == 0);
        change_list_release(&again);
    }
    buf_release(&once);
    buf_release(&twice);
}

static void check_changes(const struct campaign *before, const struct campaign *after)
{
    struct change_list list = {0};
    char *was = fuzz_campaign_text(before);
    char *is = fuzz_campaign_text(after);
    campaign_changes(before, after, &list);
    HOLDS((list.count == 0) == (strcmp(was, is) == 0));
    check_is_kept(&list);
    change_list_release(&list);
    campaign_changes(NULL, after, &list);
    campaign_changes(before, NULL, &list);
    change_list_release(&list);
    mem_free(was);
    mem_free(is);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const char *json = (const char *)bytes;
    const char *end = size > 0 ? memchr(json, '\n', size) : NULL;
    struct change_list list;
    if (change_list_read(&list, json, size, NULL) == 0)
        check_is_kept(&list);
    change_list_release(&list);
    if (!end)
        return 0;
    size_t first = (size_t)(end - json);
    struct campaign *before = campaign_read(json, first, DOCUMENT_WORKING, NULL);
    struct campaign *after =
            before ? campaign_read(end + 1, size - first - 1, DOCUMENT_WORKING, NULL) : NULL;
    if (after)
        check_changes(before, after);
    campaign_free(before);
    campaign_free(after);
    return 0;
}
