/* The worked cases, step by step, on an engine in memory: each also with a restart after every
 * step, which must not show. */
#include <dirent.h>
#include <jansson.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/when.h"
#include "engine_rig.h"
#include "unit.h"

static const char case_folder[] = "tests/conformance/cases";

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static void step_document(struct rig *rig, const json_t *step, const char *kind)
{
    char *json = json_dumps(json_object_get(step, kind), 0);

    if (strcmp(kind, "segment") == 0)
        rig_segment(rig, json);
    else
        rig_campaign(rig, json);
    free(json);
}

static size_t add_lines(const json_t *lines, char **texts)
{
    size_t count = 0, index;
    json_t *line;

    json_array_foreach(lines, index, line)
    {
        char *json = json_is_string(line) ? NULL : json_dumps(line, JSON_REAL_PRECISION(17));

        texts[count++] = mem_string(json ? json : json_string_value(line));
        free(json);
    }
    return count;
}

static void step_ingest(struct rig *rig, const json_t *step)
{
    const json_t *files = json_object_get(step, "ingest_files");
    char *texts[1024];
    size_t count = 0, index;
    json_t *file;

    if (!files)
        count = add_lines(json_object_get(step, "ingest"), texts);
    json_array_foreach(files, index, file) count += add_lines(file, texts + count);
    rig_batch(rig, (const char *const *)texts, count, text_of(step, "until"));
    for (size_t i = 0; i < count; i++)
        mem_free(texts[i]);
}

static void step_action(struct rig *rig, const json_t *step)
{
    static const struct {
        const char *verb;
        void (*act)(struct rig *, const char *, const char *);
    } actions[] = {{"activate", rig_activate}, {"stop", rig_stop}, {"resume", rig_resume}};

    for (size_t i = 0; i < ARRAY_COUNT(actions); i++)
        if (text_of(step, actions[i].verb)) {
            actions[i].act(rig, text_of(step, actions[i].verb), text_of(step, "at"));
            return;
        }
    fail_msg("a step of no known kind");
}

static void run_steps(struct rig *rig, const json_t *steps)
{
    size_t index;
    json_t *step;

    json_array_foreach(steps, index, step)
    {
        if (json_object_get(step, "segment"))
            step_document(rig, step, "segment");
        else if (json_object_get(step, "campaign"))
            step_document(rig, step, "campaign");
        else if (json_object_get(step, "ingest") || json_object_get(step, "ingest_files"))
            step_ingest(rig, step);
        else
            step_action(rig, step);
    }
}

static void add_json_instant(struct buf *out, const json_t *row, const char *key)
{
    const char *text = text_of(row, key);

    buf_add_char(out, ' ');
    if (text)
        buf_add(out, text + strlen("2026-"), strlen("11-02T10:00:00.000"));
    else
        buf_add_char(out, '-');
}

static void expect_deliveries(const struct rig *rig, const json_t *rows)
{
    struct buf wanted = {0};
    size_t index;
    json_t *row;

    json_array_foreach(rows, index, row)
    {
        const char *detail = text_of(row, "detail");

        buf_add_format(&wanted, "%s %s", text_of(row, "campaign"), text_of(row, "user"));
        add_json_instant(&wanted, row, "trigger_at");
        add_json_instant(&wanted, row, "due_at");
        add_json_instant(&wanted, row, "decided_at");
        buf_add_format(&wanted, " %s %s\n", text_of(row, "outcome"), detail ? detail : "-");
    }
    rig_expect(rig, buf_text(&wanted));
    buf_release(&wanted);
}

static int64_t number_of(const json_t *object, const char *key)
{
    return (int64_t)json_integer_value(json_object_get(object, key));
}

static void expect_names(
        const struct rig_tally *tallies, int count, const char *(*name)(int), const json_t *wanted)
{
    for (int i = 0; i < count; i++)
        if (tallies[i].total != number_of(wanted, name(i)))
            fail_msg("%s: %lld, wanted %lld", name(i), (long long)tallies[i].total,
                    (long long)number_of(wanted, name(i)));
}

static const char *refusal_at(int refusal)
{
    return refusal == REFUSAL_NONE ? "" : refusal_name((enum refusal)refusal);
}

static const char *outcome_at(int outcome)
{
    return outcome_name((enum outcome)outcome);
}

static void expect_interactions(const struct rig_tally *tallies, const json_t *wanted)
{
    for (int i = 0; i < INTERACTION_COUNT; i++) {
        const json_t *row = json_object_get(wanted, interaction_name((enum interaction)i));

        assert_int_equal(tallies[i].total, number_of(row, "total"));
        assert_int_equal(tallies[i].unique, number_of(row, "unique"));
    }
}

static void expect_conversions(const struct rig_tally *tallies, const json_t *wanted)
{
    size_t index;
    json_t *row;

    json_array_foreach(wanted, index, row)
    {
        assert_int_equal(tallies[TALLY_CONVERSION + index].total, number_of(row, "sent"));
        assert_int_equal(
                tallies[TALLY_CONVERSION_CONTROL + index].total, number_of(row, "control"));
    }
}

static int64_t pending_of(const struct rig *rig, uint32_t campaign)
{
    int64_t count = 0;

    for (size_t i = 0; i < rig->delivery_count; i++)
        count += rig->deliveries[i].campaign == campaign &&
                 rig->deliveries[i].outcome == OUTCOME_PENDING;
    return count;
}

static void expect_stats(struct rig *rig, const json_t *stats)
{
    const char *id;
    json_t *row;

    json_object_foreach((json_t *)(uintptr_t)stats, id, row)
    {
        uint32_t campaign = rig_find(rig, id)->number;
        struct rig_tally *tallies = rig->tallies[campaign];

        assert_int_equal(tallies[TALLY_MATCHES].total, number_of(row, "matches"));
        assert_int_equal(tallies[TALLY_ENTRIES].total, number_of(row, "entries"));
        expect_names(tallies + TALLY_REFUSAL, REFUSAL_COUNT, refusal_at,
                json_object_get(row, "refusals"));
        tallies[TALLY_OUTCOME + OUTCOME_PENDING].total = pending_of(rig, campaign);
        expect_names(tallies + TALLY_OUTCOME, OUTCOME_COUNT, outcome_at,
                json_object_get(row, "outcomes"));
        assert_int_equal(
                tallies[TALLY_OUTCOME + OUTCOME_SENT].unique, number_of(row, "unique_recipients"));
        expect_interactions(tallies + TALLY_INTERACTION, json_object_get(row, "interactions"));
        expect_conversions(tallies, json_object_get(row, "conversions"));
        assert_true(tallies[TALLY_REVENUE].total ==
                    (int64_t)(json_number_value(json_object_get(row, "revenue")) * 10000 + 0.5));
    }
}

static void expect_segments(const struct rig *rig, const json_t *sizes)
{
    const char *id;
    json_t *size;

    json_object_foreach((json_t *)(uintptr_t)sizes, id, size)
    {
        if (rig_segment_size(rig, id) != json_integer_value(size))
            fail_msg("segment %s: %lld", id, (long long)rig_segment_size(rig, id));
    }
}

static void expect_counts(const struct rig *rig, const json_t *wanted)
{
    const struct engine_counts *counts = engine_counts(rig->engine);

    assert_int_equal(rig->lines, number_of(wanted, "lines"));
    assert_int_equal(rig->rejected, number_of(wanted, "rejected"));
    assert_int_equal(rig->anonymous, number_of(wanted, "anonymous"));
    assert_int_equal(rig->skipped, number_of(wanted, "skipped"));
    if (rig->restart)
        return;
    assert_int_equal(counts->accepted, number_of(wanted, "accepted"));
    assert_int_equal(counts->duplicates, number_of(wanted, "duplicates"));
    assert_int_equal(counts->late, number_of(wanted, "late"));
}

static void run_case(const json_t *json, bool restart)
{
    const json_t *expect = json_object_get(json, "expect");
    struct rig *rig = rig_new(text_of(json_object_get(json, "settings"), "timezone"));

    rig->restart = restart;
    run_steps(rig, json_object_get(json, "steps"));
    expect_deliveries(rig, json_object_get(expect, "deliveries"));
    expect_stats(rig, json_object_get(expect, "stats"));
    expect_segments(rig, json_object_get(expect, "segments"));
    expect_counts(rig, json_object_get(expect, "ingest"));
    rig_free(rig);
}

static int is_case(const struct dirent *entry)
{
    return strstr(entry->d_name, ".json") != NULL;
}

static void the_worked_cases_hold(void **state)
{
    struct dirent **names;
    int count;

    (void)state;
    count = scandir(case_folder, &names, is_case, alphasort);
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        char *path = mem_format("%s/%s", case_folder, names[i]->d_name);
        json_error_t error;
        json_t *json = json_load_file(path, 0, &error);

        print_message("%s\n", names[i]->d_name);
        assert_non_null(json);
        run_case(json, false);
        run_case(json, true);
        json_decref(json);
        mem_free(path);
        free(names[i]);
    }
    free(names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_worked_cases_hold)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
