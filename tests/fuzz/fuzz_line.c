/* Any bytes as a line of an event file: what is accepted is sound and comes out the same again, and
 * the quick look at a line agrees with parsing it. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "base/when.h"
#include "base/zone.h"
#include "events/catalogue.h"
#include "events/parse.h"
#include "events/scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct parser *parser;
static struct arena arena;

static void demand(bool held)
{
    if (!held)
        abort();
}

static void check_text(const char *text, size_t size, size_t size_min)
{
    demand(size >= size_min && size <= EVENT_NAME_MAX);
    demand(strlen(text) == size && text_is_utf8(text, size));
}

static void check_object(struct value value)
{
    struct buf line = {0};
    struct event again;

    if (!value.at)
        return;
    demand(value_type(value) == VALUE_OBJECT && value_is_valid(value.at, value_size(value)));
    buf_add_text(&line, "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\",\"timestamp\":"
                        "\"2026-11-02T10:00:00Z\",\"properties\":");
    value_add_json(&line, value);
    buf_add_char(&line, '}');
    buf_room(&line, PARSE_PADDING);
    if (line.size <= EVENT_LINE_MAX) {
        demand(parser_line(parser, line.bytes, line.size, &arena, &again) == LINE_EVENT);
        demand(value_equal(value, again.properties));
    }
    buf_release(&line);
}

static void check_event(const struct event *event)
{
    check_text(event->user, event->user_size, 1);
    check_text(event->name, event->name_size, event->type == EVENT_TRACK);
    if (event->message_id)
        check_text(event->message_id, event->message_id_size, 1);
    demand(event->at_ms >= 0 && event->at_ms < INT64_C(7258118400000));
    demand(event->type == EVENT_TRACK ? !event->traits.at : !event->properties.at);
    check_object(event->properties);
    check_object(event->traits);
}

static void credit(const struct event *event)
{
    static struct catalogue *catalogue;
    struct buf packed = {0}, again = {0};

    if (!catalogue || catalogue_count(catalogue) > 4) {
        catalogue_free(catalogue);
        catalogue = catalogue_new();
    }
    catalogue_credit(catalogue, (uint32_t)event->name_size, event->at_ms, when_day(event->at_ms),
            false, event->properties);
    const struct catalogue_name *name = catalogue_find(catalogue, (uint32_t)event->name_size);
    catalogue_pack(name, &packed);
    struct catalogue *other = catalogue_new();
    demand(catalogue_load(other, name->name, packed.bytes, packed.size, NULL) == 0);
    catalogue_pack(catalogue_find(other, name->name), &again);
    demand(again.size == packed.size && memcmp(again.bytes, packed.bytes, packed.size) == 0);
    catalogue_free(other);
    buf_release(&packed);
    buf_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *line = mem_new(size + PARSE_PADDING);
    int64_t at_ms;
    struct event event;

    if (!parser) {
        parser = parser_new();
        demand(zone_start(NULL) == 0);
    }
    memcpy(line, data, size);
    arena_clear(&arena);
    enum line_verdict verdict = parser_line(parser, line, size, &arena, &event);
    enum line_time time = line_find_time(line, size, &at_ms);
    demand((verdict == LINE_BLANK) == line_is_blank(line, size));
    demand((verdict == LINE_REJECTED) == (parser_reason(parser)[0] != '\0'));
    if (verdict == LINE_EVENT) {
        demand(time != TIME_NONE && (time == TIME_UNSURE || at_ms == event.at_ms));
        check_event(&event);
        credit(&event);
    }
    mem_free(line);
    return 0;
}
