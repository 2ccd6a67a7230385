#include "base/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>

#include "base/alloc.h"
#include "unit.h"

static void put_json(struct buf *out, json_t *json)
{
    const char *key;
    json_t *member;
    size_t index, mark;
    switch (json_typeof(json)) {
    case JSON_NULL: value_put_null(out); break;
    case JSON_TRUE: value_put_bool(out, true); break;
    case JSON_FALSE: value_put_bool(out, false); break;
    case JSON_INTEGER: value_put_integer(out, json_integer_value(json)); break;
    case JSON_REAL: value_put_number(out, json_real_value(json)); break;
    case JSON_STRING:
        value_put_string(out, json_string_value(json), json_string_length(json));
        break;
    case JSON_ARRAY:
        mark = value_begin_array(out);
        json_array_foreach(json, index, member) put_json(out, member);
        value_end(out, mark, (uint32_t)json_array_size(json));
        break;
    case JSON_OBJECT:
        mark = value_begin_object(out);
        json_object_foreach(json, key, member)
        {
            value_put_key(out, key, strlen(key));
            put_json(out, member);
        }
        value_end(out, mark, (uint32_t)json_object_size(json));
        break;
    }
}

/* Packs JSON text, written with ' for ". The buf is the caller's. */
static struct buf pack(const char *text)
{
    char *quoted = mem_string(text);
    for (char *at = quoted; *at; at++)
        if (*at == '\'')
            *at = '"';
    json_error_t error;
    json_t *json = json_loads(quoted, JSON_DECODE_ANY, &error);
    if (!json)
        fail_msg("%s: %s", quoted, error.text);
    struct buf out = {0};
    put_json(&out, json);
    json_decref(json);
    mem_free(quoted);
    return out;
}

static struct value view(const struct buf *buf)
{
    return (struct value){(const unsigned char *)buf->bytes};
}

static void assert_json(struct value value, const char *wanted)
{
    struct buf out = {0};
    value_add_json(&out, value);
    for (size_t i = 0; i < out.size; i++)
        if (out.bytes[i] == '"')
            out.bytes[i] = '\'';
    assert_buf(&out, wanted);
}

static void goes_there_and_back(void **state)
{
    (void)state;
    static const char *const cases[] = {"null", "true", "false", "0", "-1", "9223372036854775807",
            "-9223372036854775808", "0.5", "1e+300", "''", "'a'", "[]", "{}", "[1,[2,[]],{}]",
            "{'a':1,'':{'b':[true,null]},'c':'x'}", "'é日'"};
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct buf buf = pack(cases[i]);
        assert_true(value_is_valid(buf.bytes, buf.size));
        assert_int_equal(value_size(view(&buf)), buf.size);
        assert_json(view(&buf), cases[i]);
        buf_release(&buf);
    }
}

/* Stored in databases, so it never changes. */
static void the_layout_is_fixed(void **state)
{
    (void)state;
    struct buf buf = pack("{'ab':[1,0.5,'x'],'c':true}");
    static const unsigned char wanted[] = {8, 36, 0, 0, 0, 2, 0, 0, 0, /* object, body, members */
            2, 'a', 'b', 7, 21, 0, 0, 0, 3, 0, 0, 0,                   /* array of three */
            4, 1, 0, 0, 0, 0, 0, 0, 0,                                 /* 1 */
            5, 0, 0, 0, 0, 0, 0, 0xe0, 0x3f,                           /* 0.5 */
            6, 1, 'x', 1, 'c', 3};
    assert_int_equal(buf.size, sizeof wanted);
    assert_memory_equal(buf.bytes, wanted, sizeof wanted);
    buf_release(&buf);
}

static void reads_members(void **state)
{
    (void)state;
    struct buf buf = pack("{'s':'text','i':7,'d':1.5,'b':false,'n':null,'a':[10,20],'':1}");
    struct value object = view(&buf);
    size_t size;
    assert_int_equal(value_type(object), VALUE_OBJECT);
    assert_int_equal(value_count(object), 7);
    assert_memory_equal(value_string(value_get(object, "s", 1), &size), "text", 4);
    assert_int_equal(size, 4);
    assert_int_equal(value_integer(value_get(object, "i", 1)), 7);
    assert_true(value_number(value_get(object, "i", 1)) == 7);
    assert_true(value_number(value_get(object, "d", 1)) == 1.5);
    assert_int_equal(value_type(value_get(object, "b", 1)), VALUE_FALSE);
    assert_int_equal(value_type(value_get(object, "n", 1)), VALUE_NULL);
    assert_int_equal(value_type(value_get(object, "", 0)), VALUE_INTEGER);
    struct value array = value_get(object, "a", 1);
    assert_true(value_number(value_element(array, 1)) == 20);
    assert_null(value_element(array, 2).at);
    assert_null(value_element(object, 0).at);
    assert_null(value_get(object, "x", 1).at);
    assert_null(value_get(object, "ss", 2).at);
    assert_null(value_get(array, "s", 1).at);
    buf_release(&buf);
}

static void every_function_takes_a_missing_value(void **state)
{
    (void)state;
    struct value missing = {0}, got;
    size_t size = 9;
    assert_int_equal(value_type(missing), VALUE_MISSING);
    assert_int_equal(value_size(missing), 0);
    assert_false(value_is_number(missing));
    assert_true(value_number(missing) == 0);
    assert_int_equal(value_integer(missing), 0);
    assert_null(value_string(missing, &size));
    assert_int_equal(size, 0);
    assert_int_equal(value_count(missing), 0);
    assert_null(value_get(missing, "a", 1).at);
    assert_null(value_element(missing, 0).at);
    struct value_iter iter = value_iterate(missing);
    assert_false(value_next(&iter, NULL, NULL, &got));
    assert_true(value_equal(missing, missing));
    assert_json(missing, "null");
    struct buf buf = {0};
    value_put(&buf, missing);
    assert_int_equal(value_type(view(&buf)), VALUE_NULL);
    assert_false(value_equal(missing, view(&buf)));
    buf_release(&buf);
}

static void walks(void **state)
{
    (void)state;
    struct buf buf = pack("{'one':1,'two':[5,6]}");
    struct value_iter iter = value_iterate(view(&buf));
    const char *key;
    size_t size;
    struct value member;
    assert_true(value_next(&iter, &key, &size, &member));
    assert_memory_equal(key, "one", 3);
    assert_int_equal(size, 3);
    assert_true(value_next(&iter, NULL, NULL, &member));
    assert_false(value_next(&iter, &key, &size, &member));
    iter = value_iterate(member);
    assert_true(value_next(&iter, NULL, NULL, &member));
    assert_int_equal(value_integer(member), 5);
    assert_true(value_next(&iter, &key, &size, &member));
    assert_int_equal(size, 0);
    assert_int_equal(value_integer(member), 6);
    assert_false(value_next(&iter, NULL, NULL, &member));
    buf_release(&buf);
}

static void keys_longer_than_a_byte(void **state)
{
    (void)state;
    struct buf out = {0};
    char *key = mem_array(40000, 1);
    size_t mark = value_begin_object(&out);
    static const size_t sizes[] = {127, 128, 16383, 16384, 40000};
    memset(key, 'k', 40000);
    for (size_t i = 0; i < ARRAY_COUNT(sizes); i++) {
        value_put_key(&out, key, sizes[i]);
        value_put_string(&out, key, sizes[i]);
    }
    value_end(&out, mark, ARRAY_COUNT(sizes));
    assert_true(value_is_valid(out.bytes, out.size));
    for (size_t i = 0; i < ARRAY_COUNT(sizes); i++) {
        size_t size;
        assert_non_null(value_string(value_get(view(&out), key, sizes[i]), &size));
        assert_int_equal(size, sizes[i]);
    }
    assert_null(value_get(view(&out), key, 129).at);
    mem_free(key);
    buf_release(&out);
}

static void put_numbered(struct buf *out, int key, int number)
{
    char text[16];
    int size = snprintf(text, sizeof text, "k%d", key);
    value_put_key(out, text, (size_t)size);
    value_put_integer(out, number);
}

/* The same for few members (compared one by one) and many (sorted). */
static void the_last_of_equal_keys_stays(void **state)
{
    (void)state;
    static const int counts[] = {2, 5, 24, 25, 1000};
    for (size_t i = 0; i < ARRAY_COUNT(counts); i++) {
        int count = counts[i], kinds = (count + 1) / 2;
        struct buf out = {0};
        buf_add_text(&out, "before");
        size_t mark = value_begin_object(&out);
        for (int n = 0; n < count; n++)
            put_numbered(&out, n % kinds, n);
        value_end(&out, mark, (uint32_t)count);
        struct value object = {(const unsigned char *)out.bytes + mark};
        assert_int_equal(value_count(object), kinds);
        assert_true(value_is_valid(object.at, out.size - mark));
        for (int k = 0; k < kinds; k++) {
            char key[16];
            int size = snprintf(key, sizeof key, "k%d", k);
            int wanted = k + kinds < count ? k + kinds : k;
            assert_int_equal(value_integer(value_get(object, key, (size_t)size)), wanted);
        }
        assert_memory_equal(out.bytes, "before", 6);
        buf_release(&out);
    }
    struct buf out = {0};
    size_t mark = value_begin_object(&out);
    for (int n = 0; n < 3; n++)
        put_numbered(&out, 1, n);
    value_end(&out, mark, 3);
    assert_json(view(&out), "{'k1':2}");
    buf_release(&out);
}

/* SEMANTICS 2.2: numbers as doubles, objects and arrays deeply. */
static void compares_deeply(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool equal;
    } cases[] = {
            {"1", "1.0", true},
            {"1", "2", false},
            {"1", "'1'", false},
            {"9007199254740993", "9007199254740992", true}, /* one double */
            {"0", "-0.0", true},
            {"0", "false", false},
            {"null", "false", false},
            {"null", "null", true},
            {"true", "true", true},
            {"'a'", "'a'", true},
            {"'a'", "'A'", false},
            {"'a'", "'ab'", false},
            {"[1,2]", "[1.0,2]", true},
            {"[1,2]", "[2,1]", false},
            {"[1,2]", "[1,2,3]", false},
            {"[]", "{}", false},
            {"{'a':1,'b':[2]}", "{'b':[2.0],'a':1}", true},
            {"{'a':1,'b':2}", "{'a':1,'c':2}", false},
            {"{'a':1}", "{'a':1,'b':2}", false},
            {"{'a':null}", "{'b':null}", false},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct buf a = pack(cases[i].a), b = pack(cases[i].b);
        if (value_equal(view(&a), view(&b)) != cases[i].equal ||
                value_equal(view(&b), view(&a)) != cases[i].equal)
            fail_msg("%s %s", cases[i].a, cases[i].b);
        buf_release(&a);
        buf_release(&b);
    }
}

static struct buf many_members(int count, int step, int odd)
{
    struct buf out = {0};
    size_t mark = value_begin_object(&out);
    for (int n = 0; n < count; n++) {
        int key = (int)((int64_t)n * step % count);
        put_numbered(&out, key, key == odd ? -1 : key);
    }
    value_end(&out, mark, (uint32_t)count);
    return out;
}

static void compares_many_members(void **state)
{
    (void)state;
    struct buf a = many_members(50000, 1, -1), b = many_members(50000, 7, -1);
    struct buf c = many_members(50000, 7, 31), d = many_members(49999, 7, -1);
    assert_true(value_equal(view(&a), view(&b)));
    assert_false(value_equal(view(&a), view(&c)));
    assert_false(value_equal(view(&a), view(&d)));
    buf_release(&a);
    buf_release(&b);
    buf_release(&c);
    buf_release(&d);
}

/* SEMANTICS 2.2: merged at the top level, null removes. */
static void merges(void **state)
{
    (void)state;
    static const struct {
        const char *base, *patch, *wanted;
    } cases[] = {
            {"{}", "{}", "{}"},
            {NULL, "{'a':1,'b':null}", "{'a':1}"},
            {"{'a':1}", NULL, "{'a':1}"},
            {"{'a':1,'b':2}", "{'b':3}", "{'a':1,'b':3}"},
            {"{'a':1,'b':2}", "{'a':null}", "{'b':2}"},
            {"{'a':1}", "{'a':null,'x':null}", "{}"},
            {"{'a':{'x':1,'y':2}}", "{'a':{'x':null}}", "{'a':{'x':null}}"},
            {"{'a':1}", "[1]", "{'a':1}"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct buf base = {0}, patch = {0}, out = {0};
        if (cases[i].base)
            base = pack(cases[i].base);
        if (cases[i].patch)
            patch = pack(cases[i].patch);
        value_merge(&out, view(&base), view(&patch));
        assert_true(value_is_valid(out.bytes, out.size));
        assert_json(view(&out), cases[i].wanted);
        buf_release(&base);
        buf_release(&patch);
        buf_release(&out);
    }
}

static void escapes(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        const char *json;
    } cases[] = {
            {"", 0, "\"\""},
            {"a\"b\\c", 5, "\"a\\\"b\\\\c\""},
            {"\b\f\n\r\t", 5, "\"\\b\\f\\n\\r\\t\""},
            {"\0\x1f\x7f", 3, "\"\\u0000\\u001f\\u007f\""},
            {"é日/", 6, "\"é日/\""},
            {"a\xff"
             "b",
                    3,
                    "\"a\xef\xbf\xbd"
                    "b\""},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        struct buf out = {0};
        json_add_string(&out, cases[i].bytes, cases[i].size);
        assert_buf(&out, cases[i].json);
    }
    struct buf infinite = {0};
    value_put_number(&infinite, HUGE_VAL);
    assert_json(view(&infinite), "null");
    buf_release(&infinite);
}

static struct buf nested(int depth)
{
    struct buf out = {0};
    size_t marks[200];
    for (int i = 0; i < depth; i++)
        marks[i] = value_begin_array(&out);
    value_put_null(&out);
    for (int i = depth; i-- > 0;)
        value_end(&out, marks[i], 1);
    return out;
}

/* Every damage to one byte and every cut is either found or leaves something that can be read. */
static void finds_damage(void **state)
{
    (void)state;
    struct buf buf = pack("{'ab':[1,0.5,'x',{}],'c':true,'d':{'e':null}}");
    for (size_t size = 0; size < buf.size; size++)
        assert_false(value_is_valid(buf.bytes, size));
    unsigned valid = 0;
    for (size_t at = 0; at < buf.size; at++)
        for (int byte = 0; byte < 256; byte++) {
            char *damaged = mem_copy(buf.bytes, buf.size);
            damaged[at] = (char)byte;
            struct buf out = {0};
            if (value_is_valid(damaged, buf.size)) {
                value_add_json(&out, (struct value){(const unsigned char *)damaged});
                valid++;
            }
            buf_release(&out);
            mem_free(damaged);
        }
    assert_true(valid > buf.size && valid < buf.size * 256 * 3 / 4);
    buf_add_char(&buf, VALUE_NULL);
    assert_false(value_is_valid(buf.bytes, buf.size));
    buf_release(&buf);
    assert_false(value_is_valid("", 0));
    assert_false(value_is_valid("\0", 1));
    assert_false(value_is_valid("\x09", 1));
}

static void depth_is_bounded(void **state)
{
    (void)state;
    struct buf buf = nested(VALUE_DEPTH_MAX + 1);
    assert_true(value_is_valid(buf.bytes, buf.size));
    buf_release(&buf);
    buf = nested(VALUE_DEPTH_MAX + 2);
    assert_false(value_is_valid(buf.bytes, buf.size));
    buf_release(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(goes_there_and_back),
            cmocka_unit_test(the_layout_is_fixed),
            cmocka_unit_test(reads_members),
            cmocka_unit_test(every_function_takes_a_missing_value),
            cmocka_unit_test(walks),
            cmocka_unit_test(keys_longer_than_a_byte),
            cmocka_unit_test(the_last_of_equal_keys_stays),
            cmocka_unit_test(compares_deeply),
            cmocka_unit_test(compares_many_members),
            cmocka_unit_test(merges),
            cmocka_unit_test(escapes),
            cmocka_unit_test(finds_damage),
            cmocka_unit_test(depth_is_bounded),
    };
    return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}
