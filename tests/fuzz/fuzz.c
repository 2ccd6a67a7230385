#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "model/campaign.h"

_Noreturn void fuzz_fail(const char *file, int line, const char *condition)
{
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
    abort();
}

static char *written(const struct campaign *campaign, int indent)
{
    struct buf out = {0};
    campaign_write(campaign, indent, &out);
    return buf_take(&out);
}

char *fuzz_campaign_text(const struct campaign *campaign)
{
    struct error err = {0};
    char *once = written(campaign, 0);
    char *wide = written(campaign, 4);
    struct campaign *again = campaign_read(wide, strlen(wide), DOCUMENT_WORKING, &err);
    /* Escapes can make a document that was just small enough too large. */
    HOLDS(again || strlen(wide) > DOCUMENT_SIZE_MAX);
    if (again) {
        struct campaign *copy = campaign_copy(again);
        char *twice = written(copy, 0);
        HOLDS(strcmp(once, twice) == 0);
        mem_free(twice);
        campaign_free(copy);
    }
    campaign_free(again);
    mem_free(wide);
    return once;
}

void fuzz_check_error(const struct error *err)
{
    HOLDS(err->code != ERROR_NONE);
    HOLDS(err->text[0]);
    HOLDS(text_is_utf8(err->text, strlen(err->text)));
}
