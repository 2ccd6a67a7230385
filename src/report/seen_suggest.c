#include "report/seen.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "report/seen_private.h"

struct gathering {
    const char *typed;
    size_t limit;
    struct suggestions *out;
    size_t capacity;
};

static bool begins_with(const char *text, const char *typed)
{
    size_t at = 0, size = strlen(text);
    uint32_t character;
    for (size_t i = 0; i < strlen(typed);) {
        i += text_decode(typed + i, strlen(typed) - i, &character);
        at += text_decode(text + at, size - at, &character);
    }
    char *head = mem_string_of(text, at);
    bool yes = text_compare_folded(head, typed) == 0;
    mem_free(head);
    return yes;
}

static void gather(struct gathering *gathering, const char *text, int64_t count, char *note)
{
    struct suggestions *out = gathering->out;
    if (*gathering->typed != '\0' && !text_contains_folded(text, gathering->typed)) {
        mem_free(note);
        return;
    }
    out->items = mem_room(out->items, out->count, &gathering->capacity, sizeof *out->items);
    out->items[out->count++] = (struct suggestion){.text = mem_string(text),
            .count = count,
            .note = note,
            .begins = begins_with(text, gathering->typed)};
}

static int suggestion_compare(const void *a, const void *b)
{
    const struct suggestion *left = a, *right = b;
    if (left->begins != right->begins)
        return left->begins ? -1 : 1;
    if (left->count != right->count)
        return left->count > right->count ? -1 : 1;
    return strcmp(left->text, right->text);
}

static void suggestion_release(struct suggestion *suggestion)
{
    mem_free(suggestion->text);
    mem_free(suggestion->note);
}

static void gathering_end(struct gathering *gathering)
{
    struct suggestions *out = gathering->out;
    if (out->count > 1)
        qsort(out->items, out->count, sizeof *out->items, suggestion_compare);
    while (gathering->limit > 0 && out->count > gathering->limit)
        suggestion_release(&out->items[--out->count]);
}

static char *note_times(const char *what, int64_t count)
{
    struct buf note = {0};
    buf_add_text(&note, what);
    if (*what != '\0')
        buf_add_text(&note, ", ");
    text_add_number(&note, count);
    buf_add_text(&note, count == 1 ? " time" : " times");
    return buf_take(&note);
}

void seen_suggest_events(
        const struct seen *seen, const char *typed, size_t limit, struct suggestions *out)
{
    struct gathering gathering = {typed, limit, out, 0};
    *out = (struct suggestions){0};
    for (size_t i = 0; i < seen->event_count; i++) {
        const struct event_row *row = &seen->events[i].row;
        gather(&gathering, row->event, row->count, note_times("", row->count));
    }
    gathering_end(&gathering);
}

static const char *usual_type(const struct property_row *row)
{
    static const char *const words[VALUE_OBJECT + 1] = {
            "", "null", "yes or no", "yes or no", "number", "number", "text", "list", "object"};
    size_t most = 0;
    for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
        if (row->counts[i] > row->counts[most])
            most = i;
    }
    return words[most];
}

void seen_suggest_properties(const struct seen *seen, const char *event, const char *typed,
        size_t limit, struct suggestions *out)
{
    const struct seen_name *name = seen_name_of(seen, event);
    struct gathering gathering = {typed, limit, out, 0};
    *out = (struct suggestions){0};
    for (size_t i = 0; name != NULL && i < name->property_count; i++) {
        const struct property_row *row = &name->properties[i];
        gather(&gathering, row->path, row->count, note_times(usual_type(row), row->count));
    }
    gathering_end(&gathering);
}

static uint32_t hex_character(const char *digits)
{
    static const char hex[] = "0123456789abcdef";
    uint32_t character = 0;
    for (int i = 0; i < 4; i++) {
        const char *found = memchr(hex, digits[i] | 32, sizeof hex - 1);
        if (found == NULL)
            return 0xFFFD;
        character = character * 16 + (uint32_t)(found - hex);
    }
    return character;
}

/* The text of a JSON string as value_add_json writes it; other values stay as they are. */
static char *json_typed(const char *json)
{
    static const char escapes[] = "nrtbf", meant[] = "\n\r\t\b\f";
    struct buf out = {0};
    size_t size = strlen(json);
    if (size < 2 || json[0] != '"')
        return mem_string(json);
    for (size_t i = 1; i + 1 < size; i++) {
        const char *escape;
        char encoded[4];
        if (json[i] != '\\') {
            buf_add_char(&out, json[i]);
            continue;
        }
        i++;
        escape = strchr(escapes, json[i]);
        if (json[i] == 'u' && i + 5 < size) {
            buf_add(&out, encoded, text_encode(hex_character(json + i + 1), encoded));
            i += 4;
        } else if (escape != NULL) {
            buf_add_char(&out, meant[escape - escapes]);
        } else {
            buf_add_char(&out, json[i]);
        }
    }
    return buf_take(&out);
}

void seen_suggest_values(const struct seen *seen, const char *event, const char *path,
        const char *typed, size_t limit, struct suggestions *out)
{
    const struct property_row *row = seen_property(seen, event, path);
    struct gathering gathering = {typed, limit, out, 0};
    *out = (struct suggestions){0};
    for (size_t i = 0; row != NULL && i < row->example_count; i++) {
        char *text = json_typed(row->examples[i].json);
        gather(&gathering, text, row->examples[i].count, note_times("", row->examples[i].count));
        mem_free(text);
    }
    gathering_end(&gathering);
}

void suggestions_release(struct suggestions *suggestions)
{
    for (size_t i = 0; i < suggestions->count; i++)
        suggestion_release(&suggestions->items[i]);
    mem_free(suggestions->items);
    *suggestions = (struct suggestions){0};
}
