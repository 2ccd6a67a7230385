#include "engine_rig.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/when.h"
#include "events/parse.h"
#include "unit.h"

/* Source: users by number, which is that of their id. */

static struct profile *find_user(
        void *context, const char *id, size_t size, bool create, struct error *err)
{
    struct rig *rig = context;
    uint32_t number =
            create ? intern_add(rig->user_ids, id, size) : intern_find(rig->user_ids, id, size);

    (void)err;
    if (number == INTERN_NONE)
        return NULL;
    if (number == rig->user_count) {
        rig->users = mem_room(rig->users, rig->user_count, &rig->user_capacity, sizeof *rig->users);
        rig->users[rig->user_count++] = profile_new(id, size, number, NULL);
    }
    return rig->users[number];
}

static struct profile *user_by_number(void *context, uint32_t number, struct error *err)
{
    struct rig *rig = context;

    (void)err;
    assert_true(number < rig->user_count);
    return rig->users[number];
}

static void user_changed(void *context, struct profile *profile)
{
    struct rig *rig = context;

    assert_true(profile->changed);
    rig->changed_calls++;
}

/* Pending entries of the profiles, for an engine that was started anew. */
static int stored_timers(void *context, struct engine *engine, int64_t until_ms, int64_t *known_ms,
        struct error *err)
{
    struct rig *rig = context;

    (void)err;
    for (size_t i = 0; i < rig->user_count; i++)
        for (uint32_t k = 0; k < rig->users[i]->entry_count; k++) {
            const struct entry *entry = &rig->users[i]->entries[k];

            if (entry->due_ms > *known_ms && entry->due_ms <= until_ms)
                engine_add_timer(
                        engine, rig->users[i]->number, entry->campaign, entry->seq, entry->due_ms);
        }
    *known_ms = until_ms;
    return 0;
}

/* Sink: a ledger by seq, counters with the users they saw. */

static struct rig_delivery *delivery_of(struct rig *rig, uint64_t seq)
{
    assert_true(seq >= 1 && seq <= rig->delivery_count);
    return &rig->deliveries[seq - 1];
}

static void take_entry(void *context, const struct profile *profile, const struct entry *entry)
{
    struct rig *rig = context;
    struct rig_delivery delivery = {
            .seq = entry->seq,
            .campaign = entry->campaign,
            .user = profile->id,
            .trigger_ms = entry->trigger_ms,
            .due_ms = entry->due_ms,
            .row = entry->row,
            .cut = entry->cut,
    };

    if (entry->properties) {
        struct buf json = {0};

        assert_true(
                value_is_valid(entry->properties, value_size((struct value){entry->properties})));
        value_add_json(&json, (struct value){entry->properties});
        delivery.properties = buf_take(&json);
    }
    rig->deliveries = mem_room(
            rig->deliveries, rig->delivery_count, &rig->delivery_capacity, sizeof *rig->deliveries);
    rig->deliveries[rig->delivery_count++] = delivery;
    assert_int_equal(entry->seq, rig->delivery_count);
}

static void take_decision(void *context, struct profile *profile,
        const struct plan_campaign *campaign, const struct entry *entry,
        const struct decision *decision)
{
    struct rig_delivery *delivery = delivery_of(context, entry->seq);

    assert_int_equal(delivery->outcome, OUTCOME_PENDING);
    assert_int_equal(campaign->number, delivery->campaign);
    assert_null(profile_entry(profile, entry->seq));
    assert_int_equal(!entry->properties, !delivery->properties);
    delivery->outcome = decision->outcome;
    delivery->detail = decision->detail;
    delivery->decided_ms = decision->at_ms;
    delivery->version = decision->version;
    delivery->cause_row = decision->cause_row;
}

static void take_move(
        void *context, const struct profile *profile, const struct entry *entry, int64_t from_ms)
{
    struct rig_delivery *delivery = delivery_of(context, entry->seq);

    (void)profile;
    assert_int_equal(delivery->due_ms, from_ms);
    delivery->due_ms = entry->due_ms;
}

static void take_tally(void *context, uint32_t campaign, int tally, int64_t at_ms,
        const struct profile *profile, int64_t amount)
{
    struct rig *rig = context;
    struct rig_tally *counter = &rig->tallies[campaign][tally];

    assert_true(at_ms != WHEN_NONE);
    counter->total += amount;
    if (!tally_is_unique(tally))
        return;
    while (profile->number >= counter->user_capacity) {
        size_t before = counter->user_capacity;

        counter->users = mem_room(counter->users, before, &counter->user_capacity, 1);
        memset(counter->users + before, 0, counter->user_capacity - before);
    }
    counter->unique += !counter->users[profile->number];
    counter->users[profile->number] = 1;
}

static void take_credit(void *context, const struct event *event, uint32_t name, bool new_user)
{
    (void)context;
    (void)event;
    (void)name;
    (void)new_user;
}

struct rig *rig_new(const char *company)
{
    struct rig *rig = mem_new(sizeof *rig);
    struct error err = {0};

    assert_int_equal(zone_start(&err), 0);
    rig->rules = (struct rules){
            .company = company ? zone_find(company, strlen(company)) : ZONE_UTC,
            .max_late_ms = DAY_MS,
            .dedupe_ms = 3 * DAY_MS,
            .grace_ms = 30 * SECOND_MS,
    };
    assert_int_not_equal(rig->rules.company, ZONE_NONE);
    rig->names = intern_new();
    rig->user_ids = intern_new();
    rig->source = (struct user_source){rig, find_user, user_by_number, user_changed, NULL};
    rig->sink = (struct engine_sink){
            rig, take_entry, take_decision, take_move, take_tally, take_credit};
    return rig;
}

static void documents_release(struct rig_document *documents, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        mem_free(documents[i].json);
        mem_free(documents[i].id);
    }
}

void rig_free(struct rig *rig)
{
    for (size_t i = 0; i < rig->user_count; i++)
        profile_free(rig->users[i]);
    for (size_t i = 0; i < rig->delivery_count; i++)
        mem_free(rig->deliveries[i].properties);
    for (size_t i = 0; i < RIG_CAMPAIGNS_MAX; i++)
        for (int k = 0; k < TALLY_COUNT; k++)
            mem_free(rig->tallies[i][k].users);
    documents_release(rig->campaigns, rig->campaign_count);
    documents_release(rig->segments, rig->segment_count);
    engine_free(rig->engine);
    plan_free(rig->plan);
    intern_free(rig->names);
    intern_free(rig->user_ids);
    mem_free(rig->users);
    mem_free(rig->deliveries);
    mem_free(rig);
}

static struct campaign *read_campaign(const char *json)
{
    struct error err = {0};
    struct campaign *campaign = campaign_read(json, strlen(json), DOCUMENT_WHOLE, &err);

    if (!campaign)
        fail_msg("%s: %s", err.text, json);
    return campaign;
}

static struct segment *read_segment(const char *json)
{
    struct error err = {0};
    struct segment *segment = segment_read(json, strlen(json), DOCUMENT_WHOLE, &err);

    if (!segment)
        fail_msg("%s: %s", err.text, json);
    return segment;
}

/* What a restart leaves: packed profiles, the clock and the number of the next entry. */
static void start_anew(struct rig *rig)
{
    int64_t clock_ms = engine_clock(rig->engine);
    uint64_t next_seq = engine_next_seq(rig->engine);

    for (size_t i = 0; i < rig->user_count; i++) {
        struct profile *old = rig->users[i];
        struct profile *fresh = profile_new(old->id, old->id_size, old->number, NULL);
        struct buf packed = {0}, again = {0};
        struct error err = {0};

        profile_pack(old, &packed);
        assert_int_equal(profile_unpack(fresh, packed.bytes, packed.size, &err), 0);
        profile_pack(fresh, &again);
        assert_int_equal(packed.size, again.size);
        assert_memory_equal(packed.bytes, again.bytes, packed.size);
        for (size_t k = 0; k < rig->delivery_count; k++)
            if (rig->deliveries[k].user == old->id)
                rig->deliveries[k].user = fresh->id;
        buf_release(&packed);
        buf_release(&again);
        rig->users[i] = fresh;
        profile_free(old);
    }
    engine_free(rig->engine);
    rig->source.timers = stored_timers;
    rig->engine = engine_new(rig->plan, &rig->source, &rig->sink, clock_ms, next_seq);
}

static void make_plan(struct rig *rig)
{
    struct plan *plan = plan_new(&rig->rules, rig->names);
    struct error err = {0};

    for (size_t i = 0; i < rig->campaign_count; i++) {
        const struct rig_document *document = &rig->campaigns[i];

        plan_add_campaign(plan, (uint32_t)i, document->version, document->status,
                document->activated_ms, document->resumed_ms, read_campaign(document->json));
    }
    for (size_t i = 0; i < rig->segment_count; i++)
        plan_add_segment(plan, rig->segments[i].version, read_segment(rig->segments[i].json));
    assert_int_equal(plan_ready(plan, &err), 0);
    if (rig->engine)
        engine_set_plan(rig->engine, plan);
    else
        rig->engine = engine_new(plan, &rig->source, &rig->sink, WHEN_NONE, 1);
    plan_free(rig->plan);
    rig->plan = plan;
    if (rig->restart)
        start_anew(rig);
}

static char *double_quotes(const char *json)
{
    char *text = mem_string(json);

    for (char *at = text; *at; at++)
        if (*at == '\'')
            *at = '"';
    return text;
}

static struct rig_document *save(
        struct rig_document *documents, size_t *count, size_t most, const char *id, char *json)
{
    for (size_t i = 0; i < *count; i++) {
        if (strcmp(documents[i].id, id) != 0)
            continue;
        mem_free(documents[i].json);
        documents[i].json = json;
        documents[i].version++;
        return &documents[i];
    }
    assert_true(*count < most);
    documents[*count] = (struct rig_document){
            .json = json,
            .id = mem_string(id),
            .version = 1,
            .status = STATUS_DRAFT,
            .activated_ms = WHEN_NONE,
            .resumed_ms = WHEN_NONE,
    };
    return &documents[(*count)++];
}

void rig_campaign(struct rig *rig, const char *json)
{
    char *text = double_quotes(json);
    struct campaign *campaign = read_campaign(text);

    save(rig->campaigns, &rig->campaign_count, RIG_CAMPAIGNS_MAX, campaign->id, text);
    campaign_free(campaign);
    make_plan(rig);
}

void rig_segment(struct rig *rig, const char *json)
{
    char *text = double_quotes(json);
    struct segment *segment = read_segment(text);

    save(rig->segments, &rig->segment_count, RIG_SEGMENTS_MAX, segment->id, text);
    segment_free(segment);
    make_plan(rig);
}

static struct rig_document *campaign_of(struct rig *rig, const char *id)
{
    for (size_t i = 0; i < rig->campaign_count; i++)
        if (strcmp(rig->campaigns[i].id, id) == 0)
            return &rig->campaigns[i];
    fail_msg("no campaign %s", id);
    return NULL;
}

int64_t rig_instant(const char *text)
{
    int64_t instant_ms = 0;

    if (!when_parse(text, strlen(text), &instant_ms))
        fail_msg("no instant: %s", text);
    return instant_ms;
}

void rig_activate(struct rig *rig, const char *id, const char *at)
{
    struct rig_document *document = campaign_of(rig, id);

    document->status = STATUS_LIVE;
    document->activated_ms = rig_instant(at);
    make_plan(rig);
}

void rig_resume(struct rig *rig, const char *id, const char *at)
{
    struct rig_document *document = campaign_of(rig, id);

    document->status = STATUS_LIVE;
    document->resumed_ms = rig_instant(at);
    make_plan(rig);
}

void rig_stop(struct rig *rig, const char *id, const char *at)
{
    struct rig_document *document = campaign_of(rig, id);
    uint32_t number = (uint32_t)(document - rig->campaigns);
    struct error err = {0};

    document->status = STATUS_STOPPED;
    make_plan(rig);
    for (size_t i = 0; i < rig->user_count; i++)
        if (profile_has_entry(rig->users[i], number))
            assert_int_equal(
                    engine_stop_entries(rig->engine, number, (uint32_t)i, rig_instant(at), &err),
                    0);
}

void rig_live(struct rig *rig, const char *json)
{
    size_t before = rig->campaign_count;

    rig_campaign(rig, json);
    assert_int_equal(rig->campaign_count, before + 1);
    rig_activate(rig, rig->campaigns[before].id, "2026-01-01T00:00:00Z");
}

static int compare_events(const void *left, const void *right)
{
    const struct event *a = left, *b = right;

    if (a->at_ms != b->at_ms)
        return a->at_ms < b->at_ms ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

static void count_line(struct rig *rig, enum line_verdict verdict)
{
    rig->lines += verdict != LINE_BLANK;
    rig->anonymous += verdict == LINE_ANONYMOUS;
    rig->skipped += verdict == LINE_SKIPPED;
    rig->rejected += verdict == LINE_REJECTED;
}

static enum line_verdict read_line(
        struct parser *parser, const char *text, struct arena *arena, struct event *event)
{
    size_t size = strlen(text);
    char *line = arena_add(arena, size + PARSE_PADDING);

    memset(line, 0, size + PARSE_PADDING);
    memcpy(line, text, size);
    return parser_line(parser, line, size, arena, event);
}

struct value rig_value(struct arena *arena, const char *json)
{
    char *line = mem_format("{\"type\":\"identify\",\"userId\":\"u\",\"timestamp\":"
                            "\"2026-01-01T00:00:00Z\",\"traits\":{\"v\":%s}}",
            json);
    struct parser *parser = parser_new();
    struct event event = {0};

    if (read_line(parser, line, arena, &event) != LINE_EVENT)
        fail_msg("%s: %s", parser_reason(parser), json);
    parser_free(parser);
    mem_free(line);
    return value_get(event.traits, "v", 1);
}

void rig_batch(struct rig *rig, const char *const *lines, size_t count, const char *until)
{
    struct event *events = mem_array(count + 1, sizeof *events);
    struct parser *parser = parser_new();
    struct arena arena = {0};
    struct error err = {0};
    size_t accepted = 0;

    if (!rig->engine)
        make_plan(rig);
    for (size_t i = 0; i < count; i++) {
        struct event event = {0};
        enum line_verdict verdict = read_line(parser, lines[i], &arena, &event);

        event.line = i;
        count_line(rig, verdict);
        if (verdict == LINE_EVENT)
            events[accepted++] = event;
    }
    qsort(events, accepted, sizeof *events, compare_events);
    for (size_t i = 0; i < accepted; i++)
        if (engine_event(rig->engine, &events[i], &err) < 0)
            fail_msg("%s", err.text);
    assert_int_equal(engine_batch_end(rig->engine, &err), 0);
    if (until)
        assert_int_equal(engine_raise(rig->engine, rig_instant(until), &err), 0);
    parser_free(parser);
    arena_release(&arena);
    mem_free(events);
    if (rig->restart)
        start_anew(rig);
}

void rig_events(struct rig *rig, const char *lines)
{
    char *text = double_quotes(lines);
    const char *parts[256];
    size_t count = 0;

    for (char *at = text; *at;) {
        char *end = strchr(at, '\n');

        assert_true(count < ARRAY_COUNT(parts));
        parts[count++] = at;
        if (!end)
            break;
        *end = '\0';
        at = end + 1;
    }
    rig_batch(rig, parts, count, NULL);
    assert_int_equal(rig->rejected, 0);
    mem_free(text);
}

void rig_until(struct rig *rig, const char *until)
{
    struct error err = {0};

    if (!rig->engine)
        make_plan(rig);
    assert_int_equal(engine_raise(rig->engine, rig_instant(until), &err), 0);
}

struct profile *rig_user(struct rig *rig, const char *id)
{
    struct profile *profile = find_user(rig, id, strlen(id), false, NULL);

    if (!profile)
        fail_msg("no user %s", id);
    return profile;
}

const struct plan_campaign *rig_find(const struct rig *rig, const char *id)
{
    const struct plan_campaign *campaign = plan_find(rig->plan, id, strlen(id));

    if (!campaign)
        fail_msg("no campaign %s", id);
    return campaign;
}

int64_t rig_tally(const struct rig *rig, const char *campaign, int tally)
{
    return rig->tallies[rig_find(rig, campaign)->number][tally].total;
}

int64_t rig_refusals(const struct rig *rig, const char *campaign, enum refusal refusal)
{
    return rig_tally(rig, campaign, TALLY_REFUSAL + (int)refusal);
}

int64_t rig_segment_size(const struct rig *rig, const char *id)
{
    const struct filter_plan *filter = plan_segment_filter(rig->plan, id);
    int64_t size = 0;

    assert_non_null(filter);
    for (size_t i = 0; i < rig->user_count; i++)
        size += filter_holds(filter, rig->users[i], engine_clock(rig->engine), NULL, NULL);
    return size;
}

static int compare_deliveries(const void *left, const void *right, void *context)
{
    const struct rig_delivery *a = *(const struct rig_delivery *const *)left;
    const struct rig_delivery *b = *(const struct rig_delivery *const *)right;
    const struct rig *rig = context;
    int order = strcmp(a->user, b->user);

    if (a->trigger_ms != b->trigger_ms)
        return a->trigger_ms < b->trigger_ms ? -1 : 1;
    if (order == 0)
        order = strcmp(rig->campaigns[a->campaign].id, rig->campaigns[b->campaign].id);
    if (order != 0)
        return order;
    if (a->due_ms != b->due_ms)
        return a->due_ms < b->due_ms ? -1 : 1;
    return (a->seq > b->seq) - (a->seq < b->seq);
}

/* 2026-11-02T10:00:00.000Z without year and zone. */
static void add_instant(struct buf *out, int64_t instant_ms)
{
    char text[WHEN_TEXT_MAX];

    when_format(instant_ms, text);
    buf_add_char(out, ' ');
    buf_add(out, text + strlen("2026-"), strlen("11-02T10:00:00.000"));
}

void rig_ledger(const struct rig *rig, struct buf *out)
{
    struct rig_delivery **order = mem_array(rig->delivery_count + 1, sizeof(struct rig_delivery *));
    struct rig context = {0};

    memcpy(context.campaigns, rig->campaigns, sizeof context.campaigns);
    for (size_t i = 0; i < rig->delivery_count; i++)
        order[i] = &rig->deliveries[i];
    qsort_r(order, rig->delivery_count, sizeof *order, compare_deliveries, &context);
    for (size_t i = 0; i < rig->delivery_count; i++) {
        const struct rig_delivery *delivery = order[i];

        buf_add_format(out, "%s %s", rig->campaigns[delivery->campaign].id, delivery->user);
        add_instant(out, delivery->trigger_ms);
        add_instant(out, delivery->due_ms);
        if (delivery->outcome == OUTCOME_PENDING)
            buf_add_text(out, " -");
        else
            add_instant(out, delivery->decided_ms);
        buf_add_format(out, " %s %s\n", outcome_name(delivery->outcome),
                delivery->detail ? delivery->detail : "-");
    }
    mem_free(order);
}

void rig_expect(const struct rig *rig, const char *wanted)
{
    struct buf ledger = {0};

    rig_ledger(rig, &ledger);
    rig_verify(rig);
    assert_buf(&ledger, wanted);
}

void rig_verify(const struct rig *rig)
{
    for (size_t i = 0; i < rig->campaign_count; i++) {
        const struct rig_tally *tallies = rig->tallies[i];
        int64_t refused = 0, ended = 0, pending = 0;

        for (int k = 0; k < REFUSAL_COUNT; k++)
            refused += tallies[TALLY_REFUSAL + k].total;
        for (int k = 0; k < OUTCOME_COUNT; k++)
            ended += tallies[TALLY_OUTCOME + k].total;
        for (size_t k = 0; k < rig->user_count; k++)
            for (uint32_t n = 0; n < rig->users[k]->entry_count; n++)
                pending += rig->users[k]->entries[n].campaign == i;
        assert_int_equal(tallies[TALLY_MATCHES].total, refused + tallies[TALLY_ENTRIES].total);
        assert_int_equal(tallies[TALLY_ENTRIES].total, ended + pending);
    }
}
