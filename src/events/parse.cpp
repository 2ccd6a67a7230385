extern "C" {
#include "events/parse.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/value.h"
#include "events/fields.h"
}

#include <cstring>
#include <endian.h>
#include <new>
#include <simdjson.h>
#include <string_view>

using std::string_view;
namespace dom = simdjson::dom;

namespace
{

enum {
    /* Containers with members, which alone simdjson counts, must be fewer than its limit. With this
     * one nothing it lets through is too deep, even where the innermost is empty; what it refuses
     * is counted exactly and may be parsed with one more. */
    SIMDJSON_DEPTH = VALUE_DEPTH_MAX,
    CAPACITY_MIN = 16 * 1024,
    KEY_MARKS_MAX = 64,
    /* A number of one digit and its comma are two bytes of text and nine packed ones: no value
     * takes more than 4.5 times its text. */
    PACKED_PER_BYTE = 5,
    PACKED_EXTRA = 64,
    HEAD_SIZE = 9,           /* of a container */
    INTEGER_DIGITS_MIN = 19, /* fewer always fit 64 bits */
};

struct zone_memory {
    char name[64];
    size_t size;
    zone_id zone;
};

} // namespace

struct parser {
    dom::parser dom;
    size_t capacity; /* of dom */
    unsigned char *packed;
    size_t packed_capacity;
    struct buf line;   /* a line with its long integers rewritten */
    struct buf object; /* one whose keys stand twice */
    zone_memory zone;
    bool whole;
    const char *reason;
};

namespace
{

line_verdict reject(parser *parser, const char *reason)
{
    parser->reason = reason;
    return LINE_REJECTED;
}

unsigned char *pack_varint(unsigned char *out, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        *out++ = static_cast<unsigned char>(value | 0x80);
    *out++ = static_cast<unsigned char>(value);
    return out;
}

/* Most texts are short: 16 bytes at once, whatever of them counts, cost less than a call. Behind a
 * text of simdjson and behind what is packed there is room for as much. */
unsigned char *pack_bytes(unsigned char *out, string_view text)
{
    enum { AT_ONCE = 16 };

    out = pack_varint(out, text.size());
    if (text.size() <= AT_ONCE)
        memcpy(out, text.data(), AT_ONCE);
    else
        memcpy(out, text.data(), text.size());
    return out + text.size();
}

unsigned char *pack_number(unsigned char *out, enum value_type type, uint64_t bits)
{
    *out++ = static_cast<unsigned char>(type);
    bits = htole64(bits);
    memcpy(out, &bits, sizeof bits);
    return out + sizeof bits;
}

unsigned char *pack_double(unsigned char *out, double number)
{
    uint64_t bits;

    memcpy(&bits, &number, sizeof bits);
    return pack_number(out, VALUE_NUMBER, bits);
}

unsigned char *pack_head(
        unsigned char *head, enum value_type type, size_t body_size, uint32_t count)
{
    const uint32_t numbers[2] = {htole32(static_cast<uint32_t>(body_size)), htole32(count)};

    head[0] = static_cast<unsigned char>(type);
    memcpy(head + 1, numbers, sizeof numbers);
    return head + HEAD_SIZE;
}

/* A fingerprint that differs for nearly all pairs of different keys. */
uint32_t key_mark(string_view key)
{
    uint32_t first = 0, last = 0;
    const size_t size = key.size();

    if (size >= sizeof first) {
        memcpy(&first, key.data(), sizeof first);
        memcpy(&last, key.data() + size - sizeof last, sizeof last);
    } else {
        for (const char c : key)
            first = first << 8 | static_cast<unsigned char>(c);
    }
    return (first ^ (last << 13 | last >> 19)) * 31 + static_cast<uint32_t>(size);
}

bool mark_seen(const uint32_t *marks, uint32_t count, uint32_t mark)
{
    uint32_t seen = 0;

    for (uint32_t i = 0; i < count; i++)
        seen |= marks[i] == mark;
    return seen != 0;
}

/* Lets base/value reduce keys that stand twice to the last; the result is never longer. */
unsigned char *reduce_keys(
        parser *parser, unsigned char *head, const unsigned char *end, uint32_t count)
{
    struct buf *object = &parser->object;

    buf_clear(object);
    const size_t mark = value_begin_object(object);
    buf_add(object, head + HEAD_SIZE, static_cast<size_t>(end - head) - HEAD_SIZE);
    value_end(object, mark, count);
    memcpy(head, object->bytes, object->size);
    return head + object->size;
}

unsigned char *pack(parser *parser, unsigned char *out, dom::element element);

unsigned char *pack_array(parser *parser, unsigned char *head, dom::array array)
{
    unsigned char *out = head + HEAD_SIZE;
    uint32_t count = 0;

    for (const dom::element element : array) {
        out = pack(parser, out, element);
        count++;
    }
    pack_head(head, VALUE_ARRAY, static_cast<size_t>(out - head) - HEAD_SIZE, count);
    return out;
}

unsigned char *pack_object(parser *parser, unsigned char *head, dom::object object)
{
    unsigned char *out = head + HEAD_SIZE;
    uint32_t marks[KEY_MARKS_MAX];
    uint32_t count = 0;
    bool suspect = false;

    for (const dom::key_value_pair member : object) {
        if (count < KEY_MARKS_MAX) {
            marks[count] = key_mark(member.key);
            suspect |= mark_seen(marks, count, marks[count]);
        } else {
            suspect = true;
        }
        out = pack_bytes(out, member.key);
        out = pack(parser, out, member.value);
        count++;
    }
    pack_head(head, VALUE_OBJECT, static_cast<size_t>(out - head) - HEAD_SIZE, count);
    return suspect ? reduce_keys(parser, head, out, count) : out;
}

/* Recursion ends at VALUE_DEPTH_MAX, which simdjson has made sure of. */
unsigned char *pack(parser *parser, unsigned char *out, dom::element element)
{
    using type = dom::element_type;

    switch (element.type()) {
    case type::STRING:
        *out++ = VALUE_STRING;
        return pack_bytes(out, element.get_string().value_unsafe());
    case type::INT64:
        return pack_number(
                out, VALUE_INTEGER, static_cast<uint64_t>(element.get_int64().value_unsafe()));
    case type::UINT64:
        return pack_double(out, static_cast<double>(element.get_uint64().value_unsafe()));
    case type::DOUBLE: return pack_double(out, element.get_double().value_unsafe());
    case type::BOOL:
        *out++ = element.get_bool().value_unsafe() ? VALUE_TRUE : VALUE_FALSE;
        return out;
    case type::ARRAY: return pack_array(parser, out, element.get_array().value_unsafe());
    case type::OBJECT: return pack_object(parser, out, element.get_object().value_unsafe());
    case type::NULL_VALUE: break;
    }
    *out++ = VALUE_NULL;
    return out;
}

void make_room(parser *parser, size_t size)
{
    if (size <= parser->capacity)
        return;
    size_t capacity = CAPACITY_MIN;
    while (capacity < size)
        capacity *= 2;
    if (parser->dom.allocate(capacity, SIMDJSON_DEPTH) != simdjson::SUCCESS)
        mem_exhausted();
    parser->capacity = capacity;
    parser->packed_capacity = capacity * PACKED_PER_BYTE + PACKED_EXTRA;
    parser->packed =
            static_cast<unsigned char *>(mem_resize(parser->packed, 1, parser->packed_capacity));
}

/* Walks over what stands outside strings. */
struct text_walk {
    const char *at;
    const char *end;
};

/* The next character outside strings, or NULL at the end. */
const char *walk_next(text_walk *walk)
{
    while (walk->at < walk->end && *walk->at == '"') {
        for (walk->at++; walk->at < walk->end && *walk->at != '"'; walk->at++)
            if (*walk->at == '\\')
                walk->at++;
        walk->at++;
    }
    return walk->at < walk->end ? walk->at++ : nullptr;
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Copies the line with an exponent behind every integer that may not fit 64 bits: simdjson refuses
 * those, but they fit a double. False where there is none. */
bool widen_integers(parser *parser, string_view line)
{
    text_walk walk = {line.data(), line.data() + line.size()};
    const char *copied = line.data();

    buf_clear(&parser->line);
    while (const char *start = walk_next(&walk)) {
        if (!is_digit(*start))
            continue;
        const char *end = start;
        while (end < walk.end && is_digit(*end))
            end++;
        const bool whole = end == walk.end || !strchr(".eE", *end);
        if (whole && end - start >= INTEGER_DIGITS_MIN) {
            buf_add(&parser->line, copied, static_cast<size_t>(end - copied));
            buf_add_text(&parser->line, "e0");
            copied = end;
        }
        /* The digits behind a point or an exponent belong to the same number. */
        while (end < walk.end && (is_digit(*end) || strchr(".eE+-", *end)))
            end++;
        walk.at = end;
    }
    if (copied == line.data())
        return false;
    buf_add(&parser->line, copied, static_cast<size_t>(walk.end - copied));
    memset(buf_room(&parser->line, PARSE_PADDING), 0, PARSE_PADDING);
    return true;
}

int nesting(string_view line)
{
    text_walk walk = {line.data(), line.data() + line.size()};
    int depth = 0, deepest = 0;

    while (const char *at = walk_next(&walk)) {
        if (*at == '{' || *at == '[')
            deepest = ++depth > deepest ? depth : deepest;
        else if (*at == '}' || *at == ']')
            depth--;
    }
    return deepest;
}

simdjson::error_code parse_deep(parser *parser, string_view line, dom::element *root)
{
    if (nesting(line) > VALUE_DEPTH_MAX)
        return simdjson::DEPTH_ERROR;
    if (parser->dom.allocate(parser->capacity, SIMDJSON_DEPTH + 1) != simdjson::SUCCESS)
        mem_exhausted();
    const simdjson::error_code code = parser->dom.parse(line.data(), line.size(), false).get(*root);
    if (parser->dom.allocate(parser->capacity, SIMDJSON_DEPTH) != simdjson::SUCCESS)
        mem_exhausted();
    return code;
}

simdjson::error_code parse_plain(parser *parser, string_view line, dom::element *root)
{
    make_room(parser, line.size());
    const simdjson::error_code code = parser->dom.parse(line.data(), line.size(), false).get(*root);
    return code == simdjson::DEPTH_ERROR ? parse_deep(parser, line, root) : code;
}

simdjson::error_code parse(parser *parser, string_view line, dom::element *root)
{
    const simdjson::error_code code = parse_plain(parser, line, root);

    if (code != simdjson::NUMBER_ERROR || !widen_integers(parser, line))
        return code;
    return parse_plain(parser, {parser->line.bytes, parser->line.size}, root);
}

const char *parse_fault(simdjson::error_code code, string_view line)
{
    if (memchr(line.data(), 0, line.size()))
        return "the line contains a NUL byte";
    switch (code) {
    case simdjson::UTF8_ERROR: return "the line is not valid UTF-8";
    case simdjson::DEPTH_ERROR: return "nested deeper than 64 levels";
    case simdjson::NUMBER_ERROR: return "a number is malformed or too large";
    case simdjson::STRING_ERROR: return "a string has a malformed escape";
    case simdjson::UNESCAPED_CHARS: return "a control character stands in a string";
    case simdjson::UNCLOSED_STRING: return "a string does not end";
    default: return "the line is not one JSON object";
    }
}

/* True where an escape that makes a NUL stands in the line (a backslash that is itself escaped
 * starts none). */
bool has_escaped_nul(string_view line)
{
    const char *at = line.data();
    const char *end = at + line.size();

    while ((at = static_cast<const char *>(memchr(at, '\\', static_cast<size_t>(end - at))))) {
        if (end - at >= 6 && memcmp(at, "\\u0000", 6) == 0)
            return true;
        if (end - at < 2)
            return false;
        at += 2;
    }
    return false;
}

field_value field_of(dom::element element)
{
    using type = dom::element_type;
    field_value value = {};

    switch (element.type()) {
    case type::STRING: {
        const string_view text = element.get_string().value_unsafe();
        value.type = VALUE_STRING;
        value.text = text.data();
        value.size = text.size();
        break;
    }
    case type::INT64: {
        const int64_t number = element.get_int64().value_unsafe();
        value.type = VALUE_INTEGER;
        value.negative = number < 0;
        value.magnitude = static_cast<uint64_t>(number);
        if (value.negative)
            value.magnitude = 0 - value.magnitude;
        break;
    }
    case type::UINT64:
        value.type = VALUE_INTEGER;
        value.magnitude = element.get_uint64().value_unsafe();
        break;
    case type::DOUBLE: value.type = VALUE_NUMBER; break;
    case type::BOOL: value.type = VALUE_TRUE; break;
    case type::ARRAY: value.type = VALUE_ARRAY; break;
    case type::OBJECT: value.type = VALUE_OBJECT; break;
    case type::NULL_VALUE: value.type = VALUE_NULL; break;
    }
    return value;
}

struct members {
    struct fields fields;
    dom::element objects[FIELD_COUNT]; /* where the field is an object */
};

void find_members(dom::object object, members *members)
{
    for (field_value &value : members->fields.at)
        value.type = VALUE_MISSING;
    for (const dom::key_value_pair member : object) {
        const enum field field = field_find(member.key.data(), member.key.size());
        if (field == FIELD_COUNT)
            continue;
        members->fields.at[field] = field_of(member.value);
        members->objects[field] = member.value;
    }
}

/* Most lines of a stretch name the same few zones. */
zone_id zone_named(parser *parser, dom::element element)
{
    zone_memory *memory = &parser->zone;
    string_view name;

    if (element.get_string().get(name) != simdjson::SUCCESS || name.size() > sizeof memory->name)
        return ZONE_NONE;
    if (name.size() != memory->size || memcmp(name.data(), memory->name, name.size()) != 0) {
        memory->zone = zone_find(name.data(), name.size());
        memory->size = name.size();
        memcpy(memory->name, name.data(), name.size());
    }
    return memory->zone;
}

/* The last member `timezone`, as everywhere the last of equal keys counts. */
zone_id zone_in(parser *parser, const struct members &members, enum field field)
{
    zone_id zone = ZONE_NONE;

    if (members.fields.at[field].type != VALUE_OBJECT)
        return ZONE_NONE;
    const dom::object object = members.objects[field].get_object().value_unsafe();
    for (const dom::key_value_pair member : object)
        if (member.key == "timezone")
            zone = zone_named(parser, member.value);
    return zone;
}

void take_rest(parser *parser, const members &members, arena *arena, event *event)
{
    const bool identify = event->type == EVENT_IDENTIFY;
    const enum field field = identify ? FIELD_TRAITS : FIELD_PROPERTIES;
    const unsigned char *end = parser->packed;

    event->zone = event->from_server ? ZONE_NONE : zone_in(parser, members, FIELD_CONTEXT);
    event->trait_zone = identify ? zone_in(parser, members, FIELD_TRAITS) : ZONE_NONE;
    if (members.fields.at[field].type == VALUE_OBJECT)
        end = pack(parser, parser->packed, members.objects[field]);
    fields_move(event, arena, parser->packed, static_cast<size_t>(end - parser->packed));
}

bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Without the byte-order mark and what JSON takes for white space around a line. */
string_view trim(string_view line)
{
    static constexpr string_view mark = "\xef\xbb\xbf";

    if (!line.empty() && line[0] == mark[0] && line.substr(0, mark.size()) == mark)
        line.remove_prefix(mark.size());
    while (!line.empty() && is_space(line.front()))
        line.remove_prefix(1);
    while (!line.empty() && is_space(line.back()))
        line.remove_suffix(1);
    return line;
}

} // namespace

struct parser *parser_new(void)
{
    parser *made = new (std::nothrow) parser();

    if (!made)
        mem_exhausted();
    make_room(made, 1);
    return made;
}

void parser_free(struct parser *parser)
{
    if (!parser)
        return;
    mem_free(parser->packed);
    buf_release(&parser->line);
    buf_release(&parser->object);
    delete parser;
}

enum line_verdict parser_line(struct parser *parser, const char *line, size_t size,
        struct arena *arena, struct event *event)
{
    const string_view text = trim({line, size});
    dom::element root;
    dom::object object;
    members members;

    parser->whole = false;
    parser->reason = "";
    if (text.empty())
        return LINE_BLANK;
    if (text.size() > EVENT_LINE_MAX)
        return reject(parser, "the line is longer than 1 MiB");
    const simdjson::error_code code = parse(parser, text, &root);
    if (code != simdjson::SUCCESS)
        return reject(parser, parse_fault(code, text));
    if (root.get_object().get(object) != simdjson::SUCCESS)
        return reject(parser, "the line is not one JSON object");
    if (has_escaped_nul(text))
        return reject(parser, "a string contains a NUL");
    parser->whole = true;
    find_members(object, &members);
    const line_verdict verdict = fields_read(&members.fields, event, &parser->reason);
    if (verdict == LINE_EVENT)
        take_rest(parser, members, arena, event);
    return verdict;
}

bool parser_was_whole(const struct parser *parser)
{
    return parser->whole;
}

const char *parser_reason(const struct parser *parser)
{
    return parser->reason ? parser->reason : "";
}
