#include "actions/lifecycle.h"

#include <string.h>

#include "actions/save_parts.h"
#include "base/alloc.h"
#include "base/when.h"
#include "base/zone.h"
#include "engine/due.h"
#include "report/campaigns.h"
#include "report/check.h"
#include "report/say.h"
#include "runner/act.h"
#include "store/engine_record.h"
#include "store/lease.h"
#include "store/settings.h"

/* One verb on one campaign. */
struct step {
    struct store *store;
    enum lifecycle_verb verb;
    struct act act;
    zone_id company;
    int64_t clock_ms;
    struct document document;
    struct campaign *campaign; /* its current version */
    struct act_result *result;
};

void act_result_release(struct act_result *result)
{
    mem_free(result->id);
    mem_free(result->deleted);
    mem_free(result->sentence);
    finding_list_release(&result->findings);
    *result = (struct act_result){0};
}

void act_list_release(struct act_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        act_result_release(&list->items[i]);
    mem_free(list->items);
    *list = (struct act_list){0};
}

static int step_answer(struct step *step, bool done, const char *format, ...)
        __attribute__((format(printf, 3, 4)));

static int step_answer(struct step *step, bool done, const char *format, ...)
{
    struct buf sentence = {0};
    va_list args;
    va_start(args, format);
    buf_add_format(&sentence, "campaign %s: ", step->result->id);
    buf_add_format_v(&sentence, format, args);
    va_end(args);
    mem_free(step->result->sentence);
    step->result->sentence = buf_take(&sentence);
    step->result->done = done;
    return 0;
}

/* 1: an error forbids it, 0, -1 (SEMANTICS 10.2). */
static int step_check(struct step *step, struct error *err)
{
    struct check_query query = {.action_ms = step->act.at_ms};
    struct finding_list *findings = &step->result->findings;
    size_t errors;
    if (check_campaign(step->store, step->campaign, &query, findings, err) < 0)
        return -1;
    errors = findings_count(findings, SEVERITY_ERROR);
    if (errors == 0)
        return 0;
    step_answer(step, false, "it stays %s, since check finds %zu %s. %s: %s",
            status_name(step->document.status), errors, errors == 1 ? "error" : "errors",
            findings->items[0].path, findings->items[0].message);
    return 1;
}

static int64_t start_of(const struct step *step)
{
    const struct duration *duration = &step->campaign->duration;
    if (!duration->start.set)
        return WHEN_NONE;
    return wall_time_ms(&duration->start, duration->zone, ZONE_NONE, step->company);
}

/* The instant from which it acts: its start where that is ahead (SEMANTICS 5.1). */
static int64_t acts_from(const struct step *step)
{
    int64_t start_ms = start_of(step);
    return start_ms > step->act.at_ms ? start_ms : step->act.at_ms;
}

/* Where events lag behind the wall clock, those still to be read may be too old to count. */
static void say_lag(struct buf *out, const struct step *step)
{
    if (step->clock_ms == WHEN_NONE || step->act.at_ms - step->clock_ms < DAY_MS)
        return;
    buf_add_text(out, " The engine clock is only at ");
    say_instant(out, step->clock_ms, step->company);
    buf_add_text(out, ": events before the activation will not count.");
}

static void say_live(struct step *step, int64_t from_ms)
{
    struct buf when = {0}, lag = {0};
    bool scheduled = start_of(step) > step->clock_ms;
    say_instant(&when, from_ms, step->company);
    say_lag(&lag, step);
    step->result->after = scheduled ? STATUS_SCHEDULED : STATUS_LIVE;
    if (scheduled)
        step_answer(step, true, "scheduled; it goes live by itself %s (%s).%s", buf_text(&when),
                zone_name(step->company), buf_text(&lag));
    else
        step_answer(step, true, "live; what happens from %s (%s) on counts.%s", buf_text(&when),
                zone_name(step->company), buf_text(&lag));
    buf_release(&when);
    buf_release(&lag);
}

static int step_go_live(struct step *step, struct error *err)
{
    bool resume = step->verb == VERB_RESUME;
    int64_t from_ms = acts_from(step);
    struct status_change change = {.id = step->result->id,
            .version = step->document.version,
            .from = step->document.status,
            .to = STATUS_LIVE,
            .action = lifecycle_verb_name(step->verb),
            .activated_ms = resume ? WHEN_NONE : step->act.at_ms,
            .resumed_ms = resume ? step->act.at_ms : WHEN_NONE,
            .live_from_ms = from_ms};
    int forbidden = step_check(step, err);
    if (forbidden != 0)
        return forbidden < 0 ? -1 : 0;
    if (documents_set_status(step->store, &step->act, &change, err) < 0)
        return -1;
    say_live(step, from_ms);
    return 0;
}

static struct status_change change_to(const struct step *step, enum status to)
{
    return (struct status_change){.id = step->result->id,
            .from = step->document.status,
            .to = to,
            .action = lifecycle_verb_name(step->verb),
            .activated_ms = WHEN_NONE,
            .resumed_ms = WHEN_NONE,
            .live_from_ms = WHEN_NONE};
}

static int step_stop(struct step *step, struct error *err)
{
    struct status_change change = change_to(step, STATUS_STOPPED);
    struct buf ended = {0};
    if (runner_stop_campaign(step->store, &step->act, &change, &step->result->ended, err) < 0)
        return -1;
    step->result->after = STATUS_STOPPED;
    say_count(&ended, step->result->ended, "waiting message is", "waiting messages are");
    if (step->result->ended == 0)
        step_answer(step, true, "stopped; nothing was waiting.");
    else
        step_answer(step, true, "stopped; %s cancelled for good.", buf_text(&ended));
    buf_release(&ended);
    return 0;
}

/* What is stopped or a draft has nothing pending. */
static int step_archive(struct step *step, struct error *err)
{
    struct status_change change = change_to(step, STATUS_ARCHIVED);
    if (documents_set_status(step->store, &step->act, &change, err) < 0)
        return -1;
    step->result->after = STATUS_ARCHIVED;
    return step_answer(step, true, "archived; unarchive brings it back.");
}

static int step_unarchive(struct step *step, struct error *err)
{
    bool was_live = step->document.activated_ms != WHEN_NONE;
    struct status_change change = change_to(step, was_live ? STATUS_STOPPED : STATUS_DRAFT);
    if (documents_set_status(step->store, &step->act, &change, err) < 0)
        return -1;
    step->result->after = change.to;
    return step_answer(step, true, "%s again; %s it when it should send.",
            was_live ? "stopped" : "a draft", was_live ? "resume" : "activate");
}

/* A live campaign that waits for the draft would wait for nothing. */
static int step_delete(struct step *step, struct error *err)
{
    struct used_by used = {0};
    const char *user = NULL;
    if (document_used_by(step->store, OBJECT_CAMPAIGN, step->result->id, &used, err) < 0)
        return -1;
    for (size_t i = 0; i < used.count && user == NULL; i++) {
        if (strcmp(used.items[i].id, step->result->id) != 0 ||
                used.items[i].object != OBJECT_CAMPAIGN)
            user = used.items[i].id;
    }
    if (user != NULL) {
        step_answer(step, false, "it is kept, since %s names it: change that one first.", user);
    } else if (document_delete(step->store, &step->act, OBJECT_CAMPAIGN, step->result->id, err) <
               0) {
        used_by_release(&used);
        return -1;
    } else {
        step->result->deleted = mem_string_of(step->document.json, step->document.json_size);
        step_answer(step, true, "deleted.");
    }
    used_by_release(&used);
    return 0;
}

static int (*const steps[VERB_COUNT])(struct step *, struct error *) = {
        [VERB_ACTIVATE] = step_go_live,
        [VERB_STOP] = step_stop,
        [VERB_RESUME] = step_go_live,
        [VERB_ARCHIVE] = step_archive,
        [VERB_UNARCHIVE] = step_unarchive,
        [VERB_DELETE] = step_delete,
};

static int step_take(struct step *step, struct error *err)
{
    const char *why;
    int answer = -1;
    step->result->before = step->result->after = step->document.status;
    if (!lifecycle_allows(step->verb, step->document.status, &why))
        return step_answer(step, false, "%s", why);
    step->campaign = campaign_document(step->store, step->result->id, 0, err);
    if (step->campaign != NULL)
        answer = steps[step->verb](step, err);
    campaign_free(step->campaign);
    return answer;
}

/* A refusal is the answer for this campaign; anything else ends the whole act. */
static int step_run(struct step *step, struct error *err)
{
    struct error own = {0};
    int answer =
            document_get(step->store, OBJECT_CAMPAIGN, step->result->id, 0, &step->document, &own);
    if (answer == 0) {
        answer = step_take(step, &own);
        document_release(&step->document);
    }
    if (answer == 0)
        return 0;
    if (own.code != ERROR_REFUSED)
        return error_set(err, own.code, "%s", own.text);
    mem_free(step->result->sentence);
    step->result->sentence = mem_string(own.text);
    return 0;
}

static int act_begin(struct step *step, const struct act_request *request, struct error *err)
{
    struct settings settings;
    struct engine_record record;
    if (settings_load(step->store, &settings, err) < 0)
        return -1;
    step->company = settings.timezone;
    settings_release(&settings);
    if (engine_record_load(step->store, &record, err) < 0)
        return -1;
    step->clock_ms = record.clock_ms;
    step->act = act_of(request->actor, request->at_ms);
    return 0;
}

/* Stopping writes what the engine would write, and needs the whole lease. */
static int act_lease(
        struct store *store, enum lifecycle_verb verb, const struct actor *actor, struct error *err)
{
    struct lease_claim claim = {.what = "act", .login = actor->login};
    return verb == VERB_STOP ? lease_take(store, &claim, err) : lease_take_for_act(store, err);
}

static int act_on(struct store *store, enum lifecycle_verb verb, const char *const *ids,
        size_t count, const struct act_request *request, bool stop_at_refusal, struct act_list *out,
        struct error *err)
{
    struct step step = {.store = store, .verb = verb};
    bool leased = lease_held(store);
    int answer = 0;
    *out = (struct act_list){.items = mem_array(count, sizeof *out->items)};
    if (count == 0)
        return 0;
    if (!leased && act_lease(store, verb, request->actor, err) < 0)
        return -1;
    answer = act_begin(&step, request, err);
    for (size_t i = 0; i < count && answer == 0; i++) {
        step.result = &out->items[out->count];
        step.result->id = mem_string(ids[i]);
        answer = step_run(&step, err);
        if (answer < 0)
            act_result_release(step.result);
        else
            out->count++;
        if (answer == 0 && stop_at_refusal && !step.result->done)
            break;
    }
    if (!leased)
        lease_give_back(store);
    return answer;
}

int lifecycle_act(struct store *store, enum lifecycle_verb verb, const char *const *ids,
        size_t count, const struct act_request *request, struct act_list *out, struct error *err)
{
    return act_on(store, verb, ids, count, request, false, out, err);
}

int lifecycle_publish(struct store *store, const char *const *ids, size_t count,
        const struct act_request *request, struct act_list *out, struct error *err)
{
    return act_on(store, VERB_ACTIVATE, ids, count, request, true, out, err);
}
