/* Campaign documents: what is read can be written, copied, checked and said. */
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "base/zone.h"
#include "fuzz.h"
#include "model/finding.h"
#include "model/words.h"

static void check_words(const struct campaign *campaign)
{
    struct buf words = {0}, safe = {0};
    campaign_add_words(&words, campaign);
    text_add_safe(&safe, words.bytes, words.size, true);
    HOLDS(strcmp(words.bytes, safe.bytes) == 0);
    buf_release(&words);
    buf_release(&safe);
}

static void check_findings(const struct campaign *campaign)
{
    struct finding_list list = {0};
    campaign_findings(campaign, 0, ZONE_UTC, &list);
    finding_list_sort(&list);
    for (size_t i = 0; i < list.count; i++)
        HOLDS(list.items[i].message[0] && list.items[i].path[0]);
    finding_list_release(&list);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const char *json = (const char *)bytes;
    struct error err = {0};
    struct campaign *whole = campaign_read(json, size, DOCUMENT_WHOLE, &err);
    if (!whole)
        fuzz_check_error(&err);
    struct campaign *working = campaign_read(json, size, DOCUMENT_WORKING, &err);
    HOLDS(working || !whole); /* what is whole is a working copy too */
    if (working) {
        mem_free(fuzz_campaign_text(working));
        check_words(working);
        check_findings(working);
    }
    campaign_free(whole);
    campaign_free(working);
    return 0;
}
