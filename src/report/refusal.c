#include "report/refusal.h"

#include "base/alloc.h"
#include "base/when.h"
#include "model/words.h"
#include "report/say.h"

static void say_clock(struct buf *out, int64_t ms_of_day)
{
    buf_add_format(out, "%02d:%02d", (int)(ms_of_day / HOUR_MS), (int)(ms_of_day / MINUTE_MS % 60));
}

/* Which facts a gate leaves (engine/gates.h), and the words before them.
 * Instants are shown in the company zone. */
enum fact_shown { SHOWN_NOTHING, SHOWN_INSTANTS, SHOWN_CLOCKS };

static const struct {
    enum fact_shown shown;
    const char *before_wanted, *before_found;
} sentences[REFUSAL_COUNT] = {
        [REFUSAL_BEFORE_START] = {SHOWN_INSTANTS, "acts from ", ", happened "},
        [REFUSAL_AFTER_END] = {SHOWN_INSTANTS, "ended ", ", happened "},
        [REFUSAL_OUTSIDE_WINDOW] = {SHOWN_CLOCKS, "the window opens at ", ", it was "},
        [REFUSAL_ALREADY_PENDING] = {SHOWN_INSTANTS, NULL, "an entry is due "},
        [REFUSAL_ALREADY_RECEIVED] = {SHOWN_INSTANTS, NULL, "received "},
        [REFUSAL_ALREADY_CONTROL] = {SHOWN_INSTANTS, NULL, "held out since "},
        [REFUSAL_WAIT_NOT_OVER] = {SHOWN_INSTANTS, "the wait is over ", ", happened "},
        [REFUSAL_MISSED_WINDOW] = {SHOWN_CLOCKS, "the window opens at ",
                ", it would have gone at "},
        [REFUSAL_DUE_AFTER_END] = {SHOWN_INSTANTS, "ends ", ", it would have gone "},
};

static void say_fact(
        struct buf *out, const struct facts *facts, enum fact_shown shown, int64_t fact)
{
    if (shown == SHOWN_CLOCKS)
        say_clock(out, fact);
    else
        say_instant(out, fact, facts->settings.timezone);
}

struct leaf_search {
    uint32_t number;
    const struct filter *found;
};

static void search_leaf(const struct filter *filter, void *context)
{
    struct leaf_search *search = context;
    if (filter->kind > FILTER_NOT && filter->leaf == search->number)
        search->found = filter;
}

/* The document may have another audience by now than when it refused. */
static void say_audience(
        struct buf *out, const struct plan_campaign *campaign, const struct refusal_facts *refusal)
{
    const struct campaign *document = campaign->document;
    struct leaf_search search = {refusal->leaf, NULL};
    if (campaign->version != refusal->version)
        return;
    if (refusal->leaf & REFUSAL_SEGMENT) {
        size_t index = refusal->leaf & ~(unsigned)REFUSAL_SEGMENT;
        if (index < document->segment_count)
            buf_add_format(out, "not in segment %s", document->segments[index]);
        return;
    }
    if (document->filter != NULL)
        filter_each(document->filter, search_leaf, &search);
    if (search.found == NULL)
        return;
    buf_add_text(out, "fails: ");
    filter_add_words(out, search.found);
}

char *refusal_detail(const struct facts *facts, const struct plan_campaign *campaign,
        const struct refusal_facts *refusal)
{
    struct buf out = {0};
    enum fact_shown shown = sentences[refusal->reason].shown;
    if (refusal->reason == REFUSAL_NOT_IN_AUDIENCE)
        say_audience(&out, campaign, refusal);
    if (shown != SHOWN_NOTHING && sentences[refusal->reason].before_wanted != NULL) {
        buf_add_text(&out, sentences[refusal->reason].before_wanted);
        say_fact(&out, facts, shown, refusal->wanted);
    }
    if (shown != SHOWN_NOTHING) {
        buf_add_text(&out, sentences[refusal->reason].before_found);
        say_fact(&out, facts, shown, refusal->found);
    }
    return out.size == 0 ? NULL : buf_take(&out);
}
