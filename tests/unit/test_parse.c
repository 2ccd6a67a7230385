#include "events/parse.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/text.h"
#include "base/value.h"
#include "base/when.h"
#include "unit.h"

/* The last line that was read; its memory ends PARSE_PADDING bytes behind it, so that a sanitizer
 * sees whoever reads further. */
static struct parser *parser;
static struct arena arena;
static struct event event;

static enum line_verdict read_bytes(const char *line, size_t size)
{
    char *padded = mem_new(size + PARSE_PADDING);
    enum line_verdict verdict;

    memcpy(padded, line, size);
    memset(padded + size, '"', PARSE_PADDING);
    arena_clear(&arena);
    memset(&event, 0x5a, sizeof event);
    verdict = parser_line(parser, padded, size, &arena, &event);
    mem_free(padded);
    return verdict;
}

static enum line_verdict read_text(const char *line)
{
    return read_bytes(line, strlen(line));
}

static void assert_rejected(const char *line, const char *reason)
{
    if (read_text(line) != LINE_REJECTED)
        fail_msg("not rejected: %.200s", line);
    if (!strstr(parser_reason(parser), reason))
        fail_msg("%.200s: '%s', not '%s'", line, parser_reason(parser), reason);
}

static void assert_event(const char *line)
{
    if (read_text(line) != LINE_EVENT)
        fail_msg("no event: %.200s: %s", line, parser_reason(parser));
    assert_true(parser_was_whole(parser));
}

/* `members` is what follows a sound track event. */
static const char *track(const char *members)
{
    static char line[8192];

    snprintf(line, sizeof line,
            "{\"type\":\"track\",\"userId\":\"u1\",\"event\":\"go\",\"timestamp\":"
            "\"2026-11-02T10:00:00Z\"%s}",
            members);
    return line;
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

static void assert_json(struct value value, const char *wanted)
{
    struct buf json = {0};

    value_add_json(&json, value);
    assert_true(value.at == NULL || value_is_valid(value.at, value_size(value)));
    assert_buf(&json, wanted);
}

static void a_track_event_is_read(void **state)
{
    (void)state;
    assert_event("{\"messageId\":\"m1\",\"type\":\"track\",\"userId\":\"u1\",\"event\":\"Added To "
                 "Cart\",\"timestamp\":\"2026-11-01T10:00:00.125Z\",\"properties\":{\"cart_value\":"
                 "120.5},\"context\":{\"timezone\":\"Europe/Paris\"},\"channel\":\"mobile\"}");
    assert_int_equal(event.type, EVENT_TRACK);
    assert_int_equal(event.meaning, MEANING_NONE);
    assert_false(event.from_server);
    assert_string_equal(zone_name(event.zone), "Europe/Paris");
    assert_int_equal(event.trait_zone, ZONE_NONE);
    assert_int_equal(event.at_ms, INT64_C(1793527200125));
    assert_string_equal(event.user, "u1");
    assert_int_equal(event.user_size, 2);
    assert_string_equal(event.name, "Added To Cart");
    assert_int_equal(event.name_size, 13);
    assert_string_equal(event.message_id, "m1");
    assert_int_equal(event.message_id_size, 2);
    assert_json(event.properties, "{\"cart_value\":120.5}");
    assert_null(event.traits.at);
}

static void an_identify_is_read(void **state)
{
    (void)state;
    assert_event("{\"type\":\"identify\",\"userId\":\"u1\",\"timestamp\":\"2026-11-01T09:59:59Z\","
                 "\"event\":7,\"properties\":{\"x\":1},\"traits\":{\"plan\":\"pro\",\"timezone\":"
                 "\"Asia/Tokyo\"},\"context\":{\"timezone\":\"Asia/Kolkata\"}}");
    assert_int_equal(event.type, EVENT_IDENTIFY);
    assert_int_equal(event.meaning, MEANING_NONE);
    assert_string_equal(event.name, "");
    assert_int_equal(event.name_size, 0);
    assert_null(event.message_id);
    assert_null(event.properties.at);
    assert_json(event.traits, "{\"plan\":\"pro\",\"timezone\":\"Asia/Tokyo\"}");
    assert_string_equal(zone_name(event.trait_zone), "Asia/Tokyo");
    assert_string_equal(zone_name(event.zone), "Asia/Kolkata");
}

static void pages_and_screens_become_track_events(void **state)
{
    static const struct {
        const char *type, *name, *event;
    } cases[] = {
            {"page", ",\"name\":\"Home\"", "Viewed Home Page"},
            {"screen", ",\"name\":\"Basket\"", "Viewed Basket Screen"},
            {"page", "", "Viewed Page"},
            {"screen", ",\"name\":null", "Viewed Screen"},
            {"page", ",\"name\":\"\"", "Viewed Page"},
            {"page", ",\"name\":7", "Viewed Page"},
    };
    char line[512];

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        snprintf(line, sizeof line,
                "{\"type\":\"%s\",\"userId\":\"u\",\"event\":[],\"timestamp\":"
                "\"2026-11-01T09:59:59Z\",\"properties\":{\"a\":1}%s}",
                cases[i].type, cases[i].name);
        assert_event(line);
        assert_int_equal(event.type, EVENT_TRACK);
        assert_string_equal(event.name, cases[i].event);
        assert_int_equal(event.name_size, strlen(cases[i].event));
        assert_json(event.properties, "{\"a\":1}");
    }
}

/* 'Viewed ' and ' Page' leave 243 bytes. */
static void the_name_of_a_page_is_bounded(void **state)
{
    char line[8192], name[5001];

    (void)state;
    for (int size = 240; size <= 5000; size += size < 260 ? 1 : 1000) {
        memset(name, 'x', sizeof name);
        snprintf(line, sizeof line,
                "{\"type\":\"page\",\"userId\":\"u\",\"timestamp\":\"2026-11-01T09:59:59Z\","
                "\"name\":\"%.*s\"}",
                size, name);
        if (size <= 243)
            assert_event(line);
        else
            assert_rejected(line, "longer than 255 bytes");
    }
}

static void other_types_are_skipped_or_rejected(void **state)
{
    (void)state;
    assert_int_equal(read_text("{\"type\":\"alias\"}"), LINE_SKIPPED);
    assert_int_equal(read_text("{\"type\":\"group\",\"userId\":[],\"timestamp\":1}"), LINE_SKIPPED);
    assert_rejected("{\"type\":\"Track\",\"userId\":\"u\"}", "type is none of");
    assert_rejected("{\"type\":\"\"}", "type is none of");
    assert_rejected("{\"type\":3}", "type is none of");
    assert_rejected("{\"type\":null}", "type is missing");
    assert_rejected("{}", "type is missing");
}

/* FORMATS 1: JSON object; type; user; timestamp; the rest. */
static void checks_come_in_order(void **state)
{
    (void)state;
    assert_rejected("{\"type\":\"x\",\"timestamp\":1,\"event\":2}", "type");
    assert_rejected("{\"type\":\"track\",\"timestamp\":1,\"event\":2}", "userId");
    assert_rejected(
            "{\"type\":\"track\",\"userId\":\"u\",\"timestamp\":1,\"event\":2}", "timestamp");
    assert_rejected("{\"type\":\"track\",\"userId\":\"u\",\"timestamp\":\"2026-11-02T10:00:00Z\","
                    "\"event\":2,\"messageId\":2,\"properties\":1}",
            "event");
    assert_rejected(track(",\"messageId\":2,\"properties\":1"), "messageId");
    assert_int_equal(read_text("{\"type\":\"track\",\"anonymousId\":\"a\",\"timestamp\":1}"),
            LINE_ANONYMOUS);
}

static enum line_verdict read_user(const char *members)
{
    char line[4096];

    snprintf(line, sizeof line,
            "{\"type\":\"track\",\"event\":\"go\",\"timestamp\":\"2026-11-02T10:00:00Z\"%s}",
            members);
    return read_text(line);
}

static void users_are_strings_or_integers(void **state)
{
    static const char *const integers[] = {"0", "7", "-7", "9223372036854775807",
            "-9223372036854775808", "9223372036854775808", "18446744073709551615"};
    static const char *const others[] = {"7.0", "1e3", "true", "false", "[]", "{}", "\"\"",
            "18446744073709551616", "-9223372036854775809"};
    char member[64];

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(integers); i++) {
        snprintf(member, sizeof member, ",\"userId\":%s", integers[i]);
        assert_int_equal(read_user(member), LINE_EVENT);
        assert_string_equal(event.user, integers[i]);
        assert_int_equal(event.user_size, strlen(integers[i]));
    }
    for (size_t i = 0; i < ARRAY_COUNT(others); i++) {
        snprintf(member, sizeof member, ",\"userId\":%s,\"anonymousId\":\"a\"", others[i]);
        assert_int_equal(read_user(member), LINE_REJECTED);
    }
}

static void lines_without_a_user_are_anonymous(void **state)
{
    (void)state;
    assert_int_equal(read_user(",\"anonymousId\":\"a\""), LINE_ANONYMOUS);
    assert_int_equal(read_user(",\"userId\":null,\"anonymousId\":\"a\""), LINE_ANONYMOUS);
    assert_int_equal(read_user(",\"userId\":null,\"anonymousId\":12"), LINE_ANONYMOUS);
    assert_int_equal(read_user(",\"userId\":null,\"anonymousId\":null"), LINE_REJECTED);
    assert_int_equal(read_user(",\"anonymousId\":\"\""), LINE_REJECTED);
    assert_int_equal(read_user(""), LINE_REJECTED);
    assert_string_equal(parser_reason(parser), "userId is missing");
    assert_int_equal(read_user(",\"userId\":\"u\",\"anonymousId\":\"a\""), LINE_EVENT);
}

static void texts_have_1_to_255_bytes(void **state)
{
    static const char *const names[] = {"userId", "event", "messageId"};
    char line[1024], text[300];

    (void)state;
    memset(text, 'x', sizeof text);
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        for (int size = 0; size < 300; size++) {
            snprintf(line, sizeof line,
                    "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\",\"timestamp\":"
                    "\"2026-11-02T10:00:00Z\",\"%s\":\"%.*s\"}",
                    names[i], size, text);
            if (size >= 1 && size <= 255)
                assert_event(line);
            else
                assert_rejected(line, names[i]);
        }
    assert_event(track(",\"messageId\":null"));
    assert_null(event.message_id);
    assert_int_equal(event.message_id_size, 0);
    assert_rejected(track(",\"messageId\":5"), "messageId is not a string");
    assert_rejected("{\"type\":\"track\",\"userId\":\"u\",\"timestamp\":\"2026-11-02T10:00:00Z\"}",
            "event is missing");
    assert_rejected(track(",\"event\":null"), "event is missing");
}

static void timestamps_are_rfc_3339(void **state)
{
    static const struct {
        const char *text;
        int64_t at_ms; /* WHEN_NONE: rejected */
    } cases[] = {
            {"1970-01-01T00:00:00Z", 0},
            {"1969-12-31T23:59:59Z", WHEN_NONE},
            {"2199-12-31T23:59:59.999Z", INT64_C(7258118399999)},
            {"2200-01-01T00:00:00Z", WHEN_NONE},
            {"2026-11-02T12:30:00.1239+02:30", INT64_C(1793613600123)},
            {"2026-11-02T10:00:00-00:00", INT64_C(1793613600000)},
            {"2026-11-02T10:00:60Z", WHEN_NONE},
            {"2026-11-02T24:00:00Z", WHEN_NONE},
            {"2026-02-29T10:00:00Z", WHEN_NONE},
            {"2026-11-02T10:00:00+24:00", WHEN_NONE},
            {"2026-11-02T10:00:00", WHEN_NONE},
            {"2026-11-02", WHEN_NONE},
            {" 2026-11-02T10:00:00Z", WHEN_NONE},
            {"2026-11-02T10:00:00Z ", WHEN_NONE},
            {"", WHEN_NONE},
            {"2026-11-02T10:00:00\\u005a", INT64_C(1793613600000)},
    };
    char line[512];

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        snprintf(line, sizeof line,
                "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\",\"timestamp\":\"%s\"}",
                cases[i].text);
        if (cases[i].at_ms == WHEN_NONE) {
            assert_rejected(line, "timestamp is not RFC 3339");
        } else {
            assert_event(line);
            assert_int_equal(event.at_ms, cases[i].at_ms);
        }
    }
    assert_rejected(
            "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\"}", "timestamp is missing");
    assert_rejected(track(",\"timestamp\":1793613600000"), "timestamp is not a string");
    assert_rejected(track(",\"timestamp\":null"), "timestamp is missing");
}

static void properties_and_traits_are_objects(void **state)
{
    static const char *const others[] = {"[1]", "\"x\"", "1", "1.5", "true", "false"};
    char member[64];

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(others); i++) {
        snprintf(member, sizeof member, ",\"properties\":%s", others[i]);
        assert_rejected(track(member), "properties is not an object");
        snprintf(member, sizeof member, ",\"traits\":%s", others[i]);
        assert_rejected(track(member), "traits is not an object");
        snprintf(member, sizeof member, ",\"context\":%s", others[i]);
        assert_event(track(member));
        assert_int_equal(event.zone, ZONE_NONE);
    }
    assert_event(track(",\"properties\":null,\"traits\":null,\"context\":null"));
    assert_null(event.properties.at);
    assert_event(track(",\"properties\":{}"));
    assert_json(event.properties, "{}");
    assert_event(track(",\"x\":[1,{\"properties\":[]}],\"y\":null"));
}

static void zones_are_names_of_tzdata(void **state)
{
    (void)state;
    assert_event(track(",\"context\":{\"timezone\":\"Europe/Vienna\"}"));
    assert_string_equal(zone_name(event.zone), "Europe/Vienna");
    assert_event(track(",\"context\":{\"timezone\":\"Europe/Vienna\",\"timezone\":\"UTC\"}"));
    assert_string_equal(zone_name(event.zone), "UTC");
    assert_event(track(",\"context\":{\"timezone\":\"europe/vienna\"}"));
    assert_int_equal(event.zone, ZONE_NONE);
    assert_event(track(",\"context\":{\"timezone\":\"../../etc/passwd\"}"));
    assert_int_equal(event.zone, ZONE_NONE);
    assert_event(track(",\"context\":{\"timezone\":3,\"x\":{\"timezone\":\"UTC\"}}"));
    assert_int_equal(event.zone, ZONE_NONE);
    assert_event(track(",\"context\":{\"timezone\":\"Europe/Vienna\"},\"channel\":\"server\""));
    assert_true(event.from_server);
    assert_int_equal(event.zone, ZONE_NONE);
    assert_event(track(",\"context\":{\"timezone\":\"Europe/Vienna\"},\"channel\":\"Server\""));
    assert_false(event.from_server);
    assert_string_equal(zone_name(event.zone), "Europe/Vienna");
    assert_event(track(",\"channel\":[\"server\"]"));
    assert_false(event.from_server);
}

static void of_equal_keys_the_last_counts(void **state)
{
    (void)state;
    assert_event("{\"type\":\"x\",\"userId\":[],\"event\":7,\"timestamp\":0,\"properties\":[],"
                 "\"type\":\"track\",\"userId\":\"u2\",\"event\":\"b\",\"timestamp\":"
                 "\"2026-11-02T10:00:00Z\",\"properties\":{\"z\":1}}");
    assert_string_equal(event.user, "u2");
    assert_string_equal(event.name, "b");
    assert_json(event.properties, "{\"z\":1}");
    assert_rejected(track(",\"userId\":null"), "userId is missing");
    assert_int_equal(read_text(track(",\"userId\":null,\"anonymousId\":1")), LINE_ANONYMOUS);
    assert_int_equal(read_text(track(",\"t\\u0079pe\":\"alias\"")), LINE_SKIPPED);
    assert_event(
            track(",\"properties\":{\"a\":1,\"b\":{\"c\":1,\"c\":2},\"a\":[3],\"\":0,\"\":1}"));
    assert_int_equal(value_count(event.properties), 3);
    assert_json(value_get(event.properties, "a", 1), "[3]");
    assert_json(value_get(event.properties, "b", 1), "{\"c\":2}");
    assert_json(value_get(event.properties, "", 0), "1");
}

static void many_equal_keys_are_reduced_in_time(void **state)
{
    struct buf line = {0};
    struct buf wanted = {0};

    (void)state;
    buf_add_text(&line, "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\",\"timestamp\":"
                        "\"2026-11-02T10:00:00Z\",\"properties\":{");
    for (int i = 0; i < 80000; i++)
        buf_add_format(&line, "\"k%d\":%d,", i % 100, i);
    buf_add_text(&line, "\"end\":0}}");
    assert_int_equal(read_bytes(line.bytes, line.size), LINE_EVENT);
    assert_int_equal(value_count(event.properties), 101);
    assert_true(value_is_valid(event.properties.at, value_size(event.properties)));
    assert_json(value_get(event.properties, "k99", 3), "79999");
    buf_release(&wanted);
    buf_release(&line);
}

/* What the parser packs is, byte for byte, what base/value builds. */
static void packed_values_have_the_layout_of_base(void **state)
{
    struct buf built = {0};
    size_t object, array, inner;
    char long_text[20000];

    (void)state;
    memset(long_text, 'y', sizeof long_text);
    object = value_begin_object(&built);
    value_put_key(&built, "n", 1);
    value_put_null(&built);
    value_put_key(&built, "t", 1);
    value_put_bool(&built, true);
    value_put_key(&built, "f", 1);
    value_put_bool(&built, false);
    value_put_key(&built, "i", 1);
    value_put_integer(&built, INT64_MIN);
    value_put_key(&built, "j", 1);
    value_put_integer(&built, INT64_MAX);
    value_put_key(&built, "u", 1);
    value_put_number(&built, 18446744073709551615.0);
    value_put_key(&built, "d", 1);
    value_put_number(&built, -0.5);
    value_put_key(&built, "s", 1);
    value_put_string(&built, "h\xc3\xa9\n\"", 5);
    value_put_key(&built, "e", 1);
    value_put_string(&built, "", 0);
    value_put_key(&built, "l", 1);
    value_put_string(&built, long_text, 200);
    value_put_key(&built, "a", 1);
    array = value_begin_array(&built);
    value_put_integer(&built, 1);
    inner = value_begin_object(&built);
    value_end(&built, inner, 0);
    inner = value_begin_array(&built);
    value_end(&built, inner, 0);
    value_end(&built, array, 3);
    value_end(&built, object, 11);

    char line[2048];
    snprintf(line, sizeof line,
            ",\"properties\":{\"n\":null,\"t\":true,\"f\":false,\"i\":-9223372036854775808,"
            "\"j\":9223372036854775807,\"u\":18446744073709551615,\"d\":-0.5,\"s\":"
            "\"h\\u00e9\\n\\\"\",\"e\":\"\",\"l\":\"%.200s\",\"a\":[1,{},[]]}",
            long_text);
    assert_event(track(line));
    assert_int_equal(value_size(event.properties), built.size);
    assert_memory_equal(event.properties.at, built.bytes, built.size);
    buf_release(&built);
}

static void numbers_must_fit_a_double(void **state)
{
    static const struct {
        const char *text, *json; /* NULL: rejected */
    } cases[] = {
            {"1e308", "1e+308"},
            {"1.7976931348623157e308", "1.7976931348623157e+308"},
            {"1e999", NULL},
            {"-1e999", NULL},
            {"1e-999", "0"},
            {"18446744073709551616", "18446744073709552000"},
            {"-9223372036854775809", "-9223372036854775808"},
            {"100000000000000000000000000000000", "1e+32"},
            {"[1,\"99999999999999999999\",99999999999999999999]",
                    "[1,\"99999999999999999999\",100000000000000000000]"},
            {"123456789012345678901234567890.5", "1.2345678901234568e+29"},
            {"1e00000000000000000000000000001", "10"},
            {"01", NULL},
            {"00000000000000000000001", NULL},
            {"+1", NULL},
            {".5", NULL},
            {"1.", NULL},
            {"NaN", NULL},
            {"Infinity", NULL},
            {"99999999999999999999x", NULL},
    };
    char member[256];

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        snprintf(member, sizeof member, ",\"properties\":{\"v\":%s}", cases[i].text);
        if (!cases[i].json) {
            assert_rejected(track(member), "");
            assert_false(parser_was_whole(parser));
            continue;
        }
        assert_event(track(member));
        struct buf json = {0};
        value_add_json(&json, value_get(event.properties, "v", 1));
        struct buf wanted = {0};
        buf_add_text(&wanted, cases[i].json);
        /* Digits of large integers may be printed either way; what counts is the double. */
        if (cases[i].json[0] != '[') {
            double value = value_number(value_get(event.properties, "v", 1));
            assert_true(value == strtod(cases[i].json, NULL));
        } else {
            struct value array = value_get(event.properties, "v", 1);
            assert_int_equal(value_type(value_element(array, 1)), VALUE_STRING);
            assert_true(value_number(value_element(array, 2)) == 1e20);
        }
        buf_release(&json);
        buf_release(&wanted);
    }
    /* Of a whole number of more digits than fit, also as the integers of a long line. */
    struct buf line = {0};
    buf_add_text(&line, "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\",\"timestamp\":"
                        "\"2026-11-02T10:00:00Z\",\"properties\":{\"a\":[");
    for (int i = 0; i < 40000; i++)
        buf_add_text(&line, "20000000000000000000,");
    buf_add_text(&line, "1]}}");
    assert_int_equal(read_bytes(line.bytes, line.size), LINE_EVENT);
    assert_int_equal(value_count(value_get(event.properties, "a", 1)), 40001);
    assert_true(value_number(value_element(value_get(event.properties, "a", 1), 39999)) == 2e19);
    buf_release(&line);
}

static void nest(struct buf *line, int depth, const char *innermost, bool unknown)
{
    buf_clear(line);
    buf_add_format(line,
            "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\",\"timestamp\":"
            "\"2026-11-02T10:00:00Z\",\"%s\":{\"a\":",
            unknown ? "x" : "properties");
    for (int i = 3; i <= depth; i++)
        buf_add_text(line, i % 2 ? "[" : "{\"k\":");
    buf_add_text(line, innermost);
    for (int i = depth; i >= 3; i--)
        buf_add_char(line, i % 2 ? ']' : '}');
    buf_add_text(line, "}}");
}

/* The line itself is the first level; empty containers count as any other. */
static void nesting_ends_at_64(void **state)
{
    struct buf line = {0};

    (void)state;
    for (int unknown = 0; unknown < 2; unknown++) {
        nest(&line, 64, "1", unknown);
        assert_int_equal(read_bytes(line.bytes, line.size), LINE_EVENT);
        nest(&line, 63, "[]", unknown);
        assert_int_equal(read_bytes(line.bytes, line.size), LINE_EVENT);
        nest(&line, 64, "[]", unknown);
        assert_int_equal(read_bytes(line.bytes, line.size), LINE_REJECTED);
        assert_contains(parser_reason(parser), "64 levels");
        nest(&line, 65, "1", unknown);
        assert_int_equal(read_bytes(line.bytes, line.size), LINE_REJECTED);
        assert_contains(parser_reason(parser), "64 levels");
        nest(&line, 10000, "1", unknown);
        assert_int_equal(read_bytes(line.bytes, line.size), LINE_REJECTED);
        assert_contains(parser_reason(parser), "64 levels");
    }
    buf_clear(&line);
    for (int i = 0; i < 500000; i++)
        buf_add_char(&line, '[');
    assert_int_equal(read_bytes(line.bytes, line.size), LINE_REJECTED);
    buf_release(&line);
}

static void text_is_utf8_without_nul(void **state)
{
    static const char nul[] = "{\"type\":\"alias\",\"x\":\"a\0b\"}";
    static const char nul_behind[] = "{\"type\":\"alias\"}\0";

    (void)state;
    assert_int_equal(read_bytes(nul, sizeof nul - 1), LINE_REJECTED);
    assert_contains(parser_reason(parser), "NUL");
    assert_int_equal(read_bytes(nul_behind, sizeof nul_behind - 1), LINE_REJECTED);
    assert_rejected("{\"type\":\"alias\",\"x\":\"a\\u0000b\"}", "NUL");
    assert_rejected("{\"type\":\"alias\",\"\\u0000\":1}", "NUL");
    assert_rejected("{\"type\":\"alias\",\"x\":\"\\\\\\u0000\"}", "NUL");
    assert_int_equal(read_text("{\"type\":\"alias\",\"x\":\"\\\\u0000\"}"), LINE_SKIPPED);
    assert_int_equal(read_text("{\"type\":\"alias\",\"x\":\"\\u0001\"}"), LINE_SKIPPED);
    assert_rejected("{\"type\":\"alias\",\"x\":\"\x01\"}", "control character");
    assert_rejected("{\"type\":\"alias\",\"x\":\"\xff\"}", "UTF-8");
    assert_rejected("{\"type\":\"alias\",\"x\":\"\xed\xa0\x80\"}", "UTF-8");
    assert_rejected("{\"type\":\"alias\",\"x\":\"\xc0\x80\"}", "UTF-8");
    assert_rejected("{\"type\":\"alias\",\"x\":\"\xf4\x90\x80\x80\"}", "UTF-8");
    assert_rejected("{\"type\":\"alias\",\"\xff\":1}", "UTF-8");
    assert_rejected("{\"type\":\"alias\",\"x\":\"\\ud800\"}", "escape");
    assert_rejected("{\"type\":\"alias\",\"x\":\"\\udc00\\ud800\"}", "escape");
    assert_rejected("{\"type\":\"alias\",\"x\":\"\\q\"}", "escape");
    assert_event(track(",\"properties\":{\"x\":\"\\ud83d\\ude00\"}"));
    assert_json(event.properties, "{\"x\":\"\xf0\x9f\x98\x80\"}");
}

static void what_is_no_json_object_is_rejected(void **state)
{
    static const char *const lines[] = {"{not json", "[1]", "1", "\"x\"", "null", "true", "{", "}",
            "{}{}", "{} x", "{\"a\":1,}", "{\"a\"}", "{'a':1}", "{\"a\":1", "// x", "\x1f\x8b",
            "[[[[", "{\"type\":\"alias\"}]", "\xef\xbb", "\xef\xbb\xbf{", "{\"a\":tru}",
            "{\"a\":\"x}", "{\"a\":1}\xef\xbb\xbf"};

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(lines); i++) {
        assert_rejected(lines[i], "");
        assert_true(strlen(parser_reason(parser)) > 5);
        assert_false(parser_was_whole(parser));
    }
    assert_rejected("{}", "type");
    assert_true(parser_was_whole(parser));
}

static void blank_lines_and_marks_are_fine(void **state)
{
    static const char *const blanks[] = {"", " ", "\r", "\t \r", "\xef\xbb\xbf", "\xef\xbb\xbf \r"};
    struct buf line = {0};

    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(blanks); i++)
        assert_int_equal(read_text(blanks[i]), LINE_BLANK);
    assert_int_equal(read_text("\v"), LINE_REJECTED);
    assert_int_equal(read_text("\xc2\xa0"), LINE_REJECTED);
    buf_add_format(&line, "\xef\xbb\xbf  %s \r", track(""));
    assert_event(line.bytes);
    buf_release(&line);
}

static void a_line_ends_at_1_mib(void **state)
{
    char *line = mem_new(EVENT_LINE_MAX + 1);
    const char *sound = track("");

    (void)state;
    memset(line, ' ', EVENT_LINE_MAX + 1);
    memcpy(line, sound, strlen(sound) - 1);
    line[EVENT_LINE_MAX - 1] = '}';
    assert_int_equal(read_bytes(line, EVENT_LINE_MAX), LINE_EVENT);
    line[EVENT_LINE_MAX - 1] = ' ';
    line[EVENT_LINE_MAX] = '}';
    assert_int_equal(read_bytes(line, EVENT_LINE_MAX + 1), LINE_REJECTED);
    assert_contains(parser_reason(parser), "1 MiB");
    mem_free(line);
}

/* Every beginning of a line is either rejected or blank, none is an event. */
static void cut_off_lines_are_rejected(void **state)
{
    char *line = mem_string(track(",\"properties\":{\"a\":[1,2.5,\"\\u00e9\",null,true,{}]},"
                                  "\"context\":{\"timezone\":\"UTC\"}"));
    size_t size = strlen(line);

    (void)state;
    for (size_t i = 1; i < size; i++) {
        assert_int_equal(read_bytes(line, i), LINE_REJECTED);
        assert_false(parser_was_whole(parser));
    }
    assert_int_equal(read_bytes(line, size), LINE_EVENT);
    mem_free(line);
}

/* Any single changed byte gives some verdict, and packed values stay sound. */
static void changed_bytes_are_survived(void **state)
{
    char *line =
            mem_string(track(",\"properties\":{\"a\":[1,2.5,\"\\u00e9\",null,true,{}],\"b\":-3}"
                             ",\"context\":{\"timezone\":\"UTC\"}"));
    size_t size = strlen(line);
    int events = 0;

    (void)state;
    for (size_t i = 0; i < size; i++)
        for (int byte = 0; byte < 256; byte++) {
            char before = line[i];

            line[i] = (char)byte;
            if (read_bytes(line, size) == LINE_EVENT) {
                events++;
                if (event.properties.at)
                    assert_true(value_is_valid(event.properties.at, value_size(event.properties)));
                assert_true(text_is_utf8(event.user, event.user_size));
            }
            line[i] = before;
        }
    assert_true(events > 1000);
    mem_free(line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(a_track_event_is_read),
            cmocka_unit_test(an_identify_is_read),
            cmocka_unit_test(pages_and_screens_become_track_events),
            cmocka_unit_test(the_name_of_a_page_is_bounded),
            cmocka_unit_test(other_types_are_skipped_or_rejected),
            cmocka_unit_test(checks_come_in_order),
            cmocka_unit_test(users_are_strings_or_integers),
            cmocka_unit_test(lines_without_a_user_are_anonymous),
            cmocka_unit_test(texts_have_1_to_255_bytes),
            cmocka_unit_test(timestamps_are_rfc_3339),
            cmocka_unit_test(properties_and_traits_are_objects),
            cmocka_unit_test(zones_are_names_of_tzdata),
            cmocka_unit_test(of_equal_keys_the_last_counts),
            cmocka_unit_test(many_equal_keys_are_reduced_in_time),
            cmocka_unit_test(packed_values_have_the_layout_of_base),
            cmocka_unit_test(numbers_must_fit_a_double),
            cmocka_unit_test(nesting_ends_at_64),
            cmocka_unit_test(text_is_utf8_without_nul),
            cmocka_unit_test(what_is_no_json_object_is_rejected),
            cmocka_unit_test(blank_lines_and_marks_are_fine),
            cmocka_unit_test(a_line_ends_at_1_mib),
            cmocka_unit_test(cut_off_lines_are_rejected),
            cmocka_unit_test(changed_bytes_are_survived),
    };

    return cmocka_run_group_tests(tests, start, end);
}
