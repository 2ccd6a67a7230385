#include "events/catalogue.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/zone.h"
#include "events/parse.h"
#include "model/condition.h"
#include "unit.h"

enum { NAME = 3 };

static struct parser *parser;
static struct arena arena;

/* The object as it comes from a line. */
static struct value object(const char *json)
{
    struct buf line = {0};
    struct event event;

    arena_clear(&arena);
    buf_add_format(&line,
            "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\",\"timestamp\":"
            "\"2026-11-02T10:00:00Z\",\"properties\":%s}",
            json);
    memset(buf_room(&line, PARSE_PADDING), 0, PARSE_PADDING);
    if (parser_line(parser, line.bytes, line.size, &arena, &event) != LINE_EVENT)
        fail_msg("%s: %s", json, parser_reason(parser));
    buf_release(&line);
    return event.properties;
}

static void credit(struct catalogue *catalogue, const char *json)
{
    catalogue_credit(catalogue, NAME, 1000, 5, false, object(json));
}

static const struct catalogue_property *find(const struct catalogue_name *name, const char *path)
{
    for (size_t i = 0; i < name->property_count; i++)
        if (strcmp(name->properties[i].path, path) == 0)
            return &name->properties[i];
    return NULL;
}

static const struct catalogue_property *found(const struct catalogue *catalogue, const char *path)
{
    const struct catalogue_property *property = find(catalogue_find(catalogue, NAME), path);

    if (!property)
        fail_msg("no property %s", path);
    return property;
}

static int64_t example_count(const struct catalogue_property *property, const char *json)
{
    for (size_t i = 0; i < property->example_count; i++)
        if (strcmp(property->examples[i].json, json) == 0)
            return property->examples[i].count;
    return 0;
}

static void names_days_and_users_are_counted(void **state)
{
    static const int64_t days[] = {7, 7, 9, 8, 7, -3, 9, 9, 100000};
    struct catalogue *catalogue = catalogue_new();
    const struct catalogue_name *name;

    (void)state;
    assert_null(catalogue_find(catalogue, 0));
    for (size_t i = 0; i < ARRAY_COUNT(days); i++)
        catalogue_credit(
                catalogue, NAME, 1000 - (int64_t)i * 10, days[i], i % 3 == 0, (struct value){NULL});
    catalogue_credit(catalogue, CATALOGUE_TRAITS, 5, 1, true, object("{\"plan\":\"pro\"}"));
    assert_int_equal(catalogue_count(catalogue), 2);
    name = catalogue_find(catalogue, NAME);
    assert_ptr_equal(catalogue_at(catalogue, 0), name);
    assert_int_equal(name->name, NAME);
    assert_int_equal(name->count, 9);
    assert_int_equal(name->users, 3);
    assert_int_equal(name->first_ms, 920);
    assert_int_equal(name->last_ms, 1000);
    assert_int_equal(name->day_count, 5);
    assert_int_equal(name->days[0].day, -3);
    assert_int_equal(name->days[0].count, 1);
    assert_int_equal(name->days[1].day, 7);
    assert_int_equal(name->days[1].count, 3);
    assert_int_equal(name->days[2].count, 1);
    assert_int_equal(name->days[3].count, 3);
    assert_int_equal(name->days[4].day, 100000);
    assert_int_equal(name->property_count, 0);
    name = catalogue_find(catalogue, CATALOGUE_TRAITS);
    assert_non_null(find(name, "plan"));
    assert_true(name->dirty);
    catalogue_clean(catalogue);
    assert_false(name->dirty);
    catalogue_free(catalogue);
}

static void counts_stay_exact_for_any_number_of_names(void **state)
{
    struct catalogue *catalogue = catalogue_new();
    enum { NAMES = CATALOGUE_NAMES_MAX + 500 };
    size_t with_properties = 0;
    struct value properties = object("{\"a\":1}");

    (void)state;
    for (int round = 0; round < 3; round++)
        for (uint32_t i = 0; i < NAMES; i++)
            catalogue_credit(catalogue, i * 7919, i, i % 11, round == 0, properties);
    assert_int_equal(catalogue_count(catalogue), NAMES);
    for (uint32_t i = 0; i < NAMES; i++) {
        const struct catalogue_name *name = catalogue_find(catalogue, i * 7919);

        assert_int_equal(name->count, 3);
        assert_int_equal(name->users, 1);
        assert_int_equal(name->days[0].count, 3);
        with_properties += name->property_count;
    }
    assert_int_equal(with_properties, CATALOGUE_NAMES_MAX);
    catalogue_free(catalogue);
}

static void types_are_counted_by_path(void **state)
{
    struct catalogue *catalogue = catalogue_new();

    (void)state;
    credit(catalogue, "{\"a\":1,\"b\":{\"c\":\"x\",\"d\":{\"e\":{\"f\":1}}},\"l\":[1,\"x\",null]}");
    credit(catalogue, "{\"a\":1.5,\"b\":null,\"l\":[]}");
    credit(catalogue,
            "{\"b\":{\"c\":true},\"a\":\"x\",\"products\":[{\"sku\":\"s1\",\"n\":1},{\"sku\":"
            "\"s2\"},7]}");
    credit(catalogue, "{\"a.b\":1,\"\":2,\"q\\\"\\\\]\":3,\"deep\":[[[[[[[[1]]]]]]]]}");
    assert_int_equal(found(catalogue, "a")->counts[VALUE_INTEGER], 1);
    assert_int_equal(found(catalogue, "a")->counts[VALUE_NUMBER], 1);
    assert_int_equal(found(catalogue, "a")->counts[VALUE_STRING], 1);
    assert_int_equal(found(catalogue, "b")->counts[VALUE_OBJECT], 2);
    assert_int_equal(found(catalogue, "b")->counts[VALUE_NULL], 1);
    assert_int_equal(found(catalogue, "b.c")->counts[VALUE_STRING], 1);
    assert_int_equal(found(catalogue, "b.c")->counts[VALUE_TRUE], 1);
    assert_int_equal(found(catalogue, "b.d.e")->counts[VALUE_OBJECT], 1);
    assert_int_equal(found(catalogue, "b.d.e.f")->counts[VALUE_INTEGER], 1);
    assert_int_equal(found(catalogue, "l")->counts[VALUE_ARRAY], 2);
    assert_int_equal(found(catalogue, "l[]")->counts[VALUE_INTEGER], 1);
    assert_int_equal(found(catalogue, "l[]")->counts[VALUE_NULL], 1);
    assert_int_equal(found(catalogue, "products[]")->counts[VALUE_OBJECT], 2);
    assert_int_equal(found(catalogue, "products[]")->counts[VALUE_INTEGER], 1);
    assert_int_equal(found(catalogue, "products[].sku")->counts[VALUE_STRING], 2);
    assert_int_equal(example_count(found(catalogue, "products[].sku"), "\"s2\""), 1);
    assert_int_equal(found(catalogue, "\"a.b\"")->counts[VALUE_INTEGER], 1);
    assert_int_equal(found(catalogue, "\"\"")->counts[VALUE_INTEGER], 1);
    assert_int_equal(found(catalogue, "\"q\\\"\\\\]\"")->counts[VALUE_INTEGER], 1);
    assert_non_null(found(catalogue, "deep[][][][][][][]"));
    assert_null(find(catalogue_find(catalogue, NAME), "deep[][][][][][][][]"));
    credit(catalogue, "{\"k\":{\"k\":{\"k\":{\"k\":{\"k\":1}}}}}");
    assert_non_null(found(catalogue, "k.k.k.k"));
    assert_null(find(catalogue_find(catalogue, NAME), "k.k.k.k.k"));

    /* Every path is one that a condition may name. */
    const struct catalogue_name *name = catalogue_find(catalogue, NAME);
    for (size_t i = 0; i < name->property_count; i++) {
        const char *text = name->properties[i].path;
        struct path path;

        assert_int_equal(path_parse(&path, text, strlen(text), NULL), 0);
        path_release(&path);
    }
    catalogue_free(catalogue);
}

static void examples_are_the_first_distinct_values(void **state)
{
    struct catalogue *catalogue = catalogue_new();
    const struct catalogue_property *property;
    char json[256];

    (void)state;
    for (int i = 0; i < 40; i++) {
        snprintf(json, sizeof json, "{\"n\":%d,\"s\":\"value number %d of some length\"}", i % 20,
                i % 12);
        credit(catalogue, json);
    }
    property = found(catalogue, "n");
    assert_int_equal(property->example_count, CATALOGUE_EXAMPLES_MAX);
    assert_true(property->more);
    assert_int_equal(example_count(property, "0"), 2);
    assert_int_equal(example_count(property, "11"), 2);
    assert_int_equal(example_count(property, "12"), 0);
    assert_string_equal(property->examples[0].json, "0");
    property = found(catalogue, "s");
    assert_int_equal(property->example_count, 12);
    assert_false(property->more);
    assert_int_equal(example_count(property, "\"value number 3 of some length\""), 4);
    assert_int_equal(example_count(property, "\"value number 11 of some length\""), 3);

    credit(catalogue, "{\"v\":1}");
    credit(catalogue, "{\"v\":1.0}");
    credit(catalogue, "{\"v\":1.5}");
    credit(catalogue, "{\"v\":\"1\"}");
    credit(catalogue, "{\"v\":true}");
    credit(catalogue, "{\"v\":true}");
    credit(catalogue, "{\"v\":false}");
    credit(catalogue, "{\"v\":null}");
    credit(catalogue, "{\"v\":9007199254740993}");
    credit(catalogue, "{\"v\":\"a\\n\\\"b\"}");
    property = found(catalogue, "v");
    assert_int_equal(example_count(property, "1"), 2);
    assert_int_equal(example_count(property, "1.5"), 1);
    assert_int_equal(example_count(property, "\"1\""), 1);
    assert_int_equal(example_count(property, "true"), 2);
    assert_int_equal(example_count(property, "false"), 1);
    assert_int_equal(example_count(property, "null"), 0);
    assert_int_equal(example_count(property, "9007199254740993"), 1);
    assert_int_equal(example_count(property, "\"a\\n\\\"b\""), 1);
    assert_int_equal(property->example_count, 7);
    catalogue_free(catalogue);
}

static void long_texts_are_cut_between_characters(void **state)
{
    struct catalogue *catalogue = catalogue_new();
    struct buf json = {0};

    (void)state;
    for (int tail = 0; tail < 3; tail++) {
        buf_clear(&json);
        buf_add_text(&json, "{\"s\":\"");
        for (int i = 0; i < 63; i++)
            buf_add_char(&json, 'x');
        buf_add_format(&json, "\xc3\xa9%d\"}", tail);
        credit(catalogue, json.bytes);
    }
    const struct catalogue_property *property = found(catalogue, "s");
    assert_int_equal(property->example_count, 1);
    assert_int_equal(property->examples[0].count, 3);
    assert_int_equal(strlen(property->examples[0].json), 65);
    buf_release(&json);
    catalogue_free(catalogue);
}

static void properties_are_bounded(void **state)
{
    struct catalogue *catalogue = catalogue_new();
    struct buf json = {0};

    (void)state;
    for (int i = 0; i < 500; i++) {
        buf_clear(&json);
        buf_add_format(&json, "{\"k%d\":%d,\"same\":1}", i, i);
        credit(catalogue, json.bytes);
    }
    assert_int_equal(catalogue_find(catalogue, NAME)->property_count, CATALOGUE_PROPERTIES_MAX);
    assert_int_equal(catalogue_find(catalogue, NAME)->count, 500);
    assert_int_equal(found(catalogue, "same")->counts[VALUE_INTEGER], 500);
    catalogue_free(catalogue);

    catalogue = catalogue_new();
    for (int size = 254; size <= 257; size++) {
        buf_clear(&json);
        buf_add_text(&json, "{\"");
        for (int i = 0; i < size; i++)
            buf_add_char(&json, 'x');
        buf_add_text(&json, "\":1}");
        credit(catalogue, json.bytes);
    }
    assert_int_equal(catalogue_find(catalogue, NAME)->property_count, 2);
    buf_release(&json);
    catalogue_free(catalogue);
}

/* Shapes of events that change all the time, against counting by whole paths. */
static uint64_t random_state = 1;

static uint32_t random_below(uint32_t limit)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(random_state >> 33) % limit;
}

struct tally {
    char path[128];
    int64_t counts[VALUE_OBJECT + 1];
};

static struct tally tallies[CATALOGUE_PROPERTIES_MAX];
static size_t tally_count;

static void tally(const char *path, enum value_type type)
{
    size_t at = 0;

    while (at < tally_count && strcmp(tallies[at].path, path) != 0)
        at++;
    if (at == tally_count) {
        assert_true(tally_count < CATALOGUE_PROPERTIES_MAX);
        tallies[tally_count++] = (struct tally){.counts = {0}};
        snprintf(tallies[at].path, sizeof tallies[at].path, "%s", path);
    }
    tallies[at].counts[type]++;
}

static void add_random(struct buf *json, const char *path, int depth)
{
    char below[128];

    switch (random_below(depth < 3 ? 7 : 5)) {
    case 0:
        buf_add_format(json, "%u", random_below(20));
        tally(path, VALUE_INTEGER);
        break;
    case 1:
        buf_add_format(json, "%u.5", random_below(20));
        tally(path, VALUE_NUMBER);
        break;
    case 2:
        buf_add_text(json, "null");
        tally(path, VALUE_NULL);
        break;
    case 3:
        buf_add_text(json, "true");
        tally(path, VALUE_TRUE);
        break;
    case 4:
        buf_add_format(json, "\"t%u\"", random_below(20));
        tally(path, VALUE_STRING);
        break;
    case 5:
        buf_add_char(json, '[');
        tally(path, VALUE_ARRAY);
        snprintf(below, sizeof below, "%s[]", path);
        for (uint32_t i = 0, count = random_below(4); i < count; i++) {
            if (i > 0)
                buf_add_char(json, ',');
            add_random(json, below, depth + 1);
        }
        buf_add_char(json, ']');
        break;
    default:
        buf_add_char(json, '{');
        tally(path, VALUE_OBJECT);
        for (uint32_t i = 0, count = 0; i < 3; i++) {
            if (random_below(2))
                continue;
            if (count++ > 0)
                buf_add_char(json, ',');
            buf_add_format(json, "\"m%u\":", i);
            snprintf(below, sizeof below, "%s.m%u", path, i);
            add_random(json, below, depth + 2);
        }
        buf_add_char(json, '}');
    }
}

static void changing_shapes_are_counted_right(void **state)
{
    struct catalogue *catalogue = catalogue_new();
    struct buf json = {0};

    (void)state;
    for (int round = 0; round < 5000; round++) {
        uint32_t first = random_below(4);

        buf_clear(&json);
        buf_add_char(&json, '{');
        for (uint32_t i = 0, count = 0; i < 4; i++) {
            char path[16];

            if (random_below(5) == 0)
                continue;
            if (count++ > 0)
                buf_add_char(&json, ',');
            snprintf(path, sizeof path, "k%u", (first + i) % 4);
            buf_add_format(&json, "\"%s\":", path);
            add_random(&json, path, 0);
        }
        buf_add_char(&json, '}');
        credit(catalogue, json.bytes);
    }
    assert_int_equal(catalogue_find(catalogue, NAME)->property_count, tally_count);
    for (size_t i = 0; i < tally_count; i++)
        assert_memory_equal(found(catalogue, tallies[i].path)->counts, tallies[i].counts,
                sizeof tallies[i].counts);
    buf_release(&json);
    catalogue_free(catalogue);
}

static void assert_same_name(const struct catalogue_name *a, const struct catalogue_name *b)
{
    assert_int_equal(a->name, b->name);
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->users, b->users);
    assert_int_equal(a->first_ms, b->first_ms);
    assert_int_equal(a->last_ms, b->last_ms);
    assert_int_equal(a->day_count, b->day_count);
    assert_memory_equal(a->days, b->days, a->day_count * sizeof *a->days);
    assert_int_equal(a->property_count, b->property_count);
    for (size_t i = 0; i < a->property_count; i++) {
        const struct catalogue_property *left = &a->properties[i], *right = &b->properties[i];

        assert_string_equal(left->path, right->path);
        assert_memory_equal(left->counts, right->counts, sizeof left->counts);
        assert_int_equal(left->more, right->more);
        assert_int_equal(left->example_count, right->example_count);
        for (size_t k = 0; k < left->example_count; k++) {
            assert_string_equal(left->examples[k].json, right->examples[k].json);
            assert_int_equal(left->examples[k].count, right->examples[k].count);
        }
    }
}

static struct catalogue *example_catalogue(void)
{
    struct catalogue *catalogue = catalogue_new();
    char json[256];

    for (int i = 0; i < 30; i++) {
        snprintf(json, sizeof json,
                "{\"n\":%d,\"d\":%d.25,\"s\":\"s%d\",\"b\":%s,\"a.b\":[{\"x\":[1,null]}],\"o\":{"
                "\"\":"
                "-1}}",
                i, i % 5, i % 7, i % 2 ? "true" : "false");
        catalogue_credit(catalogue, NAME, 1000 + i, 20000 + i % 3, i % 4 == 0, object(json));
    }
    return catalogue;
}

static void packed_names_come_back(void **state)
{
    struct catalogue *before = example_catalogue(), *after = catalogue_new();
    struct buf packed = {0}, again = {0};

    (void)state;
    catalogue_pack(catalogue_find(before, NAME), &packed);
    /* Loading replaces. */
    catalogue_credit(after, NAME, 1, 1, true, object("{\"other\":1}"));
    assert_int_equal(catalogue_load(after, NAME, packed.bytes, packed.size, NULL), 0);
    assert_same_name(catalogue_find(after, NAME), catalogue_find(before, NAME));
    assert_false(catalogue_find(after, NAME)->dirty);
    catalogue_pack(catalogue_find(after, NAME), &again);
    assert_int_equal(packed.size, again.size);
    assert_memory_equal(packed.bytes, again.bytes, packed.size);
    /* What goes on is counted as if nothing had happened. */
    for (int i = 0; i < 3; i++) {
        struct value more = object("{\"s\":\"s1\",\"n\":2.0,\"new\":[1]}");

        catalogue_credit(before, NAME, 5000, 20002, true, more);
        catalogue_credit(after, NAME, 5000, 20002, true, more);
    }
    assert_same_name(catalogue_find(after, NAME), catalogue_find(before, NAME));
    buf_release(&packed);
    buf_release(&again);
    catalogue_free(before);
    catalogue_free(after);
}

static void damaged_bytes_are_refused(void **state)
{
    struct catalogue *catalogue = example_catalogue(), *into = catalogue_new();
    struct buf packed = {0};
    struct error err;
    int refused = 0;

    (void)state;
    catalogue_pack(catalogue_find(catalogue, NAME), &packed);
    for (size_t size = 0; size < packed.size; size++) {
        char *cut = mem_copy(packed.bytes, size);

        assert_int_equal(catalogue_load(into, NAME, cut, size, &err), -1);
        assert_int_equal(err.code, ERROR_UNAVAILABLE);
        assert_int_equal(catalogue_find(into, NAME)->count, 0);
        mem_free(cut);
    }
    buf_add_char(&packed, '\0');
    assert_int_equal(catalogue_load(into, NAME, packed.bytes, packed.size, &err), -1);
    packed.size--;
    for (size_t i = 0; i < packed.size; i++)
        for (int bit = 0; bit < 8; bit++) {
            packed.bytes[i] = (char)(packed.bytes[i] ^ (1 << bit));
            refused += catalogue_load(into, NAME, packed.bytes, packed.size, NULL) != 0;
            packed.bytes[i] = (char)(packed.bytes[i] ^ (1 << bit));
        }
    assert_in_range(refused, 200, 100000);
    assert_int_equal(catalogue_load(into, NAME, packed.bytes, packed.size, &err), 0);
    assert_same_name(catalogue_find(into, NAME), catalogue_find(catalogue, NAME));
    buf_release(&packed);
    catalogue_free(catalogue);
    catalogue_free(into);
}

static int start(void **state)
{
    (void)state;
    parser = parser_new();
    return zone_start(NULL);
}

static int end(void **state)
{
    (void)state;
    parser_free(parser);
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(names_days_and_users_are_counted),
            cmocka_unit_test(counts_stay_exact_for_any_number_of_names),
            cmocka_unit_test(types_are_counted_by_path),
            cmocka_unit_test(examples_are_the_first_distinct_values),
            cmocka_unit_test(long_texts_are_cut_between_characters),
            cmocka_unit_test(properties_are_bounded),
            cmocka_unit_test(changing_shapes_are_counted_right),
            cmocka_unit_test(packed_names_come_back),
            cmocka_unit_test(damaged_bytes_are_refused),
    };

    return cmocka_run_group_tests(tests, start, end);
}
