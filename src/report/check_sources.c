#include <string.h>

#include "engine/engine.h"
#include "report/check_parts.h"
#include "report/refs.h"
#include "report/say.h"
#include "store/counters.h"

struct source_tally {
    uint32_t source;
    int tally;
    int64_t total;
};

static int add_total(void *context, const struct counter_record *record)
{
    struct source_tally *wanted = context;
    if (record->campaign == wanted->source && record->tally == wanted->tally)
        wanted->total += record->total;
    return 0;
}

/* What the row waits for has happened that often already. */
static int64_t count_earlier(struct checking *checking, const struct rule *rule, uint32_t source)
{
    struct source_tally wanted = {.source = source,
            .tally = rule->type == RULE_EXCEPTION_PERFORMED
                             ? TALLY_OUTCOME + OUTCOME_EXCEPTION
                             : TALLY_INTERACTION + (int)rule->interaction};
    if (counters_totals(checking->facts->store, add_total, &wanted, checking->err) < 0)
        checking->failed = -1;
    return wanted.total;
}

struct naming {
    const char *source;
    bool found;
};

static void find_source(const struct ref *ref, void *context)
{
    struct naming *naming = context;
    if (ref->kind == REF_SOURCE && ref->place == PLACE_TRIGGERS &&
            strcmp(ref->name, naming->source) == 0)
        naming->found = true;
}

/* A live campaign has been listening to its sources: only new ones have a past that is lost. */
static bool is_listening(const struct checking *checking, const char *source)
{
    struct naming naming = {source, false};
    if (checking->saved == NULL || checking->saved->status != STATUS_LIVE)
        return false;
    campaign_refs(checking->saved->document, find_source, &naming);
    return naming.found;
}

static void source_is_live(struct checking *checking, const struct ref *ref, uint32_t source)
{
    int64_t earlier = count_earlier(checking, ref->rule, source);
    struct buf words = {0};
    buf_add_text(&words, "Campaign ");
    say_quoted(&words, ref->name);
    buf_add_text(&words, " is live already. ");
    if (earlier == 0) {
        buf_add_text(&words, "Nothing of what this row waits for has happened yet, but what "
                             "happens until this campaign is live is lost.");
    } else {
        say_count(&words, earlier, "time", "times");
        buf_add_text(&words, " it happened before; that is lost, since nothing acts on the past.");
    }
    buf_add_text(&words, " Next time publish the follow-up first, then its source.");
    finding_add(checking->out, SEVERITY_WARNING, "source_already_live", ref->path, "%s",
            buf_text(&words));
    buf_release(&words);
}

static void source_is_draft(struct checking *checking, const struct ref *ref)
{
    struct buf words = {0};
    buf_add_text(&words, "Campaign ");
    say_quoted(&words, ref->name);
    buf_add_text(&words, " is not live yet. Good: publish this one first, then that one, and "
                         "nothing is lost.");
    finding_add(checking->out, SEVERITY_HINT, "source_is_draft", ref->path, "%s", buf_text(&words));
    buf_release(&words);
}

static void check_source(const struct ref *ref, void *context)
{
    struct checking *checking = context;
    const struct plan *plan = checking->facts->plan;
    const struct plan_campaign *source;
    if (ref->kind != REF_SOURCE || ref->place != PLACE_TRIGGERS)
        return;
    source = plan_find(plan, ref->name, strlen(ref->name));
    if (source == NULL || source == checking->saved)
        return;
    if (source->status == STATUS_DRAFT)
        source_is_draft(checking, ref);
    else if (source->status == STATUS_LIVE && !is_listening(checking, ref->name) &&
             plan_shown_status(plan, source, checking->facts->record.clock_ms, true) !=
                     STATUS_SCHEDULED)
        source_is_live(checking, ref, source->number);
}

void check_sources(struct checking *checking)
{
    campaign_refs(checking->campaign, check_source, checking);
}
